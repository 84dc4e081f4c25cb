import { Claims } from './claims';
import { NodeSettings } from './node-settings';
import { Permissions, Verb } from './permissions';
import { JsonObject, JsonTree } from '../../../oauth/json-tree';
import { bytesOfText, isWellFormed, textOf } from '../../../oauth/jwt';

/*
 * From claims to rights. Source: cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_claim.cr.
 */

/** What the scopes of a token say. */
export interface Rights {
  readonly permissions: Permissions;
  readonly tags: readonly string[];
  /** How many scopes there were, and how many began with the prefix. */
  readonly found: number;
  readonly kept: number;
  /** A scope whose pattern is not UTF-8, at which the broker fails. */
  readonly unreadable: boolean;
  /** Length of the longest text of scopes that could become one regular expression. */
  readonly longest: number;
}

/** Reads every scope, in the order of the broker: roles of the client, the claim scope, further claims. */
export function readRights(claims: Claims, settings: NodeSettings): Rights {
  const scopes = scopesOf(claims, settings);
  const prefix = settings.scopePrefix;
  const kept = prefix === undefined ? scopes : scopes.filter((scope) => scope.startsWith(prefix)).map((scope) => scope.slice(prefix.length));
  const permissions = new Permissions();
  const tags = new Set<string>();
  let unreadable = false;
  for (const scope of kept) {
    if (scope.startsWith('tag:')) {
      const tag = tagOf(scope.slice(4));
      if (tag !== undefined) {
        tags.add(tag);
      }
    } else if (!addPermission(scope, permissions)) {
      unreadable = true;
    }
  }
  const longest = kept.reduce((length, scope) => length + scope.length, 0);
  return { permissions, tags: [...tags], found: scopes.length, kept: kept.length, unreadable, longest };
}

function scopesOf(claims: Claims, settings: NodeSettings): readonly string[] {
  const scopes: string[] = [];
  if (settings.resourceServerId !== undefined) {
    scopes.push(...claims.resourceAccess?.get(settings.resourceServerId) ?? []);
  }
  if (claims.scope !== undefined) {
    scopes.push(...words(claims.scope));
  }
  for (const key of settings.scopesKeys) {
    collect(claims.others.get(key) ?? null, settings.resourceServerId, scopes);
  }
  return scopes;
}

/** Splits on blanks as Crystal does: those of ASCII and of Unicode. */
function words(text: string): readonly string[] {
  return text.split(/[\t-\r\p{Z}]/u).filter((word) => word !== '');
}

/** Texts are split, lists entered; of objects the member of the resource server, or without one every member. */
function collect(claim: JsonTree, resourceServerId: string | undefined, scopes: string[]): void {
  if (typeof claim === 'string') {
    scopes.push(...words(claim));
  } else if (Array.isArray(claim)) {
    claim.forEach((item) => collect(item, resourceServerId, scopes));
  } else if (claim instanceof JsonObject) {
    const members = new Map(claim.members.map(({ name, value }) => [name, value]));
    for (const [name, value] of members) {
      if (resourceServerId === undefined || name === resourceServerId) {
        collect(value, resourceServerId, scopes);
      }
    }
  }
}

const TAGS = ['administrator', 'monitoring', 'management', 'policymaker', 'impersonator'];

/** Case, underscores and hyphens do not count. Source: crystal-lang/crystal, src/enum.cr; cloudamqp/lavinmq, src/lavinmq/tag.cr. */
function tagOf(name: string): string | undefined {
  const plain = name.replace(/[_-]/g, '').toLowerCase();
  return TAGS.find((tag) => tag === plain);
}

const VERBS: readonly string[] = ['configure', 'read', 'write'];

/** Adds what a scope grants, which may be nothing; false where the broker fails over it. */
function addPermission(scope: string, permissions: Permissions): boolean {
  const colon = scope.indexOf(':');
  const verb = scope.slice(0, Math.max(colon, 0));
  const parts = scope.slice(colon + 1).split('/');
  if (!VERBS.includes(verb) || (parts.length !== 2 && parts.length !== 3)) {
    return true;
  }
  const pattern = formDecode(parts[1]);
  if (!isWellFormed(pattern)) {
    return false;
  }
  permissions.add(verb as Verb, formDecode(parts[0]), pattern);
  return true;
}

const ESCAPE = /%[0-9A-Fa-f]{2}/;

/** Decodes a name; `+` is a blank, and a broken escape stays as it is. */
export function formDecode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) {
    return text;
  }
  const bytes: number[] = [];
  const source = bytesOfText(text);
  for (let at = 0; at < source.length; at++) {
    const escape = source.toString('latin1', at, at + 3);
    if (ESCAPE.test(escape)) {
      bytes.push(parseInt(escape.slice(1), 16));
      at += 2;
    } else {
      bytes.push(source[at] === 0x2b ? 0x20 : source[at]);
    }
  }
  return textOf(Buffer.from(bytes)).text;
}
