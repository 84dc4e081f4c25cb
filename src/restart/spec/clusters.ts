import { z } from 'zod';
import { KAFKA_CLUSTER } from './kafka-cluster';
import { LAVINMQ_CLUSTER } from './lavinmq-cluster';
import { ACCOUNTS_FILE, MOSQUITTO_CLUSTER } from './mosquitto-cluster';

/** How the brokers themselves are asked about their cluster: who leads, and who may go down. */
export const CLUSTER = z.discriminatedUnion('kind', [KAFKA_CLUSTER, LAVINMQ_CLUSTER, MOSQUITTO_CLUSTER]);
export type ClusterSpec = z.infer<typeof CLUSTER>;

/** Names of rendered files that a cluster takes as a whole, not node by node. */
export function filesOfCluster(cluster: ClusterSpec | undefined): readonly string[] {
  return cluster !== undefined && 'controlApi' in cluster && cluster.controlApi?.accounts === true ? [ACCOUNTS_FILE] : [];
}
