import * as os from 'node:os';
import { makeLogin } from '../../../src/restart/logins/make-login';
import { LOGIN } from '../../../src/restart/spec/logins';
import { withOtherSignature } from '../../../src/restart/tokens/spoiled-token';
import { BROKER, freePort, passwordLine, RealBroker } from '../../brokers/mosquitto/real-broker';
import { tokenWith } from '../support/identity-provider';
import { worldOf } from '../support/world';

/* The token plugin is proprietary. A password file takes its place: the token is the password of the account that its `sub` names. */

const TOKEN = tokenWith({ sub: 'orders' });
const missing = BROKER === undefined;

(missing ? describe.skip : describe)(`logins at a real Mosquitto${missing ? ' (skipped: there is no mosquitto)' : ''}`, () => {
  let broker: RealBroker;
  let webSocketPort: number;

  beforeAll(async () => {
    broker = new RealBroker(await freePort());
    webSocketPort = await freePort();
    broker.write('passwords', passwordLine('orders', TOKEN));
    broker.write('mosquitto.conf', [
      // Started by root the broker would become another user, who cannot read the folder.
      `user ${os.userInfo().username}`, `listener ${broker.port} 127.0.0.1`, 'allow_anonymous false', `password_file ${broker.file('passwords')}`,
      `listener ${webSocketPort} 127.0.0.1`, 'protocol websockets', '',
    ].join('\n'));
    await broker.start();
  });
  afterAll(() => broker?.stop());

  const login = (spec: object, token: string) => makeLogin(LOGIN.parse({ kind: 'mqtt', host: '127.0.0.1', ...spec }), worldOf('mosquitto')).login(token, 10);

  test.each([
    ['3.1.1', 'CONNACK 5, not authorized'],
    ['5', 'CONNACK 0x87, not authorized'],
  ])('MQTT %s: the good token is let in, the spoiled one and another user name are not', async (protocolVersion, detail) => {
    for (const more of [{ port: broker.port }, { port: webSocketPort, webSocketPath: '/' }]) {
      expect(await login({ protocolVersion, ...more }, TOKEN)).toEqual({ outcome: 'accepted', detail: 'CONNACK 0, and answers' });
      expect(await login({ protocolVersion, ...more }, withOtherSignature(TOKEN)!)).toEqual({ outcome: 'refused', detail });
      expect(await login({ protocolVersion, ...more, username: 'somebody' }, TOKEN)).toEqual({ outcome: 'refused', detail });
    }
  });
});
