import { LAVINMQ_SEMANTICS } from '../../../../src/brokers/lavinmq/semantics';
import { PERMISSION, SETTINGS_LOAD, TOKEN_EXPIRY } from '../../../../src/brokers/lavinmq/semantics/facts';
import { nodeSettings, withoutSlash } from '../../../../src/brokers/lavinmq/semantics/node-settings';
import { CaseError } from '../../../../src/preview/case-problem';
import { distinctReleases } from '../../../../src/preview/preview';

const oauth = (...lines: readonly string[]) => `[main]\nauth_backends = oauth\n[oauth]\n${lines.join('\n')}\n`;

test('what is left out has the broker\'s defaults', () => {
  expect(nodeSettings('')).toEqual({
    problem: undefined, backends: ['local'], issuer: undefined, expectedIssuer: '', resourceServerId: undefined, expectedAudience: undefined,
    verifiesAudience: true, usernameClaims: ['sub', 'client_id'], scopesKeys: [], scopePrefix: undefined, cacheSeconds: 3600,
    mqttChecksPermissions: false, mqttVhost: '/', warnings: [],
  });
});

test('every setting is taken', () => {
  const text = oauth('issuer = https://a.example.com/', 'resource_server_id = mq', 'preferred_username_claims = azp', 'additional_scopes_keys = roles',
    'jwks_cache_ttl = 60', 'verify_aud = false') + '[mqtt]\npermission_check_enabled = true\ndefault_vhost = iot\n';

  expect(nodeSettings(text)).toMatchObject({
    problem: undefined, backends: ['oauth'], issuer: 'https://a.example.com/', expectedIssuer: 'https://a.example.com', resourceServerId: 'mq',
    expectedAudience: 'mq', verifiesAudience: false, usernameClaims: ['azp'], scopesKeys: ['roles'], scopePrefix: 'mq.', cacheSeconds: 60,
    mqttChecksPermissions: true, mqttVhost: 'iot',
  });
});

test.each([
  ['[main]\nauth_backends = local,oauth\n[oauth]\nissuer = https://a\n', ['local', 'oauth']],
  ['[main]\nauth_backends = oauth,local\n[oauth]\nissuer = https://a\n', ['oauth', 'local']],
  ['[main]\nauth_backends = oauth\n', ['local']],
  ['[main]\nauth_backends = local,oauth\n', ['local']],
  ['[oauth]\nissuer = https://a\n', ['local']],
])('backends of %j', (text, expected) => {
  expect(nodeSettings(text).backends).toEqual(expected);
});

test.each([
  ['https://a.example.com', 'https://a.example.com'],
  ['HTTPS://A.example.com/x', 'https://A.example.com/x'],
  ['https://a.example.com:0443/x', 'https://a.example.com:443/x'],
  ['https://a.example.com:/x', 'https://a.example.com/x'],
  ['https://a.example.com:8443?q#f', 'https://a.example.com:8443?q#f'],
  ['https://[::1]:8443/x', 'https://[::1]:8443/x'],
  ['https://[::1]/x', 'https://[::1]/x'],
  ['https://[]/x', 'https://[]/x'],
  ['https://[::1]x', 'https://[::1]x'],
  ['https://[::1]x:080/y', 'https://[::1]x:80/y'],
  ['https://[::1', 'https://[::1'],
  ['https://a]b:080', 'https://a]b:80'],
  ['https://user@host', 'https://user@host'],
  ['https://user:pass@host:080/x', 'https://user:pass@host:80/x'],
  ['https://:@h', 'https://:@h'],
  ['http+unix://socket', 'http+unix://socket'],
  ['sso.example.com', 'sso.example.com'],
  [' x', 'x'],
  ['see HTTPS://a:x', 'see HTTPS://a:x'],
])('issuer %j is %j to the broker', (issuer, expected) => {
  expect(nodeSettings(oauth(`issuer = ${issuer}`))).toMatchObject({ issuer: expected, problem: undefined });
});

test.each(['https://a:x', 'https://a:4x', 'https://[::1]:x/y', 'https://a:1:2', 'https://[]x:y', 'https://u:p@host:x', 'https://[a]:b]'])('issuer %j keeps the broker from starting', (issuer) => {
  expect(nodeSettings(oauth(`issuer = ${issuer}`)).problem).toBe('issuer has a port that is no number');
});

