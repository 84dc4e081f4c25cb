import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RestartProbe, RestartToken } from '../../../src';
import { bundleEngine } from '../support/local-cluster';
import { ACCOUNTS, MosquittoCluster, MosquittoNode, NO_MOSQUITTO, passwordOf } from '../support/mosquitto-cluster';
import { StackOptions, synthesizeStack } from '../support/mosquitto-stack';
import { ENGINE_VEHICLE, endOf, Ended } from '../support/mosquitto-vehicle';

jest.setTimeout(120_000);

const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
const bundle = bundleEngine(bundles);
afterAll(() => rmSync(bundles, { recursive: true }));

const PASSWORD = { ADMIN_PASSWORD: passwordOf(ACCOUNTS.admin) };
const title = `the login of the dynamic security administrator on real Mosquitto nodes${NO_MOSQUITTO === undefined ? '' : ` (${NO_MOSQUITTO})`}`;

(NO_MOSQUITTO === undefined ? describe : describe.skip)(title, () => {
  let folder: string;
  let cluster: MosquittoCluster;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broker-oauth-admin-'));
    cluster = await MosquittoCluster.prepare(folder);
    await cluster.start();
  });

  afterEach(() => {
    cluster.end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const probes = (node: MosquittoNode) => [
    RestartProbe.dynamicSecurity({ host: '127.0.0.1', port: node.port, password: RestartToken.environmentVariable('ADMIN_PASSWORD') }),
  ];
  const roll = (options: StackOptions, environment = PASSWORD): Promise<Ended> => {
    const stack = synthesizeStack(cluster, bundle, { probes, ...options, broker: { acceptLockout: true, ...options.broker } });
    return endOf(ENGINE_VEHICLE.launch(stack, environment));
  };
  const report = () => readFileSync(join(folder, 'state', 'report.json'), 'utf8');
  const results = () => JSON.parse(report()).nodes.map(({ result }: { result: string }) => result);

  test('is proved on each node before the next one goes down, together with our accounts, and the accounts of others keep their hashes', async () => {
    expect(await roll({ version: 1 })).toMatchObject({ code: 0 });
    const changed = await roll({ version: 2 });
    expect(changed).toMatchObject({ code: 0, printed: expect.stringContaining('all probes good') });
    for (const node of cluster.nodes) {
      const { clients, roles } = JSON.parse(node.read('dynamic-security.json'));
      const foreign = JSON.parse(node.foreign['dynamic-security.json']);
      expect(clients.slice(0, 2)).toEqual(foreign.clients);
      expect(roles.slice(0, 2)).toEqual(foreign.roles);
      expect(clients[2]).toMatchObject({ username: 'orders-service' });
    }
    expect(changed.printed).not.toContain(PASSWORD.ADMIN_PASSWORD);
  });

  test('stops at the first node where the broker starts without its accounts, and a revert repairs that node alone', async () => {
    expect(await roll({ version: 1 })).toMatchObject({ code: 0 });
    const broken = await roll({ version: 2, broker: { dynamicSecurityConfigFile: '/mosquitto/data/another.json' } });
    expect(broken).toMatchObject({ code: 2, printed: expect.stringContaining('admin is not let in (CONNACK 0x87, not authorized)') });
    expect(results()).toEqual(['failed', 'untouched', 'untouched']);
    expect(await Promise.all(cluster.nodes.map((node) => node.answers()))).toEqual([true, true, true]);
    expect(await roll({ version: 1 })).toMatchObject({ code: 0 });
    expect(cluster.restarts).toEqual([3, 1, 1]);
  });

  test('without its password nothing is restarted twice, and the report says what is missing', async () => {
    expect(await roll({ version: 1 }, {} as typeof PASSWORD)).toMatchObject({ code: 2 });
    expect(report()).toContain('the environment variable ADMIN_PASSWORD is not set');
    expect(cluster.restarts[1] + cluster.restarts[2]).toBe(0);
  });
});
