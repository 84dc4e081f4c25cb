import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer, IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { AddressInfo, createServer as createTcpServer, Server as TcpServer, Socket } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';

/** A server on the loopback interface. */
export interface Running {
  readonly port: number;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  stop(): void;
}

/** Answers one question. */
export type Serve = (request: IncomingMessage, response: ServerResponse, base: string) => void;

/** Starts an HTTP server. */
export function serve(answer: Serve): Promise<Running> {
  return listen((listener) => createServer(listener), 'http', answer);
}

/** Starts an HTTPS server with a certificate. */
export function serveSecurely(tls: { readonly key: string; readonly cert: string }, answer: Serve): Promise<Running> {
  return listen((listener) => createSecureServer({ ...tls }, listener), 'https', answer);
}

function listen(make: (listener: RequestListener) => Server, scheme: string, answer: Serve): Promise<Running> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = make((request, response) => {
    asked.push(request.url ?? '');
    response.on('error', () => undefined);
    answer(request, response, `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({
    port: (server.address() as AddressInfo).port,
    asked,
    stop: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  })));
}

/** Starts a server that speaks bytes. */
export function serveBytes(answer: (socket: Socket) => void): Promise<Running> {
  const sockets = new Set<Socket>();
  const server: TcpServer = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({
    port: (server.address() as AddressInfo).port,
    asked: [],
    stop: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  })));
}

/** Sends a value as JSON. */
export function json(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Makes a certificate for a host name; undefined where there is no openssl. */
export function certificateFor(host: string): { readonly key: string; readonly cert: string } | undefined {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-test-'));
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${host}`,
      '-addext', `subjectAltName=${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}`, '-keyout', 'key.pem', '-out', 'cert.pem'], { cwd: folder, stdio: 'ignore' });
    return { key: fs.readFileSync(path.join(folder, 'key.pem'), 'utf8'), cert: fs.readFileSync(path.join(folder, 'cert.pem'), 'utf8') };
  } catch {
    return undefined;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
