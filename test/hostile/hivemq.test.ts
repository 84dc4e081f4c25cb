import { Construct } from 'constructs';
import { MARKER, PropCase } from './support/prop-case';
import { describeHostile } from './support/suite';
import { DestinationMatch } from '../../src/brokers/grant';
import { HiveMqAccess } from '../../src/brokers/hivemq/access';
import { HiveMqOAuth } from '../../src/brokers/hivemq/hivemq-oauth';
import { HiveMqOAuthProps } from '../../src/brokers/hivemq/hivemq-oauth-props';
import {
  HiveMqActivity, HiveMqAuthenticationStrategy, HiveMqAuthorizationStrategy, HiveMqDbType, HiveMqEncoding, HiveMqJwtRealmConfiguration,
  HiveMqLetterCase,
  HiveMqMqttUser, HiveMqPreprocessor, HiveMqQos, HiveMqRealm, HiveMqSqlRealmConfiguration, HiveMqX509Field, HiveMqSharedSubscription,
} from '../../src/brokers/hivemq/settings';
import { HiveMqConfigMapOptions, HiveMqTarget } from '../../src/brokers/hivemq/target';
import { HiveMqVersion } from '../../src/brokers/hivemq/version';
import { IdentityApplication, IIdentityApplication } from '../../src/identity/identity-application';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';

type Props = Partial<HiveMqOAuthProps>;
type Grant = (broker: HiveMqOAuth, application: IIdentityApplication) => void;

interface Surroundings {
  readonly issuer?: string;
  readonly jwksUri?: string;
  readonly clientId?: string;
  readonly scopeClaim?: string;
  readonly grant?: Grant;
}

function broker(scope: Construct, props: Props, { issuer, jwksUri, clientId, scopeClaim, grant }: Surroundings = {}): void {
  const identityProvider = new OidcIdentityProvider(scope, 'Sso', {
    issuer: issuer ?? 'https://sso.example.com', jwksUri: jwksUri ?? 'https://sso.example.com/keys', introspectionEndpoint: 'https://sso.example.com/introspect',
    clientIdClaim: 'client_id', scopeClaims: scopeClaim === undefined ? undefined : [scopeClaim],
  });
  const hive = new HiveMqOAuth(scope, 'Broker', {
    identityProvider, brokerVersion: HiveMqVersion.V4_54, allowAllExtensionDisabled: true, audience: 'messaging', ...props,
  });
  if (grant !== undefined) {
    grant(hive, IdentityApplication.fromClientId(scope, 'App', { identityProvider, clientId: clientId ?? 'orders' }));
  }
}

type Row = readonly [prop: string, props: (text: string, list: string[]) => Props, more?: Partial<PropCase>];

const URL: Partial<PropCase> = { around: ['https://sso.example.com/', '/x'], benign: 'https://zqmarkerqz.example.com' };
const WORDS: Partial<PropCase> = { isList: true, separator: /\s/ };
const SECRET: Partial<PropCase> = { around: ['${ENV:', '}'], benign: '${ENV:zqmarkerqz}' };
const STRING_VARIABLE: Partial<PropCase> = { around: ['string-', ''], benign: 'string-zqmarkerqz' };

