import { TlsOptions } from './tls-options';

/** Options of a login to a Kafka listener. */
export interface KafkaLoginOptions {
  /** Host of the listener that takes tokens. */
  readonly host: string;
  /** Port of the listener. */
  readonly port: number;
  /**
   * TLS of the listener.
   *
   * @default - no TLS: the listener is SASL_PLAINTEXT, and whoever is on the way reads the token
   */
  readonly tls?: TlsOptions;
}
