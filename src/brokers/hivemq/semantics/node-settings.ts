import { JsonMembers } from '../../../preview/case';
import { CASE_SETTINGS, CaseError, caseProblem } from '../../../preview/case-problem';
import { PreviewWarning } from '../../../preview/result';
import { describeFinding, evaluate, Finding } from '../../../rules/rule';
import { CONFIG_FILE, FILE_REALM_FILE } from '../files';
import { pipelinesOf, realmsOf } from '../model';
import { parseHiveMq } from '../parse';
import { HIVEMQ_SCHEMA_LOCATION, HIVEMQ_XML_UNREADABLE } from '../rules/parse-rules';
import { HIVEMQ_TOKEN_UNRESTRICTED } from '../rules/token-rules';
import { CONFIG_ROOT } from '../schema/config-shapes';
import { FILE_REALM_ROOT } from '../schema/file-realm-shapes';
import { HiveMqConfig, HiveMqListenerPipeline, HiveMqMqttSection, HiveMqMqttUser, HiveMqPermission } from '../settings';
import { hasPlaceholder, Permission, permissionOf } from './permissions';
import { SchemaFit, schemaFit, undatedSettings } from './schema-fit';

/*
 * What the extension reads, kept so that a batch reads the same files once.
 */

/** What became of a file. One that does not fit the vendor's schema may or may not be read by the extension. */
export interface ReadFile extends SchemaFit {
  /** Why no XML parser reads it. */
  readonly problem: string | undefined;
}

/** A realm of the configuration. */
export interface Realm {
  readonly kind: string;
  readonly enabled: boolean;
  readonly of: object;
}

/** The configuration, as far as MQTT clients are concerned. */
export interface NodeConfig extends ReadFile {
  readonly pipelines: readonly HiveMqListenerPipeline[];
  readonly realms: ReadonlyMap<string, Realm>;
  /** Settings of which nobody knows since which release there are. */
  readonly undated: readonly string[];
  readonly hasCustomPreprocessor: boolean;
  readonly hasFileRealm: boolean;
  readonly warnings: readonly PreviewWarning[];
}

/** What a user's password is compared with. */
export type Login = Pick<HiveMqMqttUser, 'password' | 'algorithm' | 'salt' | 'iterations'>;

/** A user or a role. */
export interface Holder {
  /** Ids of a user's roles. */
  readonly roles: readonly string[];
  /** Whether the name stands more than once, so that nobody knows whose permissions count. */
  readonly isRepeated: boolean;
  readonly login: Login | undefined;
  permissions(clientId: string | undefined): readonly Permission[];
}

/** The file realm's document, as far as MQTT clients are concerned. */
export interface NodeFileRealm extends ReadFile {
  readonly users: ReadonlyMap<string, Holder>;
  readonly roles: ReadonlyMap<string, Holder>;
}

/** How many texts of a kind are kept. */
const MOST_KEPT = 100;

function keep<T>(read: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) {
      return known;
    }
    if (kept.size >= MOST_KEPT) {
      kept.clear();
    }
    const made = read(text);
    kept.set(text, made);
    return made;
  };
}

/** Reads the settings of a case: the text of config.xml, or of enterprise-security-extension.xml, which is the same. */
export function nodeConfig(settings: string | JsonMembers): NodeConfig {
  if (typeof settings !== 'string') {
    throw new CaseError(caseProblem(CASE_SETTINGS, 'settings: those of HiveMQ are the text of the extension\'s config.xml'));
  }
  return readConfig(settings);
}

/** Reads the file realm's document. */
export const nodeFileRealm: (text: string) => NodeFileRealm = keep((text) => {
  const { settings, findings } = parseHiveMq({ [FILE_REALM_FILE]: text }, undefined);
  const fit = schemaFit(settings, findings, { text, root: FILE_REALM_ROOT });
  return { problem: problemOf(findings), ...fit, ...holdersOf(fit.isWhole ? settings?.fileRealm?.mqtt ?? {} : {}) };
});

const readConfig = keep((text: string): NodeConfig => {
  const { settings, findings } = parseHiveMq({ [CONFIG_FILE]: text }, undefined);
  const told = findings.filter((found) => found.rule !== HIVEMQ_SCHEMA_LOCATION.id);
  const fit = schemaFit(settings, told, { text, root: CONFIG_ROOT });
  return { problem: problemOf(told), ...fit, ...partsOf(fit.isWhole ? settings?.config ?? {} : {}) };
});

/** Why no XML parser reads the file; what this library alone refuses to read is a mistake in the case. */
function problemOf(findings: readonly Finding[]): string | undefined {
  const found = findings.find(({ rule }) => rule === HIVEMQ_XML_UNREADABLE.id);
  if (found !== undefined && !found.message.includes('not well-formed')) {
    throw new CaseError({ rule: found.rule, message: describeFinding(found) });
  }
  return found && `${found.path} ${found.message}`;
}

function partsOf(config: HiveMqConfig) {
  const pipelines = pipelinesOf(config).filter(({ kind }) => kind === 'listenerPipeline').map(({ of }) => of as HiveMqListenerPipeline);
  const steps = pipelines.flatMap(({ authenticationPreprocessors = [], authorizationPreprocessors = [] }) =>
    [...authenticationPreprocessors, ...authorizationPreprocessors]);
  return {
    pipelines,
    realms: new Map(realmsOf(config).map(({ kind, of }) => [of.name ?? '', { kind, enabled: of.enabled !== false, of }])),
    undated: undatedSettings(config),
    hasCustomPreprocessor: steps.some((step) => step.customPreprocessor !== undefined),
    hasFileRealm: realmsOf(config).some(({ kind }) => kind === 'fileRealm'),
    warnings: evaluate([HIVEMQ_TOKEN_UNRESTRICTED], { settings: { config }, version: undefined, acknowledged: [] }).findings
      .map((found) => ({ rule: found.rule, message: describeFinding(found) })),
  };
}

function holdersOf({ users = [], roles = [] }: HiveMqMqttSection) {
  return {
    users: byName(users.map((user) => ({ ...user, from: `user:${user.name}` }))),
    roles: byName(roles.map(({ id, permissions }) => ({ name: id, from: `role:${id}`, permissions }))),
  };
}

interface Entry extends Login {
  readonly name: string;
  readonly from: string;
  readonly permissions?: readonly HiveMqPermission[];
  readonly roles?: readonly string[];
}

function byName(entries: readonly Entry[]): ReadonlyMap<string, Holder> {
  const holders = new Map<string, Holder>();
  for (const { name, from, permissions = [], roles = [], ...login } of entries) {
    const earlier = holders.get(name);
    const own = permissionsOf(permissions, from);
    holders.set(name, {
      roles: [...earlier?.roles ?? [], ...roles],
      isRepeated: earlier !== undefined,
      login: login.password === undefined ? undefined : login,
      permissions: earlier === undefined ? own : (clientId) => [...earlier.permissions(clientId), ...own(clientId)],
    });
  }
  return holders;
}

function permissionsOf(permissions: readonly HiveMqPermission[], from: string): Holder['permissions'] {
  const fixed = permissions.map((one) => (hasPlaceholder(one) ? undefined : permissionOf(one, from, undefined)));
  if (fixed.every((one) => one !== undefined)) {
    return () => fixed;
  }
  return (clientId) => permissions.map((one, index) => fixed[index] ?? permissionOf(one, from, clientId));
}
