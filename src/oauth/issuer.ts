import { Condition, matches } from '../rules/condition';
import { isUnresolvedText } from '../text/unresolved';

/*
 * Issuers and the URLs that follow from them.
 * Only the characters that RFC 3986 allows pass, so a literal placeholder such as `{tenantid}` does not.
 */

const ORIGIN = 'https?://([A-Za-z0-9._~%-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]+)?';
const PATH_CHARACTER = '[A-Za-z0-9._~!$&\'()*+,;=:@%/-]';
const QUERY_CHARACTER = '[A-Za-z0-9._~!$&\'()*+,;=:@%/?-]';

/** Where OpenID Connect puts the discovery document, below the issuer. */
export const DISCOVERY_PATH = '/.well-known/openid-configuration';
const METADATA_PATH = '/.well-known/oauth-authorization-server';

/** The value can be an issuer. */
export const ISSUER: Condition = matches(
  `^${ORIGIN}(/${PATH_CHARACTER}*)?$`,
  'an absolute http or https URL without user, query and fragment',
);

/** The value can be a base URL to which paths are appended. */
export const BASE_URL: Condition = matches(
  `^${ORIGIN}(/${PATH_CHARACTER}*[A-Za-z0-9._~!$&'()*+,;=:@%-])?$`,
  'an absolute http or https URL without query, fragment and slash at its end',
);

/** The value is scheme, host and port alone. */
export const ORIGIN_URL: Condition = matches(`^${ORIGIN}$`, 'an http or https URL of scheme and host alone, without slash at its end');

/** The value can be the URL of an endpoint; a query is allowed, as key sets and token endpoints may have one. */
export const ENDPOINT: Condition = matches(
  `^${ORIGIN}(/${PATH_CHARACTER}*)?(\\?${QUERY_CHARACTER}*)?$`,
  'an absolute http or https URL without user and fragment',
);

/** The value can stand between two slashes of a URL's path. */
export const PATH_SEGMENT: Condition = matches(
  '^([A-Za-z0-9._~!$&\'()*+,;=:@-]|%[0-9A-Fa-f]{2})+$',
  'one segment of a URL path, with other characters percent-encoded',
);

/** The value is a host name with an optional port. */
export const HOST: Condition = matches('^[A-Za-z0-9.-]+(:[0-9]+)?$', 'a host name without scheme, path and slash');

/**
 * Whether two issuers are the same: equality of code points, nothing is folded, trimmed or normalised.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-4
 */
export function sameIssuer(one: string, other: string): boolean {
  return one === other;
}

/** Whether one of two issuers ends in a slash, the other does not, and they differ by nothing else. */
export function differByTrailingSlash(one: string, other: string): boolean {
  return one !== other && withoutTrailingSlash(one) === withoutTrailingSlash(other);
}

/** The text without one slash at its end. */
export function withoutTrailingSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}

/**
 * Where OpenID Connect puts the discovery document of an issuer; undefined when the issuer is not known yet.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
export function discoveryUrlOf(issuer: string): string | undefined {
  return isUnresolvedText(issuer) ? undefined : `${withoutTrailingSlash(issuer)}${DISCOVERY_PATH}`;
}

/**
 * Where RFC 8414 puts the metadata of an issuer: between host and path; undefined when the issuer is not known yet.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3.1
 */
export function metadataUrlOf(issuer: string): string | undefined {
  if (isUnresolvedText(issuer)) {
    return undefined;
  }
  const origin = originOf(issuer);
  return `${origin}${METADATA_PATH}${withoutTrailingSlash(issuer.slice(origin.length))}`;
}

/** Scheme, host and port of a known URL, as written. */
export function originOf(url: string): string {
  return /^[^:/?#]+:\/\/[^/?#]*/.exec(url)?.[0] ?? '';
}
