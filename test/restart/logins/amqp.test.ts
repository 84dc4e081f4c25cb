import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { createServer } from 'node:tls';
import { longText, method, methodOf, number, shortText, takeFrames } from '../../../integ/support/amqp-wire';
import { LoginResult } from '../../../src/restart/engine/ports';
import { makeLogin } from '../../../src/restart/logins/make-login';
import { LOGIN } from '../../../src/restart/spec/logins';
import { certificateFor } from '../../doctor/hostile-server';
import { temporaryFolder } from '../support/folder';
import { tokenWith } from '../support/identity-provider';
import { worldOf } from '../support/world';

const GOOD = tokenWith({ sub: 'orders' });
const stops: (() => void)[] = [];

afterEach(() => stops.splice(0).forEach((stop) => stop()));

const START = method(0, 10, 10, Buffer.from([0, 9]), number(0, 4), longText('PLAIN AMQPLAIN'), longText('en_US'));
const TUNE = method(0, 10, 30, number(2047, 2), number(131072, 4), number(0, 2));
const OPEN_OK = method(0, 10, 41, shortText(''));
const CLOSE_OK = method(0, 10, 51);
const close = (code: number, text: string) => method(0, 10, 50, number(code, 2), shortText(text), number(10, 2), number(11, 2));

/** What a scripted server sends in answer to each method of the client; the protocol header counts as `header`. */
type Script = { readonly [method: string]: Buffer | 'end' | ((socket: net.Socket) => void) };

const USUAL: Script = { 'header': START, '10.11': TUNE, '10.40': OPEN_OK, '10.50': CLOSE_OK };

interface Scripted {
  readonly port: number;
  /** The methods that the client sent. */
  readonly heard: string[];
  readonly startOk: () => Buffer;
}

/** A server that follows a script. */
async function scripted(script: Script, tls?: { readonly key: string; readonly cert: string }): Promise<Scripted> {
  const heard: string[] = [];
  let startOk: Buffer = Buffer.alloc(0);
  const serve = (socket: net.Socket) => {
    let [rest, begun]: [Buffer, boolean] = [Buffer.alloc(0), false];
    socket.on('error', () => undefined);
    const answer = (name: string) => {
      heard.push(name);
      const reply = script[name];
      if (reply === 'end') {
        socket.end();
      } else if (typeof reply === 'function') {
        reply(socket);
      } else if (reply !== undefined) {
        socket.write(reply);
      }
    };
    socket.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      if (!begun && rest.length >= 8) {
        begun = true;
        rest = Buffer.from(rest.subarray(8));
        answer('header');
      }
      const taken = takeFrames(rest);
      rest = Buffer.from(taken.rest);
      taken.frames.forEach((one) => {
        if (methodOf(one) === '10.11') {
          startOk = one.payload;
        }
        answer(methodOf(one));
      });
    });
  };
  const server = tls === undefined ? net.createServer(serve) : createServer(tls, serve);
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  });
  return { port: (server.address() as net.AddressInfo).port, heard, startOk: () => startOk };
}

function login(spec: object, token = GOOD, timeout = 5, kind = 'lavinmq'): Promise<LoginResult> {
  return makeLogin(LOGIN.parse({ kind: 'amqp', host: '127.0.0.1', ...spec }), worldOf(kind)).login(token, timeout);
}

describe('a login by AMQP', () => {
  test('is accepted after Connection.Open-Ok, and takes its leave', async () => {
    const { port, heard, startOk } = await scripted(USUAL);
    expect(await login({ port, vhost: 'orders' })).toEqual({ outcome: 'accepted', detail: 'Connection.Open-Ok' });
    expect(heard).toEqual(['header', '10.11', '10.31', '10.40', '10.50']);
    expect(startOk().toString('latin1')).toContain(`\0broker-oauth\0${GOOD}`);
  });

  test.each([
    [{ username: 'somebody' }, 'somebody'],
    [{ usernameClaim: 'sub' }, 'orders'],
  ])('sends the user name that is asked for: %j', async (more, name) => {
    const { port, startOk } = await scripted(USUAL);
    await login({ port, ...more });
    expect(startOk().toString('latin1')).toContain(`\0${name}\0${GOOD}`);
  });

  test('is refused where the answer to the token is 403', async () => {
    const { port } = await scripted({ ...USUAL, 10.11: close(403, `ACCESS_REFUSED - no ${GOOD.split('.')[1]}\u0007`) });
    expect(await login({ port })).toEqual({ outcome: 'refused', detail: '403 ACCESS_REFUSED - no (token)\\u0007' });
  });

  test('is unclear where the vhost is closed to a token that was let in', async () => {
    const { port } = await scripted({ ...USUAL, '10.40': close(530, 'NOT_ALLOWED - vhost not found') });
    expect(await login({ port, vhost: 'a' })).toEqual({
      outcome: 'unclear', detail: 'the token was let in, but the vhost "a" is closed to it or does not exist: 530 NOT_ALLOWED - vhost not found',
    });
  });

  test('is unclear where 403 comes after the token was let in', async () => {
    const { port } = await scripted({ ...USUAL, '10.40': close(403, 'ACCESS_REFUSED') });
    expect(await login({ port })).toEqual({ outcome: 'unclear', detail: '403 ACCESS_REFUSED, though the token was let in; the vhost "/" was not opened' });
  });

  test.each<[string, Script, string]>([
    ['closes the connection', { header: START, 10.11: 'end' }, 'the server closed the connection without a verdict'],
    ['answers 501', { header: START, 10.11: close(501, 'FRAME_ERROR') }, '501 FRAME_ERROR'],
  ])('names the length of the token as a cause where a server %s', async (_name, script, detail) => {
    const { port } = await scripted(script);
    expect(await login({ port }, 'ey'.padEnd(4000, 'a'))).toEqual({
      outcome: 'unclear',
      detail: expect.stringMatching(new RegExp(`^${detail}; with this token the login frame has 4\\d\\d\\d bytes, and many servers take 4096 before the connection is tuned: ask for a shorter token$`)),
    });
    expect(await login({ port })).toEqual({ outcome: 'unclear', detail });
  });

  test('is accepted with a long token by a server that takes it', async () => {
    const { port } = await scripted(USUAL);
    expect(await login({ port }, 'ey'.padEnd(7000, 'a'))).toEqual({ outcome: 'accepted', detail: 'Connection.Open-Ok' });
  });

  test('is unclear where the token does not fit into any login frame of the client', async () => {
    const { port } = await scripted(USUAL);
    expect(await login({ port }, 'ey'.padEnd(9000, 'a'))).toEqual({
      outcome: 'unclear', detail: 'the token of 9000 characters does not fit into 8192 bytes, the client\'s largest login frame',
    });
  });
});

