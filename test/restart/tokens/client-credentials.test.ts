import * as fs from 'node:fs';
import { IncomingMessage, ServerResponse } from 'node:http';
import * as path from 'node:path';
import { TOKEN_SOURCE } from '../../../src/restart/spec/token-source';
import { tokenFrom } from '../../../src/restart/tokens/token-from';
import { World } from '../../../src/restart/world';
import { certificateFor, json, Running, serve, serveBytes, serveSecurely } from '../../doctor/hostile-server';
import { CLIENT, startTestIdentityProviders, TestIdentityProviders } from '../../support/test-identity-provider';
import { temporaryFolder } from '../support/folder';
import { tokenWith } from '../support/identity-provider';
import { HandClock, worldOf } from '../support/world';

const SECRET = 'p+4s s/w:ö';
const folder = temporaryFolder();
const running: Running[] = [];
afterEach(() => running.splice(0).forEach((server) => server.stop()));

function ask(tokenEndpoint: string, more: object = {}, world: World = worldOf('lavinmq', { SECRET })) {
  return tokenFrom(TOKEN_SOURCE.parse({ kind: 'client-credentials', tokenEndpoint, clientId: 'a b', clientSecretVariable: 'SECRET', ...more }), world);
}

interface Question {
  readonly authorization: string | undefined;
  readonly form: { readonly [name: string]: string };
}

/** A token endpoint with an answer for each question; `asked` has what came. */
async function endpoint(answer: (response: ServerResponse, count: number) => void) {
  const asked: Question[] = [];
  const server = await serve((request: IncomingMessage, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      asked.push({ authorization: request.headers.authorization, form: Object.fromEntries(new URLSearchParams(text)) });
      answer(response, asked.length);
    });
  });
  running.push(server);
  return { url: `http://127.0.0.1:${server.port}/token`, asked };
}

const granted = (response: ServerResponse, count: number, more: object = {}) =>
  json(response, { access_token: `token-${count}`, token_type: 'Bearer', expires_in: 300, ...more });

describe('the client credentials grant', () => {
  test('shows name and secret form-encoded in the header', async () => {
    const { url, asked } = await endpoint(granted);
    expect(await ask(url, { scope: ['a', 'b'], parameters: { audience: 'messaging' } })).toEqual({ token: 'token-1' });
    expect(asked).toEqual([{
      authorization: `Basic ${Buffer.from('a+b:p%2B4s+s%2Fw%3A%C3%B6').toString('base64')}`,
      form: { grant_type: 'client_credentials', scope: 'a b', audience: 'messaging' },
    }]);
  });

  test('shows them in the form where that is asked for', async () => {
    const { url, asked } = await endpoint(granted);
    expect(await ask(url, { authentication: 'client_secret_post' })).toEqual({ token: 'token-1' });
    expect(asked).toEqual([{ authorization: undefined, form: { grant_type: 'client_credentials', client_id: 'a b', client_secret: SECRET } }]);
  });

  test('takes the secret from a file, without the line break at its end', async () => {
    const { url, asked } = await endpoint(granted);
    const clientSecretFile = path.join(folder(), 'secret');
    fs.writeFileSync(clientSecretFile, 'hidden \r\n');
    await ask(url, { clientSecretVariable: undefined, clientSecretFile, authentication: 'client_secret_post' });
    expect(asked[0].form.client_secret).toBe('hidden ');
  });
});

