import { TOKEN_AUDIENCE, TOKEN_EXPIRY, TOKEN_ID, TOKEN_ISSUED_AT, TOKEN_ISSUER, TOKEN_NOT_BEFORE, TOKEN_SUB_TYPE } from './facts';
import { kindOf, Long, longOf, Members } from './members';
import { Demands } from './validator';
import { JsonNumber, JsonTree } from '../../../oauth/json-tree';
import { CheckFact, CheckList } from '../../../preview/check';
import { excerpt, excerpts } from '../../../preview/excerpt';

/*
 * The validators of jose4j, in its order. All run, whatever the others say; of the three times only the first fault is told.
 * Source: jose4j jwt/consumer/JwtConsumerBuilder.java `build` and the validators beside it
 */

/** Judges the claims; false where one is refused. */
export function judgeClaims(claims: Members, demands: Demands, now: number, checks: CheckList): boolean {
  const verdicts = [
    judgeAudience(claims.get('aud'), demands, checks),
    judgeIssuer(claims.get('iss'), demands.issuer, checks),
    judgeTimes(claims, demands.skewSeconds, now, checks),
    judgeText(TOKEN_SUB_TYPE, claims.get('sub'), checks),
    judgeText(TOKEN_ID, claims.get('jti'), checks),
  ];
  return verdicts.every((passes) => passes);
}

function judgeAudience(aud: JsonTree | undefined, { audience, anyAudience }: Demands, checks: CheckList): boolean {
  if (audience === undefined && anyAudience) {
    checks.pass(TOKEN_AUDIENCE, 'is not looked at: sasl.oauthbearer.allow.unverified.audience is true');
    return true;
  }
  if (aud === undefined) {
    return checks.judge(TOKEN_AUDIENCE, audience === undefined, audience === undefined ? 'none is expected and there is none' : 'is missing');
  }
  const list = typeof aud === 'string' ? [aud] : Array.isArray(aud) ? aud as readonly JsonTree[] : undefined;
  const wrong = list?.find((member) => member !== null && typeof member !== 'string');
  if (list === undefined || wrong !== undefined) {
    checks.fail(TOKEN_AUDIENCE, list === undefined ? `is ${kindOf(aud)}, neither a text nor a list` : `has a member that is ${kindOf(wrong!)}`);
    return false;
  }
  if (audience === undefined) {
    checks.fail(TOKEN_AUDIENCE, 'is there, and no audience is expected: the broker then takes tokens without aud only');
    return false;
  }
  const found = list.find((member) => typeof member === 'string' && audience.has(member)) as string | undefined;
  const detail = found === undefined
    ? `has ${list.length === 0 ? 'no member' : excerpts(list.filter((member) => member !== null) as readonly string[])}, expected is ${excerpts([...audience])}`
    : `has ${excerpt(found)}`;
  return checks.judge(TOKEN_AUDIENCE, found !== undefined, detail);
}

function judgeIssuer(iss: JsonTree | undefined, expected: string | undefined, checks: CheckList): boolean {
  if (iss === undefined) {
    return checks.judge(TOKEN_ISSUER, expected === undefined, expected === undefined ? 'none is expected and there is none' : 'is missing');
  }
  if (typeof iss !== 'string') {
    checks.fail(TOKEN_ISSUER, `is ${kindOf(iss)}, not a text`);
    return false;
  }
  if (expected === undefined) {
    checks.pass(TOKEN_ISSUER, 'any is taken');
    return true;
  }
  return checks.judge(TOKEN_ISSUER, iss === expected, iss === expected ? excerpt(iss) : `is ${excerpt(iss)}, expected is ${excerpt(expected)}`);
}

function judgeText(fact: CheckFact, value: JsonTree | undefined, checks: CheckList): boolean {
  const passes = value === undefined || typeof value === 'string';
  return checks.judge(fact, passes, value === undefined ? 'is not there' : passes ? 'is a text' : `is ${kindOf(value)}, not a text`);
}

/** A time, or what is wrong with it; undefined where it is not there. */
type Time = { readonly seconds: Long } | { readonly problem: string };

function timeOf(value: JsonTree | undefined): Time | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (!(value instanceof JsonNumber)) {
    return { problem: `is ${kindOf(value)}, not a number` };
  }
  const seconds = longOf(value);
  return seconds === undefined ? { problem: 'is beyond 64 bits' } : { seconds };
}

interface Times {
  readonly exp: Time | undefined;
  readonly iat: Time | undefined;
  readonly nbf: Time | undefined;
}

function judgeTimes(claims: Members, skew: number, now: number, checks: CheckList): boolean {
  const times = { exp: timeOf(claims.get('exp')), iat: timeOf(claims.get('iat')), nbf: timeOf(claims.get('nbf')) };
  const fault = formFault(times) ?? orderFault(times, skew, Math.trunc(now));
  if (fault !== undefined) {
    checks.fail(fault.fact, fault.detail);
    return false;
  }
  checks.pass(TOKEN_EXPIRY, `${secondsOf(times.exp)} is after ${Math.trunc(now)} less ${skew} seconds`);
  checks.pass(TOKEN_ISSUED_AT, `${secondsOf(times.iat)}; it may lie in the future`);
  checks.pass(TOKEN_NOT_BEFORE, times.nbf === undefined ? 'is not there' : `${secondsOf(times.nbf)} has come, with ${skew} seconds of leeway`);
  return true;
}

interface Fault {
  readonly fact: CheckFact;
  readonly detail: string;
}

function formFault({ exp, iat, nbf }: Times): Fault | undefined {
  const named = [[TOKEN_EXPIRY, exp], [TOKEN_ISSUED_AT, iat], [TOKEN_NOT_BEFORE, nbf]] as const;
  for (const [fact, time] of named) {
    if (time !== undefined && 'problem' in time) {
      return { fact, detail: time.problem };
    }
  }
  const missing = named.slice(0, 2).find(([, time]) => time === undefined);
  return missing === undefined ? undefined : { fact: missing[0], detail: 'is missing' };
}

function orderFault({ exp, iat, nbf }: Times, skew: number, now: number): Fault | undefined {
  const [expiry, issued, notBefore] = [exp, iat, nbf].map(secondsOf);
  if (now - skew >= expiry!) {
    return { fact: TOKEN_EXPIRY, detail: `${expiry} is not after ${now} less ${skew} seconds of leeway` };
  }
  if (expiry! < issued!) {
    return { fact: TOKEN_ISSUED_AT, detail: `${issued} is after exp ${expiry}` };
  }
  // Neither comparison holds with a time that is not there.
  if (expiry! < notBefore!) {
    return { fact: TOKEN_NOT_BEFORE, detail: `${notBefore} is after exp ${expiry}` };
  }
  return now + skew < notBefore! ? { fact: TOKEN_NOT_BEFORE, detail: `${notBefore} is after ${now} plus ${skew} seconds of leeway` } : undefined;
}

function secondsOf(time: Time | undefined): Long | undefined {
  return time !== undefined && 'seconds' in time ? time.seconds : undefined;
}
