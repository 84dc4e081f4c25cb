import { Construct } from 'constructs';
import { PropCase } from './support/prop-case';
import { describeHostile } from './support/suite';
import { DestinationMatch } from '../../src/brokers/grant';
import { MosquittoAccess, MosquittoAclType } from '../../src/brokers/mosquitto/access';
import { MosquittoKeys } from '../../src/brokers/mosquitto/keys';
import { MosquittoOAuth } from '../../src/brokers/mosquitto/mosquitto-oauth';
import { MosquittoOAuthProps } from '../../src/brokers/mosquitto/mosquitto-oauth-props';
import { MosquittoRequestParameters, MosquittoRequestParametersOptions } from '../../src/brokers/mosquitto/request-parameters';
import { MosquittoIntrospectionOptions, MosquittoRevocation, MosquittoRevocationServiceOptions, MosquittoSuccessValue } from '../../src/brokers/mosquitto/revocation';
import { MosquittoSource } from '../../src/brokers/mosquitto/source';
import { MosquittoVersion } from '../../src/brokers/mosquitto/version';
import { IdentityApplication, IIdentityApplication } from '../../src/identity/identity-application';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { MachineSubject } from '../../src/identity/provider-kind';

type Props = Partial<MosquittoOAuthProps>;
type Grant = (broker: MosquittoOAuth, application: IIdentityApplication) => void;

interface Surroundings {
  readonly issuer?: string;
  readonly jwksUri?: string;
  readonly clientId?: string;
  readonly subject?: string;
  readonly grant?: Grant;
}

function broker(scope: Construct, props: Props, { issuer, jwksUri, clientId, subject, grant }: Surroundings = {}): void {
  const identityProvider = new OidcIdentityProvider(scope, 'Sso', {
    issuer: issuer ?? 'https://sso.example.com', jwksUri: jwksUri ?? 'https://sso.example.com/keys', introspectionEndpoint: 'https://sso.example.com/introspect',
    machineSubject: MachineSubject.CLIENT_ID,
  });
  const mosquitto = new MosquittoOAuth(scope, 'Broker', {
    identityProvider, brokerVersion: MosquittoVersion.PRO_3_3, audience: props.audiences === undefined ? 'messaging' : undefined, ...props,
  });
  if (grant !== undefined) {
    grant(mosquitto, IdentityApplication.fromClientId(scope, 'App', { identityProvider, clientId: clientId ?? 'orders', subject }));
  }
}

/** A row: the prop, its props object, and what is special about it. */
type Row = readonly [prop: string, props: (text: string, list: string[]) => Props, more?: Partial<PropCase>];

const URL: Partial<PropCase> = { around: ['https://sso.example.com/', '/x'], benign: 'https://zqmarkerqz.example.com' };
const FILE: Partial<PropCase> = { around: ['/etc/', '.txt'], benign: '/etc/zqmarkerqz' };
const LIST: Partial<PropCase> = { isList: true };
const VARIABLE: Partial<PropCase> = { benign: 'ZQMARKERQZ' };
const PEM: Partial<PropCase> = {
  benign: '-----BEGIN PUBLIC KEY-----\nzqmarkerqz\n-----END PUBLIC KEY-----\n', around: ['-----BEGIN PUBLIC KEY-----\n', '\n-----END PUBLIC KEY-----\n'],
};

const introspection = (options: Partial<MosquittoIntrospectionOptions>): Props => ({
  revocation: MosquittoRevocation.introspection({ clientId: 'broker', clientSecret: MosquittoSource.environment('SECRET'), ...options }),
});
const service = (options: Partial<MosquittoRevocationServiceOptions>): Props => ({
  revocation: MosquittoRevocation.service({ uri: 'https://sso.example.com/revoked', ...options }),
});
const parameters = (options: MosquittoRequestParametersOptions): Props => service({ requestParameters: MosquittoRequestParameters.of(options) });

