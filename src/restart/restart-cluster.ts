/** Where a node answers questions about its cluster. */
export interface ClusterAddress {
  /** Host. */
  readonly host: string;
  /** Port. */
  readonly port: number;
}

/** Options of a Kafka cluster. */
export interface KafkaClusterOptions {
  /** Where each node answers, by the node's name. */
  readonly nodes: { [name: string]: ClusterAddress };
}

/** Options of a LavinMQ cluster. */
export interface LavinMqClusterOptions {
  /** Where each node answers, by the node's name. */
  readonly nodes: { [name: string]: ClusterAddress };
}

/** Options of a Mosquitto cluster. */
export interface MosquittoClusterOptions {
  /** Where each node answers, by the node's name. */
  readonly nodes: { [name: string]: ClusterAddress };
}

/** How the brokers themselves are asked about their cluster: who leads, and who may go down. */
export class RestartCluster {
  /** A Kafka cluster with KRaft. */
  public static kafka(options: KafkaClusterOptions): RestartCluster {
    return new RestartCluster({ kind: 'kafka', ...options });
  }

  /** A LavinMQ cluster. */
  public static lavinMq(options: LavinMqClusterOptions): RestartCluster {
    return new RestartCluster({ kind: 'lavinmq', ...options });
  }

  /** A Mosquitto cluster with high availability. */
  public static mosquitto(options: MosquittoClusterOptions): RestartCluster {
    return new RestartCluster({ kind: 'mosquitto', ...options });
  }

  private constructor(private readonly options: { [name: string]: unknown }) {}

  /** The cluster as the engine's spec holds it. @internal */
  public _spec(): { [name: string]: unknown } {
    return this.options;
  }
}
