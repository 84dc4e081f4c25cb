import { createPublicKey } from 'node:crypto';
import { ClientKey } from './client-authentication';

/** A public key as a member of a key set; undefined where the text is no public key that can be read. */
export function publicJwk({ name, pem }: ClientKey): { readonly [member: string]: string } | undefined {
  try {
    const { kty, n, e, crv, x, y } = createPublicKey(pem).export({ format: 'jwk' });
    const members = Object.entries({ kid: name, kty, use: 'sig', n, e, crv, x, y });
    return Object.fromEntries(members.filter((entry): entry is [string, string] => entry[1] !== undefined));
  } catch {
    return undefined;
  }
}
