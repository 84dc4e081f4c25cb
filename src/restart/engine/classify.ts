import { Knowledge } from './knowledge';
import { KeySource } from './ports';
import { verifySignature } from './signature';
import { checkClaims, decodeClaims, principalOf } from './token-check';
import { Files } from '../../brokers/broker-core';
import { admitsNobody, lockoutChanges, RequirementChange, TokenRequirements } from '../../brokers/requirements';
import { Finding } from '../../rules/rule';

/** What a change does to the tokens of today. */
export type Classification =
  | { readonly kind: 'safe' }
  | { readonly kind: 'locks-out'; readonly changes: readonly RequirementChange[]; readonly before: TokenRequirements; readonly after: TokenRequirements }
  | { readonly kind: 'unknown'; readonly why: string };

/** Whether tokens that are good under the old files are good under the new ones; with no old files there is nobody to lock out. */
export function classifyChange(broker: Knowledge, old: Files, desired: Files): Classification {
  if (Object.keys(old).length === 0) {
    return { kind: 'safe' };
  }
  const sameText = Object.keys(desired).every((name) => old[name] === desired[name]);
  if (sameText) {
    return { kind: 'safe' };
  }
  const before = broker.requirements(old);
  if (before.withoutTokens === true) {
    return { kind: 'safe' };
  }
  // Settings that admit nobody may look so only because a part of them was not understood.
  const unsure = before.requirements !== undefined && admitsNobody(before.requirements) && before.problems.length > 0;
  if (before.requirements === undefined || unsure) {
    return { kind: 'unknown', why: `the settings of today cannot be read: ${reasons(before.problems)}` };
  }
  const after = broker.requirements(desired);
  if (after.requirements === undefined) {
    return { kind: 'unknown', why: `the new settings cannot be read: ${reasons(after.problems)}` };
  }
  const changes = lockoutChanges(before.requirements, after.requirements, broker.requirementNames);
  return changes.length === 0 ? { kind: 'safe' } : { kind: 'locks-out', changes, before: before.requirements, after: after.requirements };
}

/** Why a token does not show that the change is safe; empty when it is good before and after and names the same principal. */
export async function tokenObjections(
  token: string, before: TokenRequirements, after: TokenRequirements, keys: KeySource, now: Date,
): Promise<readonly string[]> {
  const claims = decodeClaims(token);
  if (claims === undefined) {
    return ['the token is no JWT, so it cannot be judged'];
  }
  const sides = [{ when: 'before the change', demands: before, other: after }, { when: 'after the change', demands: after, other: before }];
  const objections: string[] = [];
  for (const { when, demands, other } of sides) {
    const verdict = checkClaims(claims, demands, other, now);
    objections.push(...verdict.failures.map((failure) => `${when}: ${failure}`), ...verdict.unknown.map((part) => `${when}: cannot judge ${part}`));
    const signature = await verifySignature(token, demands.keys, keys);
    if (signature.verdict !== 'good') {
      objections.push(`${when}: ${signature.verdict === 'bad' ? '' : 'cannot judge the signature: '}${signature.detail}`);
    }
  }
  if (principalOf(claims, before) !== principalOf(claims, after)) {
    objections.push('the token names another principal after the change');
  }
  return objections;
}

function reasons(problems: readonly Finding[]): string {
  return problems.length === 0 ? 'no settings found' : problems.map((problem) => `${problem.path} ${problem.message} [${problem.rule}]`).join('; ');
}
