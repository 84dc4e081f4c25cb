import { generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import * as http from 'node:http';
import { AddressInfo } from 'node:net';

/** What one issuer serves. Several issuers live on one server, each below its own path. */
export interface Realm {
  readonly keys: readonly object[];
  /** Value of `Cache-Control` on the key set. */
  readonly cacheControl?: string;
  /** Members that replace those of the discovery document. */
  readonly discovery?: object;
  /** Status of the discovery document. */
  readonly status?: number;
}

/** An identity provider on 127.0.0.1: discovery document, key set, and tokens signed here. */
export class LocalIdentityProvider {
  static async start(): Promise<LocalIdentityProvider> {
    const provider = new LocalIdentityProvider();
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  private readonly realms = new Map<string, Realm>();
  private readonly server = http.createServer((request, response) => this.answer(request, response));

  private constructor() {}

  /** The issuer of a realm. */
  issuer(name: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}`;
  }

  /** Adds a realm; returns its issuer. */
  add(name: string, realm: Realm): string {
    this.realms.set(name, realm);
    return this.issuer(name);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const [, name, ...rest] = (request.url ?? '').split('/');
    const realm = this.realms.get(name);
    const headers: http.OutgoingHttpHeaders = { 'content-type': 'application/json' };
    if (realm !== undefined && rest.join('/') === '.well-known/openid-configuration') {
      const document = { issuer: this.issuer(name), jwks_uri: `${this.issuer(name)}/keys`, ...realm.discovery };
      response.writeHead(realm.status ?? 200, realm.status === 302 ? { ...headers, location: '/elsewhere' } : headers).end(JSON.stringify(document));
    } else if (realm !== undefined && rest.join('/') === 'keys') {
      response.writeHead(200, realm.cacheControl === undefined ? headers : { ...headers, 'cache-control': realm.cacheControl })
        .end(JSON.stringify({ keys: realm.keys }));
    } else {
      response.writeHead(404).end();
    }
  }
}

/** A pair of RSA keys. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly jwk: { readonly [name: string]: unknown };
}

export function rsaKey(members: object = {}): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), ...members } };
}

/** A compact token of these very texts, signed with RSASSA-PKCS1-v1_5 and SHA-256 whatever the header says. */
export function signText(header: string, payload: string, key: KeyObject): string {
  const input = [header, payload].map((part) => Buffer.from(part, 'utf8').toString('base64url')).join('.');
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

export function signToken(header: object, claims: object, key: KeyObject): string {
  return signText(JSON.stringify(header), JSON.stringify(claims), key);
}
