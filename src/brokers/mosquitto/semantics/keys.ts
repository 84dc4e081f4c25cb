import { KeyObject } from 'node:crypto';
import { KEYS, TOKEN_ALGORITHM, TOKEN_KEY, TOKEN_SIGNATURE } from './facts';
import { agreed, Fit, Steps, yesNo } from './steps';
import { Token } from './token';
import { KeyPlan, TokenPlan } from './token-plan';
import { Jwk, keysOf, verificationKey } from '../../../oauth/jwks';
import { verifySignature } from '../../../oauth/jws';
import { PreviewCase } from '../../../preview/case';
import { excerpt } from '../../../preview/excerpt';

/*
 * Keys and signature. Source: docs.cedalo.com, "JWT Authentication". Which key a token without kid, or with one that no key has, is
 * verified with is not documented.
 */

/** Judges keys, algorithm and signature; returns whether the login goes on, perhaps. */
export function judgeSignature(steps: Steps, plan: TokenPlan, token: Token, input: PreviewCase): boolean {
  const keys = judgeKeys(steps, plan.keys, input);
  if (keys === 'refused') {
    return false;
  }
  const { alg } = token.header;
  const named = typeof alg === 'string' ? `alg is ${excerpt(alg)}` : 'alg is missing or no text';
  if (!steps.judge(TOKEN_ALGORITHM, alg === plan.algorithm ? 'yes' : 'no', `${named}, the settings name ${plan.algorithm}`)) {
    return false;
  }
  return plan.keys.kind === 'local' ? judgeLocal(steps, plan, plan.keys, token, input) : judgeChosen(steps, plan, keys, token, input);
}

type Keys = readonly Jwk[] | undefined;

function judgeKeys(steps: Steps, plan: KeyPlan, { jwks }: PreviewCase): Keys | 'refused' {
  if (plan.kind === 'local') {
    return undefined;
  }
  if (jwks === undefined) {
    steps.add(KEYS, 'skipped', 'no keys are given');
    return undefined;
  }
  if ('reachable' in jwks) {
    return judgeUnreachable(steps, plan, jwks.at);
  }
  const served = keysOf(jwks.keys);
  if (served === undefined) {
    return steps.judge(KEYS, 'no', 'what is served is no list of keys') ? undefined : 'refused';
  }
  steps.add(KEYS, 'pass', `${served.length} ${served.length === 1 ? 'key is' : 'keys are'} served`);
  return served;
}

function judgeUnreachable(steps: Steps, plan: Extract<KeyPlan, { readonly kind: 'jwks' }>, at: 'start' | 'login' | undefined): Keys | 'refused' {
  if (plan.isFile) {
    steps.add(KEYS, 'skipped', 'the keys stand in a file of the node');
    return undefined;
  }
  if (plan.isCached && at !== 'start') {
    steps.add(KEYS, 'unknown', 'the key set does not answer; keys that were fetched before count until the cache ends');
    return undefined;
  }
  steps.add(KEYS, 'fail', plan.isCached
    ? 'the key set has not answered since the broker\'s start, so there are no keys of before'
    : 'the key set does not answer, and every login fetches it, since cache.enabled is off');
  return 'refused';
}

function said(signature: PreviewCase['signature']): Fit | undefined {
  return signature === undefined ? undefined : yesNo(signature === 'valid');
}

function judgeLocal(steps: Steps, plan: TokenPlan, keys: Extract<KeyPlan, { readonly kind: 'local' }>, token: Token, input: PreviewCase): boolean {
  const fit = token.signed === undefined ? said(input.signature) : keys.key && verified(plan, keys.key, token);
  if (fit !== undefined) {
    return steps.judge(TOKEN_SIGNATURE, fit, fit === 'yes' ? 'fits the local key' : 'does not fit the local key');
  }
  steps.add(TOKEN_SIGNATURE, 'skipped', token.signed === undefined ? 'the token is not encoded' : keys.why);
  return true;
}

function verified({ algorithm }: TokenPlan, key: KeyObject, { signed }: Token): Fit {
  return yesNo(verifySignature(algorithm, key, signed!));
}

function judgeChosen(steps: Steps, plan: TokenPlan, served: Keys, token: Token, input: PreviewCase): boolean {
  const isSecret = plan.keys.kind === 'jwks' && plan.keys.holdsSecrets;
  if (served === undefined || isSecret) {
    const fit = token.signed === undefined ? said(input.signature) : undefined;
    if (isSecret) {
      return steps.judge(TOKEN_SIGNATURE, fit === 'no' ? 'no' : 'unknown', 'HS256 with a key set is not documented');
    }
    if (fit !== undefined) {
      return steps.judge(TOKEN_SIGNATURE, fit, fit === 'yes' ? 'is valid, as the case says' : 'is invalid, as the case says');
    }
    steps.add(TOKEN_SIGNATURE, 'skipped', 'without keys it is not looked at');
    return true;
  }
  return judgeAmong(steps, plan, served.filter(isUsable), token, input);
}

function isUsable(key: Jwk): boolean {
  return key.kty === 'RSA' && verificationKey(key) !== undefined;
}

function judgeAmong(steps: Steps, plan: TokenPlan, usable: readonly Jwk[], token: Token, input: PreviewCase): boolean {
  const kid = Object.hasOwn(token.header, 'kid') ? token.header.kid : undefined;
  const named = usable.filter((key) => kid !== undefined && key.kid === kid);
  const candidates = named.length > 0 ? named : usable;
  const fits = candidates.map((key) => (token.signed === undefined ? said(input.signature) : verified(plan, verificationKey(key)!, token)));
  if (!fits.includes('yes') && !fits.includes(undefined)) {
    // Whatever key the plugin takes, none fits.
    const isNone = usable.length === 0;
    return steps.judge(isNone ? TOKEN_KEY : TOKEN_SIGNATURE, 'no', isNone ? 'the key set has no RSA key that can be read' : 'fits no key that may be meant');
  }
  const isClear = named.length > 0 || (kid === undefined && usable.length === 1);
  steps.add(TOKEN_KEY, isClear ? 'pass' : 'unknown', keyDetail(kid, named.length, usable.length));
  if (fits[0] === undefined) {
    steps.add(TOKEN_SIGNATURE, 'skipped', 'the token is not encoded');
    return true;
  }
  const fit = agreed(fits as readonly Fit[]);
  return steps.judge(TOKEN_SIGNATURE, isClear ? fit : 'yes', fit === 'unknown' ? 'fits one of several keys that may be meant' : 'fits the key');
}

function keyDetail(kid: unknown, named: number, usable: number): string {
  if (kid === undefined) {
    return usable === 1 ? 'kid is missing, and there is one key' : `kid is missing, and there are ${usable} keys; which one counts is not documented`;
  }
  const shown = typeof kid === 'string' ? excerpt(kid) : 'no text';
  return named > 0 ? `kid is ${shown}` : `kid is ${shown}, which no key has; what the plugin then does is not documented`;
}
