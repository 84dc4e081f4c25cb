import { open } from 'node:fs/promises';

/** The end of a file, or why there is none. */
export type FileEnd =
  | { readonly bytes: Buffer; readonly isCut: boolean; readonly problem?: undefined }
  | { readonly bytes?: undefined; readonly problem: string };

/** Reads the last `limit` bytes of a file, which may grow meanwhile; by its path anew each time, so that a log that was rotated is followed. */
export async function readFileEnd(path: string, limit: number): Promise<FileEnd> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, limit);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return { bytes: buffer.subarray(0, bytesRead), isCut: size > length };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { problem: `${path} cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}
