import { z } from 'zod';
import { ARGV, PATH, VARIABLE } from './words';

const TEXT = z.string().min(1).max(1000);

/** Looks at the lines that a broker has logged since its start. */
export const LOG_LINE_PROBE = z.strictObject({
  kind: z.literal('log-line'),
  /** The log, in one of the two places: a file, or a command that prints it. */
  file: PATH.optional(),
  command: ARGV.optional(),
  /** Names of environment variables that the command receives; it sees no others. */
  environment: z.array(VARIABLE).default(['PATH', 'HOME', 'LANG']),
  /** A text that the broker logs once at each start: lines before the last one with it are those of earlier processes. */
  startedBy: TEXT.optional(),
  /** A text that a line must hold, and one that no line may hold. */
  holds: TEXT.optional(),
  lacks: TEXT.optional(),
})
  .refine((probe) => (probe.file === undefined) !== (probe.command === undefined), 'must name a file or a command, one of them')
  .refine((probe) => probe.file === undefined || probe.startedBy !== undefined,
    'must say by startedBy where the present process begins in the file; only a command may print the lines of the present process alone')
  .refine((probe) => probe.holds !== undefined || probe.lacks !== undefined, 'must name a text that the log holds or lacks');
export type LogLineProbeSpec = z.infer<typeof LOG_LINE_PROBE>;
