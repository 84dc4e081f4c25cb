import { UsableKey } from './key-set';

/*
 * The algorithms that jose4j verifies signatures with, and which keys are fit for them.
 * Source: jose4j jwa/AlgorithmFactoryFactory.java, the classes of jws, jwx/KeyValidationSupport.java
 */

/** One algorithm. */
export interface Algorithm {
  readonly name: string;
  /** The type of its keys. */
  readonly kty: string;
  readonly curves?: readonly string[];
  /** Shortest key, in bits. */
  readonly leastBits?: number;
}

const LEAST_RSA_BITS = 2048;

function rsa(name: string): Algorithm {
  return { name, kty: 'RSA', leastBits: LEAST_RSA_BITS };
}

function hmac(name: string, leastBits: number): Algorithm {
  return { name, kty: 'oct', leastBits };
}

function ecdsa(name: string, curve: string): Algorithm {
  return { name, kty: 'EC', curves: [curve] };
}

const ALGORITHMS = new Map([
  hmac('HS256', 256), hmac('HS384', 384), hmac('HS512', 512),
  rsa('RS256'), rsa('RS384'), rsa('RS512'), rsa('PS256'), rsa('PS384'), rsa('PS512'),
  ecdsa('ES256', 'P-256'), ecdsa('ES384', 'P-384'), ecdsa('ES512', 'P-521'), ecdsa('ES256K', 'secp256k1'),
  { name: 'EdDSA', kty: 'OKP', curves: ['Ed25519', 'Ed448'] },
].map((algorithm: Algorithm) => [algorithm.name, algorithm]));

/** The algorithm of a name; undefined for `none` and for names that jose4j does not know. */
export function algorithmOf(name: string): Algorithm | undefined {
  return ALGORITHMS.get(name);
}

/** Why the key is not fit for the algorithm; undefined where it is. */
export function misfit({ name, curves, leastBits }: Algorithm, { key, curve }: UsableKey): string | undefined {
  const bits = key.type === 'secret' ? key.symmetricKeySize! * 8 : key.asymmetricKeyDetails?.modulusLength;
  if (leastBits !== undefined && bits !== undefined && bits < leastBits) {
    return `has ${bits} bits, and ${name} asks for ${leastBits}`;
  }
  return curves === undefined || curves.includes(curve ?? '') ? undefined : `is on the curve ${curve}, and ${name} asks for ${curves.join(' or ')}`;
}