test.each([
  ['2147483647', undefined], ['2147483648', 'jwks_cache_ttl is no 32-bit number'],
  ['-2147483648', undefined], ['-2147483649', 'jwks_cache_ttl is no 32-bit number'], ['0', undefined],
])('jwks_cache_ttl %s: %s', (seconds, problem) => {
  expect(nodeSettings(oauth(`jwks_cache_ttl = ${seconds}`)).problem).toBe(problem);
});

test('a backend of another name keeps the broker from starting', () => {
  expect(nodeSettings('[main]\nauth_backends = local,ldap\n').problem).toBe('auth_backends holds "ldap"');
});

test('what keeps the broker from starting is told with its place, and is no warning', () => {
  const { problem, warnings } = nodeSettings('[oauth]\njwks_cache_ttl = 1h\n');

  expect(problem).toBe('[oauth] jwks_cache_ttl (line 2) is not a whole number, got "1h"');
  expect(warnings).toEqual([]);
});

test('what the broker only ignores is a warning', () => {
  expect(nodeSettings(oauth('issuer = https://a', 'colour = red'))).toMatchObject({
    problem: undefined, warnings: [{ rule: 'LAVINMQ_INI_UNKNOWN_KEY', message: expect.stringContaining('colour') }],
  });
});

test.each([
  ['[mqtt]\ndefault_vhost = a\ndefault_vhost = b\n', 'b'],
  ['[main]\ndefault_vhost = a\n', '/'],
  ['[mqtt]\n; default_vhost = a\nbind = 0.0.0.0\n', '/'],
  ['[mqtt]\ndefault_vhost = a\nport = 1883\n', 'a'],
])('the virtual host of MQTT in %j is %s', (text, expected) => {
  expect(nodeSettings(text).mqttVhost).toBe(expected);
});

test('an object of native keys is read as the text that says the same', () => {
  const settings = { 'auth_backends': ['local', 'oauth'], 'oauth.issuer': 'https://a', 'jwks_cache_ttl': 60, 'verify_aud': false, 'mqtt.default_vhost': 'iot' };

  expect(nodeSettings(settings)).toEqual(nodeSettings(
    '[main]\nauth_backends = local,oauth\n[oauth]\nissuer = https://a\n[oauth]\njwks_cache_ttl = 60\n[oauth]\nverify_aud = false\n[mqtt]\ndefault_vhost = iot\n',
  ));
});

test.each([
  [{ colour: 'red' }], [{ permission_check_enabled: true }], [{ default_vhost: 'iot' }], [{ audience: null }], [{ audience: {} }], [{ audience: ['a', 1] }],
  [{ audience: 'a\nb' }], [{ audience: 'a\rb' }], [{ auth_backends: ['a\nb'] }],
])('the object %j is refused', (settings) => {
  expect(() => nodeSettings(settings)).toThrow(CaseError);
});

test('settings are read once', () => {
  const object = { issuer: 'https://a' };
  const text = '[oauth]\nissuer = https://once\n';

  expect(nodeSettings(object)).toBe(nodeSettings(object));
  expect(nodeSettings(text)).toBe(nodeSettings(text));
});

test('of many texts the oldest are forgotten', () => {
  const first = nodeSettings('[oauth]\nissuer = https://first\n');
  for (let index = 0; index < 100; index++) {
    nodeSettings(`[oauth]\nissuer = https://a${index}\n`);
  }

  expect(nodeSettings('[oauth]\nissuer = https://first\n')).not.toBe(first);
});

test('a fact decides the start, an action, or else the login', () => {
  expect([SETTINGS_LOAD, PERMISSION, TOKEN_EXPIRY].map(({ decides }) => decides)).toEqual(['start', 'action', undefined]);
});

test('releases between which anything changes are judged apart', () => {
  expect(distinctReleases(LAVINMQ_SEMANTICS, undefined)).toEqual(['2.7.0', '2.9.0', '2.9.1']);
});

test.each([['a/', 'a'], ['a//', 'a/'], ['a', 'a'], ['/', ''], ['', '']])('%j without a slash is %j', (text, expected) => {
  expect(withoutSlash(text)).toBe(expected);
});
