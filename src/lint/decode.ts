/** The text of a file, or why it is none. */
export type Decoded = { readonly text: string; readonly problem?: undefined } | { readonly text?: undefined; readonly problem: string };

/** What an XML declaration says of its encoding; the declaration itself is ASCII in every encoding that is read. */
const DECLARED = /^(\ufeff?<\?xml[ \t\r\n][^>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["'])([A-Za-z][A-Za-z0-9._-]*)(["'])/;

/** Encodings besides UTF-8 that XML files come in, with what a decoder of the runtime calls them. */
const ENCODINGS: { readonly [declared: string]: string | undefined } = {
  'utf-16': 'utf-16', 'utf-16le': 'utf-16le', 'utf-16be': 'utf-16be', 'iso-8859-1': 'latin1', 'us-ascii': 'ascii', 'utf-8': 'utf-8', 'utf8': 'utf-8',
};

/**
 * Reads bytes as UTF-8, or as what an XML declaration or a byte order mark of UTF-16 says.
 *
 * A byte order mark stays in the text, since some brokers stumble over it. An XML declaration comes back as one of UTF-8.
 */
export function decode(bytes: Uint8Array): Decoded {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  const declared = declaredIn(latin1(bytes.subarray(0, 200)));
  const encoding = mark ?? (declared === undefined ? 'utf-8' : ENCODINGS[declared.toLowerCase()]);
  if (encoding === undefined || encoding === 'utf-16' || (mark === undefined && encoding.startsWith('utf-16'))) {
    return { problem: `declares the encoding ${declared?.slice(0, 20)} and is not in it, or in one that is read; save it as UTF-8` };
  }
  const text = decodeAs(encoding, bytes);
  if (text === undefined) {
    return { problem: encoding === 'utf-8' ? 'is not UTF-8 text; save it as UTF-8' : `is not text in the encoding ${encoding}; save it as UTF-8` };
  }
  return { text: encoding === 'utf-8' ? text : text.replace(DECLARED, '$1UTF-8$3') };
}

function declaredIn(start: string): string | undefined {
  return DECLARED.exec(start.replace(/^ï»¿/, ''))?.[2];
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  if (encoding === 'latin1') {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  }
  if (encoding === 'ascii' && bytes.some((byte) => byte > 0x7f)) {
    return undefined;
  }
  try {
    return new TextDecoder(encoding === 'ascii' ? 'utf-8' : encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
