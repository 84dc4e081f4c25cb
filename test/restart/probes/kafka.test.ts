import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KafkaProbe } from '../../../src/restart/probes/kafka';
import { KAFKA_PROBE } from '../../../src/restart/spec/kafka-probe';
import { temporaryFolder } from '../../support/folders';
import { FakeAnswer, FakeKafka } from '../support/fake-kafka';
import { tokenWith } from '../support/identity-provider';
import * as encoding from '../support/kafka-encoding';
import { worldOf } from '../support/world';

const TOKEN = tokenWith({ sub: 'prober' });
const WORLD = worldOf('aiven-kafka', { PROBE_TOKEN: TOKEN, BAD_TOKEN: 'two words' });
const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;

let fake: FakeKafka;
afterEach(() => fake.stop());

async function check(script: { readonly [key: number]: FakeAnswer }, more: object = {}) {
  fake = await FakeKafka.start(({ key }) => script[key]);
  return new KafkaProbe(KAFKA_PROBE.parse({ kind: 'kafka', host: '127.0.0.1', port: fake.port, ...more }), WORLD).check(2);
}

const BROKER = { 3: encoding.metadata(12, [1, 2], []) };
const CONTROLLER = { 18: encoding.apiVersions([[18, 0, 4], [60, 0, 1]]), 60: encoding.describeCluster([7, 8]) };

describe('a Kafka probe', () => {
  test('names where it looks', async () => {
    await check(BROKER);
    expect(new KafkaProbe(KAFKA_PROBE.parse({ kind: 'kafka', host: 'k1', port: '9092' }), WORLD).target).toBe('kafka k1:9092');
  });

  test.each([
    ['a broker that its cluster counts', BROKER, { nodeId: 2 }, { healthy: true, detail: 'brokers up: 1, 2' }],
    ['a broker without an id to look for', BROKER, {}, { healthy: true, detail: 'brokers up: 1, 2' }],
    ['a broker that its cluster does not count', BROKER, { nodeId: '3' }, { healthy: false, detail: 'node 3 is not among the brokers up: 1, 2' }],
    ['a broker that knows none', { 3: encoding.metadata(12, [], []) }, {}, { healthy: false, detail: 'brokers up: none' }],
    ['a controller that is registered', CONTROLLER, { nodeId: 8 }, { healthy: true, detail: 'controllers up: 7, 8' }],
    ['a controller that is not', CONTROLLER, { nodeId: 9 }, { healthy: false, detail: 'node 9 is not among the controllers up: 7, 8' }],
    ['a controller that may not tell', { ...CONTROLLER, 60: encoding.describeCluster([], 31) }, {},
      { healthy: false, detail: 'DescribeCluster: CLUSTER_AUTHORIZATION_FAILED' }],
    ['a listener that wants a login', { 3: 'close' }, {}, { healthy: false, detail: 'the peer closed the connection' }],
  ] as const)('judges %s', async (_what, script, more, result) => {
    expect(await check(script, more)).toEqual(result);
  });

  test('logs in with a token where one is named', async () => {
    const lets = { 17: encoding.saslHandshake(0, ['OAUTHBEARER']), 36: encoding.saslAuthenticate(0, undefined, '', 0n) };
    expect(await check({ ...BROKER, ...lets }, { token: { kind: 'variable', name: 'PROBE_TOKEN' } })).toEqual({ healthy: true, detail: 'brokers up: 1, 2' });
    expect(fake.asked.map(({ key }) => key)).toEqual([18, 17, 36, 3, 3]);
  });

  test.each([
    ['is refused', 'PROBE_TOKEN', /^the token is refused: SASL_AUTHENTICATION_FAILED: no \(token hidden\)$/],
    ['is not there', 'NO_TOKEN', /^the environment variable NO_TOKEN /],
    ['is none', 'BAD_TOKEN', /^the text is no bearer token/],
  ])('is bad where the token %s', async (_what, name, detail) => {
    const refuses = { 17: encoding.saslHandshake(0, ['OAUTHBEARER']), 36: encoding.saslAuthenticate(58, `no ${TOKEN.slice(5, 60)}`, '', 0n) };
    expect(await check({ ...BROKER, ...refuses }, { token: { kind: 'variable', name } })).toEqual({ healthy: false, detail: expect.stringMatching(detail) });
  });
});

(HAS_OPENSSL ? describe : describe.skip)(`a Kafka probe over TLS${HAS_OPENSSL ? '' : ' (skipped: no openssl is here)'}`, () => {
  const folder = temporaryFolder();
  const make = (name: string, subject: string) => execFileSync('openssl', [
    'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-addext', `subjectAltName=${subject}`,
    '-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`),
  ], { stdio: 'pipe' });
  const file = (name: string) => join(folder, name);
  const serve = async (more: object = {}) => {
    fake = await FakeKafka.start(({ key }) => (BROKER as { [key: number]: FakeAnswer })[key], {
      key: readFileSync(file('server.key')), cert: readFileSync(file('server.crt')), ...more,
    });
    return (tls: object) => new KafkaProbe(KAFKA_PROBE.parse({ kind: 'kafka', host: '127.0.0.1', port: fake.port, tls }), WORLD).check(5);
  };
  beforeAll(() => {
    make('server', 'DNS:kafka.example.com');
    make('client', 'DNS:client');
  });

  test('trusts whom it is told to trust, under the name it is told', async () => {
    const look = await serve();
    expect(await look({ caFile: file('server.crt'), serverName: 'kafka.example.com' })).toEqual({ healthy: true, detail: 'brokers up: 1, 2' });
    expect((await look({ serverName: 'kafka.example.com' })).detail).toMatch(/signed by itself|signed by somebody unknown/);
    expect((await look({ caFile: file('server.crt') })).detail).toMatch(/certificate is for another host/);
    expect((await look({ caFile: file('none.crt') })).detail).toMatch(/none\.crt cannot be read \(ENOENT\)$/);
  });

  test('shows its own certificate where the listener asks for one', async () => {
    const look = await serve({ requestCert: true, rejectUnauthorized: true, ca: readFileSync(file('client.crt')) });
    const tls = { caFile: file('server.crt'), serverName: 'kafka.example.com' };
    expect(await look({ ...tls, certificateFile: file('client.crt'), keyFile: file('client.key') })).toEqual({ healthy: true, detail: 'brokers up: 1, 2' });
    expect((await look(tls)).healthy).toBe(false);
  });

  test('tells a listener without TLS', async () => {
    fake = await FakeKafka.start(() => 'close');
    const probe = new KafkaProbe(KAFKA_PROBE.parse({ kind: 'kafka', host: '127.0.0.1', port: fake.port, tls: {} }), WORLD);
    expect(await probe.check(2)).toEqual({ healthy: false, detail: expect.stringMatching(/the connection broke off|the peer closed the connection|no answer within 2 s/) });
  });
});
