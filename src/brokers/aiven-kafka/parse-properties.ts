import { javaTrim, splitList } from './kafka-text';
import {
  HANDLER_FOREIGN, HANDLER_MOVED, JAAS_OPTIONS, KEY_DUPLICATE, KEY_UNKNOWN, LISTENER_NONE, LISTENER_SEVERAL, LOGIN_MODULE_MISSING,
  PROPERTIES_ENCODING, PROPERTIES_SYNTAX, UNSECURED_VALIDATOR, VALUE_PLACEHOLDER, VALUE_TYPE,
} from './parse-rules';
import { PropertyEntry, scanProperties } from './properties';
import { KAFKA_RELEASES, mayAcceptForgedTokens } from './releases';
import { BROKER_JWT_VALIDATOR, KafkaListener, OAUTHBEARER } from './settings';
import {
  AUDIENCE_KEY, HANDLER_KEY, isOurKey, ISSUER_KEY, JAAS_KEY, JWKS_URL_KEY, LISTENER_PROPERTIES, ListenerProperty, listenerPrefix, LOGIN_MODULE,
  mechanismPrefix, MECHANISMS_KEY, MOVED_VALIDATOR_HANDLER, OUR_KEYS, propertyKey, SUB_CLAIM_KEY, VALIDATOR_CLASS_KEY, VALIDATOR_HANDLER,
} from './vocabulary';
import { finding, Finding, RuleText } from '../../rules/rule';

/** The OAuth settings of one listener as a broker reads them from its properties. */
export interface ParsedProperties {
  readonly listener?: KafkaListener;
  readonly jwksEndpointUrl?: string;
  readonly issuer?: string;
  readonly audience?: readonly string[];
  readonly subClaimName?: string;
}

/** What a broker enables where nothing is set (BrokerSecurityConfigs.java). */
const DEFAULT_MECHANISM = 'GSSAPI';

/** Reads broker properties, ours or written by hand. */
export function parseProperties(file: string, text: string, version: string | undefined, findings: Finding[]): ParsedProperties | undefined {
  const scanned = scanProperties(text);
  const report = (rule: RuleText, where: string, message: string, got?: unknown) => {
    findings.push(finding(rule, where === '' ? file : `${file} ${where}`, { message, got }));
  };
  if (scanned.malformedAt !== undefined) {
    const line = text.slice(0, scanned.malformedAt).split(/\r\n|\r|\n/).length;
    report(PROPERTIES_SYNTAX, `line ${line}`, 'has \\u without four hexadecimal digits');
    return undefined;
  }
  const properties = new Map(scanned.entries.map(({ key, value }) => [key, javaTrim(value)]));
  const listeners = tokenListeners(properties);
  if (listeners.length === 0) {
    report(LISTENER_NONE, '', 'has no listener that takes tokens');
    return undefined;
  }
  if (listeners.length > 1) {
    report(LISTENER_SEVERAL, '', 'has several listeners that take tokens', listeners);
  }
  return new ListenerReader(listeners[0], properties, version, report).read(scanned.entries);
}

/** Listeners with settings of the mechanism, or with the mechanism enabled; in lower case, sorted. */
function tokenListeners(properties: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>();
  const everywhere = splitList(properties.get(MECHANISMS_KEY) ?? '')?.includes(OAUTHBEARER);
  for (const [key, value] of properties) {
    const [, listener, rest] = /^listener\.name\.([^.]+)\.(.+)$/.exec(key) ?? [];
    const enabled = rest === MECHANISMS_KEY && splitList(value)?.includes(OAUTHBEARER);
    if (listener !== undefined && (enabled || (rest !== MECHANISMS_KEY && OUR_KEYS.includes(rest)))) {
      found.add(listener);
    }
  }
  if (found.size === 0 && everywhere) {
    (properties.get('listeners') ?? '').split(',').forEach((listener) => {
      const name = listener.split('://')[0].trim().toLowerCase();
      const protocol = securityProtocol(properties, name);
      if (name !== '' && protocol !== undefined && protocol.startsWith('SASL_')) {
        found.add(name);
      }
    });
  }
  return [...found].sort();
}

/** The security protocol of a listener by `listener.security.protocol.map`; undefined when it cannot be told. */
export function securityProtocol(properties: ReadonlyMap<string, string>, listener: string): string | undefined {
  const map = properties.get('listener.security.protocol.map');
  if (map === undefined) {
    const name = listener.toUpperCase();
    return ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'].includes(name) ? name : undefined;
  }
  const entry = map.split(',').map((pair) => pair.trim().split(':')).find(([name]) => name.toLowerCase() === listener);
  return entry?.[1]?.trim().toUpperCase();
}

/** Whether a JAAS entry names the OAuth module and nothing else. */
export function isPlainJaas(text: string): boolean {
  const [module, ...rest] = text.replace(';', ' ;').trim().split(/\s+/);
  return module === LOGIN_MODULE && /^(required|requisite|sufficient|optional) ;$/i.test(rest.join(' '));
}

