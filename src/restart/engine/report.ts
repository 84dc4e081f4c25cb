import { describeFinding, Finding } from '../../rules/rule';

/** What became of one node. */
export interface NodeReport {
  readonly name: string;
  readonly result: 'skipped' | 'done' | 'failed' | 'untouched';
  /** The evidence, or what went wrong, or why it would restart. */
  readonly detail: string;
  readonly seconds?: number;
  /** Whether it judged tokens as it must; `follows` when it judges none itself. */
  readonly login?: 'proved' | 'follows' | 'none';
  /** What became of putting the earlier files back. */
  readonly restored?: string;
  /** Last lines of the broker's log when the node failed. */
  readonly logTail?: string;
}

/** How a run ended. */
export interface RunReport {
  /** `good`; `refused` before any node was touched; `stopped` on the way; `undetermined` when it could not be judged. */
  readonly outcome: 'good' | 'refused' | 'stopped' | 'undetermined';
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly nodes: readonly NodeReport[];
  /** Gates that were switched off by name. */
  readonly overrides?: readonly string[];
}

/** The exit code that stands for an outcome: 0 good, 2 a negative verdict, 3 undetermined. */
export function exitCode(report: RunReport): number {
  return report.outcome === 'good' ? 0 : report.outcome === 'undetermined' ? 3 : 2;
}

/** The report as lines for people. */
export function describeReport(report: RunReport): readonly string[] {
  const nodes = report.nodes.map((node) => {
    const time = node.seconds === undefined ? '' : ` after ${node.seconds.toFixed(1)} s`;
    const restored = node.restored === undefined ? '' : `; ${node.restored}`;
    return `  ${node.name}: ${node.result}${time}: ${node.detail}${restored}`;
  });
  const tails = report.nodes.filter((node) => node.logTail).flatMap((node) => [
    `  last lines of the log of ${node.name}:`, ...node.logTail!.trimEnd().split('\n').map((line) => `    ${line}`),
  ]);
  const overrides = report.overrides === undefined ? [] : [`gates switched off: ${report.overrides.join(', ')}`];
  return [
    ...report.findings.map((found) => `${found.level}: ${describeFinding(found)}`), ...overrides, `${report.outcome}: ${report.text}`, ...nodes, ...tails,
  ];
}
