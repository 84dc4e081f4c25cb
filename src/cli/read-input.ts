import { createReadStream } from 'node:fs';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';

/** Most bytes that are read of one file, unless a command says otherwise. */
export const LARGEST_INPUT = 10_000_000;

/**
 * Reads a text file, or the standard input where the path is `-`: at most `limit` bytes of well-formed UTF-8.
 *
 * A file that is larger is not read to its end, so that a device or a pipe without end costs no memory.
 */
export async function readInput(io: CliIo, path: string, limit = LARGEST_INPUT): Promise<string> {
  const name = path === '-' ? 'standard input' : path;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of path === '-' ? io.stdin() : createReadStream(path) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limit) {
        throw new CliError(`${name} has more than ${limit} bytes; check the path`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof CliError ? error : new CliError(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new CliError(`${name} is not UTF-8 text; save it as UTF-8`);
  }
}

/** Parses JSON text; the engine's own message would quote the text, which may hold a token. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError(`${name} is no JSON`);
  }
}
