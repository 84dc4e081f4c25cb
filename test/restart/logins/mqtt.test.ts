import * as fs from 'node:fs';
import { Socket } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { LoginResult } from '../../../src/restart/engine/ports';
import { makeLogin } from '../../../src/restart/logins/make-login';
import { LOGIN } from '../../../src/restart/spec/logins';
import { certificateFor, serveBytes } from '../../doctor/hostile-server';
import { tokenWith } from '../support/identity-provider';
import { MqttBroker } from '../support/mqtt-broker';
import { worldOf } from '../support/world';

const GOOD = tokenWith({ sub: 'orders', preferred_username: 'Orders' });
const BAD = tokenWith({ sub: 'nobody' });
const LET_IN = { outcome: 'accepted', detail: 'CONNACK 0, and answers' };

const certificate = certificateFor('localhost');
const stops: (() => void)[] = [];
let broker: MqttBroker;

beforeAll(async () => {
  broker = await MqttBroker.start({ accepted: [GOOD], refused: [BAD], tls: certificate });
});
afterEach(() => stops.splice(0).forEach((stop) => stop()));
afterAll(() => broker.stop());

function login(spec: object, token: string, { kind = 'lavinmq', timeout = 5 } = {}): Promise<LoginResult> {
  return makeLogin(LOGIN.parse({ kind: 'mqtt', host: '127.0.0.1', ...spec }), worldOf(kind)).login(token, timeout);
}

/** A server that answers CONNECT with these bytes, and whatever follows by the rest. */
async function answering(first: readonly number[], then: (socket: Socket) => void = () => undefined): Promise<number> {
  const server = await serveBytes((socket) => {
    socket.write(Buffer.from(first));
    then(socket);
  });
  stops.push(() => server.stop());
  return server.port;
}

describe('a login by MQTT', () => {
  test('is accepted with a clean session, and each check has a client id of its own', async () => {
    expect(await login({ port: broker.ports.tcp }, GOOD)).toEqual(LET_IN);
    expect(await login({ port: broker.ports.tcp }, GOOD)).toEqual(LET_IN);
    await login({ port: broker.ports.tcp, clientId: 'last' }, GOOD);
    await broker.connectOf('last');
    broker.seen.pop();
    expect(broker.seen.map(({ clean, username }) => [clean, username])).toEqual([[true, 'broker-oauth'], [true, 'broker-oauth']]);
    expect(new Set(broker.seen.map(({ clientId }) => clientId)).size).toBe(2);
    expect(broker.seen.every(({ clientId }) => /^brokeroauth[0-9a-f]{12}$/.test(clientId))).toBe(true);
  });

  test('is refused by MQTT 3.1.1', async () => {
    expect(await login({ port: broker.ports.tcp }, BAD)).toEqual({ outcome: 'refused', detail: 'CONNACK 5, not authorized' });
  });

  test.each([
    ['3.1.1', [0x20, 0x02, 0x00, 0x04], 'CONNACK 4, bad user name or password'],
    ['5', [0x20, 0x03, 0x00, 0x86, 0x00], 'CONNACK 0x86, bad user name or password'],
    ['5', [0x20, 0x03, 0x00, 0x87, 0x00], 'CONNACK 0x87, not authorized'],
  ])('is refused by MQTT %s where CONNACK is %j', async (protocolVersion, connack, detail) => {
    expect(await login({ port: await answering(connack), protocolVersion }, BAD)).toEqual({ outcome: 'refused', detail });
  });

  test('is unclear where the server is unavailable', async () => {
    expect(await login({ port: broker.ports.tcp }, 'another')).toEqual({ outcome: 'unclear', detail: 'CONNACK 3, server unavailable' });
  });

  test.each([
    ['lavinmq', {}, 'broker-oauth'],
    ['mosquitto', {}, 'orders'],
    ['mosquitto', { usernameClaim: 'preferred_username' }, 'Orders'],
    ['mosquitto', { username: 'somebody' }, 'somebody'],
    ['hivemq', {}, 'broker-oauth'],
  ])('sends %s the user name that it needs: %j', async (kind, more, username) => {
    const clientId = `${kind} ${username}`;
    await login({ port: broker.ports.tcp, protocolVersion: '3.1.1', clientId, ...more }, GOOD, { kind });
    expect(await broker.connectOf(clientId)).toEqual({ clientId, username, clean: true });
  });

  test('goes over WebSocket where a path is given', async () => {
    const port = broker.ports.webSocket;
    expect(await login({ port, webSocketPath: '/mqtt' }, GOOD)).toEqual(LET_IN);
    expect(await login({ port, webSocketPath: '/mqtt' }, BAD)).toEqual({ outcome: 'refused', detail: 'CONNACK 5, not authorized' });
    expect(await login({ port, webSocketPath: '/elsewhere' }, GOOD)).toEqual({ outcome: 'unclear', detail: 'the server closed the connection without CONNACK' });
  });
});

