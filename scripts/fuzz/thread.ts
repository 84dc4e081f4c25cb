import { parentPort, workerData } from 'node:worker_threads';
import { PARSERS } from './parsers';
import { PREVIEWS } from './previews';
import { run } from './run';
import { Run } from './target';

/*
 * The thread in which inputs are tried; see fuzz.ts.
 */

/** What a thread is to do, and how far it is. */
export interface Work {
  /** Every target where none is named. */
  readonly names: readonly string[] | undefined;
  readonly count: number;
  readonly seed: number;
  /** Number of the target, and seed of the input, under way. */
  readonly current: Uint32Array;
}

/** What a thread tells: what it will do, what it has done, or what it cannot. */
export type Message = { readonly names: readonly string[] } | { readonly done: Run } | { readonly unknown: string };

const TARGETS = [...PARSERS, ...PREVIEWS];

void work(workerData as Work);

async function work({ names, count, seed, current }: Work): Promise<void> {
  const chosen = names ?? TARGETS.map(({ name }) => name);
  send({ names: chosen });
  for (const [index, name] of chosen.entries()) {
    const target = TARGETS.find((one) => one.name === name);
    if (target === undefined) {
      send({ unknown: `there is no ${name}; there are ${TARGETS.map((one) => one.name).join(', ')}` });
      continue;
    }
    const began = (now: number) => {
      current[0] = index + 1;
      current[1] = now;
    };
    send({ done: await run(target, { count, seed, began }) });
  }
}

function send(message: Message): void {
  parentPort!.postMessage(message);
}
