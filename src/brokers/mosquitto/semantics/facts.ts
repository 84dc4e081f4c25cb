import { CheckFact } from '../../../preview/check';
import { brokerSource, CONF_MANUAL, JWT_PAGE } from '../rules/sources';

/*
 * The steps of a login. Those of the token plugin stand in the order of the vendor's page ("What happens on CONNECT"), which does not
 * order the claims among themselves.
 */

/** A step of a login. */
function fact(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { rule: `MOSQUITTO_${name}`, looksAt, remedy, source };
}

/** A step of the start. */
function start(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { ...fact(name, looksAt, remedy, source), decides: 'start' };
}

/** A ground on which an action is refused or left open. */
export function ground(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { ...fact(name, looksAt, remedy, source), decides: 'action' };
}

export const SETTINGS_LOAD = start('SETTINGS_LOAD', 'jwt.json, at the start',
  'correct jwt.json; smoke test: start the broker with it, see whether it runs, and try a token that must be refused', JWT_PAGE);
export const AUTHENTICATED = fact('AUTHENTICATED', 'an earlier plugin', 'nothing: the earlier plugin decides', brokerSource('src/plugin_basic_auth.c'));
export const PLUGIN_ORDER = fact('PLUGIN_ORDER', 'which plugins judge logins, in the order of mosquitto.conf',
  'load the token plugin first, and dynamic security behind it', `${CONF_MANUAL}; ${brokerSource('src/plugin_basic_auth.c')}`);
export const OTHER_PLUGIN = fact('OTHER_PLUGIN', 'a plugin that is not known here',
  'find out what the plugin answers; smoke test: log in with this token and with one that must be refused', brokerSource('src/plugin_basic_auth.c'));

export const TOKEN_FORM = fact('TOKEN_FORM', 'the password, which is the token',
  'send the compact token unchanged as the password: three parts of base64url without padding, with dots between', JWT_PAGE);
export const REVOCATION = fact('REVOCATION', 'the answer of the revocation or introspection endpoint',
  'get a token that is not revoked, and have the endpoint answer within options.revocation.timeoutMs; ' +
  'smoke test for an answer that is not documented: log in while the endpoint answers so', `${JWT_PAGE}; RFC 7662 section 2.2`);
export const KEYS = fact('KEYS', 'the keys of the identity provider',
  'make the key set readable from the broker within options.modes.jwks.timeoutMs; smoke test: log in while it is away', JWT_PAGE);
export const TOKEN_ALGORITHM = fact('TOKEN_ALGORITHM', 'the signing algorithm',
  'have the identity provider sign with the algorithm that jwt.json names', JWT_PAGE);
export const TOKEN_KEY = fact('TOKEN_KEY', 'which key the token names',
  'have the identity provider publish the RSA key with the kid that its tokens name; smoke test: log in with this token', JWT_PAGE);
export const TOKEN_SIGNATURE = fact('TOKEN_SIGNATURE', 'the signature', 'send a token of this identity provider, unchanged', JWT_PAGE);
export const TOKEN_ISSUER = fact('TOKEN_ISSUER', 'iss', 'set issuer to what the token has in iss, character by character', JWT_PAGE);
export const TOKEN_ISSUER_VARIABLE = fact('TOKEN_ISSUER_VARIABLE', 'iss, compared with environment variables',
  'see what the variables of validateIssuerAgainstEnvs hold on the node; smoke test: log in with this token', JWT_PAGE);
export const TOKEN_AUDIENCE = fact('TOKEN_AUDIENCE', 'aud',
  'have the identity provider put one text into aud, and set audience to it; smoke test for a list: log in with this token', JWT_PAGE);
export const TOKEN_AUDIENCE_VARIABLE = fact('TOKEN_AUDIENCE_VARIABLE', 'aud, compared with environment variables',
  'see what the variables of validateAudienceAgainstEnvs hold on the node; smoke test: log in with this token', JWT_PAGE);
export const TOKEN_EXPIRY = fact('TOKEN_EXPIRY', 'exp',
  'get a new token; no leeway is documented. Smoke test for a token without exp: log in with it', `${JWT_PAGE}; RFC 7519 section 4.1.4`);
export const TOKEN_TIMES = fact('TOKEN_TIMES', 'nbf and iat',
  'set the clocks; smoke test: log in with a token whose nbf or iat lies in the future', `${JWT_PAGE}; RFC 7519 section 4.1`);
export const TOKEN_USERNAME = fact('TOKEN_USERNAME', 'the user name against the token',
  'have the client send the claim\'s value as its user name: that satisfies every document of the vendor', JWT_PAGE);
export const TOKEN_CLIENT_ID = fact('TOKEN_CLIENT_ID', 'the client id against the token',
  'have the client send the claim\'s value as its client id: that satisfies every document of the vendor', JWT_PAGE);

const AUTH = brokerSource('plugins/dynamic-security/auth.c');

export const ACCOUNT_FILE = fact('ACCOUNT_FILE', 'dynamic-security.json',
  'give the file; without it nothing is known of accounts and rights', brokerSource('plugins/dynamic-security/config.c'));
export const ACCOUNT_DEFERS = fact('ACCOUNT_DEFERS', 'the account in dynamic security',
  'nothing, if a plugin behind it lets the client in', AUTH);
export const ACCOUNT_DISABLED = fact('ACCOUNT_DISABLED', 'whether the account is disabled',
  'enable the account, or load the token plugin before dynamic security', AUTH);
export const ACCOUNT_CLIENT_ID = fact('ACCOUNT_CLIENT_ID', 'the client id of the account',
  'have the client send the client id that the account names, or leave it out of the account', AUTH);
export const ACCOUNT_PASSWORD = fact('ACCOUNT_PASSWORD', 'the password of the account',
  'load the token plugin before dynamic security, which else compares the token with the stored password; ' +
  'smoke test for a password that cannot be compared here: log in with it', AUTH);
export const NOBODY_ACCEPTS = fact('NOBODY_ACCEPTS', 'whether any plugin has let the client in',
  'send a token, or the password of an account; allow_anonymous counts only for clients without a user name', brokerSource('src/plugin_basic_auth.c'));

/** Every step of a login. */
export const LOGIN_FACTS: readonly CheckFact[] = [
  SETTINGS_LOAD, AUTHENTICATED, PLUGIN_ORDER, OTHER_PLUGIN, TOKEN_FORM, REVOCATION, KEYS, TOKEN_ALGORITHM, TOKEN_KEY, TOKEN_SIGNATURE,
  TOKEN_ISSUER, TOKEN_ISSUER_VARIABLE, TOKEN_AUDIENCE, TOKEN_AUDIENCE_VARIABLE, TOKEN_EXPIRY, TOKEN_TIMES, TOKEN_USERNAME, TOKEN_CLIENT_ID,
  ACCOUNT_FILE, ACCOUNT_DEFERS, ACCOUNT_DISABLED, ACCOUNT_CLIENT_ID, ACCOUNT_PASSWORD, NOBODY_ACCEPTS,
];