(certificate === undefined ? describe.skip : describe)(`a login by MQTT over TLS${certificate === undefined ? ' (skipped: no openssl)' : ''}`, () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-tls-'));
  const caFile = path.join(folder, 'ca.pem');
  fs.writeFileSync(caFile, certificate?.cert ?? '');
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  test('is accepted where the certificate is trusted and carries the name', async () => {
    expect(await login({ port: broker.ports.tls, tls: { caFile, serverName: 'localhost' } }, GOOD)).toEqual(LET_IN);
  });

  test.each([
    ['trusted by nobody', {}, 'the certificate is signed by itself; caFile names whom to trust (DEPTH_ZERO_SELF_SIGNED_CERT)'],
    ['for another host', { caFile: 'CA' }, 'the certificate is for another host; serverName names the one it must carry (ERR_TLS_CERT_ALTNAME_INVALID)'],
  ])('sends no token where the certificate is %s', async (_name, tls, detail) => {
    const given = 'caFile' in tls ? { caFile } : tls;
    expect(await login({ port: broker.ports.tls, tls: given, clientId: 'untrusting' }, GOOD)).toEqual({ outcome: 'unclear', detail });
    await login({ port: broker.ports.tcp, clientId: 'afterwards' }, GOOD);
    expect(await broker.connectOf('afterwards')).toBeDefined();
    expect(broker.seen.filter(({ clientId }) => clientId === 'untrusting')).toEqual([]);
  });

  test('tells which file cannot be read', async () => {
    expect(await login({ port: 1, tls: { caFile: '/nowhere/ca.pem' } }, GOOD)).toEqual({ outcome: 'unclear', detail: '/nowhere/ca.pem cannot be read (ENOENT)' });
  });
});

describe('a login by MQTT is unclear, within time and memory,', () => {
  const CONNACK = [0x20, 0x02, 0x00, 0x00];

  test.each<[string, readonly number[], ((socket: Socket) => void) | undefined, string]>([
    ['when the server closes at once', [], (socket) => socket.end(), 'the server closed the connection without CONNACK'],
    ['when it lets in and closes', CONNACK, (socket) => socket.end(), 'CONNACK let the token in, then the server closed the connection'],
    ['when it lets in and says no more', CONNACK, undefined, 'no PINGRESP within 1 s, though CONNACK let the token in'],
    ['when it never answers', [], undefined, 'no CONNACK within 1 s'],
    ['when it answers with a code that does not exist', [0x20, 0x02, 0x00, 0x63], undefined, 'CONNACK 99, a code that MQTT does not define'],
    ['when it speaks another protocol', [...Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')], undefined, 'the connection failed'],
  ])('%s', async (_name, first, then, detail) => {
    const port = await answering(first, then);
    const begun = Date.now();
    expect(await login({ port }, GOOD, { timeout: 1 })).toEqual({ outcome: 'unclear', detail });
    expect(Date.now() - begun).toBeLessThan(3000);
  });

  test('when it sends without end', async () => {
    let sent = 0;
    const port = await answering([0x30, 0xff, 0xff, 0xff, 0x7f], (socket) => {
      const pour = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536))) {
          sent += 65_536;
        }
      };
      socket.on('drain', pour);
      pour();
    });
    expect(await login({ port }, GOOD)).toEqual({ outcome: 'unclear', detail: 'the server sent more than 65536 bytes' });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test('when MQTT 5 is spoken to a server of MQTT 3.1.1', async () => {
    const port = await answering([0x20, 0x02, 0x00, 0x01]);
    expect(await login({ port, protocolVersion: '5' }, GOOD, { timeout: 1 })).toEqual({ outcome: 'unclear', detail: expect.stringMatching(/protocolVersion|connection failed/) });
  });

  test('when nobody listens', async () => {
    const port = await answering([]);
    stops.splice(0).forEach((stop) => stop());
    expect(await login({ port }, GOOD)).toEqual({ outcome: 'unclear', detail: 'nobody listens there (ECONNREFUSED)' });
    expect(await login({ port, webSocketPath: '/' }, GOOD)).toEqual({ outcome: 'unclear', detail: 'nobody listens there (ECONNREFUSED)' });
  });

  test('when the token is longer than a password can be', async () => {
    expect(await login({ port: 1 }, 'a'.repeat(65_536))).toEqual({ outcome: 'unclear', detail: 'the token has 65536 bytes, a password of MQTT at most 65535' });
  });

  test('and never shows the token that a server repeats', async () => {
    const reason = Buffer.from(`go away ${GOOD.split('.')[1]} \u001b[31m`);
    const properties = [0x1f, reason.length >> 8, reason.length & 0xff, ...reason];
    const port = await answering([0x20, 3 + properties.length, 0x00, 0x88, properties.length, ...properties]);
    expect(await login({ port, protocolVersion: '5' }, GOOD)).toEqual({ outcome: 'unclear', detail: 'CONNACK 0x88, server unavailable: go away (token) \\u001b[31m' });
  });
});

test('the name of the target holds nothing but where it is', () => {
  const made = makeLogin(LOGIN.parse({ kind: 'mqtt', host: 'b.example.com', port: '8883', tls: {}, webSocketPath: '/mqtt', username: 'u' }), worldOf('hivemq'));
  expect(made.target).toBe('mqtt 5 by WebSocket by TLS b.example.com:8883');
});

test('a spec has either a user name or a claim that holds it', () => {
  expect(LOGIN.safeParse({ kind: 'mqtt', host: 'a', port: 1, username: 'u', usernameClaim: 'sub' }).success).toBe(false);
});
