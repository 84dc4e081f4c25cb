import { TOKEN_HEADER, TOKEN_PARTS, TOKEN_PAYLOAD } from './facts';
import { readLenientObject } from './lenient-json';
import { Members, membersOf, openMembers } from './members';
import { bytesOf, segmentsOf } from '../../../oauth/jwt';
import { readPlainSegment } from '../../../oauth/plain-json';
import { OpenToken } from '../../../preview/case';
import { CheckList } from '../../../preview/check';

/*
 * A token taken apart as jose4j does, without looking at signatures.
 * Source: jose4j jwt/consumer/JwtConsumer.java `process`, jwx/JsonWebStructure.java, jws/JsonWebSignature.java
 */

/** One signed envelope; a token in a token has several, the outer one first. */
export interface Envelope {
  readonly header: Members;
  /** Header and payload as signed, and the signature, encoded; undefined for a token that is not encoded. */
  readonly signed?: { readonly input: string; readonly signature: string };
}

/** What is in a token. */
export interface Contents {
  readonly envelopes: readonly Envelope[];
  readonly claims: Members;
}

/** Takes a compact token apart; undefined where a step has failed. */
export function openCompact(token: string, checks: CheckList): Contents | undefined {
  const envelopes: Envelope[] = [];
  for (let text = token; ;) {
    const segments = segmentsOf(text);
    if (segments.length !== 3 || segments.slice(0, envelopes.length === 0 ? 3 : 1).includes('')) {
      checks.fail(TOKEN_PARTS, describeParts(segments, envelopes.length > 0));
      return undefined;
    }
    checks.pass(TOKEN_PARTS, envelopes.length === 0 ? 'there are three' : 'there are three within the payload');
    const [encodedHeader, encodedPayload, signature] = segments;
    const members = readMembers(encodedHeader);
    if (typeof members === 'string') {
      checks.fail(TOKEN_HEADER, `the header ${members}`);
      return undefined;
    }
    envelopes.push({ header: members, signed: { input: `${encodedHeader}.${encodedPayload}`, signature } });
    const nested = isNested(members);
    if (nested === undefined) {
      checks.fail(TOKEN_HEADER, 'cty is no text');
      return undefined;
    }
    checks.pass(TOKEN_HEADER, 'is a JSON object');
    const isEncoded = members.get('b64') !== false;
    if (!nested) {
      return withClaims(envelopes, isEncoded ? readMembers(encodedPayload) : readText(encodedPayload), checks);
    }
    text = isEncoded ? bytesOf(encodedPayload).toString('utf8') : encodedPayload;
  }
}

function withClaims(envelopes: readonly Envelope[], claims: Members | string, checks: CheckList): Contents | undefined {
  if (typeof claims === 'string') {
    checks.fail(TOKEN_PAYLOAD, `the payload ${claims}`);
    return undefined;
  }
  checks.pass(TOKEN_PAYLOAD, 'is a JSON object');
  return { envelopes, claims };
}

/** Looks at a token that is given as header and claims; undefined where no encoding of it can go through. */
export function openGiven({ header, claims }: OpenToken, checks: CheckList): Contents | undefined {
  const members = openMembers(header);
  const nested = isNested(members);
  if (nested === undefined) {
    checks.fail(TOKEN_HEADER, 'cty is no text');
    return undefined;
  }
  if (nested) {
    checks.fail(TOKEN_PAYLOAD, 'cty says that the payload is a token, and it is an object of claims');
    return undefined;
  }
  if (members.get('b64') === false) {
    checks.fail(TOKEN_PAYLOAD, 'b64 says that the payload is not encoded, and a message of OAUTHBEARER cannot carry such a token');
    return undefined;
  }
  return { envelopes: [{ header: members }], claims: openMembers(claims) };
}

/** Whether the payload is said to be a token itself; undefined where cty is no text. */
function isNested(header: Members): boolean | undefined {
  const cty = header.get('cty');
  if (cty === undefined) {
    return false;
  }
  return typeof cty === 'string' ? /^(?:application\/)?jwt$/i.test(cty) : undefined;
}

/** The members of a segment's object, or why there is none. */
function readMembers(segment: string): Members | string {
  const plain = readPlainSegment(segment);
  return plain === undefined ? readText(bytesOf(segment).toString('utf8')) : membersOf(plain);
}

function readText(text: string): Members | string {
  const object = readLenientObject(text);
  return typeof object === 'string' ? object : membersOf(object);
}

function describeParts(segments: readonly string[], inner: boolean): string {
  const what = inner ? 'the token in the token' : 'the token';
  if (segments.length === 5) {
    return `${what} has five parts: encrypted tokens are not taken`;
  }
  if (segments.length === 3 && segments[2] === '' && segments[0] !== '') {
    return `${what} has no signature`;
  }
  return segments.length === 3 ? `a part of ${what} is empty` : `${what} has ${segments.length} parts, not three`;
}
