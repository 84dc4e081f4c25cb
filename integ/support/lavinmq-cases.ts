import { randomInt } from 'node:crypto';
import { Realm, rsaKey, signText, SigningKey } from './identity-provider';
import { JsonMembers, PreviewCase } from '../../src/preview/case';

/*
 * Settings and tokens for comparing our semantics with a broker: mostly good ones, each with one thing that may be wrong.
 */

/** Numbers that a seed fixes, so that a disagreement can be had again. */
export class Chance {
  /** A seed for a run that names none. */
  static freshSeed(): number {
    return randomInt(2 ** 31);
  }

  constructor(private state: number) {}

  /** A number from 0 to below 1. Source: the generator known as mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  some<T>(values: readonly T[], most: number): T[] {
    return Array.from({ length: this.below(most + 1) }, () => this.of(values));
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }
}

const KEY = rsaKey({ kid: 'k1', use: 'sig', alg: 'RS256' });
const SECOND = rsaKey({ kid: 'k2', use: 'sig', alg: 'RS256' });
const STRANGER = rsaKey();

export const VHOSTS: readonly string[] = ['/', 'prod', 'prod-eu', 'a b'];
// Names outside ASCII are refused as names before anyone looks at permissions.
export const NAMES: readonly string[] = ['q', 'orders', 'orders.eu', 'ordersXeu', 'a b', 'a+b', 'x/y', '100%', '%41', '^$', '*', 'A'];

/** One identity provider and one file of settings. */
export interface Setup {
  readonly realm: Realm;
  readonly maxAge: number | undefined;
  /** Our sections of the file; `ISSUER` stands where the issuer goes. */
  readonly ini: string;
}

const without = (key: SigningKey, member: string) => Object.fromEntries(Object.entries(key.jwk).filter(([name]) => name !== member));

const KEY_SETS: readonly (readonly object[])[] = [
  [KEY.jwk], [KEY.jwk], [KEY.jwk, SECOND.jwk], [SECOND.jwk, KEY.jwk], [without(KEY, 'alg'), SECOND.jwk], [without(KEY, 'use')], [without(KEY, 'kid')],
  [{ ...KEY.jwk, alg: 'RS512' }, SECOND.jwk], [{ ...KEY.jwk, kid: 5 }], [KEY.jwk, { kty: 'EC', kid: 'k3', crv: 'P-256' }], [KEY.jwk, { ...SECOND.jwk, n: 'A' }],
  [KEY.jwk, { ...SECOND.jwk, kid: 'k1' }], [], [{ ...KEY.jwk, use: 'enc' }], [{ ...KEY.jwk, kid: '' }], [{ ...KEY.jwk, x5c: 5, alg: null }],
];
const DISCOVERIES: readonly Partial<Realm>[] = [
  {}, {}, {}, {}, {}, {}, { discovery: { issuer: 'https://other.example.com' } }, { discovery: { jwks_uri: undefined } }, { status: 302 },
  { discovery: { token_endpoint: 5 } },
];
const CACHES: readonly (readonly [string | undefined, number | undefined])[] = [
  [undefined, undefined], [undefined, undefined], ['public, max-age=600', 600], ['max-age=0', 0],
];

/** Lines of [oauth] besides issuer. */
const OAUTH_LINES: readonly (readonly string[])[] = [
  ['audience = mq'], ['audience = mq', 'resource_server_id = mq'], ['resource_server_id = mq'], ['verify_aud = false'], ['verify_aud = true ; note'], [],
  ['audience = mq', 'scope_prefix = mq.'], ['resource_server_id = mq', 'scope_prefix ='], ['audience = mq', 'audience = other'],
  ['audience = mq', 'additional_scopes_keys = permissions, groups'], ['resource_server_id = mq', 'additional_scopes_keys = permissions'],
  ['audience = mq', 'preferred_username_claims = email, sub'], ['audience = mq', 'preferred_username_claims = aud'], ['audience = mq', 'jwks_cache_ttl = 0'],
  ['verify_aud = On', 'audience = mq'], ['audience = mq', 'unknown_key = x'], ['audience = mq', 'jwks_cache_ttl = soon'], ['verify_aud = no', 'scope_prefix = p:'],
];

/** A file of settings and the identity provider behind it. The first ones are plain, so that every count has good logins. */
export function makeSetup(chance: Chance, index: number): Setup {
  const plain = index % 3 === 0;
  const [cacheControl, maxAge] = plain ? CACHES[0] : chance.of(CACHES);
  const slash = chance.happens(0.2) ? '/' : '';
  const backends = plain ? 'local,oauth' : chance.of(['local,oauth', 'local,oauth', 'oauth , local', 'local, oauth', 'oauth,local', 'local']);
  const lines = OAUTH_LINES[index % OAUTH_LINES.length];
  return {
    realm: { keys: plain ? KEY_SETS[0] : chance.of(KEY_SETS), cacheControl, ...plain ? {} : chance.of(DISCOVERIES) },
    maxAge,
    ini: ['[main]', `auth_backends = ${backends}`, '', '[mqtt]', `permission_check_enabled = ${chance.happens(0.5)}`, '',
      '[oauth]', `issuer = ISSUER${slash}`, ...lines, ''].join('\n'),
  };
}

const PATTERNS = ['*', 'q', 'orders.*', 'orders.eu', '%2A', 'a+b', 'a%2Bb', 'x%2Fy', '100%', '100%25', '%41', '%2541', '%C3%A9', 'é', '^$', '', 'or*eu', '**', 'a%20b', '[', '(q)'];
const VHOST_PATTERNS = ['%2F', '%2f', 'prod', 'prod', 'prod-*', '*', '*-eu', 'a+b', 'a%20b', 'Prod', '', 'p*d', '**'];
const VERBS = ['read', 'write', 'configure', 'read', 'write', 'configure', 'Read', 'delete', 'tag'];
const ODD_SCOPES = ['openid', 'tag:management', 'tag:Policy-Maker', 'tag:nobody', 'read:', 'read', 'read:prod', 'read:a/b/c/d', 'write:prod/q/key', ':prod/q', 'read::prod/q'];

function makeScope(chance: Chance): string {
  const prefix = chance.of(['', '', 'mq.', 'mq.', 'p:', 'MQ.']);
  return prefix + (chance.happens(0.15) ? chance.of(ODD_SCOPES) : `${chance.of(VERBS)}:${chance.of(VHOST_PATTERNS)}/${chance.of(PATTERNS)}`);
}

type Change = (claims: Record<string, unknown>, header: Record<string, unknown>, now: number, chance: Chance) => void;

/** What may be odd about a token; not all of it is wrong. */
const CHANGES: readonly Change[] = [
  (claims, _header, now) => (claims.exp = now - 30),
  (claims) => delete claims.exp,
  (claims, _header, now) => (claims.exp = String(now + 300)),
  (claims, _header, now) => (claims.exp = now + 300.5),
  (claims, _header, now) => (claims.exp = (now + 300) * 1000),
  (claims) => (claims.exp = null),
  (claims, _header, now) => (claims.iat = now + 60),
  (claims, _header, now) => (claims.nbf = now + 60),
  (claims) => (claims.iat = 'x'),
  (claims) => (claims.iat = 9e15),
  (claims) => (claims.iss = `${claims.iss as string}/`),
  (claims) => (claims.iss = `${claims.iss as string}//`),
  (claims) => delete claims.iss,
  (claims) => (claims.iss = (claims.iss as string).toUpperCase()),
  (claims) => (claims.aud = 'other'),
  (claims) => (claims.aud = ['other', 'mq']),
  (claims) => (claims.aud = ['mq', 1]),
  (claims) => (claims.aud = []),
  (claims) => (claims.aud = 7),
  (claims) => delete claims.aud,
  (claims) => (claims.aud = 'mq other'),
  (claims) => (claims.scope = (claims.scope as string).split(' ')),
  (claims) => (claims.scope = null),
  (claims) => (claims.sub = 5),
  (claims) => delete claims.sub,
  (claims) => Object.assign(claims, { sub: null, client_id: 'client' }),
  (claims) => (claims.sub = ''),
  (claims) => (claims.email = 'a@example.com'),
  (claims) => (claims.email = { a: 1 }),
  (claims, _header, _now, chance) =>
    (claims.resource_access = { mq: { roles: [makeScope(chance), makeScope(chance)] }, other: { roles: [makeScope(chance)] } }),
  (claims) => (claims.resource_access = []),
  (claims) => (claims.resource_access = { mq: { roles: 'x' } }),
  (claims) => (claims.resource_access = { mq: null }),
  (claims, _header, _now, chance) => (claims.permissions = [makeScope(chance), [makeScope(chance)], 5]),
  (claims, _header, _now, chance) => (claims.permissions = { mq: makeScope(chance), other: [makeScope(chance)] }),
  (claims, _header, _now, chance) => Object.assign(claims, { groups: `${makeScope(chance)}\t${makeScope(chance)}`, permissions: makeScope(chance) }),
  (claims) => (claims.scope = `${claims.scope as string} read:prod/%E9 mq.read:prod/%E9 p:read:prod/%E9`),
  (claims) => (claims.scope = `${claims.scope as string} read:%E9/q mq.read:%E9/q`),
  (_claims, header) => (header.alg = 'RS512'),
  (_claims, header) => (header.alg = 'none'),
  (_claims, header) => delete header.alg,
  (_claims, header) => (header.kid = 'k2'),
  (_claims, header) => (header.kid = 'unknown-0'),
  (_claims, header) => (header.kid = ''),
  (_claims, header) => delete header.kid,
  (_claims, header) => (header.kid = 1),
  (_claims, header) => (header.typ = 1),
  (claims) => (claims.pad = 'x'.repeat(2900)),
  (claims) => (claims.huge = 1e300),
];

/** Changes to the texts of header and payload, or to the compact token. */
const TEXT_CHANGES: readonly ((header: string, payload: string) => readonly [string, string])[] = [
  (header, payload) => [header, payload.replace('{', '{"sub":"first",')],
  (header, payload) => [header, payload.replace(/}$/, ',"exp":"x"}').replace('{', '{"exp":1,')],
  (header, payload) => [header, payload.replace('{', '{"exp":"x",')],
  (header, payload) => [header, payload.replace(/}$/, ',"n":9223372036854775808}')],
  (header, payload) => [header, payload.replace(/}$/, ',"n":9223372036854775807}')],
  (header, payload) => [header, payload.replace(/}$/, ',"f":1e309}')],
  (header, payload) => [header, payload.replace(/}$/, ',"f":1e-324}')],
  (header, payload) => [header, payload.replace(/}$/, ',"f":0.0e999}')],
  (header, payload) => [header, payload.replace(/}$/, ',"s":"\\ud800"}')],
  (header, payload) => [header, payload.replace(/}$/, ',"s":"\\u0000"}')],
  (header, payload) => [header, ` ${payload}\n`],
  (header, payload) => [header, `${payload}}`],
  (header, payload) => [header, `${payload} x`],
  (header, payload) => [header, payload.replace(/}$/, ',}')],
  (header, payload) => [header, payload.replace(/}$/, `,"d":${'['.repeat(511)}${']'.repeat(511)}}`)],
  (header, payload) => [header, payload.replace(/}$/, `,"d":${'['.repeat(512)}${']'.repeat(512)}}`)],
  (header, payload) => [header.replace('{', '{"alg":"none",'), payload],
  (header, payload) => [header.replace(/}$/, ',"alg":"none"}'), payload],
  (header, payload) => [`${header} `, payload],
  (header, payload) => [header, `[${payload}]`],
];

