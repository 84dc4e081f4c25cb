import { TimedLease } from './timed-lease';
import { Clock, LeaseAnswer } from '../engine/ports';

/** What stands on one host about who works on the cluster. */
export interface LeaseRecord {
  /** Names one run of one engine. */
  readonly owner: string;
  /** Counts owners: a later one has a higher number. */
  readonly term: number;
  /** Counts the owner's signs of life. */
  readonly counter: number;
  readonly released: boolean;
}

/** One host that keeps a record. A call that fails says nothing about what stands there. */
export interface LeaseHost {
  readonly name: string;
  /** Where it keeps the record, for people. */
  readonly place?: string;
  read(): Promise<LeaseRecord | undefined>;
  /** Writes the record where still the expected one stands, in one step; false where another stands by now. */
  replace(expected: LeaseRecord | undefined, next: LeaseRecord): Promise<boolean>;
}

/** How a majority lease behaves. */
export interface MajorityLeaseOptions {
  /** Names this run; no other run has the same name. */
  readonly owner: string;
  /** How long an owner's counter must stand still before another takes over, in milliseconds. */
  readonly ttl: number;
  /** Goes on with whatever hosts can be reached, as the user has asked by name. */
  readonly withoutMajority?: boolean;
}

/** What this run knows of one host. */
interface Seat {
  readonly host: LeaseHost;
  /** What this run wrote there last; undefined where it holds nothing. */
  mine?: LeaseRecord;
  /** What was seen there last, and since when it has stood still by our own clock. */
  seen?: { readonly record: LeaseRecord | undefined; readonly since: number };
  /** Why it did not answer when it was last asked. */
  problem?: string;
}

/** A host that answered. */
interface Look {
  readonly seat: Seat;
  readonly record: LeaseRecord | undefined;
  /** Its owner was seen to count. */
  readonly moved: boolean;
}

/** Looks at an owner that seems dead: the last one comes after a whole lifetime. */
const LOOKS = 10;
const LOOK_PART = 1 / 8;

/**
 * A lease that a majority of hosts keeps, so that two engines that share no disk never work on one cluster at once.
 *
 * Any two majorities have a host in common, and a host changes its record in one step. An owner shows that it lives by counting up on a
 * majority. Whoever takes over must have seen the counters stand still for the whole time to live by its own clock, which only grows; the
 * owner counts its time from the instant before it counted up, and stops well before it is over. No two clocks are ever compared.
 */
export class MajorityLease extends TimedLease {
  private readonly seats: readonly Seat[];
  private term = 0;
  private counter = 0;

  constructor(hosts: readonly LeaseHost[], clock: Clock, private readonly options: MajorityLeaseOptions) {
    super(clock, options.ttl);
    this.seats = hosts.map((host) => ({ host }));
  }

  get number(): number | undefined {
    return this.holds ? this.term : undefined;
  }

  async acquire(): Promise<LeaseAnswer> {
    this.seats.forEach((seat) => { seat.seen = undefined; });
    for (let looks = 1; ; looks++) {
      const answered = await this.look();
      if (answered.length < this.majority) {
        return { held: false, unclear: true, owner: this.tooFew() };
      }
      const taken = answered.filter((look) => !this.isFree(look));
      if (answered.length - taken.length >= this.enough(answered.length)) {
        const claimed = await this.claim(answered.filter((look) => this.isFree(look)));
        return claimed ? { held: true } : { held: false, owner: 'another run, which asked at the same time' };
      }
      if (looks === LOOKS || taken.some((look) => look.moved)) {
        return { held: false, owner: describe(taken) };
      }
      await this.clock.sleep(this.options.ttl * LOOK_PART);
    }
  }

  async release(): Promise<void> {
    await this.endHolding();
    await Promise.all(this.seats.map((seat) => this.giveBack(seat)));
  }

  private get majority(): number {
    return this.options.withoutMajority === true ? 1 : Math.floor(this.seats.length / 2) + 1;
  }

  /** How many of the hosts that answered must be ours: without a majority all of them, since nothing else keeps two runs apart. */
  private enough(answered: number): number {
    return this.options.withoutMajority === true ? answered : this.majority;
  }

