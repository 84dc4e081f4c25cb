import { connect, isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { WireProblem } from './wire-problem';
import { readTls, TlsSpec } from '../tls-files';

/** Where a listener is. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Absent where the listener speaks without TLS. */
  readonly tls?: TlsSpec;
}

/** Begins a connection; `ready` is called once it stands, TLS included. Errors come as events of the socket. */
export async function openSocket({ host, port, tls }: Endpoint, ready: () => void): Promise<Socket> {
  if (tls === undefined) {
    return connect({ host, port }, ready);
  }
  const { material, problem } = await readTls(tls);
  if (material === undefined) {
    throw new WireProblem(problem);
  }
  // An address is no server name (RFC 6066, section 3); the certificate is held against the host then.
  const servername = material.servername ?? (isIP(host) === 0 ? host : undefined);
  return connectTls({ ...material, host, port, servername }, ready);
}
