const LONGEST_SHOWN = 80;
const TOKEN_LIKE = /ey[\w-]{8,}\.[\w-]+\.[\w-]*/;

/** Shows a value in an error text: short, on one line, and never a whole token. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  if (TOKEN_LIKE.test(text)) {
    return `a token of ${text.length - 2} characters`;
  }
  const visible = text.replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return visible.length <= LONGEST_SHOWN ? visible : `${sliceCodePoints(visible, LONGEST_SHOWN)}… (${text.length - 2} characters)`;
}

function sliceCodePoints(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
