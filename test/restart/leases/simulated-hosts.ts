import { Clock } from '../../../src/restart/engine/ports';
import { AnnouncedLease, NumberedHost } from '../../../src/restart/leases/announced-lease';
import { LeaseHost, LeaseRecord, MajorityLease } from '../../../src/restart/leases/majority-lease';
import { Random } from '../simulation/random';
import { Scheduler } from '../simulation/scheduler';

export const TTL = 30_000;

/** A change of a host that has happened. */
export interface Change {
  readonly owner: string;
  readonly number: number;
  readonly at: number;
}

/** A host in simulated time: calls take time, fail, or lose their answer. */
export class SimulatedHost {
  record: LeaseRecord | undefined;
  /** The highest number seen. */
  number = 0;
  /** Whether changes by earlier owners are refused. */
  fenced = true;
  readonly changes: Change[] = [];
  cutOffFrom = new Set<string>();

  constructor(readonly name: string, private readonly scheduler: Scheduler, private readonly random: Random, private readonly trouble: number) {}

  seenBy(owner: string): LeaseHost {
    return {
      name: this.name,
      read: () => this.reach(owner, () => this.record),
      replace: (expected, next) => this.reach(owner, () => {
        if (JSON.stringify(expected) !== JSON.stringify(this.record)) {
          return false;
        }
        this.record = next;
        return true;
      }),
    };
  }

  /** The host as it keeps numbers. */
  numberedFor(owner: string, told: () => void): NumberedHost {
    return {
      name: this.name,
      numberFile: 'number',
      announce: async (number) => {
        try {
          return await this.reach(owner, () => {
            if (number < this.number) {
              return 'older';
            }
            this.number = number;
            told();
            return 'told';
          });
        } catch {
          return 'unreached';
        }
      },
    };
  }

  /** Has something changed, by an owner who need not hold the lease any more. */
  async change(owner: string, number: number): Promise<void> {
    await this.reach(owner, () => {
      if (!this.fenced || number >= this.number) {
        this.number = Math.max(this.number, number);
        this.changes.push({ owner, number, at: this.scheduler.now() });
      }
    }).catch(() => undefined);
  }

  private async reach<T>(owner: string, act: () => T): Promise<T> {
    await this.scheduler.pass(this.delay());
    if (this.cutOffFrom.has(owner) || this.random.chance(this.trouble)) {
      throw new Error('cannot be reached');
    }
    const answer = act();
    await this.scheduler.pass(this.delay());
    if (this.random.chance(this.trouble)) {
      throw new Error('the answer was lost');
    }
    return answer;
  }

  private delay(): number {
    return this.random.chance(this.trouble) ? this.random.between(100, 4000) : this.random.between(1, 20);
  }
}

/** Hosts, engines that ask for the lease, and clocks that run up to a fifth faster or slower. */
export class World {
  readonly scheduler = new Scheduler();
  readonly hosts: readonly SimulatedHost[];
  readonly random: Random;
  private count = 0;

  constructor(seed: number, hosts: number, trouble = 0) {
    this.random = new Random(seed);
    this.hosts = Array.from({ length: hosts }, (_, index) => new SimulatedHost(`host${index + 1}`, this.scheduler, this.random, trouble));
  }

  lease(more: { readonly rate?: number; readonly withoutMajority?: boolean; readonly owner?: string } = {}): MajorityLease {
    const owner = more.owner ?? `run ${++this.count}`;
    const rate = more.rate ?? 1;
    const clock: Clock = {
      now: () => this.scheduler.now() * rate,
      date: () => new Date(0),
      sleep: (milliseconds) => this.scheduler.pass(milliseconds / rate),
    };
    return new MajorityLease(this.hosts.map((host) => host.seenBy(owner)), clock, { owner, ttl: TTL, withoutMajority: more.withoutMajority });
  }

  /** A lease whose number the hosts are told; `told` hears of each host that was. */
  announced(owner: string, rate: number, told: (host: SimulatedHost) => void): AnnouncedLease {
    return new AnnouncedLease(this.lease({ owner, rate }), this.hosts.map((host) => host.numberedFor(owner, () => told(host))), 5);
  }

  /** Lets time pass until something is done. */
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
}
