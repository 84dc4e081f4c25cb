import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo, createServer as createTcpServer } from 'node:net';
import { HttpProbe } from '../../../src/restart/probes/http';
import { TcpProbe } from '../../../src/restart/probes/tcp';

const servers: { close(): unknown; closeAllConnections?(): unknown }[] = [];

afterEach(() => servers.splice(0).forEach((server) => {
  server.closeAllConnections?.();
  server.close();
}));

async function listen(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

const http = (url: string, more = {}) => new HttpProbe({ kind: 'http', url, status: [200], ...more });

describe('a TCP probe', () => {
  test('is good when a connection opens', async () => {
    const url = new URL(await listen(() => undefined));
    expect(await new TcpProbe(url.hostname, Number(url.port)).check(2)).toEqual({ healthy: true, detail: 'connected' });
  });

  test('is bad when nobody listens', async () => {
    const probe = new TcpProbe('127.0.0.1', await freePort());
    expect(await probe.check(2)).toEqual({ healthy: false, detail: 'cannot connect (ECONNREFUSED)' });
  });
});

describe('an HTTP probe', () => {
  test('is good with a wanted status and text', async () => {
    const url = await listen((_, response) => response.writeHead(201).end('{"status":"UP"}'));
    expect(await http(url, { status: [200, 201], bodyContains: '"UP"' }).check(2)).toEqual({ healthy: true, detail: 'status 201' });
  });

  test.each<[string, RequestListener, object, string]>([
    ['another status', (_, response) => response.writeHead(503).end(), {}, 'status 503, wanted 200'],
    ['a redirect', (_, response) => response.writeHead(302, { location: '/ok' }).end(), {}, 'status 302, wanted 200'],
    ['another body', (_, response) => response.end('DOWN'), { bodyContains: 'UP' }, 'status 200, the body lacks the wanted text'],
    ['a text beyond the part that is read', (_, response) => response.end(`${' '.repeat(300_000)}UP`), { bodyContains: 'UP' },
      'status 200, the body lacks the wanted text'],
    ['no answer in time', () => undefined, {}, 'no answer within 0.3 s'],
    ['an answer that never ends', (_, response) => response.write('x'), {}, 'no answer within 0.3 s'],
    ['an answer that breaks off', (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('x');
      setTimeout(() => request.socket.destroy(), 20);
    }, {}, 'the answer broke off (ECONNRESET)'],
  ])('is bad with %s', async (_name, listener, more, detail) => {
    expect(await http(await listen(listener), more).check(0.3)).toEqual({ healthy: false, detail });
  });

  test('is bad when nobody listens', async () => {
    expect(await http(`http://127.0.0.1:${await freePort()}/`).check(2)).toEqual({ healthy: false, detail: 'cannot connect (ECONNREFUSED)' });
  });

  test('does not show the query, which may hold a key', () => {
    expect(http('http://h/x?key=secret').target).toBe('http http://h/x');
  });
});
