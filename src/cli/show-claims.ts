import { bytesOf, segmentsOf, textOf } from '../oauth/jwt';
import { PreviewCase } from '../preview/case';
import { visible } from '../text/visible';

/** Header and claims as they can be read without judging them; null where they cannot. */
export interface ShownToken {
  readonly header: unknown;
  readonly claims: unknown;
}

/** What stands in a token, for those who ask to see it. */
export function shownToken(token: PreviewCase['token']): ShownToken {
  if (token !== undefined && typeof token !== 'string') {
    return { header: token.header, claims: token.claims };
  }
  const [header, claims] = segmentsOf(token ?? '');
  return { header: partOf(header), claims: partOf(claims) };
}

function partOf(segment: string | undefined): unknown {
  try {
    const part: unknown = JSON.parse(textOf(bytesOf(segment ?? '')).text);
    // What is nested too deeply to be written again cannot be shown either.
    return JSON.stringify(part) === undefined ? null : part;
  } catch {
    return null;
  }
}

/** The same for people. */
export function describeToken({ header, claims }: ShownToken): string {
  const lines = (title: string, part: unknown) =>
    [`${title}:`, ...(part === null ? ['cannot be read'] : JSON.stringify(part, undefined, 2).split('\n')).map((line) => `  ${visible(line)}`)];
  return `${[...lines('Header of the token', header), ...lines('Claims of the token', claims)].join('\n')}\n`;
}
