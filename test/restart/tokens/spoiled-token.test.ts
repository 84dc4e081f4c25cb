import { createHmac, generateKeyPairSync, sign, verify } from 'node:crypto';
import * as fc from 'fast-check';
import { withOtherSignature } from '../../../src/restart/tokens/spoiled-token';

const SIGNED = `${encode('{"alg":"RS256"}')}.${encode('{"sub":"orders","exp":1767225600}')}`;

describe('a token with another signature', () => {
  test.each([
    ['RSA, 2048 bits', 'sha256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['ECDSA, P-256', 'sha256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['Ed25519', undefined, generateKeyPairSync('ed25519')],
  ])('is refused by its key: %s', (_name, hash, { privateKey, publicKey }) => {
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' as const };
    const token = `${SIGNED}.${sign(hash, Buffer.from(SIGNED), key).toString('base64url')}`;
    const spoiled = withOtherSignature(token)!;
    const isValid = (one: string) =>
      verify(hash, Buffer.from(SIGNED), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(one.split('.')[2], 'base64url'));
    expect(isValid(token)).toBe(true);
    expect(isValid(spoiled)).toBe(false);
    expect(spoiled.split('.').slice(0, 2).join('.')).toBe(SIGNED);
    expect(spoiled).toHaveLength(token.length);
  });

  test('has another signature by bytes and stays canonical base64url, whatever the signature', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), (bytes) => {
      const token = `${SIGNED}.${Buffer.from(bytes).toString('base64url')}`;
      const spoiled = withOtherSignature(token)!;
      const signature = Buffer.from(spoiled.split('.')[2], 'base64url');
      expect(signature.equals(Buffer.from(bytes))).toBe(false);
      expect(signature.toString('base64url')).toBe(spoiled.split('.')[2]);
      expect(spoiled).toHaveLength(token.length);
      expect(withOtherSignature(spoiled)).toBe(token);
    }));
  });

  test('is made of a token with blanks around it', () => {
    const token = `${SIGNED}.${createHmac('sha256', 'k').update(SIGNED).digest('base64url')}`;
    expect(withOtherSignature(` ${token}\n`)).toBe(withOtherSignature(token));
  });

  test.each([
    ['an opaque token', 'v2.local'],
    ['an unsigned token', `${SIGNED}.`],
    ['an encrypted token', 'ey.ey.ey.ey.ey'],
    ['what is no base64url', 'a.b.c!'],
    ['a signature of six bits', `${SIGNED}.A`],
    ['nothing', ''],
  ])('does not exist for %s', (_name, token) => {
    expect(withOtherSignature(token)).toBeUndefined();
  });
});

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
