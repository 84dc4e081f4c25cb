import { LineVerdict, runBatch, unreadableLine } from './batch';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { CommandModule } from './command-module';
import { ExitCode } from './exit-code';
import { hideToken } from './hide-tokens';
import { exitCodeOf, Judged, judgeCase } from './judge';
import { declareCaseOptions, givenCaseFlags, GivenOptions, membersOf, refuseForeignOptions } from './preview-options';
import { readInput } from './read-input';
import { describeToken, shownToken } from './show-claims';
import { PREVIEWED_BROKERS } from '../brokers/semantics-registry';
import { PreviewCase } from '../preview/case';
import { failure } from '../preview/case-problem';
import { explain } from '../preview/explain';
import { checkCase, LONGEST_CASE, ReadCase, readCase } from '../preview/read-case';

const EXAMPLES = `
Examples:
  broker-oauth preview lavinmq --settings lavinmq.ini --token token.jwt --jwks keys.json --can write:%2F/orders
  broker-oauth preview hivemq --settings config.xml --file-realm ese-file-realm.xml --token - --can publish:orders/new < token.jwt
  broker-oauth preview --manifest cdktf.out/stacks/messaging/broker-oauth/manifest.json --broker Kafka --token token.jwt --can Read:Topic:orders
  broker-oauth preview --batch cases.jsonl > results.jsonl

docs/preview.md describes cases, results and actions. The exit code is 2 also when some --can is denied, 3 also when some --can is unknown.`;

/** What would the broker do with this token? */
export const PREVIEW_COMMAND: CommandModule = {
  define(command, io, finish) {
    command.argument('[broker]', PREVIEWED_BROKERS.join(', '));
    declareCaseOptions(command);
    command
      .option('--manifest <file>', 'what a stack synthesized, instead of native files')
      .option('--broker <path>', 'path of the broker in the manifest; needed where it has several')
      .option('--case <file>', 'a case as a JSON object, instead of options')
      .option('--batch <file>', 'a case a line; prints a result a line')
      .option('--json', 'print the result as JSON')
      .option('--show-claims', 'print the claims of the token as well')
      .addHelpText('after', EXAMPLES)
      .action(async (broker: string | undefined, options: GivenOptions) => {
        finish(await run(io, broker, options));
      });
  },
};

async function run(io: CliIo, broker: string | undefined, options: GivenOptions): Promise<ExitCode> {
  const { batch, case: file, manifest } = options;
  const source = batch !== undefined ? '--batch' : file !== undefined ? '--case' : undefined;
  if (source !== undefined) {
    refuseOthers(source, broker, options);
  }
  if (typeof batch === 'string') {
    return runBatch(io, batch, judgeLine);
  }
  if (typeof file === 'string') {
    return report(io, readCase(await readInput(io, file, LONGEST_CASE)), judgeCase, options);
  }
  if (broker !== undefined) {
    refuseForeignOptions(options, broker);
  }
  const members = { now: io.now(), ...await membersOf(io, options) };
  if (typeof manifest === 'string') {
    return report(io, checkCase({ broker: broker ?? '', ...members }), (input) => {
      // Only manifests need what reads them.
      const { judgeManifest } = require('./preview-manifest') as typeof import('./preview-manifest');
      return judgeManifest(io, manifest, broker, options, input);
    }, options);
  }
  if (options.broker !== undefined) {
    throw new CliError('--broker names a broker of a manifest; give --manifest as well');
  }
  if (broker === undefined) {
    throw new CliError(`name the broker, one of ${PREVIEWED_BROKERS.join(', ')}; or give --manifest, --case or --batch`);
  }
  return report(io, checkCase({ broker, ...members }), judgeCase, options);
}

/** A case says everything itself, so that it means the same wherever it is judged. */
function refuseOthers(source: '--case' | '--batch', broker: string | undefined, options: GivenOptions): void {
  const others = ['--case', '--batch', '--manifest', '--broker'].filter((flag) => flag !== source && options[flag.slice(2)] !== undefined);
  const strangers = [...(broker === undefined ? [] : ['a broker']), ...givenCaseFlags(options), ...others];
  if (source === '--batch' && options.showClaims === true) {
    strangers.push('--show-claims');
  }
  if (strangers.length > 0) {
    throw new CliError(`${source} and ${strangers.join(', ')} exclude each other; a case holds everything itself`);
  }
}

function judgeLine(text: string): LineVerdict {
  const { input, problem, id } = readCase(text);
  if (problem !== undefined) {
    return unreadableLine(id, problem);
  }
  const { result } = judgeCase(input);
  return { output: hideToken(JSON.stringify(result), input), code: exitCodeOf(result) };
}

/** Prints one result, for people or for programs. */
async function report(io: CliIo, read: ReadCase, judge: (input: PreviewCase) => Judged | Promise<Judged>, options: GivenOptions): Promise<ExitCode> {
  const { result, semantics } = read.problem === undefined
    ? await judge(read.input)
    : { result: failure(read.id, read.problem), semantics: undefined };
  const shown = options.showClaims === true && read.input !== undefined ? shownToken(read.input.token) : undefined;
  const hide = (text: string) => (read.input === undefined ? text : hideToken(text, read.input));
  if (options.json === true) {
    io.write(hide(`${JSON.stringify({ ...result, ...shown }, undefined, 2)}\n`));
  }
  if ('error' in result) {
    io.complain(`error: ${result.error.message} [${result.error.rule}]\n`);
  } else if (options.json !== true) {
    io.write(hide(explain(result, semantics ?? { title: result.broker, facts: [] }) + (shown === undefined ? '' : `\n${describeToken(shown)}`)));
  }
  return exitCodeOf(result);
}

