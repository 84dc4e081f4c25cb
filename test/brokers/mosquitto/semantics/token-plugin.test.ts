import { generateKeyPairSync } from 'node:crypto';
import { MOSQUITTO_SEMANTICS } from '../../../../src/brokers/mosquitto/semantics';
import { ACTION_TOPIC } from '../../../../src/brokers/mosquitto/semantics/access-facts';
import { SETTINGS_LOAD, TOKEN_EXPIRY } from '../../../../src/brokers/mosquitto/semantics/facts';
import { PreviewCase } from '../../../../src/preview/case';
import { distinctReleases, preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';

/*
 * Edges of jwt.json, of the form of a token, of how long its session lasts and of what is warned of.
 * Sources: docs.cedalo.com, "JWT Authentication"; RFC 7515 sections 2 and 4.1.11.
 */

const MODES = { jwks: { uri: 'https://sso.example.com/keys' } };
const SETTINGS = { algorithm: 'RS256', mode: 'jwks', options: { modes: MODES, common: {} } };

function judged(more: object, common: object = {}): PreviewResult {
  return preview(MOSQUITTO_SEMANTICS, {
    broker: 'mosquitto', brokerVersion: '3.3', now: 1000, settings: { ...SETTINGS, options: { modes: MODES, common } },
    token: { header: { alg: 'RS256' }, claims: { exp: 2000 } }, signature: 'valid', username: 'orders', mqttClientId: 'c1', plugins: ['token'], ...more,
  } as unknown as PreviewCase) as PreviewResult;
}

/** What one step says. */
function told(rule: string, { checks }: PreviewResult): readonly string[] {
  return checks.filter((check) => check.rule === `MOSQUITTO_${rule}`).map(({ outcome, detail }) => `${outcome}: ${detail}`);
}

const encoded = (text: string | Buffer) => Buffer.from(text as string).toString('base64url');
const token = (header: string, payload: string, signature = 'c2ln') => `${encoded(header)}.${encoded(payload)}.${signature}`;
const HEADER = '{"alg":"RS256"}';

describe('jwt.json', () => {
  const BEHIND = '; what the broker does without the plugin is not documented';
  const MAY_LOAD = '; whether the plugin loads is not documented';
  const GOOD = 'pass: conforms to the published schema';
  const local = (key: unknown) => ({ algorithm: 'RS256', mode: 'local', options: { modes: { local: key } } });
  const jwks = (key: unknown) => ({ ...SETTINGS, options: { modes: { jwks: key } } });
  const PRIVATE = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });

  test.each<[unknown, string]>([
    [SETTINGS, GOOD],
    [JSON.stringify(SETTINGS), GOOD],
    ['null', 'unknown: jwt.json is no JSON object'],
    ['[]', 'unknown: jwt.json is no JSON object'],
    ['5', 'unknown: jwt.json is no JSON object'],
    ['{', 'unknown: jwt.json is no JSON object'],
    [{ ...SETTINGS, version: 1 }, GOOD],
    [{ ...SETTINGS, version: '1' }, GOOD],
    [{ ...SETTINGS, version: null }, GOOD],
    [{ ...SETTINGS, version: 2 }, `unknown: version is not 1${MAY_LOAD}`],
    [{ ...SETTINGS, algorithm: 'ES256' }, `unknown: algorithm must be RS256 or HS256${BEHIND}`],
    [{ ...SETTINGS, algorithm: 5 }, `unknown: algorithm must be RS256 or HS256${BEHIND}`],
    [{ ...SETTINGS, mode: 'file' }, `unknown: mode must be jwks or local${BEHIND}`],
    [{ algorithm: 'RS256', mode: 'jwks' }, `unknown: options is missing${BEHIND}`],
    [{ ...SETTINGS, options: [] }, `unknown: options must be an object${BEHIND}`],
    [{ ...SETTINGS, options: {} }, `unknown: options.modes is missing${BEHIND}`],
    [{ ...SETTINGS, options: { modes: {} } }, `unknown: options.modes.jwks is missing${BEHIND}`],
    [{ ...SETTINGS, options: { modes: MODES, lazyConnect: 'no', common: [] } }, `unknown: options.common must be an object; options.lazyConnect must be true or false${BEHIND}`],
    [{}, `unknown: algorithm must be RS256 or HS256; mode must be jwks or local; options is missing${BEHIND}`],
    [{ options: { modes: [] } }, `unknown: algorithm must be RS256 or HS256; mode must be jwks or local; options.modes must be an object${BEHIND}`],
    [jwks({}), `unknown: options.modes.jwks has neither uri nor filePath${BEHIND}`],
    [jwks({ filePath: '/keys' }), GOOD],
    [jwks({ uri: 'https://a', cache: { ttlMs: '5' } }), `unknown: options.modes.jwks.cache.ttlMs must be a number${BEHIND}`],
    [jwks({ uri: 'https://a', cache: { respectCacheHeaders: 1 } }), `unknown: options.modes.jwks.cache.respectCacheHeaders must be true or false${BEHIND}`],
    [jwks({ uri: 'https://a', cache: { enabled: 1 }, timeoutMs: true }), 'unknown: options.modes.jwks.timeoutMs must be a number; ' +
      `options.modes.jwks.cache.enabled must be true or false${BEHIND}`],
    [{ ...SETTINGS, algorithm: 'HS256' }, `unknown: HS256 goes with mode local: a key set holds public keys${MAY_LOAD}`],
    [local({ env: 'KEY' }), GOOD],
    [local({ filePath: '/key' }), GOOD],
    [local(undefined), `unknown: options.modes.local must be a text, or have one of plain, env and filePath${BEHIND}`],
    [local({}), `unknown: options.modes.local must be a text, or have one of plain, env and filePath${BEHIND}`],
    [local({ env: 'A', filePath: '/b' }), `unknown: options.modes.local has env and filePath${MAY_LOAD}`],
    [local('abc'), `unknown: options.modes.local is no RSA public key in PEM form${MAY_LOAD}`],
    [local(PRIVATE), `unknown: options.modes.local is no RSA public key in PEM form${MAY_LOAD}`],
    [{ ...local('abc'), algorithm: 'HS256' }, GOOD],
  ])('case %#: %j', (settings, expected) => {
    expect(told('SETTINGS_LOAD', judged({ settings }))).toEqual([expected]);
  });

  test('a list of texts holds nothing else', () => {
    for (const issuers of [['a', 5], [5], 'a', {}]) {
      expect(told('SETTINGS_LOAD', judged({}, { issuers }))).toEqual([`unknown: options.common.issuers must be a list of texts${BEHIND}`]);
    }
    expect(told('SETTINGS_LOAD', judged({}, { issuers: ['a', 'b'] }))).toEqual([GOOD]);
  });

  const UNREACHED = 'unknown: the key set cannot be reached at the start and lazyConnect is off, so that the plugin fails; ' +
    'what the broker does without it is not documented';

  test.each<[object, object, string]>([
    [SETTINGS, { reachable: false, at: 'start' }, UNREACHED],
    [SETTINGS, { reachable: false }, UNREACHED],
    [SETTINGS, { reachable: false, at: 'login' }, GOOD],
    [SETTINGS, { keys: [] }, GOOD],
    [{ ...SETTINGS, options: { modes: MODES, lazyConnect: true } }, { reachable: false }, GOOD],
    [local({ env: 'KEY' }), { reachable: false }, GOOD],
    [jwks({ filePath: '/keys' }), { reachable: false }, GOOD],
  ])('at the start, case %#', (settings, keySet, expected) => {
    expect(told('SETTINGS_LOAD', judged({ settings, jwks: keySet }))).toEqual([expected]);
  });
});