describe('a token is kept', () => {
  const clock = () => new HandClock();

  test.each<[string, (clock: HandClock) => object, number]>([
    ['until shortly before the answer says that it expires', () => ({ expires_in: 300 }), 270],
    ['until half of a short life', () => ({ expires_in: 40 }), 20],
    ['until shortly before its own exp', ({ wall }) => ({ access_token: tokenWith({ exp: wall / 1000 + 100 }), expires_in: undefined }), 70],
    ['until the sooner of both', ({ wall }) => ({ access_token: tokenWith({ exp: wall / 1000 + 100 }), expires_in: 3600 }), 70],
    ['where a provider gives the time as a text', () => ({ expires_in: '300' }), 270],
  ])('%s', async (_name, more, seconds) => {
    const time = clock();
    const world = worldOf('lavinmq', { SECRET }, time);
    const { url, asked } = await endpoint((response, count) => granted(response, count, more(time)));
    await ask(url, {}, world);
    time.pass(seconds * 1000 - 1);
    await ask(url, {}, world);
    expect(asked).toHaveLength(1);
    time.pass(1);
    await ask(url, {}, world);
    expect(asked).toHaveLength(2);
  });

  test('by a clock that nobody sets: a step of the date changes nothing', async () => {
    const time = clock();
    const world = worldOf('lavinmq', { SECRET }, time);
    const { url, asked } = await endpoint(granted);
    await ask(url, {}, world);
    time.wall += 10 * 365 * 86_400_000;
    await ask(url, {}, world);
    expect(asked).toHaveLength(1);
  });

  test('for each source and run alone, and two questions at once are one', async () => {
    const world = worldOf('lavinmq', { SECRET });
    const { url, asked } = await endpoint(granted);
    expect(await Promise.all([ask(url, {}, world), ask(url, {}, world)])).toEqual([{ token: 'token-1' }, { token: 'token-1' }]);
    expect(await ask(url, { scope: ['other'] }, world)).toEqual({ token: 'token-2' });
    expect(await ask(url)).toEqual({ token: 'token-3' });
    expect(asked).toHaveLength(3);
  });

  test('not at all where nobody tells how long it is good, nor where it has expired', async () => {
    const world = worldOf('lavinmq', { SECRET });
    const { url, asked } = await endpoint((response, count) => granted(response, count, { expires_in: count === 1 ? undefined : 0 }));
    await ask(url, {}, world);
    await ask(url, {}, world);
    await ask(url, {}, world);
    expect(asked).toHaveLength(3);
  });

  test('not where there was none', async () => {
    const world = worldOf('lavinmq', { SECRET });
    const { url } = await endpoint((response, count) => (count === 1 ? response.writeHead(503).end() : granted(response, count)));
    expect((await ask(url, {}, world)).problem).toContain('status 503');
    expect(await ask(url, {}, world)).toEqual({ token: 'token-2' });
  });
});

