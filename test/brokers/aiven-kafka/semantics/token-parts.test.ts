import { generateKeyPairSync } from 'node:crypto';
import { readKeySet } from '../../../../src/brokers/aiven-kafka/semantics/key-set';
import { judgeSignatures } from '../../../../src/brokers/aiven-kafka/semantics/signature';
import { openCompact, openGiven } from '../../../../src/brokers/aiven-kafka/semantics/token';
import { PreviewCase } from '../../../../src/preview/case';
import { CheckList } from '../../../../src/preview/check';

const encoded = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const HEADER = encoded({ alg: 'RS256' });
const CLAIMS = encoded({ exp: 1 });
const NESTED = encoded({ alg: 'RS256', cty: 'JWT' });

/** How taking a token apart ends: the last step, or that there are claims. */
function opened(token: string): string {
  const checks = new CheckList();
  const contents = openCompact(token, checks);
  const last = checks.checks[checks.checks.length - 1];
  return contents === undefined ? last.detail : `${contents.envelopes.length} envelopes`;
}

test.each<[string, string]>([
  [`${HEADER}.${CLAIMS}.c2ln`, '1 envelopes'],
  [`${NESTED}.${encoded(`${HEADER}.${CLAIMS}.c2ln`)}.c2ln`, '2 envelopes'],
  [`${NESTED}.${encoded(`${HEADER}.${CLAIMS}.`)}.c2ln`, '2 envelopes'],
  ['a', 'the token has 1 parts, not three'],
  ['a.b', 'the token has 2 parts, not three'],
  ['a.b.c.d', 'the token has 4 parts, not three'],
  ['a.b..d', 'the token has 4 parts, not three'],
  ['a.b.c.d.e', 'the token has five parts: encrypted tokens are not taken'],
  [`${HEADER}.${CLAIMS}.`, 'the token has no signature'],
  [`.${CLAIMS}.`, 'a part of the token is empty'],
  [`.${CLAIMS}.c2ln`, 'a part of the token is empty'],
  [`${HEADER}..c2ln`, 'a part of the token is empty'],
  [`${NESTED}.${encoded('a.b')}.c2ln`, 'the token in the token has 2 parts, not three'],
  [`${NESTED}.${encoded(`.${CLAIMS}.c2ln`)}.c2ln`, 'a part of the token in the token is empty'],
  [`${encoded({ cty: 5 })}.${CLAIMS}.c2ln`, 'cty is no text'],
  [`${encoded({ cty: 'application/jwt' })}.${encoded(`${HEADER}.${CLAIMS}.c2ln`)}.c2ln`, '2 envelopes'],
  [`${encoded({ cty: 'xjwt' })}.${CLAIMS}.c2ln`, '1 envelopes'],
  [`${encoded({ cty: 'jwt+x' })}.${CLAIMS}.c2ln`, '1 envelopes'],
])('%s comes to: %s', (token, expected) => {
  expect(opened(token)).toBe(expected);
});

test('within another token the payload may stand as it is, which b64 then says', () => {
  const inner = `${encoded({ alg: 'RS256', b64: false })}.{"sub":"a"}.c2ln`;

  expect(openCompact(`${NESTED}.${encoded(inner)}.c2ln`, new CheckList())?.claims.get('sub')).toBe('a');
  expect(opened(`${NESTED}.${encoded(inner.replace('{"sub":"a"}', encoded('{"sub":"a"}')))}.c2ln`)).toMatch(/^the payload /);
});

test.each<[object, string | undefined]>([
  [{ alg: 'RS256' }, undefined], [{ cty: 'x' }, undefined], [{ cty: 5 }, 'cty is no text'], [{ cty: 'JWT' }, 'cty says that the payload is a token, and it is an object of claims'],
  [{ b64: true }, undefined], [{ b64: false }, 'b64 says that the payload is not encoded, and a message of OAUTHBEARER cannot carry such a token'],
])('a given token with the header %j: %s', (header, problem) => {
  const checks = new CheckList();
  const contents = openGiven({ header, claims: {} } as never, checks);

  expect(checks.checks.map(({ detail }) => detail)).toEqual(problem === undefined ? [] : [problem]);
  expect(contents === undefined).toBe(problem !== undefined);
});

function details(header: object, keys?: unknown): readonly string[] {
  const checks = new CheckList();
  const contents = openGiven({ header, claims: {} } as never, checks)!;
  judgeSignatures(contents, { jwks: keys && { keys } } as unknown as PreviewCase, '3.9.0', checks);
  return checks.checks.map(({ outcome, detail }) => `${outcome}: ${detail}`);
}

test.each<[object, string]>([
  [{}, 'fail: is missing'], [{ alg: 'none' }, 'fail: "none" is never taken'], [{ alg: 'None' }, 'fail: "None" is none that the broker knows'],
  [{ alg: 'RS256' }, 'pass: RS256'], [{ alg: 'EdDSA' }, 'pass: EdDSA, which Java has since 15'],
  [{ alg: 'RS256', kid: 5 }, 'fail: kid is no text'], [{ alg: 'RS256', x5t: 5 }, 'fail: x5t is no text'], [{ 'alg': 'RS256', 'x5t#S256': 5 }, 'fail: x5t#S256 is no text'],
])('of the algorithm in %j is said: %s', (header, expected) => {
  expect(details(header)[0]).toBe(expected);
});

