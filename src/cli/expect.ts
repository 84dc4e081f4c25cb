import { realpath, writeFile } from 'node:fs/promises';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { CommandModule } from './command-module';
import { ExitCode, worstExitCode } from './exit-code';
import { Entry, readSuite } from './expect-file';
import { hideToken } from './hide-tokens';
import { judgeCase } from './judge';
import { junitXml } from './junit';
import { inputName } from './read-input';
import { Difference, differencesOf } from '../preview/expectation';
import { visible } from '../text/visible';

const EXAMPLES = `
Example:
  broker-oauth expect test/tokens.yaml --junit tokens.xml

  defaults: { broker: lavinmq, brokerVersion: 2.9.1, now: 1767225600, settings: { file: lavinmq.ini }, signature: valid }
  cases:
    - name: the orders service writes
      token: { header: { alg: RS256, kid: k1 }, claims: { iss: https://sso.example.com, aud: messaging, exp: 1767229200, sub: orders, scope: lavinmq.write:/orders } }
      expect: { decision: accept, can: { write:%2F/orders: true, read:%2F/orders: false } }

docs/preview.md describes the format. The exit code is 0 where everything is as expected, 2 where something is not.`;

/** Are these tokens judged as expected? */
export const EXPECT_COMMAND: CommandModule = {
  define(command, io, finish) {
    command
      .argument('<file>', 'YAML or JSON with cases and what is expected of them')
      .option('--junit <file>', 'write a report in JUnit\'s format as well')
      .option('--json', 'print the outcome as JSON')
      .addHelpText('after', EXAMPLES)
      .action(async (file: string, options: Options) => {
        finish(await run(io, file, options));
      });
  },
};

interface Options {
  readonly junit?: string;
  readonly json?: boolean;
}

/** What came of one entry. */
interface Outcome {
  readonly name: string;
  readonly outcome: 'met' | 'missed' | 'unreadable';
  readonly differences: readonly Difference[];
  readonly error: { readonly rule: string; readonly message: string } | null;
}

const CODES = { met: ExitCode.GOOD, missed: ExitCode.NEGATIVE, unreadable: ExitCode.BAD_INPUT } as const;

async function run(io: CliIo, file: string, { junit, json }: Options): Promise<ExitCode> {
  if (junit !== undefined && await isSameFile(file, junit)) {
    throw new CliError(`--junit ${inputName(junit)} is the file of expectations, which the report would overwrite; name another file`);
  }
  const outcomes: Outcome[] = [];
  for await (const entry of readSuite(io, file)) {
    outcomes.push(judge(entry));
  }
  io.write(json === true ? `${JSON.stringify({ ...summary(outcomes), cases: outcomes }, undefined, 2)}\n` : describe(outcomes));
  if (junit !== undefined) {
    await writeJunit(junit, junitXml(inputName(file), outcomes.map(junitCase)));
  }
  return worstExitCode(outcomes.map(({ outcome }) => CODES[outcome]));
}

function judge(entry: Entry): Outcome {
  const { name } = entry;
  if (entry.problem !== undefined) {
    return { name, outcome: 'unreadable', differences: [], error: entry.problem };
  }
  const { result } = judgeCase(entry.input);
  if ('error' in result) {
    return { name, outcome: 'unreadable', differences: [], error: result.error };
  }
  const shown = hideToken(JSON.stringify(differencesOf(entry.expected, result)), entry.input);
  const differences = JSON.parse(shown) as readonly Difference[];
  return { name, outcome: differences.length === 0 ? 'met' : 'missed', differences, error: null };
}

async function isSameFile(file: string, report: string): Promise<boolean> {
  const [input, output] = await Promise.all([file, report].map((path) => realpath(path).catch(() => undefined)));
  return file !== '-' && input !== undefined && input === output;
}

async function writeJunit(path: string, report: string): Promise<void> {
  try {
    await writeFile(path, report);
  } catch (error) {
    throw new CliError(`${inputName(path)} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
}

function summary(outcomes: readonly Outcome[]) {
  const count = (wanted: Outcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  return { total: outcomes.length, met: count('met'), missed: count('missed'), unreadable: count('unreadable') };
}

const MARKS = { met: 'ok        ', missed: 'MISSED    ', unreadable: 'UNREADABLE' } as const;

function describe(outcomes: readonly Outcome[]): string {
  const { total, met, missed, unreadable } = summary(outcomes);
  const lines = outcomes.flatMap((one) => [`${MARKS[one.outcome]} ${visible(one.name)}`, ...detailsOf(one).map((line) => `             ${line}`)]);
  return [...lines, `${total} expected: ${met} met, ${missed} missed, ${unreadable} unreadable`, ''].join('\n');
}

function detailsOf({ differences, error }: Outcome): readonly string[] {
  return error === null ? differences.map(sentenceOf) : [visible(`${error.message} [${error.rule}]`)];
}

function sentenceOf({ member, expected, got, reason }: Difference): string {
  return visible(`${member}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}${reason === null ? '' : ` (${reason})`}`);
}

function junitCase(one: Outcome) {
  const text = detailsOf(one).join('\n');
  return { name: one.name, failure: one.outcome === 'missed' ? text : undefined, error: one.outcome === 'unreadable' ? text : undefined };
}
