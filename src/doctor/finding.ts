import { Level, RuleText } from '../rules/rule';

/** A rule on what an identity provider serves. */
export interface DoctorRule extends RuleText {
  /** Short stable name of the demand, as batches give it: V1, T6, P4. */
  readonly ref: string;
}

/** A broken rule. */
export interface DoctorFinding {
  readonly rule: string;
  readonly ref: string;
  readonly level: Level;
  readonly message: string;
}

/** What came of all rules: any error rejects, and without one a rule that could not be judged leaves the answer open. */
export type DoctorVerdict = 'accept' | 'reject' | 'undetermined';

/** Collects what rules find, and that some rule could not be judged. */
export class Findings {
  readonly all: DoctorFinding[] = [];
  private open = false;

  /** The rule is broken; `level` where it weighs otherwise than usual. */
  broken(rule: DoctorRule, message: string, level: Level = rule.level): void {
    this.all.push({ rule: rule.id, ref: rule.ref, level, message: `${message}; ${rule.remedy}` });
  }

  /** A rule that what was given calls for could not be judged. */
  notJudged(): void {
    this.open = true;
  }

  /** Takes over what another collection holds. */
  include(other: Findings): void {
    this.all.push(...other.all);
    this.open ||= other.open;
  }

  get verdict(): DoctorVerdict {
    if (this.all.some(({ level }) => level === 'error')) {
      return 'reject';
    }
    return this.open ? 'undetermined' : 'accept';
  }
}
