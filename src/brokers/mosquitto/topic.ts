import { AccessControlEntry } from './settings';
import { allOf, Condition, matches } from '../../rules/condition';
import { Value } from '../../text/unresolved';

/*
 * Topic filters as MQTT 5.0 section 4.7 and the broker define them: wildcards fill a whole level, `#` comes last, at most 65535 bytes and
 * 200 separators (mosquitto v2.1.2 libcommon/topic_common.c).
 */

const LEVEL = '([+]|[^+#/]*)';
const MOST_BYTES = 65535;
const MOST_SEPARATORS = 200;

/** At most so many bytes of UTF-8; a multiple of three. */
export function atMostBytes(bytes: number): Condition {
  return {
    expects: `at most ${bytes} bytes`,
    test: (value: Value) => Buffer.byteLength(String(value), 'utf8') <= bytes,
    // base64 has four characters for three bytes, whatever the characters of the text.
    hcl: (reference) => `length(base64encode(${reference})) <= ${Math.floor(bytes / 3) * 4}`,
  };
}

const expects = `a topic filter: not empty, + and # alone in their level, # last, at most ${MOST_SEPARATORS} slashes`;

/** A topic filter that the broker takes. */
export const TOPIC_FILTER: Condition = {
  ...allOf([
    matches('^[^\\x00]+$', expects),
    matches(`^(#|${LEVEL}(/${LEVEL}){0,${MOST_SEPARATORS - 1}}(/#|/${LEVEL})?)$`, expects),
    atMostBytes(MOST_BYTES),
  ]),
  expects,
};

const PLACEHOLDER_LEVEL = '(^|/)%[uc](/|$)';
const PLACEHOLDER = /%[uc]/;

const literally = 'a topic without the wildcards + and #, without a level %u or %c, and not below $share';

/** A topic that stands for itself alone wherever a filter is expected. */
export const LITERAL_TOPIC: Condition = {
  ...allOf([TOPIC_FILTER, matches('^[^+#]+$', literally), matchesNot(PLACEHOLDER_LEVEL), matchesNot('^[$]share(/|$)')]),
  expects: literally,
};

/** RE2 has no way to say "not" within an expression. */
function matchesNot(pattern: string): Condition {
  const condition = matches(pattern, literally);
  return { expects: literally, test: (value) => !condition.test(value), hcl: (reference) => `!${condition.hcl(reference)}` };
}

/** Whether an entry has a placeholder that Mosquitto 2.1 replaces: a whole level, and not in a literal type. */
export function substitutes(acl: AccessControlEntry): boolean {
  return !isLiteralType(acl.acltype) && hasPlaceholderLevel(acl.topic);
}

/** Whether a whole level is `%u` or `%c`. */
export function hasPlaceholderLevel(topic: string): boolean {
  return new RegExp(PLACEHOLDER_LEVEL).test(topic);
}

/** Whether an entry has something that looks like a placeholder and is taken as text. */
export function hasIdlePlaceholder(acl: AccessControlEntry): boolean {
  const levels = acl.topic.split('/').filter((level) => PLACEHOLDER.test(level));
  return levels.some((level) => isLiteralType(acl.acltype) || level.length > 2);
}

function isLiteralType(acltype: string): boolean {
  return acltype.toLowerCase().endsWith('literal');
}
