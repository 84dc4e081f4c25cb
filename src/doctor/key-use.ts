import { Jwk } from '../oauth/jwks';
import { JsonData, JsonMembers } from '../preview/case';
import { CaseParts } from '../preview/case-parts';
import { Check } from '../preview/check';
import { previewParts } from '../preview/manifest-case';
import { BrokerSemantics } from '../preview/semantics';

/** What a broker makes of one key of the set. */
export interface KeyUse {
  /** The key's name; null where it has none. */
  readonly kid: string | null;
  readonly used: boolean | 'unknown';
  /** What the broker's step found where the key is not surely used. */
  readonly detail: string | null;
}

/** Algorithms by the type and curve of a key that names none. Source: RFC 7518 section 3.1; RFC 8037 section 3.1. */
const USUAL: Readonly<Record<string, string>> = { 'RSA': 'RS256', 'EC P-256': 'ES256', 'EC P-384': 'ES384', 'EC P-521': 'ES512', 'OKP Ed25519': 'EdDSA' };

/** The algorithm with which a key signs; undefined where it does not sign. */
export function algorithmOf(key: Jwk): string | undefined {
  if (key.use === 'enc' || key.kty === 'oct') {
    return undefined;
  }
  if (typeof key.alg === 'string') {
    return /^(RS|PS|ES)\d{3}K?$|^EdDSA$/.test(key.alg) ? key.alg : undefined;
  }
  return typeof key.kty === 'string' ? USUAL[key.kty] ?? USUAL[`${key.kty} ${String(key.crv)}`] : undefined;
}

/** What a broker is asked about a key with. */
export interface KeyQuestion {
  readonly semantics: BrokerSemantics;
  readonly parts: CaseParts;
  readonly keys: readonly Jwk[];
  /** Claims of a token that the broker would let in. */
  readonly claims: JsonMembers;
  readonly now: number;
}

/** Asks the broker's own semantics whether a token that names this key would be verified with it. */
export function keyUse(question: KeyQuestion, key: Jwk, algorithm: string): KeyUse {
  const kid = typeof key.kid === 'string' ? key.kid : null;
  const header = { alg: algorithm, typ: 'JWT', ...kid === null ? {} : { kid } };
  const without = new Set(checksOf(question, header, undefined).map(lineOf));
  const checks = checksOf(question, header, question.keys as readonly JsonData[]);
  const changed = checks.filter((check) => !without.has(lineOf(check)));
  const refused = changed.find(({ outcome }) => outcome === 'fail') ?? checks.find(isAboutAlgorithm);
  const open = changed.find(({ outcome }) => outcome === 'unknown');
  if (refused !== undefined || open !== undefined) {
    return { kid, used: refused === undefined ? 'unknown' : false, detail: (refused ?? open)!.detail };
  }
  // Where the key set makes no difference, the broker got as far as some other refusal, or looks at no keys.
  return changed.length > 0 ? { kid, used: true, detail: null } : { kid, used: 'unknown', detail: checks.find(hasFailed)?.detail ?? 'the key set is not looked at' };
}

function hasFailed({ outcome }: Check): boolean {
  return outcome === 'fail';
}

/** A token that is refused for its algorithm is refused with every key that signs with it. */
function isAboutAlgorithm(check: Check): boolean {
  return hasFailed(check) && check.rule.endsWith('_ALGORITHM');
}

function checksOf({ semantics, parts, claims, now }: KeyQuestion, header: JsonMembers, keys: readonly JsonData[] | undefined): readonly Check[] {
  const result = previewParts(semantics, parts, {
    now, token: { header, claims }, signature: 'valid', username: 'doctor', jwks: keys === undefined ? undefined : { keys },
  });
  return 'error' in result ? [] : result.checks;
}

function lineOf({ rule, outcome, detail }: Check): string {
  return `${rule} ${outcome} ${detail}`;
}
