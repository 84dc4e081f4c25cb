import { tokenByClientCredentials } from './client-credentials';
import { readSmallFile } from '../small-file';
import { TokenSource } from '../spec/token-source';
import { World } from '../world';
import { FoundToken, LONGEST_TOKEN } from './found-token';

export { FoundToken } from './found-token';

type Sources = { readonly [Kind in TokenSource['kind']]: (source: Extract<TokenSource, { kind: Kind }>, world: World) => Promise<FoundToken> };

const SOURCES: Sources = {
  // Read anew for each check, since others may renew it meanwhile.
  'file': async ({ path }) => {
    const { bytes, problem } = await readSmallFile(path, LONGEST_TOKEN);
    return bytes === undefined ? { problem } : checked(bytes.toString('utf8'), `the file ${path}`);
  },
  'variable': async ({ name }, { environment }) => checked(environment[name], `the environment variable ${name}`),
  'client-credentials': tokenByClientCredentials,
};

/** Gets a token from where the spec says. Never throws. */
export async function tokenFrom(source: TokenSource, world: World): Promise<FoundToken> {
  return (SOURCES[source.kind] as (source: TokenSource, world: World) => Promise<FoundToken>)(source, world);
}

function checked(text: string | undefined, place: string): FoundToken {
  const token = text?.trim() ?? '';
  if (token === '') {
    return { problem: `${place} ${text === undefined ? 'is not set' : 'is empty'}` };
  }
  return token.length > LONGEST_TOKEN ? { problem: `${place} holds more than ${LONGEST_TOKEN} characters` } : { token };
}
