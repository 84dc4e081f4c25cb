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
    return JSON.parse(textOf(bytesOf(segment ?? '')).text);
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
