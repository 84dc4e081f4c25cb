import { everyMember, HTTP_URL, matches, ONE_LINE, oneOf, startsWith, wholeNumber } from '../../../rules/condition';
import { isKnown } from '../../../text/unresolved';
import { hasCredentials, isPrivateKey, secretPlaces } from '../secrets';
import { JwtSettings, RequestParametersSource, ValueSource } from '../settings';
import { jwtRule, MosquittoRule } from './rule-kinds';
import { JWT_PAGE } from './sources';

/*
 * Rules on where keys come from, and on values that name a variable, a file or an endpoint.
 */

const ABSOLUTE_PATH = matches('^(/|[A-Za-z]:[\\\\/])', 'an absolute path');
const VARIABLE_NAME = matches('^[A-Za-z_][A-Za-z0-9_]*$', 'the name of an environment variable');
const PEM = matches('^\\s*-----BEGIN ', 'a PEM text with its header lines');
const MILLISECONDS = wholeNumber(1, 2147483647);

interface Sourced {
  readonly path: string;
  readonly source: ValueSource | RequestParametersSource;
}

/** Every place that takes a value from the file itself, a variable or a file. */
function sourcesOf(jwt: JwtSettings): readonly Sourced[] {
  const { introspection, plain } = jwt.revocation ?? {};
  const places: readonly { readonly path: string; readonly source: ValueSource | RequestParametersSource | undefined }[] = [
    { path: 'jwt.modes.local', source: jwt.modes.local },
    { path: 'jwt.revocation.introspection.clientId', source: introspection?.clientId },
    { path: 'jwt.revocation.introspection.clientSecret', source: introspection?.clientSecret },
    { path: 'jwt.revocation.introspection.requestParameters', source: introspection?.requestParameters },
    { path: 'jwt.revocation.plain.requestParameters', source: plain?.requestParameters },
  ];
  return places.filter((place): place is Sourced => place.source !== undefined);
}

/** Every endpoint the plugin calls. */
function endpointsOf(jwt: JwtSettings): readonly (readonly [string, string | undefined])[] {
  return [
    ['jwt.modes.jwks.uri', jwt.modes.jwks?.uri],
    ['jwt.revocation.introspection.uri', jwt.revocation?.introspection?.uri],
    ['jwt.revocation.plain.uri', jwt.revocation?.plain?.uri],
  ];
}

export const MOSQUITTO_ALGORITHM = jwtRule({
  id: 'MOSQUITTO_ALGORITHM',
  level: 'error',
  summary: 'The signing algorithm is RS256 or HS256.',
  cause: 'The token plugin knows no other one and does not load.',
  remedy: 'have the identity provider sign with RS256',
  source: JWT_PAGE,
}, (jwt, report) => report.value('jwt.algorithm', jwt.algorithm, oneOf(['RS256', 'HS256'])));

export const MOSQUITTO_MODE = jwtRule({
  id: 'MOSQUITTO_MODE',
  level: 'error',
  summary: 'The mode is jwks or local, and its block is there.',
  cause: 'Without the block the token plugin has no keys and does not load.',
  remedy: 'name the keys: a JWKS by URL or file, or a local key',
  source: JWT_PAGE,
}, (jwt, report) => {
  report.value('jwt.mode', jwt.mode, oneOf(['jwks', 'local']));
  const block = { jwks: jwt.modes.jwks, local: jwt.modes.local };
  if ((jwt.mode === 'jwks' || jwt.mode === 'local') && block[jwt.mode] === undefined) {
    report.broken(`jwt.modes.${jwt.mode}`, { message: `is missing, although mode is ${jwt.mode}` });
  }
});

