import { z } from 'zod';
import { ARGV, SSH, VARIABLE } from './words';

/** Restarts a systemd unit. */
export const SYSTEMD_DRIVER = z.strictObject({
  kind: z.literal('systemd'),
  unit: z.string().regex(/^[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]*$/, 'must be the name of a unit'),
  /** Where the unit runs; absent for the machine that runs the engine. */
  ssh: SSH.optional(),
  /** Puts `sudo -n` in front of systemctl and journalctl. */
  sudo: z.boolean().default(false),
  leaderCommand: ARGV.optional(),
  leaderOutput: z.string().min(1).optional(),
  /** Names of environment variables that the OpenSSH client receives. */
  environment: z.array(VARIABLE).default(['PATH', 'HOME', 'LANG', 'SSH_AUTH_SOCK']),
});
