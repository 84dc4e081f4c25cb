import { generateKeyPairSync } from 'node:crypto';
import { signingKeys } from './signing-keys';
import { algorithmOf, misfit } from '../../../../src/brokers/aiven-kafka/semantics/algorithms';
import { KeyHint, selectKey } from '../../../../src/brokers/aiven-kafka/semantics/key-selection';
import { readKeySet, UsableKey } from '../../../../src/brokers/aiven-kafka/semantics/key-set';

const KEYS = signingKeys();
const jwkOf = (kid: string) => KEYS.find(({ jwk }) => jwk.kid === kid)!.jwk as Record<string, unknown>;
const RSA = jwkOf('rsa');

function usable(...keys: readonly unknown[]): readonly UsableKey[] {
  const set = readKeySet(keys);
  return 'keys' in set ? set.keys : [];
}

test.each([
  ['HS256', 'oct'], ['HS384', 'oct'], ['HS512', 'oct'], ['RS256', 'RSA'], ['RS384', 'RSA'], ['RS512', 'RSA'], ['PS256', 'RSA'], ['PS384', 'RSA'], ['PS512', 'RSA'],
  ['ES256', 'EC'], ['ES384', 'EC'], ['ES512', 'EC'], ['ES256K', 'EC'], ['EdDSA', 'OKP'],
])('%s is verified with keys of type %s', (name, kty) => {
  expect(algorithmOf(name)).toMatchObject({ name, kty });
});

test.each(['none', 'rs256', '', 'RSA-OAEP', 'ES257'])('%j is no algorithm', (name) => {
  expect(algorithmOf(name)).toBeUndefined();
});

test.each([
  ['rsa', 'RS256', undefined], ['short-rsa', 'RS256', /^has \d+ bits, and RS256 asks for 2048$/], ['p256', 'ES256', undefined], ['p384', 'ES384', undefined],
  ['p521', 'ES512', undefined], ['p256', 'ES384', 'is on the curve P-256, and ES384 asks for P-384'], ['p256', 'ES256K', 'is on the curve P-256, and ES256K asks for secp256k1'],
  ['ed25519', 'EdDSA', undefined], ['ed448', 'EdDSA', undefined], ['secret', 'HS256', undefined], ['secret', 'HS512', /^has \d+ bits, and HS512 asks for 512$/],
  ['short-secret', 'HS256', /^has \d+ bits, and HS256 asks for 256$/], ['long-secret', 'HS384', undefined], ['long-secret', 'HS512', undefined],
])('the key %s for %s: %s', (kid, name, expected) => {
  const found = misfit(algorithmOf(name)!, usable(jwkOf(kid))[0]);

  if (expected === undefined || typeof expected === 'string') {
    expect(found).toBe(expected);
  } else {
    expect(found).toMatch(expected);
  }
});

test.each([256, 384, 512])('a secret of exactly the bits that HS%d asks for is long enough', (bits) => {
  const [fit, short] = usable({ kty: 'oct', k: Buffer.alloc(bits / 8, 1).toString('base64url') }, { kty: 'oct', k: Buffer.alloc(bits / 8 - 1, 1).toString('base64url') });

  expect(misfit(algorithmOf(`HS${bits}`)!, fit)).toBeUndefined();
  expect(misfit(algorithmOf(`HS${bits}`)!, short)).toBe(`has ${bits - 8} bits, and HS${bits} asks for ${bits}`);
});

test.each([
  [undefined, 'the document has no "keys"'], [null, 'the document has no "keys"'], [{}, '"keys" is no list'], ['x', '"keys" is no list'],
  [[5], '"keys" has a member that is no object'], [[RSA, []], '"keys" has a member that is no object'],
])('%j is no key set', (document, problem) => {
  expect(readKeySet(document)).toEqual({ problem });
});

test('keys that cannot be used are counted, and a set is read once', () => {
  const keys = [RSA, null, { kty: 'XYZ' }];

  expect(readKeySet(keys)).toMatchObject({ keys: [{ kty: 'RSA', kid: 'rsa' }], left: 2 });
  expect(readKeySet(keys)).toBe(readKeySet(keys));
});

