import { spawn } from 'node:child_process';
import { GIVEN_UP_MILLISECONDS } from './run-command';
import { Environment } from '../payload';

/** How a script ended. */
export interface ScriptResult {
  /** Undefined where it did not run to its end, or nobody knows whether it did. */
  readonly code: number | undefined;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A machine on which the engine runs POSIX shell scripts: this one, or another one by OpenSSH. */
export interface Host {
  /** For people. */
  readonly name: string;
  /**
   * Runs a script with arguments; what it reads on its standard input is `input`.
   *
   * Never throws: a host that cannot be reached gives no code and says why in `stderr`.
   */
  run(script: string, args: readonly string[], options?: ScriptOptions): Promise<ScriptResult>;
}

/** Limits of one script. */
export interface ScriptOptions {
  readonly input?: string | Buffer;
  readonly timeoutSeconds?: number;
  /** It changes something of the node, so only a run that holds the lease may have it done. */
  readonly effect?: boolean;
}

/** How OpenSSH reaches a host. */
export interface SshTarget {
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly identityFile?: string;
  /** Keys of hosts that are known; a host with another key, or an unknown one, is refused. */
  readonly knownHostsFile?: string;
}

const LARGEST_OUTPUT = 64 * 1024 * 1024;
const DEFAULT_SECONDS = 30;
/** The client's own code for a connection that could not be made or was lost (ssh(1), EXIT STATUS). */
const SSH_FAILED = 255;

/** The machine that runs the engine. */
export class LocalHost implements Host {
  readonly name = 'this machine';

  constructor(private readonly environment: Environment) {}

  async run(script: string, args: readonly string[], options: ScriptOptions = {}): Promise<ScriptResult> {
    return runProgram(['sh', '-c', script, 'sh', ...args], this.environment, options);
  }
}

/** A machine that the OpenSSH client reaches, with the keys and settings of the user who runs the engine. */
export class SshHost implements Host {
  readonly name: string;

  constructor(private readonly target: SshTarget, private readonly environment: Environment) {
    this.name = `${target.user === undefined ? '' : `${target.user}@`}${target.host}${target.port === undefined ? '' : `:${target.port}`}`;
  }

  async run(script: string, args: readonly string[], options: ScriptOptions = {}): Promise<ScriptResult> {
    // OpenSSH joins its arguments and hands them to the login shell there, so every word is quoted for it.
    const command = ['sh', '-c', script, 'sh', ...args].map(quoteWord).join(' ');
    const result = await runProgram([...this.client(), '--', this.target.host, command], this.environment, options);
    return result.code === SSH_FAILED ? { ...result, code: undefined } : result;
  }

  private client(): readonly string[] {
    const { port, user, identityFile, knownHostsFile } = this.target;
    const settings = [
      // Nobody is there to answer a question, and a host that is not known is not to be trusted.
      'BatchMode=yes', 'StrictHostKeyChecking=yes', 'ConnectTimeout=10', 'ServerAliveInterval=5', 'ServerAliveCountMax=3',
      'ForwardAgent=no', 'ForwardX11=no', 'ClearAllForwardings=yes', 'PermitLocalCommand=no',
      // A connection that the user has open already was made by other settings than these.
      'ControlMaster=no', 'ControlPath=none',
      ...(knownHostsFile === undefined ? [] : [`UserKnownHostsFile=${quoteSetting(knownHostsFile)}`]),
      ...(identityFile === undefined ? [] : ['IdentitiesOnly=yes']),
    ];
    return [
      'ssh', '-T', ...settings.flatMap((setting) => ['-o', setting]),
      ...(port === undefined ? [] : ['-p', String(port)]),
      ...(user === undefined ? [] : ['-l', user]),
      ...(identityFile === undefined ? [] : ['-i', identityFile]),
    ];
  }
}

/** A word as every POSIX shell reads it. */
export function quoteWord(word: string): string {
  return `'${word.replace(/'/g, '\'\\\'\'')}'`;
}

/** A value of ssh_config(5), where blanks part values and a percent sign begins a token. */
function quoteSetting(value: string): string {
  return `"${value.replace(/%/g, '%%')}"`;
}

function runProgram(argv: readonly string[], environment: Environment, options: ScriptOptions): Promise<ScriptResult> {
  return new Promise((resolve) => {
    const [program, ...args] = argv;
    const stdout: Buffer[] = [];
    let size = 0;
    let stderr = '';
    const child = spawn(program, args, { env: { ...environment }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const kill = () => {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    let problem: string | undefined;
    let timer: NodeJS.Timeout;
    const settle = (code: number | null) => {
      clearTimeout(timer);
      [child.stdin, child.stdout, child.stderr].forEach((stream) => stream.destroy());
      child.unref();
      resolve({
        code: problem === undefined ? code ?? undefined : undefined,
        stdout: Buffer.concat(stdout),
        stderr: [problem, stderr.trim()].filter((text) => text).join(': '),
      });
    };
    timer = setTimeout(() => {
      problem = `took longer than ${options.timeoutSeconds ?? DEFAULT_SECONDS} s`;
      kill();
      timer = setTimeout(() => settle(null), GIVEN_UP_MILLISECONDS);
    }, (options.timeoutSeconds ?? DEFAULT_SECONDS) * 1000);
    child.stdout.on('data', (bytes: Buffer) => {
      size += bytes.length;
      if (size > LARGEST_OUTPUT) {
        problem = `printed more than ${LARGEST_OUTPUT} bytes`;
        kill();
      } else {
        stdout.push(bytes);
      }
    });
    child.stderr.on('data', (bytes: Buffer) => {
      stderr = `${stderr}${bytes.toString('utf8')}`.slice(-4096);
    });
    // A program that does not read its input may end before all of it is written.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.on('error', (error: NodeJS.ErrnoException) => {
      problem = `cannot run ${program} (${error.code ?? error.message})`;
    });
    child.on('close', settle);
  });
}
