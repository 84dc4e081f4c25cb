import { RequirementChange } from './requirements';
import { Rule } from '../rules/rule';

/** A change of settings after which tokens of today may be refused. */
export interface LockoutSubject {
  readonly changes: readonly RequirementChange[];
  /** Ordered steps to the new value without a lockout, by kind of change. */
  readonly overlapSteps: { readonly [what: string]: readonly string[] | undefined };
  /** Whether the stack accepts the lockout. */
  readonly accepted: boolean;
  /** Whether the stack names a token that is valid before and after; the engine then proves it before node 1. */
  readonly overlapToken: boolean;
}

export const LOCKOUT_NOT_ACCEPTED: Rule<LockoutSubject> = {
  id: 'LOCKOUT_NOT_ACCEPTED',
  level: 'error',
  summary: 'A change that makes the tokens of today worthless is made on purpose.',
  cause: 'From the first restarted node on, applications that still hold old tokens are refused, or become another principal.',
  remedy: 'move in steps that overlap (docs/moving-without-lockout.md), name a token that is valid under both in `overlapTokenVariable`, or set `acceptLockout`',
  source: 'docs/moving-without-lockout.md',
  check: (subject, report) => {
    if (subject.accepted || subject.overlapToken) {
      return;
    }
    for (const change of subject.changes) {
      report.broken(change.setting, { message: describeChange(change, subject.overlapSteps[change.what]) });
    }
  },
};

/** What became of reading an earlier manifest. */
export interface PreviousManifestSubject {
  readonly file: string;
  readonly problem: string | undefined;
  /** Whether the stack accepts a lockout, so that nothing needs to be compared. */
  readonly accepted: boolean;
}

export const PREVIOUS_MANIFEST_UNREADABLE: Rule<PreviousManifestSubject> = {
  id: 'PREVIOUS_MANIFEST_UNREADABLE',
  level: 'error',
  summary: 'An earlier manifest that is named can be compared with.',
  cause: 'A change that locks applications out would pass unnoticed.',
  remedy: 'give the manifest.json that an earlier synthesis wrote beside its stack, or leave `previousManifest` out: then the engine compares at apply',
  source: 'docs/moving-without-lockout.md',
  check: ({ file, problem, accepted }, report) => {
    if (problem !== undefined && !accepted) {
      report.broken('previousManifest', { message: problem, got: file });
    }
  },
};

/** Tells one change, with the steps that avoid it where the broker offers an overlap. */
export function describeChange(change: RequirementChange, steps: readonly string[] | undefined): string {
  const told = `changes the ${change.what} that tokens need, from ${change.before} to ${change.after}`;
  return steps === undefined ? told : `${told} (without a lockout: ${steps.map((step, index) => `${index + 1}. ${step}`).join(' ')})`;
}
