import { RESTART_RULES } from './rules';
import { Finding, finding } from '../rules/rule';

/** What tells which files nodes take. */
export interface FileOwners {
  readonly nodes: readonly { readonly name: string; readonly files: { readonly [name: string]: string } }[];
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
      owners.set(path, [...owners.get(path) ?? [], node.name]);
    }
  }
  return [...owners].filter(([, names]) => names.length > 1).map(([path, names]) => finding(RESTART_RULES.FILES_SHARED, 'nodes', {
    message: `${names.join(', ')} share a file`, got: path,
  }));
}
