import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { TIME_BOUND } from './fuzz/run';
import { Run } from './fuzz/target';
import type { Message, Work } from './fuzz/thread';

/*
 * Feeds random and mutated inputs to every parser and to the preview of every broker: nothing may throw, take long, or be accepted that
 * a strict re-check denies.
 *
 * Usage: npm run fuzz -- [--parser NAME]... [--count 10000] [--seed 1]
 *
 * An input that fails is made small and printed with its seed; `--parser NAME --seed SEED --count 1` repeats it.
 */

/** An input that has not ended after this many seconds of the processor never will. */
const HANG = 10;
const LOOK_AGAIN = 1000;

void main();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { parser: { type: 'string', multiple: true }, count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
  });
  for (let names = values.parser; names === undefined || names.length > 0;) {
    names = await inThread({ names, count: Number(values.count), seed: Number(values.seed) });
  }
}

/** In a thread of its own, since only from outside can an endless loop be noticed; gives the targets that are left then. */
function inThread({ names: asked, count, seed }: Omit<Work, 'current'>): Promise<string[]> {
  const current = new Uint32Array(new SharedArrayBuffer(8));
  const worker = new Worker(require.resolve('./fuzz/thread.ts'), { workerData: { names: asked, count, seed, current }, execArgv: ['--require', require.resolve('./register.cjs')] });
  let names: readonly string[] = [];
  return new Promise((resolve, reject) => {
    let last = '0 0';
    let since = processorSeconds();
    const watch = setInterval(() => {
      const now = `${current[0]} ${current[1]}`;
      if (now !== last || current[0] === 0) {
        [last, since] = [now, processorSeconds()];
      } else if (processorSeconds() - since > HANG) {
        clearInterval(watch);
        void worker.terminate();
        report(hanging(names[current[0] - 1], current[1]));
        resolve(names.slice(current[0]));
      }
    }, LOOK_AGAIN);
    worker.on('message', (message: Message) => {
      if ('names' in message) {
        ({ names } = message);
      } else if ('done' in message) {
        report(message.done);
      } else {
        console.error(message.unknown);
        process.exitCode = 1;
      }
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      clearInterval(watch);
      resolve([]);
    });
  });
}

/** Other work on the machine may keep a thread waiting for long; what counts is what it has spent. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function hanging(target: string, seed: number): Run {
  return { target, count: 0, seconds: HANG, slowestMs: HANG * 1000, outcomes: {}, failures: [{ seed, problem: 'does not end', input: '' }] };
}

function report({ target, count, seconds, slowestMs, outcomes, failures }: Run): void {
  const counted = Object.entries(outcomes).map(([outcome, times]) => `${times} ${outcome}`).join(', ');
  console.log(`${target}: ${count} inputs in ${seconds.toFixed(0)} s, the slowest ${slowestMs.toFixed(0)} ms of ${TIME_BOUND}; ${counted}; ${failures.length} failures`);
  for (const { seed, problem, input } of failures) {
    console.log(`  --parser ${target} --seed ${seed} --count 1\n    ${problem}\n    ${JSON.stringify(input).slice(0, 2000)}`);
  }
  process.exitCode = failures.length > 0 ? 1 : process.exitCode;
}
