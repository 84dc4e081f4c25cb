import { judgeFiles, JudgedFile, LintOptions } from './judge-files';
import { isManifest, lintManifest } from './lint-manifest';
import { candidateOf, Kind, recognise } from './recognise';
import { LintProblem, LintReport, LintResult } from './result';
import { BrokerLint, LintRefusal } from '../brokers/broker-lint';
import { LINTED_BROKERS, brokerLint } from '../brokers/lint-registry';

/** A file that was given. */
export interface GivenFile {
  readonly path: string;
  readonly text: string;
}

/** What files are judged by. */
export interface LintRequest extends LintOptions {
  /** The broker that every file is of; undefined where each file tells. */
  readonly broker: string | undefined;
}

/** Files of one broker that are judged together. */
interface Group {
  readonly kind: string;
  readonly folder: string | undefined;
  /** By the name under which the broker's parser knows them. */
  readonly files: Map<string, GivenFile>;
}

/** Judges native files and manifests; what is said comes in the order in which files were given. */
export function lintFiles(given: readonly GivenFile[], request: LintRequest): LintReport {
  const results = new Map<string, LintResult>();
  const problems: LintProblem[] = [];
  const claimed: (Kind & { readonly given: GivenFile })[] = [];
  for (const file of given) {
    if (request.broker === undefined && isManifest(file.text)) {
      attempt(file.path, problems, () => results.set(file.path, lintManifest(file, request)));
      continue;
    }
    const kind = kindOf(file, request.broker);
    if (kind === undefined) {
      problems.push({ file: file.path, message: 'is no file of a broker that can be told; name the broker by --broker' });
    } else {
      claimed.push({ ...kind, given: file });
    }
  }
  for (const group of grouped(claimed)) {
    const lint = brokerLint(group.kind) as BrokerLint;
    attempt([...group.files.values()][0].path, problems, () => lintGroup(lint, group, request, results), (name) => group.files.get(name)?.path);
  }
  return { results: given.flatMap(({ path }) => results.get(path) ?? []), problems };
}

function kindOf({ path, text }: GivenFile, broker: string | undefined): Kind | undefined {
  const candidate = candidateOf(path, text);
  if (broker === undefined) {
    return recognise(candidate, LINTED_BROKERS);
  }
  const entry = LINTED_BROKERS.find(({ kind }) => kind === broker);
  return entry && { kind: entry.kind, file: entry.recogniser.recognise(candidate)?.file ?? entry.recogniser.fallback };
}

/** Files of one broker belong together, by folder where there are several of one kind. */
function grouped(claimed: readonly (Kind & { readonly given: GivenFile })[]): readonly Group[] {
  const groups: Group[] = [];
  for (const { kind, file, given } of claimed) {
    const alike = claimed.filter((other) => other.kind === kind);
    const isUnique = new Set(alike.map((other) => other.file)).size === alike.length;
    const folder = isUnique ? undefined : given.path.replace(/[^/\\]*$/, '');
    const home = groups.find((group) => group.kind === kind && group.folder === folder && !group.files.has(file));
    if (home === undefined) {
      groups.push({ kind, folder, files: new Map([[file, given]]) });
    } else {
      home.files.set(file, given);
    }
  }
  return groups;
}

function lintGroup(lint: BrokerLint, { files }: Group, request: LintRequest, results: Map<string, LintResult>): void {
  const texts = Object.fromEntries([...files].map(([name, { text }]) => [name, text]));
  for (const [name, judged] of Object.entries(judgeFiles(lint, texts, request))) {
    const { path } = files.get(name)!;
    results.set(path, resultOf(path, judged));
  }
}

function resultOf(file: string, { valid, loads, findings }: JudgedFile): LintResult {
  return { file, valid, loads, findings: findings.map(({ rule, level, path, message, remedy }) => ({ rule, level, path, message, remedy })) };
}

/** Files that are not read are problems, and the others are judged all the same. */
function attempt(
  file: string, problems: LintProblem[], act: () => unknown, pathOf: (name: string) => string | undefined = () => undefined,
): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof LintRefusal)) {
      throw error;
    }
    problems.push({ file: pathOf(error.file) ?? file, message: error.message });
  }
}
