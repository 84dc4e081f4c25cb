import { z } from 'zod';
import { KAFKA_LISTENER, KAFKA_NODE_ID } from './kafka-node';

/** Good when a Kafka node answers a request and, where its id is given, its cluster counts it among the nodes that are up. */
export const KAFKA_PROBE = z.strictObject({
  kind: z.literal('kafka'),
  ...KAFKA_LISTENER,
  nodeId: KAFKA_NODE_ID.optional(),
});
export type KafkaProbeSpec = z.infer<typeof KAFKA_PROBE>;
