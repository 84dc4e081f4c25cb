import { z } from 'zod';
import { KAFKA_LISTENER, KAFKA_NODE_ID } from './kafka-node';
import { NAME } from './words';

/** Where each node answers questions about the cluster: brokers at one of their listeners, dedicated controllers at theirs. */
export const KAFKA_CLUSTER = z.strictObject({
  kind: z.literal('kafka'),
  nodes: z.record(NAME, z.strictObject({ ...KAFKA_LISTENER, nodeId: KAFKA_NODE_ID })).superRefine((nodes, context) => {
    const ids = Object.values(nodes).map((node) => node.nodeId);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) {
      const names = Object.keys(nodes).filter((name) => nodes[name].nodeId === twice);
      context.addIssue({ code: 'custom', message: `${names.join(' and ')} have the same nodeId, ${twice}` });
    }
  }),
  /** For everything that one node is asked at a time. */
  timeoutSeconds: z.number().min(0.1).max(600).default(15),
  /** `controller.quorum.fetch.timeout.ms`: how far behind a controller may be and still count. */
  fetchTimeoutSeconds: z.number().min(0.1).max(600).default(2),
});
export type KafkaClusterSpec = z.infer<typeof KAFKA_CLUSTER>;