test.each([
  ['no kty', { ...RSA, kty: undefined }], ['kty of another type', { ...RSA, kty: 5 }], ['a kty that is a name of every object', { ...RSA, kty: 'constructor' }],
  ['use of another type', { ...RSA, use: 5 }], ['kid of another type', { ...RSA, kid: 5 }], ['alg of another type', { ...RSA, alg: [] }],
  ['x5t of another type', { ...RSA, x5t: 5 }], ['x5t#S256 of another type', { ...RSA, 'x5t#S256': 5 }], ['x5u of another type', { ...RSA, x5u: {} }],
  ['key_ops that are no list', { ...RSA, key_ops: 'verify' }], ['no modulus', { ...RSA, n: null }], ['no exponent', { ...RSA, e: undefined }],
  ['a curve that Java does not know', jwkOf('k256')], ['no curve', { ...jwkOf('p256'), crv: undefined }],
  ['no x', { ...jwkOf('p256'), x: undefined }], ['no y', { ...jwkOf('p256'), y: 5 }], ['x of a key pair of another curve', { ...jwkOf('ed25519'), x: 'AA' }],
  ['no k', { kty: 'oct' }], ['an empty secret', { kty: 'oct', k: '' }], ['certificates that are no list', { ...RSA, x5c: 'x' }],
  ['certificates that are no texts', { ...RSA, x5c: [5] }], ['certificates that are none', { ...RSA, x5c: ['AAAA'] }],
])('a key with %s is left out', (_what, key) => {
  expect(usable(key)).toEqual([]);
});

/** A certificate of the key beside it, signed with it. */
const CERTIFICATE = 'MIIBbzCCARWgAwIBAgIUSEP2397BqV9/FxLT9lMtY4kpYx4wCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBazAgFw0yNjExMjIxNzUwMDhaGA8yMTI2MTAyOTE3NTAwOFowDDEKMAgGA1UE' +
  'AwwBazBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDkPGhPzhnQ7/Eeg3F19mRC1D/RvuQwc3oH94f9+neYN6FU1fUxz/VwIJ0xPz8iAHRMTmGTVYiVvFWPZXEMHe2ujUzBRMB0GA1Ud' +
  'DgQWBBT840eIaQ0XwFWFz65vIJ9Fz+JH8TAfBgNVHSMEGDAWgBT840eIaQ0XwFWFz65vIJ9Fz+JH8TAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCstben4gbTwecz' +
  'LFFws/zUd9SE+fultEePKdBJH80KzAIgR1IzT4vazQNLWWLyBPfydyZHIuwQ+HOe2dev/bXKja8=';
const CERTIFIED = { kty: 'EC', crv: 'P-256', x: 'OQ8aE_OGdDv8R6DcXX2ZELUP9G-5DBzegf3h_36d5g0', y: '6FU1fUxz_VwIJ0xPz8iAHRMTmGTVYiVvFWPZXEMHe2s', x5c: [CERTIFICATE] };
const THUMBPRINTS = { x5t: '6dyfJJqYFSd-Qz8yj__zX-SkrJM', x5tS256: 'T4Hd4kUWxB1jeTeyHKJQ7_-Tx8Fp7tRoOLIHuTsCjKM' };

test('a key has the thumbprints of its certificate, save those that are stated', () => {
  expect(usable(CERTIFIED, { ...CERTIFIED, 'x5t': 'a', 'x5t#S256': 'b' }, { ...CERTIFIED, x5c: [CERTIFICATE, CERTIFICATE] })).toMatchObject([
    THUMBPRINTS, { x5t: 'a', x5tS256: 'b' }, THUMBPRINTS,
  ]);
});

test.each([
  ['that of another key', { ...jwkOf('p256'), x5c: [CERTIFICATE] }], ['behind one that is none', { ...CERTIFIED, x5c: ['AAAA', CERTIFICATE] }],
  ['before one that is none', { ...CERTIFIED, x5c: [CERTIFICATE, 'AAAA'] }], ['written as a list of bytes', { ...CERTIFIED, x5c: [[...Buffer.from(CERTIFICATE, 'base64')]] }],
])('a key whose certificate is %s is left out', (_what, key) => {
  expect(usable(key)).toEqual([]);
});

test('a modulus of 512 bits is a key to Java, a shorter one is not', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 512 });
  const jwk = publicKey.export({ format: 'jwk' });

  expect(usable(jwk)).toHaveLength(1);
  expect(usable({ ...jwk, n: Buffer.from(jwk.n as string, 'base64url').subarray(0, 62).toString('base64url') })).toEqual([]);
});

test.each([
  ['nothing but its material', { kty: RSA.kty, n: RSA.n, e: RSA.e }, { kid: undefined, use: undefined, alg: undefined, keyOps: undefined, curve: undefined, x5t: undefined }],
  ['texts that are null', { ...RSA, kid: null, use: null, alg: null, key_ops: null, x5t: null }, { kid: undefined, use: undefined, alg: undefined, keyOps: undefined }],
  ['everything', { ...RSA, 'use': 'sig', 'alg': 'RS256', 'key_ops': ['verify'], 'x5t': 't', 'x5t#S256': 's' },
    { kid: 'rsa', use: 'sig', alg: 'RS256', keyOps: ['verify'], x5t: 't', x5tS256: 's' }],
  ['a curve that means nothing', { ...RSA, crv: 'P-256' }, { curve: undefined }],
  ['a curve', jwkOf('p256'), { curve: 'P-256' }],
  ['a curve of Edwards', jwkOf('ed448'), { curve: 'Ed448' }],
  ['an empty list of certificates', { ...RSA, x5c: [] }, { x5t: undefined }],
  ['a secret with members of certificates', { ...jwkOf('secret'), x5t: 5, x5u: 5, x5c: 5 }, { x5t: undefined, x5tS256: undefined, curve: undefined }],
])('a key with %s is usable', (_what, key, expected) => {
  expect(usable(key)).toMatchObject([expected]);
});

