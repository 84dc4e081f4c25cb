import { Check, CheckFact, CheckList } from '../../../preview/check';
import { Decision } from '../../../preview/result';
import { HiveMqAuthenticationStrategy } from '../settings';
import type { Attempt } from './authentication';
import { AUTHENTICATION_CHAIN, HIVEMQ_FACTS } from './facts';

/*
 * Several authentication managers in turn. Whether a token that is refused counts as an unknown key or as a wrong secret is not documented.
 */

/** What one of the managers makes of the client. */
export interface ChainedAttempt extends Attempt {
  readonly checks: CheckList;
}

/** What a chain makes of the attempts of its managers. */
export function judgeChain(strategy: string, attempts: readonly ChainedAttempt[], checks: CheckList): Attempt {
  const goesOn = strategy === HiveMqAuthenticationStrategy.UNKNOWN_KEY_OR_WRONG_SECRET;
  const reached = goesOn ? attempts : attempts.slice(0, lengthOf(attempts));
  const surelyReached = (attempt: ChainedAttempt) => goesOn || reached.slice(0, reached.indexOf(attempt)).every(isUnknownKey);
  const accepting = reached.find((attempt) => decisionOf(attempt) === 'accept');
  const open = reached.find((attempt) => decisionOf(attempt) === 'undetermined');
  const deciding = accepting !== undefined && surelyReached(accepting) ? accepting : open ?? accepting;
  if (deciding === undefined) {
    checks.pass(AUTHENTICATION_CHAIN, `none of ${reached.length} managers lets the client in`);
    reached.forEach((attempt) => append(checks, attempt.checks, true));
    return { expiresAt: null, disconnectsAt: null, refusal: refusalOf(goesOn, reached) };
  }
  const before = reached.slice(0, reached.indexOf(deciding));
  if (surelyReached(deciding)) {
    checks.pass(AUTHENTICATION_CHAIN, before.length === 0 ? 'the first manager decides' : `manager ${before.length + 1} of ${attempts.length} decides`);
  } else {
    checks.unknown(AUTHENTICATION_CHAIN, 'a manager refuses, and whether this strategy then asks the next one is not documented; try it with such a token');
  }
  before.forEach((attempt) => append(checks, attempt.checks, false));
  append(checks, deciding.checks, true);
  const isOpen = before.some((attempt) => decisionOf(attempt) !== 'reject' && attempt.disconnectsAt !== deciding.disconnectsAt);
  return { expiresAt: deciding.expiresAt, disconnectsAt: isOpen ? 'unknown' : deciding.disconnectsAt, refusal: 'either' };
}

function decisionOf({ checks }: ChainedAttempt): Decision {
  return checks.decision;
}

function isUnknownKey(attempt: ChainedAttempt): boolean {
  return decisionOf(attempt) === 'reject' && attempt.refusal === 'unknown-key';
}

/** How many managers a chain may ask that goes on from unknown keys alone: up to one that accepts, or that knows the key. */
function lengthOf(attempts: readonly ChainedAttempt[]): number {
  const end = attempts.findIndex((attempt) => decisionOf(attempt) === 'accept' || (decisionOf(attempt) === 'reject' && attempt.refusal === 'wrong-secret'));
  return end < 0 ? attempts.length : end + 1;
}

function refusalOf(goesOn: boolean, reached: readonly ChainedAttempt[]): Attempt['refusal'] {
  const [first] = reached;
  return reached.every(({ refusal }) => refusal === first.refusal) ? first.refusal : goesOn ? 'either' : reached[reached.length - 1].refusal;
}

const FACTS = new Map(HIVEMQ_FACTS.map((fact) => [fact.rule, fact]));

/** The fact of a check. */
export function factOf({ rule, source }: Check): CheckFact {
  return FACTS.get(rule) ?? { rule, looksAt: rule, remedy: '', source };
}

/** Adds the checks of a part; where it does not decide, what it refuses or leaves open is told without weight. */
export function append(checks: CheckList, part: CheckList, decides: boolean): void {
  for (const check of part.checks) {
    const fact = factOf(check);
    if (check.outcome === 'pass') {
      checks.pass(fact, check.detail);
    } else if (!decides || check.outcome === 'skipped') {
      checks.skip(fact, decides ? check.detail : `${check.outcome} to a manager that does not decide: ${check.detail}`);
    } else if (check.outcome === 'fail') {
      checks.fail(fact, check.detail);
    } else {
      checks.unknown(fact, check.detail);
    }
  }
}
