import { Clock, Lease } from '../../../src/restart/engine/ports';
import { KubernetesLease, LeaseObject, LeaseStore, LeaseWrite } from '../../../src/restart/leases/kubernetes-lease';
import { Random } from '../simulation/random';
import { Scheduler } from '../simulation/scheduler';

const TTL = 30_000;

/** A Lease in simulated time: calls take time, fail, or lose their answer; a write counts only over the version that was read. */
class SimulatedStore {
  object: LeaseObject | undefined;
  cutOff = new Set<string>();
  private version = 0;

  constructor(private readonly scheduler: Scheduler, private readonly random: Random, private readonly trouble: number) {}

  seenBy(owner: string): LeaseStore {
    const reach = async <T>(act: () => T): Promise<T> => {
      await this.scheduler.pass(this.delay());
      if (this.cutOff.has(owner) || this.random.chance(this.trouble)) {
        throw new Error('cannot be reached');
      }
      const answer = act();
      await this.scheduler.pass(this.delay());
      if (this.random.chance(this.trouble)) {
        throw new Error('the answer was lost');
      }
      return answer;
    };
    return { name: 'the Lease', read: () => reach(() => this.object), write: (expected, next) => reach(() => this.write(expected, next)) };
  }

  write(expected: string | undefined, { holder, transitions, durationSeconds }: LeaseWrite): LeaseObject | undefined {
    if (expected !== this.object?.version) {
      return undefined;
    }
    this.object = { version: String(++this.version), holder, transitions, durationSeconds };
    return this.object;
  }

  private delay(): number {
    return this.random.chance(this.trouble) ? this.random.between(100, 6000) : this.random.between(1, 20);
  }
}

class World {
  readonly scheduler = new Scheduler();
  readonly random: Random;
  readonly store: SimulatedStore;
  private count = 0;

  constructor(seed: number, trouble = 0) {
    this.random = new Random(seed);
    this.store = new SimulatedStore(this.scheduler, this.random, trouble);
  }

  /** A run whose clock runs faster or slower by a rate and began at any other time. */
  lease(more: { readonly rate?: number; readonly ttl?: number } = {}): KubernetesLease {
    const owner = `run ${++this.count}`;
    const rate = more.rate ?? 1;
    const offset = this.count * 987_654_321;
    const clock: Clock = {
      now: () => offset + this.scheduler.now() * rate,
      date: () => new Date(0),
      sleep: (milliseconds) => this.scheduler.pass(milliseconds / rate),
    };
    return new KubernetesLease(this.store.seenBy(owner), clock, { owner, ttl: more.ttl ?? TTL });
  }

  async until<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const done = work.finally(() => { over = true; });
    done.catch(() => undefined);
    await this.scheduler.runUntil(() => over, { milliseconds: 24 * 3600_000, events: 1_000_000 });
    return done;
  }

  pass(milliseconds: number): Promise<void> {
    return this.until(this.scheduler.pass(milliseconds));
  }

  async keep(lease: Lease, milliseconds: number): Promise<void> {
    for (const end = this.scheduler.now() + milliseconds; this.scheduler.now() < end;) {
      await this.pass(lease.beatEvery);
      await this.until(lease.heartbeat());
    }
  }
}

