import { KeyObject } from 'node:crypto';
import { decodeSegment } from './segments';
import { Jwk, keysOf, verificationKey } from '../../../oauth/jwks';
import { JsonData, ServedDiscovery } from '../../../preview/case';

/*
 * The keys that the broker keeps. Source: cloudamqp/lavinmq, src/lavinmq/auth/jwt/jwks_fetcher.cr.
 */

/** The keys kept, by kid; undefined keys cannot verify anything. Or why the whole set is refused. */
export type KeptKeys = { readonly keys: ReadonlyMap<string, KeyObject | undefined>; readonly served: number } | { readonly problem: string };

const TEXT_MEMBERS = ['kty', 'n', 'e', 'use', 'alg', 'kid'];

const kept = { strict: new WeakMap<object, KeptKeys>(), lenient: new WeakMap<object, KeptKeys>() };

/** The keys of a set that pass the filter; before 2.9.1 a key must name its algorithm. */
export function keepKeys(served: JsonData, needsAlg: boolean): KeptKeys {
  if (served === null || typeof served !== 'object') {
    return { problem: 'keys is no list' };
  }
  const cache = needsAlg ? kept.strict : kept.lenient;
  const known = cache.get(served);
  if (known !== undefined) {
    return known;
  }
  const made = filterKeys(served, needsAlg);
  cache.set(served, made);
  return made;
}

function filterKeys(served: JsonData, needsAlg: boolean): KeptKeys {
  const all = keysOf(served);
  if (all === undefined) {
    return { problem: 'keys is no list of objects' };
  }
  const keys = new Map<string, KeyObject | undefined>();
  for (const [index, key] of all.entries()) {
    const wrong = TEXT_MEMBERS.find((name) => key[name] !== undefined && key[name] !== null && typeof key[name] !== 'string');
    if (wrong !== undefined) {
      return { problem: `${wrong} of key ${index} is no text, at which the broker drops the whole set` };
    }
    if (!isKept(key, needsAlg)) {
      continue;
    }
    const numbers = [decodeSegment(key.n as string), decodeSegment(key.e as string)];
    if (numbers.includes(undefined)) {
      return { problem: `n or e of key ${index} is no base64url, at which the broker drops the whole set` };
    }
    keys.set(typeof key.kid === 'string' ? key.kid : `unknown-${index}`, verificationKey(key));
  }
  return { keys, served: all.length };
}

function isKept(key: Jwk, needsAlg: boolean): boolean {
  const alg = key.alg ?? undefined;
  return key.kty === 'RSA' && key.use === 'sig' && (alg === 'RS256' || (alg === undefined && !needsAlg)) &&
    typeof key.n === 'string' && typeof key.e === 'string';
}

/** Why no keys can be found by the discovery document; undefined where they can. */
export function discoveryProblem({ document, status = 200 }: ServedDiscovery, expectedIssuer: string, readsEndpoints: boolean): string | undefined {
  if (status < 200 || status > 299) {
    return `the discovery document answers ${status}; redirects are not followed`;
  }
  if (document === undefined) {
    return undefined;
  }
  if (document === null || typeof document !== 'object' || Array.isArray(document)) {
    return 'the discovery document is no object';
  }
  const members = document as { readonly [name: string]: JsonData };
  const missing = ['issuer', 'jwks_uri'].find((name) => typeof members[name] !== 'string');
  if (missing !== undefined) {
    return `the discovery document has no text as ${missing}`;
  }
  const wrong = ['authorization_endpoint', 'token_endpoint'].find((name) => typeof (members[name] ?? '') !== 'string');
  if (readsEndpoints && wrong !== undefined) {
    return `${wrong} of the discovery document is no text`;
  }
  const issuer = members.issuer as string;
  if ((issuer.endsWith('/') ? issuer.slice(0, -1) : issuer) !== expectedIssuer) {
    return 'the discovery document names another issuer';
  }
  return isHttpUrl(members.jwks_uri as string) ? undefined : 'jwks_uri of the discovery document is no http or https URL';
}

/** Whether the broker can open a connection to the URL. */
export function isHttpUrl(url: string): boolean {
  return /^https?:\/\/[^/?#]/i.test(url);
}
