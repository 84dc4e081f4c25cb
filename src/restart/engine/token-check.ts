import { Accepted, TokenRequirements } from '../../brokers/requirements';
import { canonicalJson } from '../../text/canonical';

/** What checking a token against demands gave. */
export interface TokenVerdict {
  /** What the token lacks. */
  readonly failures: readonly string[];
  /** What could not be judged. */
  readonly unknown: readonly string[];
}

/** Claims of a token by name. */
export type Claims = { readonly [claim: string]: unknown };

/** Decodes the claims of a JWT without verifying it; undefined when it is no JWT. */
export function decodeClaims(token: string): Claims | undefined {
  const parts = token.trim().split('.');
  if (parts.length !== 3) {
    return undefined;
  }
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1], 'base64url').toString('utf8'));
    return claims !== null && typeof claims === 'object' && !Array.isArray(claims) ? claims as Claims : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether claims meet the demands at a moment, signature apart. Messages name claims and never their values.
 *
 * `other` are the demands on the other side of the change. Where both sides demand the same, the change cannot take anything away:
 * there a slash at the end of the issuer is overlooked, as some brokers do, and demands besides issuer and audience are left out,
 * since brokers list among them what is no claim of a token, such as the algorithm.
 */
export function checkClaims(claims: Claims, demands: TokenRequirements, other: TokenRequirements, now: Date): TokenVerdict {
  const failures = [...timeFailures(claims, now)];
  const unknown: string[] = [];
  const look = (claim: string, verdict: Meets) => {
    if (verdict === 'no') {
      failures.push(`claim ${claim} does not match`);
    } else if (verdict === 'unknown') {
      unknown.push(`claim ${claim}, which the broker judges in a way of its own`);
    }
  };
  const sameIssuer = canonicalJson(demands.issuer) === canonicalJson(other.issuer);
  look('iss', meets(valuesOf('iss', claims.iss), demands.issuer, sameIssuer ? withoutSlash : (text) => text));
  look('aud', meets(valuesOf('aud', claims.aud), demands.audience));
  const changed = Object.keys(demands.claims).filter((claim) => canonicalJson(demands.claims[claim]) !== canonicalJson(other.claims[claim] ?? 'any'));
  for (const claim of changed.sort()) {
    const accepted = demands.claims[claim];
    look(claim, claims[claim] === undefined && accepted !== 'any' ? 'unknown' : meets(valuesOf(claim, claims[claim]), accepted));
  }
  if (demands.principal.length > 0 && principalOf(claims, demands) === undefined) {
    failures.push(`none of the claims ${demands.principal.join(', ')} names a principal`);
  }
  return { failures, unknown };
}

/** The principal that a broker takes from the claims; undefined when it finds none. */
export function principalOf(claims: Claims, demands: TokenRequirements): string | undefined {
  const found = demands.principal.map((claim) => claims[claim]).find((value) => typeof value === 'string' && value !== '');
  return found as string | undefined;
}

function timeFailures(claims: Claims, now: Date): readonly string[] {
  const seconds = now.getTime() / 1000;
  const { exp, nbf } = claims;
  return [
    ...(typeof exp !== 'number' ? ['claim exp is missing'] : exp <= seconds ? ['the token has expired'] : []),
    ...(typeof nbf === 'number' && nbf > seconds ? ['the token is not valid yet'] : []),
  ];
}

/** RFC 6749 section 3.3 separates the members of a scope by blanks; other claims are whole strings or lists. */
function valuesOf(claim: string, value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((member): member is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof member)).map(String);
  return claim === 'scope' || claim === 'scp' ? [...texts, ...texts.flatMap((text) => text.split(' '))] : texts;
}

type Meets = 'yes' | 'no' | 'unknown';

function withoutSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}

function meets(values: readonly string[], accepted: Accepted, comparable = (text: string) => text): Meets {
  if (accepted === 'any') {
    return 'yes';
  }
  if (accepted === 'none') {
    return 'no';
  }
  const given = values.map(comparable);
  if (accepted.some((matcher) => matcher.kind === 'exact' && given.includes(comparable(matcher.value)))) {
    return 'yes';
  }
  return values.length > 0 && accepted.some((matcher) => matcher.kind === 'pattern') ? 'unknown' : 'no';
}
