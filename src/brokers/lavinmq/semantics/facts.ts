import { CheckFact } from '../../../preview/check';

/*
 * The steps of a login and the grounds on which actions are refused.
 * Source files are those of cloudamqp/lavinmq, below src/lavinmq.
 */

const VERIFIER = 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_verifier.cr';
const CLAIMS = 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_claim.cr';
const JWT = 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/jwt.cr';
const CHAIN = 'cloudamqp/lavinmq, src/lavinmq/auth/chain.cr';
const FETCHER = 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/jwks_fetcher.cr';

function fact(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { rule: `LAVINMQ_${name}`, looksAt, remedy, source };
}

/** A step of the start. */
function start(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { ...fact(name, looksAt, remedy, source), decides: 'start' };
}

/** A ground on which an action is refused or left open. */
function ground(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { ...fact(name, looksAt, remedy, source), decides: 'action' };
}

export const SETTINGS_LOAD = start('SETTINGS_LOAD', 'its settings, at the start', 'correct lavinmq.ini; the broker does not start with it',
  'cloudamqp/lavinmq, src/lavinmq/config.cr');
export const LOGIN_FRAME = fact('LOGIN_FRAME', 'the size of the login frame',
  'make the token smaller: Connection.StartOk, client properties included, must not be over 4096 bytes',
  'cloudamqp/lavinmq, src/lavinmq/amqp/connection_factory.cr');
export const OAUTH_BACKEND = fact('OAUTH_BACKEND', 'whether tokens are looked at', 'set auth_backends to local,oauth and name the issuer', CHAIN);
export const LOCAL_BACKEND = fact('LOCAL_BACKEND', 'its local users', 'send a token, or see in the broker whether the user and the password exist', CHAIN);
export const TOKEN_PREFIX = fact('TOKEN_PREFIX', 'the beginning of the password', 'send the compact token as the password; it begins with "ey"', VERIFIER);
export const TOKEN_HEADER = fact('TOKEN_HEADER', 'the form of the token and its header',
  'send the compact token unchanged: three parts of base64url, of which the first is a JSON object with a text as alg', JWT);
export const TOKEN_ALGORITHM = fact('TOKEN_ALGORITHM', 'the signing algorithm', 'have the identity provider sign with RS256, the only algorithm', VERIFIER);
export const TOKEN_CLAIMS = fact('TOKEN_CLAIMS', 'the claims and their types',
  'have the identity provider write scope as one text, aud as a text or texts, exp, iat and nbf as whole numbers of seconds; ' +
  'a list of scopes goes into another claim, named in additional_scopes_keys', JWT);
export const TOKEN_EXPIRY = fact('TOKEN_EXPIRY', 'exp', 'get a new token; there is no leeway', VERIFIER);
export const TOKEN_ISSUED_AT = fact('TOKEN_ISSUED_AT', 'iat', 'set the clocks; a token issued more than 0.2 s in the future is refused', VERIFIER);
export const TOKEN_NOT_BEFORE = fact('TOKEN_NOT_BEFORE', 'nbf', 'set the clocks; there is no leeway', VERIFIER);
export const KEYS = fact('KEYS', 'the keys of the identity provider',
  'make the discovery document and the key set readable from the broker, and set jwks_cache_ttl to at least 1', FETCHER);
export const TOKEN_KEY = fact('TOKEN_KEY', 'which key the token names',
  'have the identity provider publish an RSA key with use "sig", with this kid, and with alg RS256 (which before 2.9.1 must not be missing)',
  'cloudamqp/lavinmq, src/lavinmq/auth/jwt/public_keys.cr and jwks_fetcher.cr');
export const TOKEN_SIGNATURE = fact('TOKEN_SIGNATURE', 'the signature', 'send a token of this identity provider, unchanged', JWT);
export const TOKEN_ISSUER = fact('TOKEN_ISSUER', 'iss', 'set issuer to what the token has in iss; one slash at the end does not matter', VERIFIER);
export const TOKEN_AUDIENCE = fact('TOKEN_AUDIENCE', 'aud',
  'have the identity provider put the expected audience into aud, or set audience to what is there', VERIFIER);
export const TOKEN_USERNAME = fact('TOKEN_USERNAME', 'the claims that name the user',
  'name a claim with a text in preferred_username_claims', CLAIMS);
export const TOKEN_SCOPES = fact('TOKEN_SCOPES', 'the scopes', 'percent-encode names in scopes as UTF-8', CLAIMS);
export const MQTT_VHOST = fact('MQTT_VHOST', 'the virtual host of the MQTT client',
  'give the token a scope on that virtual host, or name another as "vhost:user" in the user name',
  'cloudamqp/lavinmq, src/lavinmq/mqtt/connection_factory.cr');
export const HTTP_TAG = fact('HTTP_TAG', 'the tags', 'give the token a scope such as tag:management; the HTTP API asks for at least one tag',
  'cloudamqp/lavinmq, src/lavinmq/http/handler/auth_handler.cr');

export const VHOST_ENTRY = ground('VHOST_ENTRY', 'the scopes on the virtual host', 'give the token a scope on this virtual host',
  'cloudamqp/lavinmq, src/lavinmq/auth/oauth_user.cr');
export const PERMISSION = ground('PERMISSION', 'the patterns of the virtual host',
  'give the token a scope whose pattern matches; where scopes name this virtual host exactly, those on a wildcard do not count for it',
  'cloudamqp/lavinmq, src/lavinmq/auth/base_user.cr and src/lavinmq/auth/oauth_user.cr');
export const HTTP_MANAGEMENT = ground('HTTP_MANAGEMENT', 'the tags', 'give the token tag:management or more; impersonator alone is not enough',
  'cloudamqp/lavinmq, src/lavinmq/http/controller.cr');
export const HTTP_VHOST_ENTRY = ground('HTTP_VHOST_ENTRY', 'the scopes that name the virtual host exactly',
  'give the token a scope that names this virtual host; the HTTP API does not look at wildcards',
  'cloudamqp/lavinmq, src/lavinmq/http/controller.cr');
export const MQTT_OTHER_VHOST = ground('MQTT_OTHER_VHOST', 'the virtual host of the MQTT client', 'connect with "vhost:user" as the user name',
  'cloudamqp/lavinmq, src/lavinmq/mqtt/connection_factory.cr');
export const LOCAL_RIGHTS = ground('LOCAL_RIGHTS', 'the rights of its local user', 'see the permissions of the user in the broker',
  'cloudamqp/lavinmq, src/lavinmq/auth/user_store.cr');

/** Every step and every ground of refusal. */
export const LAVINMQ_FACTS: readonly CheckFact[] = [
  SETTINGS_LOAD, LOGIN_FRAME, LOCAL_BACKEND, OAUTH_BACKEND, TOKEN_PREFIX, TOKEN_HEADER, TOKEN_ALGORITHM, TOKEN_CLAIMS, TOKEN_EXPIRY,
  TOKEN_ISSUED_AT, TOKEN_NOT_BEFORE, KEYS, TOKEN_KEY, TOKEN_SIGNATURE, TOKEN_ISSUER, TOKEN_AUDIENCE, TOKEN_USERNAME, TOKEN_SCOPES,
  MQTT_VHOST, HTTP_TAG, VHOST_ENTRY, PERMISSION, HTTP_MANAGEMENT, HTTP_VHOST_ENTRY, MQTT_OTHER_VHOST, LOCAL_RIGHTS,
];
