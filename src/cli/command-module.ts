import type { Command } from 'commander';
import type { CliIo } from './cli-io';
import type { ExitCode } from './exit-code';

/** Ends a command with its verdict. */
export type Finish = (code: ExitCode) => void;

/** One command: declares its arguments and options, and what it does with them. */
export interface CommandModule {
  /**
   * Adds arguments, options and the action to a command that has its name and summary already.
   *
   * The action throws `CliError` for bad usage and unreadable input and calls `finish` with any other verdict; without a call the verdict is
   * good. It prints by `io` only.
   */
  define(command: Command, io: CliIo, finish: Finish): void;
}

/** A command in the list of all: what `--help` shows, and where the rest is; loaded only when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<CommandModule>;
}
