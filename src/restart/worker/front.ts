import { ChildProcess, ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { Environment } from '../payload';
import { sendStop } from './leash';
import { relay } from './relay';
import { StopRequest } from './stop-request';

/** What the front is started with. */
export interface FrontOptions {
  /** The engine's file, which is the worker's too. */
  readonly program: string;
  /** The worker's command line. */
  readonly words: readonly string[];
  readonly environment: Environment;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly stop: StopRequest;
  /** How long a worker that was asked to stop may take before the front leaves it alone; asked when it matters. */
  readonly patienceSeconds: () => Promise<number>;
}

/** How long output may stay away after the worker has ended. */
const LAST_OUTPUT_MILLISECONDS = 1000;

/**
 * Lets a process of its own do the work, shows what it prints and gives its exit code.
 *
 * Terraform, interrupted, kills its provisioner at once and tells it nothing, so whatever works on a node must not be its child. The worker
 * leads a session of its own, which no terminal and no process group reaches, and has none of Terraform's pipes, for whose end Terraform
 * waits.
 */
export async function runFront(options: FrontOptions): Promise<number> {
  const { program, words, environment, stdout, stderr, stop } = options;
  const worker = spawn(process.execPath, [program, ...words], { env: { ...environment }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  // It may end before a request reaches it.
  worker.stdin.on('error', () => undefined);
  relay(worker.stdout, stdout);
  relay(worker.stderr, stderr);
  stop.listen((_text, reason) => sendStop(worker.stdin, reason));
  return Promise.race([endOf(worker, stderr), endOfPatience(worker, options)]);
}

async function endOfPatience(worker: ChildProcessWithoutNullStreams, { stop, stderr, patienceSeconds }: FrontOptions): Promise<number> {
  await new Promise<void>((asked) => stop.listen(() => asked()));
  const seconds = await patienceSeconds();
  // The worker keeps the front alive, and nothing else does.
  await new Promise((over) => setTimeout(over, seconds * 1000).unref());
  stderr.write(`the engine (process ${worker.pid}) has not ended within ${seconds} s; it goes on by itself and holds the lease until its end\n`);
  worker.unref();
  [worker.stdin, worker.stdout, worker.stderr].forEach((stream) => stream.destroy());
  return 2;
}

function endOf(worker: ChildProcess, stderr: Writable): Promise<number> {
  return new Promise((resolve) => {
    worker.on('error', (error) => {
      stderr.write(`the engine could not be started: ${error.message}; no node was touched\n`);
      resolve(2);
    });
    worker.on('exit', (code, signal) => {
      const finish = () => {
        if (code === null) {
          stderr.write(`the engine was ended by ${signal}; run it again, it goes on where this run stopped\n`);
        }
        resolve(code ?? 2);
      };
      const late = setTimeout(finish, LAST_OUTPUT_MILLISECONDS);
      worker.on('close', () => {
        clearTimeout(late);
        finish();
      });
    });
  });
}
