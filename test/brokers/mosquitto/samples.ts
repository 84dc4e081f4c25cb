import * as fc from 'fast-check';
import { renderedText } from './texts';
import { render } from '../../../src/brokers/mosquitto/render';
import { ACL_TYPES, ConfSettings, DynamicSecuritySettings, JwtSettings, MosquittoSettings, pluginKind } from '../../../src/brokers/mosquitto/settings';
import { HOSTILE } from '../../support/hostile';

/** Settings that break no rule but those a test breaks on purpose. */
export const JWT: JwtSettings = {
  algorithm: 'RS256',
  mode: 'jwks',
  lazyConnect: true,
  modes: { jwks: { uri: 'https://sso.example.com/keys', cache: { enabled: true } } },
  common: { issuer: 'https://sso.example.com', audience: 'messaging', matchUsernameToSubject: true },
};

export const CONF: ConfSettings = {
  persistenceLocation: '/mosquitto/data',
  allowAnonymous: false,
  plugins: [
    { kind: 'token', path: '/usr/lib/cedalo_jwt_auth.so', name: 'tokens' },
    { kind: 'dynamic-security', path: '/usr/lib/mosquitto_dynamic_security.so', name: 'accounts', configFile: '/mosquitto/data/dynamic-security.json' },
  ],
  listeners: [{ port: 1883, plugins: ['tokens', 'accounts'] }, { port: 1884, address: '127.0.0.1', plugins: ['accounts'] }],
};

export const ACCOUNTS: DynamicSecuritySettings = {
  defaultAclAccess: { publishClientSend: false, publishClientReceive: true, subscribe: false, unsubscribe: true },
  clients: [{ username: 'orders-service', textname: 'orders', roles: [{ rolename: 'orders' }] }],
  groups: [{ groupname: 'services', roles: [{ rolename: 'health', priority: 2 }], clients: [{ username: 'orders-service' }] }],
  roles: [
    { rolename: 'orders', acls: [{ acltype: 'publishClientSend', topic: 'orders/#', priority: 5, allow: true }] },
    { rolename: 'health', textdescription: 'everyone', acls: [{ acltype: 'subscribePattern', topic: 'health/+', allow: true }] },
  ],
  unmanaged: { clients: [{ username: 'admin', roles: [], hasPassword: true }], groups: [], roles: [] },
};

export const GOOD: MosquittoSettings = { jwt: JWT, conf: CONF, dynamicSecurity: ACCOUNTS };
export const VERSION = '3.3';
export const TOKEN = '${TfToken[TOKEN.1]}';
export const LIST_TOKEN = ['#{TfToken[TOKEN.2]}'];

/** Our part of dynamic-security.json, as text. */
export function accountsText(settings: DynamicSecuritySettings): string {
  return renderedText(render({ dynamicSecurity: settings }), 'dynamic-security.json');
}

/** Our lines of mosquitto.conf, as text. */
export function confText(settings: ConfSettings): string {
  return renderedText(render({ conf: settings }), 'mosquitto.conf');
}

/** Any text, hostile ones included. */
const text = fc.oneof(fc.string({ unit: 'binary' }).filter((value) => !/\p{Cs}/u.test(value)), fc.constantFrom(...Object.values(HOSTILE)));
const name = text.filter((value) => value !== '');
const priority = fc.integer({ min: -100000, max: 100000 });

function part<Model extends object>(model: { [Key in keyof Model]: fc.Arbitrary<Model[Key]> }, required: (keyof Model)[] = []): fc.Arbitrary<Model> {
  return fc.record(model, { requiredKeys: required }) as fc.Arbitrary<Model>;
}

const source = fc.oneof(fc.record({ env: text }), fc.record({ filePath: text }), fc.record({ plain: text.filter((value) => !value.includes('PRIVATE KEY')) }));
const elsewhere = fc.oneof(fc.record({ env: text }), fc.record({ filePath: text }));
const parameters = part({
  headers: fc.dictionary(fc.constantFrom('Accept', 'X-Trace', '__proto__x', 'a"b'), text),
  method: text,
  path: text,
  payload: fc.oneof(text, fc.integer(), fc.boolean(), fc.constant([1, 'a', { b: [true, {}] }])),
  bodyEncoding: text,
});
const parameterSource = fc.oneof(fc.record({ env: text }), fc.record({ filePath: text }), fc.record({ plain: parameters }));

