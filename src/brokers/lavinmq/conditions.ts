import { allOf, Condition, matches, ONE_LINE } from '../../rules/condition';
import { hclString } from '../../text/hcl';

/** Trimmed as the broker trims, which knows more blanks than ASCII has. */
const TRIMMED = matches('^([^\\s\\p{Z}](.*[^\\s\\p{Z}])?)?$', 'without blanks at its ends, which the broker cuts off');

const UNQUOTED = matches('^([^"\'].*)?$', 'without a leading quote, which the broker takes as part of the value');

const INLINE_COMMENT = '(^|[\\s\\p{Z}])[;#]';
const INLINE_COMMENT_PATTERN = new RegExp(INLINE_COMMENT, 'u');

/** Whether a value looks as if a comment followed it. */
export function looksCommented(value: string): boolean {
  return INLINE_COMMENT_PATTERN.test(value);
}

/** RE2 has no negative look-ahead, so the demand is negated as a whole. */
const NO_INLINE_COMMENT: Condition = {
  expects: 'without ";" or "#" at its start or after a blank, which the broker takes as part of the value',
  test: (value) => !looksCommented(String(value)),
  hcl: (reference) => `!can(regex(${hclString(INLINE_COMMENT)}, ${reference}))`,
};

/** A text that the broker reads back from its file exactly as given and that no reader takes for something else. */
export const INI_TEXT = allOf([ONE_LINE, TRIMMED, UNQUOTED, NO_INLINE_COMMENT]);

/** A member of a comma-separated list. */
export const LIST_MEMBER = allOf([INI_TEXT, matches('^[^,]+$', 'not empty and without commas, which separate the members')]);

/** At least one character. */
export const NOT_EMPTY = matches('^[\\s\\S]', 'not empty; leave the setting out instead');

/** Characters of an RFC 6749 scope token, none included. */
export const SCOPE_CHARACTERS = matches('^[\\x21\\x23-\\x5B\\x5D-\\x7E]*$',
  'printable ASCII without blanks, quotes and backslashes, as RFC 6749 section 3.3 allows in scopes');

/** An RFC 6749 scope token. */
export const SCOPE_TOKEN = matches('^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$',
  'one scope of printable ASCII without blanks, quotes and backslashes (RFC 6749 section 3.3)');

/** An issuer to which the discovery path can be appended. */
export const ISSUER_URL = matches('^https?://[^\\s/?#]+(/[^\\s?#]*)?$', 'an absolute http or https URL without query and fragment');

/** Where the management UI may live so that the broker offers login by token. Source: cloudamqp/lavinmq, src/lavinmq/config.cr. */
export const MGMT_BASE_URL = matches(
  '^(https://[^\\s/?#]+|http://([Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?)(/[^\\s?#]*)?$',
  'an https URL, or an http URL with host localhost, 127.0.0.1 or [::1]',
);
