import { generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import { runPreprocessors } from '../../../../src/brokers/hivemq/semantics/preprocessors';
import { judgeSignature } from '../../../../src/brokers/hivemq/semantics/signature';
import { readToken } from '../../../../src/brokers/hivemq/semantics/token';
import { fill, Unknown, Variables } from '../../../../src/brokers/hivemq/semantics/variables';
import { HiveMqPreprocessor } from '../../../../src/brokers/hivemq/settings';
import { PreviewCase } from '../../../../src/preview/case';
import { CheckList } from '../../../../src/preview/check';

const encoded = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const EMPTY = encoded({});

test.each<[string, string]>([
  ['abc', 'has not three parts'], ['a.b', 'has not three parts'], [`${EMPTY}.${EMPTY}.a.b`, 'has not three parts'], [`${EMPTY}.${EMPTY}..`, 'has not three parts'],
  [`.${EMPTY}.a`, 'the header is no base64url'], [`${EMPTY}..a`, 'the payload is no base64url'], [`${encoded([])}.${EMPTY}.a`, 'the header is no base64url'],
  [`${EMPTY}.${encoded('5')}.a`, 'the payload is no base64url'], ['..', 'the header is no base64url'],
])('%s is no token: %s', (token, problem) => {
  expect(readToken(token)).toEqual({ problem: expect.stringMatching(new RegExp(`^${problem}`)) });
});

test.each<[string, string | undefined]>([
  [`${EMPTY}.${EMPTY}.c2ln`, undefined], [`${EMPTY}.${EMPTY}.`, undefined], [`${EMPTY}=.${EMPTY}.c2ln`, 'the header is not written as base64url'],
  [`${EMPTY}.${EMPTY}=.c2ln`, 'the payload is not written as base64url'], [`${EMPTY}.${EMPTY}.c2ln==`, 'the signature is not written as base64url'],
  [`${encoded('{"a":1,"a":2}')}.${EMPTY}.c2ln`, 'the header has a member twice'], [`${EMPTY}.${encoded('{"a":1,"a":2}')}.c2ln`, 'the payload has a member twice'],
  [`${encoded({ crit: ['b64'] })}.${EMPTY}.c2ln`, 'the header has crit'], [`${EMPTY}.${encoded({ crit: 1 })}.c2ln`, undefined],
  [`${EMPTY}.${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64url')}.c2ln`, 'the payload is no UTF-8'],
  [`${EMPTY}.${encoded('{"a":"\\ud800"}')}.c2ln`, 'the payload is JSON that parsers read differently'],
  [`${encoded(`{"a":${'['.repeat(600)}${']'.repeat(600)}}`)}.${EMPTY}.c2ln`, 'the header is JSON that parsers read differently'],
  [`${EMPTY}.${encoded('{"a":1}').replace(/.$/, 'R')}.c2ln`, 'the payload is not written as base64url'],
  [`${EMPTY}.${EMPTY}.A`, 'the signature is not written as base64url'], [`${EMPTY}.${EMPTY}.a+/b`, 'the signature is not written as base64url'],
])('what readers may differ on in %s: %s', (token, doubt) => {
  expect(readToken(token)).toMatchObject({ doubt: doubt === undefined ? undefined : expect.stringMatching(new RegExp(`^${doubt}`)) });
});

test('a token is its parts', () => {
  const [header, payload] = [encoded({ alg: 'RS256' }), encoded({ exp: 1 })];

  expect(readToken(`${header}.${payload}.c2ln`)).toEqual({
    header: { alg: 'RS256' }, claims: { exp: 1 }, doubt: undefined, signed: { input: `${header}.${payload}`, segment: 'c2ln' },
  });
  expect(readToken({ header: { crit: [] }, claims: { a: 1 } })).toEqual({ header: { crit: [] }, claims: { a: 1 }, signed: undefined, doubt: expect.stringContaining('crit') });
});

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SHORT = generateKeyPairSync('rsa', { modulusLength: 1024 });
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = (key: KeyObject, more: object = {}) => ({ ...key.export({ format: 'jwk' }), kid: 'k', ...more });
const key = (more: object = {}) => ({ kty: 'RSA', kid: 'k', ...more });

/** Outcomes at the algorithm, the key and the signature, with what is said of the key. */
function judged(token: Parameters<typeof readToken>[0], input: object = {}): readonly string[] {
  const checks = new CheckList();
  const read = readToken(token);
  if (!('problem' in read)) {
    judgeSignature({ signature: 'valid', ...input } as unknown as PreviewCase, read, checks);
  }
  return checks.checks.map(({ rule, outcome, detail }) => (rule === 'HIVEMQ_TOKEN_KEY' ? `${outcome}: ${detail}` : outcome));
}

const open = (header: object) => ({ header, claims: {} }) as never;
const NAMED = { alg: 'RS256', kid: 'k' };
const FOUND = 'pass: the set has a key with the kid "k"';

test.each<[object, object | undefined, readonly string[]]>([
  [{ alg: 5 }, undefined, ['fail']], [{}, undefined, ['fail']],
  [{ alg: 'RS256' }, undefined, ['pass', 'unknown: kid is missing', 'pass']], [{ alg: 'RS256', kid: 5 }, undefined, ['pass', 'unknown: kid is no text', 'pass']],
  [NAMED, undefined, ['pass', 'skipped: kid is "k"; no keys are given', 'pass']],
  [{ alg: 'RS256' }, { keys: [key()] }, ['pass', 'unknown: kid is missing', 'pass']], [{ alg: 'RS256' }, { keys: [] }, ['pass', 'fail: kid is missing', 'pass']],
  [{ alg: 'ES256', kid: 5 }, { keys: [key()] }, ['pass', 'fail: kid is no text', 'pass']],
  [NAMED, { reachable: false }, ['pass', 'unknown: the key set cannot be fetched, and', 'pass']],
  [NAMED, { reachable: false, at: 'login' }, ['pass', 'unknown: the key set cannot be fetched now', 'pass']],
  [NAMED, { keys: 5 }, ['pass', 'unknown: the key set served is no list of keys', 'pass']],
  [NAMED, { keys: [key()] }, ['pass', FOUND, 'pass']], [NAMED, { keys: [key({ kid: 'x' })] }, ['pass', 'fail: no key of the set has the kid', 'pass']],
  [NAMED, { keys: [key({ kty: 'EC' })] }, ['pass', 'fail: the key with the kid "k" is of another type', 'pass']],
  [NAMED, { keys: [key(), key()] }, ['pass', 'unknown: 2 keys have the kid', 'pass']],
  [NAMED, { keys: [key({ use: 'enc' })] }, ['pass', 'unknown: the key is not for signatures', 'pass']], [NAMED, { keys: [key({ use: 'sig' })] }, ['pass', FOUND, 'pass']],
  [NAMED, { keys: [key({ key_ops: ['sign'] })] }, ['pass', 'unknown: the key is not for verifying', 'pass']],
  [NAMED, { keys: [key({ key_ops: 'verify' })] }, ['pass', 'unknown: the key is not for verifying', 'pass']],
  [NAMED, { keys: [key({ key_ops: ['sign', 'verify'] })] }, ['pass', FOUND, 'pass']],
  [NAMED, { keys: [key({ alg: 'RS512' })] }, ['pass', 'unknown: the key is for another algorithm', 'pass']], [NAMED, { keys: [key({ alg: 'RS256' })] }, ['pass', FOUND, 'pass']],
  [{ alg: 'ES256', kid: 'k' }, { keys: [key({ kty: 'EC', crv: 'P-384' })] }, ['pass', 'fail: the key with the kid "k" is of another type', 'pass']],
  [{ alg: 'ES256', kid: 'k' }, { keys: [key({ kty: 'EC', crv: 'P-256' })] }, ['pass', FOUND, 'pass']],
  [{ alg: 'ES256', kid: 'k' }, { keys: [key({ kty: 'EC' })] }, ['pass', FOUND, 'pass']],
  [NAMED, { keys: [key({ crv: 'P-384' })] }, ['pass', FOUND, 'pass']],
  [{ alg: 'PS256', kid: 'k' }, { keys: [key({ kty: 'EC', crv: 'P-384' })] }, ['unknown', FOUND, 'pass']],
])('the header %j by the set %j', (header, jwks, expected) => {
  expect(judged(open(header), { jwks })).toEqual(expected.map((one) => (one.includes(':') ? expect.stringMatching(new RegExp(`^${one}`)) : one)));
});

test.each([[undefined, 'skipped'], ['valid', 'pass'], ['invalid', 'fail']])('the signature of a token that is not encoded is what the case says: %s', (signature, expected) => {
  expect(judged(open({ alg: 'RS256', kid: 'k' }), { signature })[2]).toBe(expected);
});

function signed(header: { readonly alg: string; readonly kid?: string }, by: KeyObject | undefined): string {
  const input = `${encoded(header)}.${EMPTY}`;
  return `${input}.${by === undefined ? '' : sign('sha256', Buffer.from(input), { key: by, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

test.each<[string, string, object | undefined, readonly string[]]>([
  ['its key', signed(NAMED, RSA.privateKey), { keys: [jwk(RSA.publicKey)] }, ['pass', FOUND, 'pass']],
  ['another key', signed(NAMED, SHORT.privateKey), { keys: [jwk(RSA.publicKey)] }, ['pass', FOUND, 'fail']],
  ['one of two keys', signed(NAMED, RSA.privateKey), { keys: [jwk(SHORT.publicKey), jwk(RSA.publicKey)] }, ['pass', 'unknown: 2 keys have', 'pass']],
  ['a short key', signed(NAMED, SHORT.privateKey), { keys: [jwk(SHORT.publicKey)] }, ['pass', 'unknown: the key has 1024 bits', 'pass']],
  ['a key that cannot be read', signed(NAMED, RSA.privateKey), { keys: [key()] }, ['pass', FOUND, 'fail']],
  ['an EC key', signed({ alg: 'ES256', kid: 'k' }, EC.privateKey), { keys: [jwk(EC.publicKey)] }, ['pass', FOUND, 'pass']],
  ['no key', signed(NAMED, undefined), { keys: [jwk(RSA.publicKey)] }, ['pass', FOUND, 'fail']],
  ['no key of no set', signed(NAMED, undefined), undefined, ['pass', 'skipped: kid', 'fail']],
  ['a key of no set', signed(NAMED, RSA.privateKey), undefined, ['pass', 'skipped: kid', 'skipped']],
  ['a key of an empty set', signed(NAMED, RSA.privateKey), { keys: [] }, ['pass', 'fail: no key']],
  ['HS256', signed({ alg: 'HS256', kid: 'k' }, RSA.privateKey), { keys: [jwk(RSA.publicKey)] }, ['unknown', FOUND, 'skipped']],
  ['HS256 and nothing', signed({ alg: 'HS256', kid: 'k' }, undefined), { keys: [jwk(RSA.publicKey)] }, ['unknown', FOUND, 'skipped']],
  ['none', signed({ alg: 'none', kid: 'k' }, undefined), { keys: [jwk(RSA.publicKey)] }, ['unknown', FOUND, 'skipped']],
])('a token signed by %s', (_what, token, jwks, expected) => {
  expect(judged(token, { jwks })).toEqual(expected.map((one) => (one.includes(':') ? expect.stringMatching(new RegExp(`^${one}`)) : one)));
});

/** What a variable holds after the steps; an unknown one by its reason. */
function after(steps: readonly object[], name: string, input: object = {}): unknown {
  const variables = Variables.of({ mqttClientId: 'Dev1', username: 'alice', password: 'pw', ...input } as PreviewCase);
  runPreprocessors(steps as readonly HiveMqPreprocessor[], variables);
  const value = variables.get(name);
  return value instanceof Unknown ? `unknown: ${value.why}` : value;
}

const claims = (more: object, ...extractions: readonly (readonly [string, string])[]) => ({
  jwtPreprocessor: { source: 'mqtt-password', prefix: '<', postfix: '>', jwtExtractions: extractions.map(([jwtClaim, eseVariable]) => ({ jwtClaim, eseVariable })), ...more },
});
const TOKEN = { token: { header: {}, claims: { sub: 'me', blank: 'a b', brace: 'a}}', list: ['a'], open: '{{' } } };
const KEY = 'authorization-key';
const READABLE = 'unknown: mqtt-password holds no token that can be read';

test.each<[readonly object[], string, object, unknown]>([
  [[], 'mqtt-username', {}, 'alice'], [[], 'mqtt-clientid', {}, 'Dev1'], [[], KEY, {}, undefined],
  [[{ setStringPreprocessor: { variable: 'string-a', value: 'x' } }], 'string-a', {}, 'x'],
  [[{ setStringPreprocessor: { variable: 'string-a', value: '${x}' } }], 'string-a', {}, expect.stringMatching(/^unknown: whether a value that is set/)],
  [[{ setStringPreprocessor: undefined }], 'string-a', {}, undefined],
  [[{ setBytePreprocessor: { variable: 'byte-a', value: { text: 'eA==', encoding: 'Base64' } } }], 'byte-a', {}, 'x'],
  [[{ setBytePreprocessor: { variable: 'byte-a', value: { text: 'eA', encoding: 'Base64' } } }], 'byte-a', {}, expect.stringMatching(/^unknown: .*no plain Base64/)],
  [[{ setBytePreprocessor: { variable: 'byte-a', value: { text: '/w==', encoding: 'Base64' } } }], 'byte-a', {}, expect.stringMatching(/^unknown: .*no plain Base64/)],
  [[{ setBytePreprocessor: { variable: 'byte-a', value: { text: '7a', encoding: 'Hex' } } }], 'byte-a', {}, 'z'],
  [[{ setBytePreprocessor: { variable: 'byte-a', value: { text: '7a7', encoding: 'Hex' } } }], 'byte-a', {}, expect.stringMatching(/^unknown: .*no plain Hex/)],
  [[{ plainPreprocessor: {} }, { regexPreprocessor: {} }, { splitPreprocessor: {} }, { x509Preprocessor: {} }], KEY, TOKEN, undefined],
  [[claims({ jwtExtractions: undefined })], KEY, TOKEN, undefined],
  [[{ copyStringToStringPreprocessor: { fromVariable: 'mqtt-username', toVariable: KEY } }], KEY, {}, 'alice'],
  [[{ copyStringToStringPreprocessor: { fromVariable: 'string-z', toVariable: KEY } }], KEY, {}, expect.stringMatching(/^unknown: nothing sets string-z/)],
  [[{ copyByteToBytePreprocessor: { fromVariable: 'mqtt-password', toVariable: 'byte-a' } }], 'byte-a', {}, 'pw'],
  [[{ copyByteToStringPreprocessor: { fromVariable: 'mqtt-password', toVariable: { variable: KEY, encoding: 'Base64' } } }], KEY, {}, 'cHc='],
  [[{ copyByteToStringPreprocessor: { fromVariable: 'mqtt-password', toVariable: { variable: KEY, encoding: 'UTF8' } } }], KEY, {}, 'pw'],
  [[{ copyByteToStringPreprocessor: { fromVariable: 'mqtt-password', toVariable: { variable: KEY, encoding: 'Hex' } } }], KEY, {}, expect.stringMatching(/^unknown: the letter case of hex/)],
  [[{ copyByteToStringPreprocessor: { fromVariable: 'mqtt-password', toVariable: { variable: KEY, encoding: 'Base64' } } }], KEY, TOKEN, expect.stringMatching(/^unknown: a token that is not/)],
  [[{ copyByteToStringPreprocessor: { fromVariable: 'mqtt-password', toVariable: { variable: KEY, encoding: 'UTF8' } } }], KEY, TOKEN, TOKEN.token],
  [[{ copyStringToBytePreprocessor: { fromVariable: { variable: 'mqtt-username', encoding: 'UTF8' }, toVariable: 'byte-a' } }], 'byte-a', {}, 'alice'],
  [[{ regexPreprocessor: { variables: ['string-a', 'string-b'] } }], 'string-b', {}, 'unknown: what a regex-preprocessor writes is not documented in full'],
  [[{ splitPreprocessor: { toVariables: ['string-a'] } }], 'string-a', {}, 'unknown: what a split-preprocessor writes is not documented in full'],
  [[{ concatenationPreprocessor: { toVariable: 'string-a' } }], 'string-a', {}, 'unknown: what a concatenation-preprocessor writes is not documented in full'],
  [[{ loggingPreprocessor: {} }, { sessionAttributePreprocessor: {} }, { connectionAttributePreprocessor: {} }], 'authentication-key', {}, 'alice'],
  [[{ letterCasePreprocessor: { transformations: [{ variable: 'authentication-key', letterCase: 'UPPER' }] } }], 'authentication-key', {}, 'ALICE'],
  [[{ letterCasePreprocessor: { transformations: [{ variable: 'authentication-key', letterCase: 'LOWER' }] } }], 'authentication-key', { username: 'ALICE' }, 'alice'],
  [[{ letterCasePreprocessor: { transformations: [{ variable: 'authentication-key', letterCase: 'UPPER' }] } }], 'authentication-key', { username: 'é' }, expect.stringMatching(/beyond ASCII/)],
  [[{ letterCasePreprocessor: { transformations: [{ variable: 'string-z', letterCase: 'UPPER' }] } }], 'string-z', {}, 'unknown: nothing sets string-z'],
  [[{ customPreprocessor: {} }], KEY, {}, expect.stringMatching(/^unknown: what a custom-preprocessor does/)], [[{ customPreprocessor: {} }], 'mqtt-username', {}, 'alice'],
  [[{ x509Preprocessor: { x509Extractions: [{ eseVariable: 'string-a' }] } }], 'string-a', {}, 'unknown: the client\'s certificate is not in the case'],
  [[{ httpHeadersPreprocessor: {} }], 'authentication-key', {}, expect.stringMatching(/^unknown: what an http-headers-preprocessor/)],
  [[{ plainPreprocessor: { transformations: [{ fromVariable: 'mqtt-username', toVariable: KEY }] } }], KEY, {}, 'alice'],
  [[{ plainPreprocessor: { transformations: [{ fromVariable: 'mqtt-password', toVariable: KEY }] } }], KEY, {}, expect.stringMatching(/^unknown: the default encoding/)],
  [[{ plainPreprocessor: { transformations: [{ fromVariable: 'mqtt-password', toVariable: KEY, encoding: 'Base64' }] } }], KEY, {}, 'cHc='],
  [[{ plainPreprocessor: { transformations: [{ fromVariable: 'mqtt-username', toVariable: 'byte-a', encoding: 'Base64' }] } }], 'byte-a', { username: 'eA==' }, 'x'],
  [[claims({}, ['sub', KEY])], KEY, TOKEN, '<me>'], [[claims({ prefix: undefined }, ['sub', KEY])], KEY, TOKEN, expect.stringMatching(/^unknown: the defaults of prefix/)],
  [[claims({ postfix: undefined }, ['sub', KEY])], KEY, TOKEN, expect.stringMatching(/^unknown: the defaults of prefix/)],
  [[claims({}, ['none', KEY])], KEY, TOKEN, expect.stringMatching(/^unknown: the token has no none/)], [[claims({}, ['list', KEY])], KEY, TOKEN, expect.stringMatching(/^unknown: how jwt-preprocessor writes list/)],
  [[claims({}, ['blank', KEY])], KEY, TOKEN, expect.stringMatching(/splits blank at blanks/)], [[claims({}, ['brace', KEY])], KEY, TOKEN, expect.stringMatching(/^unknown: how braces in brace/)],
  [[claims({}, ['open', KEY])], KEY, TOKEN, expect.stringMatching(/^unknown: how braces in open/)],
  [[claims({}, ['sub', KEY], ['sub', KEY])], KEY, TOKEN, expect.stringMatching(/^unknown: what becomes of two claims/)],
  [[claims({}, ['sub', 'string-a'], ['sub', KEY])], KEY, TOKEN, '<me>'],
  [[claims({}, ['sub', KEY])], KEY, {}, READABLE], [[claims({}, ['sub', KEY])], KEY, { password: undefined }, READABLE],
  [[claims({ source: 'mqtt-authentication-data' }, ['sub', KEY])], KEY, TOKEN, 'unknown: mqtt-authentication-data holds no token that can be read'],
  [[claims({}, ['sub', KEY])], KEY, { token: { header: { crit: [] }, claims: { sub: 'me' } } }, READABLE],
])('after the steps %j %s holds what it should: %#', (steps, name, input, expected) => {
  expect(after(steps, name, input)).toEqual(expected);
});

test.each([
  ['Base64', '', ''], ['Base64', 'eHl6', 'xyz'], ['Base64', 'eHk=', 'xy'], ['Base64', 'eHl6eA==', 'xyzx'], ['Base64', 'fn5+Pz8/', '~~~???'], ['Base64', ' eHl6', undefined],
  ['Base64', 'eHl6 ', undefined], ['Base64', 'eH l6', undefined], ['Base64', 'fn5-', undefined], ['Base64', 'eHk', undefined], ['Base64', 'eA=', undefined],
  ['Base64', '=eHl6', undefined], ['Base64', 'eHk=eHl6', undefined], ['Hex', '', ''], ['Hex', '7A', 'z'], ['Hex', '7a6f', 'zo'], ['Hex', '7ax', undefined], ['Hex', '7ag0', undefined],
  ['Hex', 'x7a', undefined], ['Hex', '7 a', undefined],
])('%s %j is written as bytes: %s', (encoding, text, expected) => {
  expect(after([{ setBytePreprocessor: { variable: 'byte-a', value: { text, encoding } } }], 'byte-a'))
    .toBe(expected ?? `unknown: what becomes of a text that is no plain ${encoding} is not documented`);
});

test.each<[string, unknown]>([
  ['plain', 'plain'], ['${mqtt-clientid}', 'Dev1'], ['a/${mqtt-clientid}/${mqtt-username}/b', 'a/Dev1/alice/b'], ['${mqtt-clientid', '${mqtt-clientid'],
  ['${ENV:A}', 'the environment variable A of the node is not in the case'], ['${other}', '${other} is no variable of the extension'],
  ['a${mqtt-password}', 'how the bytes of mqtt-password become a text is not documented'], ['${string-a}', 'nothing sets string-a'],
])('%s is filled: %j', (text, expected) => {
  const filled = fill(text, Variables.of({ mqttClientId: 'Dev1', username: 'alice', password: 'pw' } as PreviewCase));

  expect(filled instanceof Unknown ? filled.why : filled).toBe(expected);
});

test('what is read and shown of variables', () => {
  const of = (input: object) => Variables.of(input as PreviewCase);
  const why = (held: unknown) => (held instanceof Unknown ? held.why : held);
  const variables = of({ username: 'alice', password: 'pw', mqttClientId: 'c' });

  expect(why(of({}).text('mqtt-clientid'))).toBe('the client id is not in the case');
  expect(why(of({ mqttClientId: '' }).text('mqtt-clientid'))).toBe('the client id is not in the case');
  expect(why(of({ token: TOKEN.token }).text('mqtt-password'))).toBe('mqtt-password holds a token that is not encoded');
  expect(of({ token: 'a', password: 'b' }).get('mqtt-password')).toBe('a');
  expect([variables.show('alice'), variables.show('a pw b')]).toEqual(['"alice"', 'a text that holds the password']);
  expect(of({ password: '' }).show('alice')).toBe('"alice"');
  expect(of({}).show('undefined')).toBe('"undefined"');
  expect(['mqtt-authentication-method', 'mqtt-authentication-data'].map((name) => why(of({}).text(name)))).toEqual(Array(2).fill(
    'what the client sends in enhanced authentication is not in the case, and whether the extension completes it is not documented',
  ));
  expect(variables.read('x')).toBe(variables.read('x'));
  expect(variables.read('y')).not.toBe(variables.read(`${EMPTY}.${EMPTY}.`));
  variables.authenticated();
  expect([why(variables.get(KEY)), why(variables.get('authorization-role-key')), variables.get('authentication-key')]).toEqual([
    'what the authentication manager writes to it by itself is not documented', 'what the authentication manager writes to it by itself is not documented', 'alice',
  ]);
  variables.forget('gone');
  const fresh = of({});
  fresh.forget('gone');
  expect([KEY, 'authorization-role-key'].map((name) => why(fresh.get(name)))).toEqual(['gone', 'gone']);
  expect([KEY, 'authorization-role-key', 'authentication-key', 'mqtt-username', 'mqtt-clientid'].map((name) => why(variables.get(name)))).toEqual(['gone', 'gone', 'gone', 'alice', 'c']);
});