describe('the form of a token', () => {
  const DIFFER = 'decoders differ on it, and nothing is documented on the plugin\'s';
  const THREE = 'pass: three parts, of which two are JSON objects';
  const SURROGATES = 'unknown: a part is JSON with half a surrogate pair, or very deep; parsers differ on it';
  const DEEP = `{"a":${'['.repeat(600)}${']'.repeat(600)}}`;

  test.each<[unknown, string]>([
    [token(HEADER, '{"exp":2000}'), THREE],
    [token(HEADER, ' {"exp":2000} '), THREE],
    ['', 'fail: the client sends no password'],
    [undefined, 'fail: the client sends no password'],
    ['a', 'fail: the password has 1 parts with dots between, and a token has three'],
    ['a.b.c.d', 'fail: the password has 4 parts with dots between, and a token has three'],
    [token('[]', '{}'), 'fail: the header is no base64url of a JSON object'],
    [token('5', '5'), 'fail: the header is no base64url of a JSON object'],
    [token(HEADER, '[]'), 'fail: the payload is no base64url of a JSON object'],
    [token(HEADER, '{'), 'fail: the payload is no base64url of a JSON object'],
    [token(HEADER, '{"a":"\\ud800"}'), SURROGATES],
    [token('{"a":"\\ud800"}', '{}'), SURROGATES],
    [token(HEADER, DEEP), SURROGATES],
    [token('{"a":"\\ud800"}', '['), 'fail: the payload is no base64url of a JSON object'],
    [`${token(HEADER, '{"exp":2000}')}=`, `unknown: a part is not strict base64url; ${DIFFER}`],
    [token(`${HEADER} `, '{"exp":2000}').replace('.', '=.'), `unknown: a part is not strict base64url; ${DIFFER}`],
    [`${encoded(HEADER)}.${encoded(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))}.c2ln`, `unknown: a part is not UTF-8; ${DIFFER}`],
    [token(HEADER, '{"exp":2000,"exp":3000}'), `unknown: a member stands twice; ${DIFFER}`],
    [token('{"alg":"RS256","alg":"RS256"}', '{"exp":2000}'), `unknown: a member stands twice; ${DIFFER}`],
    [token('{"alg":"RS256","crit":["exp"]}', '{"exp":2000}'), 'unknown: the header has crit; whether the plugin looks at it is not documented'],
    [{ header: { alg: 'RS256', crit: [] }, claims: {} }, 'unknown: the header has crit; whether the plugin looks at it is not documented'],
    [{ header: { alg: 'RS256' }, claims: {} }, 'pass: header and claims are given'],
  ])('case %#: %j', (sent, expected) => {
    expect(told('TOKEN_FORM', judged({ token: sent, signature: undefined }))).toEqual([expected]);
  });

  test('only what stands twice is in doubt', () => {
    const { checks } = judged({ token: token(HEADER, '{"exp":2000,"iss":"a","aud":"m","aud":"m"}') }, { issuer: 'a', audience: 'm' });

    expect(checks.filter(({ rule }) => /ISSUER|AUDIENCE|EXPIRY/.test(rule)).map(({ outcome }) => outcome)).toEqual(['pass', 'unknown', 'pass']);
  });
});

