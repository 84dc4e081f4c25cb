import { constants, createHmac, KeyObject, timingSafeEqual, verify } from 'node:crypto';

/*
 * Signatures of RFC 7515, RFC 7518 section 3, RFC 8037 and RFC 8812. `none` is not among them.
 */

interface AlgorithmFact {
  readonly name: string;
  readonly kind: 'hmac' | 'rsa' | 'rsa-pss' | 'ecdsa' | 'eddsa';
  readonly hash: string;
  /** The curve that the algorithm is bound to, as node:crypto names it. */
  readonly curve?: string;
}

const ALGORITHMS: readonly AlgorithmFact[] = [
  { name: 'HS256', kind: 'hmac', hash: 'sha256' },
  { name: 'HS384', kind: 'hmac', hash: 'sha384' },
  { name: 'HS512', kind: 'hmac', hash: 'sha512' },
  { name: 'RS256', kind: 'rsa', hash: 'sha256' },
  { name: 'RS384', kind: 'rsa', hash: 'sha384' },
  { name: 'RS512', kind: 'rsa', hash: 'sha512' },
  { name: 'PS256', kind: 'rsa-pss', hash: 'sha256' },
  { name: 'PS384', kind: 'rsa-pss', hash: 'sha384' },
  { name: 'PS512', kind: 'rsa-pss', hash: 'sha512' },
  { name: 'ES256', kind: 'ecdsa', hash: 'sha256', curve: 'prime256v1' },
  { name: 'ES384', kind: 'ecdsa', hash: 'sha384', curve: 'secp384r1' },
  { name: 'ES512', kind: 'ecdsa', hash: 'sha512', curve: 'secp521r1' },
  { name: 'ES256K', kind: 'ecdsa', hash: 'sha256', curve: 'secp256k1' },
  { name: 'EdDSA', kind: 'eddsa', hash: '' },
];

const BY_NAME = new Map(ALGORITHMS.map((algorithm) => [algorithm.name, algorithm]));

/** Algorithms whose signatures can be verified. */
export const SIGNATURE_ALGORITHMS: readonly string[] = ALGORITHMS.map(({ name }) => name);

/** What the signature covers, and the signature. */
export interface SignedText {
  /** Header and payload as they stand in the token, with the dot between. */
  readonly input: string;
  readonly signature: Buffer;
}

/**
 * Whether the signature is that of the key.
 *
 * False as well where the key does not fit the algorithm, or the algorithm is not one of `SIGNATURE_ALGORITHMS`.
 */
export function verifySignature(algorithm: string, key: KeyObject, { input, signature }: SignedText): boolean {
  const fact = BY_NAME.get(algorithm);
  if (fact === undefined || !fits(fact, key)) {
    return false;
  }
  const data = Buffer.from(input, 'utf8');
  try {
    return fact.kind === 'hmac' ? sameMac(fact.hash, key, data, signature) : verify(fact.hash || null, data, keyInput(fact, key), signature);
  } catch {
    return false;
  }
}

function fits(fact: AlgorithmFact, key: KeyObject): boolean {
  switch (fact.kind) {
    case 'hmac':
      return key.type === 'secret';
    case 'ecdsa':
      return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === fact.curve;
    case 'eddsa':
      return key.asymmetricKeyType === 'ed25519' || key.asymmetricKeyType === 'ed448';
    default:
      return key.asymmetricKeyType === 'rsa' || (fact.kind === 'rsa-pss' && key.asymmetricKeyType === 'rsa-pss');
  }
}

function sameMac(hash: string, key: KeyObject, data: Buffer, signature: Buffer): boolean {
  const mac = createHmac(hash, key).update(data).digest();
  return mac.length === signature.length && timingSafeEqual(mac, signature);
}

function keyInput(fact: AlgorithmFact, key: KeyObject) {
  switch (fact.kind) {
    case 'rsa-pss':
      return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    case 'ecdsa':
      return { key, dsaEncoding: 'ieee-p1363' as const };
    default:
      return { key };
  }
}
