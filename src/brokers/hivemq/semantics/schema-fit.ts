import { evaluate, Finding } from '../../../rules/rule';
import { jwtManagersOf, pipelinesOf } from '../model';
import { HIVEMQ_NAME_NCNAME, HIVEMQ_NAME_UNIQUE, HIVEMQ_REALM_RESOLVED } from '../rules/name-rules';
import { HIVEMQ_SETTING_CHOICE, HIVEMQ_SETTING_REQUIRED, HIVEMQ_SETTING_TYPE } from '../rules/schema-rules';
import { schemaProblems } from '../schema/validate';
import { HiveMqConfig, HiveMqSettings } from '../settings';
import { parseXml } from '../xml/tree';

/*
 * Whether files fit the vendor's schemas of 4.36.0. Whether the extension checks them against these at the start is not documented.
 */

/** How well files fit. */
export interface SchemaFit {
  /** Why they do not fit; undefined where they do. */
  readonly misfit: string | undefined;
  /** Whether everything that the schemas require is there, so that the rest can still be judged. */
  readonly isWhole: boolean;
}

const WHOLENESS = [HIVEMQ_SETTING_REQUIRED, HIVEMQ_SETTING_CHOICE, HIVEMQ_SETTING_TYPE];
const NAMES = [HIVEMQ_NAME_NCNAME, HIVEMQ_NAME_UNIQUE, HIVEMQ_REALM_RESOLVED];

/** A file's text, and the root that it ought to have. */
export interface Document {
  readonly text: string;
  readonly root: string;
}

/** Compares a file, what became of reading it, and what its reader complained about, with the schemas. */
export function schemaFit(settings: HiveMqSettings | undefined, read: readonly Finding[], document: Document): SchemaFit {
  const complaint = read.find(({ level }) => level === 'error');
  if (settings === undefined) {
    return { misfit: wordsOf(complaint) ?? 'cannot be read', isWhole: false };
  }
  const subject = { settings, version: undefined, acknowledged: [] };
  const [missing] = evaluate(WHOLENESS, subject).findings;
  const first = complaint ?? missing ?? evaluate(NAMES, subject).findings[0];
  return { misfit: wordsOf(first) ?? invalidity(document), isWhole: missing === undefined };
}

function wordsOf(found: Finding | undefined): string | undefined {
  return found && `${found.path} ${found.message}`;
}

/** What the schema alone has against the file. */
function invalidity({ text, root }: Document): string | undefined {
  const document = parseXml(text).root;
  const problem = document && schemaProblems(document, root)[0];
  return problem && `line ${problem.line} ${problem.path} ${problem.message}`;
}

/** Settings that are in the schema of 4.36.0, and of which nobody knows since when. */
export function undatedSettings(config: HiveMqConfig): readonly string[] {
  const validations = jwtManagersOf(config).map(({ of }) => of.jwtValidation);
  const found: readonly (readonly [string, boolean])[] = [
    ['exp-grace', validations.some((validation) => validation?.expGrace !== undefined)],
    ['sampling', validations.some((validation) => validation?.enableIntrospection?.sampling !== undefined)],
    ['jwt-preprocessor', pipelinesOf(config).some((pipeline) => hasJwtPreprocessor(pipeline.of))],
  ];
  return found.filter(([, isThere]) => isThere).map(([name]) => name);
}

function hasJwtPreprocessor({ authenticationPreprocessors = [], authorizationPreprocessors = [] }: ReturnType<typeof pipelinesOf>[number]['of']): boolean {
  return [...authenticationPreprocessors, ...authorizationPreprocessors].some((step) => step.jwtPreprocessor !== undefined);
}
