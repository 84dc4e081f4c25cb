import { judgeShape } from './shape';
import { CLUSTER } from './spec/clusters';
import { ACCOUNTS_FILE } from './spec/mosquitto-cluster';
import { Rule } from '../rules/rule';

/** What the rules of a cluster look at. */
export interface Clustered {
  readonly nodes: readonly { readonly name: string; readonly files: { readonly [name: string]: string } }[];
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
    judgeShape(CLUSTER, cluster, 'cluster', report);
  },
};

export const RESTART_ACCOUNTS_TWICE: Rule<Clustered> = {
  id: 'RESTART_ACCOUNTS_TWICE',
  level: 'error',
  summary: 'Accounts reach a Mosquitto cluster by the control API or as a file of each node, not both.',
  cause: 'The leader rewrites the file and replicates it when the control API changes an account, so a node would get a file that is older '
    + 'than what the cluster knows.',
  remedy: 'leave dynamic-security.json out of the nodes\' `files`, or set `accounts: false` in `controlApi`',
  source: 'docs/rolling-restart.md',
  check: ({ nodes, cluster }, report) => {
    const { controlApi } = (cluster ?? {}) as { readonly controlApi?: { readonly accounts?: boolean } };
    if (controlApi === undefined || controlApi.accounts === false) {
      return;
    }
    nodes.forEach(({ files }, index) => {
      if (files[ACCOUNTS_FILE] !== undefined) {
        report.broken(`nodes[${index}].files`, { message: `must not hold ${ACCOUNTS_FILE}, which the control API takes` });
      }
    });
  },
};
