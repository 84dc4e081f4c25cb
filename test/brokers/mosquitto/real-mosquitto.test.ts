import * as os from 'node:os';
import { MqttClient } from 'mqtt';
import { BROKER, freePort, passwordHash, passwordLine, PLUGIN, publishCode, RealBroker, subscribeCode } from './real-broker';
import { filesOf } from './texts';
import { MosquittoAccess } from '../../../src/brokers/mosquitto/access';
import { accountsOf, planConsume, planPublish } from '../../../src/brokers/mosquitto/grants';
import { merge } from '../../../src/brokers/mosquitto/merge';
import { render } from '../../../src/brokers/mosquitto/render';
import { MosquittoSettings } from '../../../src/brokers/mosquitto/settings';

/*
 * The token plugin is proprietary and cannot be run here. A password file takes its place: it answers for accounts that have no
 * password in dynamic security, as the token plugin answers for tokens.
 */

const DENIED = 0x87;
const missing = BROKER === undefined || PLUGIN === undefined;

(missing ? describe.skip : describe)(`a real Mosquitto with a password file in place of the token plugin${missing ? ' (skipped: mosquitto is not installed)' : ''}`, () => {
  let broker: RealBroker;
  let orders: MqttClient;
  let billing: MqttClient;
  let ours: Record<string, string>;

  beforeAll(async () => {
    broker = new RealBroker(await freePort());
    const settings = settingsFor(broker);
    ours = filesOf(render(settings));
    broker.write('passwords', ['orders-service', 'billing', 'stranger'].map((name) => passwordLine(name, `${name}-password`)).join(''));
    broker.write('mosquitto.conf', merge('mosquitto.conf', foreignLines(broker), ours['mosquitto.conf']).text as string);
    broker.write('dynamic-security.json', merge('dynamic-security.json', adminFile(), ours['dynamic-security.json']).text as string);
    await broker.start();
    orders = await broker.connect('orders-service', 'orders-service-password');
    billing = await broker.connect('billing', 'billing-password');
  });

  afterAll(() => broker.remove());

  test.each([
    ['a topic that was granted', 'orders/new', false],
    ['a topic below it', 'orders/new/urgent', true],
    ['another topic', 'billing/new', true],
    ['a branch that is denied within a pattern', 'logs/secret/a', true],
    ['another branch of the pattern', 'logs/open/a', false],
    ['the broker\'s own topics', '$SYS/broker/uptime', true],
    ['the control API', '$CONTROL/dynamic-security/v1', true],
  ])('publishing to %s', async (_, topic, denied) => {
    expect(await publishCode(orders, topic) === DENIED).toBe(denied);
  });

  test.each([
    ['a topic that was granted', 'orders/new', false],
    ['a wildcard that covers more', 'orders/+', true],
    ['a filter within the pattern', 'invoices/2024/+', false],
    ['the pattern itself', 'invoices/#', false],
    ['another topic', 'logs/a', true],
    ['a shared subscription in its group', '$share/workers/invoices/#', false],
    ['a shared subscription of another group', '$share/others/invoices/#', true],
    ['the literal filter', 'exact/#', false],
    ['a filter below the literal one', 'exact/a', true],
  ])('subscribing to %s', async (_, filter, denied) => {
    expect(await subscribeCode(billing, filter) === DENIED).toBe(denied);
  });

  test('a message reaches the subscriber, but not on a branch that is denied to receive', async () => {
    const received: string[] = [];
    billing.on('message', (topic) => received.push(topic));
    await billing.subscribeAsync('invoices/#');
    await orders.publishAsync('invoices/hidden/1', 'x', { qos: 1 });
    await orders.publishAsync('invoices/open/1', 'x', { qos: 1 });
    for (let attempt = 0; attempt < 50 && received.length === 0; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect([...new Set(received)]).toEqual(['invoices/open/1']);
  });

  test('an account that dynamic security does not know connects and may do nothing', async () => {
    const stranger = await broker.connect('stranger', 'stranger-password');
    expect([await publishCode(stranger, 'orders/new'), await subscribeCode(stranger, 'orders/new')]).toEqual([DENIED, DENIED]);
  });

  test('a wrong password is refused', async () => {
    await expect(broker.connect('billing', 'orders-service-password')).rejects.toMatchObject({ code: DENIED });
  });

  test('the pattern # covers the broker\'s own topics on Mosquitto 2.0, as the rule warns', async () => {
    const admin = await broker.connect('admin', 'admin-password');
    expect(await subscribeCode(admin, '$SYS/broker/uptime')).not.toBe(DENIED);
  });

  test('admin still logs in, and when the broker has rewritten the file our part means the same', async () => {
    const admin = await broker.connect('admin', 'admin-password');
    await admin.subscribeAsync('$CONTROL/dynamic-security/v1/response');
    const answer = new Promise<string>((resolve) => admin.once('message', (_, payload) => resolve(payload.toString())));
    const before = broker.read('dynamic-security.json');
    await admin.publishAsync('$CONTROL/dynamic-security/v1', JSON.stringify({ commands: [{ command: 'createRole', rolename: 'made later' }] }), { qos: 1 });
    expect(JSON.parse(await answer).responses).toEqual([{ command: 'createRole' }]);
    const rewritten = broker.read('dynamic-security.json');
    expect(rewritten).not.toBe(before);
    expect(merge('dynamic-security.json', rewritten, ours['dynamic-security.json'])).toEqual({ text: rewritten });
  });
});

function settingsFor(broker: RealBroker): MosquittoSettings {
  const { clients, roles } = accountsOf([
    {
      clientId: 'orders',
      username: 'orders-service',
      accesses: [
        ...planPublish('orders/new', {}).accesses,
        MosquittoAccess.publish('logs/#'),
        MosquittoAccess.publish('logs/secret/#', { allow: false, priority: 10 }),
        MosquittoAccess.publish('invoices/#'),
      ],
    },
    {
      clientId: 'billing',
      username: 'billing',
      accesses: [
        ...planConsume('orders/new', {}, false).accesses,
        MosquittoAccess.subscribe('invoices/#'),
        MosquittoAccess.subscribe('$share/workers/invoices/#'),
        MosquittoAccess.receive('invoices/#'),
        MosquittoAccess.receive('invoices/hidden/#', { allow: false, priority: 1 }),
        MosquittoAccess.subscribeLiteral('exact/#'),
      ],
    },
  ]);
  return {
    conf: {
      allowAnonymous: false,
      persistenceLocation: `${broker.folder}/`,
      plugins: [{ kind: 'dynamic-security', path: PLUGIN as string, configFile: broker.file('dynamic-security.json') }],
      listeners: [{ port: broker.port, address: '127.0.0.1' }],
    },
    dynamicSecurity: { clients, groups: [], roles },
  };
}

/** Lines that are not ours; started by root the broker would become another user, who cannot read the folder. */
function foreignLines(broker: RealBroker): string {
  return `user ${os.userInfo().username}\npassword_file ${broker.file('passwords')}\n`;
}

/** What stands on a node before our part comes: `admin`, who may do everything. */
function adminFile(): string {
  const { salt, hash, iterations } = passwordHash('admin-password');
  const acl = (acltype: string, topic: string) => ({ acltype, topic, allow: true });
  return JSON.stringify({
    clients: [{ username: 'admin', password: hash, salt, iterations, roles: [{ rolename: 'admin' }] }],
    groups: [],
    roles: [{
      rolename: 'admin',
      acls: [acl('publishClientSend', '$CONTROL/#'), acl('publishClientReceive', '$CONTROL/#'), acl('subscribePattern', '#')],
    }],
  });
}
