import { randomBytes, timingSafeEqual } from 'node:crypto';
import * as http from 'node:http';
import { AddressInfo } from 'node:net';

/** A small OAuth 2.0 authorization server on loopback: keys, tokens by the client credentials grant, introspection. */
export interface LocalIdentityProvider {
  readonly issuer: string;
  /** The secret of a client; it lives in memory only. */
  secretOf(clientId: string): string;
  /** Fetches a token over HTTP, as an application does. */
  fetchToken(clientId: string, audience: string): Promise<string>;
  close(): Promise<void>;
}

const TOKEN_SECONDS = 600;

/** Starts the authorization server; each client gets a secret that lives in memory only. */
export async function startIdentityProvider(clientIds: readonly string[]): Promise<LocalIdentityProvider> {
  const jose = await import('jose');
  const { publicKey, privateKey } = await jose.generateKeyPair('RS256');
  const jwk = { ...await jose.exportJWK(publicKey), kid: 'demo-key', alg: 'RS256', use: 'sig' };
  const secrets = new Map(clientIds.map((clientId) => [clientId, randomBytes(24).toString('base64url')]));

  const sign = (clientId: string, audience: string) => new jose.SignJWT({ client_id: clientId })
    .setProtectedHeader({ alg: 'RS256', kid: jwk.kid, typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_SECONDS} seconds`)
    .sign(privateKey);

  const verify = async (token: string) => {
    const { payload } = await jose.jwtVerify(token, publicKey, { issuer });
    return payload;
  };
  const documents: Readonly<Record<string, () => unknown>> = {
    '/.well-known/openid-configuration': () => ({
      issuer, jwks_uri: `${issuer}/jwks`, token_endpoint: `${issuer}/token`, introspection_endpoint: `${issuer}/introspect`,
    }),
    '/jwks': () => ({ keys: [jwk] }),
  };
  const server = http.createServer((request, response) => {
    answer(request, { documents, secrets, sign, verify }).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json', 'connection': 'close' }).end(JSON.stringify(body)),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    secretOf: (clientId) => secrets.get(clientId)!,
    fetchToken: (clientId, audience) => fetchToken(`${issuer}/token`, clientId, secrets.get(clientId)!, audience),
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

interface Server {
  readonly documents: Readonly<Record<string, () => unknown>>;
  readonly secrets: ReadonlyMap<string, string>;
  readonly sign: (clientId: string, audience: string) => Promise<string>;
  /** The claims of a token; throws when it is not good. */
  readonly verify: (token: string) => Promise<object>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function answer(request: http.IncomingMessage, server: Server): Promise<Answer> {
  const document = server.documents[request.url ?? ''];
  if (document !== undefined) {
    return { status: 200, body: document() };
  }
  const endpoint = { '/token': issue, '/introspect': introspect }[request.url ?? ''];
  if (endpoint === undefined || request.method !== 'POST') {
    return { status: 404, body: { error: 'not_found' } };
  }
  const clientId = authenticatedClient(request.headers.authorization, server.secrets);
  if (clientId === undefined) {
    return { status: 401, body: { error: 'invalid_client' } };
  }
  return endpoint(server, clientId, new URLSearchParams(await bodyOf(request)));
}

/** RFC 6749 section 4.4, with the audience as Auth0 has it. */
async function issue(server: Server, clientId: string, form: URLSearchParams): Promise<Answer> {
  const audience = form.get('audience');
  if (form.get('grant_type') !== 'client_credentials' || audience === null) {
    return { status: 400, body: { error: 'invalid_request' } };
  }
  return { status: 200, body: { access_token: await server.sign(clientId, audience), token_type: 'Bearer', expires_in: TOKEN_SECONDS } };
}

/** RFC 7662. */
async function introspect(server: Server, _clientId: string, form: URLSearchParams): Promise<Answer> {
  const claims = await server.verify(form.get('token') ?? '').catch(() => undefined);
  return { status: 200, body: claims === undefined ? { active: false } : { active: true, ...claims } };
}

/** The client that HTTP Basic authentication names, when its secret is right. */
function authenticatedClient(authorization: string | undefined, secrets: ReadonlyMap<string, string>): string | undefined {
  const [clientId, secret] = Buffer.from((authorization ?? '').replace(/^Basic /, ''), 'base64').toString().split(':');
  const expected = Buffer.from(secrets.get(clientId) ?? '');
  const given = Buffer.from(secret ?? '');
  return expected.length > 0 && expected.length === given.length && timingSafeEqual(expected, given) ? clientId : undefined;
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

async function fetchToken(url: string, clientId: string, secret: string, audience: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', audience }),
  });
  if (!response.ok) {
    throw new Error(`the identity provider gave no token: HTTP ${response.status}`);
  }
  return ((await response.json()) as { access_token: string }).access_token;
}
