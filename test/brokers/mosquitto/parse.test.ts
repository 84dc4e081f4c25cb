import * as fc from 'fast-check';
import { parse } from '../../../src/brokers/mosquitto/parse';
import { describeFinding } from '../../../src/rules/rule';
import { HOSTILE } from '../../support/hostile';

function told(files: { readonly [name: string]: string }): readonly string[] {
  return parse(files).findings.map((found) => `${found.level} ${found.rule} ${found.path} ${found.message}`);
}

const jwt = (options: object, rest: object = {}) => ({ 'jwt.json': JSON.stringify({ version: 1, algorithm: 'RS256', mode: 'jwks', ...rest, options }) });
const accounts = (content: unknown) => ({ 'dynamic-security.json': typeof content === 'string' ? content : JSON.stringify(content) });
const conf = (text: string) => ({ 'mosquitto.conf': text });

/** The example of the vendor's article, with its misspelt key and its secret. */
const ARTICLE = jwt({
  lazyConnect: false,
  modes: { jwks: { uri: 'http://sso.example.com/certs', timeoutMs: 5000, cache: { enabled: true, ttlMs: 30000, respectCacheHeaders: false } } },
  common: {
    validateExpiration: true, matchUsernameToSubject: true, matchClientIdToSubject: false, kickExpiredClients: true, kickExpiredClientsWithWill: true,
  },
  revocation: { introspection: { uri: 'http://sso.example.com/introspect', clientId: 'client-id', clientSecret: 'hunter2', includeTokenTypehint: false }, timeoutMs: 5000 },
});

describe('reading jwt.json', () => {
  test('understands the vendor\'s example, corrects its spelling and keeps no secret', () => {
    const parsed = parse(ARTICLE);
    expect(parsed.settings?.jwt).toEqual({
      algorithm: 'RS256',
      mode: 'jwks',
      lazyConnect: false,
      modes: { jwks: { uri: 'http://sso.example.com/certs', timeoutMs: 5000, cache: { enabled: true, ttlMs: 30000, respectCacheHeaders: false } } },
      common: {
        validateExpiration: true,
        matchUsernameToSubject: true,
        matchClientIdToSubject: false,
        kickExpiredClients: true,
        kickExpiredClientsWithWill: true,
      },
      revocation: {
        timeoutMs: 5000,
        introspection: { uri: 'http://sso.example.com/introspect', clientId: { plain: 'client-id' }, clientSecret: { plain: '(withheld)' }, includeTokenTypeHint: false },
      },
    });
    expect(told(ARTICLE)).toEqual([
      'warning MOSQUITTO_TOKEN_TYPE_HINT_SPELLING jwt.json options.revocation.introspection.includeTokenTypehint is not the spelling of the schema',
    ]);
    expect(JSON.stringify(parsed)).not.toContain('hunter2');
  });

  test('secrets in a local key, in headers and in payloads are not kept', () => {
    const files = jwt({
      modes: { local: 'hunter2' },
      revocation: { plain: { uri: 'https://r', requestParameters: { plain: '{"headers":{"Authorization":"Basic hunter2"},"payload":{"api_key":"hunter2","token":"#:jwt_value:#"}}' } } },
    }, { algorithm: 'HS256', mode: 'local' });
    const { settings } = parse(files);
    expect(settings?.jwt?.modes.local).toEqual({ plain: '(withheld)' });
    expect(settings?.jwt?.revocation?.plain?.requestParameters?.plain)
      .toEqual({ headers: { Authorization: '(withheld)' }, payload: { api_key: '(withheld)', token: '#:jwt_value:#' } });
  });

  test('a password in a URL is not kept', () => {
    expect(parse(jwt({ modes: { jwks: { uri: 'https://broker:hunter2@sso.example.com/keys?a=b@c' } } })).settings?.jwt?.modes.jwks?.uri)
      .toBe('https://broker:(withheld)@sso.example.com/keys?a=b@c');
  });

  test('null counts as absent, and version may be a text', () => {
    const files = jwt({ modes: { jwks: { uri: null, filePath: '/k' } }, common: null, revocation: null }, { version: '1' });
    expect(parse(files)).toEqual({ settings: { jwt: { algorithm: 'RS256', mode: 'jwks', modes: { jwks: { filePath: '/k' } }, common: {} } }, findings: [] });
  });

  test.each([
    ['an unknown key', jwt({ modes: {}, comon: {} }), ['warning MOSQUITTO_KEY_UNKNOWN jwt.json options.comon is not a key that the documentation knows']],
    ['another version', jwt({}, { version: 2 }), ['warning MOSQUITTO_FORMAT_VERSION jwt.json version must be 1, got 2']],
    ['a text for a number', jwt({ modes: { jwks: { timeoutMs: '5' } } }), ['error MOSQUITTO_VALUE_TYPE jwt.json options.modes.jwks.timeoutMs must be a number']],
    ['a text for a list', jwt({ common: { issuers: 'a' } }), ['error MOSQUITTO_VALUE_TYPE jwt.json options.common.issuers must be an array']],
    ['a list of other things', jwt({ common: { issuers: [1] } }), ['error MOSQUITTO_VALUE_TYPE jwt.json options.common.issuers must be an array of strings']],
    ['a number for a source', jwt({ modes: { local: 1 } }),
      ['error MOSQUITTO_VALUE_TYPE jwt.json options.modes.local must be a string, or an object with one of plain, env and filePath']],
    ['a list as success value', jwt({ revocation: { plain: { response: { successValue: [] } } } }),
      ['error MOSQUITTO_VALUE_TYPE jwt.json options.revocation.plain.response.successValue must be a string, number or boolean']],
    ['parameters that are no JSON', jwt({ revocation: { plain: { requestParameters: { plain: '{' } } } }),
      ['error MOSQUITTO_VALUE_TYPE jwt.json options.revocation.plain.requestParameters.plain must be an object, or a string that holds one as JSON']],
    ['headers that are no texts', jwt({ revocation: { plain: { requestParameters: { plain: { headers: { a: 1 } } } } } }),
      ['error MOSQUITTO_VALUE_TYPE jwt.json options.revocation.plain.requestParameters.plain.headers must be an object of strings']],
  ])('tells %s', (_, files, messages) => {
    expect(told(files)).toEqual(messages);
  });
});

