import { spawn } from 'node:child_process';
import { Environment } from '../payload';

/** What to run. */
export interface CommandOptions {
  /** Program and arguments; no shell looks at them. */
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly workingDirectory?: string;
  readonly timeoutSeconds: number;
  /** The most bytes of output that are kept, the last ones. */
  readonly keepBytes: number;
}

/** How a command ended. */
export interface CommandResult {
  readonly ok: boolean;
  /** Exit code, signal, or why it could not run. */
  readonly ending: string;
  /** The last bytes of standard output. */
  readonly stdout: string;
  /** The last bytes of standard error. */
  readonly stderr: string;
}

/** How long to wait for the output of a command that has ended, since a child of it may hold the pipe open. */
const DRAIN_MILLISECONDS = 200;
const KILL_AFTER_MILLISECONDS = 2000;
/** What cannot be killed, such as sudo of another user, or has left its group, is not waited for any longer. */
export const GIVEN_UP_MILLISECONDS = 1000;

/** Runs a command in a process group of its own; one that takes too long is ended with everything it started. */
export function runCommand(options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve) => {
    const [program, ...args] = options.argv;
    const stdout = new Tail(options.keepBytes);
    const stderr = new Tail(options.keepBytes);
    const child = spawn(program, args, {
      cwd: options.workingDirectory, env: { ...options.environment }, detached: true, shell: false, stdio: ['ignore', 'pipe', 'pipe'],
    });
    let timedOut = false;
    let timer: NodeJS.Timeout | undefined;
    const settle = (ok: boolean, ending: string) => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      resolve({ ok, ending, stdout: stdout.text(), stderr: stderr.text() });
    };
    timer = setTimeout(() => {
      timedOut = true;
      killGroup(child.pid, 'SIGTERM');
      timer = setTimeout(() => {
        killGroup(child.pid, 'SIGKILL');
        timer = setTimeout(() => settle(false, `took longer than ${options.timeoutSeconds} s`), GIVEN_UP_MILLISECONDS);
      }, KILL_AFTER_MILLISECONDS);
    }, options.timeoutSeconds * 1000);
    child.stdout.on('data', (bytes: Buffer) => stdout.add(bytes));
    child.stderr.on('data', (bytes: Buffer) => stderr.add(bytes));
    child.on('error', (error: NodeJS.ErrnoException) => settle(false, `cannot run ${program} (${error.code ?? error.message})`));
    child.on('exit', (code, signal) => {
      if (timedOut) {
        killGroup(child.pid, 'SIGKILL');
      }
      const ending = timedOut ? `took longer than ${options.timeoutSeconds} s` : signal === null ? `exit code ${code}` : `ended by ${signal}`;
      const drained = setTimeout(() => settle(code === 0 && !timedOut, ending), DRAIN_MILLISECONDS);
      child.on('close', () => {
        clearTimeout(drained);
        settle(code === 0 && !timedOut, ending);
      });
    });
  });
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, signal);
    }
  } catch {
    // The group has ended by itself.
  }
}

/** The last bytes of a stream. */
class Tail {
  private kept = Buffer.alloc(0);

  constructor(private readonly limit: number) {}

  add(bytes: Buffer): void {
    const all = Buffer.concat([this.kept, bytes]);
    this.kept = all.subarray(Math.max(0, all.length - this.limit));
  }

  text(): string {
    return this.kept.toString('utf8');
  }
}
