import { Condition, everyMember } from './condition';
import { show } from '../text/show';
import { isUnresolved, isUnresolvedList, Value } from '../text/unresolved';

/** How much a broken rule weighs: an error stops synthesis, a warning can be acknowledged. */
export type Level = 'error' | 'warning';

/** One check on settings, with the knowledge a person needs when it is broken. */
export interface Rule<Subject> {
  /** Stable id, such as `LAVINMQ_AUDIENCE_REQUIRED`; part of the public contract. */
  readonly id: string;
  readonly level: Level;
  /** What is demanded, as one sentence. */
  readonly summary: string;
  /** What happens in the broker otherwise. */
  readonly cause: string;
  /** What to do. */
  readonly remedy: string;
  /** Where the fact is from: an RFC section, a vendor's page, a source file. */
  readonly source: string;
  readonly check: (subject: Subject, report: Reporter) => void;
}

/** What a rule's id stands for, without its check: what catalogues and messages need. */
export type RuleText = Omit<Rule<never>, 'check'>;

/** What is wrong at one place. */
export interface Problem {
  /** Continues the sentence that begins with the path: "must start with https://". */
  readonly message: string;
  /** The value given. Leave out for secrets. */
  readonly got?: unknown;
}

/** Receives what a rule finds. */
export interface Reporter {
  /** The rule is broken at `path`, the prop's name as the user wrote it. */
  broken(path: string, problem: Problem): void;
  /** The rule cannot be judged before apply, since values at `path` are unknown and Terraform cannot express it. */
  deferred(path: string): void;
  /** Judges one value: at once when it is known, by a Terraform precondition when it is not; absent values pass. */
  value(path: string, value: Value | undefined, condition: Condition): void;
}

/** A broken rule. */
export interface Finding {
  readonly rule: string;
  readonly level: Level;
  /** The prop, relative to the construct or file. */
  readonly path: string;
  /** What is wrong and what was given, without the path and the remedy. */
  readonly message: string;
  readonly remedy: string;
}

/** A rule on a value that Terraform judges when it becomes known. */
export interface Precondition {
  readonly rule: string;
  readonly path: string;
  readonly value: Value;
  readonly condition: Condition;
  readonly remedy: string;
}

/** A rule that only the engine can judge, with the files in hand. */
export interface Deferred {
  readonly rule: string;
  readonly path: string;
}

/** Everything the rules said about one subject. */
export interface Evaluation {
  readonly findings: readonly Finding[];
  readonly preconditions: readonly Precondition[];
  readonly deferred: readonly Deferred[];
}

/** Runs every rule on the subject, in order, and collects what they say. */
export function evaluate<Subject>(rules: readonly Rule<Subject>[], subject: Subject): Evaluation {
  const findings: Finding[] = [];
  const preconditions: Precondition[] = [];
  const deferred: Deferred[] = [];
  let current: Rule<Subject>;
  // One reporter for all rules in turn, since rules run for every single grant.
  const reporter: Reporter = {
    broken(path, problem) {
      findings.push(finding(current, path, problem));
    },
    deferred(path) {
      deferred.push({ rule: current.id, path });
    },
    value(path, given, demanded) {
      if (given === undefined) {
        return;
      }
      // The one member of a list that only Terraform knows stands for all its members.
      const isWholeList = typeof given === 'string' && isUnresolvedList([given]);
      const value = isWholeList ? [given] : given;
      const condition = isWholeList ? everyMember(demanded) : demanded;
      if (!isUnresolved(value)) {
        if (!condition.test(value)) {
          reporter.broken(path, { message: `must be ${condition.expects}`, got: value });
        }
      } else if (current.level === 'error') {
        preconditions.push({ rule: current.id, path, value, condition, remedy: current.remedy });
      } else {
        reporter.deferred(path);
      }
    },
  };
  for (current of rules) {
    current.check(subject, reporter);
  }
  return { findings, preconditions, deferred };
}

/** An evaluation of findings alone. */
export function findingsOnly(findings: readonly Finding[]): Evaluation {
  return { findings, preconditions: [], deferred: [] };
}

/** Several evaluations as one, in order. */
export function joinEvaluations(evaluations: readonly Evaluation[]): Evaluation {
  return {
    findings: evaluations.flatMap((evaluation) => evaluation.findings),
    preconditions: evaluations.flatMap((evaluation) => evaluation.preconditions),
    deferred: evaluations.flatMap((evaluation) => evaluation.deferred),
  };
}

/** Words a broken rule; used directly for problems that parsers find. */
export function finding(rule: RuleText, path: string, problem: Problem): Finding {
  const got = problem.got === undefined ? '' : `, got ${show(problem.got)}`;
  return { rule: rule.id, level: rule.level, path, message: `${problem.message}${got}`, remedy: rule.remedy };
}

/** One line for people: path, problem, remedy, rule id. */
export function describeFinding(found: Finding, where?: string): string {
  const place = where === undefined ? found.path : `${where}: ${found.path}`;
  return `${place} ${found.message}; ${found.remedy} [${found.rule}]`;
}
