import { JsonMembers } from '../../../preview/case';

/*
 * What a token may do, by virtual host. Source: cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_claim.cr, auth/oauth_user.cr, auth/base_user.cr.
 */

export type Verb = 'configure' | 'read' | 'write';

/** The patterns of one virtual host, decoded; `*` stands for any text within a line. */
export type Entry = Readonly<Record<Verb, readonly string[]>>;

/** Entries in the order in which virtual hosts first appeared in the token. */
export class Permissions {
  private readonly entries = new Map<string, Record<Verb, string[]>>();

  /** Adds a pattern. One that denies everything gives way to the next. */
  add(verb: Verb, vhost: string, pattern: string): void {
    let entry = this.entries.get(vhost);
    if (entry === undefined) {
      entry = { configure: [], read: [], write: [] };
      this.entries.set(vhost, entry);
    }
    if (deniesAll(entry[verb])) {
      entry[verb] = [pattern];
    } else {
      entry[verb].push(pattern);
    }
  }

  /** The entry that names the virtual host itself. */
  exact(vhost: string): Entry | undefined {
    return this.entries.get(vhost);
  }

  /** The entry that counts: the exact one, else the first whose wildcard matches. Entries are never merged. */
  find(vhost: string): Entry | undefined {
    const exact = this.entries.get(vhost);
    if (exact !== undefined) {
      return exact;
    }
    for (const [pattern, entry] of this.entries) {
      if (vhostMatches(pattern, vhost)) {
        return entry;
      }
    }
    return undefined;
  }

  /** The entries as the broker holds them, with its regular expressions. */
  describe(): readonly JsonMembers[] {
    return [...this.entries].map(([vhost, entry]) => ({
      vhost, configure: sourceOf(entry.configure), read: sourceOf(entry.read), write: sourceOf(entry.write),
    }));
  }
}

/** Whether the entry's patterns match a name. */
export function allows(entry: Entry, verb: Verb, name: string): boolean {
  const patterns = entry[verb];
  return !deniesAll(patterns) && patterns.some((pattern) => patternMatches(pattern, name));
}

/** The empty pattern alone is the expression `^$`, which the broker takes as a refusal of everything. */
function deniesAll(patterns: readonly string[]): boolean {
  return patterns.length === 1 && patterns[0] === '';
}

/** The regular expression that the broker makes of patterns. */
export function sourceOf(patterns: readonly string[]): string {
  return patterns.length === 0 ? '^$' : patterns.map(expressionOf).join('|');
}

function expressionOf(pattern: string): string {
  if (pattern === '*') {
    return '.*';
  }
  return `^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`;
}

/**
 * Whether the expression of a pattern matches somewhere in the name, in time that is bounded by the product of their lengths.
 *
 * As in PCRE, a wildcard does not reach over a line feed, and the end may be before a last one.
 */
export function patternMatches(pattern: string, name: string): boolean {
  if (pattern === '*') {
    return true;
  }
  const [first, ...rest] = pattern.split('*');
  if (!name.startsWith(first)) {
    return false;
  }
  let reached = [first.length];
  for (const piece of rest) {
    reached = afterWildcard(reached, piece, name);
  }
  return reached.some((position) => position === name.length || (position === name.length - 1 && name.endsWith('\n')));
}

/** Every position that a wildcard and the text behind it lead to. */
function afterWildcard(starts: readonly number[], piece: string, name: string): number[] {
  const found = new Set<number>();
  let covered = 0;
  for (const start of starts) {
    const lineEnd = name.indexOf('\n', start);
    const end = lineEnd < 0 ? name.length : lineEnd;
    for (let position = Math.max(start, covered); position <= end; position++) {
      if (name.startsWith(piece, position)) {
        found.add(position + piece.length);
      }
    }
    covered = Math.max(covered, end + 1);
  }
  return [...found].sort((a, b) => a - b);
}

/** How the broker matches a virtual host: pieces between stars, each found as early as it can be. */
export function vhostMatches(pattern: string, vhost: string): boolean {
  if (!pattern.includes('*')) {
    return pattern === vhost;
  }
  const pieces = pattern.split('*');
  const last = pieces.length - 1;
  let position = 0;
  for (const [index, piece] of pieces.entries()) {
    const at = index === 0 ? (vhost.startsWith(piece) ? 0 : -1)
      : index === last ? (vhost.endsWith(piece) && vhost.length - piece.length >= position ? position : -1)
        : vhost.indexOf(piece, position);
    if (at < 0) {
      return false;
    }
    position = at + piece.length;
  }
  return true;
}
