import { Claims, Header, readClaims, readHeader } from './claims';
import {
  KEYS, TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_CLAIMS, TOKEN_EXPIRY, TOKEN_HEADER, TOKEN_ISSUED_AT, TOKEN_ISSUER, TOKEN_KEY,
  TOKEN_NOT_BEFORE, TOKEN_PREFIX, TOKEN_SCOPES, TOKEN_SIGNATURE, TOKEN_USERNAME,
} from './facts';
import { discoveryProblem, isHttpUrl, keepKeys, KeptKeys } from './keys';
import { NodeSettings, withoutSlash } from './node-settings';
import { ReleaseRules } from './release-rules';
import { readRights, Rights } from './scopes';
import { decodeSegment } from './segments';
import { Credential, looksLikeToken, Parts, partsOf } from './token';
import { verifySignature } from '../../../oauth/jws';
import { PreviewCase } from '../../../preview/case';
import { CheckList } from '../../../preview/check';
import { excerpt, excerpts } from '../../../preview/excerpt';

/** One login by token. */
export interface Login {
  readonly input: PreviewCase;
  readonly settings: NodeSettings;
  readonly rules: ReleaseRules;
  readonly checks: CheckList;
}

/** Whom the broker takes the token's bearer for. */
export interface Bearer {
  readonly name: string;
  readonly rights: Rights;
  readonly expiresAt: number;
}

/**
 * Judges a token in the broker's order; undefined where it is refused.
 *
 * Source: cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_verifier.cr.
 */
export function judgeToken(login: Login, credential: Credential): Bearer | undefined {
  const { checks } = login;
  if (!checks.judge(TOKEN_PREFIX, looksLikeToken(credential), looksLikeToken(credential) ? 'begins like a token' : 'does not begin with "ey"')) {
    return undefined;
  }
  const parts = partsOf(credential);
  if (parts === undefined) {
    checks.fail(TOKEN_HEADER, 'has not three parts with dots between');
    return undefined;
  }
  const header = judgeHeader(checks, parts);
  if (header === undefined) {
    return undefined;
  }
  const claims = judgeClaims(checks, parts);
  if (claims === undefined || !judgeTimes(checks, claims, login.input.now) || !judgeKeyAndSignature(login, header, parts)) {
    return undefined;
  }
  return judgeIssuer(login, claims) && judgeAudience(login, claims) ? bearerOf(login, claims) : undefined;
}

function judgeHeader(checks: CheckList, { header: object }: Parts): Header | undefined {
  if (object === 'unknown') {
    checks.unknown(TOKEN_HEADER, 'has more behind the header\'s JSON object');
    return undefined;
  }
  const header = object === undefined ? { problem: 'the header is no base64url of a JSON object' } : readHeader(object);
  if ('problem' in header) {
    checks.fail(TOKEN_HEADER, header.problem);
    return undefined;
  }
  checks.pass(TOKEN_HEADER, 'three parts and a JSON header');
  return checks.judge(TOKEN_ALGORITHM, header.alg === 'RS256', `alg is ${excerpt(header.alg)}`) ? header : undefined;
}

function judgeClaims(checks: CheckList, parts: Parts): Claims | undefined {
  const object = parts.payload();
  if (object === 'unknown') {
    checks.unknown(TOKEN_CLAIMS, 'has more behind the payload\'s JSON object');
    return undefined;
  }
  const claims = object === undefined ? { problem: 'the payload is no base64url of a JSON object' } : readClaims(object);
  if ('problem' in claims) {
    checks.fail(TOKEN_CLAIMS, claims.problem);
    return undefined;
  }
  checks.pass(TOKEN_CLAIMS, 'every typed claim has its type');
  return claims;
}

/** The years 1 to 9999, beyond which the broker fails over a time. Source: crystal-lang/crystal, src/time.cr. */
const FIRST_SECOND = -62135596800;
const LAST_SECOND = 253402300799;

/** The broker's clock moves in steps of a tenth of a second, for which it allows iat this much. */
const ISSUED_AT_LEEWAY = 0.2;

function judgeTimes(checks: CheckList, { exp, iat, nbf }: Claims, now: number): boolean {
  if (exp === undefined) {
    return checks.judge(TOKEN_EXPIRY, false, 'exp is missing');
  }
  if (!isTime(exp)) {
    return checks.judge(TOKEN_EXPIRY, false, `exp ${exp} is no time; are these milliseconds?`);
  }
  return checks.judge(TOKEN_EXPIRY, exp > now, `exp is ${exp}, now is ${now}`) &&
    judgeStart(checks, TOKEN_ISSUED_AT, iat, now + ISSUED_AT_LEEWAY) && judgeStart(checks, TOKEN_NOT_BEFORE, nbf, now);
}

