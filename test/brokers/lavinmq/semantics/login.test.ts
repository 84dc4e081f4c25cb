import { generateKeyPairSync, sign } from 'node:crypto';
import { LAVINMQ_SEMANTICS } from '../../../../src/brokers/lavinmq/semantics';
import { PreviewCase } from '../../../../src/preview/case';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';

const FIRST = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SECOND = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = (pair: typeof FIRST, kid: string) => ({ ...pair.publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } as Record<string, string>);
const KEYS = { keys: [jwk(FIRST, 'k1'), jwk(SECOND, 'k2')] };

const HEADER = { alg: 'RS256', kid: 'k1' };
const CLAIMS = { exp: 2000, iss: 'https://sso.example.com', aud: 'mq', sub: 'orders', scope: 'read:%2F/*' };
const SETTINGS = '[main]\nauth_backends = oauth\n[oauth]\nissuer = https://sso.example.com\naudience = mq\n';
const encode = (text: string) => Buffer.from(text).toString('base64url');

function encoded(header = JSON.stringify(HEADER), payload = JSON.stringify(CLAIMS)): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${sign('sha256', Buffer.from(input), FIRST.privateKey).toString('base64url')}`;
}

function judge(more: Partial<PreviewCase>): PreviewResult {
  return preview(LAVINMQ_SEMANTICS, {
    broker: 'lavinmq', brokerVersion: '2.9.1', now: 1000, settings: SETTINGS, jwks: KEYS, token: encoded(), ...more,
  }) as PreviewResult;
}

/** Every step with what came of it, the broker's order. */
function steps(more: Partial<PreviewCase>): readonly string[] {
  return judge(more).checks.map(({ rule, outcome }) => `${rule.replace('LAVINMQ_', '').replace('TOKEN_', '')} ${outcome}`);
}

const START = ['SETTINGS_LOAD pass', 'LOGIN_FRAME pass', 'OAUTH_BACKEND pass'];
const HEADER_READ = [...START, 'PREFIX pass', 'HEADER pass', 'ALGORITHM pass'];
const TIMES = [...HEADER_READ, 'CLAIMS pass', 'EXPIRY pass', 'ISSUED_AT pass', 'NOT_BEFORE pass'];
const VERIFIED = [...TIMES, 'KEYS pass', 'KEY pass', 'SIGNATURE pass'];
const OPEN = { header: HEADER, claims: CLAIMS };
const open = (claims: object, header: object = HEADER) => ({ token: { header, claims: { ...CLAIMS, ...claims } } } as Partial<PreviewCase>);

test('an accepted token goes through every step', () => {
  expect(steps({})).toEqual([...VERIFIED, 'ISSUER pass', 'AUDIENCE pass', 'USERNAME pass', 'SCOPES pass']);
});

const REFUSED: readonly (readonly [string, Partial<PreviewCase>, readonly string[]])[] = [
  ['a text that is no token', { token: 'abc' }, [...START, 'PREFIX fail']],
  ['two parts', { token: 'ey.a' }, [...START, 'PREFIX pass', 'HEADER fail']],
  ['a header that is no object', { token: `${encode('{"a":')}.e30.x` }, [...START, 'PREFIX pass', 'HEADER fail']],
  ['a header without alg', open({}, { kid: 'k1' }), [...START, 'PREFIX pass', 'HEADER fail']],
  ['a header with more behind a comma', { token: encoded(`${JSON.stringify(HEADER)},1`) }, [...START, 'PREFIX pass', 'HEADER unknown']],
  ['another algorithm', open({}, { ...HEADER, alg: 'ES256' }), [...START, 'PREFIX pass', 'HEADER pass', 'ALGORITHM fail']],
  ['a payload that is no object', { token: encoded(undefined, '[]') }, [...HEADER_READ, 'CLAIMS fail']],
  ['a claim of another type', open({ sub: 1 }), [...HEADER_READ, 'CLAIMS fail']],
  ['a payload with more behind a comma', { token: encoded(undefined, `${JSON.stringify(CLAIMS)},1`) }, [...HEADER_READ, 'CLAIMS unknown']],
  ['no exp', open({ exp: null }), [...HEADER_READ, 'CLAIMS pass', 'EXPIRY fail']],
  ['exp in milliseconds', open({ exp: 2_000_000_000_000 }), [...HEADER_READ, 'CLAIMS pass', 'EXPIRY fail']],
  ['exp now', open({ exp: 1000 }), [...HEADER_READ, 'CLAIMS pass', 'EXPIRY fail']],
  ['iat in the future', open({ iat: 1001 }), [...HEADER_READ, 'CLAIMS pass', 'EXPIRY pass', 'ISSUED_AT fail']],
  ['iat before there were years', open({ iat: -62135596801 }), [...HEADER_READ, 'CLAIMS pass', 'EXPIRY pass', 'ISSUED_AT fail']],
  ['nbf in the future', open({ nbf: 1001 }), [...HEADER_READ, 'CLAIMS pass', 'EXPIRY pass', 'ISSUED_AT pass', 'NOT_BEFORE fail']],
  ['an issuer that is no URL', { ...open({}), settings: SETTINGS.replace('https', 'ftp') }, [...TIMES, 'KEYS fail']],
  ['a discovery document that answers 404', { discovery: { status: 404 } }, [...TIMES, 'KEYS fail']],
  ['keys out of reach since the start', { jwks: { reachable: false, at: 'start' } }, [...TIMES, 'KEYS fail']],
  ['keys out of reach', { jwks: { reachable: false } }, [...TIMES, 'KEYS fail']],
  ['keys of the wrong form', { jwks: { keys: {} } }, [...TIMES, 'KEYS fail']],
  ['keys without a lifetime', { jwks: { ...KEYS, maxAge: 0 } }, [...TIMES, 'KEYS fail']],
  ['keys of the wrong form and without a known lifetime', { jwks: { keys: {} }, settings: `${SETTINGS}jwks_cache_ttl = 0\n` }, [...TIMES, 'KEYS unknown', 'KEYS fail']],
  ['no kid, and no keys in the case', { ...open({}, { alg: 'RS256' }), jwks: undefined }, [...TIMES, 'KEYS skipped', 'KEY fail']],
  ['an empty kid, and no keys in the case', { ...open({}, { alg: 'RS256', kid: '' }), jwks: undefined }, [...TIMES, 'KEYS skipped', 'KEY fail']],
  ['an empty kid', { ...open({}, { alg: 'RS256', kid: '' }), jwks: { keys: [jwk(FIRST, '')] } }, [...TIMES, 'KEYS pass', 'KEY fail']],
  ['an unknown kid', open({}, { alg: 'RS256', kid: 'k9' }), [...TIMES, 'KEYS pass', 'KEY fail']],
  ['no key to try', { jwks: { keys: [] }, brokerVersion: '2.8.2' }, [...TIMES, 'KEYS pass', 'KEY fail']],
  ['a signature that is no base64url', { token: `${encoded().split('.').slice(0, 2).join('.')}.A` }, [...TIMES, 'KEYS pass', 'KEY pass', 'SIGNATURE fail']],
  ['a signature that is no base64url, without keys', { token: `${encoded().split('.').slice(0, 2).join('.')}.A`, jwks: undefined },
    [...TIMES, 'KEYS skipped', 'KEY skipped', 'SIGNATURE fail']],
  ['a key that makes none', { jwks: { keys: [{ ...jwk(FIRST, 'k1'), n: '', e: '' }] } }, [...TIMES, 'KEYS pass', 'KEY pass', 'SIGNATURE fail']],
  ['an empty signature', { token: `${encoded().split('.').slice(0, 2).join('.')}.` }, [...TIMES, 'KEYS pass', 'KEY pass', 'SIGNATURE fail']],
  ['a signature that the case calls invalid', { ...open({}), signature: 'invalid' }, [...TIMES, 'KEYS pass', 'KEY pass', 'SIGNATURE fail']],
  ['no iss', { ...open({ iss: null }), signature: 'valid' }, [...VERIFIED, 'ISSUER fail']],
  ['another iss', { ...open({ iss: 'https://other' }), signature: 'valid' }, [...VERIFIED, 'ISSUER fail']],
  ['no aud', { ...open({ aud: null }), signature: 'valid' }, [...VERIFIED, 'ISSUER pass', 'AUDIENCE fail']],
  ['an empty list as aud', { ...open({ aud: [] }), signature: 'valid' }, [...VERIFIED, 'ISSUER pass', 'AUDIENCE fail']],
  ['no name', { ...open({ sub: null }), signature: 'valid' }, [...VERIFIED, 'ISSUER pass', 'AUDIENCE pass', 'USERNAME fail']],
  ['a pattern that is no UTF-8', { ...open({ scope: 'read:%2F/%FF' }), signature: 'valid' },
    [...VERIFIED, 'ISSUER pass', 'AUDIENCE pass', 'USERNAME pass', 'SCOPES fail']],
];

test.each(REFUSED)('the broker stops at %s', (_what, more, expected) => {
  expect(steps(more)).toEqual(expected);
  expect(judge(more)).toMatchObject({ decision: expected.at(-1)!.endsWith('unknown') ? 'undetermined' : 'reject' });
});

const END = ['ISSUER pass', 'AUDIENCE pass', 'USERNAME pass', 'SCOPES pass'];

test.each([
  ['keys out of reach at the login', { jwks: { reachable: false, at: 'login' } }, [...TIMES, 'KEYS unknown', 'KEY skipped', 'SIGNATURE skipped', ...END]],
  ['no keys in the case', { jwks: undefined }, [...TIMES, 'KEYS skipped', 'KEY skipped', 'SIGNATURE skipped', ...END]],
  ['keys whose lifetime is open', { settings: `${SETTINGS}jwks_cache_ttl = 0\n` }, [...TIMES, 'KEYS unknown', 'KEY pass', 'SIGNATURE pass', ...END]],
  ['keys whose lifetime is that of the key set', { settings: `${SETTINGS}jwks_cache_ttl = 0\n`, jwks: { ...KEYS, maxAge: 1 } }, [...VERIFIED, ...END]],
  ['a token that is not encoded', { token: OPEN }, [...TIMES, 'KEYS pass', 'KEY pass', 'SIGNATURE skipped', ...END]],
  ['a token without kid, before 2.9.0', { ...open({}, { alg: 'RS256' }), brokerVersion: '2.8.2', signature: 'valid' }, [...VERIFIED, ...END]],
  ['a token without kid, before 2.9.0 and without keys', { ...open({}, { alg: 'RS256' }), brokerVersion: '2.8.2', jwks: undefined },
    [...TIMES, 'KEYS skipped', 'KEY skipped', 'SIGNATURE skipped', ...END]],
  ['an empty kid that a key has, before 2.9.0', { token: encoded(JSON.stringify({ alg: 'RS256', kid: '' })), jwks: { keys: [jwk(FIRST, '')] }, brokerVersion: '2.8.2' },
    [...VERIFIED, ...END]],
  ['a good discovery document', { discovery: { document: { issuer: 'https://sso.example.com/', jwks_uri: 'https://sso.example.com/keys' } } }, [...VERIFIED, ...END]],
  ['verify_aud off', { settings: `${SETTINGS}verify_aud = false\n` }, [...VERIFIED, 'ISSUER pass', 'AUDIENCE skipped', ...END.slice(2)]],
  ['times at the ends of what the broker can hold', { ...open({ exp: 253402300799, iat: -62135596800, nbf: 1000 }), signature: 'valid' }, [...VERIFIED, ...END]],
  ['iat at the end of its leeway', { ...open({ iat: 1000 }), now: 999.8, signature: 'valid' }, [...VERIFIED, ...END]],
  ['scopes that may be too long', { ...open({ scope: `read:%2F/${'a'.repeat(30_000)}` }), protocol: 'mqtt', signature: 'valid' },
    [...VERIFIED.filter((step) => step !== 'LOGIN_FRAME pass'), ...END.slice(0, 3), 'SCOPES unknown', 'MQTT_VHOST pass']],
  ['scopes that are just not too long', { ...open({ scope: `read:%2F/${'a'.repeat(30_000 - 'read:%2F/'.length)}` }), protocol: 'mqtt', signature: 'valid' },
    [...VERIFIED.filter((step) => step !== 'LOGIN_FRAME pass'), ...END, 'MQTT_VHOST pass']],
] as readonly (readonly [string, Partial<PreviewCase>, readonly string[]])[])('the broker goes on with %s', (_what, more, expected) => {
  expect(steps(more)).toEqual(expected);
});

test('a kid that no key has is refused even where a key of the same name without kid stands', () => {
  const { kid: _kid, ...nameless } = jwk(FIRST, '');

  expect(judge({ jwks: { keys: [nameless] }, token: encoded(JSON.stringify({ alg: 'RS256', kid: 'unknown-0' })) }).decision).toBe('accept');
  expect(judge({ jwks: { keys: [nameless] } }).reason).toBe('LAVINMQ_TOKEN_KEY');
});

test.each([
  ['iss', 'https://sso.example.com'], ['azp', 'shop'], ['empty', ''], ['sub', 'orders'],
])('the claim %s can name the user', (claim, expected) => {
  const settings = `${SETTINGS}preferred_username_claims = nothing,number,${claim}\n`;

  expect(judge({ ...open({ azp: 'shop', empty: '', number: 1 }), signature: 'valid', settings }).principal).toBe(expected);
});

test.each([
  ['the broker does not start', { settings: '[oauth]\ncolour = red\njwks_cache_ttl = 1h\n' }, 'LAVINMQ_SETTINGS_LOAD'],
  ['the frame is too large', { settings: `${SETTINGS}colour = red\n`, username: 'x'.repeat(5000) }, 'LAVINMQ_LOGIN_FRAME'],
  ['tokens are not looked at', { settings: '[oauth]\ncolour = red\n' }, 'LAVINMQ_OAUTH_BACKEND'],
  ['the token is refused', { settings: `${SETTINGS}colour = red\n`, token: 'abc' }, 'LAVINMQ_TOKEN_PREFIX'],
  ['a local user may be let in', { settings: '[oauth]\ncolour = red\n', token: undefined, password: 'p' }, 'LAVINMQ_LOCAL_BACKEND'],
  ['all is well', { settings: `${SETTINGS}colour = red\n` }, null],
  ['all is well over MQTT', { settings: `${SETTINGS}colour = red\n[mqtt]\npermission_check_enabled = true\n`, protocol: 'mqtt' }, null],
] as readonly (readonly [string, Partial<PreviewCase>, string | null])[])('warnings about settings are told where %s', (_what, more, reason) => {
  expect(judge(more)).toMatchObject({ reason, warnings: [{ rule: 'LAVINMQ_INI_UNKNOWN_KEY' }] });
});

test.each([
  ['mqtt', 'c1', 'c1'], ['mqtt', undefined, null], ['amqp', 'c1', null], [undefined, 'c1', null],
] as const)('over %s with client id %s a local user has the client id %s', (protocol, mqttClientId, expected) => {
  expect(judge({ token: undefined, authenticatedAs: 'carol', protocol, mqttClientId })).toMatchObject({ principal: 'carol', mqttClientId: expected });
});

test.each([
  [10, 3490, 'pass'], [10, 3491, 'unknown'], [10, 4065, 'unknown'], [10, 4066, 'fail'], [0, 3500, 'pass'], [0, 3501, 'unknown'], [undefined, 3500, 'pass'],
] as const)('a user name of %s and a password of %s bytes: %s', (user, password, expected) => {
  const more = { token: undefined, password: 'p'.repeat(password), username: user === undefined ? undefined : 'u'.repeat(user) };

  expect(judge(more).checks.find(({ rule }) => rule === 'LAVINMQ_LOGIN_FRAME')?.outcome).toBe(expected);
});

const MQTT = { protocol: 'mqtt', signature: 'valid' } as const;
const CHECKED = `${SETTINGS}[mqtt]\npermission_check_enabled = true\n`;

test.each([
  ['write:%2F/mqtt.default', CHECKED, true], ['write:%2F/other', CHECKED, false], ['read:%2F/*', CHECKED, false], ['read:%2F/*', SETTINGS, true],
])('with the scope %s the will is published: %#', (scope, settings, willPublished) => {
  const result = judge({ ...open({ scope }), ...MQTT, settings, mqttClientId: 'c1' });

  expect(result).toMatchObject({ decision: 'accept', willPublished, mqttClientId: 'c1', expiresAt: 2000, disconnectsAt: 2000, tags: [] });
  expect(result.warnings.map(({ rule }) => rule)).toEqual(settings === CHECKED ? [] : ['LAVINMQ_MQTT_UNRESTRICTED']);
});

test.each([
  ['iot:carol', true], ['carol', false], [':carol', false], [undefined, false], ['iot:a:b', true],
])('over MQTT the user name %s leads to the virtual host iot: %s', (username, expected) => {
  expect(judge({ ...open({ scope: 'read:iot/*' }), ...MQTT, username, settings: CHECKED }).decision).toBe(expected ? 'accept' : 'reject');
});

test('over MQTT a user name that begins with a colon names the virtual host without a name', () => {
  expect(judge({ ...open({ scope: 'read:/*' }), ...MQTT, username: ':carol', settings: CHECKED }).decision).toBe('accept');
});

test.each([
  [open({ exp: null }), 'EXPIRY', 'exp is missing'], [open({ exp: 2_000_000_000_000 }), 'EXPIRY', 'exp 2000000000000 is no time; are these milliseconds?'],
  [{ ...open({}, { alg: 'RS256' }), brokerVersion: '2.8.2' }, 'KEY', 'kid is missing, so every key is tried'],
  [{ ...open({}, { alg: 'RS256', kid: 'k9' }), brokerVersion: '2.8.2' }, 'KEY', 'kid is "k9", so every key is tried'], [open({}), 'KEY', 'kid is "k1"'],
])('of %j the step %s says: %s', (more, step, expected) => {
  expect(judge(more).checks.find(({ rule }) => rule === `LAVINMQ_TOKEN_${step}`)?.detail).toBe(expected);
});
