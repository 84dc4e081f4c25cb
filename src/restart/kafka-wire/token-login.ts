import { KafkaClient } from './client';
import { METADATA } from './cluster-messages';
import { SASL_AUTHENTICATE, SASL_HANDSHAKE, SaslAnswer } from './login-messages';
import { errorName, shown, WireProblem } from './wire-problem';
import { LoginResult } from '../engine/ports';

const MECHANISM = 'OAUTHBEARER';
const SASL_AUTHENTICATION_FAILED = 58;
/** What a client answers to an error (RFC 7628, section 3.2.3). */
const ACKNOWLEDGEMENT = Buffer.from([1]);

/** The characters of a bearer token (RFC 6750, section 2.1); any other could end the message's field and begin one of its own. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/** Whether a text can be sent as a bearer token. */
export function isBearerToken(token: string): boolean {
  return TOKEN.test(token);
}

/** Characters in a row by which a part of a token is known. */
const PART = 8;

/** Takes out of a text what repeats a part of the token. */
export function withoutToken(text: string, token: string): string {
  return text.replace(/[A-Za-z0-9._~+/=-]{8,}/g, (word) => {
    const places = Array.from({ length: word.length - PART + 1 }, (_, place) => word.slice(place, place + PART));
    return places.some((part) => token.includes(part)) ? '(token hidden)' : word;
  });
}

/**
 * Logs in by SASL OAUTHBEARER (RFC 7628, KIP-255) and proves it by a request.
 *
 * A broker that refuses a token answers first without an error code and with a JSON text, so that the code alone proves nothing; and what
 * it thinks of the session shows only when the session is used. Throws a WireProblem where there is no verdict.
 */
export async function loginByToken(client: KafkaClient, token: string): Promise<LoginResult> {
  const handshake = await client.ask(SASL_HANDSHAKE, MECHANISM);
  if (handshake.error !== 0) {
    const offered = handshake.mechanisms.map(shown).join(', ') || 'no mechanism';
    throw new WireProblem(`the listener does not take tokens: ${errorName(handshake.error)}, it offers ${offered}`);
  }
  const answer = await client.ask(SASL_AUTHENTICATE, Buffer.from(`n,,\x01auth=Bearer ${token}\x01\x01`, 'utf8'));
  if (answer.error !== 0) {
    return verdictOf(answer);
  }
  return answer.bytes.length > 0 ? refusal(client, answer) : proof(client, answer);
}

function verdictOf({ error, message }: SaslAnswer): LoginResult {
  if (error !== SASL_AUTHENTICATION_FAILED) {
    throw new WireProblem(`SaslAuthenticate: ${errorName(error)}${message === undefined ? '' : `: ${shown(message)}`}`);
  }
  return { outcome: 'refused', detail: `${errorName(error)}${message === undefined ? '' : `: ${shown(message)}`}` };
}

/** The broker has told in JSON why it refuses; it says so by a code once that is acknowledged. */
async function refusal(client: KafkaClient, { bytes }: SaslAnswer): Promise<LoginResult> {
  const status = statusOf(bytes);
  if (status === undefined) {
    throw new WireProblem('SaslAuthenticate: the broker wants more than a token');
  }
  const refused: LoginResult = { outcome: 'refused', detail: `the broker says ${status}` };
  // The verdict has been given; some brokers close the connection instead of repeating it.
  const last = await client.ask(SASL_AUTHENTICATE, ACKNOWLEDGEMENT).catch(() => undefined);
  if (last?.error === 0) {
    throw new WireProblem(`SaslAuthenticate: the broker says ${status} and then no error`);
  }
  return refused;
}

/** The `status` of the error JSON (RFC 7628, section 3.2.2). */
function statusOf(bytes: Buffer): string | undefined {
  try {
    const { status } = JSON.parse(bytes.toString('utf8')) as { readonly status?: unknown };
    return typeof status === 'string' && status !== '' ? shown(status) : undefined;
  } catch {
    return undefined;
  }
}

async function proof(client: KafkaClient, { sessionMilliseconds }: SaslAnswer): Promise<LoginResult> {
  // Asks for no topic, which needs no right.
  const { brokers } = await client.ask(METADATA, []).catch((problem: WireProblem) => {
    throw new WireProblem(`let in, but the session cannot be used (${problem.message}); its length was given as ${sessionMilliseconds} ms`);
  });
  const session = sessionMilliseconds === 0 ? 'no session length told' : `session of ${Math.round(sessionMilliseconds / 1000)} s`;
  return { outcome: 'accepted', detail: `let in, metadata of ${brokers.length} brokers read, ${session}` };
}
