import { z } from 'zod';
import { LOCK_COMMON } from './lock-common';
import { SSH, VARIABLE } from './words';

/** A lease that a majority of hosts keeps; a file of this machine where there are no hosts. */
export const HOSTS_LOCK = z.strictObject({
  kind: z.literal('hosts').default('hosts'),
  ...LOCK_COMMON,
  /** The hosts; absent for those that the drivers reach by OpenSSH. */
  hosts: z.array(SSH).min(1).optional(),
  /** Names of environment variables that the OpenSSH client receives for these hosts. */
  environment: z.array(VARIABLE).default(['PATH', 'HOME', 'LANG', 'SSH_AUTH_SOCK']),
});