const jwt = fc.record({
  algorithm: fc.constant('RS256'),
  mode: fc.constantFrom('jwks', 'local'),
  modes: part({
    jwks: part({
      uri: text, filePath: text, timeoutMs: fc.nat(), cache: part({ enabled: fc.boolean(), ttlMs: fc.nat(), respectCacheHeaders: fc.boolean() }),
    }),
    local: source,
  }),
  common: part({
    issuer: text, issuers: fc.array(text), audience: text, audiences: fc.array(text), validateIssuerAgainstEnvs: fc.array(text),
    validateAudienceAgainstEnvs: fc.array(text), validateExpiration: fc.boolean(), matchUsernameToSubject: fc.boolean(),
    matchClientIdToSubject: fc.boolean(), matchUsernameToClaim: text, matchClientIdToClaim: text, kickExpiredClients: fc.boolean(),
    kickExpiredClientsWithWill: fc.boolean(),
  }),
  lazyConnect: fc.boolean(),
  revocation: part({
    timeoutMs: fc.nat(),
    introspection: part({
      uri: text, clientId: source, clientSecret: elsewhere, includeTokenTypeHint: fc.boolean(), requestParameters: parameterSource,
    }),
    plain: part({
      uri: text, requestParameters: parameterSource, bodyEncoding: text,
      response: part({
        jsonPath: text, successValue: fc.oneof(text, fc.integer(), fc.boolean()), successHttpCodes: fc.array(fc.nat()), checkHttpStatus: fc.boolean(),
      }),
    }),
  }),
}, { requiredKeys: ['algorithm', 'mode', 'modes', 'common'] });

const word = fc.stringMatching(/^[A-Za-z0-9_./-]{1,12}$/).map((value) => `x${value}`);
const lineText = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
const plugin = fc.record({ path: lineText, name: word, configFile: lineText, options: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), lineText, { minKeys: 1 }) },
  { requiredKeys: ['path'] }).map((value) => ({ kind: pluginKind(value.path), ...value }));
const conf = fc.record({
  persistenceLocation: lineText,
  allowAnonymous: fc.boolean(),
  plugins: fc.array(plugin, { maxLength: 4 }),
  listeners: fc.array(fc.record({ port: fc.integer({ min: 1, max: 65535 }), address: word, plugins: fc.array(word, { minLength: 1, maxLength: 3 }) },
    { requiredKeys: ['port'] }), { maxLength: 3 }),
}, { requiredKeys: ['plugins', 'listeners'] });

const references = (key: string) => {
  const reference = fc.record({ [key]: name, priority } as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [key] });
  return fc.uniqueArray(reference, { maxLength: 3, selector: (entry) => entry[key] }) as fc.Arbitrary<any[]>;
};
const texts = { textname: text, textdescription: text };
const acls = fc.uniqueArray(fc.record({ acltype: fc.constantFrom(...ACL_TYPES), topic: name, priority, allow: fc.boolean() },
  { requiredKeys: ['acltype', 'topic', 'allow'] }), { maxLength: 5, selector: (acl) => `${acl.acltype} ${acl.topic}` });

/** Any accounts of ours; the names that they use need not exist. */
export const anyAccounts: fc.Arbitrary<DynamicSecuritySettings> = fc.record({
  defaultAclAccess: part({ publishClientSend: fc.boolean(), publishClientReceive: fc.boolean(), subscribe: fc.boolean(), unsubscribe: fc.boolean() }),
  clients: fc.uniqueArray(fc.record({ username: name, clientid: text, ...texts, disabled: fc.boolean(), roles: references('rolename') },
    { requiredKeys: ['username', 'roles'] }), { maxLength: 3, selector: (entry) => entry.username }),
  groups: fc.uniqueArray(fc.record({ groupname: name, ...texts, roles: references('rolename'), clients: references('username') },
    { requiredKeys: ['groupname', 'roles', 'clients'] }), { maxLength: 3, selector: (entry) => entry.groupname }),
  roles: fc.uniqueArray(fc.record({ rolename: name, ...texts, allowwildcardsubs: fc.boolean(), acls },
    { requiredKeys: ['rolename', 'acls'] }), { maxLength: 3, selector: (entry) => entry.rolename }),
  anonymousGroup: text,
}, { requiredKeys: ['clients', 'groups', 'roles'] }) as fc.Arbitrary<DynamicSecuritySettings>;

/** Any settings that a file can hold. */
export const anySettings: fc.Arbitrary<MosquittoSettings> =
  fc.record({ jwt, conf, dynamicSecurity: anyAccounts }, { requiredKeys: [] }) as fc.Arbitrary<MosquittoSettings>;

/** Any lines of mosquitto.conf of ours. */
export const anyConf: fc.Arbitrary<ConfSettings> = conf;
