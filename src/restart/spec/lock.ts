import { z } from 'zod';
import { PATH, SECONDS } from './words';

/** How engines keep out of each other's way. */
export const LOCK = z.strictObject({
  kind: z.enum(['hosts']).default('hosts'),
  waitSeconds: SECONDS.default(0),
  /** Folder of the lease on hosts that the engine reaches by OpenSSH; the same for every engine that works on the cluster. */
  folder: PATH.default('/var/tmp/broker-oauth'),
  /** How long an owner's sign of life must stay away before another engine takes over. */
  ttlSeconds: z.number().min(10).max(3600).default(60),
});
