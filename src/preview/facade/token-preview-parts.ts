import { PreviewOutcome, PreviewVerdict } from './vocabulary';

/** One step of the broker. */
export interface TokenPreviewCheck {
  /** Id of the step, as RULES.md lists it. */
  readonly rule: string;
  /** What came of it. */
  readonly outcome: PreviewOutcome;
  /** What the broker found. */
  readonly detail: string;
  /** Where the fact about the broker is from. */
  readonly source: string;
}

/** Whether one action is allowed. */
export interface TokenPreviewAction {
  /** The action in the broker's own words. */
  readonly action: string;
  /** Whether it is allowed. */
  readonly allowed: PreviewVerdict;
  /**
   * LavinMQ: the virtual host.
   *
   * @default - there are none
   */
  readonly vhost?: string;
  /**
   * What the action is on.
   *
   * @default - the action needs none
   */
  readonly resource?: string;
  /**
   * Id of the step that refuses it or leaves it open.
   *
   * @default - it is allowed
   */
  readonly reason?: string;
}

/** Something worth knowing that does not decide. */
export interface TokenPreviewWarning {
  /** Id of the rule, as RULES.md lists it. */
  readonly rule: string;
  /** What is worth knowing. */
  readonly message: string;
}
