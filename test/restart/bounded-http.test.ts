import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { askHttp } from '../../src/restart/bounded-http';

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let url: string;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const ask = (more: object = {}) => askHttp({ url, timeoutSeconds: 2, largestBody: 100, ...more });

test('a question without a method is a GET, one with a body carries it whole', async () => {
  const seen: unknown[] = [];
  answer = (request, response) => {
    let body = '';
    request.on('data', (bytes) => (body += bytes)).on('end', () => {
      seen.push([request.method, request.headers['content-length'], body]);
      response.end('ok');
    });
  };
  expect(await ask()).toEqual({ status: 200, body: 'ok', cut: false });
  expect(await ask({ method: 'POST', body: 'ä' })).toEqual({ status: 200, body: 'ok', cut: false });
  expect(seen).toEqual([['GET', undefined, ''], ['POST', '2', 'ä']]);
});

test('a body that is too long is cut', async () => {
  answer = (_request, response) => response.end('x'.repeat(1000));
  expect(await ask()).toEqual({ status: 200, body: 'x'.repeat(100), cut: true });
});

test.each([
  ['no answer', () => undefined, 'no answer within 0.2 s'],
  ['an answer that never ends', (response: ServerResponse) => response.write('x'), 'no answer within 0.2 s'],
  ['a connection that is closed', (response: ServerResponse) => response.socket!.destroy(), 'cannot connect (ECONNRESET)'],
  ['an answer that breaks off', (response: ServerResponse) => {
    response.writeHead(200, { 'content-length': '50' });
    response.write('x', () => setTimeout(() => response.socket!.destroy(), 30));
  }, 'the answer broke off (ECONNRESET)'],
])('%s is a problem', async (_what, act, problem) => {
  answer = (_request, response) => {
    act(response);
  };
  expect(await ask({ timeoutSeconds: 0.2 })).toEqual({ problem });
});

test('a redirect is an answer', async () => {
  answer = (_request, response) => response.writeHead(302, { location: '/y' }).end();
  expect(await ask()).toEqual({ status: 302, body: '', cut: false });
});

test('a question that reached nobody is known to be unsent', async () => {
  await new Promise((done) => server.close(done));
  expect(await ask()).toEqual({ problem: 'cannot connect (ECONNREFUSED)', unsent: true });
});
