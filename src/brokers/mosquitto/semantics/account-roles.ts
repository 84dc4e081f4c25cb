import { booleanOf, lower, Members, objectsOf, priorityOf, textOf } from './account-json';
import { Base } from './releases';
import { Filter, filterOf } from './topics';
import { ACL_TYPES } from '../settings';

/** One access control entry. */
export interface Entry {
  readonly acltype: string;
  readonly filter: Filter;
  readonly allow: boolean;
  readonly priority: number;
}

/** A role as the broker loads it. */
export interface Role {
  readonly name: string;
  readonly allowsWildcards: boolean;
  /** Entries of every type, highest priority first, then in the order of the file. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  /** Entries of the literal types, by topic. */
  readonly literals: ReadonlyMap<string, ReadonlyMap<string, Entry>>;
}

const TYPES = new Map(ACL_TYPES.map((type) => [lower(type), type]));

/** Reads a role. Source: eclipse-mosquitto/mosquitto v2.1.2 and v2.0.11, plugins/dynamic-security/roles.c. */
export function readRole(name: string, role: Members, base: Base): Role {
  const entries = new Map<string, Entry[]>(ACL_TYPES.map((type) => [type, []]));
  const literals = new Map<string, Map<string, Entry>>(ACL_TYPES.map((type) => [type, new Map<string, Entry>()]));
  for (const acl of objectsOf(role, 'acls')) {
    const entry = entryOf(acl, base);
    if (entry !== undefined) {
      add(entry, entries.get(entry.acltype)!, literals.get(entry.acltype)!, base);
    }
  }
  entries.forEach((list) => list.sort((a, b) => b.priority - a.priority));
  return { name, allowsWildcards: !base.is21 || booleanOf(role, 'allowwildcardsubs') !== false, entries, literals };
}

function add(entry: Entry, list: Entry[], byTopic: Map<string, Entry>, { firstWins }: Base): void {
  if (firstWins && byTopic.has(entry.filter.text)) {
    return;
  }
  // Up to 2.0.15 the later of two entries is found by its topic; both stand in the list.
  byTopic.set(entry.filter.text, entry);
  list.push(entry);
}

/** An entry; undefined where the broker drops it or it matches nothing. */
function entryOf(acl: Members, base: Base): Entry | undefined {
  const [type, topic] = [textOf(acl, 'acltype'), textOf(acl, 'topic')];
  const acltype = type === undefined ? undefined : TYPES.get(lower(type));
  if (acltype === undefined || topic === undefined || topic === '') {
    return undefined;
  }
  return { acltype, filter: filterOf(topic), allow: booleanOf(acl, 'allow') === true, priority: priorityOf(acl, base, 0) };
}
