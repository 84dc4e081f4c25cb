import { JsonData, JsonMembers } from '../../../preview/case';
import { CASE_SETTINGS, CaseError, caseProblem } from '../../../preview/case-problem';
import { PreviewWarning } from '../../../preview/result';
import { describeFinding, Finding } from '../../../rules/rule';
import { readIni } from '../ini';
import { parse } from '../parse';
import { FILE_TOO_LARGE, INI_NUMBER, INI_SYNTAX, INI_UNKNOWN_SECTION } from '../parse-rules';
import { DEFAULTS, INI_FILE, LavinMqSettings, scopePrefixOf, SETTINGS, expectedAudience, verifiesAudience } from '../settings';

/** What a running node makes of its settings. */
export interface NodeSettings {
  /** Why the broker does not start; undefined where it does. */
  readonly problem: string | undefined;
  /** The backends that are tried, in order: `oauth` without an issuer is left out, and no backend at all means `local`. */
  readonly backends: readonly string[];
  readonly issuer: string | undefined;
  /** The issuer as it is compared: without one slash at the end. */
  readonly expectedIssuer: string;
  readonly resourceServerId: string | undefined;
  readonly expectedAudience: string | undefined;
  readonly verifiesAudience: boolean;
  readonly usernameClaims: readonly string[];
  readonly scopesKeys: readonly string[];
  readonly scopePrefix: string | undefined;
  readonly cacheSeconds: number;
  readonly mqttChecksPermissions: boolean;
  readonly mqttVhost: string;
  readonly warnings: readonly PreviewWarning[];
}

/** Texts whose reading is kept, so that a batch reads the same settings once. */
const MOST_KEPT = 100;
const readTexts = new Map<string, NodeSettings>();
const readObjects = new WeakMap<object, NodeSettings>();

/** Reads the settings of a case: the text of lavinmq.ini, or an object of its keys. */
export function nodeSettings(settings: string | JsonMembers): NodeSettings {
  if (typeof settings !== 'string') {
    return kept(readObjects, settings, () => nodeSettings(iniOf(settings)));
  }
  if (readTexts.size >= MOST_KEPT) {
    readTexts.clear();
  }
  return kept(readTexts, settings, () => read(settings));
}

function kept<K>(cache: { get(key: K): NodeSettings | undefined; set(key: K, value: NodeSettings): unknown }, key: K, make: () => NodeSettings) {
  const found = cache.get(key);
  if (found !== undefined) {
    return found;
  }
  const made = make();
  cache.set(key, made);
  return made;
}

/** Sections whose keys an object may name without the section. */
const BARE_SECTIONS = ['main', 'oauth'];
const MQTT_VHOST = 'mqtt.default_vhost';

/** An object of native keys as the text that says the same. */
function iniOf(settings: JsonMembers): string {
  return Object.entries(settings).map(([name, value]) => {
    const setting = SETTINGS.find(({ section, key }) => name === `${section}.${key}` || (name === key && BARE_SECTIONS.includes(section)));
    const section = setting?.section ?? (name === MQTT_VHOST ? 'mqtt' : undefined);
    if (section === undefined) {
      throw new CaseError(caseProblem(CASE_SETTINGS, `settings: ${JSON.stringify(name.slice(0, 80))} is no key of LavinMQ that bears on tokens`));
    }
    return `[${section}]\n${setting?.key ?? 'default_vhost'} = ${iniValue(name, value)}\n`;
  }).join('');
}

function iniValue(name: string, value: JsonData): string {
  const isPlain = Array.isArray(value) ? value.every((item) => typeof item === 'string') : typeof value !== 'object';
  // Made a text only then: an object may have a member toString that is no function.
  if (!isPlain || /[\r\n]/.test(String(value))) {
    throw new CaseError(caseProblem(CASE_SETTINGS, `settings: ${name} must be one line of text, a number, true, false or a list of texts`));
  }
  return String(value);
}

const STOPPING_RULES: readonly string[] = [INI_SYNTAX.id, INI_UNKNOWN_SECTION.id, INI_NUMBER.id];

