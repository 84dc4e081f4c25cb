import { Accepted, TokenRequirements } from '../../brokers/requirements';

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

/** Whether claims meet the demands at a moment, signature apart. Messages name claims and never their values. */
export function checkClaims(claims: Claims, demands: TokenRequirements, now: Date): TokenVerdict {
  const failures = [...timeFailures(claims, now)];
  const unknown: string[] = [];
  const look = (claim: string, accepted: Accepted) => {
    const verdict = meets(valuesOf(claim, claims[claim]), accepted);
    if (verdict === 'no') {
      failures.push(`claim ${claim} does not match`);
    } else if (verdict === 'unknown') {
      unknown.push(`claim ${claim} against the broker's own pattern`);
    }
  };
  look('iss', demands.issuer);
  look('aud', demands.audience);
  for (const claim of Object.keys(demands.claims).sort()) {
    look(claim, demands.claims[claim]);
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

function meets(values: readonly string[], accepted: Accepted): 'yes' | 'no' | 'unknown' {
  if (accepted === 'any') {
    return 'yes';
  }
  if (accepted === 'none') {
    return 'no';
  }
  if (accepted.some((matcher) => matcher.kind === 'exact' && values.includes(matcher.value))) {
    return 'yes';
  }
  return values.length > 0 && accepted.some((matcher) => matcher.kind === 'pattern') ? 'unknown' : 'no';
}