describe('a session', () => {
  const OPEN = { validateExpiration: false };

  test.each<[string, object, unknown, readonly unknown[]]>([
    ['ends with the token', {}, '{"exp":2000}', [2000, 2000, true]],
    ['ends without the last will', { kickExpiredClientsWithWill: false }, '{"exp":2000}', [2000, 2000, false]],
    ['does not end', { kickExpiredClients: false }, '{"exp":2000}', [2000, null, null]],
    ['has no end', OPEN, '{}', [null, null, null]],
    ['of a token that ends now', OPEN, '{"exp":1000}', [1000, 'unknown', 'unknown']],
    ['of a token that ends next', OPEN, '{"exp":1001}', [1001, 1001, true]],
    ['of a text', OPEN, '{"exp":"2000"}', [null, 'unknown', 'unknown']],
    ['of a number beyond all numbers', OPEN, '{"exp":1e999}', [null, 'unknown', 'unknown']],
    ['of two ends', OPEN, '{"exp":2000,"exp":2000}', [2000, 'unknown', 'unknown']],
    ['beside what stands twice', OPEN, '{"exp":2000,"a":1,"a":1}', [2000, 2000, true]],
  ])('%s', (_name, common, payload, expected) => {
    const { expiresAt, disconnectsAt, willPublished } = judged({ token: token(HEADER, payload as string), signature: undefined }, common);

    expect([expiresAt, disconnectsAt, willPublished]).toEqual(expected);
  });
});

