import { change } from './change';
import { GOOD, LIST_TOKEN, TOKEN, VERSION } from './samples';
import { MOSQUITTO } from '../../../src/brokers/mosquitto/core';
import { MOSQUITTO_RULES } from '../../../src/brokers/mosquitto/rules';
import { MosquittoSettings } from '../../../src/brokers/mosquitto/settings';
import { evaluate, Evaluation } from '../../../src/rules/rule';

type Changes = { readonly [path: string]: unknown };

function judge(settings: MosquittoSettings, version: string | undefined): Evaluation {
  return evaluate(MOSQUITTO_RULES, { settings, version, acknowledged: [] });
}

function told(evaluation: Evaluation, id: string): readonly string[] {
  return evaluation.findings.filter((found) => found.rule === id).map((found) => `${found.path} ${found.message}`);
}

const LOCAL = { 'jwt.mode': 'local', 'jwt.modes.jwks': undefined };
const INTROSPECTION = {
  'jwt.revocation.introspection': { uri: 'https://sso.example.com/introspect', clientId: { plain: 'broker' }, clientSecret: { env: 'SECRET' } },
};
const PLAIN = { 'jwt.revocation.plain': { uri: 'https://sso.example.com/revoked' } };
const PEM = '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n';
const ROLE = 'dynamicSecurity.roles.0.acls.0';