describe('reading dynamic-security.json', () => {
  test('entries without our mark are not ours, and hashes are not kept', () => {
    const parsed = parse(accounts({
      changeIndex: 7,
      defaultAclAccess: { publishClientSend: false },
      clients: [
        { username: 'admin', encoded_password: '$7$secret', roles: [{ rolename: 'super-admin' }], groups: [] },
        { UserName: 'orders', TextDescription: 'broker-oauth: ours', roles: [{ rolename: 'r', priority: 3 }] },
      ],
      roles: [{ rolename: 'super-admin', acls: [{ acltype: 'subscribePattern', topic: '#' }] }],
    }));
    expect(parsed).toEqual({
      settings: {
        dynamicSecurity: {
          defaultAclAccess: { publishClientSend: false },
          clients: [{ username: 'orders', textdescription: 'ours', roles: [{ rolename: 'r', priority: 3 }] }],
          groups: [],
          roles: [],
          unmanaged: {
            clients: [{ username: 'admin', roles: [{ rolename: 'super-admin' }], hasPassword: true }],
            groups: [],
            roles: [{ rolename: 'super-admin', acls: [{ acltype: 'subscribePattern', topic: '#', allow: false }] }],
          },
        },
      },
      findings: [],
    });
  });

  test.each([
    ['is no JSON', '// a\n{}', ['error MOSQUITTO_FILE_UNREADABLE dynamic-security.json has something that is no JSON value (line 1)']],
    ['is no object', '[]', ['error MOSQUITTO_FILE_UNREADABLE dynamic-security.json is not a JSON object']],
    ['has clients that are no list', { clients: {} }, ['error MOSQUITTO_VALUE_TYPE dynamic-security.json clients must be an array']],
    ['has a client without a name', { clients: [{ username: '' }, {}] }, [
      'warning MOSQUITTO_ENTRY_IGNORED dynamic-security.json clients[0] has no username, got ""',
      'warning MOSQUITTO_ENTRY_IGNORED dynamic-security.json clients[1] has no username, got ""',
    ]],
    ['has a role twice', { roles: [{ rolename: 'a', acls: [] }, { rolename: 'a', acls: [] }] },
      ['warning MOSQUITTO_ENTRY_IGNORED dynamic-security.json roles[1] has the name of an earlier entry, got "a"']],
    ['has an entry without a topic', { roles: [{ rolename: 'a', acls: [{ acltype: 'subscribePattern' }, 1] }] }, [
      'warning MOSQUITTO_ENTRY_IGNORED dynamic-security.json roles[0].acls[1] is no object',
      'warning MOSQUITTO_ENTRY_IGNORED dynamic-security.json roles[0].acls[0] lacks acltype or topic',
    ].reverse()],
    ['has a reference without a name', { groups: [{ groupname: 'g', roles: [{}], clients: [{ username: 1 }] }] }, [
      'warning MOSQUITTO_ENTRY_IGNORED dynamic-security.json groups[0].roles[0] has no rolename',
      'error MOSQUITTO_VALUE_TYPE dynamic-security.json groups[0].clients[0].username must be a string',
      'warning MOSQUITTO_ENTRY_IGNORED dynamic-security.json groups[0].clients[0] has no username',
    ]],
    ['has an unknown key', { clients: [{ username: 'a', usrname: 'b' }] },
      ['warning MOSQUITTO_KEY_UNKNOWN dynamic-security.json clients[0].usrname is not a key that the documentation knows']],
  ])('tells a file that %s', (_, content, messages) => {
    expect(told(accounts(content))).toEqual(messages);
  });
});

