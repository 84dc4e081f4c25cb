/*
 * Scopes as LavinMQ decodes them: `<verb>:<virtual host>/<pattern>` and `tag:<name>`, behind a prefix.
 * The text is split on `/` first and form-decoded after, so a slash inside a name is `%2F`, a blank must not be left to `+`, and a `*`
 * is a wildcard even as `%2A`. Source: cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_claim.cr.
 */

const LEFT_AS_IS = /[A-Za-z0-9._~:@*-]/;

/** Encodes a virtual host or a pattern; the result has only characters that RFC 6749 allows in scopes. */
export function encodePart(text: string): string {
  return [...text].map((character) => (LEFT_AS_IS.test(character) ? character : percentEncode(character))).join('');
}

function percentEncode(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** The scope without its prefix. */
export function resourceScope(verb: string, vhost: string, pattern: string): string {
  return `${verb}:${encodePart(vhost)}/${encodePart(pattern)}`;
}

/** The scope that gives a tag, without its prefix. */
export function tagScope(tag: string): string {
  return `tag:${tag}`;
}
