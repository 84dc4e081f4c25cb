/** What a command has of the process that runs it. Tests hand in their own. */
export interface CliIo {
  /** Prints results. */
  write(text: string): void;
  /** Waits until what was printed has been taken, so that printing without end needs no memory; left out, it is taken at once. */
  drained?(): Promise<void>;
  /** Columns of the terminal that takes the results; left out or undefined where nobody watches. */
  columns?(): number | undefined;
  /** Prints what is wrong, and notes that are no result. */
  complain(text: string): void;
  /** Bytes of the standard input. */
  stdin(): AsyncIterable<Uint8Array>;
  /** Seconds since the epoch. */
  now(): number;
}
