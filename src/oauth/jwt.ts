import { readJson } from './json-reader';
import { JsonRead, JsonTree } from './json-tree';

/*
 * Compact tokens, taken apart without judging them: brokers differ on what they still read.
 */

/** What stands between the dots. */
export function segmentsOf(token: string): readonly string[] {
  return token.split('.');
}

/** How a segment is written, for decoders of different strictness. */
export interface SegmentForm {
  /** Only letters, digits, `-` and `_`: what RFC 7515 section 2 demands. */
  readonly urlAlphabet: boolean;
  /** Only letters, digits, `+`, `/`, `-` and `_`. */
  readonly anyAlphabet: boolean;
  /** Ends in `=`. */
  readonly padded: boolean;
  /** A length that no byte sequence has, padding aside. */
  readonly impossibleLength: boolean;
  /** The last character holds bits that belong to no byte and are not zero. */
  readonly strayBits: boolean;
}

/** Looks at how a segment is written. */
export function formOf(segment: string): SegmentForm {
  const body = segment.replace(/=+$/, '');
  return {
    urlAlphabet: /^[A-Za-z0-9_-]*$/.test(body),
    anyAlphabet: /^[A-Za-z0-9_+/-]*$/.test(body),
    padded: body.length !== segment.length,
    impossibleLength: body.length % 4 === 1,
    strayBits: hasStrayBits(body),
  };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function hasStrayBits(body: string): boolean {
  const last = body.charAt(body.length - 1);
  const value = last === '-' || last === '+' ? 62 : last === '_' || last === '/' ? 63 : ALPHABET.indexOf(last);
  const unused = body.length % 4 === 2 ? 0b1111 : body.length % 4 === 3 ? 0b11 : 0;
  return value > 0 && (value & unused) !== 0;
}

/** The bytes of a segment in either alphabet. Characters of neither are skipped, so look at the form first. */
export function bytesOf(segment: string): Buffer {
  return Buffer.from(segment, 'base64url');
}

/** Decoded text. */
export interface DecodedText {
  /** Where the bytes are not UTF-8, each byte that belongs to no character stands as U+DC00 plus its value. */
  readonly text: string;
  readonly isUtf8: boolean;
}

/** Reads bytes as UTF-8 and keeps those that are not, so that different texts stay different. */
export function textOf(bytes: Buffer): DecodedText {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd') || Buffer.from(text, 'utf8').equals(bytes)) {
    return { text, isUtf8: true };
  }
  return { text: keepBytes(bytes), isUtf8: false };
}

function keepBytes(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    text += length === 0 ? String.fromCharCode(0xdc00 + bytes[at]) : bytes.toString('utf8', at, at + length);
    at += length || 1;
  }
  return text;
}

/** Length in bytes of the character that begins here; 0 where none does. Source: RFC 3629 section 4. */
function characterLength(bytes: Buffer, at: number): number {
  const first = bytes[at];
  if (first < 0x80) {
    return 1;
  }
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const piece = bytes.subarray(at, at + length);
  return piece.length === length && !piece.toString('utf8').includes('\ufffd') || isReplacement(piece) ? length : 0;
}

function isReplacement(piece: Buffer): boolean {
  return piece.length === 3 && piece[0] === 0xef && piece[1] === 0xbf && piece[2] === 0xbd;
}

/** The bytes from which `textOf` made a text. */
export function bytesOfText(text: string): Buffer {
  if (isWellFormed(text)) {
    return Buffer.from(text, 'utf8');
  }
  return Buffer.concat([...text].map((character) => {
    const unit = character.charCodeAt(0);
    return character.length === 1 && unit >= 0xdc80 && unit <= 0xdcff ? Buffer.from([unit - 0xdc00]) : Buffer.from(character, 'utf8');
  }));
}

/** A text in which no byte had to be kept apart. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** What is in a segment of JSON, read strictly. */
export function readSegment(segment: string, depth?: number): JsonRead & { readonly isUtf8: boolean } {
  const { text, isUtf8 } = textOf(bytesOf(segment));
  return { ...readJson(text, depth), isUtf8 };
}

/** The value where reading went well. */
export function valueOf(read: JsonRead): JsonTree | undefined {
  return read.problem === undefined ? read.value : undefined;
}
