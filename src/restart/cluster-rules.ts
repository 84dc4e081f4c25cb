import { CLUSTER } from './spec/clusters';
import { Rule } from '../rules/rule';
import { isUnresolved, Value } from '../text/unresolved';

/** What the rules of a cluster look at. */
export interface Clustered {
  readonly nodes: readonly { readonly name: string }[];
  /** How the brokers are asked about their cluster; absent where nobody asks. */
  readonly cluster?: { readonly [option: string]: unknown };
}

export const RESTART_CLUSTER_OPTIONS: Rule<Clustered> = {
  id: 'RESTART_CLUSTER_OPTIONS',
  level: 'error',
  summary: 'What the brokers are asked about their cluster with is complete, and knows every node of the restart by its name.',
  cause: 'The engine refuses a description that it does not understand, and its gates stay shut for a node that the description lacks: '
    + 'both show at apply, when the plan is long approved.',
  remedy: 'mend the option that is named, or add the node under the name that it has in `nodes` of the restart',
  source: 'docs/rolling-restart.md',
  check: ({ nodes, cluster }, report) => {
    if (cluster === undefined) {
      return;
    }
    const known = Object.keys((cluster.nodes ?? {}) as object);
    const missing = nodes.map(({ name }) => name).filter((name) => !known.includes(name));
    if (cluster.nodes !== undefined && missing.length > 0) {
      report.broken('cluster.nodes', { message: `must hold ${missing.join(', ')}`, got: known });
    }
    if (holdsUnresolved(cluster)) {
      report.deferred('cluster');
      return;
    }
    for (const issue of CLUSTER.safeParse(cluster).error?.issues ?? []) {
      report.broken(['cluster', ...issue.path].join('.'), { message: issue.message });
    }
  },
};

function holdsUnresolved(value: unknown): boolean {
  return value !== null && typeof value === 'object' ? Object.values(value).some(holdsUnresolved) : isUnresolved(value as Value | undefined);
}
