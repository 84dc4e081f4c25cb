import { z } from 'zod';
import { KAFKA_CLUSTER } from './kafka-cluster';
import { LAVINMQ_CLUSTER } from './lavinmq-cluster';
import { MOSQUITTO_CLUSTER } from './mosquitto-cluster';

/** How the brokers themselves are asked about their cluster: who leads, and who may go down. */
export const CLUSTER = z.discriminatedUnion('kind', [KAFKA_CLUSTER, LAVINMQ_CLUSTER, MOSQUITTO_CLUSTER]);
export type ClusterSpec = z.infer<typeof CLUSTER>;
