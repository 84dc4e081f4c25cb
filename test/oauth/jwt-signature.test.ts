import { createHmac, createSecretKey, generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import * as jose from 'jose';
import { keysOf, verificationKey } from '../../src/oauth/jwks';
import { SIGNATURE_ALGORITHMS, verifySignature } from '../../src/oauth/jws';

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ED448 = generateKeyPairSync('ed448');
const SECRET = createSecretKey(Buffer.alloc(64, 7));
const EC = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  ES256K: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
} as const;
const ED = generateKeyPairSync('ed25519');

function keysFor(algorithm: string): { privateKey: KeyObject; publicKey: KeyObject } {
  if (algorithm.startsWith('HS')) {
    return { privateKey: SECRET, publicKey: SECRET };
  }
  if (algorithm === 'EdDSA') {
    return ED;
  }
  return algorithm in EC ? EC[algorithm as keyof typeof EC] : RSA;
}

async function signed(algorithm: string) {
  const { privateKey } = keysFor(algorithm);
  const token = algorithm === 'ES256K'
    ? byHand({ alg: 'ES256K' }, (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }))
    : await new jose.SignJWT({ sub: 'a' }).setProtectedHeader({ alg: algorithm }).sign(privateKey);
  const [header, payload, signature] = token.split('.');
  return { input: `${header}.${payload}`, signature: Buffer.from(signature, 'base64url') };
}

function byHand(header: object, signer: (data: Buffer) => Buffer): string {
  const input = [header, { sub: 'a' }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${signer(Buffer.from(input)).toString('base64url')}`;
}

test.each(SIGNATURE_ALGORITHMS)('%s verifies what its key signed, by a key from a key set', async (algorithm) => {
  const text = await signed(algorithm);
  const { publicKey } = keysFor(algorithm);
  const key = verificationKey(publicKey.export({ format: 'jwk' }))!;

  expect(verifySignature(algorithm, key, text)).toBe(true);
  expect(verifySignature(algorithm, key, { ...text, input: `${text.input}x` })).toBe(false);
  expect(verifySignature(algorithm, key, { ...text, signature: text.signature.subarray(1) })).toBe(false);
  expect(verifySignature(algorithm, key, { ...text, signature: Buffer.alloc(0) })).toBe(false);
});

test('no algorithm verifies with a key made for another', async () => {
  for (const algorithm of SIGNATURE_ALGORITHMS) {
    const text = await signed(algorithm);
    for (const other of SIGNATURE_ALGORITHMS.filter((name) => keysFor(name) !== keysFor(algorithm) && !(/^HS/.test(name) && /^HS/.test(algorithm)))) {
      expect([algorithm, other, verifySignature(algorithm, keysFor(other).publicKey, text)]).toEqual([algorithm, other, false]);
    }
  }
});

test('a public key is never taken as the secret of a MAC', () => {
  const input = 'a.b';
  const pem = RSA.publicKey.export({ type: 'spki', format: 'pem' });
  const signature = createHmac('sha256', pem).update(input).digest();

  expect(verifySignature('HS256', RSA.publicKey, { input, signature })).toBe(false);
});

test('Ed448 is EdDSA too', () => {
  const input = 'a.b';

  expect(verifySignature('EdDSA', ED448.publicKey, { input, signature: sign(null, Buffer.from(input), ED448.privateKey) })).toBe(true);
});

test.each(['none', 'None', '', 'rs256', 'RS255'])('algorithm %j verifies nothing', (algorithm) => {
  expect(verifySignature(algorithm, RSA.publicKey, { input: 'a.b', signature: Buffer.alloc(0) })).toBe(false);
});

test('the private half of a key is not needed', () => {
  const key = verificationKey(RSA.privateKey.export({ format: 'jwk' }))!;

  expect(key.type).toBe('public');
});

test.each([
  ['no kty', {}], ['an unknown kty', { kty: 'XYZ' }], ['RSA without n', { kty: 'RSA', e: 'AQAB' }], ['oct without k', { kty: 'oct' }],
  ['n of another type', { kty: 'RSA', n: 5, e: 'AQAB' }],
])('members make no key: %s', (_what, jwk) => {
  expect(verificationKey(jwk)).toBeUndefined();
});

test('a key is imported once', () => {
  const jwk = RSA.publicKey.export({ format: 'jwk' });

  expect(verificationKey(jwk)).toBe(verificationKey(jwk));
});

test.each([
  [[{ kty: 'RSA' }], [{ kty: 'RSA' }]], [[], []], [{}, undefined], [null, undefined], [[1], undefined], [[null], undefined], [[[]], undefined],
])('the keys of %j are %j', (given, expected) => {
  expect(keysOf(given)).toEqual(expected);
});
