import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The public half of the key that signs, as a key set. */
export const KEY_SET = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }] };

/** A signed token. */
export function tokenWith(claims: object, header: object = { alg: 'RS256', kid: 'k1' }): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** Serves JSON documents and texts by path on loopback; keeps what it was asked. */
export class TinyServer {
  readonly asked: { readonly path: string; readonly authorization: string | undefined }[] = [];
  status = 200;
  private readonly server: Server;

  constructor(private readonly documents: { [path: string]: unknown }) {
    this.server = createServer((request, response) => {
      this.asked.push({ path: request.url!, authorization: request.headers.authorization });
      const found = this.documents[request.url!];
      response.writeHead(found === undefined ? 404 : this.status, { 'content-type': 'application/json' });
      response.end(typeof found === 'string' ? found : JSON.stringify(found ?? {}));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return this;
  }

  set(path: string, document: unknown): void {
    this.documents[path] = document;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
