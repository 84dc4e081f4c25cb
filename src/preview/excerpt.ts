const LONGEST = 60;
const TOKEN_LIKE = /ey[\w-]{8,}\.[\w-]*/;

/** Shows what stands in a claim or a setting: quoted, short, and never anything that looks like a token. */
export function excerpt(value: string): string {
  if (value.length > 10 && TOKEN_LIKE.test(value)) {
    return `a text of ${value.length} characters that looks like a token`;
  }
  return value.length <= LONGEST ? `"${value}"` : `"${value.slice(0, LONGEST)}…" (${value.length} characters)`;
}

/** Shows several, and how many more there are. */
export function excerpts(values: readonly string[]): string {
  const shown = values.slice(0, 5).map(excerpt).join(', ');
  return values.length > 5 ? `${shown} and ${values.length - 5} more` : shown;
}