export const MOSQUITTO_JWKS_SOURCE = jwtRule({
  id: 'MOSQUITTO_JWKS_SOURCE',
  level: 'error',
  summary: 'Mode jwks has a URI or a file.',
  cause: 'Without either there are no keys, and the token plugin does not load.',
  remedy: 'give `uri` or `filePath`',
  source: JWT_PAGE,
}, (jwt, report) => {
  const { jwks } = jwt.modes;
  if (jwks !== undefined && jwks.uri === undefined && jwks.filePath === undefined) {
    report.broken('jwt.modes.jwks', { message: 'has neither uri nor filePath' });
  }
});

export const MOSQUITTO_JWKS_TWO_SOURCES = jwtRule({
  id: 'MOSQUITTO_JWKS_TWO_SOURCES',
  level: 'warning',
  summary: 'Mode jwks has one source of keys.',
  cause: 'Which of `uri` and `filePath` wins is not documented.',
  remedy: 'leave one of them out',
  source: JWT_PAGE,
}, (jwt, report) => {
  const { jwks } = jwt.modes;
  if (jwks?.uri !== undefined && jwks.filePath !== undefined) {
    report.broken('jwt.modes.jwks', { message: 'has both uri and filePath' });
  }
});

export const MOSQUITTO_HS256_JWKS = jwtRule({
  id: 'MOSQUITTO_HS256_JWKS',
  level: 'error',
  summary: 'HS256 goes with a local secret.',
  cause: 'A key set holds public keys; the documentation ties HS256 to a shared secret, so that every token would be refused.',
  remedy: 'use RS256, or mode local with the shared secret from a variable or file',
  source: JWT_PAGE,
}, (jwt, report) => {
  if (jwt.algorithm === 'HS256' && jwt.mode === 'jwks') {
    report.broken('jwt.algorithm', { message: 'must be RS256 with mode jwks', got: jwt.algorithm });
  }
});

export const MOSQUITTO_PEM = jwtRule({
  id: 'MOSQUITTO_PEM',
  level: 'error',
  summary: 'A local RS256 key is a PEM text with its header lines.',
  cause: 'The token plugin takes the public key as PEM only.',
  remedy: 'give the whole public key, from -----BEGIN to -----END',
  source: JWT_PAGE,
}, (jwt, report) => {
  const plain = jwt.modes.local?.plain;
  if (jwt.algorithm !== 'RS256') {
    return;
  }
  if (isKnown(plain) && !PEM.test(plain)) {
    // What was given is not shown, since it may be a secret in the wrong place.
    report.broken('jwt.modes.local.plain', { message: `must be ${PEM.expects}` });
  } else {
    report.value('jwt.modes.local.plain', plain, PEM);
  }
});

export const MOSQUITTO_VALUE_SOURCE = jwtRule({
  id: 'MOSQUITTO_VALUE_SOURCE',
  level: 'error',
  summary: 'A value comes from one place: the file itself, a variable or a file.',
  cause: 'The schema takes one of `plain`, `env` and `filePath`.',
  remedy: 'leave exactly one of them',
  source: JWT_PAGE,
}, (jwt, report) => {
  for (const { path, source } of sourcesOf(jwt)) {
    const given = [source.plain, source.env, source.filePath].filter((value) => value !== undefined).length;
    if (given !== 1) {
      report.broken(path, { message: `must have one of plain, env and filePath, has ${given}` });
    }
  }
});

export const MOSQUITTO_SECRET_LITERAL = jwtRule({
  id: 'MOSQUITTO_SECRET_LITERAL',
  level: 'error',
  summary: 'No secret stands in the settings.',
  cause: 'Settings travel through state, plans and backups, where everybody who reads them finds the secret.',
  remedy: 'name an environment variable (`env`) or a file (`filePath`) that holds it',
  source: JWT_PAGE,
}, (jwt, report) => {
  const secret = (path: string) => report.broken(path, { message: 'holds a secret in clear' });
  const local = jwt.modes.local?.plain;
  if (local !== undefined && (jwt.algorithm !== 'RS256' || isPrivateKey(local) || !local.trimStart().startsWith('-----BEGIN ') && isKnown(local))) {
    secret('jwt.modes.local.plain');
  }
  endpointsOf(jwt).forEach(([path, uri]) => hasCredentials(uri) && secret(path));
  if (jwt.revocation?.introspection?.clientSecret?.plain !== undefined) {
    secret('jwt.revocation.introspection.clientSecret.plain');
  }
  const parameters = { introspection: jwt.revocation?.introspection?.requestParameters, plain: jwt.revocation?.plain?.requestParameters };
  for (const [kind, source] of Object.entries(parameters)) {
    (source?.plain === undefined ? [] : secretPlaces(source.plain)).forEach((place) => secret(`jwt.revocation.${kind}.requestParameters.plain.${place}`));
  }
});

