/*
 * Topic filters as the broker core compares them with topics and with the filters of subscriptions.
 * Source: hivemq/hivemq-community-edition, PermissionTopicMatcherUtils.java, TopicPermissionImpl.java and Topics.java.
 */

/** A filter of a permission, taken apart once. */
export interface Filter {
  /** Without slashes at the end. */
  readonly stripped: string;
  readonly levels: readonly string[];
  readonly hasWildcard: boolean;
  /** A `#` that is not the last level alone matches nothing. */
  readonly isMisplaced: boolean;
}

/** Takes a filter apart. */
export function compileFilter(filter: string): Filter {
  const stripped = withoutSlashes(filter);
  return {
    stripped,
    levels: levelsOf(stripped),
    hasWildcard: /[#+]/.test(stripped),
    isMisplaced: stripped.includes('#') && stripped !== '#' && !stripped.endsWith('/#'),
  };
}

/**
 * Whether a permission's filter covers a topic, or the filter of a subscription.
 *
 * Slashes at the end do not count where the permission has no wildcard. Where it has one, those of the topic are a level of their own.
 * `+` covers any level, even one that is `#` in the subscription.
 */
export function filterMatches({ stripped, levels, hasWildcard, isMisplaced }: Filter, topic: string): boolean {
  if (!hasWildcard) {
    return stripped === (topic.length > 1 ? withoutSlashes(topic) : topic);
  }
  if (isMisplaced) {
    return false;
  }
  const asked = levelsOf(topic);
  const common = Math.min(levels.length, asked.length);
  for (let index = 0; index < common; index++) {
    if (levels[index] === asked[index] || levels[index] === '+') {
      continue;
    }
    return levels[index] === '#';
  }
  return levels.length === asked.length || levels[asked.length] === '#';
}

/** Whether some filter that begins like this covers a topic, or the filter of a subscription. */
export function mayCover(beginning: string, topic: string): boolean {
  // Slashes at the end may go; one that stays opens a level.
  const levels = (beginning.endsWith('//') ? withoutSlashes(beginning) : beginning).split('/');
  const last = levels.pop()!;
  const asked = levelsOf(topic);
  for (const [index, level] of levels.entries()) {
    if (level.includes('#')) {
      return true;
    }
    if (asked[index] === undefined || (level !== asked[index] && !level.includes('+'))) {
      return false;
    }
  }
  return /[+#]/.test(last) || asked[levels.length] === undefined || asked[levels.length].startsWith(last);
}

function levelsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('/');
}

function withoutSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') {
    end--;
  }
  return text.slice(0, end);
}

/** The length that MQTT allows. */
const LONGEST = 65535;

/** Whether a permission can have this topic: a filter that is no shared subscription. */
export function isFilter(filter: string): boolean {
  return isPlainFilter(filter) && shareOf(filter) === undefined;
}

/** Whether wildcards fill a level alone, and `#` the last one. */
export function isPlainFilter(filter: string): boolean {
  if (filter === '' || filter.length > LONGEST || filter.includes('\0')) {
    return false;
  }
  const levels = filter.split('/');
  return levels.every((level, index) => level === '+' || (level === '#' && index === levels.length - 1) || !/[+#]/.test(level));
}

/** Whether a client may publish to the topic at all: no wildcards, and nothing that belongs to the broker. */
export function isTopicToPublish(topic: string): boolean {
  return topic !== '' && topic.length <= LONGEST && !/[+#\0]/.test(topic) && !topic.startsWith('$');
}

/** A shared subscription. */
export interface Share {
  readonly group: string;
  readonly filter: string;
}

/** Group and filter of `$share/group/filter`; undefined for other filters. */
export function shareOf(filter: string): Share | undefined {
  const parts = /^\$share\/([^/]*)\/(.*)/s.exec(filter);
  return parts === null ? undefined : { group: parts[1], filter: parts[2] };
}
