import { JsonMembers } from './case';
import { Check } from './check';

/** What becomes of a login. */
export type Decision = 'accept' | 'reject' | 'undetermined';

/** An answer that facts may leave open. */
export type Verdict = boolean | 'unknown';

/** Whether one action is allowed. */
export interface ActionResult {
  readonly action: string;
  readonly vhost: string | null;
  readonly resource: string | null;
  readonly allowed: Verdict;
  /** Id of the check that refuses or leaves it open; null where it is allowed. */
  readonly reason: string | null;
}

/** Something worth knowing that does not decide. */
export interface PreviewWarning {
  readonly rule: string;
  readonly message: string;
}

/** The answer to a case. Every key is always present. */
export interface PreviewResult {
  readonly id: string | null;
  readonly broker: string;
  readonly brokerVersion: string | null;
  /** Would the broker, or its plugin, start with these settings. */
  readonly loads: Verdict;
  readonly decision: Decision;
  /** Id of the first failing, else of the first unknown check; null on accept. */
  readonly reason: string | null;
  readonly principal: string | null;
  readonly mqttClientId: string | null;
  readonly permissions: readonly JsonMembers[] | null;
  readonly tags: readonly string[] | null;
  readonly can: readonly ActionResult[];
  readonly expiresAt: number | null;
  readonly disconnectsAt: number | 'unknown' | null;
  readonly willPublished: Verdict | null;
  readonly checks: readonly Check[];
  readonly warnings: readonly PreviewWarning[];
}

/** What stands in a result's place where a case could not be read. */
export interface PreviewFailure {
  readonly id: string | null;
  readonly error: { readonly rule: string; readonly message: string };
}
