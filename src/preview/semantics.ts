import { AskedAction, JsonMembers, PreviewCase } from './case';
import { CaseParts, WrittenFiles } from './case-parts';
import { CaseProblem } from './case-problem';
import { CheckFact, CheckList } from './check';
import { PreviewWarning, Verdict } from './result';
import { KnownReleases } from '../rules/version';

/** Whether an action is allowed to the principal, and the rule that says so where it is not a plain yes. */
export interface ActionVerdict {
  readonly allowed: Verdict;
  readonly reason: string | null;
}

/** What would apply if the login went through, and what decides whether it does. */
export interface Outcome {
  readonly loads: Verdict;
  readonly checks: CheckList;
  readonly principal: string | null;
  readonly mqttClientId: string | null;
  readonly permissions: readonly JsonMembers[] | null;
  readonly tags: readonly string[] | null;
  readonly expiresAt: number | null;
  readonly disconnectsAt: number | 'unknown' | null;
  readonly willPublished: Verdict | null;
  readonly warnings: readonly PreviewWarning[];
  /** Judges an action as if the login went through. Not asked where the decision is to reject. */
  can(action: AskedAction): ActionVerdict;
}

/** An outcome of which most parts do not apply. */
export function outcomeOf(checks: CheckList, parts: Partial<Outcome>): Outcome {
  // Member by member, since this is made for every preview and copying objects of many shapes is slow.
  return {
    loads: parts.loads ?? true,
    checks,
    principal: parts.principal ?? null,
    mqttClientId: parts.mqttClientId ?? null,
    permissions: parts.permissions ?? null,
    tags: parts.tags ?? null,
    expiresAt: parts.expiresAt ?? null,
    disconnectsAt: parts.disconnectsAt ?? null,
    willPublished: parts.willPublished ?? null,
    warnings: parts.warnings ?? NO_WARNINGS,
    can: parts.can ?? (() => ({ allowed: false, reason: checks.reason })),
  };
}

const NO_WARNINGS: readonly PreviewWarning[] = [];

/** One broker's way of judging tokens. Pure, and blind to other brokers. */
export interface BrokerSemantics {
  /** Stable key: `lavinmq`, `hivemq`, `mosquitto`, `aiven-kafka`. */
  readonly kind: string;
  /** The vendor's spelling. */
  readonly title: string;
  readonly releases: KnownReleases;
  /** Releases at which anything that `evaluate` says changes; those in between behave like the one before. */
  readonly changes: readonly string[];
  /** Whether a case may come without settings, since other files may stand alone; `evaluate` then looks whether they are there. */
  readonly judgesWithoutSettings?: boolean;
  /** Every step there is. */
  readonly facts: readonly CheckFact[];
  /** Reads an action, given as text such as `write:%2F/queue` or as an object; a problem where it is none of this broker's. */
  readAction(asked: string | AskedAction): AskedAction | CaseProblem;
  /** What the files that a stack writes say of a case. Throws `CaseError` where what decides is known only at apply. */
  caseOf(written: WrittenFiles): CaseParts;
  /** Judges a case for one release. Never throws on what a token or settings hold; throws `CaseError` for a case that makes no sense. */
  evaluate(input: PreviewCase, release: string): Outcome;
}
