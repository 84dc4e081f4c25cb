import { KeyObject } from 'node:crypto';
import { TOKEN_ALGORITHM, TOKEN_KEY, TOKEN_SIGNATURE } from './facts';
import { memberOf, ReadToken } from './token';
import { Jwk, keysOf, verificationKey } from '../../../oauth/jwks';
import { SIGNATURE_ALGORITHMS, verifySignature } from '../../../oauth/jws';
import { bytesOf } from '../../../oauth/jwt';
import { JsonData, PreviewCase } from '../../../preview/case';
import { CheckList } from '../../../preview/check';
import { excerpt } from '../../../preview/excerpt';

/*
 * Algorithm, key and signature. The whole list of algorithms, and what happens to a token that names no key, are not documented.
 */

/** Algorithms that have been seen working, by the type of their keys. Source: HiveMQ's article on Okta; ForgeRock's example. */
const KEY_TYPES = new Map([['RS256', 'RSA'], ['ES256', 'EC']]);

/** Judges by what key the token is signed, and whether it is. */
export function judgeSignature(input: PreviewCase, token: ReadToken, checks: CheckList): void {
  const alg = memberOf(token.header, 'alg');
  if (typeof alg !== 'string') {
    checks.fail(TOKEN_ALGORITHM, 'alg is no text');
    return;
  }
  const keyType = KEY_TYPES.get(alg);
  if (keyType === undefined) {
    checks.unknown(TOKEN_ALGORITHM, `alg is ${excerpt(alg)}; only RS256 and ES256 are known to work, which a login with a real token would settle`);
  } else {
    checks.pass(TOKEN_ALGORITHM, `alg is ${alg}`);
  }
  const keys = judgeKey(input, token, alg, keyType, checks);
  judgeBytes(input, token, alg, keys, checks);
}

/** The keys of which one must have signed; undefined where they are not known, empty where there are none. */
function judgeKey(
  input: PreviewCase, { header, signed }: ReadToken, alg: string, keyType: string | undefined, checks: CheckList,
): readonly Jwk[] | undefined {
  const kid = memberOf(header, 'kid');
  const served = servedKeys(input.jwks, checks);
  if (served === 'open') {
    return undefined;
  }
  if (typeof kid !== 'string') {
    return judgeNameless(checks, kid === undefined ? 'kid is missing' : 'kid is no text', served, keyType);
  }
  if (served === undefined) {
    checks.skip(TOKEN_KEY, `kid is ${excerpt(kid)}; no keys are given`);
    return undefined;
  }
  const named = served.filter((key) => key.kid === kid);
  const fitting = named.filter((key) => fits(key, keyType));
  judgeNamed(checks, { kid: excerpt(kid), alg, named: named.length, isEncoded: signed !== undefined }, fitting);
  return fitting;
}

/** Without a name only a set without any fitting key is sure to refuse the token. */
function judgeNameless(checks: CheckList, what: string, served: readonly Jwk[] | undefined, keyType: string | undefined): readonly Jwk[] | undefined {
  const fitting = served?.filter((key) => fits(key, keyType));
  if (fitting?.length === 0) {
    checks.fail(TOKEN_KEY, `${what}, and the set has no key of the type that is needed`);
  } else {
    checks.unknown(TOKEN_KEY, `${what}; whether the keys of the set are then tried is not documented; have the identity provider write kid`);
  }
  return fitting;
}

/** Whether a key is of the type. ES256 is bound to its curve (RFC 7518 section 3.4). */
function fits({ kty, crv }: Jwk, keyType: string | undefined): boolean {
  return keyType === undefined || (kty === keyType && (kty !== 'EC' || crv === undefined || crv === 'P-256'));
}

interface Named {
  readonly kid: string;
  readonly alg: string;
  /** How many keys have the name. */
  readonly named: number;
  /** Whether there are bytes to verify, so that those of the key count. */
  readonly isEncoded: boolean;
}

function judgeNamed(checks: CheckList, { kid, alg, named, isEncoded }: Named, fitting: readonly Jwk[]): void {
  if (fitting.length === 0) {
    checks.fail(TOKEN_KEY, named === 0 ? `no key of the set has the kid ${kid}` : `the key with the kid ${kid} is of another type than ${alg} needs`);
    return;
  }
  const doubt = fitting.length > 1 ? `${fitting.length} keys have the kid ${kid}, of which any may be taken` : keyDoubt(fitting[0], alg, isEncoded);
  if (doubt === undefined) {
    checks.pass(TOKEN_KEY, `the set has a key with the kid ${kid}`);
  } else {
    checks.unknown(TOKEN_KEY, doubt);
  }
}

/** RSA keys that are shorter are refused by some libraries. Source: RFC 7518 section 3.3. */
const SHORTEST_MODULUS = 2048;

function keyDoubt(jwk: Jwk, alg: string, isEncoded: boolean): string | undefined {
  if (jwk.use !== undefined && jwk.use !== 'sig') {
    return 'the key is not for signatures (use), and whether that counts is not documented';
  }
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'))) {
    return 'the key is not for verifying (key_ops), and whether that counts is not documented';
  }
  if (jwk.alg !== undefined && jwk.alg !== alg) {
    return 'the key is for another algorithm (alg), and whether that counts is not documented';
  }
  const length = isEncoded ? verificationKey(jwk)?.asymmetricKeyDetails?.modulusLength ?? SHORTEST_MODULUS : SHORTEST_MODULUS;
  return length < SHORTEST_MODULUS ? `the key has ${length} bits, fewer than RFC 7518 demands` : undefined;
}

function servedKeys(jwks: PreviewCase['jwks'], checks: CheckList): readonly Jwk[] | 'open' | undefined {
  if (jwks === undefined) {
    return undefined;
  }
  if ('reachable' in jwks) {
    checks.unknown(TOKEN_KEY, jwks.at === 'login'
      ? 'the key set cannot be fetched now; whether keys fetched before still count is not documented'
      : 'the key set cannot be fetched, and what the extension does without it at the start is not documented');
    return 'open';
  }
  const keys = keysOf(jwks.keys as JsonData);
  if (keys === undefined) {
    checks.unknown(TOKEN_KEY, 'the key set served is no list of keys, and whether keys fetched before still count is not documented');
    return 'open';
  }
  return keys;
}

function judgeBytes(input: PreviewCase, { signed }: ReadToken, alg: string, keys: readonly Jwk[] | undefined, checks: CheckList): void {
  if (signed === undefined) {
    if (input.signature === undefined) {
      checks.skip(TOKEN_SIGNATURE, 'the token is not encoded');
    } else {
      checks.judge(TOKEN_SIGNATURE, input.signature === 'valid', `is ${input.signature}, by the case`);
    }
    return;
  }
  const canVerify = SIGNATURE_ALGORITHMS.includes(alg) && !alg.startsWith('HS');
  if (signed.segment === '' && canVerify) {
    checks.fail(TOKEN_SIGNATURE, 'is empty');
  } else if (keys === undefined || !canVerify) {
    checks.skip(TOKEN_SIGNATURE, keys === undefined ? 'no keys are given' : 'cannot be judged for this algorithm');
  } else if (keys.length > 0) {
    const text = { input: signed.input, signature: bytesOf(signed.segment) };
    const isValid = keys.map(verificationKey).some((key: KeyObject | undefined) => key !== undefined && verifySignature(alg, key, text));
    checks.judge(TOKEN_SIGNATURE, isValid, isValid ? 'is that of the key' : 'is not that of the key');
  }
}
