import { z } from 'zod';
import { readSmallFile } from './small-file';
import { TLS } from './spec/words';

/** TLS of a client as a spec holds it. */
export type TlsSpec = z.infer<typeof TLS>;

/** What Node.js wants to open a TLS connection; certificates are always verified, whatever the environment says. */
export interface TlsMaterial {
  readonly rejectUnauthorized: true;
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly servername?: string;
}

/** The files of a TLS client, or which of them cannot be read. */
export type ReadTls =
  | { readonly material: TlsMaterial; readonly problem?: undefined }
  | { readonly material?: undefined; readonly problem: string };

const LARGEST_FILE = 1024 * 1024;

/** Reads what a spec names for a TLS connection. They are read anew for each connection, so that a rotated file is used at once. */
export async function readTls({ caFile, certificateFile, keyFile, serverName }: TlsSpec): Promise<ReadTls> {
  const material: { -readonly [Name in keyof TlsMaterial]: TlsMaterial[Name] } = { rejectUnauthorized: true };
  for (const [member, path] of [['ca', caFile], ['cert', certificateFile], ['key', keyFile]] as const) {
    if (path === undefined) {
      continue;
    }
    const { bytes, problem } = await readSmallFile(path, LARGEST_FILE);
    if (bytes === undefined) {
      return { problem };
    }
    material[member] = bytes;
  }
  return { material: serverName === undefined ? material : { ...material, servername: serverName } };
}
