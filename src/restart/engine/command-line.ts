import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BROKER_KINDS, brokerCore } from '../../brokers/registry';
import { parseManifest } from '../../manifest/manifest';
import { ConsoleOutput } from '../output';
import { Environment } from '../payload';
import { Redact, redactor } from '../redact';
import { RestartSpec } from '../spec';
import { Arguments, readArguments, USAGE } from './arguments';
import { runEngine } from './engine';
import { knowledgeOf } from './knowledge';
import { localPorts } from './local-ports';
import { runPreflight } from './preflight';
import { InputError, loadPayload, loadSpec } from './read-input';
import { describeReport, exitCode, RunReport } from './report';
import { CurrentSettings, readAiven, readCloudAmqp, SERVICE_KEYS } from './service-settings';

/** What the engine's process gives it. */
export interface Surroundings {
  readonly words: readonly string[];
  readonly environment: Environment;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly stopRequested: () => string | undefined;
}

/** Runs the engine as its command line says and gives the exit code. */
export async function runCommandLine(surroundings: Surroundings): Promise<number> {
  const { words, stdout, stderr } = surroundings;
  if (words.includes('--help')) {
    stdout.write(`${USAGE}\n`);
    return 0;
  }
  const read = readArguments(words);
  if (read.arguments === undefined) {
    stderr.write(`${read.problem}\n${USAGE}\n`);
    return 1;
  }
  try {
    return await runWith(read.arguments, surroundings);
  } catch (error) {
    if (error instanceof InputError) {
      stderr.write(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

async function runWith(given: Arguments, surroundings: Surroundings): Promise<number> {
  const { environment, stdout } = surroundings;
  const spec = await loadSpec(given.spec, environment);
  const core = brokerCore(spec.broker.kind);
  if (core === undefined) {
    throw new InputError(`${given.spec}: broker.kind must be one of ${BROKER_KINDS.join(', ')}, got ${JSON.stringify(spec.broker.kind)}`);
  }
  const payload = await loadPayload(given.filesFrom, environment, spec);
  const stateFolder = resolve(dirname(given.spec), spec.stateDirectory);
  const redact = redactor(environment, secretVariables(spec));
  const output = new ConsoleOutput(stdout, {
    json: given.json, terminal: stdout.isTTY === true, redact, date: () => new Date(), logFile: join(stateFolder, 'engine.log'),
  });
  const ports = localPorts({ spec, stateFolder, environment, output, redact, stopRequested: surroundings.stopRequested });
  const broker = knowledgeOf(core, spec.broker.version, spec.broker.acknowledged);
  const report = given.preflight
    ? await runPreflight({ spec, files: payload.files, broker, today: await today(spec, given.spec, environment) }, ports)
    : await runEngine({ spec, ...payload, broker, dryRun: given.dryRun }, ports);
  show(report, given, output, redact);
  await keepReport(join(stateFolder, 'report.json'), report, given, redact);
  return exitCode(report);
}

/** Everything that may be handed to a command or a service, so that none of it is shown. */
function secretVariables(spec: RestartSpec): readonly string[] {
  const token = spec.token?.environmentVariable;
  return [...spec.nodes.flatMap((node) => node.driver.environment), ...Object.values(SERVICE_KEYS), ...(token === undefined ? [] : [token])];
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
  const text = await readFile(path, 'utf8').catch(() => undefined);
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

function show(report: RunReport, given: Arguments, output: ConsoleOutput, redact: Redact): void {
  if (given.json) {
    output.line(redact(JSON.stringify({ event: 'report', exitCode: exitCode(report), ...report })));
    return;
  }
  // Findings have been told already, when they were found.
  describeReport({ ...report, findings: [] }).forEach((text) => output.line(text));
}

async function keepReport(path: string, report: RunReport, given: Arguments, redact: Redact): Promise<void> {
  if (given.dryRun) {
    return;
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    // Whoever waits for the report must never read half of it.
    await writeFile(`${path}.new`, redact(`${JSON.stringify({ exitCode: exitCode(report), ...report }, undefined, 2)}\n`));
    await rename(`${path}.new`, path);
  } catch {
    // The report was shown; a disk that is full here changes nothing on the nodes.
  }
}

