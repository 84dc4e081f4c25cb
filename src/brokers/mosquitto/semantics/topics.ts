/*
 * Topics and filters as the broker compares them.
 *
 * Sources: eclipse-mosquitto/mosquitto v2.1.2 libcommon/topic_common.c; v2.0.11 lib/util_topic.c and
 * plugins/dynamic-security/sub_matches_sub.c.
 */

const MOST_BYTES = 65535;
const MOST_SEPARATORS = 200;

/** A topic that can be published to. */
export function isTopic(topic: string): boolean {
  return fits(topic) && !/[+#]/.test(topic);
}

/** A filter that can be subscribed to: wildcards fill a level, and `#` comes last. */
export function isFilter(filter: string): boolean {
  if (!fits(filter)) {
    return false;
  }
  return !hasWildcard(filter) || levelsOf(filter).every((level, index, levels) =>
    level === '+' || (level === '#' && index === levels.length - 1) || !hasWildcard(level));
}

/** Whether what begins with `$share` has a group and a filter. Source: v2.1.2 src/topic_tok.c. */
export function isShare(filter: string): boolean {
  const [root, group, ...rest] = levelsOf(filter);
  return root !== '$share' || (rest.join('/') !== '' && !hasWildcard(group));
}

/** Whether a filter has `+` or `#` anywhere. */
export function hasWildcard(filter: string): boolean {
  return /[+#]/.test(filter);
}

function fits(topic: string): boolean {
  if (topic === '' || topic.includes('\0') || Buffer.byteLength(topic) > MOST_BYTES) {
    return false;
  }
  return levelsOf(topic).length - 1 <= MOST_SEPARATORS;
}

/** The levels of a topic or filter. */
export function levelsOf(topic: string): readonly string[] {
  return topic.split('/');
}

/** Who acts; `%u` and `%c` stand for these. */
export interface Actor {
  readonly username: string | undefined;
  readonly clientId: string | undefined;
}

/** A filter taken apart. */
export interface Filter {
  readonly text: string;
  readonly levels: readonly string[];
  readonly isValid: boolean;
}

/** Takes a filter apart. */
export function filterOf(text: string): Filter {
  return { text, levels: levelsOf(text), isValid: isFilter(text) };
}

/** What a level of an entry must be; undefined where it stands for nothing. */
type Fill = (level: string) => string | undefined;

const AS_IT_IS: Fill = (level) => level;

/** Placeholders fill a whole level; a client without the name matches nothing. */
function fillFor(actor: Actor): Fill {
  return (level) => {
    const name = level === '%u' ? actor.username : level === '%c' ? actor.clientId : level;
    return name === '' ? level === '' ? level : undefined : name;
  };
}

/** Whether an entry matches a topic: `a/#` matches `a` too, and nothing but `$` matches `$` at the beginning. */
export function matchesTopic(entry: Filter, topic: Filter, actor: Actor | undefined): boolean {
  return sameRoot(entry, topic) && covers(entry.levels, topic.levels, actor === undefined ? AS_IT_IS : fillFor(actor));
}

/** Whether an entry covers every topic of a requested filter, as 2.1 judges it. */
export function coversFilter(entry: Filter, requested: Filter, actor: Actor): boolean {
  const fill = fillFor({ username: harmless(actor.username), clientId: harmless(actor.clientId) });
  return sameRoot(entry, requested) && covers(entry.levels, requested.levels, fill);
}

/** A name that is a wildcard stands for nothing. */
function harmless(name: string | undefined): string | undefined {
  return name === '+' || name === '#' ? undefined : name;
}

/** Only what begins with `$` matches what begins with it. */
export function sameRoot(entry: Filter, other: Filter): boolean {
  return entry.text.startsWith('$') === other.text.startsWith('$');
}

function covers(entry: readonly string[], asked: readonly string[], fill: Fill): boolean {
  for (const [index, level] of entry.entries()) {
    if (level === '#') {
      return true;
    }
    const wanted = asked[index];
    if (wanted === undefined || (level === '+' ? wanted === '#' : fill(level) !== wanted)) {
      return false;
    }
  }
  return asked.length === entry.length;
}

/**
 * Whether an entry covers a requested filter, as 2.0 judges it.
 *
 * `#` at the end counts for itself: without it what remains is compared level by level, and `$` is a character like any other.
 */
export function coversFilter20(entry: Filter, requested: Filter): boolean {
  if (entry.text === '#') {
    return true;
  }
  const [own, asked] = [withoutHash(entry.levels), withoutHash(requested.levels)];
  const hash = own !== entry.levels;
  if ((asked !== requested.levels && !hash) || own.length > asked.length || (asked.length > own.length && !hash)) {
    return false;
  }
  return own.every((level, index) => level === '+' || level === asked[index]);
}

const NOTHING: readonly string[] = [''];

function withoutHash(levels: readonly string[]): readonly string[] {
  if (levels[levels.length - 1] !== '#') {
    return levels;
  }
  return levels.length === 1 ? NOTHING : levels.slice(0, -1);
}
