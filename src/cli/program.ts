import { Command, CommanderError } from 'commander';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { CommandEntry } from './command-module';
import { ExitCode } from './exit-code';
import { hideTokens } from './hide-tokens';

const EXIT_TABLE = `
Exit codes: 0 good; 1 bad usage or unreadable input; 2 a negative verdict; 3 undetermined.`;

/** Runs one command line, given without the program's name, and returns the exit code. */
export async function runProgram(
  commands: readonly CommandEntry[], words: readonly string[], given: CliIo, version: string,
): Promise<ExitCode> {
  // A token that was given in the place of a path or an option would stand in the complaint.
  const io: CliIo = {
    write: (text) => given.write(text),
    drained: async () => given.drained?.(),
    columns: () => given.columns?.(),
    complain: (text) => given.complain(hideTokens(text)),
    stdin: () => given.stdin(),
    now: () => given.now(),
  };
  let code: ExitCode = ExitCode.GOOD;
  const program = prepared(new Command('broker-oauth'), io)
    .description('What would each broker do with this token? Checks, previews and restarts for brokers with OAuth 2.0.')
    .version(version)
    .addHelpText('after', EXIT_TABLE);
  for (const { name, summary, load } of commands) {
    const command = prepared(program.command(name), io).description(summary).addHelpText('after', EXIT_TABLE);
    if (words[0] === name || (words[0] === 'help' && words[1] === name)) {
      (await load()).define(command, io, (found) => { code = found; });
    }
  }
  if (words.length === 0) {
    io.complain(program.helpInformation());
    return ExitCode.BAD_INPUT;
  }
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version end here too, with the exit code 0.
      return error.exitCode === 0 ? ExitCode.GOOD : ExitCode.BAD_INPUT;
    }
    if (error instanceof CliError) {
      io.complain(`error: ${error.message}\n`);
      return ExitCode.BAD_INPUT;
    }
    throw error;
  }
}

function prepared(command: Command, io: CliIo): Command {
  return command
    .exitOverride()
    .allowExcessArguments(false)
    .showHelpAfterError('(--help shows every option)')
    .configureOutput({ writeOut: (text) => io.write(text), writeErr: (text) => io.complain(text) });
}