const COMPACT_CHANGES: readonly ((token: string) => string)[] = [
  (token) => `${token}=`, (token) => `${token}==`, (token) => token.slice(0, -4), (token) => `${token}.`, (token) => `Bearer ${token}`, (token) => `${token}\n`,
  (token) => token.replaceAll('_', '/').replaceAll('-', '+'), (token) => token.split('.').slice(0, 2).join('.'), (token) => token.slice(2), () => 'secret', () => '',
  (token) => token.replace('.', '=.'), (token) => `${token.slice(0, -10)}\n\n\n\n${token.slice(-10)}`, (token) => `${token}====`,
];

/** A token, most often good or with one change. */
export function makeToken(chance: Chance, issuer: string, now: number): string {
  const scopes = [...chance.some(['mq.read:*/q', 'read:prod/*', 'write:%2F/*', 'tag:management', 'mq.tag:monitoring'], 3), ...Array.from({ length: 1 + chance.below(6) }, () => makeScope(chance))];
  const header: Record<string, unknown> = { alg: 'RS256', kid: 'k1' };
  const claims: Record<string, unknown> = { iss: issuer, aud: 'mq', sub: 'someone', iat: now - 5, exp: now + 600, scope: scopes.join(' ') };
  if (chance.happens(0.35)) {
    chance.of(CHANGES)(claims, header, now, chance);
  }
  const texts = [JSON.stringify(header), JSON.stringify(claims)] as const;
  const [first, second] = chance.happens(0.15) ? chance.of(TEXT_CHANGES)(...texts) : texts;
  const token = signText(first, second, chance.happens(0.05) ? STRANGER.privateKey : chance.happens(0.1) ? SECOND.privateKey : KEY.privateKey);
  return chance.happens(0.05) ? chance.of(COMPACT_CHANGES)(token) : token;
}

/** The discovery document and the key set as a case names them. */
export function servedBy(setup: Setup, issuer: string): Pick<PreviewCase, 'jwks' | 'discovery'> {
  const document = { issuer, jwks_uri: `${issuer}/keys`, ...setup.realm.discovery } as Record<string, unknown>;
  return {
    jwks: { keys: setup.realm.keys as readonly JsonMembers[], ...setup.maxAge === undefined ? {} : { maxAge: setup.maxAge } },
    discovery: { document: JSON.parse(JSON.stringify(document)), status: setup.realm.status ?? 200 },
  };
}