test.each<[unknown, string]>([
  [['b64'], 'pass: names nothing that is not understood'], [[], 'pass: names nothing that is not understood'], ['b64', 'fail: is no list'],
  [['b64', 'x'], 'fail: "x" is not understood'], [[5], 'fail: has a member that is no text'],
])('of crit as %j is said: %s', (crit, expected) => {
  expect(details({ alg: 'RS256', crit })).toContain(expected);
});

test('only a token that names its key may go through once the key is there', () => {
  expect([{ alg: 'RS256', kid: 'k' }, { alg: 'RS256' }].map((header) => details(header, [])[1])).toEqual([
    'fail: the token asks for "k"; of 0 usable keys none is of type RSA, for signatures, with that kid; the broker asks for the key set anew, ' +
      'so another attempt may go through once the key is there',
    'fail: the token names no key; of 0 usable keys none is of type RSA, for signatures',
  ]);
});

test('what is no key set is no reason to refuse a token: the broker would not have started', () => {
  expect(details({ alg: 'RS256' }, 'x')[1]).toBe('skipped: the case has no key set');
});

const { publicKey: RSA } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { publicKey: EC } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = (more: object = {}) => ({ ...RSA.export({ format: 'jwk' }), kid: 'k', ...more });
const ec = (more: object = {}) => ({ ...EC.export({ format: 'jwk' }), kid: 'k', ...more });

test.each<[string, object | null, boolean]>([
  ['an RSA key', rsa(), true], ['an EC key', ec(), true], ['null', null, false], ['a key without type', { ...rsa(), kty: undefined }, false],
  ['a key whose type is no text', rsa({ kty: 5 }), false], ['a key of another type', rsa({ kty: 'XYZ' }), false], ['a key named as a member of objects', rsa({ kty: 'toString' }), false],
  ['a key without modulus', rsa({ n: undefined }), false], ['a key whose exponent is no text', rsa({ e: 5 }), false], ['a key whose use is no text', rsa({ use: 5 }), false],
  ['a key with use null', rsa({ use: null }), true], ['a key whose x5t is no text', rsa({ x5t: 5 }), false], ['a key whose x5u is no text', rsa({ x5u: 5 }), false],
  ['a key whose key_ops is no list', rsa({ key_ops: 'verify' }), false], ['an RSA key with a curve nobody knows', rsa({ crv: 'x' }), true],
  ['an EC key with a curve nobody knows', ec({ crv: 'x' }), false], ['an EC key without its curve', ec({ crv: undefined }), false],
  ['an X25519 key', generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }), true], ['an X448 key', generateKeyPairSync('x448').publicKey.export({ format: 'jwk' }), true],
  ['a secret', { kty: 'oct', k: 'c2VjcmV0' }, true], ['a secret with x5t as a number', { kty: 'oct', k: 'c2VjcmV0', x5t: 5 }, true], ['an empty secret', { kty: 'oct', k: '' }, false],
  ['a secret with a curve', { kty: 'oct', k: 'c2VjcmV0', crv: 'x' }, true], ['a key with no certificates', rsa({ x5c: [] }), true], ['a key whose x5c is no list', rsa({ x5c: 'x' }), false],
  ['a key with a number as certificate', rsa({ x5c: [5] }), false], ['a key with a text that is no certificate', rsa({ x5c: ['eA=='] }), false],
])('%s is left in the set or out', (_what, jwk, isUsable) => {
  expect(readKeySet([jwk])).toMatchObject({ keys: isUsable ? [{}] : [], left: isUsable ? 0 : 1 });
});

test('of a key its texts are kept, and its curve where it has one', () => {
  const { keys } = readKeySet([rsa({ 'use': 'sig', 'alg': 'RS256', 'x5t': 'a', 'x5t#S256': 'b', 'key_ops': ['verify'], 'crv': 'x' }), ec()]) as { keys: readonly object[] };

  expect(keys).toMatchObject([
    { kty: 'RSA', kid: 'k', use: 'sig', alg: 'RS256', x5t: 'a', x5tS256: 'b', keyOps: ['verify'], curve: undefined },
    { kty: 'EC', kid: 'k', use: undefined, alg: undefined, x5t: undefined, x5tS256: undefined, keyOps: undefined, curve: 'P-256' },
  ]);
});

test.each<[unknown, object]>([
  [undefined, { problem: 'the document has no "keys"' }], [null, { problem: 'the document has no "keys"' }], ['x', { problem: '"keys" is no list' }],
  [[5], { problem: '"keys" has a member that is no object' }], [[[]], { problem: '"keys" has a member that is no object' }], [[], { keys: [], left: 0 }],
])('the document %j is %j', (document, expected) => {
  expect(readKeySet(document)).toEqual(expected);
});
