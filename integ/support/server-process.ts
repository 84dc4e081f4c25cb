import { ChildProcess, spawn } from 'node:child_process';

/** How a program is started. */
export interface ProgramStart {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

const LONGEST_STOP = 15_000;

/** A server that runs until it is stopped; remembers what it printed. */
export class ServerProcess {
  /** What it printed, on standard output and standard error. */
  out = '';
  private ended = false;
  private readonly child: ChildProcess;

  constructor({ program, args, environment, directory }: ProgramStart) {
    this.child = spawn(program, args, { cwd: directory, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout!.on('data', (data) => (this.out += data));
    this.child.stderr!.on('data', (data) => (this.out += data));
    this.child.on('exit', () => (this.ended = true)).on('error', (error) => {
      this.out += error.message;
      this.ended = true;
    });
  }

  /** Waits until the condition holds; throws with the end of what was printed when the program ends or the time is up before. */
  async until(condition: () => boolean | Promise<boolean>, milliseconds: number): Promise<void> {
    for (const deadline = Date.now() + milliseconds; Date.now() < deadline && !this.ended;) {
      if (await condition()) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${this.ended ? 'it has ended' : 'it is not ready'}: ${this.out.slice(-3000)}`);
  }

  async stop(): Promise<void> {
    if (this.ended) {
      return;
    }
    const exit = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), LONGEST_STOP);
    await exit;
    clearTimeout(timer);
  }
}
