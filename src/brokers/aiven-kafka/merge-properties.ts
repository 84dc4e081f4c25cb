import { finding, RuleText } from '../../rules/rule';
import { Merged } from '../broker-core';
import { javaTrim, lineEnd, splitList } from './kafka-text';
import { isPlainJaas, securityProtocol } from './parse-properties';
import { BROKER_SETTINGS_MISSING, INTER_BROKER_MECHANISM, LISTENER_MISSING, LISTENER_NOT_SASL, PROPERTIES_SYNTAX } from './parse-rules';
import { PropertiesText, PropertyEntry, scanProperties } from './properties';
import { isOurKey, JAAS_KEY, listenerPrefix, LOGIN_MODULE, mechanismPrefix, MECHANISMS_KEY } from './vocabulary';

/**
 * Replaces the listener's OAuth keys in broker properties.
 *
 * Our lines go where the first of them stood, else to the end, with the line ends of the file. A JAAS entry of the module with options of
 * its own stays: its options concern the broker's own logins.
 */
export function mergeProperties(name: string, existing: string | undefined, ours: string): Merged {
  if (existing === undefined) {
    return problem(BROKER_SETTINGS_MISSING, name, 'is missing');
  }
  const [found, wanted] = [scanProperties(existing), scanProperties(ours)];
  if (found.malformedAt !== undefined || wanted.malformedAt !== undefined) {
    return problem(PROPERTIES_SYNTAX, name, 'has \\u without four hexadecimal digits');
  }
  const listener = /^listener\.name\.([^.]+)\./.exec(wanted.entries[0]?.key ?? '')?.[1] ?? '';
  const before = valuesOf(found);
  const refusal = checkListener(name, listener, before, valuesOf(wanted));
  if (refusal !== undefined) {
    return refusal;
  }
  const jaasKey = mechanismPrefix(listener) + JAAS_KEY;
  const jaas = before.get(jaasKey);
  const keepsJaas = jaas !== undefined && jaas.split(/\s+/)[0] === LOGIN_MODULE && !isPlainJaas(jaas);
  const replaces = (entry: PropertyEntry) => isOurKey(listener, entry.key) && !(keepsJaas && entry.key === jaasKey);
  const newline = lineEnd(existing);
  const block = wanted.entries
    .filter(replaces)
    .map(({ start, end }) => ours.slice(start, end).replace(/[\r\n]+$/, '') + newline)
    .join('');
  return { text: splice(existing, found, replaces, block, newline) };
}

function splice(existing: string, found: PropertiesText, replaces: (entry: PropertyEntry) => boolean, block: string, newline: string): string {
  const removed = found.entries.filter(replaces);
  if (removed.length === 0) {
    const ended = existing === '' || /[\r\n]$/.test(existing) ? existing : existing + newline;
    // A last line that ends in a backslash would swallow our first one. Behind a carriage return a line feed would end the same line.
    const closing = ended.endsWith('\r') ? newline + newline : newline;
    return ended + (found.openEnded ? closing : '') + block;
  }
  let text = existing.slice(0, removed[0].start) + block;
  removed.forEach((entry, index) => {
    text += existing.slice(entry.end, removed[index + 1]?.start ?? existing.length);
  });
  return text;
}

function valuesOf(text: PropertiesText): ReadonlyMap<string, string> {
  return new Map(text.entries.map(({ key, value }) => [key, javaTrim(value)]));
}

/** Refuses what the broker would ignore or would not start with. A value that a config provider fills cannot be judged. */
function checkListener(name: string, listener: string, found: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): Merged | undefined {
  const judged = (key: string) => {
    const value = found.get(key);
    return value?.includes('${') === true ? undefined : value;
  };
  const listeners = judged('listeners');
  const names = (listeners ?? '').split(',').map((one) => javaTrim(one).split(':')[0].toLowerCase());
  if (!names.includes(listener) && found.get('listeners') === listeners) {
    return problem(LISTENER_MISSING, `${name} listeners`, `does not name ${listener.toUpperCase()}`, listeners ?? '');
  }
  const map = judged('listener.security.protocol.map');
  const protocol = found.get('listener.security.protocol.map') === map ? securityProtocol(found, listener) : undefined;
  if (protocol !== undefined && !protocol.startsWith('SASL_')) {
    return problem(LISTENER_NOT_SASL, `${name} listener.security.protocol.map`, `gives ${listener.toUpperCase()} no SASL`, protocol);
  }
  const betweenBrokers = (found.get('inter.broker.listener.name') ?? found.get('security.inter.broker.protocol') ?? '').toLowerCase();
  const mechanism = found.get('sasl.mechanism.inter.broker.protocol') ?? 'GSSAPI';
  const enabled = splitList(wanted.get(listenerPrefix(listener) + MECHANISMS_KEY) ?? '') ?? [];
  if (betweenBrokers === listener && !mechanism.includes('${') && !enabled.includes(mechanism)) {
    return problem(INTER_BROKER_MECHANISM, `${name} sasl.mechanism.inter.broker.protocol`, 'is not among the mechanisms of the listener', mechanism);
  }
  return undefined;
}

function problem(rule: RuleText, path: string, message: string, got?: unknown): Merged {
  return { problem: finding(rule, path, { message, got }) };
}
