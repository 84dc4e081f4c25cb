import { dirname, isAbsolute, join } from 'node:path';
import { isObject, MEMBER_FILES } from './case-files';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { inputName, readInput } from './read-input';
import { parseYaml } from './read-yaml';
import { PreviewCase } from '../preview/case';
import { CASE_SHAPE, CaseProblem, caseProblem } from '../preview/case-problem';
import { Expected, expectationProblem, withExpectedActions } from '../preview/expectation';
import { checkCase } from '../preview/read-case';
import { show } from '../text/show';

/** Largest suite: large files stand beside it. */
const LARGEST_SUITE = 1_000_000;

/** One entry, ready to be judged, or why it cannot be. */
export type Entry = { readonly name: string } & (
  | { readonly input: PreviewCase; readonly expected: Expected; readonly problem?: undefined }
  | { readonly input?: undefined; readonly problem: CaseProblem }
);

type Members = { readonly [name: string]: unknown };

/** Reads a suite; an entry that cannot be read does not hide the others. */
export async function* readSuite(io: CliIo, path: string): AsyncGenerator<Entry> {
  const name = inputName(path);
  const suite = parseYaml(await readInput(io, path, LARGEST_SUITE), name);
  const { defaults, cases } = partsOf(suite, name);
  const files = new SuiteFiles(io, path === '-' ? '.' : dirname(path));
  for (const [index, entry] of cases.entries()) {
    yield await readEntry({ now: io.now(), ...defaults }, entry, index, files);
  }
}

function partsOf(suite: unknown, name: string): { readonly defaults: Members; readonly cases: readonly unknown[] } {
  if (!isObject(suite) || !Array.isArray(suite.cases) || suite.cases.length === 0) {
    throw new CliError(`${name} has no list "cases" with an entry; docs/preview.md shows a file of expectations`);
  }
  const { defaults = {}, cases, ...rest } = suite;
  const [stranger] = Object.keys(rest);
  if (stranger !== undefined || !isObject(defaults)) {
    throw new CliError(stranger === undefined ? `"defaults" of ${name} is no map` : `${name} has ${show(stranger)}; only "defaults" and "cases" stand there`);
  }
  return { defaults, cases: cases as readonly unknown[] };
}

async function readEntry(defaults: Members, entry: unknown, index: number, files: SuiteFiles): Promise<Entry> {
  const { name: title, expect, ...members } = isObject(entry) ? entry : {};
  const name = [title, members.id].find((text) => typeof text === 'string') as string | undefined ?? `case ${index + 1}`;
  const wrong = isObject(entry) ? expectationProblem(expect) : 'the entry is no map';
  if (wrong !== undefined || (title !== undefined && typeof title !== 'string')) {
    return { name, problem: caseProblem(CASE_SHAPE, wrong ?? 'name: must be a text') };
  }
  try {
    const resolved = await files.resolve({ ...defaults, ...members });
    const number = numberProblem(resolved);
    const { input, problem } = number === undefined ? checkCase(resolved) : { problem: caseProblem(CASE_SHAPE, number) };
    return problem === undefined ? { name, input: withExpectedActions(input, expect as Expected), expected: expect as Expected } : { name, problem };
  } catch (error) {
    if (error instanceof CliError) {
      return { name, problem: { rule: CASE_SHAPE.id, message: error.message } };
    }
    throw error;
  }
}

/** YAML has numbers that JSON has not, and no broker has ever seen. */
function numberProblem(members: Members): string | undefined {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [members];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) {
      return 'a number is not finite';
    }
    if (value !== null && typeof value === 'object' && !seen.has(value)) {
      seen.add(value);
      Object.values(value).forEach((member) => waiting.push(member));
    }
  }
  return undefined;
}

/** Files named by a suite, each of which is read once, so that brokers can tell that it is the same. */
class SuiteFiles {
  private readonly read = new Map<string, Promise<unknown>>();

  constructor(private readonly io: CliIo, private readonly folder: string) {}

  /** Puts the contents in the place of `{file: path}`. */
  async resolve(members: Members): Promise<Members> {
    const resolved: Record<string, unknown> = { ...members };
    for (const [member, read] of Object.entries(MEMBER_FILES)) {
      const value = members[member];
      if (isObject(value) && Object.keys(value).length === 1 && typeof value.file === 'string') {
        const path = isAbsolute(value.file) ? value.file : join(this.folder, value.file);
        const key = `${member} ${path}`;
        const contents = this.read.get(key) ?? read(this.io, path);
        this.read.set(key, contents);
        resolved[member] = await contents;
      }
    }
    return resolved;
  }
}
