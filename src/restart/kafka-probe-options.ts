import { RestartToken } from './restart-token';
import { TlsOptions } from './tls-options';

/** Options of a Kafka probe. */
export interface KafkaProbeOptions {
  /** Host of the listener. */
  readonly host: string;
  /** Port of the listener: of a broker any of its listeners, of a dedicated controller its controller listener. */
  readonly port: number;
  /**
   * `node.id` of the node, which its cluster must count among those that are up.
   *
   * @default - any node that is up will do
   */
  readonly nodeId?: number;
  /**
   * TLS of the listener, with a client certificate where it asks for one.
   *
   * @default - no TLS
   */
  readonly tls?: TlsOptions;
  /**
   * Token to log in with by SASL OAUTHBEARER.
   *
   * @default - the listener has no SASL
   */
  readonly token?: RestartToken;
}
