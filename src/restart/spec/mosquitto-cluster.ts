import { z } from 'zod';
import { NAME, PORT } from './words';

/** Where each node answers questions about the cluster. */
export const MOSQUITTO_CLUSTER = z.strictObject({
  kind: z.literal('mosquitto'),
  nodes: z.record(NAME, z.strictObject({ host: z.string().min(1), port: PORT })),
});
