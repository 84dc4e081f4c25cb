import { KafkaClusterOptions } from './kafka-cluster-options';
import { LavinMqClusterOptions } from './lavinmq-cluster-options';

/** Where a node answers questions about its cluster. */
export interface ClusterAddress {
  /** Host. */
  readonly host: string;
  /** Port. */
  readonly port: number;
}

/** Options of a Mosquitto cluster. */
export interface MosquittoClusterOptions {
  /** Where each node answers, by the node's name. */
  readonly nodes: { [name: string]: ClusterAddress };
}

/** How the brokers themselves are asked about their cluster: who leads, and who may go down. */
export class RestartCluster {
  /**
   * A Kafka cluster with KRaft: controllers before brokers and the active one last of them; no node goes down that a partition or the
   * controllers cannot spare, and the next one waits until its replicas are in sync again.
   *
   * Where rights are checked, the client needs Describe on all topics, DescribeConfigs on all topics and the cluster, and Describe on the
   * cluster.
   */
  public static kafka(options: KafkaClusterOptions): RestartCluster {
    const nodes = Object.entries(options.nodes).map(([name, node]) => [name, { ...node, token: node.token?._spec() }]);
    return new RestartCluster({ kind: 'kafka', ...options, nodes: Object.fromEntries(nodes) });
  }

  /**
   * A LavinMQ cluster: no node goes down while another follower is out of sync, and the leader goes last.
   *
   * @see https://github.com/cloudamqp/lavinmq/blob/main/docs/clustering.md
   */
  public static lavinMq(options: LavinMqClusterOptions): RestartCluster {
    return new RestartCluster({ kind: 'lavinmq', ...options, password: options.password._spec() });
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
