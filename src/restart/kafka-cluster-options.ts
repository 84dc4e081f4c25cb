import { RestartToken } from './restart-token';
import { TlsOptions } from './tls-options';

/** A node of a Kafka cluster and the listener at which it answers questions. */
export interface KafkaClusterNode {
  /**
   * `node.id` of the node. A node that answers there under another id stops the run.
   */
  readonly nodeId: number;
  /** Host of the listener. */
  readonly host: string;
  /** Port of the listener: of a broker any of its listeners, of a dedicated controller its controller listener. */
  readonly port: number;
  /**
   * TLS of the listener, with a client certificate where it asks for one.
   *
   * @default - no TLS
   */
  readonly tls?: TlsOptions;
  /**
   * Token to log in with by SASL OAUTHBEARER.
   *
   * A listener apart from the one whose settings change is the sturdier way: it answers whatever becomes of tokens.
   *
   * @default - the listener has no SASL
   */
  readonly token?: RestartToken;
}

/** Options of a Kafka cluster with KRaft. */
export interface KafkaClusterOptions {
  /** Every node of the restart by its name, brokers as well as controllers. */
  readonly nodes: { [name: string]: KafkaClusterNode };
  /**
   * Seconds for what one node is asked at a time: connection, login and answers.
   *
   * @default 15
   */
  readonly timeoutSeconds?: number;
  /**
   * How many seconds a controller may be behind the active one and still count as caught up: `controller.quorum.fetch.timeout.ms`.
   *
   * @default 2 - as in Kafka
   * @see https://kafka.apache.org/documentation/#brokerconfigs_controller.quorum.fetch.timeout.ms
   */
  readonly fetchTimeoutSeconds?: number;
}
