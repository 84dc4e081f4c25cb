import { Bearer } from './bearer';
import { SESSION_LENGTH } from './facts';
import { since } from './validator';
import { CheckList } from '../../../preview/check';

/*
 * When the broker ends the session: at the token's end, or earlier by connections.max.reauth.ms.
 * Source: apache/kafka SaslServerAuthenticator.java `calcCompletionTimesAndReturnSessionLifetimeMs`
 */

/** Milliseconds whose nanoseconds still fit into 64 bits. */
const MOST_MILLIS = 9_223_372_036_854;
const NANOS = 1_000_000n;

/** When the client is cut off, in seconds; undefined where the login itself breaks off. */
export function judgeSession({ expiryMillis }: Bearer, maxReauthMs: number, now: number, release: string, checks: CheckList): number | undefined {
  const nowMillis = Math.trunc(now * 1000);
  const left = Number(expiryMillis) - nowMillis;
  const lifetime = Math.max(0, maxReauthMs > 0 ? Math.min(left, maxReauthMs) : left);
  if (lifetime > MOST_MILLIS && since(release, '4.2.0')) {
    checks.fail(SESSION_LENGTH, 'exp is more than 292 years away, which the broker cannot count in nanoseconds: it closes the connection');
    return undefined;
  }
  const end = lifetime > MOST_MILLIS ? overrunEnd(nowMillis, BigInt(expiryMillis) - BigInt(nowMillis)) : (nowMillis + lifetime) / 1000;
  checks.pass(SESSION_LENGTH, lifetime === 0 ? 'is over at once: the client is cut off at its next request' : `ends at ${end}, unless the client logs in again`);
  return end;
}

/** Before 4.2 nanoseconds run over; a negative number of them ends the session at once. */
function overrunEnd(nowMillis: number, lifetime: bigint): number {
  const nanos = BigInt.asIntN(64, lifetime * NANOS);
  return (nowMillis + (nanos < 0n ? 0 : Number(nanos / NANOS))) / 1000;
}
