import { makeAivenDriver } from '../../../src/restart/drivers/aiven';
import { bootstrapOf, readService, unrest } from '../../../src/restart/drivers/aiven-service';
import { readSpec } from '../../../src/restart/spec';
import { AIVEN_DRIVER } from '../../../src/restart/spec/aiven-driver';
import { World } from '../../../src/restart/world';
import { FakeAiven } from '../support/fake-aiven';
import { tokenWith } from '../support/identity-provider';
import { HandClock, worldOf } from '../support/world';

const TOKEN = tokenWith({ sub: 'orders' });

let clock: HandClock;
let service: FakeAiven;
beforeEach(async () => {
  clock = new HandClock(0);
  service = await FakeAiven.start(clock, TOKEN, 3);
});
afterEach(() => service.stop());

function driver(more: object = {}, { smoke = true, environment = {} }: { smoke?: boolean; environment?: { [name: string]: string } } = {}) {
  const { spec } = readSpec({
    schemaVersion: 1, broker: { kind: 'aiven-kafka', path: 'P' }, nodes: [], stateDirectory: 's', timeouts: { probeSeconds: 2 },
    ...smoke ? { smoke: { accepted: { kind: 'variable', name: 'TOKEN' } } } : {},
  });
  const world: World = { ...worldOf('aiven-kafka', { AIVEN_TOKEN: 'api-token', TOKEN, ...environment }, clock), spec: spec! };
  return makeAivenDriver(AIVEN_DRIVER.parse({ kind: 'aiven', project: 'p/x', service: 's', baseUrl: service.url, ...more }), world);
}

const places = () => service.brokers.map(({ kafka }) => `127.0.0.1:${kafka.port}`).sort().join(', ');

