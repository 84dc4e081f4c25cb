import type { CheckOutcome } from '../preview/check';
import { Decision } from '../preview/result';

/*
 * What trying real tokens at real brokers showed, beside what the preview had foretold.
 */

/** What a token that is tried must meet. */
export type WantedOutcome = 'accepted' | 'refused';

/** How a login went; `unclear` where nobody judged the token. */
export type SeenOutcome = WantedOutcome | 'unclear';

/** What the preview says of a token at one login. */
export interface Foretold {
  readonly decision: Decision;
  /** The step that decides; null where it lets the token in. */
  readonly reason: string | null;
  /** Steps of which the preview does not know whether they let the token in. */
  readonly unknown: readonly string[];
}

/** A step of the preview that was unknown and is not any more. */
export interface Settled {
  readonly rule: string;
  readonly outcome: Extract<CheckOutcome, 'pass' | 'fail'>;
}

/** `contradicted`: another outcome than it must be, or than the preview is sure of. */
export type SmokeVerdict = 'as expected' | 'contradicted' | 'unclear';

/** One token at one login. */
export interface TriedLogin {
  readonly node: string;
  readonly target: string;
  readonly wanted: WantedOutcome;
  /** What the preview says; null where there is none. */
  readonly foretold: Decision | null;
  readonly reason: string | null;
  readonly seen: SeenOutcome;
  readonly detail: string;
  readonly verdict: SmokeVerdict;
  readonly settled: readonly Settled[];
  /** Steps one of which refuses the token, where the login does not tell which. */
  readonly oneOf: readonly string[];
}

/** The logins of one restart. */
export interface SmokedRestart {
  readonly spec: string;
  readonly broker: string;
  readonly kind: string;
  readonly brokerVersion: string | null;
  readonly logins: readonly TriedLogin[];
  /** What was not tried or not foretold, and why. */
  readonly notes: readonly string[];
}

/** Everything that was tried. */
export interface SmokeResult {
  readonly verdict: SmokeVerdict;
  readonly restarts: readonly SmokedRestart[];
}

/** What a login showed. */
export interface SeenLogin {
  readonly node: string;
  readonly target: string;
  readonly wanted: WantedOutcome;
  readonly seen: SeenOutcome;
  readonly detail: string;
}

/** Holds what was seen against what must be and what was foretold. */
export function judgeLogin(login: SeenLogin, foretold: Foretold | undefined): TriedLogin {
  const { seen, wanted } = login;
  const told = foretold?.decision === 'accept' ? 'accepted' : foretold?.decision === 'reject' ? 'refused' : undefined;
  const isWrong = seen !== wanted || (told !== undefined && told !== seen);
  return {
    ...login,
    foretold: foretold?.decision ?? null,
    reason: foretold?.reason ?? null,
    verdict: seen === 'unclear' ? 'unclear' : isWrong ? 'contradicted' : 'as expected',
    ...settledBy(seen, foretold),
  };
}

/** A login that goes through has passed every step; one that is refused tells of a step only where it is the only one in question. */
function settledBy(seen: SeenOutcome, foretold: Foretold | undefined): Pick<TriedLogin, 'settled' | 'oneOf'> {
  if (foretold?.decision !== 'undetermined' || seen === 'unclear') {
    return { settled: [], oneOf: [] };
  }
  const rules = [...new Set(foretold.unknown)];
  if (seen === 'accepted') {
    return { settled: rules.map((rule) => ({ rule, outcome: 'pass' })), oneOf: [] };
  }
  return rules.length === 1 ? { settled: [{ rule: rules[0], outcome: 'fail' }], oneOf: [] } : { settled: [], oneOf: rules };
}

/** The one verdict for several: a contradiction weighs more than what is unclear. */
export function verdictOf(restarts: readonly SmokedRestart[]): SmokeVerdict {
  const verdicts = restarts.flatMap(({ logins }) => logins.map(({ verdict }) => verdict));
  return verdicts.includes('contradicted') ? 'contradicted' : verdicts.includes('unclear') || verdicts.length === 0 ? 'unclear' : 'as expected';
}
