/** Control characters and directional marks, with which a text from elsewhere would draw over the terminal, as their numbers. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A value as JSON on one line that draws over no terminal; it parses to the same value. */
export function visibleJson(value: unknown): string {
  return visible(JSON.stringify(value));
}
