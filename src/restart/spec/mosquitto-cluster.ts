import { z } from 'zod';
import { MOSQUITTO_ACCOUNT } from './mosquitto-account';
import { NAME, PORT } from './words';

/** The rendered file that the control API may take in the place of the nodes. */
export const ACCOUNTS_FILE = 'dynamic-security.json';

const NODE = z.strictObject({
  host: z.string().min(1),
  /** The listener with `admin_listener true`, which is always open. */
  port: PORT.default(1885),
  /** The listener of clients, which only the leader keeps open. */
  clientHost: z.string().min(1).optional(),
  clientPort: PORT.default(1883),
});

/** A cluster in full synchronisation: one node, the leader, takes clients. */
export const MOSQUITTO_CLUSTER = z.strictObject({
  kind: z.literal('mosquitto'),
  nodes: z.record(NAME, NODE),
  /** For one question to one node. */
  timeoutSeconds: z.number().min(0.1).max(600).default(3),
  /** Who reads the cluster's health at the leader and brings accounts into it; absent where neither is done. */
  controlApi: z.strictObject({
    ...MOSQUITTO_ACCOUNT.shape,
    /** Whether the number of voting nodes is read, which takes the right to read `$SYS/broker/cedalo/ha/#`. */
    votingNodes: z.boolean().default(true),
    /** Whether dynamic-security.json is brought in by the control API. */
    accounts: z.boolean().default(true),
  }).optional(),
});
export type MosquittoClusterSpec = z.infer<typeof MOSQUITTO_CLUSTER>;
