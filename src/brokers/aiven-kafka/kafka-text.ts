/*
 * How Kafka takes texts apart (apache/kafka ConfigDef.java `parseType`).
 */

/** The text without characters up to U+0020 at either end, as Java's `String.trim` leaves it. */
export function javaTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) {
    start++;
  }
  while (end > start && text.charCodeAt(end - 1) <= 0x20) {
    end--;
  }
  return text.slice(start, end);
}

/** The members of a value of type LIST; undefined for a blank text, which is no list at all. */
export function splitList(text: string): readonly string[] | undefined {
  const trimmed = javaTrim(text);
  return trimmed === '' ? undefined : trimmed.split(',').map(javaTrim);
}

/** The line end of a text; a bare CR only where there is no LF, since a CR of ours before an LF of theirs would become one line end. */
export function lineEnd(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? (text.includes('\r') ? '\r' : '\n');
}
