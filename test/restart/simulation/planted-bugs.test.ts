import { Tamper } from './simulated-cluster';
import { tell } from './trouble';
import { markerPath } from '../../../src/restart/engine/marker';
import { ClusterView, NodeDriver, NodePorts, Ports } from '../../../src/restart/engine/ports';
import { FILE } from '../support/fake-broker';

/*
 * Whether the observer can fail: each of these engines has a bug, and some story shows it. A bug is planted where the engine meets the
 * world, so that the engine does exactly what an engine with that bug would do.
 */

/** Changes every node of an engine's ports. */
function onNodes(change: (node: NodePorts, name: string) => NodePorts): Tamper {
  return (ports) => ({ ...ports, node: (name) => change(ports.node(name), name) });
}

function onDrivers(change: (driver: NodeDriver, name: string) => Partial<NodeDriver>): Tamper {
  return onNodes(({ driver, ...rest }, name) => ({ ...rest, driver: { ...driver, ...change(driver, name) } }));
}

const isMarker = (path: string) => path.includes('.broker-oauth-');

/** The same lease with its methods as members of their own, some of which may be replaced. */
function bound(lease: Ports['lease']): Ports['lease'] {
  return {
    get holds() { return lease.holds; },
    beatEvery: lease.beatEvery,
    acquire: () => lease.acquire(),
    heartbeat: () => lease.heartbeat(),
    release: () => lease.release(),
  };
}

const onLease = (change: Partial<Ports['lease']>): Tamper => (ports) => ({ ...ports, lease: { ...bound(ports.lease), ...change } });

const onCluster = (change: Partial<ClusterView>): Tamper => (ports) =>
  ({ ...ports, cluster: ports.cluster === undefined ? undefined : { ...ports.cluster, ...change } });

