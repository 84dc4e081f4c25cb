import { DEEPEST_JSON, isTooDeep } from './json-depth';
import { judgeFiles } from './judge-files';
import type { GivenFile, LintRequest } from './lint';
import { LINT_MANIFEST_BROKER } from './lint-rules';
import { LintResult } from './result';
import { LintRefusal } from '../brokers/broker-lint';
import { brokerLint } from '../brokers/lint-registry';
import { ManifestBroker, parseManifest } from '../manifest/manifest';
import type { Verdict } from '../preview/result';
import { Finding, finding } from '../rules/rule';

/*
 * A manifest is judged by what it says was found, and by the rules anew on the files that it holds.
 */

/** Whether a text looks like a manifest. */
export function isManifest(text: string): boolean {
  return /^\ufeff?\s*\{\s*"manifestVersion"\s*:/.test(text);
}

/** Judges a manifest. Throws `LintRefusal` for one that cannot be read. */
export function lintManifest({ path, text }: GivenFile, request: LintRequest): LintResult {
  if (isTooDeep(text)) {
    throw new LintRefusal(path, `is nested more than ${DEEPEST_JSON} levels deep`);
  }
  const parsed = parseManifest(text);
  if ('problem' in parsed) {
    throw new LintRefusal(path, parsed.problem);
  }
  const told: Finding[] = [];
  const verdicts: Verdict[] = [];
  let valid = true;
  for (const broker of parsed.manifest.brokers) {
    const judged = judgeBroker(broker, request);
    told.push(...judged.findings);
    verdicts.push(...judged.loads);
    valid &&= judged.valid;
  }
  const loads = verdicts.includes(false) ? false : verdicts.includes('unknown') ? 'unknown' : true;
  return { file: path, valid, loads, findings: told };
}

interface JudgedBroker {
  readonly valid: boolean;
  readonly loads: readonly Verdict[];
  readonly findings: readonly Finding[];
}

function judgeBroker(broker: ManifestBroker, request: LintRequest): JudgedBroker {
  const lint = brokerLint(broker.kind);
  if (lint === undefined) {
    return { valid: false, loads: ['unknown'], findings: [finding(LINT_MANIFEST_BROKER, broker.path, { message: 'is no broker that is known', got: broker.kind })] };
  }
  const acknowledged = [...request.acknowledged, ...broker.acknowledged];
  const files = Object.fromEntries(broker.files.filter((file) => file.known).map(({ name, text }) => [name, text]));
  const judged = refusalsNamed(broker.path, () => judgeFiles(lint, files, { version: broker.brokerVersion ?? request.version, acknowledged }));
  const stated = broker.findings.filter(({ level, rule }) => level === 'error' || !acknowledged.includes(rule));
  const anew = Object.entries(judged).flatMap(([name, { findings }]) => findings.filter((found) => !stated.some((one) => isSame(one, found)))
    .map((found) => ({ ...found, path: found.path.startsWith(name) ? found.path : `${name} ${found.path}` })));
  return {
    valid: Object.values(judged).every((file) => file.valid),
    // What Terraform fills at apply is not known here.
    loads: [...Object.values(judged).map((file) => file.loads), ...(broker.files.every((file) => file.known) ? [] : ['unknown' as const])],
    findings: [...stated, ...anew].map(({ rule, level, path, message, remedy }) => ({ rule, level, path: `${broker.path}: ${path}`, message, remedy })),
  };
}

/** Settings have other paths as props than in a file. */
function isSame(stated: Finding, anew: Finding): boolean {
  return stated.rule === anew.rule && stated.message === anew.message;
}

function refusalsNamed<T>(path: string, judge: () => T): T {
  try {
    return judge();
  } catch (error) {
    throw error instanceof LintRefusal ? new LintRefusal(error.file, `${path}: ${error.message}`) : error;
  }
}
