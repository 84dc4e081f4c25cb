import { CheckFact, CheckList, CheckOutcome } from '../../../preview/check';

/** How well something fits, where documents may leave it open. */
export type Fit = 'yes' | 'no' | 'unknown';

/** Yes or no. */
export function yesNo(fit: boolean): Fit {
  return fit ? 'yes' : 'no';
}

/** What several readings of the documents agree on. */
export function agreed(readings: readonly Fit[]): Fit {
  const [first] = readings;
  return readings.every((reading) => reading === first) ? first : 'unknown';
}

interface Step {
  readonly fact: CheckFact;
  readonly outcome: CheckOutcome;
  readonly detail: string;
}

const OUTCOMES: Readonly<Record<Fit, CheckOutcome>> = { yes: 'pass', no: 'fail', unknown: 'unknown' };

/** The steps of one plugin, before it is known whether its refusal is the last word. */
export class Steps {
  private readonly list: Step[] = [];
  private hasFailed = false;

  add(fact: CheckFact, outcome: CheckOutcome, detail: string): void {
    this.hasFailed ||= outcome === 'fail';
    this.list.push({ fact, outcome, detail });
  }

  /** Adds what was found; returns whether the step lets the login go on, perhaps. */
  judge(fact: CheckFact, fit: Fit, detail: string): boolean {
    this.add(fact, OUTCOMES[fit], detail);
    return fit !== 'no';
  }

  get failed(): boolean {
    return this.hasFailed;
  }

  /** Writes the steps to the list; with a doubt no step refuses for certain. */
  tell(checks: CheckList, doubt?: string): void {
    for (const { fact, outcome, detail } of this.list) {
      if (outcome === 'pass') {
        checks.pass(fact, detail);
      } else if (outcome === 'skipped') {
        checks.skip(fact, detail);
      } else if (outcome === 'unknown' || doubt !== undefined) {
        checks.unknown(fact, outcome === 'fail' ? `${detail}; ${doubt}` : detail);
      } else {
        checks.fail(fact, detail);
      }
    }
  }
}
