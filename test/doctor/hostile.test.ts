import { generateKeyPairSync } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { certificateFor, json, Running, serve, Serve, serveBytes, serveSecurely } from './hostile-server';
import { doctor, file, manifestText, Ran, reportIn, rulesIn } from './support';

let running: Running[] = [];
afterEach(() => {
  running.forEach((server) => server.stop());
  running = [];
});

const SECRET = 'correct-horse-battery-staple';
process.env.DOCTOR_HOSTILE_SECRET = SECRET;
const ASK = ['--client-id', 'orders-service', '--client-secret-env', 'DOCTOR_HOSTILE_SECRET'];

const KEY = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };

function documentOf(base: string): Record<string, unknown> {
  return {
    issuer: base, jwks_uri: `${base}/jwks`, token_endpoint: `${base}/token`, authorization_endpoint: `${base}/authorize`,
    response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
  };
}

/** A good provider apart from what a test replaces. */
function provider(replaced: { readonly [path: string]: Serve }): Serve {
  return (request, response, base) => {
    const path = (request.url ?? '').split('?')[0];
    const own = replaced[path];
    if (own !== undefined) {
      own(request, response, base);
    } else if (path === DISCOVERY) {
      json(response, documentOf(base));
    } else if (path === '/jwks') {
      json(response, { keys: [KEY] });
    } else {
      response.writeHead(404).end();
    }
  };
}

const DISCOVERY = '/.well-known/openid-configuration';
const METADATA = '/.well-known/oauth-authorization-server';

async function look(server: Running | Promise<Running>, ...words: readonly string[]): Promise<Ran> {
  const started = await server;
  running.push(started);
  const manifest = file(manifestText({ kind: 'oidc', issuer: `http://127.0.0.1:${started.port}` }));
  return doctor('--manifest', manifest, '--allow-http-loopback', '--json', '--timeout', '1', ...words);
}

function messagesOf(ran: Ran, rule: string): string {
  return reportIn(ran).findings.filter((found: any) => found.rule === rule).map((found: any) => found.message).join('\n');
}

function endlessly(response: ServerResponse, piece: string, start = ''): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(start);
  const more = () => {
    while (!response.destroyed && response.write(piece)) {
      // As fast as it is taken.
    }
    if (!response.destroyed) {
      response.once('drain', more);
    }
  };
  more();
}

function slowly(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => (response.destroyed ? clearInterval(timer) : response.write(' ')), 100);
}

test('a good provider leaves nothing but the token open', async () => {
  const ran = await look(serve(provider({})));

  expect(reportIn(ran).findings).toEqual([]);
  expect(ran.code).toBe(3);
});

