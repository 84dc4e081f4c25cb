/** What is needed to reach a broker that CloudAMQP runs. */
export interface LavinMqCloudAmqpOptions {
  /**
   * The instance's number; may be a reference such as that of `cloudamqp_instance`'s `id`.
   *
   * Reported by `LAVINMQ_CLOUDAMQP_INSTANCE_ID`.
   */
  readonly instanceId: string;

  /**
   * Whether users can no longer log in with a password (`disable_basic_auth`).
   *
   * Reported by `LAVINMQ_NO_LOCAL_LOGIN`.
   *
   * @default - left to CloudAMQP
   */
  readonly disableBasicAuth?: boolean;

  /**
   * Address of CloudAMQP's customer API, for the check of current settings before they change.
   *
   * @default https://customer.cloudamqp.com
   */
  readonly baseUrl?: string;
}

/** Where the broker runs, which decides how settings get there. */
export class LavinMqTarget {
  /**
   * CloudAMQP: the settings become a `cloudamqp_oauth2_configuration`.
   *
   * Documented for RabbitMQ plans only; the rule `LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY` warns until it is acknowledged.
   *
   * @see https://registry.terraform.io/providers/cloudamqp/cloudamqp/latest/docs/resources/oauth2_configuration
   */
  public static cloudAmqp(options: LavinMqCloudAmqpOptions): LavinMqTarget {
    return new LavinMqTarget(options);
  }

  /** Nodes of one's own: the settings are our part of each node's `lavinmq.ini`, delivered by a rolling restart. */
  public static selfHosted(): LavinMqTarget {
    return new LavinMqTarget(undefined);
  }

  /** What reaches CloudAMQP; undefined elsewhere. @internal */
  public readonly _cloudAmqp: LavinMqCloudAmqpOptions | undefined;

  private constructor(cloudAmqp: LavinMqCloudAmqpOptions | undefined) {
    this._cloudAmqp = cloudAmqp;
  }
}
