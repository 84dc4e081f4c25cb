import { change } from './change';
import { GOOD, LIST_TOKEN, TOKEN, VERSION } from './samples';
import { MOSQUITTO_RULES } from '../../../src/brokers/mosquitto/rules';
import { evaluate } from '../../../src/rules/rule';

/*
 * Edges of single rules: what they say of good settings with some places changed. rules.test.ts has a case of each that is easier to read.
 */

type Changes = { readonly [path: string]: unknown };

/** Everything that one rule says: paths that are broken, and after a word those that are judged later. */
function said(id: string, changes: Changes, version: string | undefined = VERSION): readonly string[] {
  const { findings, preconditions, deferred } = evaluate(MOSQUITTO_RULES.filter((rule) => rule.id === id), {
    settings: change(GOOD, changes), version, acknowledged: [],
  });
  return [
    ...findings.map(({ path }) => path), ...preconditions.map(({ path }) => `precondition ${path}`), ...deferred.map(({ path }) => `deferred ${path}`),
  ];
}

const SECURITY = 'dynamicSecurity';
const CLIENTS = `${SECURITY}.clients`;
const GROUPS = `${SECURITY}.groups`;
const ROLES = `${SECURITY}.roles`;
const ROLE = `${ROLES}.0.acls.0`;
const INTROSPECTION = 'jwt.revocation.introspection';
const PLAIN = 'jwt.revocation.plain';
const acl = (acltype: string, topic: string, allow = true) => ({ [ROLE]: { acltype, topic, allow } });

