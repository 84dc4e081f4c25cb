import { isMembers, JsonData, JsonMembers } from '../../../preview/case';
import { CheckFact, CheckList } from '../../../preview/check';
import { excerpt, excerpts } from '../../../preview/excerpt';
import { HiveMqClaim, HiveMqExpGrace, HiveMqReservedClaims, HiveMqScope } from '../settings';
import { TOKEN_AUDIENCE, TOKEN_CLAIM, TOKEN_EXPIRY, TOKEN_ISSUER, TOKEN_NOT_BEFORE, TOKEN_SCOPES, TOKEN_SUBJECT } from './facts';
import { memberOf } from './token';
import { fill, Unknown, Variables } from './variables';

/*
 * What claims must be. A claim that the configuration does not name is not looked at, but for exp.
 */

/** By how much a token may be expired where no leeway is set and nobody knows the default: what common libraries allow at most. */
const UNKNOWN_LEEWAY = 300;

/** Judges exp, which is always looked at; the default leeway is not documented. */
export function judgeExpiry(claims: JsonMembers, now: number, grace: HiveMqExpGrace | undefined, checks: CheckList): void {
  const exp = memberOf(claims, 'exp');
  if (typeof exp !== 'number' || !Number.isFinite(exp)) {
    const what = exp === undefined ? 'is missing' : 'is no number';
    checks.unknown(TOKEN_EXPIRY, `exp ${what}, and what becomes of such a token is not documented; try it with a real one`);
    return;
  }
  const late = now - exp;
  const times = `exp is ${exp}, now is ${now}`;
  if (late < 0) {
    checks.pass(TOKEN_EXPIRY, times);
  } else if (grace !== undefined) {
    const leeway = `exp-grace is ${grace.grace}, in seconds as far as examples show`;
    checks.judge(TOKEN_EXPIRY, late < grace.grace, `${times}, expired ${late} s ago; ${leeway}`);
  } else if (late > UNKNOWN_LEEWAY) {
    checks.fail(TOKEN_EXPIRY, `${times}, expired ${late} s ago, more than any leeway`);
  } else {
    const open = 'there is no exp-grace, and the default leeway is not documented; try it with a real token';
    checks.unknown(TOKEN_EXPIRY, `${times}, expired ${late} s ago; ${open}`);
  }
}

/** Says something of nbf only where it is not over: tokens with a past one are known to connect. */
export function judgeNotBefore(claims: JsonMembers, now: number, checks: CheckList): void {
  const nbf = memberOf(claims, 'nbf');
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= now)) {
    checks.unknown(TOKEN_NOT_BEFORE, typeof nbf === 'number'
      ? `nbf is ${nbf}, now is ${now}; whether nbf is looked at is not documented`
      : 'nbf is no number, and whether it is looked at is not documented');
  }
}

/** Judges the claims of the standards that the configuration names. */
export function judgeReserved(claims: JsonMembers, { aud, iss, sub, scope }: HiveMqReservedClaims, checks: CheckList): void {
  if (aud !== undefined) {
    judgeAudience(memberOf(claims, 'aud'), aud, checks);
  }
  if (iss !== undefined) {
    judgeIssuer(memberOf(claims, 'iss'), iss, checks);
  }
  if (sub !== undefined) {
    judgeText(TOKEN_SUBJECT, memberOf(claims, 'sub'), sub, checks);
  }
  if (scope !== undefined) {
    judgeScopes(claims, scope, checks);
  }
}

function judgeAudience(aud: JsonData | undefined, wanted: string, checks: CheckList): void {
  if (!Array.isArray(aud)) {
    judgeText(TOKEN_AUDIENCE, aud as JsonData | undefined, wanted, checks);
  } else if (wanted.includes('${') || aud.includes(wanted)) {
    checks.unknown(TOKEN_AUDIENCE, `aud is a list; whether ${excerpt(wanted)} as a member is enough is not documented; try it with a real token`);
  } else {
    checks.fail(TOKEN_AUDIENCE, `aud is a list without ${excerpt(wanted)}`);
  }
}

function judgeIssuer(iss: JsonData | undefined, accepted: readonly string[], checks: CheckList): void {
  if (accepted.length === 0) {
    checks.unknown(TOKEN_ISSUER, 'reserved-claims/iss is empty, and what that accepts is not documented');
  } else if (accepted.some((one) => one.includes('${'))) {
    checks.unknown(TOKEN_ISSUER, 'reserved-claims/iss holds a placeholder, whose value is not known here');
  } else {
    checks.judge(TOKEN_ISSUER, typeof iss === 'string' && accepted.includes(iss), `iss ${told(iss)}, accepted ${excerpts(accepted)}`);
  }
}

/** One text that must be equal; whether variables count there is not documented. */
function judgeText(fact: CheckFact, value: JsonData | undefined, wanted: string, checks: CheckList): void {
  if (wanted.includes('${') && value !== undefined) {
    checks.unknown(fact, `must be ${excerpt(wanted)}; whether a placeholder is replaced there, and by what, is not known`);
  } else if (differsByBlanks(value, wanted)) {
    checks.unknown(fact, `must be ${excerpt(wanted)}, whose blanks at the ends may or may not count`);
  } else {
    checks.judge(fact, value === wanted, `must be ${excerpt(wanted)}, ${told(value)}`);
  }
}

