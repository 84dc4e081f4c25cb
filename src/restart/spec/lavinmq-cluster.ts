import { z } from 'zod';
import { NAME, PORT } from './words';

/** Where each node answers questions about the cluster. */
export const LAVINMQ_CLUSTER = z.strictObject({
  kind: z.literal('lavinmq'),
  nodes: z.record(NAME, z.strictObject({ host: z.string().min(1), port: PORT })),
});
