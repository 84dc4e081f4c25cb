import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BROKER_KINDS, brokerCore } from '../../brokers/registry';
import { parseManifest } from '../../manifest/manifest';
import { ConsoleOutput } from '../output';
import { Environment } from '../payload';
import { Redact, redactor } from '../redact';
import { secretVariables } from '../secret-variables';
import { readSmallFile } from '../small-file';
import { RestartSpec } from '../spec';
import { Arguments, readArguments, USAGE } from './arguments';
import { runEngine } from './engine';
import { keepInput, LARGEST_INPUT } from './kept-input';
import { knowledgeOf } from './knowledge';
import { LOCAL_CLOCK, localPorts } from './local-ports';
import { runPreflight } from './preflight';
import { InputError, isHandedOver, loadInput, RunInput } from './read-input';
import { describeReport, exitCode, RunReport } from './report';
import { CurrentSettings, readAiven, readCloudAmqp } from './service-settings';
import { Screen } from '../progress/screen';
import { StopRequest } from '../worker/stop-request';

/** What the process that runs the engine gives it. */
export interface Surroundings {
  readonly environment: Environment;
  readonly screen: Screen;
  readonly stop: StopRequest;
  /** Tells what is wrong with the call or the input. */
  complain(text: string): void;
}

const TICK_MILLISECONDS = 1000;

/** Runs the engine as a command line says and gives the exit code. */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<number> {
  if (words.includes('--help')) {
    surroundings.screen.write(`${USAGE}\n`);
    return 0;
  }
  const read = readArguments(words);
  if (read.arguments === undefined) {
    surroundings.complain(`${read.problem}\n${USAGE}\n`);
    return 1;
  }
  return runRestart(read.arguments, surroundings);
}

/** Runs the engine as it is asked to and gives the exit code. */
export async function runRestart(given: Arguments, surroundings: Surroundings): Promise<number> {
  try {
    return await runWith(given, await loadInput(given.spec, given.filesFrom, surroundings.environment), surroundings);
  } catch (error) {
    if (error instanceof InputError) {
      surroundings.complain(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

async function runWith(given: Arguments, input: RunInput, surroundings: Surroundings): Promise<number> {
  const { environment, screen, stop } = surroundings;
  const { spec, payload } = input;
  if (spec.nodes.length === 0 && !given.preflight) {
    throw new InputError(`${given.spec} names no nodes: it is for the check of today's settings before a change; add --preflight, or give the spec of a restart`);
  }
  const core = brokerCore(spec.broker.kind);
  if (core === undefined) {
    throw new InputError(`${given.spec}: broker.kind must be one of ${BROKER_KINDS.join(', ')}, got ${JSON.stringify(spec.broker.kind)}`);
  }
  const stateFolder = resolve(dirname(given.spec), spec.stateDirectory);
  const redact = redactor(environment, secretVariables(spec));
  const output = new ConsoleOutput(screen, {
    json: given.json, redact, date: LOCAL_CLOCK.date, now: LOCAL_CLOCK.now, logFile: join(stateFolder, 'engine.log'),
  });
  stop.listen((text) => output.tell({ event: 'notice', text }));
  if (input.notice !== undefined) {
    output.tell({ event: 'notice', text: input.notice });
  }
  if (isHandedOver(environment) && !given.preflight && !given.dryRun) {
    await keepInput(given.spec, stateFolder, environment, LOCAL_CLOCK.date().toISOString());
  }
  const ports = localPorts({ spec, stateFolder, environment, output, redact, stopRequested: () => stop.reason });
  const broker = knowledgeOf(core, spec.broker.version, spec.broker.acknowledged, spec.broker.stated);
  const clock = setInterval(() => output.tick(), TICK_MILLISECONDS);
  const report = await (given.preflight
    ? runPreflight({ spec, files: payload.files, broker, today: await today(spec, given.spec, environment) }, ports)
    : runEngine({ spec, ...payload, broker, dryRun: given.dryRun }, ports)).finally(() => clearInterval(clock));
  const clean = redacted(report, redact) as RunReport;
  show(clean, given, output);
  await keepReport(join(stateFolder, 'report.json'), clean, given);
  return exitCode(report);
}

async function today(spec: RestartSpec, specPath: string, environment: Environment): Promise<CurrentSettings> {
  const source = spec.preflight;
  switch (source?.kind) {
    case 'cloudamqp':
      return readCloudAmqp(source, environment);
    case 'aiven':
      return readAiven(source, environment);
    case 'manifest':
      return fromManifest(resolve(dirname(specPath), source.path), spec);
    default:
      return { problem: 'the stack names neither a service nor a previous manifest to read them from' };
  }
}

/** The earlier synthesis as one more source of today's files; a place that Terraform filled in them is not known here. */
async function fromManifest(path: string, spec: RestartSpec): Promise<CurrentSettings> {
  const text = (await readSmallFile(path, LARGEST_INPUT)).bytes?.toString('utf8');
  if (text === undefined) {
    return { problem: `the previous manifest ${path} cannot be read` };
  }
  const read = parseManifest(text);
  if ('problem' in read) {
    return { problem: `the previous manifest ${path} ${read.problem}` };
  }
  const broker = read.manifest.brokers.find((candidate) => candidate.path === spec.broker.path);
  const unknown = broker?.files.filter((file) => !file.known).map((file) => file.name) ?? [];
  if (unknown.length > 0) {
    return { problem: `the previous manifest ${path} lacks what Terraform filled into ${unknown.join(', ')}` };
  }
  return { files: Object.fromEntries(broker?.files.map((file) => [file.name, file.text]) ?? []) };
}

function show(report: RunReport, given: Arguments, output: ConsoleOutput): void {
  output.end();
  if (given.json) {
    output.line(JSON.stringify({ event: 'report', exitCode: exitCode(report), ...report }));
    return;
  }
  // Findings have been told already, when they were found.
  describeReport({ ...report, findings: [] }).forEach((text) => output.line(text));
}

/** The value with every text in it redacted: in JSON, a secret with quotes or backslashes would not be found any more. */
function redacted(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') {
    return redact(value);
  }
  if (Array.isArray(value)) {
    return value.map((member) => redacted(member, redact));
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, redacted(member, redact)]));
}

async function keepReport(path: string, report: RunReport, given: Arguments): Promise<void> {
  if (given.dryRun) {
    return;
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    // Whoever waits for the report must never read half of it.
    await writeFile(`${path}.new`, `${JSON.stringify({ exitCode: exitCode(report), ...report }, undefined, 2)}\n`);
    await rename(`${path}.new`, path);
  } catch {
    // The report was shown; a disk that is full here changes nothing on the nodes.
  }
}
