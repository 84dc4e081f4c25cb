import { isVariable, placeholdersOf } from './schema/patterns';
import { Condition, maxLength, matches } from '../../rules/condition';
import { hclString } from '../../text/hcl';

/*
 * MQTT topic filters (MQTT 5.0, 4.7) and what the extension replaces in them.
 */

/** The placeholder that the vendor documents for topics of permissions. */
export const CLIENT_ID_PLACEHOLDER = '${mqtt-clientid}';

/** A filter whose wildcards stand alone in their level, `#` in the last. */
export const TOPIC_FILTER: Condition = matches(
  '^(#|(\\+|[^+#/]*)(/(\\+|[^+#/]*))*(/#)?)$',
  'a topic filter: `+` fills a level alone, and `#` fills the last level alone',
);

/** The length that MQTT allows, in characters. */
export const TOPIC_LENGTH: Condition = maxLength(65535);

/** A filter that is not a shared subscription, which a permission names by its own fields. */
export const NOT_SHARE: Condition = {
  expects: 'a topic filter without $share/, since `sharedSubscription` and `sharedGroup` say that',
  test: (value) => !/^\$share(\/|$)/.test(String(value)),
  hcl: (reference) => `!startswith(${reference}, "$share/")`,
};

/** Nothing between `${` and `}` but names that may be variables. */
export const KNOWN_PLACEHOLDER: Condition = {
  expects: 'a topic filter whose placeholders are variables of the extension, such as ${mqtt-clientid}',
  test: (value) => placeholdersOf(String(value)).every((name) => isVariable(name) || name.startsWith('ENV:')),
  hcl: (reference) => `can(regex(${CLIENT_ID_ONLY}, ${reference}))`,
};

/** Nothing between `${` and `}` but the placeholder that is documented. */
export const PROVEN_PLACEHOLDER: Condition = {
  expects: 'a topic filter with no placeholder but ${mqtt-clientid}',
  test: (value) => placeholdersOf(String(value)).every((name) => name === 'mqtt-clientid' || !(isVariable(name) || name.startsWith('ENV:'))),
  hcl: (reference) => `can(regex(${CLIENT_ID_ONLY}, ${reference}))`,
};

const CLIENT_ID_ONLY = hclString('^([^$]|\\$+[^${]|\\$+\\{mqtt-clientid\\})*\\$*$');

/** A topic in which nothing is a wildcard or a placeholder. */
export const LITERAL_TOPIC: Condition = {
  expects: 'a topic without `+`, `#` and `${`, which cannot be escaped; set `match` for a filter',
  test: (value) => !/[+#]|\$\{/.test(String(value)),
  hcl: (reference) => `!can(regex(${hclString('[+#]|\\$\\{')}, ${reference}))`,
};
