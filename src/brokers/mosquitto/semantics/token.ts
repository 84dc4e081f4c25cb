import { TOKEN_FORM } from './facts';
import { Steps } from './steps';
import { dataOf, JsonObject } from '../../../oauth/json-tree';
import { SignedText } from '../../../oauth/jws';
import { bytesOf, readSegment, segmentsOf } from '../../../oauth/jwt';
import { readPlainSegment } from '../../../oauth/plain-json';
import { JsonData, JsonMembers, PreviewCase } from '../../../preview/case';

/** A token taken apart. */
export interface Token {
  readonly header: JsonMembers;
  readonly claims: JsonMembers;
  /** Names that stand twice: which of the two counts is not known. */
  readonly twice: ReadonlySet<string>;
  /** Undefined for a token that is not encoded. */
  readonly signed: SignedText | undefined;
}

const NONE: ReadonlySet<string> = new Set();

/** What the client sends as its password; undefined for none or for a token that is not encoded. */
export function sentText({ token, password }: PreviewCase): string | undefined {
  return typeof token === 'string' ? token : token === undefined ? password : undefined;
}

/** Takes the password for a token; undefined where it is none. */
export function readToken(steps: Steps, input: PreviewCase): Token | undefined {
  if (input.token !== undefined && typeof input.token !== 'string') {
    const { header, claims } = input.token;
    judgeCritical(steps, header, 'header and claims are given');
    return { header, claims, twice: NONE, signed: undefined };
  }
  const text = sentText(input);
  if (text === undefined || text === '') {
    steps.add(TOKEN_FORM, 'fail', 'the client sends no password');
    return undefined;
  }
  const segments = segmentsOf(text);
  if (segments.length !== 3) {
    steps.add(TOKEN_FORM, 'fail', `the password has ${segments.length} parts with dots between, and a token has three`);
    return undefined;
  }
  return readSegments(steps, segments);
}

function readSegments(steps: Steps, segments: readonly string[]): Token | undefined {
  const [header, claims, signature] = [readObject(segments[0]), readObject(segments[1]), bytesOf(segments[2])];
  if (header === undefined || claims === undefined) {
    steps.add(TOKEN_FORM, 'fail', `the ${header === undefined ? 'header' : 'payload'} is no base64url of a JSON object`);
    return undefined;
  }
  if (header === 'unclear' || claims === 'unclear') {
    steps.add(TOKEN_FORM, 'unknown', 'a part is JSON with half a surrogate pair, or very deep; parsers differ on it');
    return undefined;
  }
  const oddity = header.oddity ?? claims.oddity ?? (signature.toString('base64url') === segments[2] ? undefined : NOT_STRICT);
  if (oddity === undefined) {
    judgeCritical(steps, header.members, 'three parts, of which two are JSON objects');
  } else {
    steps.add(TOKEN_FORM, 'unknown', `${oddity}; decoders differ on it, and nothing is documented on the plugin's`);
  }
  return { header: header.members, claims: claims.members, twice: claims.twice, signed: { input: `${segments[0]}.${segments[1]}`, signature } };
}

/** RFC 7515 section 4.1.11: extensions that are not understood refuse the token. Which ones the plugin understands is not documented. */
function judgeCritical(steps: Steps, header: JsonMembers, detail: string): void {
  const isCritical = Object.hasOwn(header, 'crit');
  steps.add(TOKEN_FORM, isCritical ? 'unknown' : 'pass', isCritical ? 'the header has crit; whether the plugin looks at it is not documented' : detail);
}

/** One of the two objects of a token. */
interface ReadObject {
  readonly members: JsonMembers;
  readonly twice: ReadonlySet<string>;
  /** What decoders differ on. */
  readonly oddity: string | undefined;
}

const NOT_STRICT = 'a part is not strict base64url';

/** The object of a segment; `unclear` where parsers differ on whether there is one. */
function readObject(segment: string): ReadObject | 'unclear' | undefined {
  const plain = readPlainSegment(segment);
  return plain === undefined ? readSlowly(segment) : { members: dataOf(plain) as JsonMembers, twice: NONE, oddity: undefined };
}

function readSlowly(segment: string): ReadObject | 'unclear' | undefined {
  const oddity = bytesOf(segment).toString('base64url') === segment ? undefined : NOT_STRICT;
  const read = readSegment(segment);
  if (read.problem !== undefined) {
    return read.problem.kind === 'lone-surrogate' || read.problem.kind === 'depth' ? 'unclear' : undefined;
  }
  if (!(read.value instanceof JsonObject)) {
    return undefined;
  }
  const isTwice = read.value.duplicate !== undefined;
  const encoding = read.isUtf8 ? undefined : 'a part is not UTF-8';
  return {
    members: dataOf(read.value) as JsonMembers,
    twice: isTwice ? duplicatesOf(read.value) : NONE,
    oddity: oddity ?? encoding ?? (isTwice ? 'a member stands twice' : undefined),
  };
}

function duplicatesOf(object: JsonObject): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(object.members.map(({ name }) => name).filter((name) => seen.size === seen.add(name).size));
}

/** A value as text, whatever it is. */
export function plainText(value: JsonData): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A claim; undefined where it is missing or null. */
export function claimOf({ claims }: Token, name: string): JsonData | undefined {
  return Object.hasOwn(claims, name) ? claims[name] ?? undefined : undefined;
}
