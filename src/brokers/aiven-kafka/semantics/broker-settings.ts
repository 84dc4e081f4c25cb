import { isMembers, JsonData, JsonMembers, PreviewCase } from '../../../preview/case';
import { CASE_SETTINGS, CaseError, caseProblem } from '../../../preview/case-problem';
import { PreviewWarning } from '../../../preview/result';
import { LONGEST_FILE } from '../files';
import { javaTrim } from '../kafka-text';
import { KEY_UNKNOWN, LISTENER_NONE, LISTENER_SEVERAL } from '../parse-rules';
import { scanProperties } from '../properties';
import { readProperties } from './listener-properties';
import { ALLOWED_URLS_PROPERTY } from '../vocabulary';
import { ALLOWED_URLS, settingOf } from './setting-names';

/** The settings of a broker as text, by their names without `sasl.oauthbearer.`. */
export interface BrokerSettings {
  readonly values: ReadonlyMap<string, string>;
  /** Why the broker cannot read the file at all. */
  readonly unreadable?: string;
  /** Whether the SASL port is open; undefined where nothing is said. */
  readonly saslPort?: boolean;
  /** Whether the properties of a whole listener were given, so that what is missing is missing. */
  readonly wholeListener: boolean;
  readonly warnings: readonly PreviewWarning[];
}

const NO_VALUES: ReadonlyMap<string, string> = new Map();
const MOST_TEXTS = 64;
const byText = new Map<string, BrokerSettings>();
const byObject = new WeakMap<JsonMembers, BrokerSettings>();

/** Reads the settings of a case, once for each text or object. */
export function brokerSettings({ settings }: PreviewCase): BrokerSettings {
  if (typeof settings !== 'string') {
    const known = byObject.get(settings) ?? readObject(settings);
    byObject.set(settings, known);
    return known;
  }
  const known = byText.get(settings) ?? readText(settings);
  if (byText.size >= MOST_TEXTS) {
    byText.clear();
  }
  byText.set(settings, known);
  return known;
}

function problem(message: string): CaseError {
  return new CaseError(caseProblem(CASE_SETTINGS, message));
}

function readText(text: string): BrokerSettings {
  if (text.length > LONGEST_FILE) {
    throw problem(`settings have ${text.length} characters`);
  }
  if (!/^\s*\{/.test(text)) {
    return readNative(text);
  }
  let object: unknown;
  try {
    object = JSON.parse(text);
  } catch {
    throw problem('settings begin like a JSON object and are none');
  }
  return readObject(object as JsonMembers);
}

function readNative(text: string): BrokerSettings {
  const { entries, malformedAt } = scanProperties(text);
  if (malformedAt !== undefined) {
    return { values: NO_VALUES, wholeListener: false, warnings: [], unreadable: 'the properties have \\u without four hexadecimal digits' };
  }
  return fromProperties(new Map(entries.map(({ key, value }) => [key, javaTrim(value)])));
}

function fromProperties(properties: ReadonlyMap<string, string>): BrokerSettings {
  const { values, listeners } = readProperties(properties);
  const warnings = listeners.length < 2 ? [] : [warning(LISTENER_SEVERAL.id, `several listeners take tokens; ${listeners[0]} is judged`)];
  if (listeners.length === 0 && values.size === 0) {
    warnings.push(warning(LISTENER_NONE.id, 'no listener has settings for tokens'));
  }
  // A file that says nothing of tokens has listeners without them; one that does may be a piece of a file.
  return { values, wholeListener: listeners.length > 0 || values.size === 0, warnings };
}

function warning(rule: string, message: string): PreviewWarning {
  return { rule, message };
}

/** Flat names, those of broker properties, or the user config of an Aiven service. */
function readObject(object: JsonMembers): BrokerSettings {
  if (Object.keys(object).some((name) => name.startsWith('listener.name.'))) {
    const properties = new Map(Object.entries(object).flatMap(([name, value]) => pair(name, value)));
    return withAllowedUrls(fromProperties(properties), properties.get(ALLOWED_URLS_PROPERTY));
  }
  const values = new Map<string, string>();
  const warnings: PreviewWarning[] = [];
  const nested = members(object.kafka) ?? {};
  for (const [name, value] of [...Object.entries(object), ...Object.entries(nested)]) {
    const setting = settingOf(name);
    if (setting !== undefined) {
      pair(setting, value).forEach(([, text]) => values.set(setting, text));
    } else if (object.kafka === undefined && !COMPANIONS.has(name)) {
      warnings.push(warning(KEY_UNKNOWN.id, `${JSON.stringify(name.slice(0, 60))} is no setting of Kafka and is not read`));
    }
  }
  return { values, wholeListener: false, warnings, saslPort: saslPort(object) };
}

/** The system property of the JVM, which an object may name beside the properties of the file. */
function withAllowedUrls(settings: BrokerSettings, urls: string | undefined): BrokerSettings {
  return urls === undefined ? settings : { ...settings, values: new Map([...settings.values, [ALLOWED_URLS, urls]]) };
}

/** Members of a user config beside `kafka`, of which one matters here. */
const COMPANIONS = new Set(['kafka_authentication_methods', 'kafka_sasl_mechanisms', 'letsencrypt_sasl', 'kafka_version']);

/** In a whole user config the port is closed unless it says otherwise (service_types.yml: default false). */
function saslPort(object: JsonMembers): boolean | undefined {
  const given = members(object.kafka_authentication_methods)?.sasl;
  return typeof given === 'boolean' ? given : object.kafka === undefined ? undefined : false;
}

function members(value: JsonData | undefined): JsonMembers | undefined {
  return isMembers(value) ? value : undefined;
}

/** The value as Kafka's own files write it; null is as good as absent. */
function pair(name: string, value: JsonData): readonly [string, string][] {
  if (value === null) {
    return [];
  }
  if (Array.isArray(value) && value.every((member) => typeof member === 'string')) {
    return [[name, value.join(',')]];
  }
  if (typeof value === 'object') {
    throw problem(`${JSON.stringify(name.slice(0, 60))} in the settings is neither a text, a number, a boolean nor a list of texts`);
  }
  return [[name, javaTrim(String(value))]];
}

/** The allowed URLs, where the settings say anything of them. */
export function allowedUrls({ values }: BrokerSettings): readonly string[] | undefined {
  return values.get(ALLOWED_URLS)?.split(',').map(javaTrim);
}

