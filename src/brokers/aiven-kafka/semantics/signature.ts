import { Algorithm, algorithmOf, misfit } from './algorithms';
import { KEY_FIT, TOKEN_ALGORITHM, TOKEN_CRITICAL, TOKEN_HEADER, TOKEN_KEY, TOKEN_SIGNATURE } from './facts';
import { selectKey } from './key-selection';
import { KeySet, readKeySet, UsableKey } from './key-set';
import { Members } from './members';
import { Contents, Envelope } from './token';
import { since } from './validator';
import { JsonTree } from '../../../oauth/json-tree';
import { verifySignature } from '../../../oauth/jws';
import { bytesOf } from '../../../oauth/jwt';
import { PreviewCase } from '../../../preview/case';
import { CheckList } from '../../../preview/check';
import { excerpt } from '../../../preview/excerpt';

/*
 * Algorithm, key, crit and signature of every envelope, the outer one first; the first that fails ends it.
 * Source: jose4j jwt/consumer/JwtConsumer.java `processContext`, jws/JsonWebSignature.java `verifySignature`
 */

/** Judges the envelopes; false where one has failed. */
export function judgeSignatures({ envelopes }: Contents, input: PreviewCase, release: string, checks: CheckList): boolean {
  const keys = servedKeys(input);
  return envelopes.every((envelope) => judgeEnvelope(envelope, keys, input, release, checks));
}

type Keys = Extract<KeySet, { readonly keys: unknown }>;

/** The keys of the case; undefined where it does not have them. */
function servedKeys({ jwks }: PreviewCase): Keys | undefined {
  const set = jwks !== undefined && 'keys' in jwks ? readKeySet(jwks.keys) : undefined;
  return set !== undefined && 'keys' in set ? set : undefined;
}

function judgeEnvelope(envelope: Envelope, keys: Keys | undefined, input: PreviewCase, release: string, checks: CheckList): boolean {
  const { header } = envelope;
  const bad = ['alg', 'kid', 'x5t', 'x5t#S256'].find((name) => !isTextOrAbsent(header.get(name)));
  if (bad !== undefined) {
    checks.fail(TOKEN_HEADER, `${bad} is no text`);
    return false;
  }
  const algorithm = judgeAlgorithm(header, release, checks);
  if (algorithm === undefined) {
    return false;
  }
  const key = judgeKey(header, algorithm, keys, checks);
  return key !== null && judgeCritical(header.get('crit'), checks) && verify(envelope, algorithm, key, input, checks);
}

function isTextOrAbsent(value: JsonTree | undefined): boolean {
  return value === undefined || typeof value === 'string';
}

/** Java has no secp256k1 since 16, and brokers since 4.0 run on 17 or later; it has EdDSA since 15. */
function judgeAlgorithm(header: Members, release: string, checks: CheckList): Algorithm | undefined {
  const name = header.get('alg');
  const algorithm = typeof name === 'string' ? algorithmOf(name) : undefined;
  if (algorithm === undefined) {
    const which = typeof name !== 'string' ? 'is missing' : name === 'none' ? '"none" is never taken' : `${excerpt(name)} is none that the broker knows`;
    checks.fail(TOKEN_ALGORITHM, which);
    return undefined;
  }
  if (algorithm.name === 'ES256K') {
    if (since(release, '4.0.0')) {
      checks.fail(TOKEN_ALGORITHM, 'the curve of ES256K is gone from the Java that Kafka 4 runs on');
      return undefined;
    }
    checks.unknown(TOKEN_ALGORITHM, 'ES256K works on Java before 16 only; log in with such a token');
    return algorithm;
  }
  checks.pass(TOKEN_ALGORITHM, algorithm.name === 'EdDSA' ? 'EdDSA, which Java has since 15' : algorithm.name);
  return algorithm;
}

/** The key; undefined where the case has no keys, null where there is none to be taken. */
function judgeKey(header: Members, algorithm: Algorithm, keys: Keys | undefined, checks: CheckList): UsableKey | null | undefined {
  if (keys === undefined) {
    checks.skip(TOKEN_KEY, 'the case has no key set');
    return undefined;
  }
  const hint = (name: string) => header.get(name) as string | undefined;
  const { key, detail } = selectKey(keys, { algorithm, kid: hint('kid'), x5t: hint('x5t'), x5tS256: hint('x5t#S256') });
  if (key === undefined) {
    const retry = header.get('kid') === undefined ? '' : '; the broker asks for the key set anew, so another attempt may go through once the key is there';
    checks.fail(TOKEN_KEY, detail + retry);
    return null;
  }
  checks.pass(TOKEN_KEY, detail);
  const problem = misfit(algorithm, key);
  checks.judge(KEY_FIT, problem === undefined, problem === undefined ? 'its length and curve are those of alg' : `the key ${problem}`);
  return problem === undefined ? key : null;
}

/** Only `b64` is understood, and a token with it set to false cannot travel. */
function judgeCritical(crit: JsonTree | undefined, checks: CheckList): boolean {
  if (crit === undefined) {
    return true;
  }
  const names = Array.isArray(crit) ? crit as readonly JsonTree[] : undefined;
  const unknown = names?.find((name) => name !== 'b64');
  const detail = names === undefined ? 'is no list' : typeof unknown === 'string' ? `${excerpt(unknown)} is not understood` : 'has a member that is no text';
  const passes = names !== undefined && unknown === undefined;
  return checks.judge(TOKEN_CRITICAL, passes, passes ? 'names nothing that is not understood' : detail);
}

/** Bytes of one half of a signature, by the curve. */
const HALF: Readonly<Record<string, number>> = { Ed25519: 32, Ed448: 57 };

/** Java takes one byte more at the end of an EdDSA signature where it is zero; seen with Java 17. */
function asJavaReads(signature: Buffer, { curve }: UsableKey): Buffer {
  const length = 2 * (HALF[curve ?? ''] ?? 0);
  return signature.length === length + 1 && signature[length] === 0 ? signature.subarray(0, length) : signature;
}

function verify({ signed }: Envelope, algorithm: Algorithm, key: UsableKey | undefined, input: PreviewCase, checks: CheckList): boolean {
  if (signed !== undefined && key !== undefined) {
    const passes = verifySignature(algorithm.name, key.key, { ...signed, signature: asJavaReads(bytesOf(signed.signature), key) });
    return checks.judge(TOKEN_SIGNATURE, passes, passes ? 'is that of the key' : 'is not that of the key');
  }
  if (input.signature === undefined) {
    checks.skip(TOKEN_SIGNATURE, signed === undefined ? 'the token is not encoded and the case does not say' : 'the case has no key set to verify it with');
    return true;
  }
  return checks.judge(TOKEN_SIGNATURE, input.signature === 'valid', `the case says that it is ${input.signature}`);
}
