import type { Command } from 'commander';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { CommandModule } from './command-module';
import { ExitCode } from './exit-code';
import type { SmokeQuestion } from './smoke-run';
import { smokeText } from '../smoke/report';
import { SmokeVerdict, verdictOf } from '../smoke/result';
import { show } from '../text/show';

const EXAMPLES = `
Examples:
  broker-oauth smoke --manifest cdktf.out/stacks/messaging/broker-oauth/manifest.json
  broker-oauth smoke --spec cdktf.out/stacks/messaging/broker-oauth/Restart.restart.json --node mosquitto-a --token-env SMOKE_TOKEN

docs/smoke.md describes what is tried. Tokens come from where the stack says, from a file or from an environment variable, never from an option,
and are never printed.`;

interface SmokeOptions {
  readonly manifest?: string;
  readonly spec?: string;
  readonly broker?: string;
  readonly node: readonly string[];
  readonly token?: string;
  readonly tokenEnv?: string;
  readonly refusedToken?: string;
  readonly refusedTokenEnv?: string;
  readonly timeout?: string;
  readonly json?: boolean;
}

/** Do the brokers judge real tokens as the preview says? */
export const SMOKE_COMMAND: CommandModule = {
  define(command, io, finish) {
    declareOptions(command);
    command.addHelpText('after', EXAMPLES).action(async (options: SmokeOptions) => {
      finish(await run(io, options));
    });
  },
};

function declareOptions(command: Command): void {
  command
    .option('--manifest <file>', 'what a stack synthesized; the specs of its restarts lie beside it')
    .option('--spec <file>', 'the spec of one restart, instead of a manifest')
    .option('--broker <path>', 'only this broker of the manifest; the end of the path will do')
    .option('--node <name>', 'only this node; repeatable', (value: string, before: readonly string[]) => [...before, value], [])
    .option('--token <file>', 'the token that must be let in, instead of that of the stack')
    .option('--token-env <name>', 'environment variable that holds it')
    .option('--refused-token <file>', 'the token that must be kept out; left out, the good one with another signature')
    .option('--refused-token-env <name>', 'environment variable that holds it')
    .option('--timeout <seconds>', 'longest time for one login, where the spec\'s is not to hold')
    .option('--json', 'print JSON');
}

const CODES: Readonly<Record<SmokeVerdict, ExitCode>> = {
  'as expected': ExitCode.GOOD, 'contradicted': ExitCode.NEGATIVE, 'unclear': ExitCode.UNDETERMINED,
};

async function run(io: CliIo, options: SmokeOptions): Promise<ExitCode> {
  const question = questionOf(io, options);
  // Only those who try logins load the clients of every protocol.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { runSmoke } = require('./smoke-run') as typeof import('./smoke-run');
  const answer = await runSmoke(question);
  if (answer.problem !== undefined) {
    throw new CliError(answer.problem);
  }
  const { restarts, secrets } = answer;
  const result = { verdict: verdictOf(restarts), restarts };
  const text = options.json === true ? `${JSON.stringify(result, undefined, 2)}\n` : smokeText(result);
  io.write(secrets.reduce((shown, secret) => shown.replaceAll(secret, '(token)'), text));
  return CODES[result.verdict];
}

function questionOf(io: CliIo, options: SmokeOptions): SmokeQuestion {
  const { manifest, spec, broker, node, timeout } = options;
  if ((manifest === undefined) === (spec === undefined)) {
    throw new CliError('give --manifest or --spec, one of them');
  }
  if (broker !== undefined && manifest === undefined) {
    throw new CliError('--broker names a broker of a manifest; give --manifest as well');
  }
  return {
    manifest,
    spec,
    broker,
    nodes: node,
    accepted: sourceOf('--token', options.token, options.tokenEnv),
    refused: sourceOf('--refused-token', options.refusedToken, options.refusedTokenEnv),
    timeoutSeconds: timeout === undefined ? undefined : secondsOf(timeout),
    environment: process.env,
    now: () => io.now(),
  };
}

function sourceOf(flag: string, path: string | undefined, name: string | undefined): SmokeQuestion['accepted'] {
  if (path !== undefined && name !== undefined) {
    throw new CliError(`${flag} and ${flag}-env exclude each other`);
  }
  return path !== undefined ? { kind: 'file', path } : name !== undefined ? { kind: 'variable', name } : undefined;
}

const LONGEST_TIMEOUT = 300;

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= LONGEST_TIMEOUT)) {
    throw new CliError(`--timeout must be a number of seconds up to ${LONGEST_TIMEOUT}, got ${show(text)}`);
  }
  return seconds;
}
