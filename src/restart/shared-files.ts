import { RESTART_RULES } from './rules';
import { Finding, finding } from '../rules/rule';

/** A node as far as its files go. */
interface FileOwner {
  readonly name: string;
  readonly files: { readonly [name: string]: string };
  readonly driver: { readonly [option: string]: unknown };
}

/** What tells which files nodes take. */
export interface FileOwners {
  readonly nodes: readonly FileOwner[];
  /** Names of gates that are switched off. */
  readonly overrides: readonly string[];
}

/** Files that more than one node takes; such a file changes under a node that still runs. */
export function sharedFileFindings({ nodes, overrides }: FileOwners): readonly Finding[] {
  if (overrides.includes('shared-files')) {
    return [];
  }
  const owners = new Map<string, string[]>();
  for (const node of nodes) {
    for (const path of Object.values(node.files)) {
      const place = `${hostOf(node)}${path}`;
      owners.set(place, [...owners.get(place) ?? [], node.name]);
    }
  }
  return [...owners].filter(([, names]) => names.length > 1).map(([path, names]) => finding(RESTART_RULES.FILES_SHARED, 'nodes', {
    message: `${names.join(', ')} share a file`, got: path,
  }));
}

/** Where a path counts, as it stands in front of the path: nothing for the machine that runs the engine. */
function hostOf({ name, driver }: FileOwner): string {
  if (driver.filesIn === 'container') {
    return `container of ${name}:`;
  }
  if (driver.kind === 'kubernetes') {
    // Pods mount a ConfigMap when they start, each by itself.
    return `pod of ${name}:`;
  }
  const ssh = driver.ssh as { readonly host?: string; readonly port?: number } | undefined;
  return ssh === undefined ? '' : `${ssh.host}:${ssh.port ?? 22}:`;
}
