/*
 * The quick way to read what nearly every token holds: JSON as serializers write it.
 */

/** Nesting beyond this is left to parsers that count it. */
const DEEPEST = 500;

/**
 * The object in a segment that is strict base64url of UTF-8 and written as `JSON.stringify` writes it: no member twice, no escapes of
 * characters by number, no number in two spellings. Undefined for anything else, on which parsers may differ.
 */
export function readPlainSegment(segment: string): { readonly [name: string]: unknown } | undefined {
  const bytes = Buffer.from(segment, 'base64url');
  return bytes.toString('base64url') === segment ? readPlain(bytes.toString('utf8')) : undefined;
}

/** Whether a segment is base64url in the one way in which its bytes are written: without padding and stray bits. */
export function isStrict(segment: string): boolean {
  return Buffer.from(segment, 'base64url').toString('base64url') === segment;
}

function readPlain(text: string): { readonly [name: string]: unknown } | undefined {
  if (text.charCodeAt(0) !== 0x7b || text.includes('\\u') || text.includes('\ufffd') || mayBeDeep(text)) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value as { readonly [name: string]: unknown } : undefined;
  } catch {
    return undefined;
  }
}

/** Every level takes two characters at least, so short texts need no counting. */
function mayBeDeep(text: string): boolean {
  return text.length > 2 * DEEPEST && (text.match(/[[{]/g)?.length ?? 0) > DEEPEST;
}
