import { judgeClaims } from './claims';
import { SETTINGS_LOAD } from './facts';
import { judgeSignature } from './keys';
import { settingUnsupported } from './preview-rules';
import { ReleaseFacts } from './releases';
import { judgeRevocation } from './revocation';
import { Steps } from './steps';
import { claimOf, readToken, Token } from './token';
import { Loading, ReadPlan, readPlan, TokenPlan } from './token-plan';
import { PreviewCase } from '../../../preview/case';
import { CASE_SETTINGS, CaseError, caseProblem } from '../../../preview/case-problem';
import { PreviewWarning, Verdict } from '../../../preview/result';

/*
 * The token plugin at a login, in the order of the vendor's page: the token is the password; revocation; keys; signature; claims.
 * Source: docs.cedalo.com, "JWT Authentication".
 */

/** What the plugin says of a login. */
export interface TokenAnswer {
  readonly steps: Steps;
  /** Whether the plugin loads. Where not for certain, nothing is decided. */
  readonly loads: Verdict;
  readonly warnings: readonly PreviewWarning[];
  readonly session: TokenSession;
}

/** When a session that a token opened ends. */
export interface TokenSession {
  readonly expiresAt: number | null;
  readonly disconnectsAt: number | 'unknown' | null;
  readonly willPublished: boolean | 'unknown' | null;
}

/** Of a session that no token opened. */
export const NO_SESSION: TokenSession = { expiresAt: null, disconnectsAt: null, willPublished: null };

/** Asks the plugin. */
export function askTokenPlugin(input: PreviewCase, release: ReleaseFacts): TokenAnswer {
  const steps = new Steps();
  const warnings: PreviewWarning[] = [];
  const { plan } = planOf(input);
  const { verdict: loads, detail } = loadingOf(input, release);
  steps.add(SETTINGS_LOAD, loads === true ? 'pass' : 'unknown', detail);
  const token = plan === undefined ? undefined : judgeToken(steps, plan, release, input, warnings);
  const session = plan === undefined || token === undefined ? NO_SESSION : sessionOf(plan, token, input.now);
  return { steps, loads, warnings, session };
}

function planOf({ settings }: { readonly settings?: PreviewCase['settings'] }): ReadPlan {
  if (settings === undefined) {
    throw new CaseError(caseProblem(CASE_SETTINGS, 'jwt.json is not given, and the token plugin reads it'));
  }
  return readPlan(settings);
}

/** Whether the plugin loads, also where a login never comes to it. */
export function loadingOf(input: PreviewCase, { laterClaims }: ReleaseFacts): Loading {
  const { plan, loads } = planOf(input);
  const found = loads(laterClaims);
  const start = found.verdict === true && plan !== undefined ? reachedAtStart(plan, input.jwks) : found.verdict;
  return start === found.verdict ? found : {
    verdict: start,
    detail: 'the key set cannot be reached at the start and lazyConnect is off, so that the plugin fails; what the broker does without it is not documented',
  };
}

/** A HEAD request goes to the key set at the start, unless `lazyConnect` is on. */
function reachedAtStart({ keys, lazyConnect }: TokenPlan, jwks: PreviewCase['jwks']): Verdict {
  if (lazyConnect || keys.kind !== 'jwks' || keys.isFile || jwks === undefined || !('reachable' in jwks) || jwks.at === 'login') {
    return true;
  }
  return jwks.at === 'start' ? false : 'unknown';
}

function judgeToken(steps: Steps, plan: TokenPlan, release: ReleaseFacts, input: PreviewCase, warnings: PreviewWarning[]): Token | undefined {
  if (release.laterClaims === false && plan.claims.laterNames.length > 0) {
    warnings.push(settingUnsupported(plan.claims.laterNames));
  }
  const token = readToken(steps, input);
  if (token === undefined) {
    return undefined;
  }
  const { introspection, revocation: plain } = input;
  if (plan.revocation !== undefined && !judgeRevocation(steps, plan.revocation, { introspection, plain })) {
    return token;
  }
  if (judgeSignature(steps, plan, token, input)) {
    judgeClaims({ steps, plan: plan.claims, token, input, laterClaims: release.laterClaims, warnings });
  }
  return token;
}

/** With `kickExpiredClients` a timer runs from the login to the token's expiry. */
function sessionOf({ claims }: TokenPlan, token: Token, now: number): TokenSession {
  const exp = claimOf(token, 'exp');
  const expiresAt = typeof exp === 'number' && Number.isFinite(exp) ? exp : null;
  if (!claims.kickExpired || exp === undefined) {
    return { expiresAt, disconnectsAt: null, willPublished: null };
  }
  // What a timer does that has run out before it starts is not documented.
  const isClear = expiresAt !== null && expiresAt > now && !token.twice.has('exp');
  return { expiresAt, disconnectsAt: isClear ? expiresAt : 'unknown', willPublished: isClear ? claims.kickWithWill : 'unknown' };
}