describe('a login by AMQP is unclear, within time and memory, where the server', () => {
  const ENDLESS = (socket: net.Socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(Buffer.alloc(65_536))) {
        // Until the other side takes no more.
      }
    };
    socket.on('drain', pour);
    pour();
  };

  test.each<[string, Script, string]>([
    ['closes at once', { header: 'end' }, 'the server closed the connection before the login'],
    ['resets', { header: (socket) => socket.resetAndDestroy() }, 'the connection broke off (ECONNRESET)'],
    ['never answers', {}, 'no answer within 1 s'],
    ['never judges', { header: START }, 'no answer within 1 s'],
    ['never opens the vhost', { ...USUAL, '10.40': () => undefined }, 'no answer within 1 s, though the token was let in; the vhost "/" was not opened'],
    ['closes after it let in', { ...USUAL, '10.40': 'end' }, 'the server closed the connection, though the token was let in; the vhost "/" was not opened'],
    ['speaks another version', { header: Buffer.from('AMQP\0\0\x08\0') }, 'the server speaks another version of AMQP'],
    ['speaks HTTP', { header: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') }, 'the server speaks no AMQP 0-9-1'],
    ['sends a frame of a length that makes clients loop', { header: Buffer.from([1, 0, 0, 0xff, 0xff, 0xff, 0xf8]) }, 'the server sent a frame of 4294967296 bytes, more than 65536'],
    ['sends a frame without its end', { header: Buffer.from([1, 0, 0, 0, 0, 0, 1, 7, 7]) }, 'the server sent a frame without its end'],
    ['sends a frame that is too short for a method', { header: Buffer.from([1, 0, 0, 0, 0, 0, 0, 0xce]) }, 'the server sent a frame that cannot be read'],
    ['sends bytes without end', { header: ENDLESS }, 'the server speaks no AMQP 0-9-1'],
    ['sends frames without end', { header: (socket) => socket.write(Buffer.alloc(8 * 65_536, Buffer.from([8, 0, 0, 0, 0, 0, 0, 0xce]))) }, 'the server sent more than 100 frames'],
    ['opens what was never tuned', { header: START, 10.11: OPEN_OK }, 'Connection.Open-Ok without Connection.Tune'],
    ['asks for more', { header: START, 10.11: method(0, 10, 20, longText('?')) }, 'the server asks for more than a password (Connection.Secure)'],
    ['closes with a code of its own', { header: START, 10.11: close(541, 'INTERNAL_ERROR') }, '541 INTERNAL_ERROR'],
    ['tunes in a frame that is cut', { header: START, 10.11: method(0, 10, 30, Buffer.from([1])) }, 'the server sent a frame that cannot be read'],
  ])('%s', async (_name, script, detail) => {
    const { port } = await scripted(script);
    const begun = Date.now();
    expect(await login({ port }, GOOD, 1)).toEqual({ outcome: 'unclear', detail });
    expect(Date.now() - begun).toBeLessThan(3000);
  });

  test('does not listen', async () => {
    const { port } = await scripted({});
    stops.splice(0).forEach((stop) => stop());
    expect(await login({ port })).toEqual({ outcome: 'unclear', detail: 'nobody listens there (ECONNREFUSED)' });
  });
});

const certificate = certificateFor('localhost');
(certificate === undefined ? describe.skip : describe)(`a login by AMQP over TLS${certificate === undefined ? ' (skipped: no openssl)' : ''}`, () => {
  const folder = temporaryFolder();

  test('is accepted where the certificate is trusted, else sends nothing', async () => {
    const caFile = path.join(folder(), 'ca.pem');
    fs.writeFileSync(caFile, certificate!.cert);
    const { port, heard } = await scripted(USUAL, certificate);
    expect(await login({ port, tls: {} })).toEqual({
      outcome: 'unclear', detail: 'the certificate is signed by itself; caFile names whom to trust (DEPTH_ZERO_SELF_SIGNED_CERT)',
    });
    expect(heard).toEqual([]);
    expect(await login({ port, tls: { caFile, serverName: 'localhost' } })).toEqual({ outcome: 'accepted', detail: 'Connection.Open-Ok' });
  });
});

test('the target names host, port and vhost', () => {
  expect(makeLogin(LOGIN.parse({ kind: 'amqp', host: 'b.example.com', port: 5671, tls: {} }), worldOf('lavinmq')).target).toBe('amqp by TLS b.example.com:5671 vhost "/"');
});