describe('reading mosquitto.conf', () => {
  test('understands plugins, their options and listeners', () => {
    expect(parse(conf(
      '# comment\r\n  listener 1883 0.0.0.0 \r\nallow_anonymous TRUE\nplugin /usr/lib/cedalo_jwt_auth.so\nplugin_opt_config_file jwt2.json\n'
      + 'global_plugin /usr/lib/mosquitto_dynamic_security.so\nauth_opt_x  a b \nplugin_load n /p.so\nplugin_use n\npersistence_location /data/\n',
    ))).toEqual({
      settings: {
        conf: {
          persistenceLocation: '/data/',
          allowAnonymous: true,
          plugins: [
            { kind: 'token', path: '/usr/lib/cedalo_jwt_auth.so', configFile: 'jwt2.json' },
            { kind: 'dynamic-security', path: '/usr/lib/mosquitto_dynamic_security.so', options: { x: 'a b' } },
            { kind: 'other', path: '/p.so', name: 'n' },
          ],
          listeners: [{ port: 1883, address: '0.0.0.0', plugins: ['n'] }],
        },
      },
      findings: [],
    });
  });

  test.each([
    ['plugin_opt_a b\n', ['error MOSQUITTO_CONF_LINE mosquitto.conf line 1 plugin_opt_a stands before any plugin']],
    ['plugin /a\nplugin_opt_ b\n', ['error MOSQUITTO_CONF_LINE mosquitto.conf line 2 plugin_opt_ names no option']],
    ['\nplugin\n', ['error MOSQUITTO_CONF_LINE mosquitto.conf line 2 plugin has no value']],
    ['allow_anonymous yes\n', ['error MOSQUITTO_CONF_LINE mosquitto.conf line 1 allow_anonymous must be true or false, got "yes"']],
    ['listener mqtt\n', ['error MOSQUITTO_CONF_LINE mosquitto.conf line 1 listener must begin with a port, got "mqtt"']],
    ['plugin_load a\n', ['error MOSQUITTO_CONF_LINE mosquitto.conf line 1 plugin_load must be a name and a path, got "a"']],
    ['plugin_use a\n', ['error MOSQUITTO_CONF_LINE mosquitto.conf line 1 plugin_use stands before any listener']],
    ['password_file /p\nacl_file /a\n', ['warning MOSQUITTO_CONF_NOT_READ mosquitto.conf has options that are not read: acl_file, password_file']],
    ['log_dest stdout\nmax_keepalive 1\nlog_dest none\n', ['warning MOSQUITTO_CONF_OTHER_OPTIONS mosquitto.conf has options that are not read: log_dest, max_keepalive']],
  ])('tells %j', (text, messages) => {
    expect(told(conf(text))).toEqual(messages);
  });

  test('a file larger than anything is refused', () => {
    expect(told(conf('#'.repeat(4_000_001)))).toEqual(['error MOSQUITTO_FILE_UNREADABLE mosquitto.conf is larger than 4000000 characters']);
  });
});

describe('reading files', () => {
  test('each file is read without the others; none gives no settings', () => {
    expect(parse({})).toEqual({ settings: {}, findings: [] });
    expect(parse({ 'acl.txt': 'x' }).settings).toBeUndefined();
    expect(told({ 'acl.txt': 'x' })).toEqual(['warning MOSQUITTO_FILE_UNKNOWN acl.txt is not a file of this broker']);
    expect(parse({ 'jwt.json': '{' }).settings).toBeUndefined();
  });

  test('a finding reads as one line', () => {
    expect(parse({ 'jwt.json': '[]' }).findings.map((found) => describeFinding(found)))
      .toEqual(['jwt.json is not a JSON object; repair the file [MOSQUITTO_FILE_UNREADABLE]']);
  });

  test('nothing makes it throw', () => {
    const anything = fc.oneof(fc.string(), fc.json(), fc.constantFrom(...Object.values(HOSTILE)), fc.constant('[{"a":'.repeat(200)));
    fc.assert(fc.property(fc.constantFrom('jwt.json', 'mosquitto.conf', 'dynamic-security.json', '__proto__'), anything, (name, text) => {
      expect(Array.isArray(parse({ [name]: text }).findings)).toBe(true);
    }), { numRuns: 500 });
  });
});
