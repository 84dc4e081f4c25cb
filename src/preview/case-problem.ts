import { PreviewFailure } from './result';
import { RuleText } from '../rules/rule';

/** Why a case cannot be judged. */
export interface CaseProblem {
  readonly rule: string;
  readonly message: string;
}

/** Whether what was read is a problem instead. */
export function isCaseProblem(value: object): value is CaseProblem {
  return 'rule' in value && 'message' in value;
}

/** Thrown inside the preview where a case makes no sense; caught where results are made. */
export class CaseError extends Error {
  constructor(readonly problem: CaseProblem) {
    super(problem.message);
  }
}

/** Words a problem by its rule. */
export function caseProblem(rule: RuleText, message: string): CaseProblem {
  return { rule: rule.id, message: `${message}; ${rule.remedy}` };
}

/** What stands in a result's place. */
export function failure(id: string | null, problem: CaseProblem): PreviewFailure {
  return { id, error: { rule: problem.rule, message: problem.message } };
}

const SOURCE = 'limit or grammar of this library';

function caseRule(name: string, summary: string, cause: string, remedy: string): RuleText {
  return { id: `PREVIEW_${name}`, level: 'error', summary, cause, remedy, source: SOURCE };
}

export const CASE_JSON = caseRule('CASE_JSON', 'A case is a JSON object.', 'Nothing can be read from any other text.', 'correct the JSON');

export const CASE_SHAPE = caseRule('CASE_SHAPE', 'Every member of a case has the name and the type that the schema of cases says.',
  'A member that is not understood might have changed the answer.', 'compare with the published schema of cases');

export const CASE_TOO_LARGE = caseRule('CASE_TOO_LARGE', 'A case is at most ten million characters long and not deeply nested.',
  'Time and memory of a preview are bounded.', 'check the path of the file');

export const CASE_BROKER = caseRule('CASE_BROKER', 'A case names a broker that the library knows.', 'Each broker judges tokens its own way.',
  'name one of the brokers that the message lists');

export const CASE_ACTION = caseRule('CASE_ACTION', 'Every action of "can" is one that the broker knows.',
  'An action that the broker does not know can neither be allowed nor denied.', 'write the action in the broker\'s own words');

export const CASE_SETTINGS = caseRule('CASE_SETTINGS', 'Settings in a case are the native text, or an object with the native key names.',
  'Nothing can be judged without the settings.', 'give the broker\'s own file or an object of its keys');

export const CASE_VERSION = caseRule('CASE_VERSION', 'brokerVersion is a dotted prefix of release numbers.',
  'What a broker does depends on its release.', 'write "2.9.1" for one release, "2.9" for every release of that line, or leave it out');

export const CASE_VALUE_AT_APPLY = caseRule('CASE_VALUE_AT_APPLY', 'What decides a login is known when it is previewed.',
  'Terraform fills in a value that no preview has, and any answer would be a guess.', 'give the value at synthesis or, in a stack, in valuesAtApply, or preview the file that the node has after the apply');

/** Every rule on cases. */
export const PREVIEW_CASE_RULES: readonly RuleText[] = [
  CASE_JSON, CASE_SHAPE, CASE_TOO_LARGE, CASE_BROKER, CASE_ACTION, CASE_SETTINGS, CASE_VERSION, CASE_VALUE_AT_APPLY,
];
