import { TlsOptions } from './tls-options';

/** Options of a driver that watches how Aiven restarts the brokers of a Kafka service. */
export interface AivenDriverOptions {
  /** Name of the project. */
  readonly project: string;
  /** Name of the service; may be a reference such as `aiven_kafka`'s `service_name`. */
  readonly service: string;
  /**
   * Environment variable with a token of Aiven's API, on the machine that applies.
   *
   * @default "AIVEN_TOKEN"
   */
  readonly tokenVariable?: string;
  /**
   * Address of Aiven's API.
   *
   * @default "https://api.aiven.io"
   */
  readonly baseUrl?: string;
  /**
   * Seconds between two looks; Aiven advises 10 to 30.
   *
   * @default 15
   */
  readonly pollSeconds?: number;
  /**
   * Seconds for which everything must stay good without a break before the restart counts as over.
   *
   * Longer than Aiven takes from one broker to the next.
   *
   * @default 120
   */
  readonly calmSeconds?: number;
  /**
   * Seconds for the whole watch.
   *
   * @default 3600
   */
  readonly timeoutSeconds?: number;
  /**
   * Whether every advertised broker must let `acceptedToken` in and keep `refusedToken` out.
   *
   * Without it only the API is believed, which is not known to tell when the brokers run new settings.
   *
   * @default true
   */
  readonly proveBrokers?: boolean;
  /**
   * Network route of the SASL listener through which the brokers are found: `dynamic`, `public`, `private` or `privatelink`.
   *
   * @default "dynamic"
   */
  readonly route?: string;
  /**
   * Whether to ask the SASL listener whose certificate is by Let's Encrypt (`letsencrypt_sasl`), instead of the one by the project's authority.
   *
   * @default false
   */
  readonly letsEncrypt?: boolean;
  /**
   * TLS of the brokers; `caFile` names the project's certificate authority.
   *
   * @default - whom Node.js trusts, which does not include the project's authority
   */
  readonly tls?: TlsOptions;
}
