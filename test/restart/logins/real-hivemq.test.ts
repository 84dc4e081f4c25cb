import { ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import { freePorts } from '../../../integ/support/ports';
import { makeLogin } from '../../../src/restart/logins/make-login';
import { LOGIN } from '../../../src/restart/spec/logins';
import { withOtherSignature } from '../../../src/restart/tokens/spoiled-token';
import { temporaryFolder } from '../../support/folders';
import { fetchHiveMq } from '../../support/hivemq-broker';
import { compileJava } from '../../support/maven';
import { tokenWith } from '../support/identity-provider';
import { worldOf } from '../support/world';

/* The Enterprise Security Extension is proprietary. An extension of ours takes its place: it lets in one password alone. */

const folder = temporaryFolder();
const { jars, missing } = fetchHiveMq(folder);
const TOKEN = tokenWith({ sub: 'orders' });
jest.setTimeout(120_000);

(missing === undefined ? describe : describe.skip)(`logins at a real HiveMQ CE${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let broker: ChildProcess;
  let [port, webSocketPort] = [0, 0];

  beforeAll(async () => {
    [port, webSocketPort] = await freePorts(2);
    const args = ['-Xmx512m', '-cp', compileJava('HiveMqLogins', jars!, folder), 'HiveMqLogins', path.join(folder, 'broker'), String(port), String(webSocketPort)];
    broker = spawn('java', args, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, PASSWORD: TOKEN } });
    await new Promise<void>((resolve, reject) => {
      broker.stdout!.on('data', (chunk) => String(chunk).includes('ready') && resolve());
      broker.once('exit', (code) => reject(new Error(`HiveMQ ended with ${code}`)));
    });
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => broker.once('exit', resolve));
    broker.stdin!.end();
    await ended;
  });

  const login = (spec: object, token: string) => makeLogin(LOGIN.parse({ kind: 'mqtt', host: '127.0.0.1', ...spec }), worldOf('hivemq')).login(token, 20);

  test.each([
    ['5', 'CONNACK 0x87, not authorized: wrong authentication secret'],
    ['3.1.1', 'CONNACK 5, not authorized'],
  ])('MQTT %s, over TCP and WebSocket: the good token is let in, the spoiled one is not', async (protocolVersion, detail) => {
    for (const more of [{ port }, { port: webSocketPort, webSocketPath: '/mqtt' }]) {
      expect(await login({ protocolVersion, ...more }, TOKEN)).toEqual({ outcome: 'accepted', detail: 'CONNACK 0, and answers' });
      expect(await login({ protocolVersion, ...more }, withOtherSignature(TOKEN)!)).toEqual({ outcome: 'refused', detail });
    }
  });
});
