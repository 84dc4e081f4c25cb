import { createPublicKey, verify } from 'node:crypto';
import { compactVerify, importJWK, JWK } from 'jose';
import { PreviewCase } from '../../../src/preview/case';

/*
 * What any sane recipient would ask of a token, written apart from the semantics of the brokers.
 */

export type Members = { readonly [name: string]: unknown };

/** A token as a strict reader sees it. */
export interface StrictToken {
  readonly header: Members;
  readonly claims: Members;
}

/** Reads a token; a text where it is none. */
export function openStrictly(sent: PreviewCase['token']): StrictToken | string {
  if (sent === undefined) {
    return 'there is no token';
  }
  if (typeof sent !== 'string') {
    return sent;
  }
  const parts = sent.split('.');
  if (parts.length !== 3) {
    return `it has ${parts.length} parts`;
  }
  const [header, claims] = parts.slice(0, 2).map(objectOf);
  return header === undefined || claims === undefined ? 'a part is no base64url of a JSON object' : { header, claims };
}

/** The text of a segment; undefined where it is no base64 of either alphabet. */
export function textOfSegment(segment: string): string | undefined {
  return /^[\w+/-]*={0,2}$/.test(segment.replace(/[\r\n]/g, '')) ? Buffer.from(segment, 'base64url').toString('utf8') : undefined;
}

function objectOf(segment: string): Members | undefined {
  try {
    const value = JSON.parse(textOfSegment(segment) ?? '') as unknown;
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value as Members : undefined;
  } catch {
    return undefined;
  }
}

/** Material of keys, without what says for whom it is. */
const MATERIAL = ['kty', 'n', 'e', 'crv', 'x', 'y', 'k'];

/** What is wrong with the signature; undefined where it is good, or where nothing can be verified. */
export async function signatureFault(sent: PreviewCase['token'], { signature, jwks }: PreviewCase): Promise<string | undefined> {
  if (typeof sent !== 'string') {
    return signature === 'invalid' ? 'the signature is said to be invalid' : undefined;
  }
  const keys = jwks !== undefined && 'keys' in jwks ? jwks.keys : undefined;
  if (keys === undefined) {
    return undefined;
  }
  for (const key of Array.isArray(keys) ? keys as readonly JWK[] : []) {
    if (await verifies(sent.replace(/[=\r\n]+$/, ''), key)) {
      return undefined;
    }
  }
  return 'no key of the set verifies the signature';
}

/** By jose; headers that it finds no JSON in, by what the product uses as well. */
async function verifies(compact: string, key: JWK): Promise<boolean> {
  try {
    const jwk = Object.fromEntries(Object.entries(key).filter(([name]) => MATERIAL.includes(name))) as JWK;
    const header = objectOf(compact.split('.', 1)[0]);
    if (header === undefined || 'crit' in header || 'b64' in header) {
      const [input, signature] = [compact.slice(0, compact.lastIndexOf('.')), compact.slice(compact.lastIndexOf('.') + 1)];
      const publicKey = createPublicKey({ key: jwk as never, format: 'jwk' });
      return verify('sha256', Buffer.from(input), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    }
    await compactVerify(compact, await importJWK(jwk, String(header.alg)));
    return true;
  } catch {
    return false;
  }
}

/** Whether exp is a number that has not passed, with so many seconds of leeway. */
export function isExpired({ exp }: Members, now: number, leeway = 0): boolean {
  return typeof exp !== 'number' || !(exp > now - leeway);
}

/** Whether one of the audiences is among those of the token. */
export function hasAudience({ aud }: Members, expected: readonly string[]): boolean {
  return (Array.isArray(aud) ? aud : [aud]).some((one) => expected.includes(one as string));
}

/** One slash at the end more or less, and spellings of one URL. */
export function sameUrl(one: unknown, other: string): boolean {
  const [first, second] = [one, other].map((text) => String(text).replace(/\/$/, ''));
  return typeof one === 'string' && (first === second || (URL.canParse(first) && URL.canParse(second) && new URL(first).href === new URL(second).href));
}
