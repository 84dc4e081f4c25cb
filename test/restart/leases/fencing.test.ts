import { SimulatedHost, TTL, World } from './simulated-hosts';
import { AnnouncedLease, NumberedHost } from '../../../src/restart/leases/announced-lease';
import { Random } from '../simulation/random';

/** What an observer knows of a run: when it held the lease, under which number, and which hosts were told. */
interface Holder {
  readonly owner: string;
  readonly number: number;
  readonly at: number;
  readonly told: ReadonlySet<SimulatedHost>;
}

interface Told {
  readonly holders: readonly Holder[];
  /** Changes of a host by a run after the host was told of a later one that held the lease. */
  readonly late: number;
  /** Changes that happened at all. */
  readonly changes: number;
}

/** Runs that never look at their clock once they hold the lease, go on changing hosts as if they held it for ever, and are cut off at times. */
async function story(seed: number, fenced: boolean): Promise<Told> {
  const world = new World(seed, new Random(seed).pick([1, 3, 5]), 0.05);
  const { random, scheduler } = world;
  world.hosts.forEach((host) => { host.fenced = fenced; });
  const holders: Holder[] = [];
  let open = 0;
  const run = async (owner: string) => {
    open++;
    await scheduler.pass(random.between(0, 4 * TTL));
    const told = new Set<SimulatedHost>();
    const lease = world.announced(owner, 0.9 + random.next() * 0.2, (host) => told.add(host));
    if ((await lease.acquire()).held) {
      const number = lease.number ?? 0;
      holders.push({ owner, number, at: scheduler.now(), told });
      const beats = random.between(0, 10);
      for (let work = 0; work < 30; work++) {
        await random.pick(world.hosts).change(owner, number);
        await scheduler.pass(random.chance(0.1) ? random.between(0, 2 * TTL) : lease.beatEvery);
        if (work < beats) {
          await lease.heartbeat();
        }
      }
    }
    open--;
  };
  for (let runs = 1; runs <= 6; runs++) {
    void run(`run ${runs}`);
    const host = random.pick(world.hosts);
    scheduler.after(random.between(0, 6 * TTL), () => host.cutOffFrom.add(`run ${runs}`));
    scheduler.after(random.between(6 * TTL, 12 * TTL), () => host.cutOffFrom.delete(`run ${runs}`));
  }
  await scheduler.runUntil(() => open === 0, { milliseconds: 3600_000 * 24, events: 1_000_000 });
  const late = world.hosts.flatMap((host) => host.changes.filter((change) => holders.some((holder) =>
    holder.owner !== change.owner && holder.number > change.number && holder.at < change.at && holder.told.has(host))));
  return { holders, late: late.length, changes: world.hosts.reduce((sum, host) => sum + host.changes.length, 0) };
}

describe('runs that go on although they have lost the lease', () => {
  test('change nothing on a host that was told of a later one, and every owner has a higher number than those before', async () => {
    let changes = 0;
    let successions = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const told = await story(seed, true);
      const numbers = [...told.holders].sort((a, b) => a.at - b.at).map((holder) => holder.number);
      expect({ seed, late: told.late }).toEqual({ seed, late: 0 });
      expect({ seed, numbers }).toEqual({ seed, numbers: [...new Set(numbers)].sort((a, b) => a - b) });
      changes += told.changes;
      successions += Math.max(0, numbers.length - 1);
    }
    expect(changes).toBeGreaterThan(1000);
    expect(successions).toBeGreaterThan(50);
  }, 120_000);

  test('would, if hosts did not look at numbers', async () => {
    let late = 0;
    for (let seed = 1; seed <= 150 && late === 0; seed++) {
      late += (await story(seed, false)).late;
    }
    expect(late).toBeGreaterThan(0);
  }, 120_000);
});

describe('telling hosts of a new owner', () => {
  const numbered = (answer: 'told' | 'busy' | 'older' | 'unreached'): NumberedHost => ({ name: 'h', numberFile: '/f', announce: async () => answer });
  const lease = (answers: readonly ('told' | 'busy' | 'older' | 'unreached')[], stays = true) => {
    const inner = {
      beatEvery: 1, released: 0, holds: true, number: 3,
      acquire: async () => ({ held: true } as const), heartbeat: async () => stays, release: async () => { inner.released++; },
    };
    return { inner, announced: new AnnouncedLease(inner, answers.map(numbered), 1) };
  };

  test('is enough where some cannot be reached', async () => {
    const { announced, inner } = lease(['told', 'unreached']);
    expect([await announced.acquire(), announced.number, inner.released]).toEqual([{ held: true }, 3, 0]);
  });

  test.each([
    ['busy', 'on h a change by an earlier run is still under way'],
    ['older', 'h has seen a later number than 3, so the lease was set up anew; when it is certain that no run is at work, remove /f there'],
  ] as const)('that are %s gives the lease back and says why', async (answer, owner) => {
    const { announced, inner } = lease(['told', answer]);
    expect([await announced.acquire(), inner.released]).toEqual([{ held: false, unclear: true, owner }, 1]);
  });

  test('that takes too long gives it back too', async () => {
    const { announced, inner } = lease(['told'], false);
    expect([await announced.acquire(), inner.released]).toEqual([{ held: false, unclear: true, owner: 'it was lost again while the hosts were told of it' }, 1]);
  });
});