const BUGS: Readonly<Record<string, { readonly plant: Tamper; readonly caught: RegExp }>> = {
  'works without the lease': {
    plant: onLease({ holds: true, acquire: async () => ({ held: true }), heartbeat: async () => true }),
    caught: /although engine \d+ is at work/,
  },
  'does not look whether it still holds the lease': {
    plant: (ports) => onLease({ holds: true, heartbeat: async () => (await ports.lease.heartbeat()) || true })(ports, undefined as never),
    caught: /although engine \d+ is at work/,
  },
  'takes every probe for good': {
    plant: onNodes(({ probes, ...rest }) => ({
      ...rest, probes: probes.map((probe) => ({ ...probe, check: async (seconds) => ({ ...await probe.check(seconds), healthy: true }) })),
    })),
    caught: /takes down n\d+ while/,
  },
  'takes every process for one that has just started': {
    plant: onDrivers((driver) => ({
      process: async () => {
        const seen = await driver.process();
        return seen.state === 'running' ? { ...seen, startSeconds: (seen.bootSeconds ?? 0) + 1000 } : seen;
      },
    })),
    caught: /does not run what it should/,
  },
  'never finds a marker': {
    plant: onDrivers((driver) => ({
      files: { ...driver.files, read: async (path) => (isMarker(path) ? undefined : driver.files.read(path)) },
      // Nor does it take over what has none.
      process: async () => ({ ...await driver.process(), startedAt: 0 }),
    })),
    caught: /which provably ran what it should/,
  },
  'restarts twice': {
    plant: onDrivers((driver) => ({
      restart: async () => {
        const first = await driver.restart();
        return first.ok ? driver.restart() : first;
      },
      start: async () => {
        const first = await driver.start();
        return first.ok ? driver.restart() : first;
      },
    })),
    caught: /twice in one turn/,
  },
  'does not ask who leads': {
    plant: onDrivers(() => ({ leads: async () => undefined })),
    caught: /takes down the leader/,
  },
  'replaces files instead of merging': {
    plant: onDrivers((driver) => ({
      files: {
        ...driver.files,
        replace: (path, text, keep) => driver.files.replace(path, isMarker(path) ? text : ownLines(text), keep),
      },
    })),
    caught: /has lost keep=/,
  },
  'writes a file in two steps': {
    plant: onDrivers((driver) => ({
      files: {
        ...driver.files,
        replace: async (path, text, keep) => {
          if (!isMarker(path)) {
            await driver.files.replace(path, text.slice(0, 3), keep);
          }
          await driver.files.replace(path, text, keep);
        },
      },
    })),
    caught: /has lost keep=/,
  },
  'marks a node before its files are in place': {
    plant: onDrivers((driver, name) => ({
      files: {
        ...driver.files,
        replace: async (path, text, keep) => {
          const marker = isMarker(path) && text.includes('"delivering"');
          await driver.files.replace(path, marker ? text.replace('"delivering"', '"delivered"') : text, keep);
        },
        // It trusts the marker alone.
        read: async (path) => {
          const found = await driver.files.read(path);
          const marked = path.endsWith(FILE) ? await driver.files.read(markerPath(name, { [FILE]: path })!) : undefined;
          return found !== undefined && marked !== undefined ? { ...found, text: `${foreignLines(found.text)}${NEW_LINES}` } : found;
        },
      },
    })),
    caught: /does not run what it should/,
  },
  'takes every login for a good one': {
    plant: onNodes(({ logins, ...rest }) => ({
      ...rest, logins: logins.map((login) => {
        let tries = 0;
        return { ...login, login: async () => ({ outcome: tries++ % 2 === 0 ? 'accepted' as const : 'refused' as const, detail: '' }) };
      }),
    })),
    caught: /runs the new settings and judges tokens badly/,
  },
  'does not ask the brokers who may go down': {
    plant: onCluster({ safety: async () => [], rejoined: async () => ({ healthy: true, detail: '' }) }),
    caught: /is not in sync/,
  },
  'does not ask the brokers for their groups': {
    plant: onCluster({ roles: async () => new Map() }),
    caught: /of an earlier group/,
  },
  'puts earlier files back whatever stands there': {
    // What it finds is always what it brought.
    plant: onDrivers((driver) => {
      const brought = new Map<string, string>();
      return {
        files: {
          read: async (path) => {
            const found = await driver.files.read(path);
            return found !== undefined && brought.has(path) ? { ...found, text: brought.get(path)! } : found;
          },
          replace: async (path, text, keep) => {
            await driver.files.replace(path, text, keep);
            if (!isMarker(path)) {
              brought.set(path, text);
            }
          },
        },
      };
    }),
    caught: /has lost state=/,
  },
  'waits for ever at a gate': {
    plant: (ports) => {
      const begun = ports.clock.now();
      // Its clock stands still, so no deadline ever comes.
      return { ...ports, clock: { ...ports.clock, now: () => begun } };
    },
    caught: /neither ends nor says why/,
  },
  'takes a failed command for done': {
    plant: (ports, cluster) => onDrivers((driver, name) => ({
      restart: async () => ({ ...await driver.restart(), ok: true }),
      process: async () => {
        const seen = await driver.process();
        const node = cluster.nodes.find((candidate) => candidate.name === name)!;
        return { ...seen, startSeconds: (cluster.now - node.bootedAt) / 1000 + 1, state: 'running' };
      },
    }))(ports, cluster),
    caught: /does not run what it should/,
  },
};

const NEW_LINES = 'oauth.audience=a\noauth.level=2\n';

const ownLines = (text: string) => text.split('\n').filter((line) => line.startsWith('oauth.')).map((line) => `${line}\n`).join('');
const foreignLines = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('oauth.')).map((line) => `${line}\n`).join('');

const MOST_STORIES = 400;

test.each(Object.entries(BUGS))('an engine that %s is caught', async (_, { plant, caught }) => {
  const seen: string[] = [];
  for (let seed = 1; seed <= MOST_STORIES && !seen.some((violation) => caught.test(violation)); seed++) {
    seen.push(...(await tell(seed, plant)).violations);
  }
  expect(seen.filter((violation) => caught.test(violation))).not.toEqual([]);
}, 120_000);
