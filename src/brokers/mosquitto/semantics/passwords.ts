import { pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { integerOf, Members, textOf } from './account-json';
import { Base } from './releases';

/*
 * Passwords of dynamic security: PBKDF2 with SHA-512.
 *
 * Sources: eclipse-mosquitto/mosquitto v2.0.11 plugins/dynamic-security/auth.c and clients.c; v2.1.2 libcommon/password_common.c.
 */

/** What the file holds of a password. */
export type StoredPassword =
  /** None, or one that is not valid: 2.0 leaves the client to the next plugin, 2.1 refuses it. */
  | { readonly kind: 'none' }
  /** One of a wrong form, at which 2.0 drops the whole client. */
  | { readonly kind: 'dropped' }
  /** One that is not compared here. */
  | { readonly kind: 'opaque'; readonly why: string }
  | { readonly kind: 'hash'; readonly salt: Buffer; readonly hash: Buffer; readonly iterations: number };

const NONE: StoredPassword = { kind: 'none' };
const HASH_BYTES = 64;
/** Bounds the time of a preview. */
const MOST_ITERATIONS = 1_000_000;

/** Reads what a client of the file holds of its password. */
export function readPassword(client: Members, base: Base): StoredPassword {
  const encoded = base.is21 ? textOf(client, 'encoded_password') : undefined;
  if (encoded !== undefined) {
    return decode(encoded);
  }
  const [password, salt, iterations] = [textOf(client, 'password'), textOf(client, 'salt'), integerOf(client, 'iterations')];
  if (password === undefined || salt === undefined || iterations === undefined) {
    return NONE;
  }
  if (iterations < 1) {
    return base.firstWins ? NONE : { kind: 'dropped' };
  }
  return hashOf(salt, password, iterations, base.is21 ? [12, 64] : [12]) ?? (base.is21 ? NONE : { kind: 'dropped' });
}

/** `$7$iterations$salt$hash`, or argon2id. */
function decode(encoded: string): StoredPassword {
  if (encoded.startsWith('$argon2id$')) {
    return { kind: 'opaque', why: 'the stored password is argon2id' };
  }
  const [, iterations, salt, hash] = /^\$7\$(\d+)\$([^$]+)\$([^$]+)$/.exec(encoded) ?? [];
  return hash === undefined || Number(iterations) < 1 ? NONE : hashOf(salt, hash, Number(iterations), [12, 64]) ?? NONE;
}

function hashOf(saltText: string, hashText: string, iterations: number, saltBytes: readonly number[]): StoredPassword | undefined {
  const [salt, hash] = [Buffer.from(saltText, 'base64'), Buffer.from(hashText, 'base64')];
  if (!saltBytes.includes(salt.length) || hash.length !== HASH_BYTES) {
    return undefined;
  }
  return iterations > MOST_ITERATIONS ? { kind: 'opaque', why: `the stored password has ${iterations} iterations` } : { kind: 'hash', salt, hash, iterations };
}

/** Whether the password is the stored one. */
export function isPassword(stored: Extract<StoredPassword, { readonly kind: 'hash' }>, password: string): boolean {
  return timingSafeEqual(pbkdf2Sync(password, stored.salt, stored.iterations, HASH_BYTES, 'sha512'), stored.hash);
}
