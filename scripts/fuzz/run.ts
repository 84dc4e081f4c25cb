import { Data } from './mutate';
import { Random } from './random';
import { shrink } from './shrink';
import { Failure, Run, Target } from './target';

/** What is too long for one input, in milliseconds. */
export const TIME_BOUND = 250;

/** More failures than these tell nothing new. */
const MOST_FAILURES = 10;

export interface RunOptions {
  readonly count: number;
  /** Seed of the first input; each further one has the next. */
  readonly seed: number;
  /** Called before each input, for whoever watches that it ends. */
  readonly began?: (seed: number) => void;
}

/** Feeds inputs to a target. */
export async function run(target: Target, { count, seed: first, began }: RunOptions): Promise<Run> {
  const failures: Failure[] = [];
  const outcomes: Record<string, number> = {};
  const start = process.cpuUsage();
  let slowestMs = 0;
  let at = 0;
  for (; at < count && failures.length < MOST_FAILURES; at++) {
    const seed = (first + at) >>> 0;
    began?.(seed);
    const input = target.make(new Random(seed));
    const { problem, milliseconds } = await tryOnce(target, input);
    slowestMs = Math.max(slowestMs, milliseconds);
    const outcome = target.outcome?.() ?? 'read';
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (problem !== undefined && (!problem.startsWith(SLOW) || await isSlowAgain(target, input))) {
      const failsAlike = async (smaller: Data) => kindOf((await tryOnce(target, smaller)).problem) === kindOf(problem);
      failures.push({ seed, problem, input: await shrink(input, failsAlike) });
    }
  }
  // The processor's time, which other work on the machine does not change.
  const { user, system } = process.cpuUsage(start);
  return { target: target.name, count: at, seconds: (user + system) / 1e6, slowestMs, outcomes, failures };
}

const SLOW = 'takes';

function kindOf(problem: string | undefined): string | undefined {
  return problem?.split(/[:0-9]/, 1)[0];
}

interface Tried {
  readonly problem: string | undefined;
  readonly milliseconds: number;
}

async function tryOnce(target: Target, input: Data): Promise<Tried> {
  const start = performance.now();
  let problem: string | undefined;
  let milliseconds: number;
  try {
    const checked = target.check(input);
    milliseconds = performance.now() - start;
    // Waiting is for the few whose check must; it costs as much as many of the others.
    problem = checked instanceof Promise ? await checked : checked;
  } catch (error) {
    milliseconds = performance.now() - start;
    problem = `throws: ${(error as Error).stack?.split('\n').slice(0, 4).join(' | ') ?? String(error)}`;
  }
  return { problem: problem ?? (milliseconds > TIME_BOUND ? `${SLOW} ${Math.round(milliseconds)} ms` : undefined), milliseconds };
}

/** Other work on the machine and the collector of garbage make anything slow once; then the processor's time counts. */
async function isSlowAgain(target: Target, input: Data): Promise<boolean> {
  for (let again = 0; again < 3; again++) {
    const start = process.cpuUsage();
    await tryOnce(target, input);
    const { user, system } = process.cpuUsage(start);
    if ((user + system) / 1000 <= TIME_BOUND) {
      return false;
    }
  }
  return true;
}
