import { createPublicKey, createSecretKey, KeyObject } from 'node:crypto';

/*
 * Keys of a JSON Web Key Set. Which key a broker takes is the broker's own rule; here is only what the bytes say.
 */

/** One member of `keys` as served; any of its members may be of any type. */
export type Jwk = { readonly [name: string]: unknown };

/** The members of `keys`; undefined where that is not an array of objects. */
export function keysOf(keys: unknown): readonly Jwk[] | undefined {
  return Array.isArray(keys) && keys.every((key) => key !== null && typeof key === 'object' && !Array.isArray(key)) ? keys : undefined;
}

const imported = new WeakMap<Jwk, KeyObject | undefined>();

/** The key with which signatures are verified; undefined where the members make none. A private key gives its public half. */
export function verificationKey(jwk: Jwk): KeyObject | undefined {
  if (!imported.has(jwk)) {
    imported.set(jwk, importKey(jwk));
  }
  return imported.get(jwk);
}

function importKey(jwk: Jwk): KeyObject | undefined {
  try {
    if (jwk.kty === 'oct') {
      return typeof jwk.k === 'string' ? createSecretKey(Buffer.from(jwk.k, 'base64url')) : undefined;
    }
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}