describe('the watch of a restart by Aiven', () => {
  test('ends once everything stayed good for a while and each broker judged both tokens as it must', async () => {
    service.roll(0, 30);
    expect(await driver().restart()).toEqual({
      ok: true, detail: `calm for 120 s, after 195 s in all; each of ${places()} let a token in and kept another one out`,
    });
    expect([...new Set(service.requests.map(({ path, authorization }) => `${path} ${authorization}`))]).toEqual(['/v1/project/p%2Fx/service/s aivenv1 api-token']);
    service.brokers.forEach(({ kafka }) => expect(kafka.asked.length).toBeGreaterThan(0));
  });

  test('is not misled by an API that says RUNNING all the while: brokers that come and go begin the time anew', async () => {
    service.roll(100, 60);
    const { ok } = await driver().restart();
    expect(ok).toBe(true);
    // The last of three comes back after 250 s.
    expect(clock.now()).toBeGreaterThanOrEqual(250_000 + 120_000);
  });

  test('says so where it saw no restart', async () => {
    expect(await driver().restart()).toMatchObject({ ok: true, detail: expect.stringMatching(/^calm for 120 s, after 1(20|35) s in all in which no restart was seen; each of/) });
  });

  test('waits while the service or a node of it is at work, and while nodes are replaced', async () => {
    service.state = 'REBUILDING';
    service.nodes = [{ name: 'kafka-4', state: 'syncing_data', progress_updates: [{ phase: 'stream', completed: false, current: 3, max: 10 }] }];
    const watched = driver({ timeoutSeconds: 300 }).restart();
    expect(await watched).toEqual({
      ok: false, detail: 'not calm for 120 s within 300 s: the service is REBUILDING, kafka-4 is syncing_data (stream 3 of 10)',
    });
    service.state = 'RUNNING';
    service.nodes = [];
    await (service.brokers.shift()!).kafka.stop();
    await service.addBroker();
    expect(await driver().restart()).toMatchObject({ ok: true, detail: expect.stringContaining(places()) });
  });

  test('fails where one of the advertised brokers goes on refusing the good token, and names it', async () => {
    service.brokers[1].letsIn = () => false;
    const { ok, detail } = await driver({ timeoutSeconds: 300 }).restart();
    expect(ok).toBe(false);
    expect(detail).toBe(`not calm for 120 s within 300 s: kafka 127.0.0.1:${service.brokers[1].kafka.port}: refused (the broker says invalid_token)`);
  });

  test('fails where an advertised broker does not answer', async () => {
    service.brokers[2].down = [0, Infinity];
    Object.defineProperty(service, 'up', { value: service.brokers });
    expect(await driver({ timeoutSeconds: 200 }).restart()).toMatchObject({
      ok: false, detail: expect.stringContaining(`kafka 127.0.0.1:${service.brokers[2].kafka.port}: unclear`),
    });
  });

  test('fails where a broker lets the bad token in', async () => {
    service.brokers[0].letsIn = () => true;
    expect(await driver().restart()).toEqual({
      ok: false, detail: expect.stringMatching(/^a token that must be kept out was not: kafka 127\.0\.0\.1:\d+: accepted/),
    });
  });

  test('says that no bad token was tried where the good one has no signature to spoil', async () => {
    const opaque = await FakeAiven.start(clock, 'an-opaque-token', 1);
    const { ok, detail } = await driver({ baseUrl: opaque.url }, { environment: { TOKEN: 'an-opaque-token' } }).restart();
    await opaque.stop();
    expect(ok).toBe(true);
    expect(detail).toMatch(/let a token in; no bad token was tried, since acceptedToken has no signature to spoil: give refusedToken$/);
  });

  test('outlives an API that is busy for a while', async () => {
    service.badReads.push(503, 429, 500, 502);
    expect(await driver().restart()).toMatchObject({ ok: true });
  });

  test.each([401, 403, 404])('ends by the end of its time where the API goes on answering %i', async (status) => {
    service.badReads.push(...Array.from({ length: 100 }, () => status));
    expect(await driver({ timeoutSeconds: 100 }).restart()).toEqual({
      ok: false, detail: `not calm for 120 s within 105 s: /v1/project/p%2Fx/service/s: status ${status}: not now`,
    });
  });

  test('does not wait for a service that is powered off', async () => {
    service.state = 'POWEROFF';
    expect(await driver().restart()).toEqual({ ok: false, detail: 'the service is powered off' });
    expect(clock.now()).toBe(0);
  });

  test('does not begin without a token to prove brokers by, unless the stack does without', async () => {
    expect(await driver({}, { smoke: false }).restart()).toMatchObject({ ok: false, begun: false, detail: expect.stringContaining('give acceptedToken') });
    expect(await driver({ proveBrokers: false }, { smoke: false }).restart()).toMatchObject({
      ok: true, detail: expect.stringContaining('no broker was proved, since proveBrokers is off'),
    });
    service.brokers.forEach(({ kafka }) => expect(kafka.asked).toEqual([]));
  });

  test('shows no token', async () => {
    service.brokers[0].letsIn = () => false;
    const outcomes = [await driver({ timeoutSeconds: 60 }).restart(), await driver({ timeoutSeconds: 60 }, { environment: { TOKEN: '' } }).restart()];
    expect(outcomes[1].detail).toMatch(/the environment variable TOKEN .*empty/);
    expect(JSON.stringify(outcomes)).not.toContain(TOKEN.slice(0, 20));
    expect(JSON.stringify(outcomes)).not.toContain('api-token');
  });

  test('never asks Aiven for a change', async () => {
    const watched = driver();
    await watched.restart();
    expect([await watched.stop(), await watched.start()].map(({ ok, begun }) => [ok, begun])).toEqual([[false, false], [false, false]]);
    expect(service.requests.every(({ path }) => path === '/v1/project/p%2Fx/service/s')).toBe(true);
  });
});

test.each([
  ['RUNNING', 'running'], ['REBUILDING', 'running'], ['REBALANCING', 'running'], ['POWEROFF', 'stopped'],
])('a service that is %s counts as %s', async (state, expected) => {
  service.state = state;
  expect(await driver().process()).toEqual({ state: expected, detail: `Aiven says ${state}` });
});