/** Whether it hangs on blanks at the ends of a setting, of which nobody knows whether they are stripped. */
function differsByBlanks(value: JsonData | undefined, wanted: string): boolean {
  return typeof value === 'string' && wanted.trim() !== wanted && (value === wanted || value === wanted.trim());
}

function told(value: JsonData | undefined): string {
  if (value === undefined) {
    return 'is missing';
  }
  return typeof value === 'string' ? `is ${excerpt(value)}` : 'is no text';
}

/** Every scope that is listed must be there. A list is known to be read from a claim that `alt` names, such as Okta's scp. */
function judgeScopes(claims: JsonMembers, { scopes: wanted, alt }: HiveMqScope, checks: CheckList): void {
  const name = alt ?? 'scope';
  const claim = memberOf(claims, name);
  if (wanted.length === 0 || wanted.some((scope) => scope.includes('${'))) {
    checks.unknown(TOKEN_SCOPES, 'reserved-claims/scope is empty or holds a placeholder, and what that demands is not known');
    return;
  }
  if (typeof claim === 'string') {
    const held = claim.split(' ');
    const missing = wanted.filter((scope) => !held.includes(scope));
    checks.judge(TOKEN_SCOPES, missing.length === 0, missing.length === 0 ? `${name} holds ${excerpts(wanted)}` : `${name} lacks ${excerpts(missing)}`);
  } else if (Array.isArray(claim)) {
    judgeScopeList(claim, name, wanted, alt !== undefined && alt !== 'scope', checks);
  } else {
    checks.fail(TOKEN_SCOPES, `${name} ${claim === undefined ? 'is missing' : 'is neither a text nor a list'}`);
  }
}

function judgeScopeList(claim: readonly JsonData[], name: string, wanted: readonly string[], isKnown: boolean, checks: CheckList): void {
  const pieces = claim.flatMap((one) => (typeof one === 'string' ? one.split(' ') : []));
  const missing = wanted.filter((scope) => !pieces.includes(scope));
  if (missing.length > 0) {
    checks.fail(TOKEN_SCOPES, `${name} lacks ${excerpts(missing)}`);
  } else if (!isKnown) {
    checks.unknown(TOKEN_SCOPES, `${name} is a list, which is known to be read only from another claim that alt names`);
  } else if (wanted.every((scope) => claim.includes(scope)) && claim.every((one) => typeof one === 'string')) {
    checks.pass(TOKEN_SCOPES, `${name} holds ${excerpts(wanted)}`);
  } else {
    checks.unknown(TOKEN_SCOPES, `${name} is a list with members that are no scopes, and how these are read is not documented`);
  }
}

/** No variable but the client id. */
const PLAIN_TEMPLATE = /^(?:[^$]|\$(?!\{)|\$\{mqtt-clientid\})*$/;

/** What a name of a claim within a claim may look like. */
const NESTED = /[./[\]$]/;

/** The claim within others that a name with dots leads to. */
function innerMember(claims: JsonMembers, name: string): JsonData | undefined {
  const parts = name.split('.');
  let inner: JsonData | undefined = parts.length === 1 ? undefined : claims;
  for (const part of parts) {
    inner = isMembers(inner) ? memberOf(inner, part) : undefined;
  }
  return inner;
}

/** Judges another claim; its value may hold variables. */
export function judgeClaim(claims: JsonMembers, { name, value: template }: HiveMqClaim, variables: Variables, checks: CheckList): void {
  const claim = memberOf(claims, name);
  const wanted = fill(template, variables);
  if (claim === undefined && memberOf(claims, name.trim()) !== undefined) {
    checks.unknown(TOKEN_CLAIM, `${excerpt(name)} has blanks at its ends, which may or may not count`);
  } else if (claim === undefined && NESTED.test(name)) {
    checks.unknown(TOKEN_CLAIM, `${excerpt(name)} is no claim of the token; whether it names one within another is not documented`);
  } else if (claim === undefined) {
    checks.fail(TOKEN_CLAIM, `${excerpt(name)} is missing`);
  } else if (innerMember(claims, name) !== undefined) {
    checks.unknown(TOKEN_CLAIM, `${excerpt(name)} is a claim, and so is one within another; which of them is meant is not documented`);
  } else if (typeof claim !== 'string') {
    checks.unknown(TOKEN_CLAIM, `${excerpt(name)} is no text, and how such claims are compared is not documented; try it with a real token`);
  } else if (wanted instanceof Unknown) {
    checks.unknown(TOKEN_CLAIM, `${excerpt(name)} must be ${excerpt(template)}, but ${wanted.why}`);
  } else if (differsByBlanks(claim, wanted)) {
    checks.unknown(TOKEN_CLAIM, `${excerpt(name)} must be ${excerpt(template)}, whose blanks at the ends may or may not count`);
  } else {
    // What a variable holds may be secret; the client id is not.
    const shown = PLAIN_TEMPLATE.test(template) ? wanted : template;
    checks.judge(TOKEN_CLAIM, claim === wanted, `${excerpt(name)} must be ${excerpt(shown)}, is ${excerpt(claim)}`);
  }
}
