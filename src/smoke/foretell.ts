import { Foretold } from './result';
import { OpenToken, Protocol } from '../preview/case';
import { CaseParts } from '../preview/case-parts';
import { previewParts } from '../preview/manifest-case';
import { BrokerSemantics } from '../preview/semantics';

/** What a client sends at one login. */
export interface Client {
  readonly token: string;
  /** What is known of the token's signature from elsewhere; the preview itself has no keys here. */
  readonly signature: 'good' | 'bad' | 'unknown';
  readonly protocol?: Protocol;
  readonly username?: string;
  readonly mqttClientId?: string;
  /** Seconds since the epoch. */
  readonly now: number;
}

/** What the preview says of a login; a text where it cannot judge. */
export function foretell(semantics: BrokerSemantics, parts: CaseParts, brokerVersion: string | undefined, client: Client): Foretold | string {
  const { signature, token, ...rest } = client;
  const open = signature === 'bad' ? opened(token) : undefined;
  const result = previewParts(semantics, parts, {
    broker: semantics.kind, brokerVersion, ...rest, ...open === undefined ? { token } : { token: open, signature: 'invalid' },
  });
  if ('error' in result) {
    return result.error.message;
  }
  const actions = new Set(semantics.facts.filter(({ decides }) => decides === 'action').map(({ rule }) => rule));
  const unknown = result.checks.filter(({ outcome, rule }) => outcome === 'unknown' && !actions.has(rule)).map(({ rule }) => rule);
  return { decision: result.decision, reason: result.reason, unknown };
}

/** Header and claims of a token, of which a case can say that its signature is wrong; undefined for what is none. */
function opened(token: string): OpenToken | undefined {
  try {
    const [header, claims] = token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
    return isMembers(header) && isMembers(claims) ? { header, claims } as OpenToken : undefined;
  } catch {
    return undefined;
  }
}

function isMembers(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
