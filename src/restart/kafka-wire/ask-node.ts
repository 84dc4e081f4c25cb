import { KafkaClient } from './client';
import { Endpoint } from './open-socket';
import { isBearerToken, loginByToken, withoutToken } from './token-login';
import { shown, WireProblem } from './wire-problem';
import { TokenSource } from '../spec/token-source';
import { tokenFrom } from '../tokens/token-from';
import { World } from '../world';

/** A listener and how to log in there. */
export interface AskedNode extends Endpoint {
  /** Absent where the listener has no SASL. */
  readonly token?: TokenSource;
}

/** What a node answered, or why it did not. */
export type Asked<T> = { readonly answer: T; readonly problem?: undefined } | { readonly answer?: undefined; readonly problem: string };

/** Answers of the largest clusters, whose partitions take some 50 bytes each. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** Connects, logs in where a token is named, asks and closes; within a time for all of it. Never throws. */
export async function askNode<T>(node: AskedNode, world: World, seconds: number, ask: (client: KafkaClient) => Promise<T>): Promise<Asked<T>> {
  try {
    const token = node.token === undefined ? undefined : await readToken(node.token, world);
    const client = await KafkaClient.connect(node, { seconds, largestAnswer: LARGEST_ANSWER });
    try {
      if (token !== undefined) {
        await login(client, token);
      }
      return { answer: await ask(client) };
    } finally {
      client.close();
    }
  } catch (error) {
    return { problem: world.redact(shown(error instanceof Error ? error.message : String(error))) };
  }
}

async function readToken(source: TokenSource, world: World): Promise<string> {
  const { token, problem } = await tokenFrom(source, world);
  if (token === undefined || !isBearerToken(token)) {
    throw new WireProblem(problem ?? 'the text is no bearer token (RFC 6750, section 2.1)');
  }
  return token;
}

async function login(client: KafkaClient, token: string): Promise<void> {
  const { outcome, detail } = await loginByToken(client, token).catch((problem: WireProblem) => {
    throw new WireProblem(withoutToken(problem.message, token));
  });
  if (outcome !== 'accepted') {
    throw new WireProblem(`the token is ${outcome}: ${withoutToken(detail, token)}`);
  }
}
