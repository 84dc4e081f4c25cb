import { Algorithm } from './algorithms';
import { KeySet, UsableKey } from './key-set';
import { excerpt } from '../../../preview/excerpt';

/*
 * Which key jose4j takes for a token: the first that is left, without trying others.
 * Source: jose4j jwk/SelectorSupport.java, jwk/SimpleJwkFilter.java, jwk/VerificationJwkSelector.java
 */

/** What a token's header says of its key. */
export interface KeyHint {
  readonly algorithm: Algorithm;
  readonly kid: string | undefined;
  readonly x5t: string | undefined;
  readonly x5tS256: string | undefined;
}

/** The key and how it was found, or why there is none. */
export type Selected = { readonly key: UsableKey; readonly detail: string } | { readonly key?: undefined; readonly detail: string };

/** Chooses the key of a token. */
export function selectKey({ keys, left }: Extract<KeySet, { readonly keys: unknown }>, hint: KeyHint): Selected {
  const candidates = narrow(keys.filter((key) => isCandidate(key, hint)), hint.algorithm);
  const asked = hint.kid === undefined ? 'the token names no key' : `the token asks for ${excerpt(hint.kid)}`;
  const [key] = candidates;
  if (key === undefined) {
    const wanted = `of type ${hint.algorithm.kty}, for signatures${hint.kid === undefined ? '' : ', with that kid'}`;
    return { detail: `${asked}; of ${keys.length} usable keys none is ${wanted}${left === 0 ? '' : `, and ${left} more cannot be used`}` };
  }
  const others = candidates.length > 1 ? `; ${candidates.length} keys fit and only the first is tried` : '';
  return { key, detail: `${asked}; ${key.kid === undefined ? 'a key without kid' : `key ${excerpt(key.kid)}`} is taken${others}` };
}

function isCandidate(key: UsableKey, { algorithm, kid, x5t, x5tS256 }: KeyHint): boolean {
  return (kid === undefined || key.kid === kid)
    && key.kty === algorithm.kty
    && (key.use === undefined || key.use === 'sig')
    && (key.keyOps === undefined || key.keyOps.includes('verify'))
    && agrees(x5t, key.x5t)
    && agrees(x5tS256, key.x5tS256);
}

function agrees(asked: string | undefined, found: string | undefined): boolean {
  return asked === undefined || found === undefined || asked === found;
}

/** The algorithm of a key counts only where several are left, the curve only where several are left even then. */
function narrow(keys: readonly UsableKey[], { name, curves }: Algorithm): readonly UsableKey[] {
  const ofAlgorithm = keys.length > 1 ? keys.filter((key) => key.alg === undefined || key.alg === name) : keys;
  return ofAlgorithm.length > 1 && curves !== undefined
    ? ofAlgorithm.filter((key) => key.curve === undefined || curves.includes(key.curve))
    : ofAlgorithm;
}
