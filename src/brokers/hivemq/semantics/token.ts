import { dataOf, JsonObject } from '../../../oauth/json-tree';
import { readSegment } from '../../../oauth/jwt';
import { isStrict, readPlainSegment } from '../../../oauth/plain-json';
import { JsonData, JsonMembers, OpenToken } from '../../../preview/case';

/*
 * What is known of reading a token whatever the library: the extension ships jose4j and nimbus-jose-jwt, and which of them serves is not
 * documented. What they agree on is known, the rest is doubtful.
 */

/** A token that could be read. */
export interface ReadToken {
  readonly header: JsonMembers;
  readonly claims: JsonMembers;
  /** What the signature covers and the signature's segment; undefined for a token that is not encoded. */
  readonly signed: { readonly input: string; readonly segment: string } | undefined;
  /** Why some libraries may refuse it; undefined where none does. */
  readonly doubt: string | undefined;
}

/** A text that is no token. */
export interface NoToken {
  readonly problem: string;
}

/** Reads a token. */
export function readToken(token: string | OpenToken): ReadToken | NoToken {
  if (typeof token !== 'string') {
    return { header: token.header, claims: token.claims, signed: undefined, doubt: critOf(token.header) };
  }
  const parts = token.split('.', 4);
  if (parts.length !== 3) {
    return { problem: 'has not three parts with dots between' };
  }
  const header = readPart('header', parts[0]);
  const claims = readPart('payload', parts[1]);
  if ('problem' in header || 'problem' in claims) {
    return 'problem' in header ? header : claims as NoToken;
  }
  const segment = parts[2];
  const doubt = header.doubt ?? claims.doubt ?? formDoubt('signature', segment) ?? critOf(header.members);
  return { header: header.members, claims: claims.members, signed: { input: `${parts[0]}.${parts[1]}`, segment }, doubt };
}

interface Part {
  readonly members: JsonMembers;
  readonly doubt: string | undefined;
}

const NOTHING: JsonMembers = {};

function readPart(name: string, segment: string): Part | NoToken {
  const plain = readPlainSegment(segment);
  return plain === undefined ? readSlowly(name, segment) : { members: dataOf(plain) as JsonMembers, doubt: undefined };
}

function readSlowly(name: string, segment: string): Part | NoToken {
  const { value, problem, isUtf8 } = readSegment(segment);
  if (problem?.kind === 'depth' || problem?.kind === 'lone-surrogate') {
    return { members: NOTHING, doubt: `the ${name} is JSON that parsers read differently` };
  }
  if (!(value instanceof JsonObject)) {
    return { problem: `the ${name} is no base64url of a JSON object` };
  }
  const doubt = formDoubt(name, segment)
    ?? (isUtf8 ? undefined : `the ${name} is no UTF-8`)
    ?? (value.hasDuplicates ? `the ${name} has a member twice` : undefined);
  return { members: dataOf(value) as JsonMembers, doubt };
}

function formDoubt(name: string, segment: string): string | undefined {
  return isStrict(segment) ? undefined : `the ${name} is not written as base64url without padding`;
}

function critOf(header: JsonMembers): string | undefined {
  return memberOf(header, 'crit') === undefined ? undefined : 'the header has crit, which names what a reader must understand';
}

/** A member of an object; undefined where it has none of its own. */
export function memberOf(members: JsonMembers, name: string): JsonData | undefined {
  return Object.prototype.hasOwnProperty.call(members, name) ? members[name] : undefined;
}
