import { KafkaClusterOptions } from './kafka-cluster-options';
import { LavinMqClusterOptions } from './lavinmq-cluster-options';
import { MosquittoClusterOptions } from './mosquitto-cluster-options';
import { ACCOUNTS_FILE } from './spec/mosquitto-cluster';

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

  /**
   * A Pro Mosquitto cluster in full synchronisation: followers first, the leader last, and accounts by the leader's control API.
   *
   * @see https://docs.cedalo.com
   */
  public static mosquitto(options: MosquittoClusterOptions): RestartCluster {
    const { controlApi } = options;
    const control = controlApi === undefined ? undefined : { ...controlApi, password: controlApi.password._spec() };
    const files = controlApi === undefined || controlApi.accounts === false ? [] : [ACCOUNTS_FILE];
    return new RestartCluster({ kind: 'mosquitto', ...options, controlApi: control }, files);
  }

  private constructor(private readonly options: { [name: string]: unknown }, private readonly files: readonly string[] = []) {}

  /** Names of rendered files that the cluster takes as a whole, not node by node. @internal */
  public _files(): readonly string[] {
    return this.files;
  }

  /** The cluster as the engine's spec holds it. @internal */
  public _spec(): { [name: string]: unknown } {
    return this.options;
  }
}