function isTime(seconds: number): boolean {
  return seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
}

function judgeStart(checks: CheckList, fact: typeof TOKEN_NOT_BEFORE, seconds: number | undefined, latest: number): boolean {
  if (seconds === undefined) {
    checks.pass(fact, 'is not there');
    return true;
  }
  return checks.judge(fact, isTime(seconds) && seconds <= latest, `is ${seconds}, and must not be after ${latest}`);
}

function judgeKeyAndSignature(login: Login, header: Header, parts: Parts): boolean {
  const kept = judgeKeys(login);
  if (kept === 'refused') {
    return false;
  }
  const chosen = kept === undefined ? judgeKidAlone(login, header) : judgeKid(login, header, kept);
  return chosen !== 'refused' && judgeSignature(login, parts, chosen);
}

type GoodKeys = Extract<KeptKeys, { keys: unknown }>;

/** The keys that the broker has at the login; undefined where the case does not tell. */
function judgeKeys(login: Login): GoodKeys | 'refused' | undefined {
  const { checks, input: { jwks, discovery }, settings, rules } = login;
  // Without an issuer no token is looked at.
  const problem = isHttpUrl(settings.issuer!)
    ? discovery && discoveryProblem(discovery, settings.expectedIssuer, rules.readsEndpoints)
    : 'the issuer is no http or https URL';
  if (problem !== undefined) {
    checks.fail(KEYS, problem);
    return 'refused';
  }
  if (jwks !== undefined && 'reachable' in jwks) {
    return judgeUnreachable(checks, jwks.at);
  }
  const lifetime = judgeLifetime(checks, jwks?.maxAge, settings.cacheSeconds);
  const kept = jwks === undefined ? undefined : keepKeys(jwks.keys, rules.keysNeedAlg);
  if (lifetime === 'none') {
    return 'refused';
  }
  if (kept !== undefined && 'problem' in kept) {
    checks.fail(KEYS, kept.problem);
    return 'refused';
  }
  if (lifetime === 'some') {
    sayKeys(checks, kept);
  }
  return kept;
}

function sayKeys(checks: CheckList, kept: GoodKeys | undefined): void {
  if (kept === undefined) {
    checks.skip(KEYS, 'no keys are given');
  } else {
    checks.pass(KEYS, `${kept.keys.size} of ${kept.served} keys are for RS256 signatures`);
  }
}

function judgeUnreachable(checks: CheckList, at: 'start' | 'login' | undefined): 'refused' | undefined {
  if (at === 'login') {
    checks.unknown(KEYS, 'cannot be fetched now; those fetched before count until they expire');
    return undefined;
  }
  checks.fail(KEYS, 'cannot be fetched');
  return 'refused';
}

/** Keys without a lifetime are expired at once. Says nothing where there is one. */
function judgeLifetime(checks: CheckList, maxAge: number | undefined, cacheSeconds: number): 'some' | 'none' | 'open' {
  if ((maxAge ?? cacheSeconds) > 0) {
    return 'some';
  }
  if (maxAge === undefined) {
    checks.unknown(KEYS, `jwks_cache_ttl is ${cacheSeconds}, so keys are expired at once unless the key set is served with a max-age`);
    return 'open';
  }
  checks.fail(KEYS, 'the key set is served with max-age=0, so keys are expired at once');
  return 'none';
}

/** The keys of which one must have signed. */
type Chosen = readonly (ReturnType<GoodKeys['keys']['get']>)[] | undefined;

/** Since 2.9.0 a token must name its key, whatever keys there are. Source: src/lavinmq/auth/jwt/public_keys.cr. */
function judgeKidAlone({ checks, rules }: Login, { kid }: Header): Chosen | 'refused' {
  if (rules.needsKid && (kid === undefined || kid === '')) {
    checks.fail(TOKEN_KEY, 'kid is missing');
    return 'refused';
  }
  checks.skip(TOKEN_KEY, kid === undefined ? 'kid is missing, so every key would be tried' : `kid is ${excerpt(kid)}; no keys are given`);
  return undefined;
}

