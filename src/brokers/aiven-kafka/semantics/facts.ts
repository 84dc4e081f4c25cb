import { CheckFact } from '../../../preview/check';

/*
 * The steps of a login and the grounds on which actions are refused.
 * Source files are those of apache/kafka below org/apache/kafka, and of bitbucket.org/b_c/jose4j below org/jose4j.
 */

const CONFIGURATION = 'apache/kafka ConfigurationUtils.java and VerificationKeyResolverFactory.java';
const CLAIM_UTILS = 'apache/kafka ClaimValidationUtils.java';
const SASL_SERVER = 'apache/kafka SaslServerAuthenticator.java';
const SASL_MESSAGES = 'apache/kafka OAuthBearerClientInitialResponse.java; RFC 7628 section 3.1';
const JOSE = 'jose4j JsonWebStructure.java, JsonWebSignature.java and JsonUtil.java';
const SELECTOR = 'jose4j SelectorSupport.java, SimpleJwkFilter.java and VerificationJwkSelector.java';
const DATES = 'jose4j NumericDateValidator.java and JwtClaims.java';
const AIVEN_OIDC = 'aiven.io/docs/products/kafka/howto/enable-oidc';
const AUTHORIZERS = 'apache/kafka StandardAuthorizerData.java; Aiven-Open/auth-for-apache-kafka VerdictCache.java and AivenAcl.java';

function fact(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { rule: `KAFKA_${name}`, looksAt, remedy, source };
}

/** A step of the start. */
function start(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { ...fact(name, looksAt, remedy, source), decides: 'start' };
}

/** A ground on which an action is refused or left open. */
function ground(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { ...fact(name, looksAt, remedy, source), decides: 'action' };
}

export const START_VALUES = start('START_VALUES', 'the values of its settings, at the start',
  'write a value of the type that Kafka asks for; from 4.2 on no member of the audience list may be empty', 'apache/kafka ConfigDef.java');
export const START_HANDLER = start('START_HANDLER', 'the callback handler that judges tokens, at the start',
  'set listener.name.<listener>.oauthbearer.sasl.server.callback.handler.class to ' +
  'org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler',
  'apache/kafka OAuthBearerValidatorCallbackHandler.java and SaslChannelBuilder.java');
export const START_CLAIM_NAMES = start('START_CLAIM_NAMES', 'the names of the subject and scope claims, at the start',
  'name a claim, or leave the setting out', CONFIGURATION);
export const START_EXPECTATIONS = start('START_EXPECTATIONS', 'whether issuer and audience are demanded, at the start',
  'set the expected issuer and the expected audience', 'apache/kafka BrokerJwtValidator.java 4.4');
export const START_JWKS_URL = start('START_JWKS_URL', 'the URL of the key set, at the start', 'set an https URL of the identity provider\'s key set', CONFIGURATION);
export const START_ALLOWED_URLS = start('START_ALLOWED_URLS', 'whether that URL is allowed, at the start',
  'list the URL, letter by letter, in -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls of the broker\'s JVM', CONFIGURATION);
export const START_KEYS = start('START_KEYS', 'the key set itself, at the start',
  'make the URL answer with a key set before the broker starts', 'apache/kafka RefreshingHttpsJwks.java; jose4j JsonWebKeySet.java');

export const LOGIN_EARLIER = fact('LOGIN_EARLIER', 'a login that has gone through before', 'nothing', SASL_SERVER);
export const LOGIN_MECHANISM = fact('LOGIN_MECHANISM', 'whether it offers OAUTHBEARER',
  'at Aiven set kafka.sasl_oauthbearer_jwks_endpoint_url and kafka_authentication_methods.sasl; elsewhere add OAUTHBEARER to sasl.enabled.mechanisms', AIVEN_OIDC);
export const LOGIN_TOKEN = fact('LOGIN_TOKEN', 'whether the client sends a token', 'send a token with the mechanism OAUTHBEARER', SASL_MESSAGES);
export const LOGIN_VALIDATOR = fact('LOGIN_VALIDATOR', 'which class judges tokens',
  'take 4.1.2 or newer, or set sasl.oauthbearer.jwt.validator.class to org.apache.kafka.common.security.oauthbearer.BrokerJwtValidator',
  'apache/kafka DefaultJwtValidator.java and ClientJwtValidator.java');
export const SASL_MESSAGE = fact('SASL_MESSAGE', 'the message that carries the token',
  'send the compact token unchanged, and keep it under sasl.server.max.receive.size', SASL_MESSAGES);
export const AUTHORIZATION_ID = fact('AUTHORIZATION_ID', 'the authorization id beside the token',
  'send none, or the token\'s subject', 'apache/kafka OAuthBearerSaslServer.java');

export const TOKEN_PARTS = fact('TOKEN_PARTS', 'the parts of the token', 'send a signed token of three parts; encrypted and unsigned ones are not taken',
  'apache/kafka SerializedJwt.java; jose4j CompactSerializer.java');
export const TOKEN_HEADER = fact('TOKEN_HEADER', 'the token\'s header', 'have the identity provider write a JSON object without duplicate members', JOSE);
export const TOKEN_PAYLOAD = fact('TOKEN_PAYLOAD', 'the token\'s payload',
  'have the identity provider write a JSON object without duplicate members, and no cty "JWT" in the header', JOSE);
export const TOKEN_ALGORITHM = fact('TOKEN_ALGORITHM', 'alg', 'have tokens signed with RS256, PS256, ES256 or EdDSA',
  'jose4j AlgorithmFactoryFactory.java and AlgorithmConstraints.java');
