import { CONFIG_XSD, XML } from './sources';
import { HiveMqRule, HiveMqSubject, judge, scalarsOf, visitsOf } from './subject';
import { Condition, everyMember, matches } from '../../../rules/condition';
import { Scalar } from '../schema/scalars';
import { Visit } from '../schema/visit';
import { XML_CHARACTERS } from '../xml/encoding';
import { fragmentProblem } from '../xml/fragment';

/*
 * Rules that follow from the vendor's schema alone, for every setting.
 */

function met<Kind extends Visit['kind']>(subject: HiveMqSubject, kind: Kind): readonly Extract<Visit, { kind: Kind }>[] {
  return visitsOf(subject.settings).filter((one): one is Extract<Visit, { kind: Kind }> => one.kind === kind);
}

export const HIVEMQ_SETTING_REQUIRED: HiveMqRule = {
  id: 'HIVEMQ_SETTING_REQUIRED',
  level: 'error',
  summary: 'Settings that the schema requires are given.',
  cause: 'The file does not fit the schema, and the extension does not start or ignores the element.',
  remedy: 'give the setting',
  source: CONFIG_XSD,
  check: (subject, report) => {
    met(subject, 'missing').forEach(({ path }) => report.broken(path, { message: 'is required' }));
    met(subject, 'count').forEach(({ path, count, least }) => report.broken(path, { message: `must have ${least} members at least`, got: count }));
  },
};

export const HIVEMQ_SETTING_CHOICE: HiveMqRule = {
  id: 'HIVEMQ_SETTING_CHOICE',
  level: 'error',
  summary: 'Of alternatives exactly one is given, and one that may stand in this place.',
  cause: 'The schema allows one element there; not every pipeline allows every manager and preprocessor.',
  remedy: 'give exactly one of the members that are allowed here',
  source: CONFIG_XSD,
  check: (subject, report) => {
    met(subject, 'choice').forEach(({ path, set, allowed }) => {
      report.broken(path, { message: `must have exactly one of ${allowed.join(', ')}`, got: set });
    });
    met(subject, 'surplus').forEach(({ path, allowed }) => report.broken(path, { message: `is not one of ${allowed.join(', ')}` }));
  },
};

export const HIVEMQ_SETTING_TYPE: HiveMqRule = {
  id: 'HIVEMQ_SETTING_TYPE',
  level: 'error',
  summary: 'Values are of the type and within the bounds of the schema.',
  cause: 'The file does not fit the schema.',
  remedy: 'give a value that the schema allows',
  source: CONFIG_XSD,
  check: (subject, report) => {
    met(subject, 'type').forEach(({ path, value, expected }) => report.broken(path, { message: `must be of type ${expected}`, got: value }));
    for (const at of scalarsOf(subject.settings)) {
      if (at.scalar.condition !== undefined && at.scalar.meaning !== 'id' && at.scalar.meaning !== 'endpoint') {
        judge(report, at, at.scalar.condition);
      }
    }
  },
};

export const HIVEMQ_MUST_BE_KNOWN: HiveMqRule = {
  id: 'HIVEMQ_MUST_BE_KNOWN',
  level: 'error',
  summary: 'What shapes the document is known at synthesis.',
  cause: 'Elements cannot be made of a list, a word or XML that Terraform knows only at apply.',
  remedy: 'give a value that is known at synthesis; single texts within a list may be known later',
  source: 'docs/hivemq.md, Values known only at apply',
  check: (subject, report) => met(subject, 'unknown').forEach(({ path, what }) => report.broken(path, { message: `must be known at synthesis, since ${what}` })),
};

export const HIVEMQ_RUNTIME_XML: HiveMqRule = {
  id: 'HIVEMQ_RUNTIME_XML',
  level: 'error',
  summary: 'The content of `runtime` is elements, as well-formed XML without DOCTYPE and marker comments.',
  cause: 'It is written as it is; a stray tag would break the whole file.',
  remedy: 'correct the XML',
  source: XML,
  check: (subject, report) => met(subject, 'raw').forEach(({ path, value }) => {
    const problem = fragmentProblem(value);
    if (problem !== undefined) {
      report.broken(path, { message: problem });
    }
  }),
};

export const HIVEMQ_XML_CHARACTER: HiveMqRule = {
  id: 'HIVEMQ_XML_CHARACTER',
  level: 'error',
  summary: 'Texts hold no control characters.',
  cause: 'XML 1.0 cannot hold them, not even as references; the extension could not read the file.',
  remedy: 'remove the control characters',
  source: XML,
  check: (subject, report) => textsOf(subject).forEach((at) => judge(report, at, ofText(at.scalar, XML_CHARACTERS))),
};

const NO_BLANKS_AT_ENDS = matches(
  '^[^ \\t\\r\\n]([\\s\\S]*[^ \\t\\r\\n])?$',
  'a text that is not empty and has no blanks at its ends',
);
const ONE_WORD = matches('^[^ \\t\\r\\n]+$', 'a text without blanks that is not empty');

export const HIVEMQ_TEXT_BLANKS: HiveMqRule = {
  id: 'HIVEMQ_TEXT_BLANKS',
  level: 'error',
  summary: 'Texts are not empty and have no blanks at their ends; words of a list have none at all.',
  cause: 'XML keeps such blanks; whether the extension strips them is not documented, and lists are cut at blanks.',
  remedy: 'remove the blanks',
  source: CONFIG_XSD,
  check: (subject, report) => {
    for (const at of textsOf(subject)) {
      if (at.scalar.type === 'words') {
        judge(report, at, everyMember(ONE_WORD));
      } else if (at.scalar.blanks === 'refused') {
        judge(report, at, NO_BLANKS_AT_ENDS);
      }
    }
  },
};

function textsOf(subject: HiveMqSubject) {
  return scalarsOf(subject.settings).filter(({ scalar }) => scalar.type === 'string' || scalar.type === 'words');
}

function ofText(scalar: Scalar, condition: Condition): Condition {
  return scalar.type === 'words' ? everyMember(condition) : condition;
}

/** Rules of the schema. */
export const SCHEMA_RULES: readonly HiveMqRule[] = [
  HIVEMQ_SETTING_REQUIRED, HIVEMQ_SETTING_CHOICE, HIVEMQ_SETTING_TYPE, HIVEMQ_MUST_BE_KNOWN, HIVEMQ_RUNTIME_XML,
  HIVEMQ_XML_CHARACTER, HIVEMQ_TEXT_BLANKS,
];
