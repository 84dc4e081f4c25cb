import { createReadStream } from 'node:fs';

/** The content of a file, or why there is none. */
export type SmallFile = { readonly bytes: Buffer; readonly problem?: undefined } | { readonly bytes?: undefined; readonly problem: string };

/** Reads a file of at most `limit` bytes; of a larger one, or of a device without end, no more is read than tells so. */
export async function readSmallFile(path: string, limit: number): Promise<SmallFile> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(path, { end: limit })) {
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    return { problem: `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unreadable'})` };
  }
  const bytes = Buffer.concat(chunks);
  return bytes.length > limit ? { problem: `${path} has more than ${limit} bytes` } : { bytes };
}