const TOKENS: readonly Row[] = [
  ['audience', (audience) => ({ audience }), { named: /aud/i }],
  ['scopes', (_, scopes) => ({ scopes }), WORDS],
  ['subject', (subject) => ({ subject }), { named: /sub/i }],
  ['customClaims name', (name) => ({ customClaims: [{ name, value: 'x' }] })],
  ['customClaims value', (value) => ({ customClaims: [{ name: 'x', value }] })],
  ['introspection endpoint', (endpoint) => ({ introspection: { endpoint } }), URL],
  ['introspection username', (username) => ({ introspection: { simpleAuth: { username, password: '${ENV:SECRET}' } } })],
  ['introspection password', (password) => ({ introspection: { simpleAuth: { username: 'x', password } } }), SECRET],
  ['jwksEndpoint', (jwksEndpoint) => ({ jwksEndpoint }), URL],
  ['tlsTrustStore path', (path) => ({ tlsTrustStore: { path } })],
  ['tlsTrustStore password', (password) => ({ tlsTrustStore: { path: 'x', password } }), SECRET],
  ['tlsTrustStore type', (type) => ({ tlsTrustStore: { path: 'x', type } })],
  ['listener', (listener) => ({ listener })],
  ['pipelineName', (pipelineName) => ({ pipelineName }), { named: /name/i }],
  ['authorizationKeyClaim', (authorizationKeyClaim) => ({ authorizationKeyClaim }), { named: /jwtClaim/i }],
  ['roleClaim', (roleClaim) => ({ roleClaim }), { named: /jwtClaim/i }],
  ['tokenVariable', (tokenVariable) => ({ tokenVariable }), { named: /source/i, ...STRING_VARIABLE }],
  ['realmName', (realmName) => ({ realmName }), { named: /name/i }],
  ['fileRealmName', (fileRealmName) => ({ fileRealmName }), { named: /name/i }],
  ['fileRealmPath', (fileRealmPath) => ({ fileRealmPath }), { named: /filePath/i, around: ['conf/', '/ese-file-realm.xml'], benign: 'conf/zqmarkerqz/ese-file-realm.xml' }],
  ['runtime attribute', (text) => ({ runtime: `<a b="${text.replace(/[&<"\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`)}"/>` }), { named: /runtime/i }],
  ['clientCertificateRevocationChecks listener', (listener) => ({ clientCertificateRevocationChecks: [{ listener, onTlsHandshake: { method: { crl: {} } } }] })],
  ['clientCertificateRevocationChecks endpoint', (endpoint) => ({
    clientCertificateRevocationChecks: [{ listener: 'x', onTlsHandshake: { method: { ocsp: { endpoint } } } }],
  }), URL],
];

const before = (step: HiveMqPreprocessor): Props => ({ authenticationPreprocessors: [step] });

const STEPS: readonly Row[] = [
  ['jwtPreprocessor prefix', (prefix) => before({ jwtPreprocessor: { source: 'mqtt-password', prefix } })],
  ['jwtPreprocessor postfix', (postfix) => before({ jwtPreprocessor: { source: 'mqtt-password', postfix } })],
  ['jwtExtractions jwtClaim', (jwtClaim) => before({ jwtPreprocessor: { source: 'mqtt-password', jwtExtractions: [{ jwtClaim, eseVariable: 'string-1' }] } })],
  ['jwtExtractions eseVariable', (eseVariable) => before({ jwtPreprocessor: { source: 'mqtt-password', jwtExtractions: [{ jwtClaim: 'x', eseVariable }] } }), STRING_VARIABLE],
  ['setStringPreprocessor variable', (variable) => before({ setStringPreprocessor: { variable, value: 'x' } }), STRING_VARIABLE],
  ['setStringPreprocessor value', (value) => before({ setStringPreprocessor: { variable: 'string-1', value } })],
  ['setBytePreprocessor text', (text) => before({ setBytePreprocessor: { variable: 'byte-1', value: { text, encoding: HiveMqEncoding.UTF8 } } })],
  ['copyStringToStringPreprocessor toVariable', (toVariable) => before({ copyStringToStringPreprocessor: { fromVariable: 'string-1', toVariable } }), STRING_VARIABLE],
  ['copyStringToBytePreprocessor variable', (variable) =>
    before({ copyStringToBytePreprocessor: { fromVariable: { variable, encoding: HiveMqEncoding.UTF8 }, toVariable: 'byte-1' } }), STRING_VARIABLE],
  ['plainPreprocessor fromVariable', (fromVariable) => before({ plainPreprocessor: { transformations: [{ fromVariable, toVariable: 'string-1' }] } }), STRING_VARIABLE],
  ['regexPreprocessor pattern', (pattern) => before({ regexPreprocessor: { pattern, variables: ['string-1'] } })],
  ['regexPreprocessor variables', (_, variables) => before({ regexPreprocessor: { pattern: 'x', variables } }), { ...WORDS, ...STRING_VARIABLE }],
  ['splitPreprocessor prefix', (prefix) => before({ splitPreprocessor: { prefix, fromVariable: 'string-1', toVariables: ['string-2'] } })],
  ['concatenationPreprocessor postfix', (postfix) => before({ concatenationPreprocessor: { postfix, fromVariables: ['string-1'], toVariable: 'string-2' } })],
  ['loggingPreprocessor message', (message) => before({ loggingPreprocessor: { message, name: 'x' } })],
  ['loggingPreprocessor name', (name) => before({ loggingPreprocessor: { message: 'x', name } })],
  ['letterCasePreprocessor variable', (variable) => before({ letterCasePreprocessor: { transformations: [{ variable, letterCase: HiveMqLetterCase.LOWER }] } }), STRING_VARIABLE],
  ['customPreprocessor implementation', (implementation) => before({ customPreprocessor: { implementation } })],
  ['customSettings name', (name) => before({ customPreprocessor: { implementation: 'x', customSettings: [{ name, value: 'x' }] } })],
  ['customSettings value', (value) => before({ customPreprocessor: { implementation: 'x', customSettings: [{ name: 'x', value }] } })],
  ['x509Preprocessor prefix', (prefix) => before({
    x509Preprocessor: { prefix, x509Extractions: [{ x509Field: Object.values(HiveMqX509Field)[0], eseVariable: 'string-1' }] },
  })],
  ['sessionAttributePreprocessor toSessionAttribute', (toSessionAttribute) => before({
    sessionAttributePreprocessor: { fromEseVariable: 'string-1', toSessionAttribute },
  })],
  ['connectionAttributePreprocessor toConnectionAttribute', (toConnectionAttribute) => before({
    connectionAttributePreprocessor: { fromEseVariable: 'string-1', toConnectionAttribute },
  })],
];

const realm = (one: HiveMqRealm): Props => ({ additionalRealms: [one] });
const jwt = (configuration: HiveMqJwtRealmConfiguration): Props =>
  realm({ jwtRealm: { name: 'further', enabled: true, configuration: { jwksEndpoint: 'https://sso.example.com/keys', ...configuration } } });
const sql = (configuration: Partial<HiveMqSqlRealmConfiguration>): Props => realm({
  sqlRealm: {
    name: 'further', enabled: true,
    configuration: { dbType: Object.values(HiveMqDbType)[0], dbName: 'x', dbHost: 'x', dbPort: 1, dbUsername: 'x', dbPassword: '${ENV:SECRET}', ...configuration },
  },
});
const ldap = (host: string, baseDn: string, rdns: string): Props => realm({
  ldapRealm: { name: 'further', enabled: true, configuration: { servers: [{ host }], baseDn, simpleBind: { rdns, userPassword: '${ENV:SECRET}' } } },
});

const REALMS: readonly Row[] = [
  ['jwtRealm name', (name) => realm({ jwtRealm: { name, enabled: true, configuration: { jwksEndpoint: 'https://sso.example.com/keys' } } })],
  ['jwtRealm username', (username) => jwt({ introspectionEndpoint: { url: 'https://a.example.com' }, simpleAuth: { username, password: '${ENV:SECRET}' } })],
  ['sqlRealm dbName', (dbName) => sql({ dbName })],
  ['sqlRealm dbHost', (dbHost) => sql({ dbHost })],
  ['sqlRealm dbUsername', (dbUsername) => sql({ dbUsername })],
  ['sqlRealm dbPassword', (dbPassword) => sql({ dbPassword }), SECRET],
  ['sqlRealm dbSchema', (dbSchema) => sql({ dbSchema })],
  ['sqlRealm cipherSuites', (_, cipherSuites) => sql({ tls: { enabled: true, cipherSuites } }), { isList: true }],
  ['sqlRealm truststore path', (path) => sql({ tls: { enabled: true, truststore: { path, password: '${ENV:SECRET}' } } })],
  ['ldapRealm host', (host) => ldap(host, 'x', 'x')],
  ['ldapRealm baseDn', (baseDn) => ldap('x', baseDn, 'x')],
  ['ldapRealm rdns', (rdns) => ldap('x', 'x', rdns)],
  ['oidcRealm clientId', (clientId) => realm({
    oidcRealm: { name: 'further', enabled: true, configuration: { issuer: 'https://sso.example.com', clientId, clientAuthentication: { clientSecretBasic: '${ENV:SECRET}' } } },
  })],
  ['oauthRealm callbackUri', (callbackUri) => realm({
    oauthRealm: {
      name: 'further', enabled: true,
      configuration: {
        jwksEndpoint: 'https://sso.example.com/keys', authEndpoint: 'https://sso.example.com/a', tokenEndpoint: 'https://sso.example.com/t', callbackUri,
      },
    },
  }), URL],
];

const CHAIN = { chainAuthorizationManager: { strategy: Object.values(HiveMqAuthorizationStrategy)[0], chain: [1, 2].map(() => ({ fileAuthorizationManager: { realm: 'permissions' } })) } };

const PIPELINES: readonly Row[] = [
  ['authorizationManager name', (name) => ({
    authorizationManager: { fileAuthorizationManager: { name, realm: 'permissions', useAuthorizationKey: true } },
  })],
  ['authorizationManager realm', (name) => ({
    fileRealmName: name, authorizationManager: { fileAuthorizationManager: { realm: name, useAuthorizationKey: true } },
  }), { named: /name/i }],
  ['additionalPipelines listener', (listener) => ({
    additionalPipelines: [{
      restApiPipeline: {
        listener, authorizationManager: CHAIN,
        authenticationManager: { chainAuthenticationManager: {
          strategy: Object.values(HiveMqAuthenticationStrategy)[0], chain: [1, 2].map(() => ({ fileAuthenticationManager: { realm: 'permissions' } })),
        } },
      },
    }],
  })],
];

const PERMISSION = { topic: 'x', activity: HiveMqActivity.ALL, qos: HiveMqQos.ALL };
const user = (own: Partial<HiveMqMqttUser>): Props => ({ mqttUsers: [{ name: 'a', ...own }] });
const HASH = { iterations: 100, algorithm: 'PKCS5S2' as any };

const REALM_FILE: readonly Row[] = [
  ['mqttUsers name', (name) => ({ mqttUsers: [{ name }] })],
  ['mqttUsers roles', (role) => ({ mqttRoles: [{ id: role }], mqttUsers: [{ name: 'a', roles: [role] }] }), { named: /mqtt/i }],
  ['mqttUsers topic', (topic) => user({ permissions: [{ ...PERMISSION, topic }] })],
  ['mqttUsers topic inside', (topic) => user({ permissions: [{ ...PERMISSION, topic: `a/${topic}/b` }] }), { named: /topic/i }],
  ['mqttUsers sharedGroup', (sharedGroup) => user({ permissions: [{ ...PERMISSION, sharedSubscription: HiveMqSharedSubscription.ALL, sharedGroup }] })],
  ['mqttUsers password', (text) => user({ password: { text, encoding: HiveMqEncoding.BASE64 }, salt: { text: 'eA==', encoding: HiveMqEncoding.BASE64 }, ...HASH }), {
    benign: 'enFNYXJrZXJxeg==',
  }],
  ['mqttRoles id', (id) => ({ mqttRoles: [{ id }] })],
  ['mqttRoles topic', (topic) => ({ mqttRoles: [{ id: 'a', permissions: [{ ...PERMISSION, topic }] }] })],
  ['controlCenter user name', (name) => ({ controlCenter: { users: [{ name }] } })],
  ['controlCenter permissions', (permission) => ({ controlCenter: { roles: [{ id: 'a', permissions: [permission] }] } })],
  ['restApi role id', (id) => ({ restApi: { roles: [{ id }] } })],
  ['restApi permissions', (permission) => ({ restApi: { users: [{ name: 'a', permissions: [permission] }] } })],
];

const PUBLISH: Grant = (hive, application) => hive.grantPublish(application, 'a');
const granted = (prop: string, grant: (text: string) => Grant, more: Partial<PropCase> = {}, props: Props = {}): PropCase =>
  ({ prop, build: (scope, text) => broker(scope, props, { grant: grant(text) }), ...more });

const GRANTS: readonly PropCase[] = [
  { prop: 'clientId', build: (scope, clientId) => broker(scope, {}, { clientId, grant: PUBLISH }), named: /clientId|name/i },
  granted('grantPublish destination', (text) => (hive, application) => hive.grantPublish(application, text), { named: /destination|topic/ }),
  granted('grantConsume destination', (text) => (hive, application) => hive.grantConsume(application, text, { shared: true }), { named: /destination|topic/ }),
  granted('grantPublish destination as a pattern', (text) => (hive, application) =>
    hive.grantPublish(application, text, { match: DestinationMatch.PATTERN }), { named: /topic/i, around: ['a/', '/#'] }),
  granted('grantPublish destination as a prefix', (text) => (hive, application) =>
    hive.grantPublish(application, text, { match: DestinationMatch.PREFIX, acceptWider: true }), { named: /destination|topic/, around: ['a', '/'], onlyAround: true }),
  granted('grantConsume group', (group) => (hive, application) => hive.grantConsume(application, 'a', { shared: true, group })),
  granted('grant topicFilter', (text) => (hive, application) => hive.grant(application, HiveMqAccess.all(text)), { named: /topic/i, around: ['a/', '/b'] }),
  granted('grantToRole role', (role) => (hive) => hive.grantToRole(role, HiveMqAccess.publish('a')), { named: /role/i }, { roleClaim: 'roles' }),
];

const ENDPOINTS: readonly PropCase[] = [
  { prop: 'identityProvider issuer', build: (scope, issuer) => broker(scope, {}, { issuer }), ...URL },
  { prop: 'identityProvider jwksUri', build: (scope, jwksUri) => broker(scope, {}, { jwksUri }), named: /jwks/i, ...URL },
  { prop: 'issuers', build: (scope, issuer, issuers) => broker(scope, { issuers }, { issuer }), named: /iss/i, isList: true, ...URL },
  { prop: 'scopeClaim', build: (scope, scopeClaim) => broker(scope, { scopes: ['a'], scopeClaim }, { scopeClaim }), named: /alt|scope/i },
];

const configMap = (options: HiveMqConfigMapOptions): Props => ({ target: HiveMqTarget.configMap(options) });

const CONFIG_MAP: readonly Row[] = [
  ['target namePrefix', (namePrefix) => configMap({ namePrefix }), { benign: 'zqmarkerqz' }],
  ['target namespace', (namespace) => configMap({ namespace }), { benign: 'zqmarkerqz' }],
  ['target value of a label', (value) => configMap({ labels: { app: value } }), { named: /labels/i }],
  ['target name of a label', (name) => configMap({ labels: { [name]: 'x' } }), { named: /labels/i }],
  ['target realmFolder', (realmFolder) => configMap({ realmFolder }), { named: /filePath/i }],
  ['audience', (audience) => ({ ...configMap({}), audience }), { named: /aud/i }],
  ['mqttUsers name', (name) => ({ ...configMap({}), mqttUsers: [{ name }] })],
];

const caseOf = ([prop, props, more]: Row): PropCase => ({ prop, build: (scope, text, list) => broker(scope, props(text, list)), ...more });

describeHostile('config.xml', [...ENDPOINTS, ...[...TOKENS, ...STEPS, ...REALMS, ...PIPELINES].map(caseOf)], true);
describeHostile('ese-file-realm.xml', [...REALM_FILE.map(caseOf), ...GRANTS], true);
describeHostile('kubernetes_config_map_v1', CONFIG_MAP.map(caseOf), true);

test('the marker is what benign values hold', () => {
  expect([...TOKENS, ...STEPS, ...REALMS].filter(([, , more]) => more?.benign !== undefined && !more.benign.includes(MARKER))).toEqual([]);
});
