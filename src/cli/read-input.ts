import { createReadStream } from 'node:fs';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { show } from '../text/show';

/** Most bytes that are read of one file, unless a command says otherwise. */
export const LARGEST_INPUT = 10_000_000;

/** How a message calls a file, or the standard input where the path is `-`. What is no plain path may be a token or its claims. */
export function inputName(path: string): string {
  return path === '-' ? 'standard input' : /^[^\p{C}{}"]{1,200}$/u.test(path) ? path : show(path);
}

/** Refuses paths, by their options, of which more than one are the standard input: the second would find it empty. */
export function refuseSharedStdin(paths: { readonly [flag: string]: unknown }): void {
  const flags = Object.keys(paths).filter((flag) => paths[flag] === '-');
  if (flags.length > 1) {
    throw new CliError(`the standard input can be read once, not for ${flags.join(' and ')}`);
  }
}

/** Bytes of a file, or of the standard input where the path is `-`, as they come. */
export async function* readChunks(io: CliIo, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* path === '-' ? io.stdin() : createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new CliError(`${inputName(path)} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
}

/**
 * Reads a file, or the standard input where the path is `-`: at most `limit` bytes.
 *
 * A file that is larger is not read to its end, so that a device or a pipe without end costs no memory.
 */
export async function readBytes(io: CliIo, path: string, limit = LARGEST_INPUT): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of readChunks(io, path)) {
    size += chunk.length;
    if (size > limit) {
      throw new CliError(`${inputName(path)} has more than ${limit} bytes; check the path`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a text file, or the standard input where the path is `-`: at most `limit` bytes of well-formed UTF-8.
 *
 * A byte order mark is dropped, unless `keepMark` says that whoever reads the file would meet it.
 */
export async function readInput(io: CliIo, path: string, limit = LARGEST_INPUT, keepMark = false): Promise<string> {
  const bytes = await readBytes(io, path, limit);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepMark }).decode(bytes);
  } catch {
    throw new CliError(`${inputName(path)} is not UTF-8 text; save it as UTF-8`);
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
