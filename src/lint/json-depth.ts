/** Deepest nesting of JSON that is read; no settings come near it. */
export const DEEPEST_JSON = 100;

/** Whether a text nests brackets deeper than JSON is read; texts in quotes do not count. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      at += character === '\\' ? 1 : 0;
      isQuoted = character !== '"';
    } else if (character === '"') {
      isQuoted = true;
    } else if (character === '{' || character === '[') {
      depth += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
    }
    if (depth > DEEPEST_JSON) {
      return true;
    }
  }
  return false;
}
