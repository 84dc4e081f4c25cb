import { evaluate, Finding } from '../../../rules/rule';
import { jwtManagersOf, pipelinesOf } from '../model';
import { HIVEMQ_NAME_NCNAME, HIVEMQ_NAME_UNIQUE, HIVEMQ_REALM_RESOLVED } from '../rules/name-rules';
import { HIVEMQ_SETTING_CHOICE, HIVEMQ_SETTING_REQUIRED, HIVEMQ_SETTING_TYPE } from '../rules/schema-rules';
import { HiveMqConfig, HiveMqFileRealmDocument, HiveMqSettings } from '../settings';

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

/** Compares settings, and what their reader complained about, with the schemas. */
export function schemaFit(settings: HiveMqSettings | undefined, read: readonly Finding[]): SchemaFit {
  const complaint = read.find(({ level }) => level === 'error');
  if (settings === undefined) {
    return { misfit: wordsOf(complaint) ?? 'cannot be read', isWhole: false };
  }
  const subject = { settings, version: undefined, acknowledged: [] };
  const [missing] = evaluate(WHOLENESS, subject).findings;
  const first = complaint ?? missing ?? evaluate(NAMES, subject).findings[0];
  return { misfit: wordsOf(first) ?? emptyName(settings.fileRealm), isWhole: missing === undefined };
}

function wordsOf(found: Finding | undefined): string | undefined {
  return found && `${found.path} ${found.message}`;
}

/** Names of users and ids of roles have a character at least. */
function emptyName({ mqtt, controlCenter, restApi }: HiveMqFileRealmDocument = {}): string | undefined {
  for (const section of [mqtt, controlCenter, restApi]) {
    const users = section?.users ?? [];
    if ([...users.map(({ name }) => name), ...users.flatMap(({ roles = [] }) => roles), ...(section?.roles ?? []).map(({ id }) => id)].includes('')) {
      return 'a user or a role has an empty name';
    }
  }
  return undefined;
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
