import { PreviewCase } from '../preview/case';

/** A compact token begins with `{"` or `{ ` in base64url. */
const TOKEN_LIKE = /\bey[AJ][\w-]{8,}\.[\w-]+(\.[\w-]*)*/g;

/** The text without anything that looks like a compact token, such as one that was given where a path belongs. */
export function hideTokens(text: string): string {
  return text.replace(TOKEN_LIKE, (token) => `(a token of ${token.length} characters)`);
}

/** The text without this very token, wherever else the case has it: a user name may repeat it. */
export function hideToken(text: string, { token }: Pick<PreviewCase, 'token'>): string {
  if (typeof token !== 'string' || token.length < 20) {
    return text;
  }
  const [header, payload = ''] = token.split('.', 2);
  // Only what can be nothing else is looked for, so that a hostile token hides nothing of the result.
  return [token, header, payload].filter((part) => /^ey[AJ][\w-]{8,}(\.[\w-]*)*$/.test(part)).reduce((shown, part) => shown.replaceAll(part, '(token)'), text);
}