  private async look(): Promise<readonly Look[]> {
    const looks = await Promise.all(this.seats.map(async (seat): Promise<Look | undefined> => {
      try {
        const record = await seat.host.read();
        const before = seat.seen;
        const same = before !== undefined && isSame(before.record, record);
        seat.seen = { record, since: same ? before.since : this.clock.now() };
        seat.problem = undefined;
        return { seat, record, moved: before !== undefined && !same };
      } catch (error) {
        // What could not be seen may have moved meanwhile, so its time begins anew.
        seat.seen = undefined;
        seat.problem = error instanceof Error ? error.message : String(error);
        return undefined;
      }
    }));
    return looks.filter((look) => look !== undefined);
  }

  private isFree({ seat, record }: Look): boolean {
    return record === undefined || record.released || record.owner === this.options.owner
      || this.clock.now() - seat.seen!.since >= this.options.ttl;
  }

  private async claim(free: readonly Look[]): Promise<boolean> {
    const begun = this.clock.now();
    this.term = Math.max(0, ...this.seats.map((seat) => seat.seen?.record?.term ?? 0)) + 1;
    this.counter = 0;
    await Promise.all(free.map(({ seat, record }) => this.write(seat, record)));
    if (this.heldSeats >= this.enough(free.length)) {
      this.holdFrom(begun, this.options.ttl);
    }
    if (!this.holds) {
      await this.release();
    }
    return this.holds;
  }

  protected async beat(): Promise<void> {
    const begun = this.clock.now();
    this.counter++;
    await Promise.all(this.seats.map((seat) => this.countUp(seat)));
    // Only what was written in this beat counts: what stands elsewhere shows nobody that we live.
    const counted = this.seats.filter((seat) => seat.mine?.counter === this.counter).length;
    if (counted >= this.majority && this.isTaken) {
      this.holdFrom(begun, this.options.ttl);
    }
  }

  private async countUp(seat: Seat): Promise<void> {
    if (seat.mine !== undefined && await this.write(seat, seat.mine)) {
      return;
    }
    try {
      // An earlier write may have arrived although its answer did not; a host that was away may be free.
      const record = await seat.host.read();
      if (record === undefined || record.released || (record.owner === this.options.owner && record.term === this.term)) {
        await this.write(seat, record);
      }
    } catch {
      seat.mine = undefined;
    }
  }

  private async write(seat: Seat, expected: LeaseRecord | undefined, released = false): Promise<boolean> {
    const next: LeaseRecord = { owner: this.options.owner, term: this.term, counter: this.counter, released };
    try {
      const done = await seat.host.replace(expected, next);
      seat.mine = done ? next : undefined;
      return done;
    } catch {
      seat.mine = undefined;
      return false;
    }
  }

  private async giveBack(seat: Seat): Promise<void> {
    try {
      const record = seat.mine ?? await seat.host.read();
      if (record !== undefined && record.owner === this.options.owner && !record.released) {
        await this.write(seat, record, true);
      }
    } catch {
      // Others take over once it has stood still for the whole time to live.
    }
    seat.mine = undefined;
  }

  private get heldSeats(): number {
    return this.seats.filter((seat) => seat.mine !== undefined).length;
  }

  private tooFew(): string {
    const silent = this.seats.flatMap(({ host, problem }) => (problem === undefined ? [] : [`${host.name} (${problem})`]));
    return `${silent.join(', ')} cannot be asked, and ${this.majority} of ${this.seats.length} hosts must answer; make them answer, or override the gate `
      + '`lease-majority` when it is certain that no other run is at work';
  }
}

function isSame(a: LeaseRecord | undefined, b: LeaseRecord | undefined): boolean {
  return a?.owner === b?.owner && a?.term === b?.term && a?.counter === b?.counter && a?.released === b?.released;
}

function describe(taken: readonly Look[]): string {
  const newest = taken.reduce((best, look) => ((look.record?.term ?? 0) > (best.record?.term ?? 0) ? look : best));
  const { record, seat } = newest;
  return `${record?.owner ?? 'unknown'} (term ${record?.term ?? 0}, ${record?.counter ?? 0} signs of life) on ${seat.host.name}${seat.host.place === undefined ? '' : `, by ${seat.host.place}`}`;
}