const hint = (more: Partial<KeyHint> = {}): KeyHint => ({ algorithm: algorithmOf('RS256')!, kid: undefined, x5t: undefined, x5tS256: undefined, ...more });
const key = (more: Partial<UsableKey> = {}): UsableKey =>
  ({ kty: 'RSA', kid: undefined, use: undefined, alg: undefined, keyOps: undefined, curve: undefined, x5t: undefined, x5tS256: undefined, ...more }) as UsableKey;

function selected(keys: readonly UsableKey[], more?: Partial<KeyHint>): number {
  const { key: found } = selectKey({ keys, left: 0 }, hint(more));
  return found === undefined ? -1 : keys.indexOf(found);
}

const EC = { algorithm: algorithmOf('ES256')! };

test.each([
  ['the first that fits', [key(), key()], {}, 0],
  ['none of none', [], {}, -1],
  ['of the type asked for', [key({ kty: 'EC' }), key()], {}, 1],
  ['of the kid asked for', [key({ kid: 'a' }), key({ kid: 'b' })], { kid: 'b' }, 1],
  ['none without the kid asked for', [key()], { kid: 'b' }, -1],
  ['any kid where none is asked for', [key({ kid: 'a' })], {}, 0],
  ['for signatures', [key({ use: 'enc' }), key({ use: 'sig' })], {}, 1],
  ['that may verify', [key({ keyOps: ['sign'] }), key({ keyOps: ['sign', 'verify'] })], {}, 1],
  ['of the thumbprint asked for', [key({ x5t: 'a' }), key({ x5t: 'b' })], { x5t: 'b' }, 1],
  ['without a thumbprint where one is asked for', [key({ x5t: 'a' }), key()], { x5t: 'b' }, 1],
  ['with a thumbprint where none is asked for', [key({ x5t: 'a' })], {}, 0],
  ['of the other thumbprint asked for', [key({ x5tS256: 'a' }), key({ x5tS256: 'b' })], { x5tS256: 'b' }, 1],
  ['of the algorithm, among several', [key({ alg: 'RS512' }), key({ alg: 'RS256' })], {}, 1],
  ['without an algorithm, among several', [key({ alg: 'RS512' }), key()], {}, 1],
  ['of another algorithm, where it is the only one', [key({ alg: 'RS512' })], {}, 0],
  ['none of several of other algorithms', [key({ alg: 'RS512' }), key({ alg: 'PS256' })], {}, -1],
  ['of the curve, among several', [key({ kty: 'EC', curve: 'P-384' }), key({ kty: 'EC', curve: 'P-256' })], EC, 1],
  ['without a curve, among several', [key({ kty: 'EC', curve: 'P-384' }), key({ kty: 'EC' })], EC, 1],
  ['of another curve, where it is the only one of its algorithm', [key({ kty: 'EC', curve: 'P-384', alg: 'ES256' }), key({ kty: 'EC', curve: 'P-256', alg: 'ES384' })], EC, 0],
  ['of another curve, where it is the only one', [key({ kty: 'EC', curve: 'P-384' })], EC, 0],
])('a key is chosen: %s', (_what, keys, more, expected) => {
  expect(selected(keys, more)).toBe(expected);
});

const detail = (keys: readonly UsableKey[], left: number, more?: Partial<KeyHint>) => selectKey({ keys, left }, hint(more)).detail;

test.each([
  [[key()], 0, {}, 'the token names no key; a key without kid is taken'],
  [[key({ kid: 'a' })], 0, { kid: 'a' }, 'the token asks for "a"; key "a" is taken'],
  [[key({ kid: 'a' }), key()], 0, {}, 'the token names no key; key "a" is taken; 2 keys fit and only the first is tried'],
  [[key()], 0, { kid: 'a' }, 'the token asks for "a"; of 1 usable keys none is of type RSA, for signatures, with that kid'],
  [[], 2, {}, 'the token names no key; of 0 usable keys none is of type RSA, for signatures, and 2 more cannot be used'],
])('of %j and %d unusable keys is said: %s', (keys, left, more, expected) => {
  expect(detail(keys, left, more)).toBe(expected);
});
