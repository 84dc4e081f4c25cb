import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { CommandModule } from './command-module';
import { ExitCode } from './exit-code';
import { RESTART_OPTIONS } from '../restart/engine/arguments';
import type * as Engine from '../restart/engine/main';

const HELP = `
Examples:
  broker-oauth restart --spec cdktf.out/stacks/messaging/broker-oauth/Restart.restart.json --dry-run
  broker-oauth restart --spec cdktf.out/stacks/messaging/broker-oauth/Restart.restart.json

Without --files-from the files are those that Terraform handed to the last run with this spec on this machine, else those of the manifest
beside the spec. SIGINT and SIGTERM finish the node in hand and stop. docs/rolling-restart.md tells what happens.`;

interface RestartCommandOptions {
  readonly spec?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly preflight?: boolean;
  readonly filesFrom?: string;
}

/** Brings the nodes of a spec to their settings, as Terraform does. */
export const RESTART_COMMAND: CommandModule = {
  define(command, io, finish) {
    command.option('--spec <file>', 'what to restart and how; it lies beside the synthesized stack, <restart>.restart.json');
    RESTART_OPTIONS.forEach(({ name, value, text }) => command.option(`--${name}${value === undefined ? '' : ` <${value}>`}`, text));
    command.addHelpText('after', HELP).action(async (options: RestartCommandOptions) => {
      finish(await run(io, options));
    });
  },
};

async function run(io: CliIo, options: RestartCommandOptions): Promise<ExitCode> {
  if (options.spec === undefined) {
    throw new CliError('give --spec, the file <restart>.restart.json beside the synthesized stack');
  }
  const { parentWatch, runRestart, stopAtSignals, StopRequest } = loadEngine();
  const stop = new StopRequest(parentWatch());
  const over = stopAtSignals(stop);
  const given = {
    spec: options.spec,
    dryRun: options.dryRun === true,
    json: options.json === true,
    preflight: options.preflight === true,
    filesFrom: options.filesFrom,
    detached: false,
    worker: false,
  };
  const code = await runRestart(given, {
    environment: process.env,
    screen: { write: (text) => io.write(text), columns: () => io.columns?.() },
    complain: (text) => io.complain(`error: ${text}`),
    stop,
  }).finally(over);
  return code as ExitCode;
}

/** The very file that stacks carry, with what lies beside it: the command line itself stays small. */
function loadEngine(): typeof Engine {
  const places = [[__dirname, '..'], [__dirname, '..', '..', 'lib']].map((folder) => path.join(...folder, 'restart', 'engine.bundle.cjs'));
  const found = places.find((place) => fs.existsSync(place));
  if (found === undefined) {
    throw new CliError(`the restart engine is not in ${places[0]}; install the package anew`);
  }
  return createRequire(__filename)(found);
}