export const TOKEN_KEY = fact('TOKEN_KEY', 'the key set for a key of the token',
  'have the identity provider publish the key with the token\'s kid before it signs with it, for signing, and of the type of alg', SELECTOR);
export const KEY_FIT = fact('KEY_FIT', 'whether the key is fit for alg', 'use RSA keys of 2048 bits or more, the curve that belongs to alg, ' +
  'and secrets as long as the hash', 'jose4j KeyValidationSupport.java, HmacUsingShaAlgorithm.java and EcdsaUsingShaAlgorithm.java');
export const TOKEN_CRITICAL = fact('TOKEN_CRITICAL', 'crit', 'have the identity provider leave crit out of the header', 'jose4j JsonWebStructure.java `checkCrit`');
export const TOKEN_SIGNATURE = fact('TOKEN_SIGNATURE', 'the signature', 'send a token of this identity provider, unchanged', JOSE);
export const TOKEN_AUDIENCE = fact('TOKEN_AUDIENCE', 'aud',
  'set the expected audience to one that the identity provider puts into aud; letter case counts', 'jose4j AudValidator.java');
export const TOKEN_ISSUER = fact('TOKEN_ISSUER', 'iss', 'set the expected issuer to what the token has in iss, letter by letter', 'jose4j IssValidator.java');
export const TOKEN_EXPIRY = fact('TOKEN_EXPIRY', 'exp', 'send a token that has not expired, with exp as a number', DATES);
export const TOKEN_ISSUED_AT = fact('TOKEN_ISSUED_AT', 'iat', 'have the identity provider put iat into the token, as a number not after exp', DATES);
export const TOKEN_NOT_BEFORE = fact('TOKEN_NOT_BEFORE', 'nbf', 'wait until nbf, or compare the clocks', DATES);
export const TOKEN_SUB_TYPE = fact('TOKEN_SUB_TYPE', 'the type of sub', 'have the identity provider write sub as a text', 'jose4j SubValidator.java');
export const TOKEN_ID = fact('TOKEN_ID', 'jti', 'have the identity provider write jti as a text', 'jose4j JtiValidator.java');
export const TOKEN_SCOPE = fact('TOKEN_SCOPE', 'the scope claim', 'leave the claim out rather than empty; in a list write each scope once, as a text', CLAIM_UTILS);
export const TOKEN_SUBJECT = fact('TOKEN_SUBJECT', 'the claim that names the principal',
  'name a claim of the top level whose value is a text that is not blank', CLAIM_UTILS);
export const TOKEN_TIME_RANGE = fact('TOKEN_TIME_RANGE', 'exp and iat in milliseconds', 'have the identity provider write times in seconds since 1970',
  'jose4j NumericDate.java; apache/kafka ClaimValidationUtils.java');
export const TOKEN_CLAIMS = fact('TOKEN_CLAIMS', 'the few claims that are read without any check', 'send exp as a number and a subject as a text',
  'apache/kafka ClientJwtValidator.java and OAuthBearerUnsecuredJws.java');
export const SESSION_LENGTH = fact('SESSION_LENGTH', 'how long the session may last', 'send a token that expires within 292 years; exp counts seconds', SASL_SERVER);

export const ACL_DENY = ground('ACL_DENY', 'the ACLs for one that denies', 'remove the DENY entry, or narrow it', AUTHORIZERS);
export const ACL_NONE = ground('ACL_NONE', 'the ACLs for one that allows', 'add an ALLOW entry for the principal, the resource and the operation', AUTHORIZERS);
export const ACL_HOST_UNKNOWN = ground('ACL_HOST_UNKNOWN', 'the client\'s address', 'say from which "host" the client acts', AUTHORIZERS);
export const ACL_WILDCARD = ground('ACL_WILDCARD', 'a name with a wildcard of which nobody says what it means there',
  'log in as that principal and try the action, or write the name without the wildcard', 'aiven.io/docs/products/kafka/concepts/acl');
export const ACLS_NOT_GIVEN = ground('ACLS_NOT_GIVEN', 'the ACLs, which the case does not have', 'give the ACLs', AUTHORIZERS);

/** Every step there is. */
export const KAFKA_FACTS: readonly CheckFact[] = [
  START_VALUES, START_HANDLER, START_CLAIM_NAMES, START_EXPECTATIONS, START_JWKS_URL, START_ALLOWED_URLS, START_KEYS, LOGIN_EARLIER, LOGIN_MECHANISM,
  LOGIN_TOKEN, LOGIN_VALIDATOR, SASL_MESSAGE, AUTHORIZATION_ID, TOKEN_PARTS, TOKEN_HEADER, TOKEN_PAYLOAD, TOKEN_ALGORITHM, TOKEN_KEY, KEY_FIT,
  TOKEN_CRITICAL, TOKEN_SIGNATURE, TOKEN_AUDIENCE, TOKEN_ISSUER, TOKEN_EXPIRY, TOKEN_ISSUED_AT, TOKEN_NOT_BEFORE, TOKEN_SUB_TYPE, TOKEN_ID,
  TOKEN_SCOPE, TOKEN_SUBJECT, TOKEN_TIME_RANGE, TOKEN_CLAIMS, SESSION_LENGTH, ACL_DENY, ACL_NONE, ACL_HOST_UNKNOWN, ACL_WILDCARD, ACLS_NOT_GIVEN,
];
