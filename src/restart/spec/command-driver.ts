import { z } from 'zod';
import { ARGV, PATH, VARIABLE } from './words';

/** Restarts by commands of the machine that runs the engine. */
export const COMMAND_DRIVER = z.strictObject({
  kind: z.literal('command'),
  /** Restarts the process: program and arguments, no shell. */
  restart: ARGV.optional(),
  /** Stop and start, needed where files are delivered while the node is stopped. */
  stop: ARGV.optional(),
  start: ARGV.optional(),
  /** Take the node out of use before it goes down, and put it back. */
  drain: ARGV.optional(),
  undrain: ARGV.optional(),
  workingDirectory: PATH.optional(),
  /** Names of environment variables that the commands receive; they see no others. */
  environment: z.array(VARIABLE).default(['PATH', 'HOME', 'LANG']),
  /** File with the process id, from which /proc tells when the process started. */
  pidFile: PATH.optional(),
  /**
   * Prints a text that is another one after every start of the process, such as
   * `systemctl is-active --quiet <unit> && systemctl show --property=InvocationID --value <unit> || true`; prints nothing when it does not run.
   */
  startTimeCommand: ARGV.optional(),
  /** Exits with 0 where the node leads; with `leaderOutput`, the output must hold that text too. */
  leaderCommand: ARGV.optional(),
  leaderOutput: z.string().min(1).optional(),
  /** File whose last lines are shown when the node fails. */
  logFile: PATH.optional(),
  logCommand: ARGV.optional(),
});
