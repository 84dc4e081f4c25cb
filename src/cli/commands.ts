import { CommandEntry } from './command-module';

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandEntry[] = [
];
