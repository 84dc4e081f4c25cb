import { splitList } from '../kafka-text';
import { OAUTHBEARER } from '../settings';
import { listenerPrefix, mechanismPrefix, MECHANISMS_KEY, OUR_KEYS } from '../vocabulary';
import { KNOWN_SETTINGS, KnownSetting } from './setting-names';

/** What broker properties say of the one listener that is judged. */
export interface ListenerProperties {
  readonly values: ReadonlyMap<string, string>;
  /** Listeners with settings for tokens, in lower case, sorted; the first is judged. */
  readonly listeners: readonly string[];
}

/** Reads a whole file or a piece of one that names no listener. */
export function readProperties(properties: ReadonlyMap<string, string>): ListenerProperties {
  const listeners = tokenListeners(properties);
  const values = new Map<string, string>();
  for (const setting of KNOWN_SETTINGS) {
    const value = lookUp(properties, setting, listeners[0]);
    if (value !== undefined) {
      values.set(setting.name, value);
    }
  }
  return { values, listeners };
}

function tokenListeners(properties: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>();
  for (const [key, value] of properties) {
    const [, listener, rest] = /^listener\.name\.([^.]+)\.(.+)$/.exec(key) ?? [];
    if (rest === MECHANISMS_KEY ? splitList(value)?.includes(OAUTHBEARER) : OUR_KEYS.includes(rest)) {
      found.add(listener);
    }
  }
  return [...found].sort();
}

/** Source: apache/kafka ConfigurationUtils.java `get`, AbstractConfig.java `valuesWithPrefixOverride`. */
function lookUp(properties: ReadonlyMap<string, string>, { key, scope }: KnownSetting, listener: string | undefined): string | undefined {
  if (listener === undefined || scope === 'broker') {
    return properties.get(key);
  }
  const withMechanism = scope === 'mechanism' ? properties.get(mechanismPrefix(listener) + key) : undefined;
  return withMechanism ?? properties.get(listenerPrefix(listener) + key) ?? properties.get(key);
}
