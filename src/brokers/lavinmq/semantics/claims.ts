import { fitsInt64, isReadable } from './segments';
import { JsonNumber, JsonObject, JsonTree } from '../../../oauth/json-tree';

/*
 * Header and claims as the broker reads them: some members have types, and a member of another type refuses the whole token, even where
 * nothing looks at it. Every one of duplicate members is judged, the last one stays.
 * Source: cloudamqp/lavinmq, src/lavinmq/auth/jwt/jwt.cr; crystal-lang/crystal, src/json/serialization.cr.
 */

/** What the broker keeps of the header. */
export interface Header {
  readonly alg: string;
  readonly kid: string | undefined;
}

/** What the broker keeps of the payload. */
export interface Claims {
  exp?: number;
  iat?: number;
  nbf?: number;
  iss?: string;
  sub?: string;
  scope?: string;
  aud?: string | readonly string[];
  /** Roles by client; undefined where a client has none. */
  resourceAccess?: ReadonlyMap<string, readonly string[] | undefined>;
  /** Every claim without a type. */
  readonly others: ReadonlyMap<string, JsonTree>;
}

/** Why a member refuses the token. */
export interface TypeProblem {
  readonly problem: string;
}

/** Reads the header; `alg` must be there and a text. */
export function readHeader(header: JsonObject): Header | TypeProblem {
  let alg: string | undefined;
  let kid: string | undefined;
  for (const { name, value } of header.members) {
    if (name === 'alg') {
      if (typeof value !== 'string') {
        return { problem: 'alg is no text' };
      }
      alg = value;
    } else if (name === 'typ' || name === 'kid') {
      if (value !== null && typeof value !== 'string') {
        return { problem: `${name} is no text` };
      }
      kid = name === 'kid' ? value ?? undefined : kid;
    } else if (!isReadable(value)) {
      return { problem: 'a number is out of range' };
    }
  }
  return alg === undefined ? { problem: 'alg is missing' } : { alg, kid };
}

type Take = (claims: Claims, value: JsonTree) => boolean;

const TYPED: ReadonlyMap<string, readonly [Take, string]> = new Map<string, readonly [Take, string]>([
  ...(['exp', 'iat', 'nbf'] as const).map((name) => [name, [takeTime(name), 'a whole number']] as const),
  ...(['iss', 'sub', 'scope'] as const).map((name) => [name, [takeText(name), 'a text']] as const),
  ['aud', [takeAudience, 'a text or a list of texts']],
  ['resource_access', [takeRoles, 'an object of objects whose roles are lists of texts']],
]);

/** Reads the payload. */
export function readClaims(payload: JsonObject): Claims | TypeProblem {
  const others = new Map<string, JsonTree>();
  const claims: Claims = { others };
  for (const { name, value } of payload.members) {
    const typed = TYPED.get(name);
    if (typed === undefined) {
      if (!isReadable(value)) {
        return { problem: 'a number is out of range' };
      }
      others.set(name, value);
    } else if (!typed[0](claims, value)) {
      return { problem: `${name} is not ${typed[1]}` };
    }
  }
  return claims;
}

function takeTime(name: 'exp' | 'iat' | 'nbf'): Take {
  return (claims, value) => {
    if (value !== null && !(value instanceof JsonNumber && value.isInteger && fitsInt64(value.text))) {
      return false;
    }
    claims[name] = value === null ? undefined : value.value;
    return true;
  };
}

function takeText(name: 'iss' | 'sub' | 'scope'): Take {
  return (claims, value) => {
    if (value !== null && typeof value !== 'string') {
      return false;
    }
    claims[name] = value ?? undefined;
    return true;
  };
}

function takeAudience(claims: Claims, value: JsonTree): boolean {
  if (value !== null && typeof value !== 'string' && !isTexts(value)) {
    return false;
  }
  claims.aud = value ?? undefined;
  return true;
}

function takeRoles(claims: Claims, value: JsonTree): boolean {
  if (value === null) {
    claims.resourceAccess = undefined;
    return true;
  }
  if (!(value instanceof JsonObject)) {
    return false;
  }
  const byClient = new Map<string, readonly string[] | undefined>();
  for (const { name, value: client } of value.members) {
    const roles = client instanceof JsonObject ? rolesOf(client) : 'wrong';
    if (roles === 'wrong') {
      return false;
    }
    byClient.set(name, roles);
  }
  claims.resourceAccess = byClient;
  return true;
}

function rolesOf(client: JsonObject): readonly string[] | undefined | 'wrong' {
  let roles: readonly string[] | undefined;
  for (const { name, value } of client.members) {
    if (name !== 'roles') {
      continue;
    }
    if (value !== null && !isTexts(value)) {
      return 'wrong';
    }
    roles = value ?? undefined;
  }
  return roles;
}

function isTexts(value: JsonTree): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
