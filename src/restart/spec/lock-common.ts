import { z } from 'zod';
import { NAME, PATH, SECONDS } from './words';

/** What every kind of lease has. */
export const LOCK_COMMON = {
  /** How long to ask again for a lease that another run holds. */
  waitSeconds: SECONDS.default(0),
  /** How long an owner's sign of life must stay away before another engine takes over. */
  ttlSeconds: z.number().min(10).max(3600).default(60),
  /** What is leased; every engine that works on the cluster names it alike. Absent for the broker's path. */
  name: NAME.optional(),
  /** Folder on hosts that the engine reaches by OpenSSH: for their part of the lease, and for the number of the newest owner. */
  folder: PATH.default('/var/tmp/broker-oauth'),
};
