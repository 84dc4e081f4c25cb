import { RESTART_CHECK_OPTIONS } from './check-rules';
import { RESTART_ACCOUNTS_TWICE, RESTART_CLUSTER_OPTIONS } from './cluster-rules';
import { DRIVER_FACTS } from './driver-facts';
import { DRIVER_RULES } from './driver-rules';
import { LockOptions } from './lease-facts';
import { LEASE_RULES } from './lease-rules';
import { RestartPlan } from './plan';
import { sharedFileFindings } from './shared-files';
import { evaluate, Evaluation, Rule } from '../rules/rule';
import { isUnresolvedText } from '../text/unresolved';

/** A rolling restart as its rules see it. */
export interface RestartSubject {
  readonly plan: RestartPlan;
  readonly nodes: readonly RestartNodeSubject[];
  /** Names of the files that the broker renders. */
  readonly rendered: readonly string[];
  readonly deliver: string;
  readonly neededDelivery: string;
  /** Names of gates that are switched off. */
  readonly overrides: readonly string[];
  /** Where the lease is kept; absent for the default. */
  readonly lock?: LockOptions;
  /** How the brokers are asked about their cluster; absent where nobody asks. */
  readonly cluster?: { readonly [option: string]: unknown };
  /** Paths of what the restart is told to wait for although Terraform cannot. */
  readonly notDependable?: readonly string[];
  /** Which tokens the smoke test has. */
  readonly smoke?: { readonly accepted: boolean; readonly refused: boolean };
  /** Where these tokens come from, by the prop that says so. */
  readonly tokens?: { readonly [prop: string]: unknown };
}

/** One node as the rules see it. */
export interface RestartNodeSubject {
  readonly name: string;
  readonly files: { readonly [name: string]: string };
  readonly driver: { readonly [option: string]: unknown };
  readonly probes: readonly unknown[];
  readonly logins?: readonly unknown[];
  /** Versions of the secrets that the node's files name, those of the broker included. */
  readonly secretVersions: { readonly [name: string]: string };
}

const SOURCE = 'docs/rolling-restart.md';

export const RESTART_NODE_NAME: Rule<RestartSubject> = {
  id: 'RESTART_NODE_NAME',
  level: 'error',
  summary: 'A node name is 1 to 63 letters, digits, dots, underscores and hyphens.',
  cause: 'The name is a key in Terraform triggers, in file names and in reports.',
  remedy: 'give the node another name; it need not be its host name',
  source: SOURCE,
  check: ({ nodes }, report) => nodes.forEach((node, index) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(node.name)) {
      report.broken(`nodes[${index}].name`, { message: 'must be 1 to 63 letters, digits, `.`, `_` or `-`', got: node.name });
    }
  }),
};

export const RESTART_NODES_REQUIRED: Rule<RestartSubject> = {
  id: 'RESTART_NODES_REQUIRED',
  level: 'error',
  summary: 'A rolling restart has at least one node, and each node takes files and has a probe.',
  cause: 'Without nodes nothing restarts; without files there is nothing to run; without a probe a broken node passes for healthy.',
  remedy: 'list the nodes with their files and at least one probe each',
  source: SOURCE,
  check: ({ nodes }, report) => {
    if (nodes.length === 0) {
      report.broken('nodes', { message: 'must hold at least one node', got: [] });
    }
    nodes.forEach((node, index) => {
      if (Object.keys(node.files).length === 0 && DRIVER_FACTS[String(node.driver.kind)]?.evidence === 'node') {
        report.broken(`nodes[${index}].files`, { message: 'must name at least one file', got: {} });
      }
      if (node.probes.length === 0) {
        report.broken(`nodes[${index}].probes`, { message: 'must hold at least one probe', got: [] });
      }
    });
  },
};

export const RESTART_FILE_UNKNOWN: Rule<RestartSubject> = {
  id: 'RESTART_FILE_UNKNOWN',
  level: 'error',
  summary: 'A node takes only files that its broker renders.',
  cause: 'The engine has no text for such a file.',
  remedy: 'use one of the names the broker renders',
  source: SOURCE,
  check: ({ nodes, rendered }, report) => nodes.forEach((node, index) => {
    for (const name of Object.keys(node.files)) {
      // Nothing is rendered while other rules are broken; those tell more.
      if (rendered.length > 0 && !rendered.includes(name)) {
        report.broken(`nodes[${index}].files`, { message: `must be among ${rendered.join(', ')}`, got: name });
      }
    }
  }),
};

export const RESTART_COMMAND_REQUIRED: Rule<RestartSubject> = {
  id: 'RESTART_COMMAND_REQUIRED',
  level: 'error',
  summary: 'A command driver can restart its node, and stop and start it where files are delivered in between.',
  cause: 'A node that cannot be restarted keeps its old settings for ever.',
  remedy: 'give `restart`, or `stop` and `start`',
  source: SOURCE,
  check: ({ nodes, deliver }, report) => nodes.forEach((node, index) => {
    const { kind, restart, stop, start } = node.driver;
    if (kind !== 'command') {
      return;
    }
    if (stop !== undefined && start !== undefined) {
      return;
    }
    if (deliver === 'while-stopped') {
      report.broken(`nodes[${index}].driver`, { message: 'must have `stop` and `start`, since files are delivered while the node is stopped' });
    } else if (restart === undefined) {
      report.broken(`nodes[${index}].driver`, { message: 'must have `restart`, or `stop` and `start`' });
    }
  }),
};

