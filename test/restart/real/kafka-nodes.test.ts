import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaCluster } from '../../../src/restart/clusters/kafka';
import { KafkaLogin } from '../../../src/restart/logins/kafka';
import { KafkaProbe } from '../../../src/restart/probes/kafka';
import { KAFKA_CLUSTER } from '../../../src/restart/spec/kafka-cluster';
import { KEY_SET, TinyServer, tokenWith } from '../support/identity-provider';
import { kafkaJars, RealKafka, TEST_WORLD, TOKEN_LISTENER } from '../support/real-kafka';

/*
 * A real controller of its own and a real broker: what they say to a probe, a login and the questions about the cluster.
 */

const LONG = 600_000;
const ISSUER = 'https://sso.example.com';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kafka-nodes-'));
const { jars, missing } = kafkaJars(folder);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Our part of the properties, written by hand. */
function ours(keys: string): string {
  const listener = `listener.name.${TOKEN_LISTENER.toLowerCase()}`;
  const settings = {
    'sasl.server.callback.handler.class': 'org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler',
    'sasl.jaas.config': 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required ;',
    'sasl.oauthbearer.jwks.endpoint.url': keys,
    'sasl.oauthbearer.expected.issuer': ISSUER,
    'sasl.oauthbearer.expected.audience': 'messaging',
  };
  return [`\n${listener}.sasl.enabled.mechanisms=OAUTHBEARER`, ...Object.entries(settings).map(([key, value]) => `${listener}.oauthbearer.${key}=${value}`), ''].join('\n');
}

(missing === undefined ? describe : describe.skip)(`a real Kafka controller and a real broker${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let provider: TinyServer;
  let kafka: RealKafka;
  let view: KafkaCluster;

  beforeAll(async () => {
    provider = await new TinyServer({ '/jwks': KEY_SET }).start();
    const keys = `${provider.url}/jwks`;
    kafka = await RealKafka.plan(folder, jars!, { c1: 'controller', b1: 'broker' });
    await kafka.start((node) => ({
      properties: node.roles === 'controller' ? kafka.properties(node) : kafka.properties(node) + ours(keys),
      jvmOptions: `-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${keys}\n`,
    }));
    const nodes = Object.fromEntries(kafka.nodes.map((node) => [node.name, { ...node.questions, nodeId: node.id }]));
    view = new KafkaCluster(KAFKA_CLUSTER.parse({ kind: 'kafka', nodes }), TEST_WORLD);
  }, LONG);
  afterAll(async () => {
    await kafka?.stop();
    await provider?.stop();
  });

  const token = (claims: object) => {
    const now = Math.floor(Date.now() / 1000);
    return tokenWith({ iss: ISSUER, aud: ['messaging'], sub: 'orders', iat: now, exp: now + 600, ...claims });
  };
  const login = (port: number, text: string, more: object = {}) => new KafkaLogin({ host: '127.0.0.1', port, ...more }, (line) => line).login(text, 20);

  test('the probe counts each among its kind', async () => {
    const probe = (name: string, nodeId: number) => new KafkaProbe({ kind: 'kafka', ...kafka.node(name).questions, nodeId }, TEST_WORLD).check(20);

    expect(await probe('c1', 1)).toEqual({ healthy: true, detail: 'controllers up: 1' });
    expect(await probe('b1', 2)).toEqual({ healthy: true, detail: 'brokers up: 2' });
    expect(await probe('b1', 3)).toEqual({ healthy: false, detail: 'node 3 is not among the brokers up: 2' });
  }, LONG);

  test('the login tells a good token, a bad one, and no verdict apart', async () => {
    const { clients, administration } = kafka.node('b1').ports;

    expect(await login(clients, token({}))).toEqual({ outcome: 'accepted', detail: expect.stringMatching(/^let in, metadata of 1 brokers read, session of \d+ s$/) });
    expect(await login(clients, token({ aud: 'other' }))).toEqual({ outcome: 'refused', detail: 'the broker says invalid_token' });
    expect(await login(clients, token({ exp: 1 }))).toEqual({ outcome: 'refused', detail: 'the broker says invalid_token' });
    expect(await login(administration, token({})))
      .toEqual({ outcome: 'unclear', detail: 'the listener does not take tokens: ILLEGAL_SASL_STATE, it offers no mechanism' });
    expect((await login(clients, token({}), { tls: {} })).outcome).toBe('unclear');
  }, LONG);

  test('the controller comes first and judges no token', async () => {
    expect([...await view.roles()]).toEqual([
      ['c1', { group: 0, leads: true, decidesLogins: false, text: 'active controller' }],
      ['b1', { group: 1, leads: false, text: 'broker' }],
    ]);
  }, LONG);

  test('its replicas are no more than must be in sync, which is told and not waited for', async () => {
    await kafka.createTopic('thin', '--replication-factor', '1');
    expect(await view.safety(['b1'])).toEqual([{
      gate: 'in-sync', holds: true, unsatisfiable: false,
      text: expect.stringMatching(/^0 partitions on b1 .*; not waited for, since min\.insync\.replicas leaves no replica to spare: thin-\d, thin-\d, thin-\d$/),
    }]);
    expect((await view.safety(['c1'])).map(({ gate, holds, text }) => [gate, holds, text])).toEqual([
      ['in-sync', true, '0 partitions on c1 have enough other replicas in sync'],
      ['controller-quorum', true, 'c1 is the only controller; nothing is led while it restarts'],
    ]);
  }, LONG);

  test('a node under another id is told from the one that is meant', async () => {
    const { b1, c1 } = Object.fromEntries(kafka.nodes.map((node) => [node.name, node.questions]));
    const swapped = new KafkaCluster(KAFKA_CLUSTER.parse({ kind: 'kafka', nodes: { b1: { ...b1, nodeId: 7 }, c1: { ...c1, nodeId: 8 } } }), TEST_WORLD);

    expect((await swapped.rejoined('b1')).detail).toBe('b1: another node than 7 answers there');
    expect((await swapped.rejoined('c1')).detail).toBe('c1: another node than 8 answers there');
  }, LONG);

  test('a broker that was killed is back once it is in sync again', async () => {
    kafka.node('b1').kill();
    expect((await view.rejoined('b1')).healthy).toBe(false);
    kafka.node('b1').start();
    for (const end = Date.now() + LONG / 2; !(await view.rejoined('b1')).healthy && Date.now() < end;) {
      await sleep(300);
    }
    expect(await view.rejoined('b1')).toEqual({ healthy: true, detail: 'in sync with 3 partitions' });
    expect(await view.rejoined('c1')).toEqual({ healthy: true, detail: 'active controller' });
  }, LONG);
});
