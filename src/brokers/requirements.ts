import { show } from '../text/show';

/** How a broker compares a claim's value: by equality, or by its own pattern syntax. */
export interface Matcher {
  readonly kind: 'exact' | 'pattern';
  readonly value: string;
}

/** The matchers of which one must match; `any` where the broker does not look, `none` where nothing can match. */
export type Accepted = readonly Matcher[] | 'any' | 'none';

/**
 * What a token must be for a broker to let it in, as far as a change of settings can take that away.
 *
 * Brokers derive it from their settings. It serves to tell whether the tokens of today survive a change.
 */
export interface TokenRequirements {
  readonly issuer: Accepted;
  readonly audience: Accepted;
  /** Where the keys come from: discovery URL, JWKS URL or file; one that is not listed cannot verify. */
  readonly keys: readonly string[];
  /** Claims that must hold certain values, scope demands included, by claim name. */
  readonly claims: { readonly [claim: string]: Accepted };
  /** Claims that name the principal, in the order the broker tries them. */
  readonly principal: readonly string[];
}

/** One demand on tokens that became stricter or moved. */
export interface RequirementChange {
  readonly what: 'issuer' | 'audience' | 'claim' | 'key';
  /** The setting's name in the broker's vocabulary. */
  readonly setting: string;
  readonly before: string;
  readonly after: string;
}

/** Names of the settings behind the demands, in the broker's vocabulary. */
export interface RequirementNames {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: string;
  readonly principal: string;
}

/**
 * The changes after which a token that is good today may be refused or become another principal.
 *
 * A demand that only widens (one more audience, a check that goes away) locks nobody out and is not listed.
 */
export function lockoutChanges(before: TokenRequirements, after: TokenRequirements, names: RequirementNames): readonly RequirementChange[] {
  if (admitsNobody(before)) {
    return [];
  }
  const changes: RequirementChange[] = [];
  const add = (what: RequirementChange['what'], setting: string, old: string, now: string) =>
    changes.push({ what, setting, before: old, after: now });

  if (!widens(before.issuer, after.issuer)) {
    add('issuer', names.issuer, worded(before.issuer), worded(after.issuer));
  }
  if (!widens(before.audience, after.audience)) {
    add('audience', names.audience, worded(before.audience), worded(after.audience));
  }
  if (!before.keys.every((key) => after.keys.includes(key))) {
    add('key', names.keys, list(before.keys), list(after.keys));
  }
  for (const claim of Object.keys(after.claims).sort()) {
    if (!widens(before.claims[claim] ?? 'any', after.claims[claim])) {
      add('claim', claim, worded(before.claims[claim] ?? 'any'), worded(after.claims[claim]));
    }
  }
  if (before.principal.join('\n') !== after.principal.join('\n')) {
    add('claim', names.principal, list(before.principal), list(after.principal));
  }
  return changes;
}

/** Without keys or with a demand that nothing meets no token is good today, so none can be locked out: OAuth is only now switched on. */
export function admitsNobody(demands: TokenRequirements): boolean {
  return demands.keys.length === 0 || [demands.issuer, demands.audience, ...Object.values(demands.claims)].includes('none');
}

function widens(before: Accepted, after: Accepted): boolean {
  if (after === 'any' || before === 'none') {
    return true;
  }
  if (before === 'any' || after === 'none') {
    return false;
  }
  return before.every((old) => after.some((now) => now.kind === old.kind && now.value === old.value));
}

/** A demand as people read it: `"messaging"`, `any of "a", "b"`, `anything`. */
function worded(accepted: Accepted): string {
  if (accepted === 'any') {
    return 'anything';
  }
  if (accepted === 'none') {
    return 'nothing';
  }
  const values = accepted.map((matcher) => (matcher.kind === 'pattern' ? `pattern ${show(matcher.value)}` : show(matcher.value)));
  return values.length === 1 ? values[0] : `any of ${values.join(', ')}`;
}

function list(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : values.map(show).join(', ');
}