describe('a problem is told with what to do, and never with the secret', () => {
  const refuse = (status: number, body: unknown, headers = {}) => (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const hopeless = 'x'.repeat(300_000);

  test.each<[string, (response: ServerResponse) => void, string]>([
    ['invalid_client', refuse(401, { error: 'invalid_client', error_description: SECRET }),
      'status 401, invalid_client: the client or its secret is wrong, or the provider does not take client_secret_basic'],
    ['invalid_scope', refuse(400, { error: 'invalid_scope' }), 'status 400, invalid_scope: a scope is not known or not granted to the client'],
    ['unauthorized_client', refuse(400, { error: 'unauthorized_client' }),
      'status 400, unauthorized_client: the client may not use the client credentials grant; allow it at the provider'],
    ['invalid_request', refuse(400, { error: 'invalid_request' }),
      'status 400, invalid_request: something is missing, such as the parameter "audience" (Auth0) or a scope (Entra)'],
    ['a code of its own', refuse(400, { error: 'access_denied' }), 'status 400, access_denied'],
    ['a code that is none', refuse(400, { error: `x ${SECRET}` }), 'status 400 without an error code'],
    ['no JSON', refuse(404, '<html>'), 'status 404, and the answer is no JSON object; is this the token endpoint?'],
    ['a redirect', refuse(307, {}, { location: 'https://elsewhere.example.com/' }),
      'a redirect (status 307) is not followed, since the secret would go with it; name the endpoint that it leads to'],
    ['too much', refuse(200, hopeless), 'the answer has more than 262144 bytes'],
    ['no token', refuse(200, { token_type: 'Bearer' }), 'the answer has no access_token that can be sent'],
    ['a token with a line break', refuse(200, { access_token: 'a\nb', token_type: 'Bearer' }), 'the answer has no access_token that can be sent'],
    ['a token of another type', refuse(200, { access_token: 'a', token_type: 'DPoP' }),
      'the answer has no token of the type Bearer, the only one that brokers take as a password'],
    ['an answer that is cut', (response) => response.socket?.destroy(), 'cannot connect (ECONNRESET)'],
  ])('%s', async (_name, answer, problem) => {
    const { url } = await endpoint(answer);
    const found = await ask(`${url}?key=hidden`);
    expect(found).toEqual({ problem: `token endpoint ${url}: ${problem}` });
  });

  test('a server that never answers', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      const server = await serveBytes(() => undefined);
      running.push(server);
      const found = ask(`http://127.0.0.1:${server.port}/token`);
      await jest.advanceTimersByTimeAsync(10_001);
      expect(await found).toEqual({ problem: `token endpoint http://127.0.0.1:${server.port}/token: no answer within 10 s` });
    } finally {
      jest.useRealTimers();
    }
  });

  test.each<[string, object, string]>([
    ['a variable that is not set', { clientSecretVariable: 'NOBODY' }, 'the environment variable NOBODY with the client\'s secret is not set or empty'],
    ['a file that is not there', { clientSecretVariable: undefined, clientSecretFile: '/nowhere/s' }, '/nowhere/s cannot be read (ENOENT)'],
    ['a file for TLS that is not there', { caFile: '/nowhere/ca.pem' }, '/nowhere/ca.pem cannot be read (ENOENT)'],
  ])('%s', async (_name, more, problem) => {
    expect(await ask('https://127.0.0.1:1/token', more)).toEqual({ problem });
  });
});

const certificate = certificateFor('127.0.0.1');
(certificate === undefined ? test.skip : test)(`over TLS the secret goes to a trusted server alone${certificate === undefined ? ' (skipped: no openssl)' : ''}`, async () => {
  const server = await serveSecurely(certificate!, (_request, response) => granted(response, 1));
  running.push(server);
  const caFile = path.join(folder(), 'ca.pem');
  fs.writeFileSync(caFile, certificate!.cert);
  const url = `https://127.0.0.1:${server.port}/token`;
  expect((await ask(url)).problem).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(server.asked).toEqual([]);
  expect(await ask(url, { caFile })).toEqual({ token: 'token-1' });
});

describe('a real OpenID provider', () => {
  let providers: TestIdentityProviders;
  beforeAll(async () => {
    providers = await startTestIdentityProviders();
  }, 60_000);
  afterAll(() => providers.stop());

  const world = (secret: string) => worldOf('lavinmq', { SECRET: secret });
  const endpointOf = async (kind: string) => {
    const document = await fetch(`${providers.issuers[kind].replace(/\/$/, '')}/.well-known/openid-configuration`);
    return (await document.json() as { readonly token_endpoint: string }).token_endpoint;
  };

  test.each(['keycloak', 'okta', 'auth0', 'entra', 'uaa', 'generic'])('gives a token as those of %s', async (kind) => {
    const { token } = await ask(await endpointOf(kind), { clientId: CLIENT.id }, world(CLIENT.secret));
    expect(JSON.parse(Buffer.from(token!.split('.')[1], 'base64url').toString())).toEqual(expect.objectContaining({ iss: providers.issuers[kind] }));
  });

  test('takes the secret in the form as well, and refuses one that is wrong', async () => {
    const url = await endpointOf('generic');
    expect(await ask(url, { clientId: CLIENT.id, authentication: 'client_secret_post' }, world(CLIENT.secret))).toEqual({ token: expect.stringMatching(/^ey/) });
    expect((await ask(url, { clientId: CLIENT.id }, world('wrong'))).problem).toContain('invalid_client: the client or its secret is wrong');
  });
});
