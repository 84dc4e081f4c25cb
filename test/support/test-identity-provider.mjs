/*
 * An OpenID provider on the loopback interface that imitates the access tokens of six vendors.
 *
 * Runs as a process of its own, since oidc-provider is published as ES modules only. Prints one line of JSON when it listens, and ends
 * when its standard input does.
 */
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const CLIENT = { client_id: 'orders-service', client_secret: 'secret-of-orders' };
const CALLER = { client_id: 'messaging', client_secret: 'secret-of-brokers' };
const SCOPES = ['lavinmq.configure:%2F/orders.replies', 'lavinmq.read:%2F/orders.replies', 'lavinmq.write:%2F/orders'];
const SUBJECT = '8f4fd1b5-0f04-4d4b-9c55-0a3b1f6f2c11';
const AUDIENCE = 'messaging';

/** What each vendor's tokens differ in. Sources are in docs/identity-providers.md. */
const KINDS = {
  keycloak: {
    path: '/realms/messaging',
    introspectsAt: '/realms/messaging/token/introspection',
    servesMetadata: true,
    token: ({ jti, scope, ...claims }) => ({
      ...claims, jti, typ: 'Bearer', sub: SUBJECT, azp: CLIENT.client_id, client_id: CLIENT.client_id, scope,
      preferred_username: `service-account-${CLIENT.client_id}`,
    }),
    header: { typ: 'JWT' },
  },
  okta: {
    path: '/oauth2/default',
    introspectsAt: '/oauth2/default/token/introspection',
    servesMetadata: true,
    token: ({ jti, scope, client_id: cid, ...claims }) => ({ ...claims, ver: 1, jti: `AT.${jti}`, cid, sub: cid, scp: scope.split(' ') }),
    header: { typ: undefined },
  },
  auth0: {
    path: '/',
    token: ({ client_id: azp, jti: _jti, ...claims }) => ({ ...claims, sub: `${azp}@clients`, azp, gty: 'client-credentials' }),
    header: { typ: 'JWT' },
  },
  entra: {
    path: '/11111111-2222-3333-4444-555555555555/v2.0',
    keyWithoutAlg: true,
    token: ({ client_id: azp, scope, jti: uti, ...claims }) => ({
      ...claims, uti, azp, azpacr: '1', oid: SUBJECT, sub: SUBJECT, roles: scope.split(' '), ver: '2.0', tid: '11111111-2222-3333-4444-555555555555',
    }),
    header: { typ: 'JWT' },
  },
  uaa: {
    path: '/oauth/token',
    // Not in its documents, as at a real one.
    introspectsAt: '/introspect',
    hidesIntrospection: true,
    token: ({ client_id: client, scope, aud, ...claims }) => ({
      ...claims, sub: client, client_id: client, cid: client, azp: client, grant_type: 'client_credentials', zid: 'uaa',
      scope: scope.split(' '), authorities: scope.split(' '), aud: [client, aud],
    }),
    header: { typ: 'JWT' },
  },
  generic: { path: '', introspectsAt: '/token/introspection', token: (claims) => claims, header: { typ: 'at+jwt' } },
};

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** One pair for all, which saves time; some vendors' keys name no algorithm. */
function keySet(kind) {
  const key = { ...privateKey.export({ format: 'jwk' }), kid: `${kind}-1`, use: 'sig' };
  return { keys: [KINDS[kind].keyWithoutAlg ? key : { ...key, alg: 'RS256' }] };
}

function configuration(kind) {
  const { token, header, introspectsAt, hidesIntrospection } = KINDS[kind];
  return {
    clients: [CLIENT, CALLER].map((client) => ({ ...client, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] })),
    jwks: keySet(kind),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: introspectsAt !== undefined && !hidesIntrospection },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:messaging',
        getResourceServerInfo: () => ({ scope: SCOPES.join(' '), audience: AUDIENCE, accessTokenTTL: 300, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
      },
    },
    formats: {
      customizers: {
        jwt(_context, _token, jwt) {
          jwt.header = { ...header };
          // Whoever asks for no scope gets all, as with default scopes.
          jwt.payload = token({ ...jwt.payload, scope: jwt.payload.scope ?? SCOPES.join(' ') });
        },
      },
    },
  };
}

/** A stub: oidc-provider refuses to introspect JWTs. It believes every token of its own issuer, when one of the clients asks. */
function introspectionStub(issuer) {
  return async (request, response) => {
    const credentials = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
    const known = [CLIENT, CALLER].some((client) => credentials === `${client.client_id}:${client.client_secret}`);
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    const token = new URLSearchParams(body).get('token') ?? '';
    const claims = token.split('.').length === 3 ? JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()) : {};
    // As Keycloak from 26.6.2 on: only an audience of the token is told anything.
    const caller = credentials.split(':')[0];
    const active = claims.iss === issuer && [claims.aud].flat().includes(caller);
    const answer = active ? { ...claims, active, client_id: CLIENT.client_id } : { active };
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ? answer : { error: 'invalid_client' }));
  };
}

const METADATA = '/.well-known/oauth-authorization-server';

async function start(kind) {
  const { path, introspectsAt, servesMetadata } = KINDS[kind];
  const server = createServer();
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const issuer = `http://127.0.0.1:${server.address().port}${path}`;
  const prefix = path.replace(/\/$/, '');
  const callback = new Provider(issuer, configuration(kind)).callback();
  const stub = introspectionStub(issuer);
  server.on('request', (request, response) => {
    if (request.method === 'POST' && request.url === introspectsAt) {
      stub(request, response).catch(() => response.destroy());
      return;
    }
    const isMetadata = servesMetadata && request.url === `${METADATA}${prefix}`;
    // The provider tells by originalUrl below which path it is mounted.
    request.originalUrl = isMetadata ? `${prefix}${METADATA}` : request.url;
    request.url = request.originalUrl.startsWith(prefix) ? request.originalUrl.slice(prefix.length) || '/' : request.url;
    callback(request, response);
  });
  return [kind, issuer];
}

const issuers = Object.fromEntries(await Promise.all(Object.keys(KINDS).map(start)));
process.stdout.write(`${JSON.stringify(issuers)}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
