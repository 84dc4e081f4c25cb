import { createHash, KeyObject, X509Certificate } from 'node:crypto';
import { Jwk, verificationKey } from '../../../oauth/jwks';

/*
 * The key set as jose4j reads it: a key that it cannot use is left out, a document that is no key set is an error.
 * Source: jose4j jwk/JsonWebKeySet.java, jwk/JsonWebKey.java, jwk/PublicJsonWebKey.java and its subclasses
 */

/** One usable key. */
export interface UsableKey {
  readonly jwk: Jwk;
  readonly kty: string;
  readonly kid: string | undefined;
  readonly use: string | undefined;
  readonly alg: string | undefined;
  readonly keyOps: readonly unknown[] | undefined;
  readonly curve: string | undefined;
  /** Thumbprints of the certificate, base64url; its own or as stated. */
  readonly x5t: string | undefined;
  readonly x5tS256: string | undefined;
  readonly key: KeyObject;
}

/** The usable keys, or why the document is no key set. */
export type KeySet = { readonly keys: readonly UsableKey[]; readonly left: number } | { readonly problem: string };

const known = new WeakMap<object, KeySet>();

/** Reads the member `keys` of the document, once for each array. */
export function readKeySet(document: unknown): KeySet {
  if (!Array.isArray(document)) {
    return { problem: document === undefined || document === null ? 'the document has no "keys"' : '"keys" is no list' };
  }
  const set = known.get(document) ?? readKeys(document);
  known.set(document, set);
  return set;
}

function readKeys(document: readonly unknown[]): KeySet {
  if (document.some((member) => typeof member !== 'object' || Array.isArray(member))) {
    return { problem: '"keys" has a member that is no object' };
  }
  const keys = document.flatMap((member) => readKey(member as Jwk | null) ?? []);
  return { keys, left: document.length - keys.length };
}

const TEXTS = ['use', 'kid', 'alg'];
const PUBLIC_TEXTS = ['x5t', 'x5t#S256', 'x5u'];
/** Members without which a key of the type is none. Its private members do not matter. */
const MATERIAL: Readonly<Record<string, readonly string[]>> = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'], oct: ['k'] };
/** SunEC has no secp256k1 since Java 16, and Kafka 4 asks for Java 17. */
const CURVES = ['P-256', 'P-384', 'P-521', 'Ed25519', 'Ed448', 'X25519', 'X448'];
/** Shortest modulus that Java makes a key of. */
const LEAST_RSA_BITS = 512;

function readKey(jwk: Jwk | null): UsableKey | undefined {
  const kty = jwk?.kty;
  if (jwk === null || typeof kty !== 'string' || !Object.hasOwn(MATERIAL, kty)) {
    return undefined;
  }
  const isPublic = kty !== 'oct';
  const isOnCurve = MATERIAL[kty].includes('crv');
  const optional = [...TEXTS, ...isPublic ? PUBLIC_TEXTS : []];
  const hasTypes = optional.every((name) => isTextOrAbsent(jwk[name])) && isListOrAbsent(jwk.key_ops);
  if (!hasTypes || (isOnCurve && !CURVES.includes(jwk.crv as string))) {
    return undefined;
  }
  const key = materialOf(kty, jwk);
  const certificate = isPublic && 'x5c' in jwk ? leafOf(jwk.x5c) : undefined;
  if (key === undefined || certificate === null || (certificate !== undefined && !certificate.publicKey.equals(key))) {
    return undefined;
  }
  return {
    jwk,
    kty,
    kid: text(jwk.kid),
    use: text(jwk.use),
    alg: text(jwk.alg),
    keyOps: jwk.key_ops as readonly unknown[] | null ?? undefined,
    curve: isOnCurve ? text(jwk.crv) : undefined,
    x5t: isPublic ? text(jwk.x5t) ?? thumbprint('sha1', certificate) : undefined,
    x5tS256: isPublic ? text(jwk['x5t#S256']) ?? thumbprint('sha256', certificate) : undefined,
    key,
  };
}

function materialOf(kty: string, jwk: Jwk): KeyObject | undefined {
  const material = materials.get(jwk) ?? Object.fromEntries(['kty', ...MATERIAL[kty]].map((name) => [name, jwk[name]]));
  materials.set(jwk, material);
  const key = verificationKey(material);
  if (key?.type === 'secret') {
    return key.symmetricKeySize === 0 ? undefined : key;
  }
  return kty === 'RSA' && (key?.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_RSA_BITS ? undefined : key;
}

/** The public part of a key, kept so that it is imported once. */
const materials = new WeakMap<Jwk, Jwk>();

/** The first certificate; undefined where the list is empty, null where the list is none or holds no certificate. */
function leafOf(x5c: unknown): X509Certificate | null | undefined {
  if (!Array.isArray(x5c) || !x5c.every((member) => typeof member === 'string')) {
    return null;
  }
  try {
    const [leaf] = x5c.map((member) => new X509Certificate(Buffer.from(member, 'base64')));
    return leaf;
  } catch {
    return null;
  }
}

function thumbprint(hash: string, certificate: X509Certificate | null | undefined): string | undefined {
  return certificate ? createHash(hash).update(certificate.raw).digest('base64url') : undefined;
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function isListOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
