/** What a command found, as its exit code says it. */
export const ExitCode = {
  GOOD: 0,
  /** Bad usage or input that cannot be read. */
  BAD_INPUT: 1,
  /** Rejected, denied, an error found, an expectation missed, a roll stopped. */
  NEGATIVE: 2,
  UNDETERMINED: 3,
} as const;

export type ExitCode = typeof ExitCode[keyof typeof ExitCode];

/** The one code for several verdicts: the first of 1, 2, 3 that applies, else 0. */
export function worstExitCode(codes: Iterable<ExitCode>): ExitCode {
  let worst: ExitCode = ExitCode.GOOD;
  for (const code of codes) {
    if (code !== ExitCode.GOOD && (worst === ExitCode.GOOD || code < worst)) {
      worst = code;
    }
  }
  return worst;
}