function judgeKid({ checks, rules }: Login, { kid }: Header, { keys }: GoodKeys): Chosen | 'refused' {
  const named = kid === undefined ? 'kid is missing' : `kid is ${excerpt(kid)}`;
  if (kid !== undefined && keys.has(kid) && (kid !== '' || !rules.needsKid)) {
    checks.pass(TOKEN_KEY, named);
    return [keys.get(kid)];
  }
  if (rules.needsKid) {
    checks.fail(TOKEN_KEY, `${named}, the keys are ${excerpts([...keys.keys()]) || 'none'}; an unknown kid does not make the broker fetch again`);
    return 'refused';
  }
  checks.judge(TOKEN_KEY, keys.size > 0, `${named}, so every key is tried`);
  return keys.size > 0 ? [...keys.values()] : 'refused';
}

function judgeSignature({ checks, input }: Login, { signed }: Parts, chosen: Chosen): boolean {
  if (signed === undefined) {
    if (input.signature === undefined) {
      checks.skip(TOKEN_SIGNATURE, 'the token is not encoded');
      return true;
    }
    return checks.judge(TOKEN_SIGNATURE, input.signature === 'valid', `is ${input.signature}, by the case`);
  }
  const signature = decodeSegment(signed.segment);
  if (signature === undefined) {
    return checks.judge(TOKEN_SIGNATURE, false, 'is no base64url');
  }
  if (chosen === undefined) {
    checks.skip(TOKEN_SIGNATURE, 'no keys are given');
    return true;
  }
  const text = { input: signed.input, signature };
  const valid = chosen.some((key) => key !== undefined && verifySignature('RS256', key, text));
  return checks.judge(TOKEN_SIGNATURE, valid, valid ? 'is that of the key' : 'is not that of the key');
}

function judgeIssuer({ checks, settings }: Login, { iss }: Claims): boolean {
  if (iss === undefined) {
    return checks.judge(TOKEN_ISSUER, false, 'iss is missing');
  }
  const same = withoutSlash(iss) === settings.expectedIssuer;
  return checks.judge(TOKEN_ISSUER, same, `iss is ${excerpt(iss)}, issuer is ${excerpt(settings.issuer ?? '')}`);
}

function judgeAudience({ checks, settings }: Login, { aud }: Claims): boolean {
  if (!settings.verifiesAudience) {
    checks.skip(TOKEN_AUDIENCE, 'verify_aud is off');
    return true;
  }
  if (aud === undefined) {
    return checks.judge(TOKEN_AUDIENCE, false, 'aud is missing');
  }
  const expected = settings.expectedAudience;
  if (expected === undefined) {
    return checks.judge(TOKEN_AUDIENCE, false, 'neither audience nor resource_server_id is set, so no audience is the right one');
  }
  const audiences = typeof aud === 'string' ? [aud] : aud;
  return checks.judge(TOKEN_AUDIENCE, audiences.includes(expected), `aud is ${excerpts(audiences) || 'empty'}, expected is ${excerpt(expected)}`);
}

/** Joined patterns longer than this may be too much for the broker's regular expressions. Source: pcre2limits(3). */
const LONGEST_EXPRESSION = 30_000;

function bearerOf({ checks, settings }: Login, claims: Claims): Bearer | undefined {
  const name = usernameOf(claims, settings.usernameClaims);
  if (name === undefined) {
    checks.fail(TOKEN_USERNAME, `none of ${excerpts(settings.usernameClaims)} is a text that can name the user`);
    return undefined;
  }
  checks.pass(TOKEN_USERNAME, `the user is ${excerpt(name)}`);
  const rights = readRights(claims, settings);
  if (rights.unreadable) {
    checks.fail(TOKEN_SCOPES, 'the pattern of a scope is no UTF-8');
    return undefined;
  }
  const counted = `${rights.kept} of ${rights.found} scopes begin with ${settings.scopePrefix === undefined ? 'anything' : excerpt(settings.scopePrefix)}`;
  if (rights.longest > LONGEST_EXPRESSION) {
    checks.unknown(TOKEN_SCOPES, `${counted}; together they make a regular expression of ${rights.longest} characters`);
  } else {
    checks.pass(TOKEN_SCOPES, counted);
  }
  return { name, rights, expiresAt: claims.exp! };
}

/** An empty text is a name too. Source: src/lavinmq/auth/jwt/token_claim.cr. */
function usernameOf(claims: Claims, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = name === 'sub' || name === 'iss' ? claims[name] : claims.others.get(name);
    if (typeof value === 'string') {
      return value;
    }
  }
  return undefined;
}
