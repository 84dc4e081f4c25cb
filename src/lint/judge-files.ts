import { DEEPEST_JSON, isTooDeep } from './json-depth';
import { LINT_FINDINGS_CUT, MOST_FINDINGS } from './lint-rules';
import { Files } from '../brokers/broker-core';
import { BrokerLint, FileVerdict, LintRefusal } from '../brokers/broker-lint';
import { previewParts, writtenCase } from '../preview/manifest-case';
import type { Verdict } from '../preview/result';
import { describeFinding, evaluate, Finding, finding } from '../rules/rule';

/** What one broker's files are judged by. */
export interface LintOptions {
  readonly version: string | undefined;
  /** Ids of rules whose warnings are not told. */
  readonly acknowledged: readonly string[];
}

/** What is said of one file, by whatever name it was given. */
export interface JudgedFile {
  readonly valid: boolean;
  readonly loads: Verdict;
  readonly findings: readonly Finding[];
}

/** Judges files of one broker that belong together, by the names under which its parser knows them. Throws `LintRefusal`. */
export function judgeFiles(lint: BrokerLint, given: Files, { version, acknowledged }: LintOptions): { readonly [name: string]: JudgedFile } {
  const names = Object.keys(given);
  names.forEach((name) => refuseDepth(name, given[name]));
  const files = lint.prepared?.(given) ?? given;
  const verdicts = new Map(names.map((name) => [name, lint.judgeFile?.(name, given[name], version)]));
  const found = findingsOf(lint, files, { version, acknowledged }).filter((one) => lint.concerns?.(one, names, version) ?? true);
  const refusal = found.find(({ rule }) => lint.unread.some(({ id }) => id === rule));
  if (refusal !== undefined) {
    throw new LintRefusal(names.find((name) => refusal.path.startsWith(name)) ?? names[0], describeFinding(refusal));
  }
  return Object.fromEntries(names.map((name) => {
    const own = found.filter(({ path }) => fileOf(lint, path, names) === name);
    return [name, judged(lint, name, { files, version, own, verdict: verdicts.get(name) })];
  }));
}

function refuseDepth(name: string, text: string): void {
  if (name.endsWith('.json') && isTooDeep(text)) {
    throw new LintRefusal(name, `is nested more than ${DEEPEST_JSON} levels deep`);
  }
}

function findingsOf({ core }: BrokerLint, files: Files, { version, acknowledged }: LintOptions): readonly Finding[] {
  const { settings, findings } = core.parse(files, version);
  const ruled = settings === undefined ? [] : evaluate(core.rules, { settings, version, acknowledged }).findings;
  return [...findings, ...ruled].filter(({ level, rule }) => level === 'error' || !acknowledged.includes(rule));
}

/** Parsers put the file's name before the place; rules name the setting. */
function fileOf(lint: BrokerLint, path: string, names: readonly string[]): string | undefined {
  return names.find((name) => path === name || path.startsWith(`${name} `) || path.startsWith(`${name}:`)) ?? lint.fileOf(path, names);
}

interface Findings {
  readonly files: Files;
  readonly version: string | undefined;
  readonly own: readonly Finding[];
  readonly verdict: FileVerdict | undefined;
}

function judged(lint: BrokerLint, name: string, { files, version, own, verdict }: Findings): JudgedFile {
  const valid = verdict?.valid ?? !own.some(({ rule }) => lint.grammar.some(({ id }) => id === rule));
  const isTold = valid || verdict?.problem === undefined || own.some(({ level }) => level === 'error');
  const findings = isTold ? own : [verdict.problem, ...own];
  const loads = lint.loads(name, { files, version, findings, valid, previewed: (some) => previewed(lint, some, version) });
  return { valid, loads, findings: cut(name, findings) };
}

/** Whether a broker starts does not depend on a token, so none is given. */
function previewed({ semantics }: BrokerLint, files: Files, version: string | undefined): Verdict {
  const parts = writtenCase(semantics, { files, open: [], stated: {} });
  if ('rule' in parts) {
    return 'unknown';
  }
  const result = previewParts(semantics, parts, { now: 0, brokerVersion: version });
  return 'error' in result ? 'unknown' : result.loads;
}

function cut(name: string, findings: readonly Finding[]): readonly Finding[] {
  const distinct = [...new Map(findings.map((found) => [`${found.rule}\n${found.path}\n${found.message}`, found])).values()];
  return distinct.length <= MOST_FINDINGS ? distinct
    : [...distinct.slice(0, MOST_FINDINGS - 1), finding(LINT_FINDINGS_CUT, name, { message: `has ${distinct.length} findings, of which the first are told` })];
}