const TOKENS: readonly Row[] = [
  ['audience', (audience) => ({ audience })],
  ['audiences', (_, audiences) => ({ audiences }), LIST],
  ['validateIssuerAgainstEnvs', (_, validateIssuerAgainstEnvs) => ({ validateIssuerAgainstEnvs }), { ...LIST, ...VARIABLE }],
  ['validateAudienceAgainstEnvs', (_, validateAudienceAgainstEnvs) => ({ validateAudienceAgainstEnvs }), { ...LIST, ...VARIABLE }],
  ['matchUsernameToClaim', (matchUsernameToClaim) => ({ matchUsernameToClaim })],
  ['matchClientIdToClaim', (matchClientIdToClaim) => ({ matchClientIdToClaim })],
  ['keys uri', (uri) => ({ keys: MosquittoKeys.jwks({ uri }) }), URL],
  ['keys filePath', (path) => ({ keys: MosquittoKeys.jwksFile(path) }), FILE],
  ['keys publicKey', (pem) => ({ keys: MosquittoKeys.publicKey(pem) }), { ...PEM, named: /local\.plain/i }],
  ['keys publicKeyFrom environment', (name) => ({ keys: MosquittoKeys.publicKeyFrom(MosquittoSource.environment(name)) }), { ...VARIABLE, named: /env/i }],
  ['keys publicKeyFrom file', (path) => ({ keys: MosquittoKeys.publicKeyFrom(MosquittoSource.file(path)) }), FILE],
  ['revocation uri', (uri) => introspection({ uri }), URL],
  ['revocation clientId', (clientId) => introspection({ clientId })],
  ['revocation clientSecret environment', (name) => introspection({ clientSecret: MosquittoSource.environment(name) }), { ...VARIABLE, named: /env/i }],
  ['revocation clientSecret file', (path) => introspection({ clientSecret: MosquittoSource.file(path) }), FILE],
  ['revocation service uri', (uri) => service({ uri }), URL],
  ['revocation jsonPath', (jsonPath) => service({ jsonPath })],
  ['revocation successValue', (text) => service({ jsonPath: '$.x', successValue: MosquittoSuccessValue.ofText(text) })],
  ['requestParameters header', (value) => parameters({ headers: { 'X-Header': value } }), { named: /headers/i }],
  ['requestParameters name of a header', (name) => parameters({ headers: { [name]: 'x' } }), { named: /headers/i }],
  ['requestParameters path', (path) => parameters({ path }), { around: ['/', '/x'], benign: '/zqmarkerqz' }],
  ['requestParameters payloadJson', (text) => parameters({ payloadJson: JSON.stringify({ token: '#:jwt_value:#', text }) }), { named: /payload/i }],
];

const CONF: readonly Row[] = [
  ['persistenceLocation', (persistenceLocation) => ({ persistenceLocation }), { around: ['/var/', '/'], benign: '/zqmarkerqz/' }],
  ['listeners address', (address) => ({ listeners: [{ port: 8883, address }] })],
  ['tokenPluginPath', (tokenPluginPath) => ({ tokenPluginPath }), { ...FILE, named: /path/i }],
  ['tokenPluginConfigFile', (tokenPluginConfigFile) => ({ tokenPluginConfigFile }), { named: /configFile/i, around: ['dir/', '.json'] }],
  ['dynamicSecurityPluginPath', (dynamicSecurityPluginPath) => ({ dynamicSecurityPluginPath }), { ...FILE, named: /path/i }],
  ['dynamicSecurityConfigFile', (dynamicSecurityConfigFile) => ({ dynamicSecurityConfigFile }), { ...FILE, named: /configFile/i }],
  ['plugins path', (path) => ({ plugins: [{ path }] }), FILE],
  ['plugins path by name', (path) => ({ plugins: [{ path }], listeners: [{ port: 1883, tokens: false }, { port: 8883 }] }), { ...FILE, named: /path/i }],
  ['plugins configFile', (configFile) => ({ plugins: [{ path: '/a.so', configFile }] }), FILE],
  ['plugins option', (value) => ({ plugins: [{ path: '/a.so', options: { name: value } }] }), { named: /options/i }],
  ['plugins name of an option', (name) => ({ plugins: [{ path: '/a.so', options: { [name]: 'x' } }] }), { named: /options/i, benign: 'zqmarkerqz' }],
];

const ACCESSES = ['publish', 'receive', 'subscribe', 'subscribeLiteral', 'unsubscribe', 'unsubscribeLiteral'] as const;