function read(text: string): NodeSettings {
  const { settings, findings } = parse({ [INI_FILE]: text });
  const tooLarge = findings.find((found) => found.rule === FILE_TOO_LARGE.id);
  if (tooLarge !== undefined) {
    throw new CaseError({ rule: tooLarge.rule, message: `${tooLarge.path} ${tooLarge.message}; ${tooLarge.remedy}` });
  }
  return interpret(settings ?? {}, findings, defaultVhost(text));
}

function defaultVhost(text: string): string {
  const lines = readIni(text).filter((line) => line.section === 'mqtt' && line.key === 'default_vhost');
  return lines[lines.length - 1]?.value ?? '/';
}

function interpret(settings: LavinMqSettings, findings: readonly Finding[], mqttVhost: string): NodeSettings {
  const issuer = settings.issuer && writtenUrl(settings.issuer);
  return {
    problem: startProblem(settings, findings, issuer),
    backends: backendsOf(settings),
    issuer,
    expectedIssuer: withoutSlash(issuer ?? ''),
    resourceServerId: settings.resourceServerId,
    expectedAudience: expectedAudience(settings),
    verifiesAudience: verifiesAudience(settings),
    usernameClaims: settings.preferredUsernameClaims ?? DEFAULTS.preferredUsernameClaims,
    scopesKeys: settings.additionalScopesKeys ?? [],
    scopePrefix: scopePrefixOf(settings),
    cacheSeconds: settings.jwksCacheTtlSeconds ?? DEFAULTS.jwksCacheTtlSeconds,
    mqttChecksPermissions: settings.mqttPermissionCheckEnabled ?? DEFAULTS.mqttPermissionCheckEnabled,
    mqttVhost,
    warnings: findings.filter((found) => !STOPPING_RULES.includes(found.rule))
      .map((found) => ({ rule: found.rule, message: describeFinding(found) })),
  };
}

/** Source: src/lavinmq/auth/chain.cr. */
function backendsOf({ authBackends, issuer }: LavinMqSettings): readonly string[] {
  return issuer === undefined || authBackends === undefined ? ['local'] : authBackends;
}

/** The greatest number of a Crystal Int32, as which seconds are read. */
const GREATEST_SECONDS = 2147483647;

function startProblem(settings: LavinMqSettings, findings: readonly Finding[], issuer: string | undefined): string | undefined {
  const stopping = findings.find((found) => STOPPING_RULES.includes(found.rule));
  if (stopping !== undefined) {
    return `${stopping.path} ${stopping.message}`;
  }
  const stranger = settings.authBackends?.find((backend) => backend !== 'local' && backend !== 'oauth');
  if (stranger !== undefined) {
    return `auth_backends holds ${JSON.stringify(stranger)}`;
  }
  if (settings.issuer !== undefined && issuer === undefined) {
    return 'issuer has a port that is no number';
  }
  const seconds = settings.jwksCacheTtlSeconds ?? 0;
  return seconds > GREATEST_SECONDS || seconds < -GREATEST_SECONDS - 1 ? 'jwks_cache_ttl is no 32-bit number' : undefined;
}

const URL_PARTS = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)(.*)/s;
/** A user and a password end at the first at sign; a colon between brackets is none. It matches every text. */
const HOST_AND_PORT = /^((?:[^@]*@)?(?:\[[^\]]*|[^:[])*)(?::(.*))?/s;

/** The URL as the broker writes it; undefined where it cannot. Source: crystal-lang/crystal, src/uri/uri_parser.cr. */
function writtenUrl(issuer: string): string | undefined {
  const parts = URL_PARTS.exec(issuer);
  if (parts === null) {
    return issuer;
  }
  const [, scheme, authority, rest] = parts;
  const [, host, port] = HOST_AND_PORT.exec(authority)!;
  if (port !== undefined && !/^[0-9]*$/.test(port)) {
    return undefined;
  }
  return `${scheme.toLowerCase()}://${host}${port === undefined || port === '' ? '' : `:${Number(port)}`}${rest}`;
}

/** Without one slash at the end, as issuers are compared on both sides. */
export function withoutSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}