describe('a discovery document', () => {
  test.each<[string, Serve, RegExp]>([
    ['that is not there', (_request, response) => response.writeHead(404).end(), /answers with status 404/],
    ['behind a broken server', (_request, response) => response.writeHead(500).end('{}'), /answers with status 500/],
    ['without end', (_request, response) => endlessly(response, 'x'.repeat(65_536), '"'), /more than 1000000 bytes/],
    ['that comes byte by byte', (_request, response) => slowly(response), /no whole answer within 1 s/],
    ['that never comes', () => undefined, /no whole answer within 1 s/],
    ['that breaks off', (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{');
      setTimeout(() => response.destroy(), 50);
    }, /broke off/],
    ['that is a web page', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Log in</title>');
    }, /it is a web page/],
    ['that is empty', (_request, response) => json(response, ''), /it is empty/],
    ['that is nested too deeply', (_request, response) => json(response, '['.repeat(200_000)), /nested more than 64 levels/],
    ['that is no UTF-8', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x22, 0xff, 0xfe, 0x22]));
    }, /not UTF-8/],
    ['that is a compressed bomb', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000)));
    }, /compressed, which nobody asked for/],
    ['behind a redirect to itself', (request, response) => response.writeHead(302, { location: request.url }).end(), /more than 3 redirects/],
    ['behind a redirect to a file', (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(), /from http: to file:, which is not followed/],
    ['behind a redirect to another host', (_request, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
      /to another host, which is not followed/],
    ['behind a redirect to another port', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /to another host, which is not followed/],
    ['behind a redirect to nowhere', (_request, response) => response.writeHead(302, { location: 'http://[' }).end(), /to what is no URL/],
    ['with a header too large', (_request, response) => {
      response.writeHead(200, Object.fromEntries(Array.from({ length: 200 }, (_none, index) => [`x-${index}`, 'x'.repeat(1000)]))).end('{}');
    }, /header of the answer has more than 16384 bytes/],
  ])('%s is told as such', async (_what, answer, message) => {
    const ran = await look(serve(provider({ [DISCOVERY]: answer })));

    expect(rulesIn(ran)).toContain('DOCTOR_DISCOVERY_PLACE');
    expect(messagesOf(ran, 'DOCTOR_DISCOVERY_PLACE')).toMatch(message);
    expect(ran.code).toBe(2);
  });

  test.each<[string, (base: string) => object, string]>([
    ['of another issuer', () => ({ issuer: 'https://evil.example.com' }), 'DOCTOR_DOCUMENT_ISSUER'],
    ['of the issuer with a slash more', (base) => ({ issuer: `${base}/` }), 'DOCTOR_ISSUER_EXACT'],
    ['whose key set is a file', () => ({ jwks_uri: 'file:///etc/passwd' }), 'DOCTOR_DOCUMENT_KEYS'],
    ['whose key set is elsewhere without TLS', () => ({ jwks_uri: 'http://169.254.169.254/keys' }), 'DOCTOR_DOCUMENT_KEYS'],
    ['whose introspection is elsewhere without TLS', () => ({ introspection_endpoint: 'http://idp.example.com/i' }), 'DOCTOR_INTROSPECTION_HTTPS'],
  ])('%s breaks a rule', async (_what, changed, rule) => {
    const ran = await look(serve(provider({ [DISCOVERY]: (_request, response, base) => json(response, { ...documentOf(base), ...changed(base) }) })));

    expect(rulesIn(ran)).toContain(rule);
  });

  test('that has a member twice breaks a rule', async () => {
    const ran = await look(serve(provider({
      [DISCOVERY]: (_request, response, base) => json(response, JSON.stringify(documentOf(base)).replace('{', '{"issuer":"https://evil.example.com",')),
    })));

    expect(rulesIn(ran)).toEqual(['DOCTOR_MEMBERS_ONCE']);
  });

  test('behind a redirect to the same host is followed, and refused by a broker that does not follow', async () => {
    const ran = await look(serve(provider({
      [DISCOVERY]: (_request, response) => response.writeHead(301, { location: '/elsewhere' }).end(),
      '/elsewhere': (_request, response, base) => json(response, documentOf(base)),
    })));

    expect(rulesIn(ran, 'warning')).toContain('DOCTOR_NO_REDIRECT');
    expect(reportIn(ran).brokers.find(({ broker }: any) => broker.endsWith('LavinMq')).decision).toBe('reject');
  });

  test('of another type is read with a warning', async () => {
    const ran = await look(serve(provider({ [DISCOVERY]: (_request, response, base) => json(response, documentOf(base), { 'content-type': 'text/plain' }) })));

    expect(rulesIn(ran, 'warning')).toEqual(['DOCTOR_MEDIA_TYPE']);
    expect(rulesIn(ran)).toEqual([]);
  });

  test('that draws on the terminal is shown harmlessly', async () => {
    const server = await serve(provider({ [DISCOVERY]: (_request, response, base) => json(response, { ...documentOf(base), issuer: '\u001b[2Jhttps://evil\u202e' }) }));
    running.push(server);
    const manifest = file(manifestText({ kind: 'oidc', issuer: `http://127.0.0.1:${server.port}` }));

    const { out } = await doctor('--manifest', manifest, '--allow-http-loopback');

    expect(out).toContain('DOCTOR_DOCUMENT_ISSUER');
    // eslint-disable-next-line no-control-regex -- that is what must not be there
    expect(out).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('metadata of RFC 8414', () => {
  test.each<[string, Serve]>([
    ['of another issuer', (_request, response) => json(response, { ...documentOf('https://evil.example.com') })],
    ['with another key set', (_request, response, base) => json(response, { ...documentOf(base), jwks_uri: `${base}/others` })],
    ['that are a list', (_request, response) => json(response, [])],
    ['that are no JSON', (_request, response) => json(response, 'no')],
  ])('%s are worth a warning', async (_what, answer) => {
    const ran = await look(serve(provider({ [METADATA]: answer })));

    expect(rulesIn(ran, 'warning')).toEqual(['DOCTOR_METADATA_PLACE']);
  });

  test('that nobody could get are not said to be fine', async () => {
    const ran = await look(serve(provider({ [METADATA]: (request) => request.socket.destroy() })));

    expect(reportIn(ran).steps.find(({ step }: any) => step === 'RFC 8414 metadata')).toMatchObject({
      outcome: 'not looked at', detail: expect.stringMatching(/no broker minds/),
    });
    expect(rulesIn(ran, 'warning')).toEqual([]);
  });
});

describe('a key set', () => {
  test.each<[string, Serve, RegExp]>([
    ['that is not there', (_request, response) => response.writeHead(404).end(), /answers with status 404/],
    ['without end', (_request, response) => endlessly(response, '{"kty":"RSA"},'.repeat(1000), '{"keys":['), /more than 1000000 bytes/],
    ['without keys', (_request, response) => json(response, {}), /no list of objects/],
    ['whose keys are numbers', (_request, response) => json(response, { keys: [1] }), /no list of objects/],
    ['that is empty', (_request, response) => json(response, { keys: [] }), /is empty/],
    ['nested too deeply', (_request, response) => json(response, `{"keys":${'['.repeat(100)}${']'.repeat(100)}}`), /nested more than 64 levels/],
  ])('%s is told as such', async (_what, answer, message) => {
    const ran = await look(serve(provider({ '/jwks': answer })));

    expect(messagesOf(ran, 'DOCTOR_KEY_SET')).toMatch(message);
    expect(ran.code).toBe(2);
  });

  test('with keys that only some brokers use names the brokers', async () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    const ran = await look(serve(provider({ '/jwks': (_request, response) => json(response, { keys: [KEY, { ...ec, kid: 'k2', use: 'sig', alg: 'ES256' }] }) })));

    expect(rulesIn(ran, 'warning')).toEqual(['DOCTOR_BROKER_KEY']);
    expect(messagesOf(ran, 'DOCTOR_BROKER_KEY')).toMatch(/LavinMq would not use the key "k2": alg is "ES256"/);
  });

  test('with keys that a broker does not use at all is an error', async () => {
    const { use: _use, ...unused } = KEY;
    const ran = await look(serve(provider({ '/jwks': (_request, response) => json(response, { keys: [unused] }) })));

    expect(messagesOf(ran, 'DOCTOR_BROKER_KEYS')).toMatch(/LavinMq uses no key of the set/);
    expect(ran.code).toBe(2);
  });

  test('with a private key is worth a warning, and the key is not shown', async () => {
    const ran = await look(serve(provider({ '/jwks': (_request, response) => json(response, { keys: [{ ...KEY, d: 'c2VjcmV0LWV4cG9uZW50' }] }) })));

    expect(rulesIn(ran, 'warning')).toContain('DOCTOR_KEY_SECRET');
    expect(ran.out).not.toContain('c2VjcmV0LWV4cG9uZW50');
  });
});

describe('a token endpoint', () => {
  test.each<[string, Serve]>([
    ['that repeats the secret in its error', (request, response) => echo(request, (body) => {
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: SECRET, error_description: `${body} ${request.headers.authorization}` }));
    })],
    ['that redirects', (_request, response) => response.writeHead(307, { location: '/other' }).end()],
    ['that answers without a token', (_request, response) => json(response, { token_type: 'Bearer' })],
    ['that answers with a number for a token', (_request, response) => json(response, { access_token: 7 })],
    ['that answers without end', (_request, response) => endlessly(response, 'x'.repeat(65_536))],
    ['that answers with a web page', (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
  ])('%s gives no token, and the secret is not shown', async (_what, answer) => {
    const server = await serve(provider({ '/token': answer }));
    const ran = await look(server, ...ASK, '--client-auth', 'post');

    expect(rulesIn(ran)).toEqual(['DOCTOR_TOKEN_REQUEST']);
    expect(ran.out).not.toContain(SECRET);
    expect(server.asked).not.toContain('/other');
  });

  test.each([
    ['an opaque token', 'not-a-jwt', 'DOCTOR_TOKEN_FORM'],
    ['a token with a colossal header', `${'a'.repeat(300_000)}.e30.e30`, 'DOCTOR_TOKEN_FORM'],
    ['an unsigned token', `${encoded({ alg: 'none' })}.${encoded({ sub: 'a' })}.`, 'DOCTOR_TOKEN_SIGNATURE'],
    ['a token of a stranger', `${encoded({ alg: 'RS256', kid: 'k1' })}.${encoded({ sub: 'a' })}.c2ln`, 'DOCTOR_TOKEN_SIGNATURE'],
  ])('that gives %s breaks a rule', async (_what, token, rule) => {
    const ran = await look(serve(provider({ '/token': (_request, response) => json(response, { access_token: token, token_type: 'Bearer' }) })), ...ASK);

    expect(rulesIn(ran)).toContain(rule);
    expect(ran.code).toBe(2);
  });

  test('elsewhere without TLS is never told a secret', async () => {
    const elsewhere = { token_endpoint: 'http://idp.example.com/token' };
    const answer: Serve = (_request, response, base) => json(response, { ...documentOf(base), ...elsewhere });
    const ran = await look(serve(provider({ [DISCOVERY]: answer })), ...ASK);

    expect(reportIn(ran).steps).toContainEqual({ step: 'token', outcome: 'not looked at', detail: 'there is no token endpoint that may be asked' });
  });

  test('of a document of another issuer is never asked', async () => {
    const server = await serve(provider({ [DISCOVERY]: (_request, response, base) => json(response, { ...documentOf(base), issuer: 'https://evil.example.com' }) }));
    await look(server, ...ASK);

    expect(server.asked).not.toContain('/token');
  });
});

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function echo(request: IncomingMessage, then: (body: string) => void): void {
  let body = '';
  request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
  request.on('end', () => then(body));
}