describe('warnings', () => {
  const dynamicSecurity = { clients: [{ username: 'orders' }] };
  const BOTH = { plugins: ['token', 'dynamic-security'], dynamicSecurity };
  const rules = (result: PreviewResult) => result.warnings.map(({ rule }) => rule.replace('MOSQUITTO_', ''));

  test.each<[object, object, readonly string[]]>([
    [{}, {}, ['USERNAME_UNBOUND', 'BASE_NOT_STATED']],
    [{ brokerVersion: '2.1.2' }, {}, ['USERNAME_UNBOUND']],
    [{ username: undefined, allowAnonymous: true, brokerVersion: '2.1.2' }, {}, ['USERNAME_UNBOUND']],
    [{ brokerVersion: '2.1.2' }, { matchUsernameToClaim: 'name' }, []],
    [{ brokerVersion: '3.0' }, { matchUsernameToClaim: 'name' }, ['SETTING_UNSUPPORTED', 'USERNAME_UNBOUND', 'BASE_NOT_STATED']],
    [{ brokerVersion: '2.1.2', dynamicSecurity: undefined }, {}, ['USERNAME_UNBOUND']],
    [{ brokerVersion: '2.1.2', dynamicSecurity: { clients: [{ username: 'orders', disabled: true, clientid: 'c2' }] } }, {}, ['USERNAME_UNBOUND', 'NOT_ENFORCED', 'NOT_ENFORCED']],
    [{ brokerVersion: '2.1.2', dynamicSecurity: { clients: [{ username: 'orders', clientid: 'c1' }] } }, {}, ['USERNAME_UNBOUND']],
    [{ brokerVersion: '2.1.2', dynamicSecurity: { clients: [] } }, {}, ['USERNAME_UNBOUND', 'ACCOUNT_UNKNOWN']],
    [{ brokerVersion: '2.1.2', dynamicSecurity: [] }, {}, ['USERNAME_UNBOUND', 'ACCOUNTS_UNREADABLE']],
    [{ brokerVersion: '2.1.2', dynamicSecurity: { ...dynamicSecurity, defaultACLAccess: { subscribe: true } } }, {}, ['USERNAME_UNBOUND', 'DEFAULTS_APPLY']],
    [{ brokerVersion: '2.1.2', plugins: ['token'] }, {}, ['EVERYTHING_ALLOWED']],
    [{ brokerVersion: '2.1.2', plugins: ['token', 'other'] }, {}, []],
  ])('%j, %j: %j', (more, common, expected) => {
    const matched = common as { readonly matchUsernameToClaim?: string };
    const claims = { exp: 2000, ...(matched.matchUsernameToClaim === undefined ? {} : { name: 'orders' }) };

    expect(rules(judged({ ...BOTH, token: { header: { alg: 'RS256' }, claims }, ...more }, common))).toEqual(expected);
  });

  test('tell which open-source release is assumed, what is not enforced and which defaults apply', () => {
    const texts = (brokerVersion: string, file: object) =>
      judged({ ...BOTH, brokerVersion, dynamicSecurity: file }).warnings.map(({ message }) => message);

    expect(texts('3.3', dynamicSecurity)[1]).toMatch(/^rights are judged by the rules of open-source 2\.1/);
    expect(texts('2.9', dynamicSecurity)[1]).toMatch(/^what open-source 2\.0 and 2\.1 disagree on is unknown/);
    expect(texts('2.1.2', { clients: [{ username: 'orders', disabled: true, clientid: '' }] }).slice(1).map((text) => text.split(' of the account')[0]))
      .toEqual(['"disabled"', 'the client id']);
    const everything = { publishClientSend: true, publishClientReceive: true, subscribe: true, unsubscribe: true };

    expect(texts('2.1.2', { ...dynamicSecurity, defaultACLAccess: everything })[1])
      .toMatch(/allows publishClientSend, publishClientReceive, subscribe, unsubscribe, except/);
  });
});

