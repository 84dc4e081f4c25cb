import { z } from 'zod';
import { jose } from './jose';
import { KeySource } from './ports';

const DISCOVERY = z.object({ jwks_uri: z.string() });
const KEY_SET = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** Whether a signature holds: by a key of the source, by none of them, or nobody can tell. */
export type SignatureVerdict = { readonly verdict: 'good' | 'bad' | 'unknown'; readonly detail: string };

/** Verifies a token's signature by the keys at any of the locations: discovery documents, key sets or files. */
export async function verifySignature(token: string, locations: readonly string[], source: KeySource): Promise<SignatureVerdict> {
  if (locations.length === 0) {
    return { verdict: 'unknown', detail: 'the settings name no place of keys' };
  }
  const problems: string[] = [];
  for (const location of locations) {
    const keys = await readKeySet(location, source);
    if (keys.problem !== undefined) {
      problems.push(keys.problem);
    } else if (await verifiedBy(token, keys.value)) {
      return { verdict: 'good', detail: `signed by a key of ${location}` };
    }
  }
  return problems.length > 0
    ? { verdict: 'unknown', detail: `keys cannot be read: ${problems.join('; ')}` }
    : { verdict: 'bad', detail: `signed by no key of ${locations.join(', ')}` };
}

type KeySet = z.infer<typeof KEY_SET>;
type ReadKeys = { readonly value: KeySet; readonly problem?: undefined } | { readonly value?: undefined; readonly problem: string };

async function readKeySet(location: string, source: KeySource): Promise<ReadKeys> {
  const first = await source.readJson(location);
  if (first.value === undefined) {
    return { problem: `${location}: ${first.problem ?? 'nothing there'}` };
  }
  const discovery = DISCOVERY.safeParse(first.value);
  if (!discovery.success) {
    return asKeySet(location, first.value);
  }
  const second = await source.readJson(discovery.data.jwks_uri);
  return second.value === undefined
    ? { problem: `${discovery.data.jwks_uri}: ${second.problem ?? 'nothing there'}` }
    : asKeySet(discovery.data.jwks_uri, second.value);
}

function asKeySet(location: string, value: unknown): ReadKeys {
  const parsed = KEY_SET.safeParse(value);
  return parsed.success ? { value: parsed.data } : { problem: `${location}: no JSON Web Key Set` };
}

/** Tries every key that fits, since several keys may share no key id at all. */
async function verifiedBy(token: string, keys: KeySet): Promise<boolean> {
  for (const key of keys.keys) {
    try {
      // A shared secret in a public key set would let everybody sign; such a key is never one of the issuer's.
      if (key.kty !== 'oct') {
        await jose.compactVerify(token.trim(), jose.createLocalJWKSet({ keys: [key] }));
        return true;
      }
    } catch {
      continue;
    }
  }
  return false;
}