test.each<[string, Changes, readonly string[], string?]>([
  ['MOSQUITTO_NAMES', { [`${GROUPS}.0.groupname`]: '', [`${ROLES}.0.rolename`]: '' }, [`${GROUPS}[0].groupname`, `${ROLES}[0].rolename`]],
  ['MOSQUITTO_NAMES', { [`${SECURITY}.unmanaged.clients.0.username`]: '' }, [`${SECURITY}.unmanaged.clients[0].username`]],
  ['MOSQUITTO_NAMES', { [`${SECURITY}.unmanaged.clients.0.username`]: '', [`${SECURITY}.unmanaged.namesOnly`]: true }, []],
  ['MOSQUITTO_DUPLICATES', { [`${GROUPS}.1`]: { groupname: 'services', roles: [], clients: [] } }, [`${GROUPS}[1].groupname`]],
  ['MOSQUITTO_DUPLICATES', { [`${ROLES}.2`]: { rolename: 'orders', acls: [] } }, [`${ROLES}[2].rolename`]],
  ['MOSQUITTO_DUPLICATES', { [`${SECURITY}.unmanaged.groups`]: [{ groupname: 'services', roles: [], clients: [] }] }, [`${GROUPS}[0].groupname`]],
  ['MOSQUITTO_DUPLICATES', { [`${SECURITY}.unmanaged.roles`]: [{ rolename: 'health', acls: [] }] }, [`${ROLES}[1].rolename`]],
  ['MOSQUITTO_DUPLICATES', { [`${CLIENTS}.0.username`]: TOKEN, [`${SECURITY}.unmanaged`]: undefined }, []],
  ['MOSQUITTO_DUPLICATES', { [`${CLIENTS}.0.username`]: TOKEN, [`${CLIENTS}.1`]: { username: 'b', roles: [] } }, [`deferred ${CLIENTS}[0].username`]],
  ['MOSQUITTO_REFERENCES', { [`${GROUPS}.0.roles.0.rolename`]: 'r' }, [`${GROUPS}[0].roles[0].rolename`]],
  ['MOSQUITTO_REFERENCES', { [`${CLIENTS}.0.roles.0.rolename`]: 'admin', [`${SECURITY}.unmanaged.roles`]: [{ rolename: 'admin', acls: [] }] }, []],
  ['MOSQUITTO_REFERENCES', { [`${GROUPS}.0.clients.0.username`]: 'admin' }, []],
  ['MOSQUITTO_REFERENCES', { [`${SECURITY}.anonymousGroup`]: 'g', [`${SECURITY}.unmanaged.groups`]: [{ groupname: 'g', roles: [], clients: [] }] }, []],
  ['MOSQUITTO_REFERENCES', { [`${SECURITY}.anonymousGroup`]: 'services', [`${SECURITY}.unmanaged`]: undefined }, []],
  ['MOSQUITTO_PRIORITY', { [`${CLIENTS}.0.roles.0.priority`]: 0.5, [`${GROUPS}.0.clients.0.priority`]: 0.5 },
    [`${CLIENTS}[0].roles[0].priority`, `${GROUPS}[0].clients[0].priority`]],
  ['MOSQUITTO_PRIORITY', { [`${ROLE}.priority`]: -100000, [`${CLIENTS}.0.roles.0.priority`]: 100000 }, []],
  ['MOSQUITTO_PRIORITY', { [`${ROLE}.priority`]: -100001 }, [`${ROLES}[0].acls[0].priority`]],
  ['MOSQUITTO_ENTRY_TEXT', { [`${CLIENTS}.0.textdescription`]: 'a\nb', [`${GROUPS}.0.textname`]: 'a\nb' }, [`${CLIENTS}[0].textdescription`, `${GROUPS}[0].textname`]],
  ['MOSQUITTO_NO_ADMIN', { [`${SECURITY}.unmanaged.clients.0`]: { username: 'admin', roles: [] } }, []],
  ['MOSQUITTO_NO_ADMIN', { [`${SECURITY}.unmanaged.clients.0`]: { username: 'root', roles: [] } }, [CLIENTS]],
  ['MOSQUITTO_NO_ADMIN', { [`${SECURITY}.unmanaged.clients`]: [] }, [CLIENTS]],
  ['MOSQUITTO_USERNAME_UNBOUND', { [SECURITY]: undefined, 'jwt.common.matchUsernameToSubject': undefined }, []],
  ['MOSQUITTO_USERNAME_UNBOUND', { 'jwt.common.matchUsernameToSubject': undefined, 'jwt.common.matchUsernameToClaim': '' }, ['jwt.common.matchUsernameToSubject']],
  ['MOSQUITTO_USERNAME_UNBOUND', { 'jwt.common.matchUsernameToSubject': false, [SECURITY]: { clients: [], groups: [], roles: [] } }, []],
  ['MOSQUITTO_USERNAME_UNBOUND', { 'jwt.common.matchUsernameToSubject': false, [SECURITY]: { clients: [], groups: [], roles: [{ rolename: 'r', acls: [] }] } },
    ['jwt.common.matchUsernameToSubject']],
  ['MOSQUITTO_USERNAME_UNCHECKED', { 'jwt.common.matchUsernameToSubject': false }, []],
  ['MOSQUITTO_USERNAME_UNCHECKED', { [SECURITY]: undefined }, []],
])('%s and accounts: %j', (id, changes, expected) => {
  expect(said(id, changes)).toEqual(expected);
});

