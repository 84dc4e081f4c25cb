import { JsonNumber, JsonTree } from '../../../oauth/json-tree';
import { CheckList } from '../../../preview/check';
import { excerpt } from '../../../preview/excerpt';
import { javaTrim } from '../kafka-text';
import { TOKEN_SCOPE, TOKEN_SUBJECT, TOKEN_TIME_RANGE } from './facts';
import { kindOf, Long, longOf, Members, toMillis } from './members';
import { Demands } from './validator';

/*
 * What Kafka itself takes out of the claims once jose4j has let them through.
 * Source: apache/kafka BrokerJwtValidator.java `validate`, ClaimValidationUtils.java, jose4j jwt/NumericDate.java
 */

/** Who the client is, and until when. */
export interface Bearer {
  readonly subject: string;
  readonly expiryMillis: Long;
}

/** Reads the bearer; undefined where a step has failed. */
export function judgeBearer(claims: Members, demands: Demands, checks: CheckList): Bearer | undefined {
  const subject = claims.get(demands.subClaim);
  if (subject !== undefined && typeof subject !== 'string') {
    checks.fail(TOKEN_SUBJECT, `${excerpt(demands.subClaim)} is ${kindOf(subject)}, not a text`);
    return undefined;
  }
  const scope = claims.get(demands.scopeClaim);
  if (!judgeScope(typeof scope === 'string' ? [scope] : Array.isArray(scope) ? scope as readonly JsonTree[] : undefined, checks)) {
    return undefined;
  }
  const expiryMillis = judgeMillis('exp', claims, checks);
  if (expiryMillis === undefined || !judgeSubject(demands.subClaim, subject, checks) || judgeMillis('iat', claims, checks) === undefined) {
    return undefined;
  }
  checks.pass(TOKEN_TIME_RANGE, 'both can be counted in milliseconds');
  return { subject: javaTrim(subject!), expiryMillis };
}

/** Scopes are read, checked for their form, and then play no part. */
export function judgeScope(scopes: readonly JsonTree[] | undefined, checks: CheckList): boolean {
  if (scopes === undefined) {
    checks.pass(TOKEN_SCOPE, 'is neither a text nor a list, so there are none');
    return true;
  }
  const seen = new Set<string>();
  for (const scope of scopes) {
    const text = typeof scope === 'string' ? javaTrim(scope) : '';
    if (text === '' || seen.has(text)) {
      checks.fail(TOKEN_SCOPE, typeof scope !== 'string' ? `has a member that is ${kindOf(scope)}` : text === '' ? 'has an empty scope' : `has ${excerpt(text)} twice`);
      return false;
    }
    seen.add(text);
  }
  checks.pass(TOKEN_SCOPE, `has ${seen.size === 1 ? 'one scope' : `${seen.size} scopes`}, which the broker does not use`);
  return true;
}

/** Whether there is a subject that is not blank. */
export function judgeSubject(claim: string, subject: string | undefined, checks: CheckList): subject is string {
  const trimmed = subject === undefined ? '' : javaTrim(subject);
  const problem = subject === undefined ? 'is missing' : 'is blank';
  return checks.judge(TOKEN_SUBJECT, trimmed !== '', `${excerpt(claim)} ${trimmed === '' ? problem : `is ${excerpt(trimmed)}`}`);
}

function judgeMillis(claim: string, claims: Members, checks: CheckList): Long | undefined {
  const seconds = longOf(claims.get(claim) as JsonNumber)!;
  const millis = toMillis(seconds);
  const overflows = (seconds > 0 && millis < seconds) || (seconds < 0 && millis > seconds);
  if (overflows || millis < 0) {
    checks.fail(TOKEN_TIME_RANGE, `${claim} ${seconds} ${overflows ? 'cannot be counted in milliseconds' : 'is before 1970'}`);
    return undefined;
  }
  return millis;
}
