/** Options of a driver that restarts a node which CloudAMQP runs. */
export interface CloudAmqpDriverOptions {
  /** The instance's number; may be a reference such as that of `cloudamqp_instance`'s `id`. */
  readonly instanceId: string;
  /** Name of the node in the instance's list of nodes, such as that of the data source `cloudamqp_nodes`. */
  readonly node: string;
  /**
   * Environment variable with the account's API key, on the machine that applies.
   *
   * @default "CLOUDAMQP_APIKEY"
   */
  readonly apiKeyVariable?: string;
  /**
   * Address of the customer API.
   *
   * @default "https://customer.cloudamqp.com"
   */
  readonly baseUrl?: string;
  /**
   * Seconds between two looks at the node.
   *
   * @default 5
   */
  readonly pollSeconds?: number;
  /**
   * Seconds for which the API may go on saying that the node runs, before the step fails for want of proof.
   *
   * The API takes a restart before it begins, so that a node that runs proves nothing until it was seen down.
   *
   * @default 300
   */
  readonly downSeconds?: number;
  /**
   * Seconds for one restart as a whole.
   *
   * @default 1800
   */
  readonly timeoutSeconds?: number;
  /**
   * Seconds of uninterrupted running after which a restart that the API took counts as done, although the node was never seen down.
   *
   * For instances that restart within `pollSeconds`. With less than a restart takes to begin, the next node may go down at the same time.
   *
   * @default - never; the step fails after `downSeconds`
   */
  readonly assumeAfterSeconds?: number;
}