const ACCOUNTS: readonly Row[] = [
  ['clients username', (username) => ({ clients: [{ username }] })],
  ['clients clientid', (clientid) => ({ clients: [{ username: 'a', clientid }] })],
  ['clients textname', (textname) => ({ clients: [{ username: 'a', textname }] })],
  ['clients textdescription', (textdescription) => ({ clients: [{ username: 'a', textdescription }] })],
  ['clients rolename', (rolename) => ({ existingRoles: [rolename], clients: [{ username: 'a', roles: [{ rolename }] }] })],
  ['groups groupname', (groupname) => ({ groups: [{ groupname }] })],
  ['groups textname', (textname) => ({ groups: [{ groupname: 'a', textname }] })],
  ['groups textdescription', (textdescription) => ({ groups: [{ groupname: 'a', textdescription }] })],
  ['groups username', (username) => ({ clients: [{ username }], groups: [{ groupname: 'a', clients: [{ username }] }] })],
  ['groups rolename', (rolename) => ({ roles: [{ rolename, accesses: [] }], groups: [{ groupname: 'a', roles: [{ rolename }] }] })],
  ['roles rolename', (rolename) => ({ roles: [{ rolename, accesses: [] }] })],
  ['roles textname', (textname) => ({ roles: [{ rolename: 'a', textname, accesses: [] }] })],
  ['roles textdescription', (textdescription) => ({ roles: [{ rolename: 'a', textdescription, accesses: [] }] })],
  ['anonymousGroup', (anonymousGroup) => ({ anonymousGroup, groups: [{ groupname: anonymousGroup }] }), { named: /group/i }],
  ...ACCESSES.map((kind): Row => [`roles accesses ${kind} topic`, (topic) => ({ roles: [{ rolename: 'a', accesses: [MosquittoAccess[kind](topic)] }] })]),
];

const granted = (prop: string, grant: (text: string) => Grant, more: Partial<PropCase> = {}): PropCase =>
  ({ prop, build: (scope, text) => broker(scope, {}, { grant: grant(text) }), ...more });

const PUBLISH: Grant = (mosquitto, application) => mosquitto.grantPublish(application, 'a');

const GRANTS: readonly PropCase[] = [
  { prop: 'clientId', build: (scope, clientId) => broker(scope, {}, { clientId, grant: PUBLISH }), named: /clientId|applications\[/ },
  { prop: 'subject', build: (scope, subject) => broker(scope, {}, { subject, grant: PUBLISH }), named: /subject|applications\[/ },
  granted('grantPublish destination', (text) => (mosquitto, application) => mosquitto.grantPublish(application, text)),
  granted('grantConsume destination', (text) => (mosquitto, application) => mosquitto.grantConsume(application, text)),
  granted('grantPublish destination as a pattern', (text) => (mosquitto, application) =>
    mosquitto.grantPublish(application, text, { match: DestinationMatch.PATTERN }), { named: /destination/i, around: ['a/', '/#'] }),
  granted('grantPublish destination as a prefix', (text) => (mosquitto, application) =>
    mosquitto.grantPublish(application, text, { match: DestinationMatch.PREFIX, acceptWider: true }), { named: /destination/i, around: ['', '/'], benign: 'zqmarkerqz/' }),
  granted('grantConsume group', (group) => (mosquitto, application) => mosquitto.grantConsume(application, 'a', { shared: true, group }), { named: /group|topic/ }),
  granted('grant topic', (text) => (mosquitto, application) => mosquitto.grant(application, MosquittoAccess.publish(text)), { around: ['a/', '/b'] }),
];

const ENDPOINTS: readonly PropCase[] = [
  { prop: 'identityProvider issuer', build: (scope, issuer) => broker(scope, {}, { issuer }), ...URL },
  { prop: 'issuer', build: (scope, issuer) => broker(scope, { issuer }, { issuer }), ...URL },
  { prop: 'issuers', build: (scope, issuer, issuers) => broker(scope, { issuers }, { issuer }), named: /issuer/, ...URL, ...LIST },
  { prop: 'identityProvider jwksUri', build: (scope, jwksUri) => broker(scope, {}, { jwksUri }), ...URL },
];

const caseOf = ([prop, props, more]: Row): PropCase => ({ prop, build: (scope, text, list) => broker(scope, props(text, list)), ...more });

test('every type of entry is in the table', () => {
  expect(ACCESSES.length).toBe(Object.keys(MosquittoAclType).length);
});

describeHostile('jwt.json', [...ENDPOINTS, ...TOKENS.map(caseOf)]);
describeHostile('mosquitto.conf', CONF.map(caseOf));
describeHostile('dynamic-security.json', [...ACCOUNTS.map(caseOf), ...GRANTS]);
