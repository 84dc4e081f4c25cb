import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { CommandModule } from './command-module';
import { ExitCode, worstExitCode } from './exit-code';
import { inputName, readBytes } from './read-input';
import { LINTED_BROKERS } from '../brokers/lint-registry';
import { decode } from '../lint/decode';
import { describeReport } from '../lint/describe';
import { GivenFile, lintFiles } from '../lint/lint';
import { LintProblem, LintReport, LintResult } from '../lint/result';
import { sarifLog } from '../lint/sarif';
import { RuleText } from '../rules/rule';
import { KnownReleases } from '../rules/version';
import { show } from '../text/show';

const HELP = `
Examples:
  broker-oauth lint lavinmq.ini
  broker-oauth lint conf/config.xml conf/ese-file-realm.xml --broker-version 4.36
  broker-oauth lint cdktf.out/stacks/*/broker-oauth/manifest.json --sarif findings.sarif

Files are known by name and content. The exit code is 2 where an error is found, where a file is not valid or where the broker would not
start with it; 3 where that is not known. docs/lint.md describes the output.`;

/** Most bytes of one file; far above any real one, and what bounds time and memory. */
const LARGEST_SETTINGS = 4_000_000;

interface LintCommandOptions {
  readonly broker?: string;
  readonly brokerVersion?: string;
  readonly acknowledge: readonly string[];
  readonly warningsAsErrors?: boolean;
  readonly json?: boolean;
  readonly sarif?: string | true;
}

/** What is wrong with these files? */
export const LINT_COMMAND: CommandModule = {
  define(command, io, finish) {
    command
      .argument('<files...>', 'native files and manifests; - for the standard input')
      .option('--broker <kind>', `what the files are of: ${LINTED_BROKERS.map(({ kind }) => kind).join(', ')}`)
      .option('--broker-version <version>', 'the broker\'s release, as far as it is known: 2.9 or 2.9.1')
      .option('--acknowledge <rule>', 'do not tell warnings of this rule; repeatable', (rule: string, before: readonly string[]) => [...before, rule], [])
      .option('--warnings-as-errors', 'let warnings count for the exit code as errors do')
      .option('--json', 'print the findings as JSON')
      .option('--sarif [file]', 'write the findings as SARIF 2.1.0 into a file that ends with .sarif, or print them')
      .addHelpText('after', HELP)
      .action(async (files: readonly string[], options: LintCommandOptions) => {
        finish(await run(io, files, options, versionOf(command)));
      });
  },
};

function versionOf(command: Command): string {
  return command.parent?.version() ?? '';
}

async function run(io: CliIo, paths: readonly string[], options: LintCommandOptions, version: string): Promise<ExitCode> {
  checkOptions(options);
  const { files, problems } = await readAll(io, [...new Set(paths)]);
  const { broker, brokerVersion, acknowledge: acknowledged } = options;
  const linted = lintFiles(files, { broker, version: brokerVersion, acknowledged });
  const report: LintReport = { results: linted.results, problems: [...problems, ...linted.problems] };
  await print(io, report, options, version);
  report.problems.forEach(({ file, message }) => io.complain(`error: ${file} ${message}\n`));
  return worstExitCode([
    report.problems.length > 0 ? ExitCode.BAD_INPUT : ExitCode.GOOD,
    ...report.results.map((result) => exitCodeOf(result, options.warningsAsErrors === true)),
  ]);
}

function checkOptions({ broker, brokerVersion, acknowledge, json, sarif }: LintCommandOptions): void {
  if (broker !== undefined && !LINTED_BROKERS.some(({ kind }) => kind === broker)) {
    throw new CliError(`--broker ${show(broker)} is none of ${LINTED_BROKERS.map(({ kind }) => kind).join(', ')}`);
  }
  if (brokerVersion !== undefined && !KnownReleases.isVersion(brokerVersion)) {
    throw new CliError(`--broker-version ${show(brokerVersion)} is no dotted version such as 2.9 or 2.9.1`);
  }
  if (json === true && sarif === true) {
    throw new CliError('--json and --sarif without a file exclude each other; name a file for one of them');
  }
  if (typeof sarif === 'string' && !/\.sarif(?:\.json)?$/.test(sarif)) {
    // Lest a file that was to be judged is overwritten.
    throw new CliError(`--sarif ${show(sarif)} does not end with .sarif; put files that are judged before the options`);
  }
  const known = acknowledge.length === 0 ? [] : everyRule();
  const stranger = acknowledge.find((id) => !known.some((rule) => rule.id === id));
  if (stranger !== undefined) {
    throw new CliError(`--acknowledge ${show(stranger)} is not the id of a rule; RULES.md lists them`);
  }
}

/** Loaded only where needed, since it loads every broker. */
function everyRule(): readonly RuleText[] {
  const { RULE_CATALOGUE } = require('../brokers/catalogue') as typeof import('../brokers/catalogue');
  return RULE_CATALOGUE.flatMap(({ rules }) => rules);
}

interface ReadFiles {
  readonly files: readonly GivenFile[];
  readonly problems: readonly LintProblem[];
}

/** A file that cannot be read is a problem, and the others are judged all the same. */
async function readAll(io: CliIo, paths: readonly string[]): Promise<ReadFiles> {
  const files: GivenFile[] = [];
  const problems: LintProblem[] = [];
  for (const path of paths) {
    try {
      const { text, problem } = decode(await readBytes(io, path, LARGEST_SETTINGS));
      if (text === undefined) {
        problems.push({ file: inputName(path), message: problem });
      } else {
        files.push({ path: path === '-' ? path : inputName(path), text });
      }
    } catch (error) {
      if (!(error instanceof CliError)) {
        throw error;
      }
      problems.push({ file: inputName(path), message: error.message.replace(`${inputName(path)} `, '') });
    }
  }
  return { files, problems };
}

async function print(io: CliIo, report: LintReport, { json, sarif }: LintCommandOptions, version: string): Promise<void> {
  const log = sarif === undefined ? '' : `${JSON.stringify(sarifLog(report, { version, rules: everyRule(), home: HOME }), undefined, 2)}\n`;
  if (typeof sarif === 'string') {
    await writeFile(sarif, log).catch((error: NodeJS.ErrnoException) => {
      throw new CliError(`${inputName(sarif)} cannot be written: ${error.code ?? error.message}`);
    });
  }
  if (json === true) {
    io.write(`${JSON.stringify(report.results, undefined, 2)}\n`);
  } else {
    io.write(sarif === true ? log : describeReport(report));
  }
}

const HOME = 'https://github.com/cdktf-broker-oauth/cdktf-broker-oauth';

function exitCodeOf({ valid, loads, findings }: LintResult, warningsCount: boolean): ExitCode {
  const isBad = !valid || loads === false || findings.some(({ level }) => warningsCount || level === 'error');
  return isBad ? ExitCode.NEGATIVE : loads === 'unknown' ? ExitCode.UNDETERMINED : ExitCode.GOOD;
}