export const MOSQUITTO_FILE_PATH = jwtRule({
  id: 'MOSQUITTO_FILE_PATH',
  level: 'error',
  summary: 'A `filePath` is absolute.',
  cause: 'The documentation asks for the full path; what a relative one is relative to is not said.',
  remedy: 'write the path from the root of the node\'s file system',
  source: JWT_PAGE,
}, (jwt, report) => {
  report.value('jwt.modes.jwks.filePath', jwt.modes.jwks?.filePath, ABSOLUTE_PATH);
  sourcesOf(jwt).forEach(({ path, source }) => report.value(`${path}.filePath`, source.filePath, ABSOLUTE_PATH));
});

export const MOSQUITTO_VARIABLE_NAME = jwtRule({
  id: 'MOSQUITTO_VARIABLE_NAME',
  level: 'error',
  summary: 'Environment variables are named, not quoted.',
  cause: 'A value in place of a name finds no variable, and what is meant as a secret stands in the file.',
  remedy: 'write the name of the variable alone, such as INTROSPECTION_SECRET',
  source: JWT_PAGE,
}, (jwt, report) => {
  const name = (path: string, value: string | undefined) => {
    // The value itself is not shown, since it may be the secret.
    if (isKnown(value) && !VARIABLE_NAME.test(value)) {
      report.broken(path, { message: `must be ${VARIABLE_NAME.expects}` });
    } else {
      report.value(path, value, VARIABLE_NAME);
    }
  };
  sourcesOf(jwt).forEach(({ path, source }) => name(`${path}.env`, source.env));
  report.value('jwt.common.validateIssuerAgainstEnvs', jwt.common.validateIssuerAgainstEnvs, everyMember(VARIABLE_NAME));
  report.value('jwt.common.validateAudienceAgainstEnvs', jwt.common.validateAudienceAgainstEnvs, everyMember(VARIABLE_NAME));
});

export const MOSQUITTO_URI = jwtRule({
  id: 'MOSQUITTO_URI',
  level: 'error',
  summary: 'Endpoints are absolute http or https URLs.',
  cause: 'The plugin calls them as they are; with anything else no token is accepted.',
  remedy: 'give the whole URL',
  source: JWT_PAGE,
}, (jwt, report) => endpointsOf(jwt).forEach(([path, uri]) => {
  // One with a password in it is another rule's business, and must not be shown.
  if (!hasCredentials(uri)) {
    report.value(path, uri, HTTP_URL);
  }
}));

export const MOSQUITTO_PLAIN_HTTP = jwtRule({
  id: 'MOSQUITTO_PLAIN_HTTP',
  level: 'warning',
  summary: 'Endpoints are reached by https.',
  cause: 'Over http whoever stands between can give the broker keys of their own, and reads the client secret.',
  remedy: 'use https',
  source: JWT_PAGE,
}, (jwt, report) => endpointsOf(jwt).forEach(([path, uri]) => {
  // Something that is no URL at all, or holds a password, is another rule's business.
  if (!isKnown(uri) || (uri.startsWith('http://') && !hasCredentials(uri))) {
    report.value(path, uri, startsWith('https://', 'a URL that starts with https://'));
  }
}));