describe('a lease in Kubernetes', () => {
  test('is made, counts its owners, and goes to the next run at once when it is given back', async () => {
    const world = new World(1);
    const [first, second] = [world.lease(), world.lease()];
    expect(await world.until(first.acquire())).toEqual({ held: true });
    expect([first.holds, first.number, world.store.object?.transitions]).toEqual([true, 1, 1]);
    await world.until(first.release());
    expect([first.holds, first.number, world.store.object?.holder]).toEqual([false, undefined, '']);
    expect(await world.until(second.acquire())).toEqual({ held: true });
    expect(second.number).toBe(2);
    expect(await world.until(first.heartbeat())).toBe(false);
  });

  test('that its owner keeps alive is not taken', async () => {
    const world = new World(2);
    const [first, second] = [world.lease(), world.lease()];
    await world.until(first.acquire());
    const asked = second.acquire();
    await world.keep(first, TTL * 3);
    expect(await asked).toEqual({ held: false, owner: 'run 1 (owner 1) in the Lease' });
    expect(first.holds).toBe(true);
  });

  test('that stands still for its whole life is taken over, and not a moment earlier', async () => {
    const world = new World(3);
    const [first, second] = [world.lease(), world.lease()];
    await world.until(first.acquire());
    const begun = world.scheduler.now();
    expect(await world.until(second.acquire())).toEqual({ held: true });
    expect(world.scheduler.now() - begun).toBeGreaterThanOrEqual(TTL);
    expect(world.scheduler.now() - begun).toBeLessThan(TTL * 1.3);
    expect([first.holds, second.number]).toEqual([false, 2]);
  });

  test('whose owner was promised more time is waited for that long', async () => {
    const world = new World(4);
    await world.until(world.lease({ ttl: TTL * 4 }).acquire());
    const begun = world.scheduler.now();
    await world.until(world.lease().acquire());
    expect(world.scheduler.now() - begun).toBeGreaterThanOrEqual(TTL * 4);
  });

  test('counts as lost before anybody may take it, and for good once another one has', async () => {
    const world = new World(5);
    const [first, second] = [world.lease(), world.lease()];
    await world.until(first.acquire());
    world.store.cutOff.add('run 1');
    await world.pass(TTL * 0.6);
    expect(await world.until(first.heartbeat())).toBe(true);
    await world.pass(TTL * 0.1);
    expect(first.holds).toBe(false);
    await world.until(second.acquire());
    world.store.cutOff.clear();
    expect(await world.until(first.heartbeat())).toBe(false);
    await world.until(first.release());
    expect(world.store.object?.holder).toBe('run 2');
  });

  test('goes on after a write whose answer was lost', async () => {
    const world = new World(6);
    const lease = world.lease();
    await world.until(lease.acquire());
    const { object } = world.store;
    world.store.write(object!.version, { holder: 'run 1', transitions: 1, durationSeconds: 30, counter: 99 });
    await world.pass(TTL / 2);
    expect(await world.until(lease.heartbeat())).toBe(true);
    await world.pass(TTL / 2);
    expect(lease.holds).toBe(true);
  });

  test('that somebody removed, or wrote another name into, is lost', async () => {
    for (const change of [undefined, { version: '77', holder: 'kubectl', transitions: 1, durationSeconds: 30 }]) {
      const world = new World(7);
      const lease = world.lease();
      await world.until(lease.acquire());
      world.store.object = change;
      expect(await world.until(lease.heartbeat())).toBe(false);
      expect(lease.holds).toBe(false);
    }
  });

  test('of which nobody can tell is not held, and says so', async () => {
    const world = new World(8);
    world.store.cutOff.add('run 1');
    const lease = world.lease();
    expect(await world.until(lease.acquire())).toEqual({ held: false, unclear: true, owner: 'nobody can tell: cannot be reached' });
    await world.until(lease.release());
    expect(await world.until(lease.heartbeat())).toBe(false);
  });

  test('goes to one of two that ask at the same time', async () => {
    for (let seed = 0; seed < 50; seed++) {
      const world = new World(seed);
      const answers = await world.until(Promise.all([world.lease().acquire(), world.lease().acquire()]));
      expect(answers.filter((answer) => answer.held)).toHaveLength(1);
    }
  });
});

describe('a lease in Kubernetes, over seeds', () => {
  const SEEDS = Number(process.env.KUBERNETES_LEASE_SEEDS ?? 300);

  /** Runs that ask, work, crash, come back, with clocks that run differently; an observer looks after every event. */
  async function trial(seed: number, looks = true): Promise<{ readonly shared: boolean; readonly numbers: readonly number[] }> {
    const world = new World(seed, 0.1);
    const { random, scheduler } = world;
    const working = new Set<KubernetesLease>();
    const numbers: number[] = [];
    let ended = 0;
    const engine = async () => {
      await scheduler.pass(random.between(0, TTL * 4));
      const lease = world.lease({ rate: random.between(85, 115) / 100 });
      const { held } = await lease.acquire();
      if (held && lease.number !== undefined) {
        numbers.push(lease.number);
        working.add(lease);
        const beats = random.between(0, 20);
        // Now and then a run forgets to beat for a while, and ends without a word.
        for (let beat = 0; beat < beats && (lease.holds || !looks); beat++) {
          await scheduler.pass(random.chance(0.1) ? random.between(0, TTL * 2) : lease.beatEvery);
          await lease.heartbeat();
        }
        working.delete(lease);
        await (random.chance(0.5) ? lease.release() : undefined);
      }
      ended++;
    };
    const count = 5;
    const work = Promise.all(Array.from({ length: count }, engine));
    let shared = false;
    await scheduler.runUntil(() => {
      shared ||= [...working].filter((lease) => lease.holds || !looks).length > 1;
      return ended === count;
    }, { milliseconds: 24 * 3600_000, events: 1_000_000 });
    await work;
    return { shared, numbers };
  }

  test(`is never shared, and later owners have higher numbers: ${SEEDS} seeds`, async () => {
    let owners = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { shared, numbers } = await trial(seed);
      const rising = numbers.every((number, at) => at === 0 || number > numbers[at - 1]);
      expect({ seed, shared, rising }).toEqual({ seed, shared: false, rising: true });
      owners += numbers.length;
    }
    expect(owners).toBeGreaterThan(SEEDS);
  }, 600_000);

  test('would be shared, if an owner did not look whether it still holds it', async () => {
    let shared = 0;
    for (let seed = 1; seed <= 300 && shared === 0; seed++) {
      shared += (await trial(seed, false)).shared ? 1 : 0;
    }
    expect(shared).toBe(1);
  });
});
