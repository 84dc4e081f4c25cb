/*
 * What HiveMQ's log says about an extension. The lines are those of hivemq/hivemq-community-edition,
 * src/main/java/com/hivemq/extensions/HiveMQExtensions.java; the enterprise edition's start line was seen to be the same.
 */

/** What became of an extension. */
export type ExtensionEvent = 'started' | 'stopped' | 'failed';

/** Texts of which every line about the extension holds one; none of them holds a line feed. */
export function linesAbout(id: string, title: string): readonly string[] {
  return [`xtension "${title}" version `, `xtension with id "${id}" `];
}

/** What a line says; undefined where it says something else about the extension. */
export function eventOf(line: string): ExtensionEvent | undefined {
  if (/ started successfully\.\s*$/.test(line)) {
    return 'started';
  }
  // One that fails while it stops has stopped as well, and is not started again before its marker is gone.
  if (/ stopped successfully\.\s*$/.test(line) || / on extension stop\./.test(line)) {
    return 'stopped';
  }
  return / was prevented by the extension itself, /.test(line) || / cannot be started because /.test(line) ? 'failed' : undefined;
}
