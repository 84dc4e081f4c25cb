import { AivenKafkaOAuth } from '../../src/brokers/aiven-kafka/aiven-kafka-oauth';
import { LavinMqOAuth } from '../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../../src/brokers/lavinmq/target';
import { brokerCore, SERVICE_FILES } from '../../src/brokers/registry';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { makeDriver } from '../../src/restart/drivers/make-driver';
import { runEngine } from '../../src/restart/engine/engine';
import { knowledgeOf } from '../../src/restart/engine/knowledge';
import { JournalEntry, Ports, Progress } from '../../src/restart/engine/ports';
import { RestartDriver } from '../../src/restart/restart-driver';
import { RestartGate } from '../../src/restart/restart-node';
import { RestartProbe } from '../../src/restart/restart-probe';
import { RollingRestart } from '../../src/restart/rolling-restart';
import { readSpec } from '../../src/restart/spec';
import { CDKS, resourcesOf, synthesize } from '../support/cdks';
import { FakeCloudAmqp } from './support/fake-cloudamqp';
import { HandClock, worldOf } from './support/world';
import { triggersIn } from '../support/triggers';

/* Nodes that a service runs: from the stack to the engine. */

const files = {};

describe.each(CDKS)('in a stack by %s', (cdk) => {
  test('nodes of CloudAMQP restart after their settings are in place, whatever changes in them', () => {
    const { json, annotations } = synthesize(cdk, (stack) => {
      const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
      const broker = new LavinMqOAuth(stack, 'LavinMq', {
        identityProvider, audience: 'messaging', resourceServerId: 'mq', target: LavinMqTarget.cloudAmqp({ instanceId: '156' }),
        acknowledge: ['LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY'],
      });
      const restart = new RollingRestart(stack, 'Restart', {
        broker,
        nodes: ['01', '02', '03'].map((name) => ({
          name: `node-${name}`, files, driver: RestartDriver.cloudAmqp({ instanceId: '156', node: `node-${name}` }), probes: [RestartProbe.tcp('h', 5671)],
        })),
        overrides: [RestartGate.LEASE_NONE],
      });
      expect(restart.plan.slice(0, 3)).toEqual(['01', '02', '03'].map((name, index) =>
        `batch ${index + 1} of 3: node-${name}: restarts when its fingerprint changes`));
    });
    const restart = Object.entries(resourcesOf(json, 'terraform_data')).find(([name]) => name.startsWith('Restart'))![1];
    expect(restart.depends_on).toEqual(expect.arrayContaining([expect.stringMatching(/^cloudamqp_oauth2_configuration\./)]));
    const triggers = triggersIn(restart.triggers_replace);
    expect(Object.keys(triggers)).toEqual(['node-01', 'node-02', 'node-03']);
    expect(triggers['node-01']).toBe(triggers['node-02']);
    expect(annotations.filter(({ level }) => level === '@cdktf/error')).toEqual([]);
  });

  test('an Aiven service is one node and plans no downtime', () => {
    const { annotations } = synthesize(cdk, (stack) => {
      const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
      const broker = new AivenKafkaOAuth(stack, 'Kafka', { identityProvider, audience: ['messaging'], project: 'p', serviceName: 's' });
      const restart = new RollingRestart(stack, 'Restart', {
        broker,
        nodes: [{ name: 'kafka', files, driver: RestartDriver.aiven({ project: 'p', service: 's' }), probes: [RestartProbe.tcp('h', 12345)] }],
        overrides: [RestartGate.LEASE_NONE],
      });
      expect(restart.plan.slice(0, 2)).toEqual([
        'batch 1 of 1: kafka: restarts when its fingerprint changes', 'the service takes its own machines one after the other',
      ]);
    });
    expect(annotations.map(({ message }) => message).filter((message) => message.includes('RESTART_DOWNTIME'))).toEqual([]);
  });
});

describe('the engine with nodes of CloudAMQP', () => {
  let clock: HandClock;
  let service: FakeCloudAmqp;
  let journal: JournalEntry[];
  let told: Progress[];
  beforeEach(async () => {
    clock = new HandClock(0);
    service = await new FakeCloudAmqp(clock, '156', ['node-1', 'node-2']).start();
    journal = [];
    told = [];
  });
  afterEach(() => service.stop());

  async function run(audience = 'messaging') {
    const { spec, problems } = readSpec({
      schemaVersion: 1,
      broker: { kind: 'lavinmq', path: 'Stack/LavinMq' },
      nodes: ['node-1', 'node-2'].map((name) => ({
        name, files, driver: { kind: 'cloudamqp', instanceId: '156', node: name, baseUrl: service.url }, probes: [{ kind: 'tcp', host: 'h', port: 1 }],
      })),
      overrides: ['lease-none'],
      acceptLockout: true,
      stateDirectory: 's',
    });
    expect(problems).toBeUndefined();
    const world = { ...worldOf('lavinmq', { CLOUDAMQP_APIKEY: 'api-key' }, clock), spec: spec! };
    const ports: Ports = {
      clock,
      journal: { read: async () => journal, append: async (entry) => void journal.push(entry) },
      lease: { holds: true, beatEvery: Infinity, acquire: async () => ({ held: true }), heartbeat: async () => true, release: async () => undefined },
      output: { tell: (progress) => told.push(progress) },
      keys: { readJson: async () => ({ problem: 'no' }) },
      token: async () => undefined,
      tokenFrom: async () => ({ problem: 'no' }),
      node: (name) => ({
        driver: makeDriver(spec!.nodes.find((node) => node.name === name)!, world),
        probes: [{ target: name, check: async () => ({ healthy: true, detail: 'connected' }) }], logins: [],
      }),
      stopRequested: () => undefined,
    };
    const settings = { issuer: 'https://sso.example.com', audience, resource_server_id: 'mq', verify_aud: true };
    const report = await runEngine({
      spec: spec!, files: { [SERVICE_FILES.cloudamqp]: JSON.stringify(settings) }, broker: knowledgeOf(brokerCore('lavinmq')!, undefined, []), dryRun: false,
    }, ports);
    return { ...report, results: report.nodes.map(({ result }) => result) };
  }

  test('restarts one after the other, and none that the journal says is done', async () => {
    expect((await run()).results).toEqual(['done', 'done']);
    expect(service.taken).toEqual(['restart node-1', 'restart node-2']);
    expect((await run()).results).toEqual(['skipped', 'skipped']);
    expect((await run('another')).results).toEqual(['done', 'done']);
    expect(service.taken).toHaveLength(4);
  });

  test('restarts all again where the journal is lost, and the plan says so beforehand', async () => {
    await run();
    journal = [];
    told = [];
    expect((await run()).results).toEqual(['done', 'done']);
    const plan = told.filter(({ event }) => event === 'plan').map(({ text }) => text);
    expect(plan.join('\n')).toContain('node-1, node-2: what they run is known from the journal alone; without it they restart again');
    expect(service.taken).toHaveLength(4);
  });

  test('stops at a node that is replaced meanwhile; the next run repairs it first and leaves no node out', async () => {
    service.course = { downAfter: 10, upAfter: 60, replacedAfter: 30 };
    const { outcome, results, nodes } = await run();
    expect([outcome, ...results]).toEqual(['stopped', 'failed', 'untouched']);
    expect(nodes[0].detail).toContain('the node was replaced meanwhile');
    service.course = { downAfter: 10, upAfter: 60 };
    expect((await run()).results).toEqual(['done', 'done']);
    expect(service.taken).toEqual(['restart node-1', 'restart node-1', 'restart node-2']);
  });
});
