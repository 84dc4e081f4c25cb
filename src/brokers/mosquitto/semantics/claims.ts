import { ClaimPlan } from './claim-plan';
import {
  TOKEN_AUDIENCE, TOKEN_AUDIENCE_VARIABLE, TOKEN_CLIENT_ID, TOKEN_EXPIRY, TOKEN_ISSUER, TOKEN_ISSUER_VARIABLE, TOKEN_TIMES, TOKEN_USERNAME,
} from './facts';
import { fits } from './patterns';
import { ISSUER_PATTERN, nameConflict } from './preview-rules';
import { agreed, Fit, Steps, yesNo } from './steps';
import { claimOf, plainText, Token } from './token';
import { JsonData, PreviewCase } from '../../../preview/case';
import { excerpt } from '../../../preview/excerpt';
import { PreviewWarning, Verdict } from '../../../preview/result';

/*
 * Claims, which the vendor's page does not order among themselves: all are judged. Source: docs.cedalo.com, "JWT Authentication".
 */

/** One token whose claims are judged. */
export interface ClaimCheck {
  readonly steps: Steps;
  readonly plan: ClaimPlan;
  readonly token: Token;
  readonly input: PreviewCase;
  /** Whether the release knows the settings of `plan.later`. */
  readonly laterClaims: Verdict;
  readonly warnings: PreviewWarning[];
}

/** Judges every claim. */
export function judgeClaims(check: ClaimCheck): void {
  judgeIssuer(check);
  judgeAudience(check);
  judgeExpiry(check);
  judgeTimes(check);
  const { plan, input } = check;
  judgeName(check, TOKEN_USERNAME, 'user name', input.username, plan.usernameIsSubject, plan.later.usernameClaim);
  judgeName(check, TOKEN_CLIENT_ID, 'client id', input.mqttClientId, plan.clientIdIsSubject, plan.later.clientIdClaim);
}

/** What certain settings and such as the release may not know come to; undefined where nothing is compared. */
function combined(known: Fit | undefined, later: readonly Fit[], laterClaims: Verdict): Fit | undefined {
  const base: readonly Fit[] = known === undefined ? [] : [known];
  if (laterClaims === false || later.length === 0) {
    return known;
  }
  // Which of two settings counts is not documented, nor which releases know the later ones.
  return agreed([...base, ...later, ...(laterClaims === 'unknown' && known === undefined ? ['yes' as const] : [])]);
}

/** A claim that stands twice fits for certain in no reading. */
function unlessTwice({ twice }: Token, name: string, fit: Fit): Fit {
  return twice.has(name) ? 'unknown' : fit;
}

function judgeIssuer({ steps, plan, token, laterClaims, warnings }: ClaimCheck): void {
  const iss = claimOf(token, 'iss');
  const { issuers, issuerVariables } = plan.later;
  const listed = issuers === undefined ? [] : [listedIssuer(issuers, iss, laterClaims === false ? [] : warnings)];
  const fit = combined(plan.issuer === undefined ? undefined : plainFit(plan.issuer, iss), listed, laterClaims);
  if (fit === undefined) {
    steps.add(TOKEN_ISSUER, 'skipped', 'neither issuer nor issuers is compared');
  } else {
    steps.judge(TOKEN_ISSUER, unlessTwice(token, 'iss', fit), `iss is ${shown(iss)}${doubt(fit)}`);
  }
  judgeVariables({ steps, token, laterClaims }, TOKEN_ISSUER_VARIABLE, 'iss', issuerVariables);
}

function plainFit(expected: string, value: JsonData | undefined): Fit {
  if (typeof value === 'string' || value === undefined) {
    return yesNo(value === expected);
  }
  return plainText(value) === expected ? 'unknown' : 'no';
}

function listedIssuer(issuers: readonly string[], iss: JsonData | undefined, warnings: PreviewWarning[]): Fit {
  const plain = issuers.map((issuer) => plainFit(issuer, iss));
  if (plain.includes('yes')) {
    return 'yes';
  }
  const pattern = typeof iss === 'string' ? issuers.map((issuer) => fits(issuer, iss)) : [];
  if (pattern.includes('yes')) {
    warnings.push(ISSUER_PATTERN);
    return 'yes';
  }
  return [...plain, ...pattern].includes('unknown') || issuers.length === 0 ? 'unknown' : 'no';
}

function judgeAudience({ steps, plan, token, laterClaims }: ClaimCheck): void {
  const aud = claimOf(token, 'aud');
  const { audience, audiences, audienceVariables } = plan.later;
  const expected = [...(audience === undefined ? [] : [[audience]]), ...(audiences === undefined ? [] : [audiences])];
  const fit = combined(undefined, expected.map((patterns) => audienceFit(patterns, aud)), laterClaims);
  if (fit === undefined) {
    steps.add(TOKEN_AUDIENCE, 'skipped', expected.length > 0 ? 'this release does not compare it' : 'neither audience nor audiences is compared');
  } else {
    steps.judge(TOKEN_AUDIENCE, unlessTwice(token, 'aud', fit), `aud is ${shown(aud)}${Array.isArray(aud) && fit === 'unknown' ? LIST : doubt(fit)}`);
  }
  judgeVariables({ steps, token, laterClaims }, TOKEN_AUDIENCE_VARIABLE, 'aud', audienceVariables);
}

