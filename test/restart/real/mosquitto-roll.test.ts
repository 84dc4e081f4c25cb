import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleEngine } from '../support/local-cluster';
import { MosquittoCluster, NO_MOSQUITTO } from '../support/mosquitto-cluster';
import { mostDown, MosquittoObserver, timesDown } from '../support/mosquitto-observer';
import { rendered, StackOptions, synthesizeStack, Synthesized } from '../support/mosquitto-stack';
import { MosquittoTraffic } from '../support/mosquitto-traffic';
import { endOf, Ended, Vehicle, vehicles } from '../support/mosquitto-vehicle';

jest.setTimeout(120_000);

const NODES = ['mosquitto-1', 'mosquitto-2', 'mosquitto-3'];

const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
const bundle = bundleEngine(bundles);
afterAll(() => rmSync(bundles, { recursive: true }));

describe.each(vehicles().map((vehicle): [string, Vehicle] => [vehicle.title, vehicle]))(
  'three real Mosquitto (Debian\'s, which judge no token: jwt.json is delivered and watched, and no plugin reads it) rolled by %s',
  (_title, vehicle) => {
    let folder: string;
    let cluster: MosquittoCluster;
    let observer: MosquittoObserver;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'broker-oauth-roll-'));
      if (NO_MOSQUITTO === undefined) {
        cluster = await MosquittoCluster.prepare(folder);
        await cluster.start();
        observer = new MosquittoObserver(cluster);
        await observer.ready();
      }
    });

    afterEach(async () => {
      await observer?.end();
      cluster?.end();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    });

    const testHere = (name: string, body: () => Promise<void>) =>
      (NO_MOSQUITTO === undefined ? test : test.skip)(NO_MOSQUITTO === undefined ? name : `${name} (${NO_MOSQUITTO})`, body);

    async function roll(options: StackOptions): Promise<{ readonly stack: Synthesized; readonly ended: Ended }> {
      const stack = synthesizeStack(cluster, bundle, { ...options, broker: { acceptLockout: true, ...options.broker } });
      return { stack, ended: await endOf(vehicle.launch(stack)) };
    }

    const results = () => JSON.parse(readFileSync(join(folder, 'state', 'report.json'), 'utf8')).nodes.map(({ result }: { result: string }) => result);

    testHere('takes down one node at a time, in order, and loses no message that a broker had acknowledged', async () => {
      // Before the first roll the nodes have no dynamic security that could let anybody in.
      const first = await roll({ version: 1 });
      const traffic = new MosquittoTraffic(cluster);
      await traffic.start();
      const second = await roll({ version: 2 });
      const missing = await traffic.end();
      const sights = await observer.end();
      expect([first.ended.code, second.ended.code]).toEqual([0, 0]);
      expect({ missing, most: mostDown(sights) }).toEqual({ missing: [], most: 1 });
      expect(traffic.acknowledged.size).toBeGreaterThan(100);
      expect(traffic.turnedAway).toBeGreaterThanOrEqual(3);
      expect(cluster.commands.filter(({ action, wasUp }) => action === 'stop' && wasUp).map(({ node }) => node)).toEqual([...NODES, ...NODES]);
      expect(NODES.map((name) => timesDown(sights, name))).toEqual([2, 2, 2]);
      for (const node of cluster.nodes) {
        expect(node.read('jwt.json')).toBe(rendered(second.stack, 'jwt.json'));
        expect(node.loaded).toEqual({ conf: node.read('mosquitto.conf'), jwt: node.read('jwt.json') });
      }
    });

    testHere('leaves what is not ours in mosquitto.conf and dynamic-security.json as it was, byte for byte, through every step and a revert', async () => {
      for (const version of [1, 2, 1]) {
        expect((await roll({ version })).ended.code).toBe(0);
      }
      const sights = await observer.end();
      expect(sights.flatMap(({ lost }) => lost ?? [])).toEqual([]);
      const { looks } = sights[sights.length - 1];
      expect(looks).toBeGreaterThan(50);
    });

    testHere('restarts nothing when it is carried out again', async () => {
      await roll({ version: 1 });
      expect((await roll({ version: 1 })).ended.code).toBe(0);
      expect(cluster.restarts).toEqual([1, 1, 1]);
    });

    testHere('stops at the first node where the settings keep the broker from starting, and a revert repairs that node alone', async () => {
      expect((await roll({ version: 1 })).ended.code).toBe(0);
      const broken = await roll({ version: 2, broker: { dynamicSecurityPluginPath: '/usr/lib/no-such-folder/mosquitto_dynamic_security.so' } });
      expect(broken.ended.code).not.toBe(0);
      expect(broken.ended.printed).toContain('no-such-folder');
      expect(results()).toEqual(['failed', 'untouched', 'untouched']);
      expect(await Promise.all(cluster.nodes.map((node) => node.answers()))).toEqual([false, true, true]);
      const reverted = await roll({ version: 1 });
      expect(reverted.ended.code).toBe(0);
      expect(cluster.restarts).toEqual([2, 1, 1]);
      expect(await Promise.all(cluster.nodes.map((node) => node.answers()))).toEqual([true, true, true]);
      expect(mostDown(await observer.end())).toBe(1);
    });
  },
);
