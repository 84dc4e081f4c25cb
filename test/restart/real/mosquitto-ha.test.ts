import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MosquittoDynamicSecurity, RestartCluster, RestartToken } from '../../../src';
import { PLUGIN } from '../../brokers/mosquitto/real-broker';
import { bundleEngine } from '../support/local-cluster';
import { ACCOUNTS, MosquittoCluster, NO_MOSQUITTO, passwordOf, reservedPorts } from '../support/mosquitto-cluster';
import { StackOptions, synthesizeStack } from '../support/mosquitto-stack';
import { endOf, Ended, Vehicle, vehicles } from '../support/mosquitto-vehicle';

jest.setTimeout(120_000);

const LEADER = 'mosquitto-1';
const FILE = 'dynamic-security.json';
const PASSWORD = { ADMIN_PASSWORD: passwordOf(ACCOUNTS.admin) };

const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
const bundle = bundleEngine(bundles);
afterAll(() => rmSync(bundles, { recursive: true }));

const title = 'three real Mosquitto in the shape of a cluster (the cluster plugin needs a license: one node keeps its listener for clients open'
  + ` and so leads, nothing is replicated)${NO_MOSQUITTO === undefined ? '' : ` (${NO_MOSQUITTO})`}`;

(NO_MOSQUITTO === undefined ? describe : describe.skip).each(vehicles().map((vehicle): [string, Vehicle] => [vehicle.title, vehicle]))(`${title}, by %s`, (_title, vehicle) => {
  let folder: string;
  let cluster: MosquittoCluster;
  let clientPorts: readonly number[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broker-oauth-ha-'));
    clientPorts = (await reservedPorts(6)).slice(3);
    cluster = await MosquittoCluster.prepare(folder, 3, ({ name, folder: own }) => [
      ...name === LEADER ? [`listener ${clientPorts[0]} 127.0.0.1`] : [], `plugin ${PLUGIN}`, `plugin_opt_config_file ${join(own, 'data', FILE)}`,
    ]);
    await cluster.start();
  });

  afterEach(() => {
    cluster.end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  function roll(options: StackOptions, environment: { readonly [name: string]: string } = PASSWORD): Promise<Ended> {
    const nodes = Object.fromEntries(cluster.nodes.map(({ name, port }, index) => [name, { host: '127.0.0.1', port, clientPort: clientPorts[index] }]));
    const stack = synthesizeStack(cluster, bundle, {
      ...options,
      files: ['jwt.json', 'mosquitto.conf'],
      broker: { acceptLockout: true, dynamicSecurity: MosquittoDynamicSecurity.HIGH_AVAILABILITY, dynamicSecurityPluginPath: undefined },
      restart: {
        cluster: RestartCluster.mosquitto({ nodes, controlApi: { password: RestartToken.environmentVariable('ADMIN_PASSWORD'), votingNodes: false } }),
      },
    });
    return endOf(vehicle.launch(stack, environment));
  }

  const order = () => cluster.commands.filter(({ action, wasUp }) => action === 'stop' && wasUp).map(({ node }) => node);
  const accountsOf = (name: string) => JSON.parse(cluster.node(name).read(FILE));

  test('accounts go to the leader before any node, then followers restart before the leader', async () => {
    const ended = await roll({ version: 1 });
    expect(ended).toMatchObject({ code: 0, printed: expect.stringMatching(/accounts brought in by \d+ commands/) });
    expect(order()).toEqual(['mosquitto-2', 'mosquitto-3', LEADER]);
    const foreign = JSON.parse(cluster.node(LEADER).foreign[FILE]);
    const { clients } = accountsOf(LEADER);
    expect(clients.filter(({ username }: { username: string }) => username !== 'orders-service')).toEqual(foreign.clients);
    expect(clients).toHaveLength(3);
    expect(cluster.node('mosquitto-2').read(FILE)).toBe(cluster.node('mosquitto-2').foreign[FILE]);
  });

  test('a change of accounts alone reaches the leader and restarts nothing', async () => {
    expect(await roll({ version: 1 })).toMatchObject({ code: 0 });
    expect(await roll({ version: 1, accounts: 2 })).toMatchObject({ code: 0, printed: expect.stringContaining('accounts brought in by 1 command') });
    expect(JSON.stringify(accountsOf(LEADER).roles)).toContain('orders/v2/created');
    expect(order()).toHaveLength(3);
  });

  test('where the leader does not let its administrator in, no node restarts', async () => {
    expect(await roll({ version: 1 }, { ADMIN_PASSWORD: 'nonsense' })).not.toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'state', 'report.json'), 'utf8')).toContain('admin is not let in (CONNACK 0x87, not authorized)');
    expect(order()).toEqual([]);
  });
});