/** Rule, what is changed in good settings, what is told; a version where it matters. */
const BROKEN: readonly (readonly [string, Changes, readonly string[], (string | null)?])[] = [
  ['MOSQUITTO_VERSION', {}, ['brokerVersion is not a dotted version, got "latest"'], 'latest'],
  ['MOSQUITTO_VERSION', {}, ['brokerVersion is a version without the token plugin, got "1.6"'], '1.6'],
  ['MOSQUITTO_VERSION', {}, ['brokerVersion is a version without the token plugin, got "2.8.1"'], '2.8.1'],
  ['MOSQUITTO_VERSION_NEWER', {}, ['brokerVersion is newer than 3.3, got "3.4"'], '3.4'],
  ['MOSQUITTO_SETTING_UNSUPPORTED', {}, ['jwt.common.audience uses audience, which version 3.0 does not have'], '3.0'],
  ['MOSQUITTO_SETTING_UNSUPPORTED', { 'dynamicSecurity.roles.0.allowwildcardsubs': false, [`${ROLE}.topic`]: 'orders/%u/#' }, [
    'conf.plugins[0].name uses plugin_load, which version 2.0 does not have',
    'conf.plugins[1].name uses plugin_load, which version 2.0 does not have',
    'dynamicSecurity.roles[0].allowwildcardsubs uses allowwildcardsubs, which version 2.0 does not have',
    'dynamicSecurity.roles[0].acls[0].topic uses the placeholders %u and %c, which version 2.0 does not have',
  ], '2.0'],
  ['MOSQUITTO_SETTING_UNPROVEN', {}, ['jwt.common.audience uses audience, which version 3.1 may not have'], '3.1'],
  ['MOSQUITTO_SETTING_UNPROVEN', { 'conf.plugins': [], 'conf.listeners': [] }, ['jwt.common.audience uses audience, which some versions do not have'], null],
  ['MOSQUITTO_ALGORITHM', { 'jwt.algorithm': 'ES256' }, ['jwt.algorithm must be one of RS256, HS256, got "ES256"']],
  ['MOSQUITTO_MODE', { 'jwt.mode': 'both' }, ['jwt.mode must be one of jwks, local, got "both"']],
  ['MOSQUITTO_MODE', { 'jwt.mode': 'local' }, ['jwt.modes.local is missing, although mode is local']],
  ['MOSQUITTO_JWKS_SOURCE', { 'jwt.modes.jwks.uri': undefined }, ['jwt.modes.jwks has neither uri nor filePath']],
  ['MOSQUITTO_JWKS_TWO_SOURCES', { 'jwt.modes.jwks.filePath': '/keys.json' }, ['jwt.modes.jwks has both uri and filePath']],
  ['MOSQUITTO_HS256_JWKS', { 'jwt.algorithm': 'HS256' }, ['jwt.algorithm must be RS256 with mode jwks, got "HS256"']],
  ['MOSQUITTO_PEM', { ...LOCAL, 'jwt.modes.local': { plain: 'MIIB' } }, ['jwt.modes.local.plain must be a PEM text with its header lines']],
  ['MOSQUITTO_VALUE_SOURCE', { ...LOCAL, 'jwt.modes.local': { env: 'KEY', filePath: '/key' } }, ['jwt.modes.local must have one of plain, env and filePath, has 2']],
  ['MOSQUITTO_VALUE_SOURCE', { ...INTROSPECTION, 'jwt.revocation.introspection.clientId': {} },
    ['jwt.revocation.introspection.clientId must have one of plain, env and filePath, has 0']],
  ['MOSQUITTO_SECRET_LITERAL', { ...LOCAL, 'jwt.algorithm': 'HS256', 'jwt.modes.local': { plain: 'hunter2' } }, ['jwt.modes.local.plain holds a secret in clear']],
  ['MOSQUITTO_SECRET_LITERAL', { ...LOCAL, 'jwt.modes.local': { plain: '-----BEGIN RSA PRIVATE KEY-----' } }, ['jwt.modes.local.plain holds a secret in clear']],
  ['MOSQUITTO_SECRET_LITERAL', { ...INTROSPECTION, 'jwt.revocation.introspection.clientSecret': { plain: 'hunter2' } },
    ['jwt.revocation.introspection.clientSecret.plain holds a secret in clear']],
  ['MOSQUITTO_SECRET_LITERAL', { ...INTROSPECTION, 'jwt.revocation.introspection.clientSecret': { plain: TOKEN } },
    ['jwt.revocation.introspection.clientSecret.plain holds a secret in clear']],
  ['MOSQUITTO_SECRET_LITERAL', { ...PLAIN, 'jwt.revocation.plain.requestParameters.plain': { headers: { 'X-Api-Key': 'k' }, payload: { a: [{ client_secret: 's' }] } } }, [
    'jwt.revocation.plain.requestParameters.plain.headers.X-Api-Key holds a secret in clear',
    'jwt.revocation.plain.requestParameters.plain.payload.a[0].client_secret holds a secret in clear',
  ]],
  ['MOSQUITTO_SECRET_LITERAL', { 'jwt.modes.jwks.uri': 'http://broker:hunter2@sso.example.com/keys' }, ['jwt.modes.jwks.uri holds a secret in clear']],
  ['MOSQUITTO_FILE_PATH', { 'jwt.modes.jwks': { filePath: 'keys.json' } }, ['jwt.modes.jwks.filePath must be an absolute path, got "keys.json"']],
  ['MOSQUITTO_VARIABLE_NAME', { ...INTROSPECTION, 'jwt.revocation.introspection.clientSecret': { env: 'hunter 2' } },
    ['jwt.revocation.introspection.clientSecret.env must be the name of an environment variable']],
  ['MOSQUITTO_URI', { 'jwt.modes.jwks.uri': 'sso.example.com/keys' }, ['jwt.modes.jwks.uri must be an absolute http or https URL, got "sso.example.com/keys"']],
  ['MOSQUITTO_PLAIN_HTTP', { 'jwt.modes.jwks.uri': 'http://sso.example.com/keys' },
    ['jwt.modes.jwks.uri must be a URL that starts with https://, got "http://sso.example.com/keys"']],
  ['MOSQUITTO_NUMBERS', { 'jwt.modes.jwks.timeoutMs': 0 }, ['jwt.modes.jwks.timeoutMs must be a whole number from 1 to 2147483647, got 0']],
  ['MOSQUITTO_NUMBERS', { ...PLAIN, 'jwt.revocation.plain.response': { successHttpCodes: [200, 99] } },
    ['jwt.revocation.plain.response.successHttpCodes[1] must be a whole number from 100 to 599, got 99']],
  ['MOSQUITTO_KEY_CACHE', { 'jwt.modes.jwks.cache': undefined }, ['jwt.modes.jwks.cache.enabled is off']],
  ['MOSQUITTO_LAZY_CONNECT', { 'jwt.lazyConnect': false }, ['jwt.lazyConnect is off']],
  ['MOSQUITTO_TEXT', { 'jwt.common.issuer': 'a\nb' }, ['jwt.common.issuer must be one line without control characters, and not empty, got "a\\nb"']],
  ['MOSQUITTO_TEXT', { 'jwt.common.audiences': [''] },
    ['jwt.common.audiences must be a list of which each member is one line without control characters, and not empty, got [""]']],
  ['MOSQUITTO_ISSUER_UNCHECKED', { 'jwt.common.issuer': undefined }, ['jwt.common.issuer is not set, nor is issuers or validateIssuerAgainstEnvs']],
  ['MOSQUITTO_ISSUER_TWICE', { 'jwt.common.issuers': ['https://b'] }, ['jwt.common.issuers stands beside issuer']],
  ['MOSQUITTO_ISSUER_PATTERN', { 'jwt.common.issuer': 'https://*' }, ['jwt.common.issuer looks like a pattern, got "https://*"']],
  ['MOSQUITTO_ISSUER_PATTERN', { 'jwt.common.issuers': ['/a/'] }, ['jwt.common.issuers[0] looks like a pattern, got "/a/"']],
  ['MOSQUITTO_AUDIENCE_UNCHECKED', { 'jwt.common.audience': undefined }, ['jwt.common.audience is not set, nor is audiences or validateAudienceAgainstEnvs']],
  ['MOSQUITTO_AUDIENCE_TWICE', { 'jwt.common.audiences': ['b'] }, ['jwt.common.audiences stands beside audience']],
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.audience': '/(/' }, ['jwt.common.audience is no regular expression, got "/(/"']],
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.audiences': ['/a/v'] }, ['jwt.common.audiences[0] is no regular expression, got "/a/v"']],
  ['MOSQUITTO_PATTERN_ANYTHING', { 'jwt.common.audience': '*' }, ['jwt.common.audience matches every value, got "*"']],
  ['MOSQUITTO_PATTERN_ANYTHING', { 'jwt.common.audience': '/^.*$/i' }, ['jwt.common.audience matches every value, got "/^.*$/i"']],
  ['MOSQUITTO_EXPIRATION_UNCHECKED', { 'jwt.common.validateExpiration': false }, ['jwt.common.validateExpiration is off']],
  ['MOSQUITTO_EXPIRED_SESSIONS', { 'jwt.common.kickExpiredClients': false }, ['jwt.common.kickExpiredClients is off']],
  ['MOSQUITTO_TWO_MATCHES', { 'jwt.common.matchUsernameToClaim': 'a', 'jwt.common.matchClientIdToSubject': true, 'jwt.common.matchClientIdToClaim': 'b' },
    ['jwt.common.matchUsernameToClaim stands beside matchUsernameToSubject', 'jwt.common.matchClientIdToClaim stands beside matchClientIdToSubject']],
  ['MOSQUITTO_REVOCATION_KIND', { 'jwt.revocation': {} }, ['jwt.revocation must have one of introspection and plain, has neither']],
  ['MOSQUITTO_REVOCATION_KIND', { ...INTROSPECTION, ...PLAIN }, ['jwt.revocation must have one of introspection and plain, has both']],
  ['MOSQUITTO_REVOCATION_REQUIRED', { 'jwt.revocation.introspection': {} }, [
    'jwt.revocation.introspection.uri is missing', 'jwt.revocation.introspection.clientId is missing', 'jwt.revocation.introspection.clientSecret is missing',
  ]],
  ['MOSQUITTO_REVOCATION_REQUIRED', { 'jwt.revocation.plain': {} }, ['jwt.revocation.plain.uri is missing']],
  ['MOSQUITTO_SUCCESS_VALUE', { ...PLAIN, 'jwt.revocation.plain.response': { successValue: true } }, ['jwt.revocation.plain.response.successValue is set without jsonPath']],
  ['MOSQUITTO_REQUEST_PARAMETERS', { ...PLAIN, 'jwt.revocation.plain.requestParameters': { plain: { method: 'HEAD', path: 'x', bodyEncoding: 'xml' } } }, [
    'jwt.revocation.plain.requestParameters.plain.method must be one of GET, POST, PUT, PATCH, DELETE, got "HEAD"',
    'jwt.revocation.plain.requestParameters.plain.path must be a path that starts with /, got "x"',
    'jwt.revocation.plain.requestParameters.plain.bodyEncoding must be one of application/x-www-form-urlencoded, application/json, got "xml"',
  ]],
  ['MOSQUITTO_REQUEST_PARAMETERS', { ...INTROSPECTION, 'jwt.revocation.introspection.requestParameters': { plain: { payload: 1 } } },
    ['jwt.revocation.introspection.requestParameters.plain.payload cannot be set: the body of an introspection request is fixed']],
  ['MOSQUITTO_BODY_ENCODING', { ...PLAIN, 'jwt.revocation.plain.requestParameters': { plain: { payload: {}, bodyEncoding: 'application/json' } } },
    ['jwt.revocation.plain.bodyEncoding is not the same in both places']],
  ['MOSQUITTO_CONF_VALUE', { 'conf.persistenceLocation': '/a\nallow_anonymous true' },
    ['conf.persistenceLocation must be a text that is not blank, one line without control characters, a text without blanks at its ends, text without control characters and characters that Unicode reserves, at most 65535 bytes, got "/a\\nallow_anonymous true"']],
  ['MOSQUITTO_CONF_VALUE', { 'conf.plugins.0.options': { 'a b': 'x', 'ok': ' y' }, 'conf.listeners.1.address': 'a b' }, [
    'conf.plugins[0].options has a key that is no option name (letters, digits, underscores; config_file has its own setting), got "a b"',
    'conf.plugins[0].options.ok must be a text that is not blank, one line without control characters, a text without blanks at its ends, text without control characters and characters that Unicode reserves, at most 65535 bytes, got " y"',
    'conf.listeners[1].address must be one word without blanks, text without control characters and characters that Unicode reserves, at most 65535 bytes, got "a b"',
  ]],
  ['MOSQUITTO_LISTENER', { 'conf.listeners.0.port': 0 }, ['conf.listeners[0].port must be a whole number from 1 to 65535, got 0']],
  ['MOSQUITTO_LISTENER', { 'conf.listeners.1': { port: 1883, plugins: ['accounts'] } }, ['conf.listeners[1].port is the port of an earlier listener, got 1883']],
  ['MOSQUITTO_TOKEN_PLUGIN', { 'conf.listeners.0.plugins': ['accounts'] }, ['conf.plugins do not load cedalo_jwt_auth.so for any listener']],
  ['MOSQUITTO_PLUGIN_ORDER', { 'conf.listeners.0.plugins': ['accounts', 'tokens'] },
    ['conf.plugins have the token plugin behind another one, got "mosquitto_dynamic_security.so, cedalo_jwt_auth.so"']],
  ['MOSQUITTO_PLUGIN_ORDER', { 'conf.plugins.1.name': undefined, 'conf.listeners.0.plugins': ['tokens'], 'conf.listeners.1.plugins': undefined },
    ['conf.plugins have the token plugin behind another one, got "mosquitto_dynamic_security.so, cedalo_jwt_auth.so"']],
  ['MOSQUITTO_AUTHORIZATION', { 'conf.listeners.0.plugins': ['tokens'] }, ['conf.plugins have the token plugin without dynamic security']],
  ['MOSQUITTO_DYNAMIC_SECURITY_FILE', { 'conf.plugins.1.configFile': undefined }, ['conf.plugins[1].configFile is missing']],
  ['MOSQUITTO_DYNAMIC_SECURITY_FILE', { 'conf.plugins.1.configFile': 'd.json' },
    ['conf.plugins[1].configFile must be an absolute path, one line without control characters, a text without blanks at its ends, got "d.json"']],
  ['MOSQUITTO_PLUGIN_TWICE', { 'conf.plugins.2': { kind: 'other', path: '/other/cedalo_jwt_auth.so' } },
    ['conf.plugins[2] has the file or the name of an earlier plugin, got "/other/cedalo_jwt_auth.so"']],
  ['MOSQUITTO_PLUGIN_USE', { 'conf.listeners.1.plugins': ['accounts', 'nobody'] }, ['conf.listeners[1].plugins[1] is not the name of a plugin, got "nobody"']],
  ['MOSQUITTO_PLUGIN_PATH_BLANK', { 'conf.plugins.0.path': '/usr/my lib/cedalo_jwt_auth.so' },
    ['conf.plugins[0].path must be a path without blanks, got "/usr/my lib/cedalo_jwt_auth.so"']],
  ['MOSQUITTO_ANONYMOUS', { 'conf.allowAnonymous': true }, ['conf.allowAnonymous is on']],
  ['MOSQUITTO_PASSWORD_LOGINS', { 'conf.listeners.1': { port: 1884, plugins: ['tokens', 'accounts'] } }, ['conf.plugins put the token plugin before every listener']],
  ['MOSQUITTO_TOKEN_FILE_NAME', { 'conf.plugins.0.configFile': '/a/jwt.json' }, ['conf.plugins[0].configFile must be a file name without a directory, got "/a/jwt.json"']],
  ['MOSQUITTO_NAMES', { 'dynamicSecurity.clients.0': { username: '', clientid: '', roles: [] } }, [
    'dynamicSecurity.clients[0].username must be a name that is not empty, got ""',
    'dynamicSecurity.clients[0].clientid must be a name that is not empty, got ""',
  ]],
  ['MOSQUITTO_DUPLICATES', { 'dynamicSecurity.clients.1': { username: 'orders-service', roles: [] }, 'dynamicSecurity.clients.2': { username: 'admin', roles: [] } }, [
    'dynamicSecurity.clients[1].username stands there twice, got "orders-service"',
    'dynamicSecurity.clients[2].username is the name of an entry that is not ours, got "admin"',
  ]],
  ['MOSQUITTO_DUPLICATES', { 'dynamicSecurity.clients.0.roles.1': { rolename: 'orders' }, 'dynamicSecurity.groups.0.clients.1': { username: 'orders-service' } }, [
    'dynamicSecurity.clients[0].roles[1] stands there twice, got "orders"',
    'dynamicSecurity.groups[0].clients[1] stands there twice, got "orders-service"',
  ]],
  ['MOSQUITTO_REFERENCES', {
    'dynamicSecurity.clients.0.roles.1': { rolename: 'r' }, 'dynamicSecurity.groups.0.clients.1': { username: 'c' }, 'dynamicSecurity.anonymousGroup': 'g',
  }, [
    'dynamicSecurity.clients[0].roles[1].rolename is not the name of a role, got "r"',
    'dynamicSecurity.groups[0].clients[1].username is not the name of a client, got "c"',
    'dynamicSecurity.anonymousGroup is not the name of a group, got "g"',
  ]],
  ['MOSQUITTO_PRIORITY', { [`${ROLE}.priority`]: 100001, 'dynamicSecurity.groups.0.roles.0.priority': 0.5 }, [
    'dynamicSecurity.groups[0].roles[0].priority must be a whole number from -100000 to 100000, got 0.5',
    'dynamicSecurity.roles[0].acls[0].priority must be a whole number from -100000 to 100000, got 100001',
  ]],
  ['MOSQUITTO_ENTRY_TEXT', { 'dynamicSecurity.roles.0.textname': 'a\nb' }, ['dynamicSecurity.roles[0].textname must be one line without control characters, got "a\\nb"']],
  ['MOSQUITTO_NOT_ENFORCED', { 'dynamicSecurity.clients.0.disabled': true, 'dynamicSecurity.unmanaged.clients.0.clientid': 'x' }, [
    'dynamicSecurity.clients[0].disabled has no effect on logins by token',
    'dynamicSecurity.unmanaged.clients[0].clientid has no effect on logins by token',
  ]],
  ['MOSQUITTO_ANONYMOUS_GROUP', { 'dynamicSecurity.anonymousGroup': 'services' }, ['dynamicSecurity.anonymousGroup is set']],
  ['MOSQUITTO_NO_ADMIN', { 'dynamicSecurity.unmanaged': undefined }, ['dynamicSecurity.clients have no account besides those for tokens']],
  ['MOSQUITTO_USERNAME_UNBOUND', { 'jwt.common.matchUsernameToSubject': undefined },
    ['jwt.common.matchUsernameToSubject is off, and matchUsernameToClaim is not set, while accounts have rights']],
  ['MOSQUITTO_USERNAME_UNCHECKED', { 'jwt.common.matchUsernameToSubject': false, 'dynamicSecurity': undefined },
    ['jwt.common.matchUsernameToSubject is off, and matchUsernameToClaim is not set']],
  ['MOSQUITTO_ACL_TYPE', { [`${ROLE}.acltype`]: 'subscribe' },
    ['dynamicSecurity.roles[0].acls[0].acltype must be one of publishClientSend, publishClientReceive, subscribeLiteral, subscribePattern, unsubscribeLiteral, ' +
      'unsubscribePattern, got "subscribe"']],
  ['MOSQUITTO_TOPIC_FILTER', { [`${ROLE}.topic`]: 'a/#/b' }, [
    'dynamicSecurity.roles[0].acls[0].topic must be a topic filter: not empty, + and # alone in their level, # last, at most 200 slashes, got "a/#/b"',
  ]],
  ['MOSQUITTO_ACL_TWICE', { 'dynamicSecurity.roles.0.acls.1': { acltype: 'publishclientsend', topic: 'orders/#', allow: false } },
    ['dynamicSecurity.roles[0].acls[1].topic stands there twice, got "publishclientsend orders/#"']],
  ['MOSQUITTO_PLACEHOLDER', { [`${ROLE}.topic`]: 'orders/x-%u' }, ['dynamicSecurity.roles[0].acls[0].topic has a placeholder that is taken as text, got "orders/x-%u"']],
  ['MOSQUITTO_PLACEHOLDER', { [ROLE]: { acltype: 'subscribeLiteral', topic: 'a/%c', allow: true } },
    ['dynamicSecurity.roles[0].acls[0].topic has a placeholder that is taken as text, got "a/%c"']],
  ['MOSQUITTO_WIDE_PATTERN', { 'dynamicSecurity.roles.1.acls.0.topic': '#' }, ['dynamicSecurity.roles[1].acls[0].topic may cover topics that begin with $, got "#"'], '2.0'],
  ['MOSQUITTO_WIDE_PATTERN', { 'dynamicSecurity.roles.1.acls.0.topic': '#' }, ['dynamicSecurity.roles[1].acls[0].topic may cover topics that begin with $, got "#"'], '3.0'],
  ['MOSQUITTO_CONTROL_TOPIC', { [`${ROLE}.topic`]: '$CONTROL/#' }, ['dynamicSecurity.roles[0].acls[0].topic opens the control API, got "$CONTROL/#"']],
  ['MOSQUITTO_PUBLISH_REFUSED', { [`${ROLE}.topic`]: '$SYS/#' }, ['dynamicSecurity.roles[0].acls[0].topic is never open for publishing, got "$SYS/#"']],
  ['MOSQUITTO_DEFAULT_ACCESS', { 'dynamicSecurity.defaultAclAccess': { publishClientSend: true, subscribe: true } }, [
    'dynamicSecurity.defaultAclAccess.publishClientSend is on for every account', 'dynamicSecurity.defaultAclAccess.subscribe is on for every account',
  ]],
];

/** Rule and a change that looks similar but is good. */
const FINE: readonly (readonly [string, Changes, (string | null)?])[] = [
  ['MOSQUITTO_VERSION', {}, '2'],
  ['MOSQUITTO_VERSION_NEWER', {}, '3'],
  ['MOSQUITTO_VERSION_NEWER', {}, '4.x'],
  ['MOSQUITTO_URI', { 'jwt.modes.jwks.uri': 'https://user:pass word@sso.example.com/keys' }],
  ['MOSQUITTO_SETTING_UNSUPPORTED', { 'conf.plugins.0.name': undefined, 'conf.plugins.1.name': undefined, 'jwt.common.audience': undefined }, '2.0'],
  ['MOSQUITTO_SETTING_UNPROVEN', { 'dynamicSecurity.roles.0.allowwildcardsubs': true, 'dynamicSecurity.roles.0.acls.0.topic': 'a/%u/b' }, '3.3'],
  ['MOSQUITTO_HS256_JWKS', { ...LOCAL, 'jwt.algorithm': 'HS256', 'jwt.modes.local': { env: 'KEY' } }],
  ['MOSQUITTO_PEM', { ...LOCAL, 'jwt.modes.local': { plain: PEM } }],
  ['MOSQUITTO_SECRET_LITERAL', { ...LOCAL, 'jwt.modes.local': { plain: PEM } }],
  ['MOSQUITTO_SECRET_LITERAL', { ...PLAIN, 'jwt.revocation.plain.requestParameters.plain': { headers: { Authorization: 'Bearer #:jwt_value:#', Accept: 'x' } } }],
  ['MOSQUITTO_VALUE_SOURCE', INTROSPECTION],
  ['MOSQUITTO_FILE_PATH', { 'jwt.modes.jwks': { filePath: 'C:\\keys.json' } }],
  ['MOSQUITTO_KEY_CACHE', { 'jwt.modes.jwks': { filePath: '/keys.json' } }],
  ['MOSQUITTO_LAZY_CONNECT', { 'jwt.modes.jwks': { filePath: '/keys.json' }, 'jwt.lazyConnect': undefined }],
  ['MOSQUITTO_ISSUER_UNCHECKED', { 'jwt.common.issuer': undefined, 'jwt.common.validateIssuerAgainstEnvs': ['ISSUER'] }],
  ['MOSQUITTO_AUDIENCE_UNCHECKED', { 'jwt.common.audience': undefined, 'jwt.common.audiences': ['a', 'b'] }],
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.audience': '/^mes+aging$/i' }],
  ['MOSQUITTO_PATTERN_ANYTHING', { 'jwt.common.audience': 'messaging-*' }],
  ['MOSQUITTO_BODY_ENCODING', {
    ...PLAIN, 'jwt.revocation.plain.bodyEncoding': 'application/json', 'jwt.revocation.plain.requestParameters': { plain: { payload: {}, bodyEncoding: 'application/json' } },
  }],
  ['MOSQUITTO_SUCCESS_VALUE', { ...PLAIN, 'jwt.revocation.plain.response': { jsonPath: 'a.b', successValue: true } }],
  ['MOSQUITTO_LISTENER', { 'conf.listeners.1': { port: 1883, address: '127.0.0.1', plugins: ['accounts'] } }],
  ['MOSQUITTO_AUTHORIZATION', { 'conf.plugins.1': { kind: 'high-availability', path: '/usr/lib/cedalo_mosquitto_ha.so', name: 'accounts' } }],
  ['MOSQUITTO_PLUGIN_ORDER', { 'conf.plugins.0.name': undefined, 'conf.plugins.1.name': undefined, 'conf.listeners': [] }],
  ['MOSQUITTO_NO_ADMIN', { 'dynamicSecurity.unmanaged.clients.0': { username: 'root', roles: [], hasPassword: true } }],
  ['MOSQUITTO_USERNAME_UNBOUND', { 'jwt.common.matchUsernameToSubject': undefined, 'jwt.common.matchUsernameToClaim': 'azp' }],
  ['MOSQUITTO_NOT_ENFORCED', { 'jwt': undefined, 'dynamicSecurity.clients.0.disabled': true }],
  ['MOSQUITTO_ACL_TYPE', { [`${ROLE}.acltype`]: 'PUBLISHCLIENTSEND' }],
  ['MOSQUITTO_WIDE_PATTERN', { 'dynamicSecurity.roles.1.acls.0.topic': '#' }, '2.1'],
  ['MOSQUITTO_CONTROL_TOPIC', { [ROLE]: { acltype: 'publishClientSend', topic: '$CONTROL/#', allow: false } }],
  ['MOSQUITTO_PUBLISH_REFUSED', { [`${ROLE}.topic`]: '$SYS/broker/connection/bridge/state' }],
];

/** Rule and a place known only at apply, which becomes a precondition. */
const PRECONDITIONS: readonly (readonly [string, Changes, string])[] = [
  ['MOSQUITTO_ALGORITHM', { 'jwt.algorithm': TOKEN }, 'jwt.algorithm'],
  ['MOSQUITTO_MODE', { 'jwt.mode': TOKEN }, 'jwt.mode'],
  ['MOSQUITTO_PEM', { ...LOCAL, 'jwt.modes.local': { plain: TOKEN } }, 'jwt.modes.local.plain'],
  ['MOSQUITTO_FILE_PATH', { 'jwt.modes.jwks': { filePath: TOKEN } }, 'jwt.modes.jwks.filePath'],
  ['MOSQUITTO_VARIABLE_NAME', { ...LOCAL, 'jwt.modes.local': { env: TOKEN } }, 'jwt.modes.local.env'],
  ['MOSQUITTO_VARIABLE_NAME', { 'jwt.common.validateIssuerAgainstEnvs': LIST_TOKEN }, 'jwt.common.validateIssuerAgainstEnvs'],
  ['MOSQUITTO_URI', { 'jwt.modes.jwks.uri': TOKEN }, 'jwt.modes.jwks.uri'],
  ['MOSQUITTO_TEXT', { 'jwt.common.issuer': TOKEN }, 'jwt.common.issuer'],
  ['MOSQUITTO_TEXT', { 'jwt.common.audiences': LIST_TOKEN }, 'jwt.common.audiences'],
  ['MOSQUITTO_REQUEST_PARAMETERS', { ...PLAIN, 'jwt.revocation.plain.bodyEncoding': TOKEN }, 'jwt.revocation.plain.bodyEncoding'],
  ['MOSQUITTO_CONF_VALUE', { 'conf.persistenceLocation': TOKEN }, 'conf.persistenceLocation'],
  ['MOSQUITTO_DYNAMIC_SECURITY_FILE', { 'conf.plugins.1.configFile': TOKEN }, 'conf.plugins[1].configFile'],
  ['MOSQUITTO_NAMES', { 'dynamicSecurity.clients.0.username': TOKEN }, 'dynamicSecurity.clients[0].username'],
  ['MOSQUITTO_ENTRY_TEXT', { 'dynamicSecurity.clients.0.textname': TOKEN }, 'dynamicSecurity.clients[0].textname'],
  ['MOSQUITTO_ACL_TYPE', { [`${ROLE}.acltype`]: TOKEN }, 'dynamicSecurity.roles[0].acls[0].acltype'],
  ['MOSQUITTO_TOPIC_FILTER', { [`${ROLE}.topic`]: TOKEN }, 'dynamicSecurity.roles[0].acls[0].topic'],
];

/** Rule and a place known only at apply that Terraform cannot judge. */
const DEFERRED: readonly (readonly [string, Changes, string, string?])[] = [
  ['MOSQUITTO_PLAIN_HTTP', { 'jwt.modes.jwks.uri': TOKEN }, 'jwt.modes.jwks.uri'],
  ['MOSQUITTO_ISSUER_PATTERN', { 'jwt.common.issuer': TOKEN }, 'jwt.common.issuer'],
  ['MOSQUITTO_PATTERN_INVALID', { 'jwt.common.audience': TOKEN }, 'jwt.common.audience'],
  ['MOSQUITTO_PATTERN_ANYTHING', { 'jwt.common.audience': TOKEN }, 'jwt.common.audience'],
  ['MOSQUITTO_PLUGIN_PATH_BLANK', { 'conf.plugins.0.path': TOKEN }, 'conf.plugins[0].path'],
  ['MOSQUITTO_TOKEN_FILE_NAME', { 'conf.plugins.0.configFile': TOKEN }, 'conf.plugins[0].configFile'],
  ['MOSQUITTO_DUPLICATES', { 'dynamicSecurity.clients.1': { username: TOKEN, roles: [] } }, 'dynamicSecurity.clients[1].username'],
  ['MOSQUITTO_REFERENCES', { 'dynamicSecurity.clients.0.roles.0.rolename': TOKEN }, 'dynamicSecurity.clients[0].roles[0].rolename'],
  ['MOSQUITTO_ACL_TWICE', { 'dynamicSecurity.roles.0.acls.1': { acltype: 'publishClientSend', topic: TOKEN, allow: true } }, 'dynamicSecurity.roles[0].acls[1].topic'],
  ['MOSQUITTO_PLACEHOLDER', { [`${ROLE}.topic`]: TOKEN }, 'dynamicSecurity.roles[0].acls[0].topic'],
  ['MOSQUITTO_WIDE_PATTERN', { 'dynamicSecurity.roles.1.acls.0.topic': TOKEN }, 'dynamicSecurity.roles[1].acls[0].topic', '2.0'],
  ['MOSQUITTO_CONTROL_TOPIC', { [`${ROLE}.topic`]: TOKEN }, 'dynamicSecurity.roles[0].acls[0].topic'],
  ['MOSQUITTO_PUBLISH_REFUSED', { [`${ROLE}.topic`]: TOKEN }, 'dynamicSecurity.roles[0].acls[0].topic'],
];

// null stands for a version that nobody named.
const versionOf = (version: string | null | undefined) => (version === null ? undefined : version ?? VERSION);

describe('rules on Mosquitto settings', () => {
  test('good settings break none', () => {
    expect(judge(GOOD, VERSION)).toEqual({ findings: [], preconditions: [], deferred: [] });
  });

  test('settings of no file break none', () => {
    expect(judge({}, VERSION)).toEqual({ findings: [], preconditions: [], deferred: [] });
  });

  test.each(BROKEN.map(([id, changes, messages, version]) => ({ id, changes, messages, version })))('$id is told: $changes', ({ id, changes, messages, version }) => {
    expect(told(judge(change(GOOD, changes), versionOf(version)), id)).toEqual(messages);
  });

  test.each(FINE.map(([id, changes, version]) => ({ id, changes, version })))('$id is silent: $changes', ({ id, changes, version }) => {
    expect(told(judge(change(GOOD, changes), versionOf(version)), id)).toEqual([]);
  });

  test.each(PRECONDITIONS)('%s is left to Terraform: %j', (id, changes, path) => {
    const evaluation = judge(change(GOOD, changes), VERSION);
    expect(told(evaluation, id)).toEqual([]);
    expect(evaluation.preconditions.filter((found) => found.rule === id).map((found) => found.path)).toContain(path);
  });

  test.each(DEFERRED.map(([id, changes, path, version]) => ({ id, changes, path, version })))('$id is left to the engine: $changes', ({ id, changes, path, version }) => {
    const evaluation = judge(change(GOOD, changes), versionOf(version));
    expect(told(evaluation, id)).toEqual([]);
    expect(evaluation.deferred.filter((found) => found.rule === id).map((found) => found.path)).toContain(path);
  });

  test('every rule has a case that breaks it', () => {
    expect([...new Set(BROKEN.map(([id]) => id))].sort()).toEqual(MOSQUITTO_RULES.map((rule) => rule.id).sort());
  });

  test('ids are unique, and every rule says what to do', () => {
    const rules = [...MOSQUITTO.rules, ...MOSQUITTO.parseRules];
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    expect(rules.filter((rule) => !/^MOSQUITTO_[A-Z0-9_]+$/.test(rule.id) || [rule.summary, rule.cause, rule.remedy, rule.source].some((text) => text === ''))).toEqual([]);
  });

  test('no message shows a secret', () => {
    const secrets = change(GOOD, {
      ...LOCAL, 'jwt.modes.jwks': { uri: 'http://a:hunter2@b/c' }, 'jwt.modes.local': { plain: 'hunter2' }, 'jwt.revocation.introspection': { uri: 'x', clientSecret: { plain: 'hunter2', env: 'hunter2 ' } },
    });
    expect(JSON.stringify(judge(secrets, VERSION))).not.toContain('hunter2');
  });
});
