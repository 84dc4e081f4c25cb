/** Options of a log line probe. A probe needs `file` or `command`, and `holds` or `lacks`. */
export interface LogLineProbeOptions {
  /**
   * Path of the log, on the machine that applies. Its last 1,048,576 bytes are looked at, by its path anew each time.
   *
   * @default - `command`
   */
  readonly file?: string;
  /**
   * A command on the machine that applies that prints the log, as program and arguments; no shell looks at them.
   *
   * @default - `file`
   */
  readonly command?: string[];
  /**
   * Names of environment variables that the command receives; it sees no others.
   *
   * @default ["PATH", "HOME", "LANG"]
   */
  readonly environment?: string[];
  /**
   * A text that the broker logs once at each start, such as `starting`. Lines before the last one with it are of earlier processes and are
   * not looked at; a log without it is not healthy.
   *
   * A file needs it. A command may do without where it prints the lines of the present process alone.
   *
   * @default - every line counts
   */
  readonly startedBy?: string;
  /**
   * A text that a line must hold.
   *
   * @default - none is wanted
   */
  readonly holds?: string;
  /**
   * A text that no line may hold.
   *
   * @default - none is unwanted
   */
  readonly lacks?: string;
}
