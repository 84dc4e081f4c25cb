import type { Verdict } from '../preview/result';
import { Finding } from '../rules/rule';

/** What is said of one file; the same object stands in the JSON output. */
export interface LintResult {
  /** The path as it was given. */
  readonly file: string;
  /** Whether the file conforms to the documented grammar or schema of its broker. */
  readonly valid: boolean;
  /** Whether the broker, or its plugin, starts with the file. */
  readonly loads: Verdict;
  readonly findings: readonly Finding[];
}

/** A file that could not be read, and why. */
export interface LintProblem {
  readonly file: string;
  readonly message: string;
}

/** Everything that is said of the files that were given. */
export interface LintReport {
  readonly results: readonly LintResult[];
  readonly problems: readonly LintProblem[];
}

/** The line that a finding's path names; undefined where it names none. */
export function lineOf({ path }: Finding): number | undefined {
  const [, behindName, alone, inBrackets] = /^[^ ]+:(\d+)(?: |$)|^(?:[^ ]+ )?line (\d+)(?: |$)| \(line (\d+)\)$/.exec(path) ?? [];
  const line = behindName ?? alone ?? inBrackets;
  return line === undefined ? undefined : Number(line);
}