const LIST = '; what the plugin makes of a list is not documented';

function audienceFit(patterns: readonly string[], aud: JsonData | undefined): Fit {
  if (aud === undefined) {
    return 'no';
  }
  if (typeof aud === 'string') {
    return patterns.length === 0 ? 'unknown' : anyFits(patterns, aud);
  }
  // Whatever is made of a list or a number: where no way of reading it fits, it is refused.
  const items: readonly string[] = Array.isArray(aud) ? aud.map(plainText) : [];
  const readings = [...items, items.join(), plainText(aud)];
  return patterns.length > 0 && readings.every((reading) => anyFits(patterns, reading) === 'no') ? 'no' : 'unknown';
}

function anyFits(patterns: readonly string[], value: string): Fit {
  const found = patterns.map((pattern) => fits(pattern, value));
  return found.includes('yes') ? 'yes' : found.includes('unknown') ? 'unknown' : 'no';
}

function judgeVariables(
  { steps, token, laterClaims }: Pick<ClaimCheck, 'steps' | 'token' | 'laterClaims'>,
  fact: typeof TOKEN_ISSUER_VARIABLE, claim: string, variables: readonly string[] | undefined,
): void {
  if (variables === undefined || laterClaims === false) {
    return;
  }
  const isMissing = claimOf(token, claim) === undefined && !token.twice.has(claim) && laterClaims === true && variables.length > 0;
  steps.judge(fact, isMissing ? 'no' : 'unknown', isMissing ? `${claim} is missing` : 'the values of the variables are known on the node alone');
}

function judgeExpiry({ steps, plan, token, input }: ClaimCheck): void {
  if (!plan.validateExpiration) {
    steps.add(TOKEN_EXPIRY, 'skipped', 'validateExpiration is off');
    return;
  }
  const exp = claimOf(token, 'exp');
  if (typeof exp !== 'number' || !Number.isFinite(exp)) {
    steps.add(TOKEN_EXPIRY, 'unknown', `exp is ${exp === undefined ? 'missing' : 'no number'}; what the plugin makes of it is not documented`);
    return;
  }
  steps.judge(TOKEN_EXPIRY, unlessTwice(token, 'exp', yesNo(input.now < exp)), `exp is ${exp}, now is ${input.now}`);
}

/** Nothing is documented on either; in the past they stop nobody. */
function judgeTimes({ steps, token, input }: ClaimCheck): void {
  for (const name of ['nbf', 'iat']) {
    const time = claimOf(token, name);
    if (time !== undefined && !(typeof time === 'number' && time <= input.now && !token.twice.has(name))) {
      const what = typeof time === 'number' ? `${time}, now is ${input.now}` : 'no number';
      steps.add(TOKEN_TIMES, 'unknown', `${name} is ${what}; whether the plugin looks at it is not documented`);
    }
  }
}

function judgeName(
  { steps, token, laterClaims, warnings }: ClaimCheck, fact: typeof TOKEN_USERNAME, what: string, given: string | undefined,
  isSubject: boolean, claim: string | undefined,
): void {
  const fit = combined(isSubject ? nameFit(token, 'sub', given) : undefined, claim === undefined ? [] : [nameFit(token, claim, given)], laterClaims);
  if (fit === undefined) {
    steps.add(fact, 'skipped', `the ${what} is not compared with the token`);
    return;
  }
  const name = isSubject ? 'sub' : claim as string;
  const value = claimOf(token, name);
  steps.judge(fact, fit, `the ${what} is ${given === undefined ? 'missing' : excerpt(given)}, ${excerpt(name)} is ${shown(value)}${doubt(fit)}`);
  if (fit === 'no' && value !== undefined) {
    warnings.push(nameConflict(what));
  }
}

function nameFit(token: Token, claim: string, given: string | undefined): Fit {
  const value = claimOf(token, claim);
  if (value === undefined && given === undefined) {
    return 'unknown';
  }
  const fit = typeof value === 'string' ? yesNo(value === given) : value !== undefined && plainText(value) === given ? 'unknown' : 'no';
  return unlessTwice(token, claim, fit);
}

function shown(value: JsonData | undefined): string {
  if (value === undefined) {
    return 'missing';
  }
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  return typeof value === 'string' ? excerpt(value) : 'no text';
}

function doubt(fit: Fit): string {
  return fit === 'unknown' ? ', on which the documents, or the releases that may be meant, leave the answer open' : '';
}