test('a service that the API does not tell of is unknown', async () => {
  const without = driver({}, { environment: { AIVEN_TOKEN: '' } });
  expect(await without.process()).toEqual({ state: 'unknown', detail: 'the environment variable AIVEN_TOKEN with a token of Aiven\'s API is not set' });
  expect([await without.leads(), await without.bootTime(), await without.logTail(), await without.files.read('/x')]).toEqual([undefined, {}, '', undefined]);
});

describe('what the API says', () => {
  test('is read with whatever a service leaves out', () => {
    expect(readService({ service: { state: 'RUNNING' } })).toEqual({ state: 'RUNNING' });
    expect(readService({ message: 'no' })).toBeUndefined();
  });

  test.each<[string, object, string | undefined]>([
    ['nothing to tell', { state: 'RUNNING', node_states: [{ name: 'a', state: 'running' }] }, undefined],
    ['a node under the other name', { state: 'RUNNING', node_states: [{ node_name: 'b', state: 'leaving' }] }, 'b is leaving'],
    ['a phase without numbers', { state: 'RUNNING', node_states: [{ name: 'c', state: 'syncing_data', progress_updates: [{ phase: 'prepare', completed: true }, { phase: 'stream' }] }] }, 'c is syncing_data (stream)'],
    ['a node without a name', { state: 'REBALANCING', node_states: [{ state: 'unknown' }] }, 'the service is REBALANCING, a node is unknown'],
  ])('%s', (_what, told, expected) => {
    expect(unrest(readService({ service: told })!)).toBe(expected);
  });

  const components = [
    { component: 'kafka', host: 'h', port: 1, route: 'dynamic', usage: 'primary', kafka_authentication_method: 'sasl' },
    { component: 'kafka', host: 'h', port: 2, route: 'public', usage: 'primary', kafka_authentication_method: 'sasl', kafka_ssl_ca: 'project_ca' },
    { component: 'kafka', host: 'h', port: 3, route: 'dynamic', usage: 'primary', kafka_authentication_method: 'sasl', kafka_ssl_ca: 'letsencrypt' },
  ];
  const bootstrap = (wanted: object, list: object[] = components) =>
    bootstrapOf(readService({ service: { state: 'RUNNING', components: list } })!, { route: 'dynamic', letsEncrypt: false, tls: { caFile: '/ca' }, ...wanted });

  test('names the listener by route and authority, with TLS unless it says that there is none', () => {
    expect(bootstrap({})).toEqual({ endpoint: { host: 'h', port: 1, tls: { caFile: '/ca' } } });
    expect(bootstrap({ route: 'public' })).toEqual({ endpoint: { host: 'h', port: 2, tls: { caFile: '/ca' } } });
    expect(bootstrap({ letsEncrypt: true })).toEqual({ endpoint: { host: 'h', port: 3, tls: { caFile: '/ca' } } });
    expect(bootstrap({}, [{ ...components[0], ssl: false }])).toEqual({ endpoint: { host: 'h', port: 1 } });
  });

  test('tells what there is instead', () => {
    expect(bootstrap({ route: 'privatelink' })).toEqual({
      problem: 'the service has no SASL listener on the route privatelink with project_ca; it has dynamic with project_ca, public with project_ca, dynamic with letsencrypt',
    });
    expect(bootstrap({}, [])).toMatchObject({ problem: expect.stringContaining('is kafka_authentication_methods.sasl on?') });
  });
});

test('the spec has the defaults that the documentation names', () => {
  expect(AIVEN_DRIVER.parse({ kind: 'aiven', project: 'p', service: 's' })).toEqual({
    kind: 'aiven', project: 'p', service: 's', tokenVariable: 'AIVEN_TOKEN', baseUrl: 'https://api.aiven.io', pollSeconds: 15, calmSeconds: 120,
    timeoutSeconds: 3600, proveBrokers: true, route: 'dynamic', letsEncrypt: false, tls: {},
  });
});
