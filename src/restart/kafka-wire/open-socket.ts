import { readFile } from 'node:fs/promises';
import { connect, isIP, Socket } from 'node:net';
import { connect as connectTls, ConnectionOptions } from 'node:tls';
import { WireProblem } from './wire-problem';

/** TLS of a client; certificates are always verified. */
export interface ClientTls {
  readonly caFile?: string;
  readonly serverName?: string;
  readonly certificateFile?: string;
  readonly keyFile?: string;
}

/** Where a listener is. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Absent where the listener speaks without TLS. */
  readonly tls?: ClientTls;
}

/** Begins a connection; `ready` is called once it stands, TLS included. Errors come as events of the socket. */
export async function openSocket({ host, port, tls }: Endpoint, ready: () => void): Promise<Socket> {
  if (tls === undefined) {
    return connect({ host, port }, ready);
  }
  const options: ConnectionOptions = {
    host,
    port,
    // An address is no server name (RFC 6066, section 3); the certificate is held against the host then.
    servername: tls.serverName ?? (isIP(host) === 0 ? host : undefined),
    ca: await contentOf(tls.caFile),
    cert: await contentOf(tls.certificateFile),
    key: await contentOf(tls.keyFile),
  };
  return connectTls(options, ready);
}

async function contentOf(path: string | undefined): Promise<Buffer | undefined> {
  if (path === undefined) {
    return undefined;
  }
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new WireProblem(`the file ${path} cannot be read (${error.code})`);
  });
}
