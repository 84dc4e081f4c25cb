import type { Data } from './mutate';
import type { Random } from './random';

/** Something that inputs are fed to. */
export interface Target {
  readonly name: string;
  /** An input; the same random numbers give the same one. */
  make(random: Random): Data;
  /** What is wrong, as `kind: detail`; undefined where nothing is. A promise only where something must be waited for. */
  check(input: Data): string | undefined | Promise<string | undefined>;
  /** What to count an input under, such as the decision about it. */
  outcome?(): string;
}

/** An input that fails, made small. */
export interface Failure {
  readonly seed: number;
  readonly problem: string;
  readonly input: Data;
}

export interface Run {
  readonly target: string;
  readonly count: number;
  readonly seconds: number;
  readonly slowestMs: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
}
