import { LintReport, LintResult } from './result';
import { describeFinding, Finding } from '../rules/rule';

/** The report for people: by file, errors first. */
export function describeReport({ results }: LintReport): string {
  return [...results.map(describeResult), summary(results)].join('\n');
}

const LOADS = new Map<boolean | string, string>([[true, 'loads'], [false, 'does not load'], ['unknown', 'whether it loads is not known']]);

function describeResult({ file, valid, loads, findings }: LintResult): string {
  const heading = `${file}: ${valid ? 'valid' : 'not valid'}, ${LOADS.get(loads)}`;
  const sorted = [...ofLevel(findings, 'error'), ...ofLevel(findings, 'warning')];
  return [heading, ...sorted.map((found) => `  ${found.level.padEnd(7)} ${describeFinding(found)}`), ''].join('\n');
}

function ofLevel(findings: readonly Finding[], level: string): readonly Finding[] {
  return findings.filter((found) => found.level === level);
}

function summary(results: readonly LintResult[]): string {
  const count = (level: string) => results.flatMap(({ findings }) => ofLevel(findings, level)).length;
  return `${counted(results.length, 'file')}, ${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}\n`;
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
