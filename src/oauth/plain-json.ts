import { readJson } from './json-reader';
import { JsonObject } from './json-tree';

/*
 * The quick way to read what nearly every token holds, and what every reader reads alike.
 */

/**
 * The object in a segment that is strict base64url of UTF-8, strict JSON, not deep, and names no member twice.
 *
 * Undefined for anything else, on which parsers may differ.
 */
export function readPlainSegment(segment: string): JsonObject | undefined {
  const bytes = Buffer.from(segment, 'base64url');
  if (bytes.toString('base64url') !== segment) {
    return undefined;
  }
  const text = bytes.toString('utf8');
  // Where bytes are no UTF-8 this stands in the text; where it was meant, the slow way tells.
  const { value } = text.includes('\ufffd') ? NOTHING : readJson(text);
  return value instanceof JsonObject && !value.hasDuplicates ? value : undefined;
}

const NOTHING = { value: undefined };

/** Whether a segment is base64url in the one way in which its bytes are written: without padding and stray bits. */
export function isStrict(segment: string): boolean {
  return Buffer.from(segment, 'base64url').toString('base64url') === segment;
}
