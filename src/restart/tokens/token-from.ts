import { readFile } from 'node:fs/promises';
import { TokenSource } from '../spec/token-source';
import { World } from '../world';

const LONGEST_TOKEN = 64 * 1024;

/** A token for a check, or why there is none. */
export type FoundToken = { readonly token: string; readonly problem?: undefined } | { readonly token?: undefined; readonly problem: string };

type Sources = { readonly [Kind in TokenSource['kind']]?: (source: Extract<TokenSource, { kind: Kind }>, world: World) => Promise<FoundToken> };

const SOURCES: Sources = {
  file: async ({ path }) => {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    return checked(text, `the file ${path}`);
  },
  variable: async ({ name }, { environment }) => checked(environment[name], `the environment variable ${name}`),
};

/** Gets a token from where the spec says. Never throws. */
export async function tokenFrom(source: TokenSource, world: World): Promise<FoundToken> {
  const get = SOURCES[source.kind] as ((source: TokenSource, world: World) => Promise<FoundToken>) | undefined;
  return get === undefined ? { problem: `no token can be had by ${source.kind}` } : get(source, world);
}

function checked(text: string | undefined, place: string): FoundToken {
  const token = text?.trim() ?? '';
  if (token === '') {
    return { problem: `${place} cannot be read or is empty` };
  }
  return token.length > LONGEST_TOKEN ? { problem: `${place} holds more than ${LONGEST_TOKEN} characters` } : { token };
}
