import { Decision } from './result';

/** What came of one step. `skipped` was not judged and does not decide. */
export type CheckOutcome = 'pass' | 'fail' | 'skipped' | 'unknown';

/** One step of a broker, as a result shows it. */
export interface Check {
  readonly rule: string;
  readonly outcome: CheckOutcome;
  readonly detail: string;
  readonly source: string;
}

/** What a step decides: whether the broker or its plugin starts, whether the client is let in, or whether an action is allowed. */
export type StepKind = 'start' | 'login' | 'action';

/** What is known of a step whatever the case. */
export interface CheckFact {
  /** Stable id, such as `LAVINMQ_TOKEN_EXPIRED`; part of the public contract. */
  readonly rule: string;
  /** What the broker looks at, as the continuation of "looks at": "the token's expiry". */
  readonly looksAt: string;
  /** What to change where the step fails. */
  readonly remedy: string;
  /** Where the fact is from: an RFC section, a vendor's page, a source file. */
  readonly source: string;
  /** What it decides; left out, a login. */
  readonly decides?: StepKind;
}

/** The steps of one login, in the broker's own order. */
export class CheckList {
  readonly checks: Check[] = [];
  private firstFailure: string | null = null;
  private firstUnknown: string | null = null;

  /** The step lets the login go on. */
  pass(fact: CheckFact, detail: string): void {
    this.add(fact, 'pass', detail);
  }

  /** The step refuses the login. */
  fail(fact: CheckFact, detail: string): void {
    this.firstFailure ??= fact.rule;
    this.add(fact, 'fail', detail);
  }

  /** The step was not judged, for a reason that does not decide. */
  skip(fact: CheckFact, detail: string): void {
    this.add(fact, 'skipped', detail);
  }

  /** Whether the step lets the login go on is not known. */
  unknown(fact: CheckFact, detail: string): void {
    this.firstUnknown ??= fact.rule;
    this.add(fact, 'unknown', detail);
  }

  /** Passes or fails by what was found; returns whether it passed. */
  judge(fact: CheckFact, passes: boolean, detail: string): boolean {
    if (passes) {
      this.pass(fact, detail);
    } else {
      this.fail(fact, detail);
    }
    return passes;
  }

  /** Whether some step has refused the login. */
  get failed(): boolean {
    return this.firstFailure !== null;
  }

  /** A failing step settles it, whatever is unknown beside it. */
  get decision(): Decision {
    if (this.firstFailure !== null) {
      return 'reject';
    }
    return this.firstUnknown === null ? 'accept' : 'undetermined';
  }

  /** The rule that decides; null on accept. */
  get reason(): string | null {
    return this.firstFailure ?? this.firstUnknown;
  }

  private add(fact: CheckFact, outcome: CheckOutcome, detail: string): void {
    this.checks.push({ rule: fact.rule, outcome, detail, source: fact.source });
  }
}
