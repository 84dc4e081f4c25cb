import { BootTime, EvidenceLevel, NodeDriver, ProcessState, StepOutcome } from '../engine/ports';
import { readFileEnd } from '../file-end';
import { Environment } from '../payload';
import { Redact } from '../redact';
import { CommandDriverSpec } from '../spec';
import { LocalFiles } from './local-files';
import { localBootTime, processOfPidFile } from './local-process';
import { CommandResult, runCommand } from './run-command';

const KEPT_BYTES = 8192;
const SHOWN_LINES = 20;

/** What a driver needs beyond its spec. */
export interface DriverContext {
  readonly environment: Environment;
  readonly redact: Redact;
  readonly commandSeconds: number;
}

/** Restarts a node by commands on the machine that runs the engine; the node's files are files of that machine. */
export class CommandDriver implements NodeDriver {
  readonly evidence: EvidenceLevel;
  readonly files = new LocalFiles();
  readonly drain?: () => Promise<StepOutcome>;
  readonly undrain?: () => Promise<StepOutcome>;

  constructor(private readonly spec: CommandDriverSpec, private readonly context: DriverContext) {
    this.evidence = spec.pidFile === undefined && spec.startTimeCommand === undefined ? 'journal' : 'node';
    this.drain = spec.drain === undefined ? undefined : () => this.step(spec.drain);
    this.undrain = spec.undrain === undefined ? undefined : () => this.step(spec.undrain);
  }

  async bootTime(): Promise<BootTime> {
    return localBootTime();
  }

  async process(): Promise<ProcessState> {
    if (this.spec.startTimeCommand !== undefined) {
      return this.processByCommand(this.spec.startTimeCommand);
    }
    if (this.spec.pidFile !== undefined) {
      return processOfPidFile(this.spec.pidFile, Date.now());
    }
    return { state: 'unknown', detail: 'the driver has neither pidFile nor startTimeCommand' };
  }

  async leads(): Promise<boolean | undefined> {
    if (this.spec.leaderCommand === undefined) {
      return undefined;
    }
    const result = await this.run(this.spec.leaderCommand);
    if (result.ending.startsWith('exit code')) {
      return result.ok && result.stdout.includes(this.spec.leaderOutput ?? '');
    }
    return undefined;
  }

  async restart(): Promise<StepOutcome> {
    if (this.spec.restart !== undefined) {
      return this.step(this.spec.restart);
    }
    if ((await this.process()).state === 'stopped') {
      return this.start();
    }
    const stopped = await this.stop();
    return stopped.ok ? this.start() : stopped;
  }

  async stop(): Promise<StepOutcome> {
    return this.step(this.spec.stop);
  }

  async start(): Promise<StepOutcome> {
    return this.step(this.spec.start);
  }

  async logTail(): Promise<string> {
    const text = this.spec.logFile !== undefined ? await readTail(this.spec.logFile)
      : this.spec.logCommand !== undefined ? (await this.run(this.spec.logCommand)).stdout : '';
    return this.context.redact(text.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n'));
  }

  private async processByCommand(argv: readonly string[]): Promise<ProcessState> {
    const result = await this.run(argv);
    const startText = result.stdout.trim();
    if (!result.ok) {
      const said = result.stderr.trim().split('\n').at(-1)!;
      return { state: 'unknown', detail: `${argv[0]}: ${result.ending}${said === '' ? '' : `: ${this.context.redact(said)}`}` };
    }
    if (startText === '') {
      return { state: 'stopped', detail: `${argv[0]} printed nothing` };
    }
    const startedAt = /^\d{4}-\d\d-\d\dT/.test(startText) ? Date.parse(startText) : NaN;
    return {
      state: 'running',
      detail: `started: ${this.context.redact(startText).slice(0, 80)}`,
      startText,
      ...(Number.isNaN(startedAt) ? {} : { startedAt }),
    };
  }

  private async step(argv: readonly string[] | undefined): Promise<StepOutcome> {
    if (argv === undefined) {
      return { ok: false, detail: 'the driver has no command for it' };
    }
    const result = await this.run(argv);
    const said = this.context.redact(`${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-SHOWN_LINES).join('\n'));
    return { ok: result.ok, detail: `${argv[0]}: ${result.ending}${said === '' ? '' : `: ${said}`}` };
  }

  private run(argv: readonly string[]): Promise<CommandResult> {
    const environment = Object.fromEntries(this.spec.environment.map((name) => [name, this.context.environment[name]]));
    return runCommand({
      argv, environment, workingDirectory: this.spec.workingDirectory, timeoutSeconds: this.context.commandSeconds, keepBytes: KEPT_BYTES,
    });
  }
}

async function readTail(path: string): Promise<string> {
  const end = await readFileEnd(path, KEPT_BYTES);
  return end.problem ?? end.bytes.toString('utf8');
}