export const MOSQUITTO_NUMBERS = jwtRule({
  id: 'MOSQUITTO_NUMBERS',
  level: 'error',
  summary: 'Times are positive whole milliseconds, HTTP codes lie between 100 and 599.',
  cause: 'The schema names no bounds; with a time of nothing every request would be late and every token refused.',
  remedy: 'give a number within the bounds',
  source: JWT_PAGE,
}, (jwt, report) => {
  report.value('jwt.modes.jwks.timeoutMs', jwt.modes.jwks?.timeoutMs, MILLISECONDS);
  report.value('jwt.modes.jwks.cache.ttlMs', jwt.modes.jwks?.cache?.ttlMs, MILLISECONDS);
  report.value('jwt.revocation.timeoutMs', jwt.revocation?.timeoutMs, MILLISECONDS);
  (jwt.revocation?.plain?.response?.successHttpCodes ?? []).forEach((code, index) =>
    report.value(`jwt.revocation.plain.response.successHttpCodes[${index}]`, code, wholeNumber(100, 599)));
});

export const MOSQUITTO_KEY_CACHE = jwtRule({
  id: 'MOSQUITTO_KEY_CACHE',
  level: 'warning',
  summary: 'A key set from a URL is cached.',
  cause: 'Without a cache every login waits for the identity provider, and none succeeds while it is away.',
  remedy: 'set `cache.enabled`',
  source: JWT_PAGE,
}, (jwt, report) => {
  const { jwks } = jwt.modes;
  if (jwt.mode === 'jwks' && jwks?.uri !== undefined && jwks.cache?.enabled !== true) {
    report.broken('jwt.modes.jwks.cache.enabled', { message: 'is off' });
  }
});

export const MOSQUITTO_LAZY_CONNECT = jwtRule({
  id: 'MOSQUITTO_LAZY_CONNECT',
  level: 'warning',
  summary: 'A broker can start while the identity provider is away.',
  cause: 'With `lazyConnect` off the plugin asks the endpoints once at start and fails when one does not answer.',
  remedy: 'set `lazyConnect`, or accept that no broker starts while the identity provider is down',
  source: JWT_PAGE,
}, (jwt, report) => {
  if (jwt.lazyConnect !== true && endpointsOf(jwt).some(([, uri]) => uri !== undefined)) {
    report.broken('jwt.lazyConnect', { message: 'is off' });
  }
});

export const MOSQUITTO_TEXT = jwtRule({
  id: 'MOSQUITTO_TEXT',
  level: 'error',
  summary: 'Claim names and values are one line of text.',
  cause: 'No token can hold such a value where it is compared, so that every token would be refused.',
  remedy: 'remove line breaks and control characters',
  source: JWT_PAGE,
}, (jwt, report) => {
  const { common } = jwt;
  const filled = matches('^[^\\x00-\\x1f\\x7f]+$', `${ONE_LINE.expects}, and not empty`);
  for (const key of ['issuer', 'audience', 'matchUsernameToClaim', 'matchClientIdToClaim'] as const) {
    report.value(`jwt.common.${key}`, common[key], filled);
  }
  report.value('jwt.common.issuers', common.issuers, everyMember(filled));
  report.value('jwt.common.audiences', common.audiences, everyMember(filled));
});

/** Every rule of this file. */
export const KEY_RULES: readonly MosquittoRule[] = [
  MOSQUITTO_ALGORITHM, MOSQUITTO_MODE, MOSQUITTO_JWKS_SOURCE, MOSQUITTO_JWKS_TWO_SOURCES, MOSQUITTO_HS256_JWKS, MOSQUITTO_PEM,
  MOSQUITTO_VALUE_SOURCE, MOSQUITTO_SECRET_LITERAL, MOSQUITTO_FILE_PATH, MOSQUITTO_VARIABLE_NAME, MOSQUITTO_URI, MOSQUITTO_PLAIN_HTTP,
  MOSQUITTO_NUMBERS, MOSQUITTO_KEY_CACHE, MOSQUITTO_LAZY_CONNECT, MOSQUITTO_TEXT,
];