/** Settings of the mechanism for logins that the broker itself makes; they are not about its clients. */
const LOGIN_KEY = new RegExp('^(sasl\\.login\\.|sasl\\.client\\.|ssl\\.|sasl\\.oauthbearer\\.' +
  '(token\\.endpoint\\.url$|scope$|header\\.urlencode$|client\\.credentials\\.|assertion\\.|jwt\\.retriever\\.class$))');

class ListenerReader {
  private readonly prefix: string;

  constructor(
    private readonly listener: string,
    private readonly properties: ReadonlyMap<string, string>,
    private readonly version: string | undefined,
    private readonly report: (rule: RuleText, where: string, message: string, got?: unknown) => void,
  ) {
    this.prefix = mechanismPrefix(listener);
  }

  read(entries: readonly PropertyEntry[]): ParsedProperties {
    this.checkKeys(entries);
    this.checkHandler();
    this.checkLoginModule();
    const mechanisms = this.properties.get(listenerPrefix(this.listener) + MECHANISMS_KEY) ?? this.properties.get(MECHANISMS_KEY);
    const optional = LISTENER_PROPERTIES.map((property) => [property.prop, this.typed(property)]);
    return {
      listener: {
        kind: 'self-managed',
        listener: this.listener.toUpperCase(),
        enabledMechanisms: mechanisms === undefined ? [DEFAULT_MECHANISM] : splitList(mechanisms) ?? [],
        ...Object.fromEntries(optional),
      },
      jwksEndpointUrl: this.text(JWKS_URL_KEY),
      issuer: this.text(ISSUER_KEY),
      audience: splitList(this.text(AUDIENCE_KEY) ?? ''),
      subClaimName: this.text(SUB_CLAIM_KEY),
    };
  }

  /** Kafka looks with listener and mechanism, with the listener, then for the whole broker (ConfigurationUtils.java). */
  private effective(key: string, withoutMechanism: boolean): { readonly at: string; readonly value: string } | undefined {
    for (const at of [...(withoutMechanism ? [] : [this.prefix + key]), listenerPrefix(this.listener) + key, key]) {
      const value = this.properties.get(at);
      if (value !== undefined) {
        return { at, value };
      }
    }
    return undefined;
  }

  private text(key: string, withoutMechanism = false): string | undefined {
    const found = this.effective(key, withoutMechanism);
    if (found === undefined || found.value === '') {
      return undefined;
    }
    if (/\$\{[^}:]+:[^}]*\}/.test(found.value)) {
      this.report(VALUE_PLACEHOLDER, found.at, 'is filled by a config provider');
    }
    return found.value;
  }

  private typed(property: ListenerProperty): string | number | boolean | undefined {
    const text = this.text(property.key, property.withoutMechanism);
    if (text === undefined || property.type === 'text') {
      const implied = property.key === VALIDATOR_CLASS_KEY && mayAcceptForgedTokens(this.version) && text === BROKER_JWT_VALIDATOR;
      return implied ? undefined : text;
    }
    const number = property.type === 'number' && /^[+-]?\d{1,19}$/.test(text) ? Number(text) : NaN;
    if (property.type === 'number' && Number.isSafeInteger(number)) {
      return number;
    }
    if (property.type === 'boolean' && /^(true|false)$/i.test(text)) {
      return text.toLowerCase() === 'true';
    }
    this.report(VALUE_TYPE, propertyKey(this.listener, property), `must be a ${property.type}`, text);
    return undefined;
  }

  private checkKeys(entries: readonly PropertyEntry[]): void {
    const seen = new Set<string>();
    for (const { key, ascii } of entries) {
      if (isOurKey(this.listener, key)) {
        if (seen.has(key)) {
          this.report(KEY_DUPLICATE, key, 'is set more than once');
        }
        if (!ascii) {
          this.report(PROPERTIES_ENCODING, key, 'has characters beyond ASCII', this.properties.get(key));
        }
      } else if (key.startsWith(this.prefix) && !LOGIN_KEY.test(key.slice(this.prefix.length))) {
        this.report(KEY_UNKNOWN, key, 'is no setting of Kafka');
      }
      seen.add(key);
    }
  }

  private checkHandler(): void {
    const key = this.prefix + HANDLER_KEY;
    const found = this.properties.get(key);
    const since4 = KAFKA_RELEASES.isSince(this.version, '4.0.0');
    if (found === undefined || found === '') {
      this.report(UNSECURED_VALIDATOR, key, 'is missing');
    } else if (found === MOVED_VALIDATOR_HANDLER && since4 !== false) {
      this.report(HANDLER_MOVED, key, 'names a class that is gone in 4.0', found);
    } else if (found !== VALIDATOR_HANDLER && found !== MOVED_VALIDATOR_HANDLER) {
      this.report(HANDLER_FOREIGN, key, 'names a class of somebody else', found);
    }
  }

  private checkLoginModule(): void {
    const key = this.prefix + JAAS_KEY;
    const found = this.properties.get(key);
    if (found === undefined || found.split(/\s+/)[0] !== LOGIN_MODULE) {
      this.report(LOGIN_MODULE_MISSING, key, found === undefined ? 'is missing' : 'names another login module');
    } else if (!isPlainJaas(found)) {
      this.report(JAAS_OPTIONS, key, 'has options');
    }
  }
}