export const RESTART_NO_EVIDENCE: Rule<RestartSubject> = {
  id: 'RESTART_NO_EVIDENCE',
  level: 'warning',
  summary: 'Something tells when a node\'s process started.',
  cause: 'Without it nothing proves that a node runs the new settings, so a run that has lost its journal restarts the node again.',
  remedy: 'give `pidFile` or `startTimeCommand`',
  source: SOURCE,
  check: ({ nodes }, report) => nodes.forEach((node, index) => {
    if (node.driver.kind === 'command' && node.driver.pidFile === undefined && node.driver.startTimeCommand === undefined) {
      report.broken(`nodes[${index}].driver`, { message: 'has neither `pidFile` nor `startTimeCommand`' });
    }
  }),
};

export const RESTART_DELIVERY: Rule<RestartSubject> = {
  id: 'RESTART_DELIVERY',
  level: 'warning',
  summary: 'Files that the broker rewrites while it runs are delivered while it is stopped.',
  cause: 'The running broker would overwrite the new file with what it holds in memory.',
  remedy: 'leave `deliver` out, or acknowledge this where the node does not take such a file',
  source: SOURCE,
  check: ({ deliver, neededDelivery }, report) => {
    if (neededDelivery === 'while-stopped' && deliver !== 'while-stopped') {
      report.broken('deliver', { message: 'must be while-stopped for this broker', got: deliver });
    }
  },
};

export const RESTART_SECRET_VERSION: Rule<RestartSubject> = {
  id: 'RESTART_SECRET_VERSION',
  level: 'error',
  summary: 'Names and versions of secrets are words without blanks.',
  cause: 'They are parts of the lines whose hash is the fingerprint, and a blank would make two versions look alike.',
  remedy: 'use a number, a date or an id as version, never the secret itself',
  source: SOURCE,
  check: ({ nodes }, report) => nodes.forEach((node, index) => {
    for (const [name, version] of Object.entries(node.secretVersions)) {
      const path = `nodes[${index}].secretVersions`;
      if (isUnresolvedText(version)) {
        report.deferred(path);
      } else if (!/^(?!__proto__$)[^\s\x00-\x1f\x7f]{1,255}$/.test(name) || !/^[^\s\x00-\x1f\x7f]{1,255}$/.test(version)) {
        report.broken(path, { message: `must hold a word of 1 to 255 characters for ${name}` });
      }
    }
  }),
};

export const RESTART_SMOKE_INCOMPLETE: Rule<RestartSubject> = {
  id: 'RESTART_SMOKE_INCOMPLETE',
  level: 'error',
  summary: 'A token to try and a login to try it on come together.',
  cause: 'One without the other tries nothing, while the stack looks as if every restarted node were proved to judge tokens.',
  remedy: 'give `acceptedToken` and `logins` of at least one node, or neither',
  source: SOURCE,
  check: ({ nodes, smoke }, report) => {
    const logins = nodes.some((node) => (node.logins ?? []).length > 0);
    if (smoke?.accepted === true && !logins) {
      report.broken('nodes', { message: 'must have a node with `logins`, since there is an `acceptedToken`' });
    } else if (smoke?.accepted !== true && (logins || smoke?.refused === true)) {
      report.broken('acceptedToken', { message: `must be given, since there ${logins ? 'are `logins`' : 'is a `refusedToken`'}` });
    }
  },
};

export const RESTART_DEPENDENCY: Rule<RestartSubject> = {
  id: 'RESTART_DEPENDENCY',
  level: 'error',
  summary: 'What a restart waits for is a resource, a data source or a module of Terraform.',
  cause: 'Terraform orders nothing else, so nodes could restart before it is in place.',
  remedy: 'name the resource itself, such as a child of the construct',
  source: 'developer.hashicorp.com/terraform/language/meta-arguments/depends_on',
  check: ({ notDependable = [] }, report) => notDependable.forEach((path) => {
    report.broken('dependsOn', { message: 'must hold resources, data sources or modules', got: path });
  }),
};

export const RESTART_CONSTRUCT_RULES: readonly Rule<RestartSubject>[] = [
  RESTART_NODES_REQUIRED, RESTART_NODE_NAME, RESTART_FILE_UNKNOWN, RESTART_COMMAND_REQUIRED, RESTART_NO_EVIDENCE, RESTART_DELIVERY,
  RESTART_SECRET_VERSION, RESTART_SMOKE_INCOMPLETE, RESTART_DEPENDENCY, RESTART_CHECK_OPTIONS, RESTART_CLUSTER_OPTIONS,
  RESTART_ACCOUNTS_TWICE, ...LEASE_RULES, ...DRIVER_RULES,
];

/** Everything the rules say about a rolling restart, the plan's own findings included. */
export function evaluateRestart(subject: RestartSubject): Evaluation {
  const judged = evaluate(RESTART_CONSTRUCT_RULES, subject);
  return { ...judged, findings: [...judged.findings, ...subject.plan.findings, ...sharedFileFindings(subject)] };
}
