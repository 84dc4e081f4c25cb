import { Check } from './check';
import { ActionResult, PreviewResult, Verdict } from './result';

/** A result under one reading of what the case leaves open, such as one release of several. */
export interface Alternative {
  /** What tells this reading from the others: "2.9.0". */
  readonly label: string;
  readonly result: PreviewResult;
}

/**
 * One result for several readings of a case, of which nobody knows which is the true one.
 *
 * What all agree on stays. Where the decisions differ, the decision is `undetermined`, and the steps that differ are `unknown`.
 */
export function combine(alternatives: readonly Alternative[]): PreviewResult {
  const results = alternatives.map(({ result }) => result);
  const model = [...results].reverse().find((result) => result.decision !== 'reject') ?? results[results.length - 1];
  const decided = results.every((result) => result.decision === model.decision);
  const checks = decided ? model.checks : mergeChecks(alternatives);
  const reason = decided ? model.reason : checks.find((check) => check.outcome === 'unknown')?.rule ?? model.reason;
  return {
    ...model,
    loads: agreed(results.map((result) => result.loads)) ?? 'unknown',
    decision: decided ? model.decision : 'undetermined',
    reason,
    disconnectsAt: agreed(accepted(results).map((result) => result.disconnectsAt), 'unknown'),
    willPublished: agreed(accepted(results).map((result) => result.willPublished), 'unknown'),
    can: model.can.map((entry, index) => mergeAction(entry, results.map((result) => result.can[index]), reason)),
    checks,
    warnings: distinctWarnings(results),
  };
}

/** The readings under which the login may go through, or all of them where there is none. */
function accepted(results: readonly PreviewResult[]): readonly PreviewResult[] {
  const open = results.filter((result) => result.decision !== 'reject');
  return open.length > 0 ? open : results;
}

function agreed<T>(values: readonly T[]): T | undefined;
function agreed<T, U>(values: readonly T[], otherwise: U): T | U;
function agreed<T, U>(values: readonly T[], otherwise?: U): T | U | undefined {
  return values.every((value) => value === values[0]) ? values[0] : otherwise;
}

function mergeAction(model: ActionResult, entries: readonly ActionResult[], reason: string | null): ActionResult {
  const allowed: Verdict = agreed(entries.map((entry) => entry.allowed)) ?? 'unknown';
  if (allowed === 'unknown') {
    return { ...model, allowed, reason: entries.find((entry) => entry.allowed !== true)?.reason ?? reason };
  }
  return { ...model, allowed };
}

/** A step of one reading; a rule may stand several times. */
interface Step {
  readonly key: string;
  readonly check: Check;
}

function stepsOf(result: PreviewResult): readonly Step[] {
  const seen = new Map<string, number>();
  return result.checks.map((check) => {
    const times = seen.get(check.rule) ?? 0;
    seen.set(check.rule, times + 1);
    return { key: `${check.rule} ${times}`, check };
  });
}

/** The steps in order; one that comes out differently among the readings that reach it, or refuses only in some, is unknown. */
function mergeChecks(alternatives: readonly Alternative[]): readonly Check[] {
  const readings = alternatives.map(({ label, result }) => ({ label, steps: stepsOf(result) }));
  const keys = readings.reduce<string[]>((order, { steps }) => insertMissing(order, steps.map((step) => step.key)), []);
  return keys.map((key) => {
    const reached = readings.flatMap(({ label, steps }) => steps.filter((step) => step.key === key).map(({ check }) => ({ label, check })));
    const [{ check }] = reached;
    if (check.outcome !== 'fail' && reached.every((other) => other.check.outcome === check.outcome)) {
      return check;
    }
    return { ...check, outcome: 'unknown', detail: reached.map((other) => `${other.label}: ${other.check.outcome}, ${other.check.detail}`).join('; ') };
  });
}

/** Adds the keys that are missing, each behind the one before it. */
function insertMissing(order: readonly string[], keys: readonly string[]): string[] {
  const merged = [...order];
  let at = 0;
  for (const key of keys) {
    const found = merged.indexOf(key);
    if (found < 0) {
      merged.splice(at, 0, key);
      at++;
    } else {
      at = found + 1;
    }
  }
  return merged;
}

function distinctWarnings(results: readonly PreviewResult[]): PreviewResult['warnings'] {
  const all = results.flatMap((result) => result.warnings);
  return [...new Map(all.map((warning) => [`${warning.rule} ${warning.message}`, warning])).values()];
}
