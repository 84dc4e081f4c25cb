import { visible } from '../../text/visible';

const LONGEST = 200;
const SHORTEST_HIDDEN = 8;

/** What a server said, fit to be shown: short, without control characters, and without the token or a part of it, which a server may repeat. */
export function serverText(text: string, token: string): string {
  const parts = [token, ...token.split('.')].filter((part) => part.length >= SHORTEST_HIDDEN);
  const hidden = parts.reduce((shown, part) => shown.replaceAll(part, '(token)'), text.slice(0, 10_000 + token.length));
  return visible(hidden.length > LONGEST ? `${hidden.slice(0, LONGEST)}…` : hidden);
}
