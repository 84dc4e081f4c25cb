import { CheckFact } from '../../../preview/check';
import { CONFIG_XSD, CUSTOMIZATION_SDK, DYNAMIC_PERMISSIONS, FILE_REALM_XSD, MANUAL, OKTA_ARTICLE } from '../rules/sources';

/*
 * The steps of a login and the grounds on which actions are refused or left open.
 * The extension's source is not public; what none of these sources says is unknown, and the detail of a check names the try that settles it.
 */

const TRIAL_CLAIMS = 'quarkiverse/quarkus-hivemq-client, integration-tests, JwtUtils.java';
const GATEWAY = 'ForgeRock/iot-edge, examples/proof-of-concept/hivemq, README.md and enterprise-security-extension.xml';
const EXTENSIONS = 'hivemq/hivemq-community-edition, HiveMQExtensions.java; https://docs.hivemq.com/hivemq/latest/extensions/authentication.html';
const EVALUATOR = 'hivemq/hivemq-community-edition, DefaultPermissionsEvaluator.java and PermissionTopicMatcherUtils.java';

function fact(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { rule: `HIVEMQ_${name}`, looksAt, remedy, source };
}

/** A step of the start. */
function start(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { ...fact(name, looksAt, remedy, source), decides: 'start' };
}

/** A ground on which an action is refused or left open. */
function ground(name: string, looksAt: string, remedy: string, source: string): CheckFact {
  return { ...fact(name, looksAt, remedy, source), decides: 'action' };
}

export const SETTINGS_LOAD = start('SETTINGS_LOAD', 'its files, at the start',
  'make both files fit the vendor\'s schemas, and switch the allow-all extension off: HiveMQ runs on without a security extension that does not start', EXTENSIONS);
export const PIPELINE = fact('PIPELINE', 'which pipeline is the listener\'s', 'keep one listener-pipeline for a listener', OKTA_ARTICLE);
export const AUTHENTICATION = fact('AUTHENTICATION', 'its authentication manager',
  'use a jwt-authentication-manager for tokens; other managers look at user names and passwords', CONFIG_XSD);
export const AUTHENTICATION_CHAIN = fact('AUTHENTICATION_CHAIN', 'the managers of its chain, in turn',
  'use check-next-on-unknown-authentication-key-or-wrong-secret, with which every refusal leads to the next manager', CONFIG_XSD);
export const TOKEN_REALM = fact('TOKEN_REALM', 'the JWT realm', 'name an enabled jwt-realm that has a jwks-endpoint', MANUAL);
export const TOKEN_FORM = fact('TOKEN_FORM', 'the form of the token',
  'send the compact token unchanged as the MQTT password: three parts of base64url, of which the first two are JSON objects', OKTA_ARTICLE);
export const TOKEN_ALGORITHM = fact('TOKEN_ALGORITHM', 'the signing algorithm',
  'have the identity provider sign with RS256 or ES256, the algorithms that have been seen to work', `${OKTA_ARTICLE}; ${TRIAL_CLAIMS}`);
export const TOKEN_KEY = fact('TOKEN_KEY', 'which key the token names',
  'have the identity provider publish the key in the key set under the kid that is in the token\'s header', 'RFC 7517 section 4.5; RFC 7515 section 4.1.4');
export const TOKEN_SIGNATURE = fact('TOKEN_SIGNATURE', 'the signature', 'send a token of this identity provider, unchanged', OKTA_ARTICLE);
export const TOKEN_EXPIRY = fact('TOKEN_EXPIRY', 'exp',
  'get a new token, or set exp-grace for clocks that differ; have the identity provider write exp', `${OKTA_ARTICLE}; ${CONFIG_XSD}`);
export const TOKEN_NOT_BEFORE = fact('TOKEN_NOT_BEFORE', 'nbf', 'set the clocks', TRIAL_CLAIMS);
export const TOKEN_AUDIENCE = fact('TOKEN_AUDIENCE', 'aud',
  'have the identity provider write the audience as one text, equal to reserved-claims/aud', `${CONFIG_XSD}; ${OKTA_ARTICLE}`);
export const TOKEN_ISSUER = fact('TOKEN_ISSUER', 'iss', 'list the token\'s issuer in reserved-claims/iss, letter by letter', CONFIG_XSD);
export const TOKEN_SUBJECT = fact('TOKEN_SUBJECT', 'sub', 'set reserved-claims/sub to the token\'s subject', CONFIG_XSD);
export const TOKEN_SCOPES = fact('TOKEN_SCOPES', 'the scopes',
  'give the token every scope that is listed, in the claim that alt names', `${GATEWAY}; ${OKTA_ARTICLE}`);
export const TOKEN_CLAIM = fact('TOKEN_CLAIM', 'another claim', 'give the token this claim as a text with this value', GATEWAY);
export const INTROSPECTION = fact('INTROSPECTION', 'what the introspection endpoint says',
  'give the realm an introspection-endpoint that answers "active": true', `RFC 7662 section 2.2; ${MANUAL}`);
export const AUTHORIZATION = fact('AUTHORIZATION', 'who the client is to the authorization manager',
  'set authorization-key or authorization-role-key in authorization-preprocessors, and let the file realm have a user or roles of these names',
  `${CUSTOMIZATION_SDK}; ${FILE_REALM_XSD}`);

export const PERMISSION = ground('PERMISSION', 'the permissions', 'grant a permission whose topic, activity, qos, retain and shared fields cover the action', EVALUATOR);
export const PERMISSION_OPEN = ground('PERMISSION_OPEN', 'permissions that are not known',
  'give the file realm, and use only what is documented in it: ${mqtt-clientid} as placeholder, a name or # as shared-group', `${DYNAMIC_PERMISSIONS}; ${FILE_REALM_XSD}`);
export const PERMISSION_DEFAULT = ground('PERMISSION_DEFAULT', 'what holds without any permission',
  'grant at least one permission: the broker allows everything to a client without any, unless the extension says otherwise, which is not documented',
  'hivemq/hivemq-extension-sdk, ModifiableDefaultPermissions.java');
export const ACTION_TOPIC = ground('ACTION_TOPIC', 'the topic itself',
  'publish to a topic without wildcards that does not begin with $; subscribe to a filter whose wildcards fill a level alone',
  'MQTT 5.0 section 4.7; hivemq/hivemq-community-edition, Topics.java and PluginAuthorizerServiceImpl.java');

/** Every step and every ground of refusal. */
export const HIVEMQ_FACTS: readonly CheckFact[] = [
  SETTINGS_LOAD, PIPELINE, AUTHENTICATION, AUTHENTICATION_CHAIN, TOKEN_REALM, TOKEN_FORM, TOKEN_ALGORITHM, TOKEN_KEY, TOKEN_SIGNATURE,
  TOKEN_EXPIRY, TOKEN_NOT_BEFORE, TOKEN_AUDIENCE, TOKEN_ISSUER, TOKEN_SUBJECT, TOKEN_SCOPES, TOKEN_CLAIM, INTROSPECTION, AUTHORIZATION,
  PERMISSION, PERMISSION_OPEN, PERMISSION_DEFAULT, ACTION_TOPIC,
];
