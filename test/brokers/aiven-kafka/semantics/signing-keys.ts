import { constants, createHmac, generateKeyPairSync, KeyObject, randomBytes, sign } from 'node:crypto';

/*
 * Keys of many kinds with their public JWKs, and signatures made with them.
 */

/** One key pair or secret. */
export interface SigningKey {
  readonly algorithm: string;
  readonly jwk: Readonly<Record<string, unknown>>;
  sign(input: string, algorithm?: string): Buffer;
}

function pair(algorithm: string, kid: string, { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }): SigningKey {
  return {
    algorithm,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid },
    sign: (input, name = algorithm) => signWith(name, privateKey, Buffer.from(input)),
  };
}

function signWith(algorithm: string, key: KeyObject, input: Buffer): Buffer {
  const hash = /\d+/.exec(algorithm)?.[0];
  switch (algorithm.slice(0, 2)) {
    case 'PS':
      return sign(`sha${hash}`, input, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST });
    case 'ES':
      return sign(`sha${hash}`, input, { key, dsaEncoding: 'ieee-p1363' });
    case 'Ed':
      return sign(null, input, key);
    default:
      return sign(`sha${hash ?? 256}`, input, key);
  }
}

function secret(algorithm: string, kid: string, bytes: Buffer): SigningKey {
  return {
    algorithm,
    jwk: { kty: 'oct', k: bytes.toString('base64url'), kid },
    sign: (input, name = algorithm) => createHmac(`sha${/\d+/.exec(name)?.[0] ?? 256}`, bytes).update(input).digest(),
  };
}

/** A key of every kind that matters; the first is the usual one. */
export function signingKeys(): readonly SigningKey[] {
  const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
  const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
  return [
    pair('RS256', 'rsa', rsa(2048)), pair('RS256', 'rsa-2', rsa(2048)), pair('RS256', 'short-rsa', rsa(1536)),
    pair('ES256', 'p256', ec('P-256')), pair('ES256', 'p256-2', ec('P-256')), pair('ES384', 'p384', ec('P-384')), pair('ES512', 'p521', ec('P-521')),
    pair('ES256K', 'k256', ec('secp256k1')),
    pair('EdDSA', 'ed25519', generateKeyPairSync('ed25519')), pair('EdDSA', 'ed448', generateKeyPairSync('ed448')),
    secret('HS256', 'secret', randomBytes(32)), secret('HS256', 'short-secret', randomBytes(16)), secret('HS512', 'long-secret', randomBytes(64)),
  ];
}

/** Algorithms that a key may sign with besides its own. */
export function otherAlgorithms({ algorithm }: SigningKey): readonly string[] {
  const family = algorithm.startsWith('RS') ? ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] : algorithm.startsWith('HS') ? ['HS256', 'HS384', 'HS512'] : [];
  return family.filter((name) => name !== algorithm);
}