test.each<[string, Changes, readonly string[]]>([
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.issuers': ['/(/'], 'jwt.common.audience': undefined }, ['jwt.common.issuers[0]']],
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.audience': '/a/gimsuy' }, []],
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.audience': '/a/gg' }, ['jwt.common.audience']],
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.audience': '/(((/' }, ['jwt.common.audience']],
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.audience': 'a/(/' }, []],
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.audience': '/(/?' }, []],
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.audience': '/(\n(/' }, ['jwt.common.audience']],
  ...['*', '***', '/.*/', '/.+/', '/^.*$/', '/^.+$/i', '/^.*/', '/.*$/', '/.*/gi'].map((audience): [string, Changes, readonly string[]] =>
    ['MOSQUITTO_PATTERN_ANYTHING', { 'jwt.common.audience': audience }, ['jwt.common.audience']]),
  ...['a*', '*a', '/.*a/', '/a.*/', '/./', '/.*/a/', '/.*', 'x/.*/'].map((audience): [string, Changes, readonly string[]] =>
    ['MOSQUITTO_PATTERN_ANYTHING', { 'jwt.common.audience': audience }, []]),
  ['MOSQUITTO_ISSUER_TWICE', { 'jwt.common.issuer': undefined, 'jwt.common.issuers': ['a'] }, []],
  ['MOSQUITTO_AUDIENCE_TWICE', { 'jwt.common.audience': undefined, 'jwt.common.audiences': ['a'] }, []],
  ['MOSQUITTO_ISSUER_PATTERN', { 'jwt.common.issuer': undefined, 'jwt.common.issuers': ['a', 'b*'] }, ['jwt.common.issuers[1]']],
  ['MOSQUITTO_TWO_MATCHES', { 'jwt.common.matchUsernameToSubject': false, 'jwt.common.matchUsernameToClaim': 'a' }, []],
  ['MOSQUITTO_TWO_MATCHES', { 'jwt.common.matchClientIdToClaim': 'a' }, []],
  ['MOSQUITTO_TWO_MATCHES', { 'jwt.common.matchClientIdToSubject': true }, []],
  ['MOSQUITTO_MODE', { 'jwt.modes': {} }, ['jwt.modes.jwks']],
  ['MOSQUITTO_MODE', { 'jwt.mode': 'local', 'jwt.modes': {} }, ['jwt.modes.local']],
  ['MOSQUITTO_MODE', { 'jwt.mode': 'local', 'jwt.modes': { jwks: { uri: 'https://a' } } }, ['jwt.modes.local']],
  ['MOSQUITTO_MODE', { 'jwt.mode': TOKEN, 'jwt.modes': {} }, ['precondition jwt.mode']],
  ['MOSQUITTO_JWKS_SOURCE', { 'jwt.modes.jwks': undefined }, []],
  ['MOSQUITTO_JWKS_SOURCE', { 'jwt.modes.jwks': { filePath: '/a' } }, []],
  ['MOSQUITTO_PEM', { 'jwt.modes.local': { plain: 'abc' }, 'jwt.algorithm': 'HS256' }, []],
  ['MOSQUITTO_PEM', { 'jwt.modes.local': { env: 'A' } }, []],
  ['MOSQUITTO_PEM', { 'jwt.modes.local': { plain: '-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----\n' } }, []],
  ['MOSQUITTO_PEM', { 'jwt.modes.local': { plain: TOKEN }, 'jwt.algorithm': 'HS256' }, []],
  ['MOSQUITTO_SECRET_LITERAL', { 'jwt.modes.local': { plain: 'abc' } }, ['jwt.modes.local.plain']],
  ['MOSQUITTO_SECRET_LITERAL', { 'jwt.modes.local': { plain: '\n -----BEGIN PUBLIC KEY-----\nA' } }, []],
  ['MOSQUITTO_SECRET_LITERAL', { 'jwt.modes.local': { plain: '-----BEGIN RSA PRIVATE KEY-----\nA' } }, ['jwt.modes.local.plain']],
  ['MOSQUITTO_SECRET_LITERAL', { 'jwt.modes.local': { plain: '-----BEGIN PUBLIC KEY-----\nA' }, 'jwt.algorithm': 'HS256' }, ['jwt.modes.local.plain']],
  ['MOSQUITTO_SECRET_LITERAL', { 'jwt.modes.local': { plain: TOKEN } }, []],
  ['MOSQUITTO_SECRET_LITERAL', { [`${INTROSPECTION}.uri`]: 'https://a:b@c/' }, [`${INTROSPECTION}.uri`]],
  ['MOSQUITTO_SECRET_LITERAL', { [`${PLAIN}.uri`]: 'https://a:b@c/' }, [`${PLAIN}.uri`]],
  ['MOSQUITTO_SECRET_LITERAL', { [`${INTROSPECTION}.clientSecret`]: { plain: 'x' } }, [`${INTROSPECTION}.clientSecret.plain`]],
  ['MOSQUITTO_FILE_PATH', { 'jwt.modes.local': { filePath: 'a' } }, ['jwt.modes.local.filePath']],
  ['MOSQUITTO_FILE_PATH', { [`${INTROSPECTION}.clientId`]: { filePath: 'a' }, [`${INTROSPECTION}.clientSecret`]: { filePath: 'b' } },
    [`${INTROSPECTION}.clientId.filePath`, `${INTROSPECTION}.clientSecret.filePath`]],
  ['MOSQUITTO_FILE_PATH', { [`${INTROSPECTION}.requestParameters`]: { filePath: 'a' }, [`${PLAIN}.requestParameters`]: { filePath: 'b' } },
    [`${INTROSPECTION}.requestParameters.filePath`, `${PLAIN}.requestParameters.filePath`]],
  ['MOSQUITTO_VARIABLE_NAME', { 'jwt.modes.local': { env: 'A_B' } }, []],
  ['MOSQUITTO_VARIABLE_NAME', { 'jwt.common.validateAudienceAgainstEnvs': ['a b'] }, ['jwt.common.validateAudienceAgainstEnvs']],
  ['MOSQUITTO_VARIABLE_NAME', { 'jwt.common.validateIssuerAgainstEnvs': ['a b'] }, ['jwt.common.validateIssuerAgainstEnvs']],
  ['MOSQUITTO_URI', { 'jwt.modes.jwks.uri': 'https://a:b@c' }, []],
  ['MOSQUITTO_URI', { 'jwt.modes.jwks.uri': 'https://a:b@' }, []],
  ['MOSQUITTO_URI', { [`${INTROSPECTION}.uri`]: 'a', [`${PLAIN}.uri`]: 'b' }, [`${INTROSPECTION}.uri`, `${PLAIN}.uri`]],
  ['MOSQUITTO_PLAIN_HTTP', { 'jwt.modes.jwks.uri': 'ftp://a' }, []],
  ['MOSQUITTO_PLAIN_HTTP', { 'jwt.modes.jwks.uri': 'http://a:b@c' }, []],
  ['MOSQUITTO_PLAIN_HTTP', { [`${INTROSPECTION}.uri`]: 'http://a', [`${PLAIN}.uri`]: 'http://b' }, [`${INTROSPECTION}.uri`, `${PLAIN}.uri`]],
  ['MOSQUITTO_PLAIN_HTTP', { 'jwt.modes.jwks.uri': undefined, 'jwt.modes.jwks.filePath': '/a' }, []],
  ['MOSQUITTO_NUMBERS', { 'jwt.modes.jwks.cache.ttlMs': 0, 'jwt.revocation': { timeoutMs: 0.5 } }, ['jwt.modes.jwks.cache.ttlMs', 'jwt.revocation.timeoutMs']],
  ['MOSQUITTO_KEY_CACHE', { 'jwt.mode': 'local', 'jwt.modes': {} }, []],
  ['MOSQUITTO_KEY_CACHE', { 'jwt.modes': {} }, []],
  ['MOSQUITTO_KEY_CACHE', { 'jwt.mode': 'local', 'jwt.modes.jwks.cache': undefined }, []],
  ['MOSQUITTO_KEY_CACHE', { 'jwt.modes.jwks.cache.enabled': false }, ['jwt.modes.jwks.cache.enabled']],
  ['MOSQUITTO_TEXT', { 'jwt.common.issuers': ['a\nb'] }, ['jwt.common.issuers']],
  ['MOSQUITTO_TEXT', { 'jwt.common.audience': '', 'jwt.common.matchUsernameToClaim': 'a\nb', 'jwt.common.matchClientIdToClaim': '' },
    ['jwt.common.audience', 'jwt.common.matchUsernameToClaim', 'jwt.common.matchClientIdToClaim']],
  ['MOSQUITTO_REVOCATION_KIND', { [`${PLAIN}.uri`]: 'https://a' }, []],
  ['MOSQUITTO_REVOCATION_KIND', {}, []],
  ['MOSQUITTO_REVOCATION_REQUIRED', { [`${PLAIN}.uri`]: 'https://a' }, []],
  ['MOSQUITTO_REVOCATION_REQUIRED', {}, []],
  ['MOSQUITTO_REQUEST_PARAMETERS', { [`${INTROSPECTION}.requestParameters`]: { plain: { bodyEncoding: 'application/json' } } },
    [`${INTROSPECTION}.requestParameters.plain.bodyEncoding`]],
  ['MOSQUITTO_REQUEST_PARAMETERS', { [`${INTROSPECTION}.requestParameters`]: { env: 'A' } }, []],
  ['MOSQUITTO_REQUEST_PARAMETERS', { [`${INTROSPECTION}.requestParameters`]: { plain: { method: 'TRACE', path: 'a' } } },
    [`${INTROSPECTION}.requestParameters.plain.method`, `${INTROSPECTION}.requestParameters.plain.path`]],
  ['MOSQUITTO_REQUEST_PARAMETERS', { [`${PLAIN}.requestParameters`]: { plain: { method: 'TRACE', path: 'a' } } },
    [`${PLAIN}.requestParameters.plain.method`, `${PLAIN}.requestParameters.plain.path`]],
  ['MOSQUITTO_BODY_ENCODING', { [`${PLAIN}.requestParameters`]: { plain: { bodyEncoding: 'application/json' } } }, []],
  ['MOSQUITTO_BODY_ENCODING', { [`${PLAIN}.requestParameters`]: { plain: { payload: 1 } } }, [`${PLAIN}.bodyEncoding`]],
  ['MOSQUITTO_BODY_ENCODING', { [`${PLAIN}.bodyEncoding`]: 'application/json', [`${PLAIN}.requestParameters`]: { plain: { payload: 1 } } }, [`${PLAIN}.bodyEncoding`]],
  ['MOSQUITTO_BODY_ENCODING', { 'jwt.revocation': undefined }, []],
])('%s and jwt.json: %j', (id, changes, expected) => {
  expect(said(id, changes)).toEqual(expected);
});

const TOKENS = { kind: 'token', path: '/usr/lib/cedalo_jwt_auth.so' };
const ACCOUNTS = { kind: 'dynamic-security', path: '/usr/lib/mosquitto_dynamic_security.so', configFile: '/d.json' };
const OTHER = { kind: 'other', path: '/x.so' };
const CLUSTER = { kind: 'high-availability', path: '/usr/lib/cedalo_mosquitto_ha.so' };
const conf = (plugins: readonly object[], listeners: readonly object[] = []) => ({ 'conf.plugins': plugins, 'conf.listeners': listeners });
const named = (plugin: object, name: string) => ({ ...plugin, name });
const BY_NAME = [named(TOKENS, 't'), named(ACCOUNTS, 'a')];

test.each<[string, Changes, readonly string[]]>([
  ['MOSQUITTO_TOKEN_PLUGIN', conf([TOKENS]), []],
  ['MOSQUITTO_TOKEN_PLUGIN', conf([ACCOUNTS]), ['conf.plugins']],
  ['MOSQUITTO_TOKEN_PLUGIN', conf([ACCOUNTS, TOKENS]), []],
  ['MOSQUITTO_TOKEN_PLUGIN', conf(BY_NAME, [{ port: 1, plugins: ['a'] }, { port: 2, plugins: ['t'] }]), []],
  ['MOSQUITTO_TOKEN_PLUGIN', { ...conf([ACCOUNTS]), jwt: undefined }, []],
  ['MOSQUITTO_AUTHORIZATION', conf([TOKENS]), ['conf.plugins']],
  ['MOSQUITTO_AUTHORIZATION', conf([TOKENS, CLUSTER]), []],
  ['MOSQUITTO_AUTHORIZATION', conf([{ kind: 'other', path: '/x.so' }]), []],
  ['MOSQUITTO_AUTHORIZATION', conf(BY_NAME, [{ port: 1, plugins: ['t', 'a'] }, { port: 2, plugins: ['t'] }]), ['conf.plugins']],
  ['MOSQUITTO_AUTHORIZATION', conf([TOKENS, OTHER]), ['conf.plugins']],
  ['MOSQUITTO_AUTHORIZATION', conf([OTHER, ACCOUNTS]), []],
  ['MOSQUITTO_DYNAMIC_SECURITY_FILE', conf([TOKENS, CLUSTER]), []],
  ['MOSQUITTO_DYNAMIC_SECURITY_FILE', conf([{ ...TOKENS, configFile: 'jwt.json' }, { ...OTHER, configFile: 'a' }, ACCOUNTS]), []],
  ['MOSQUITTO_PLUGIN_TWICE', conf([named(TOKENS, 'a'), named(ACCOUNTS, 'a')]), ['conf.plugins[1]']],
  ['MOSQUITTO_PLUGIN_TWICE', conf([TOKENS, ACCOUNTS]), []],
  ['MOSQUITTO_PLUGIN_USE', conf([TOKENS], [{ port: 1 }]), []],
  ['MOSQUITTO_PASSWORD_LOGINS', conf([ACCOUNTS]), []],
  ['MOSQUITTO_PASSWORD_LOGINS', conf([OTHER]), []],
  ['MOSQUITTO_PASSWORD_LOGINS', conf([TOKENS, ACCOUNTS]), ['conf.plugins']],
  ['MOSQUITTO_PASSWORD_LOGINS', conf(BY_NAME, [{ port: 1, plugins: ['t', 'a'] }, { port: 2, plugins: ['a'] }]), []],
  ['MOSQUITTO_PASSWORD_LOGINS', conf([...BY_NAME, named({ kind: 'other', path: '/x.so' }, 'x')], [{ port: 1, plugins: ['t', 'a'] }, { port: 2, plugins: ['x'] }]),
    ['conf.plugins']],
  ['MOSQUITTO_PASSWORD_LOGINS', conf([...BY_NAME, named({ kind: 'other', path: '/x.so' }, 'x')], [{ port: 1, plugins: ['t', 'a'] }, { port: 2, plugins: ['x', 'a'] }]), []],
  ['MOSQUITTO_TOKEN_FILE_NAME', conf([{ ...TOKENS, configFile: 'a\\b' }]), ['conf.plugins[0].configFile']],
  ['MOSQUITTO_TOKEN_FILE_NAME', conf([{ ...TOKENS, configFile: 'jwt.json' }, TOKENS]), []],
  ['MOSQUITTO_TOKEN_FILE_NAME', conf([ACCOUNTS]), []],
  ['MOSQUITTO_TOKEN_FILE_NAME', conf([{ ...TOKENS, configFile: 'a/b' }, { ...TOKENS, configFile: TOKEN }]),
    ['conf.plugins[0].configFile', 'deferred conf.plugins[1].configFile']],
  ['MOSQUITTO_CONF_VALUE', conf([{ ...TOKENS, path: ' a', name: 'a b', configFile: 'b ' }]), ['conf.plugins[0].path', 'conf.plugins[0].name', 'conf.plugins[0].configFile']],
  ['MOSQUITTO_CONF_VALUE', conf([{ ...TOKENS, options: { config_file: 'x' } }]), ['conf.plugins[0].options']],
  ['MOSQUITTO_CONF_VALUE', conf([{ ...TOKENS, path: '', configFile: ' ' }]), ['conf.plugins[0].path', 'conf.plugins[0].configFile']],
  ...['\u0085', '\ufdd0', '\ufffe', '\u{1ffff}', '\u{10fffe}'].map((character): [string, Changes, readonly string[]] =>
    ['MOSQUITTO_CONF_VALUE', conf([{ ...TOKENS, path: `/a${character}` }]), ['conf.plugins[0].path']]),
  ...['\u00a1', '\ufdcf', '\ufffd', '\u{1fffd}', '\u{20000}'].map((character): [string, Changes, readonly string[]] =>
    ['MOSQUITTO_CONF_VALUE', conf([{ ...TOKENS, path: `/a${character}` }]), []]),
  ['MOSQUITTO_CONF_VALUE', conf([], [{ port: 1 }]), []],
  ['MOSQUITTO_CONF_VALUE', conf([], [{ port: 1, plugins: ['a', 'b c'] }]), ['conf.listeners[0].plugins[1]']],
  ['MOSQUITTO_LISTENER', conf([], [{ port: 1 }, { port: 2 }, { port: 1, address: 'a' }]), []],
  ['MOSQUITTO_LISTENER', conf([], [{ port: 1 }, { port: 2 }, { port: 1 }]), ['conf.listeners[2].port']],
])('%s and mosquitto.conf: %j', (id, changes, expected) => {
  expect(said(id, changes)).toEqual(expected);
});

test.each<[string, Changes, readonly string[], string?]>([
  ['MOSQUITTO_WIDE_PATTERN', acl('subscribePattern', '#', false), [], '2.0'],
  ['MOSQUITTO_WIDE_PATTERN', acl('subscribeLiteral', '#'), [], '2.0'],
  ['MOSQUITTO_WIDE_PATTERN', acl('SUBSCRIBEPATTERN', '#'), [`${ROLES}[0].acls[0].topic`], '2.0'],
  ['MOSQUITTO_WIDE_PATTERN', acl('subscribePattern', TOKEN, false), [], '2.0'],
  ['MOSQUITTO_WIDE_PATTERN', acl('subscribePattern', 'a/#'), [], '2.0'],
  ['MOSQUITTO_CONTROL_TOPIC', acl('subscribePattern', '$CONTROL'), [`${ROLES}[0].acls[0].topic`]],
  ['MOSQUITTO_CONTROL_TOPIC', acl('subscribePattern', '$CONTROLS/a'), []],
  ['MOSQUITTO_CONTROL_TOPIC', acl('subscribePattern', 'a/$CONTROL/b'), []],
  ['MOSQUITTO_CONTROL_TOPIC', acl('subscribePattern', TOKEN, false), []],
  ['MOSQUITTO_PUBLISH_REFUSED', acl('publishClientSend', '$SYS'), [`${ROLES}[0].acls[0].topic`]],
  ['MOSQUITTO_PUBLISH_REFUSED', acl('PUBLISHCLIENTSEND', '$share/a'), [`${ROLES}[0].acls[0].topic`]],
  ['MOSQUITTO_PUBLISH_REFUSED', acl('publishClientSend', '$SYSTEM'), []],
  ['MOSQUITTO_PUBLISH_REFUSED', acl('publishClientSend', 'a/$SYS/b'), []],
  ['MOSQUITTO_PUBLISH_REFUSED', acl('publishClientSend', '$SYS/broker/connection/a/state'), []],
  ['MOSQUITTO_PUBLISH_REFUSED', acl('publishClientSend', '$SYS/broker/connection/a/state/b'), [`${ROLES}[0].acls[0].topic`]],
  ['MOSQUITTO_PUBLISH_REFUSED', acl('publishClientSend', '$SYS/a/$SYS/broker/connection/a/state'), [`${ROLES}[0].acls[0].topic`]],
  ['MOSQUITTO_PUBLISH_REFUSED', acl('publishClientReceive', '$SYS/#'), []],
  ['MOSQUITTO_PUBLISH_REFUSED', acl('publishClientSend', '$SYS/#', false), []],
  ['MOSQUITTO_DEFAULT_ACCESS', { [`${SECURITY}.defaultAclAccess`]: undefined }, []],
  ['MOSQUITTO_DEFAULT_ACCESS', { [`${SECURITY}.defaultAclAccess`]: { publishClientReceive: true, unsubscribe: true } }, []],
])('%s and entries of roles: %j', (id, changes, expected, ...[version]) => {
  expect(said(id, changes, version)).toEqual(expected);
});

test.each([
  ['2', true], ['2.0', true], ['2.0.18', true], ['2.1', true], ['2.1.2', true], ['2.2', false], ['2.8', false], ['2.9', true], ['2.9.1', true], ['3.2', true], ['1.9', false],
  ['3', true], ['3.4', true],
])('version %s is one with the token plugin, as far as is known: %s', (version, isGood) => {
  expect(said('MOSQUITTO_VERSION', {}, version)).toEqual(isGood ? [] : ['brokerVersion']);
});

test.each([['latest', []], ['3.4', ['brokerVersion']], ['3.3', []]])('version %s is newer than those known: %j', (version, expected) => {
  expect(said('MOSQUITTO_VERSION_NEWER', {}, version)).toEqual(expected);
});

test('without a version nothing is said of it', () => {
  const rules = MOSQUITTO_RULES.filter(({ id }) => id === 'MOSQUITTO_VERSION' || id === 'MOSQUITTO_VERSION_NEWER');

  expect(evaluate(rules, { settings: GOOD, version: undefined, acknowledged: [] })).toEqual({ findings: [], preconditions: [], deferred: [] });
});

test('a list that only apply knows is judged there as a whole', () => {
  expect(said('MOSQUITTO_TEXT', { 'jwt.common.issuers': LIST_TOKEN })).toEqual(['precondition jwt.common.issuers']);
});
