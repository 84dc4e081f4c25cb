import { readJson } from '../../../oauth/json-reader';
import { JsonNumber, JsonObject, JsonTree } from '../../../oauth/json-tree';
import { textOf } from '../../../oauth/jwt';
import { readPlainSegment } from '../../../oauth/plain-json';

/*
 * How the broker reads the parts of a token: base64 in either alphabet, with line breaks between groups of four and padding at the end,
 * and JSON of at most 512 levels. Source: crystal-lang/crystal, src/base64.cr and src/json/; cloudamqp/lavinmq, src/lavinmq/auth/jwt/jwt.cr.
 */

const PLAIN = /^[A-Za-z0-9_+/-]*$/;

/** The bytes of a segment; undefined where the broker cannot decode it. */
export function decodeSegment(segment: string): Buffer | undefined {
  // The length counts, padding and line breaks included, before anything is looked at.
  if (segment.length % 4 === 1) {
    return undefined;
  }
  return PLAIN.test(segment) ? Buffer.from(segment, 'base64url') : decodeGroups(segment);
}

/** The rare case: groups of four, between which line breaks may stand. */
function decodeGroups(segment: string): Buffer | undefined {
  const body = segment.replace(/[\r\n=]+$/, '');
  let plain = '';
  for (let at = 0; at < body.length;) {
    if (body[at] === '\n' || body[at] === '\r') {
      at++;
      continue;
    }
    const group = body.slice(at, at + 4);
    if (!PLAIN.test(group) || group.length === 1) {
      return undefined;
    }
    plain += group;
    at += 4;
  }
  return Buffer.from(plain, 'base64url');
}

/** What stands in a segment: an object, `undefined` for anything that is refused, or `unknown` for what nobody has tried. */
export type ReadObject = JsonObject | 'unknown' | undefined;

/** Reads a segment that must hold a JSON object. */
export function readObject(segment: string): ReadObject {
  return readPlainSegment(segment) ?? readSlowly(segment);
}

function readSlowly(segment: string): ReadObject {
  const bytes = decodeSegment(segment);
  if (bytes === undefined) {
    return undefined;
  }
  const { text } = textOf(bytes);
  const read = readJson(text);
  if (read.problem === undefined) {
    return read.value instanceof JsonObject ? read.value : undefined;
  }
  // The pull parser looks at one more token behind the object, and accepts some of them behind a comma.
  const { before, at } = read.problem;
  return before instanceof JsonObject && text[at] === ',' ? 'unknown' : undefined;
}

/** Whether a value can be read as JSON::Any: whole numbers must fit into 64 bits, others must be neither too large nor too small. */
export function isReadable(value: JsonTree): boolean {
  if (Array.isArray(value)) {
    return value.every(isReadable);
  }
  if (value instanceof JsonObject) {
    return value.members.every((member) => isReadable(member.value));
  }
  return !(value instanceof JsonNumber) || (value.isInteger ? fitsInt64(value.text) : fitsFloat64(value));
}

/** Tried on 2.8.2 and 2.9.1: 1e309 and 1e-324 refuse the token, 0e999 does not. */
function fitsFloat64({ text, value }: JsonNumber): boolean {
  return value === 0 ? !/[1-9]/.test(text.replace(/[eE].*/, '')) : Number.isFinite(value);
}

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;

/** Whether a whole number fits into 64 bits. */
export function fitsInt64(digits: string): boolean {
  return digits.length < 19 || (BigInt(digits) >= LEAST && BigInt(digits) <= GREATEST);
}
