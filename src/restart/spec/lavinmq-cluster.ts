import { z } from 'zod';
import { TOKEN_SOURCE } from './token-source';
import { NAME, PORT, TLS } from './words';

const NODE = z.strictObject({
  host: z.string().min(1),
  /** Port of the management API. */
  port: PORT.default(15672),
  /** Port of the metrics, which every node serves itself; absent where they cannot be reached. */
  metricsPort: PORT.optional(),
  metricsHost: z.string().min(1).optional(),
  /** The id in `.clustering_id` of the node's data directory, a number to the base of 36. */
  clusteringId: z.string().regex(/^[0-9a-z]{1,6}$/, 'must be the text of the file .clustering_id').optional(),
});

/** Where each node answers questions about the cluster. */
export const LAVINMQ_CLUSTER = z.strictObject({
  kind: z.literal('lavinmq'),
  nodes: z.record(NAME, NODE),
  username: z.string().min(1).default('broker-oauth'),
  /** The password of that user, or a token, which LavinMQ takes in the same place. */
  password: TOKEN_SOURCE,
  tls: TLS.optional(),
}).refine(
  ({ tls, nodes }) => tls === undefined || Object.values(nodes).every(({ metricsPort }) => metricsPort !== undefined),
  'must have a metricsPort for every node where tls is given: followers do not serve the management API over TLS',
);