describe('a server', () => {
  test.each<[string, (socket: Socket) => void, RegExp]>([
    ['that speaks no HTTP', (socket) => socket.end('220 mail.example.com ESMTP\r\n'), /speaks no HTTP/],
    ['that hangs up', (socket) => socket.destroy(), /connection broke off/],
    ['that says it goes on without end', (socket) => {
      const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write('HTTP/1.1 103 Early Hints\r\n\r\n')), 5);
    }, /no whole answer within 1 s/],
    ['that begins its header and never ends it', (socket) => {
      const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write('x: y\r\n')), 100);
      socket.write('HTTP/1.1 200 OK\r\n');
    }, /no whole answer within 1 s/],
    ['that switches protocols', (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
      /another protocol|broke off/],
  ])('%s is told as such', async (_what, answer, message) => {
    const ran = await look(serveBytes(answer));

    expect(messagesOf(ran, 'DOCTOR_DISCOVERY_PLACE')).toMatch(message);
  });

  test('that is not there is told as such', async () => {
    const server = await serveBytes(() => undefined);
    server.stop();

    expect(messagesOf(await look(server), 'DOCTOR_DISCOVERY_PLACE')).toMatch(/nobody listens there/);
  });
});

const OURS = certificateFor('127.0.0.1');
const THEIRS = certificateFor('idp.example.com');

(OURS === undefined || THEIRS === undefined ? describe.skip : describe)('TLS (needs openssl)', () => {
  async function lookSecurely(tls: { readonly key: string; readonly cert: string }, ...words: readonly string[]): Promise<Ran> {
    const server = await serveSecurely(tls, provider({}));
    running.push(server);
    return doctor('--manifest', file(manifestText({ kind: 'oidc', issuer: `https://127.0.0.1:${server.port}` })), '--json', '--timeout', '2', ...words);
  }

  test('with a certificate of an authority that is given is trusted', async () => {
    const ran = await lookSecurely(OURS!, '--ca-file', file(OURS!.cert));

    expect(reportIn(ran).findings).toEqual([]);
  });

  test('with a certificate that nobody knows is refused', async () => {
    expect(messagesOf(await lookSecurely(OURS!), 'DOCTOR_DISCOVERY_PLACE')).toMatch(/certificate is signed by itself/);
  });

  test('with a certificate for another host is refused', async () => {
    expect(messagesOf(await lookSecurely(THEIRS!, '--ca-file', file(THEIRS!.cert)), 'DOCTOR_DISCOVERY_PLACE')).toMatch(/certificate is for another host/);
  });
});
