import { FoundToken, LONGEST_TOKEN } from './found-token';
import { askHttp, HttpAnswer } from '../bounded-http';
import { decodeClaims } from '../engine/token-check';
import { readSmallFile } from '../small-file';
import { ClientCredentials } from '../spec/token-source';
import { readTls } from '../tls-files';
import { World } from '../world';

/*
 * The client credentials grant. Source: RFC 6749, section 4.4; errors by section 5.2.
 */

const TIMEOUT_SECONDS = 10;
const LARGEST_ANSWER = 256 * 1024;
const LONGEST_SECRET = 16 * 1024;
/** A token is asked for anew so long before it expires, or at half of its life where that is shorter. */
const RENEWED_BEFORE_SECONDS = 30;

interface Kept {
  readonly token: string;
  /** By the monotonic clock. */
  readonly until: number;
}

/** Tokens by source, for each run; two questions at the same time are one. */
const runs = new WeakMap<World, { readonly kept: Map<string, Kept>; readonly asked: Map<string, Promise<FoundToken>> }>();

/** Gets a token for a client, anew shortly before the last one expires. Never throws. */
export function tokenByClientCredentials(source: ClientCredentials, world: World): Promise<FoundToken> {
  const run = runs.get(world) ?? { kept: new Map<string, Kept>(), asked: new Map<string, Promise<FoundToken>>() };
  runs.set(world, run);
  const key = JSON.stringify(source);
  const kept = run.kept.get(key);
  if (kept !== undefined && world.clock.now() < kept.until) {
    return Promise.resolve({ token: kept.token });
  }
  const asked = run.asked.get(key) ?? ask(source, world, (answer) => run.kept.set(key, answer)).finally(() => run.asked.delete(key));
  run.asked.set(key, asked);
  return asked;
}

async function ask(source: ClientCredentials, world: World, keep: (kept: Kept) => void): Promise<FoundToken> {
  const secret = await secretOf(source, world);
  if (secret.problem !== undefined) {
    return secret;
  }
  const tls = await readTls({ caFile: source.caFile });
  if (tls.problem !== undefined) {
    return { problem: tls.problem };
  }
  const begun = world.clock.now();
  const answer = await askHttp({
    url: source.tokenEndpoint,
    method: 'POST',
    timeoutSeconds: TIMEOUT_SECONDS,
    largestBody: LARGEST_ANSWER,
    tls: tls.material,
    ...requestOf(source, secret.token),
  });
  const read = readAnswer(source, answer);
  if (read.token === undefined) {
    return { problem: `${hostOf(source)}: ${read.problem}` };
  }
  const lifetime = lifetimeOf(read.token, read.expiresIn, world.clock.date());
  if (lifetime > 0) {
    keep({ token: read.token, until: begun + (lifetime - Math.min(RENEWED_BEFORE_SECONDS, lifetime / 2)) * 1000 });
  }
  return { token: read.token };
}

async function secretOf({ clientSecretVariable, clientSecretFile }: ClientCredentials, { environment }: World): Promise<FoundToken> {
  if (clientSecretVariable !== undefined) {
    const token = environment[clientSecretVariable] ?? '';
    return token === '' ? { problem: `the environment variable ${clientSecretVariable} with the client's secret is not set or empty` } : { token };
  }
  const { bytes, problem } = await readSmallFile(clientSecretFile!, LONGEST_SECRET);
  const token = bytes?.toString('utf8').replace(/\r?\n$/, '') ?? '';
  return token === '' ? { problem: problem ?? `${clientSecretFile} with the client's secret is empty` } : { token };
}

function requestOf({ authentication, clientId, scope, parameters }: ClientCredentials, secret: string) {
  const isBasic = authentication === 'client_secret_basic';
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    ...scope.length === 0 ? {} : { scope: scope.join(' ') },
    ...parameters,
    ...isBasic ? {} : { client_id: clientId, client_secret: secret },
  });
  return {
    body: form.toString(),
    headers: {
      'accept': 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...isBasic ? { authorization: `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(secret)}`).toString('base64')}` } : {},
    },
  };
}

/** Name and secret are form-encoded before they are joined. Source: RFC 6749 section 2.3.1. */
function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

type Read = { readonly token: string; readonly expiresIn: unknown } | { readonly token?: undefined; readonly problem: string };

/** What the codes of section 5.2, and of RFC 8707 section 2, ask for. */
const REMEDIES: { readonly [code: string]: (source: ClientCredentials) => string } = {
  invalid_client: ({ authentication }) => `the client or its secret is wrong, or the provider does not take ${authentication}`,
  invalid_scope: () => 'a scope is not known or not granted to the client',
  unauthorized_client: () => 'the client may not use the client credentials grant; allow it at the provider',
  unsupported_grant_type: () => 'the provider does not know the client credentials grant',
  invalid_request: () => 'something is missing, such as the parameter "audience" (Auth0) or a scope (Entra)',
  invalid_target: () => 'the audience or resource is not known',
};

function readAnswer(source: ClientCredentials, answer: HttpAnswer): Read {
  if (answer.problem !== undefined) {
    return { problem: answer.problem };
  }
  if (answer.status >= 300 && answer.status <= 399) {
    return { problem: `a redirect (status ${answer.status}) is not followed, since the secret would go with it; name the endpoint that it leads to` };
  }
  const members = answer.cut ? undefined : membersOf(answer.body);
  if (members === undefined) {
    return { problem: answer.cut ? `the answer has more than ${LARGEST_ANSWER} bytes` : `status ${answer.status}, and the answer is no JSON object; is this the token endpoint?` };
  }
  if (answer.status !== 200) {
    const code = typeof members.error === 'string' && /^[a-z0-9_]{1,60}$/i.test(members.error) ? members.error : undefined;
    const remedy = code === undefined ? undefined : REMEDIES[code]?.(source);
    return { problem: [`status ${answer.status}${code === undefined ? ' without an error code' : `, ${code}`}`, remedy].filter((text) => text !== undefined).join(': ') };
  }
  const { access_token: token, token_type: type } = members;
  if (typeof token !== 'string' || token === '' || token.length > LONGEST_TOKEN || !/^[\x21-\x7e]+$/.test(token)) {
    return { problem: 'the answer has no access_token that can be sent' };
  }
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
    return { problem: 'the answer has no token of the type Bearer, the only one that brokers take as a password' };
  }
  return { token, expiresIn: members.expires_in };
}

function membersOf(text: string): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value as { readonly [name: string]: unknown } : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds for which the token is good, by the answer and by its own `exp`, whichever is sooner; 0 where neither tells. */
function lifetimeOf(token: string, expiresIn: unknown, now: Date): number {
  const exp = decodeClaims(token)?.exp;
  const told = [
    ...typeof exp === 'number' ? [exp - now.getTime() / 1000] : [],
    // A text at some providers.
    ...typeof expiresIn === 'number' || typeof expiresIn === 'string' ? [Number(expiresIn)] : [],
  ].filter(Number.isFinite);
  return told.length === 0 ? 0 : Math.min(...told);
}

/** Where it was asked, without what may be a secret. */
function hostOf({ tokenEndpoint }: ClientCredentials): string {
  return `token endpoint ${tokenEndpoint.replace(/[?#].*$/, '').replace(/\/\/[^/@]*@/, '//')}`;
}