describe('what the token plugin refuses, before a plugin that is not known', () => {
  const open = { plugins: ['token', 'other'] };
  const sent = (claims: object) => ({ token: { header: { alg: 'RS256' }, claims: { exp: 2000, ...claims } } });

  test.each<[string, object, object]>([
    ['TOKEN_ISSUER', sent({ iss: 5 }), { issuer: 'a' }],
    ['TOKEN_ISSUER', sent({ iss: 'b' }), { issuer: 'a' }],
    ['TOKEN_ISSUER', sent({ iss: 'b' }), { issuers: ['a'] }],
    ['TOKEN_ISSUER_VARIABLE', sent({}), { validateIssuerAgainstEnvs: ['A'] }],
    ['TOKEN_AUDIENCE', sent({ aud: 'b' }), { audience: 'a' }],
    ['TOKEN_AUDIENCE', sent({ aud: [] }), { audience: 'a' }],
    ['TOKEN_AUDIENCE', sent({}), { audience: 'a' }],
    ['TOKEN_EXPIRY', sent({ exp: 1 }), {}],
    ['TOKEN_USERNAME', sent({ sub: 5 }), { matchUsernameToSubject: true }],
    ['TOKEN_USERNAME', sent({ sub: 'a' }), { matchUsernameToSubject: true }],
    ['TOKEN_USERNAME', sent({}), { matchUsernameToClaim: 'a' }],
    ['TOKEN_CLIENT_ID', sent({ sub: 'a' }), { matchClientIdToSubject: true }],
    ['TOKEN_SIGNATURE', { signature: 'invalid' }, {}],
    ['TOKEN_ALGORITHM', { token: { header: { alg: 'none' }, claims: {} } }, {}],
    ['TOKEN_FORM', { token: 'a' }, {}],
    ['TOKEN_FORM', { token: '' }, {}],
    ['TOKEN_FORM', { token: token('5', '5') }, {}],
    ['KEYS', { jwks: { reachable: false, at: 'login' } }, {}],
    ['KEYS', { jwks: { keys: 5 } }, {}],
    ['TOKEN_KEY', { jwks: { keys: [] } }, {}],
  ])('%s may be left to that one: %j', (rule, more, common) => {
    const result = judged({ ...open, ...more }, common);

    expect(result.decision).toBe('undetermined');
    expect(told(rule, result)).toEqual([expect.stringMatching(/^unknown: .*; whether the token plugin rejects or leaves it to the next plugin is not documented$/)]);
    expect(told('OTHER_PLUGIN', result)).toEqual(['unknown: what "other" answers is not known']);
  });

  test('without a refusal that one is not asked', () => {
    expect(told('OTHER_PLUGIN', judged(open))).toEqual([]);
    expect(told('OTHER_PLUGIN', judged({ plugins: ['other', 'token'] }))).toEqual(['unknown: what "other" answers is not known']);
  });
});

test.each([[{ reachable: false }, 'unknown'], [{ reachable: false, at: 'start' }, false], [{ reachable: false, at: 'login' }, true]])(
  'with the key set %j the plugin loads: %s', (jwks, expected) => {
    expect(judged({ jwks }).loads).toBe(expected);
  });

test('local keys ask for modes', () => {
  const settings = { algorithm: 'RS256', mode: 'local', options: {} };

  expect(told('SETTINGS_LOAD', judged({ settings }))).toEqual([expect.stringMatching(/^unknown: options.modes is missing; /)]);
});

test('HS256 with a key set: what the case calls invalid is not looked at further', () => {
  const last = (signature: string) => judged({ settings: { ...SETTINGS, algorithm: 'HS256' }, token: { header: { alg: 'HS256' }, claims: { exp: 2000 } }, signature })
    .checks.map(({ rule }) => rule).pop();

  expect(['valid', 'invalid'].map((signature) => last(signature) === 'MOSQUITTO_TOKEN_SIGNATURE')).toEqual([false, true]);
});

test('a fact decides the start, an action, or else the login', () => {
  expect([SETTINGS_LOAD, ACTION_TOPIC, TOKEN_EXPIRY].map(({ decides }) => decides)).toEqual(['start', 'action', undefined]);
});

test('releases between which anything changes are judged apart', () => {
  expect(distinctReleases(MOSQUITTO_SEMANTICS, undefined)).toEqual(['2.0.11', '2.0.16', '2.1.0', '2.9', '3.0', '3.1', '3.3']);
});
