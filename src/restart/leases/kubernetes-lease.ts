import { TimedLease } from './timed-lease';
import { Clock, LeaseAnswer } from '../engine/ports';

/** What stands in a Lease about who works on the cluster. */
export interface LeaseObject {
  /** Another one after every write, by anybody (`metadata.resourceVersion`). */
  readonly version: string;
  /** Empty where it has been given back. */
  readonly holder: string;
  /** Counts owners. */
  readonly transitions: number;
  /** How long its holder's sign of life may stay away, as the holder says, in seconds. */
  readonly durationSeconds: number;
}

/** What a holder writes. */
export interface LeaseWrite {
  readonly holder: string;
  readonly transitions: number;
  readonly durationSeconds: number;
  /** Counts the holder's signs of life; no two writes of a holder are alike. */
  readonly counter: number;
}

/** One Lease. A call that throws says nothing about what stands there. */
export interface LeaseStore {
  /** For people. */
  readonly name: string;
  read(): Promise<LeaseObject | undefined>;
  /** Writes where still that version stands, or none, in one step; undefined where another one stands by now. */
  write(expected: string | undefined, next: LeaseWrite): Promise<LeaseObject | undefined>;
}

/** How the lease behaves. */
export interface KubernetesLeaseOptions {
  /** Names this run; no other run has the same name. */
  readonly owner: string;
  /** How long an owner's Lease must stand still before another takes over, in milliseconds. */
  readonly ttl: number;
}

/** Looks at a Lease that stands still, in the time for which it must. */
const LOOKS = 8;
const LONGEST_TTL = 3600_000;

/**
 * A lease that is a Lease object of Kubernetes, written only over the version that was read.
 *
 * Times in the object are for people. Whoever takes over must have seen the version stand still for the whole time to live by its own
 * clock, which only grows; the owner counts its time from the instant before it wrote, and stops well before it is over. No two clocks are
 * ever compared.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/leases/
 */
export class KubernetesLease extends TimedLease {
  /** What this run wrote last; undefined while it holds nothing. */
  private mine: LeaseObject | undefined;
  private counter = 0;

  constructor(private readonly store: LeaseStore, clock: Clock, private readonly options: KubernetesLeaseOptions) {
    super(clock, options.ttl);
  }

  get number(): number | undefined {
    return this.holds ? this.mine?.transitions : undefined;
  }

  async acquire(): Promise<LeaseAnswer> {
    let seen: { readonly version: string; readonly since: number } | undefined;
    for (;;) {
      let found: LeaseObject | undefined;
      try {
        found = await this.store.read();
      } catch (error) {
        return { held: false, unclear: true, owner: `nobody can tell: ${(error as Error).message}` };
      }
      const now = this.clock.now();
      const patience = this.patience(found);
      if (found === undefined || this.isGivenBack(found) || (seen?.version === found.version && now - seen.since >= patience)) {
        return this.claim(found);
      }
      if (seen !== undefined && seen.version !== found.version) {
        return { held: false, owner: this.describe(found) };
      }
      seen ??= { version: found.version, since: now };
      await this.clock.sleep(patience / LOOKS);
    }
  }

  async release(): Promise<void> {
    await this.endHolding();
    try {
      const found = this.mine ?? await this.store.read();
      if (found?.holder === this.options.owner) {
        await this.store.write(found.version, this.next('', found.transitions));
      }
    } catch {
      // Others take over once it has stood still for the whole time to live.
    }
    this.mine = undefined;
  }

  /** The longer of what this run grants and what the holder was promised, which may run with another setting. */
  private patience(found: LeaseObject | undefined): number {
    return Math.max(this.options.ttl, Math.min((found?.durationSeconds ?? 0) * 1000, LONGEST_TTL));
  }

  private isGivenBack({ holder }: LeaseObject): boolean {
    return holder === '' || holder === this.options.owner;
  }

  private async claim(found: LeaseObject | undefined): Promise<LeaseAnswer> {
    const begun = this.clock.now();
    const next = this.next(this.options.owner, (found?.transitions ?? 0) + 1);
    try {
      this.mine = await this.store.write(found?.version, next);
    } catch (error) {
      // The write may have arrived although its answer did not: then it is given back, and nobody has to wait for it.
      await this.release();
      return { held: false, unclear: true, owner: `nobody can tell: ${(error as Error).message}` };
    }
    if (this.mine === undefined) {
      return { held: false, owner: 'another run, which asked at the same time' };
    }
    this.holdFrom(begun, this.options.ttl);
    if (!this.holds) {
      await this.release();
      return { held: false, unclear: true, owner: `nobody can tell: ${this.store.name} took too long to answer` };
    }
    return { held: true };
  }

  protected async beat(): Promise<void> {
    const begun = this.clock.now();
    try {
      const written = await this.store.write(this.mine!.version, this.next(this.options.owner, this.mine!.transitions)) ?? await this.catchUp();
      if (written !== undefined && this.isTaken) {
        this.mine = written;
        this.holdFrom(begun, this.options.ttl);
      }
    } catch {
      // Nobody knows whether it was written, so the time that was granted before is all there is.
    }
  }

  /** Another version stands there: an earlier write of this run whose answer was lost, or another owner, who has taken the lease. */
  private async catchUp(): Promise<LeaseObject | undefined> {
    const found = await this.store.read();
    if (found?.holder !== this.options.owner || found.transitions !== this.mine!.transitions) {
      this.lose();
      this.mine = undefined;
      return undefined;
    }
    return this.store.write(found.version, this.next(this.options.owner, found.transitions));
  }

  private next(holder: string, transitions: number): LeaseWrite {
    return { holder, transitions, durationSeconds: Math.ceil(this.options.ttl / 1000), counter: ++this.counter };
  }

  private describe({ holder, transitions }: LeaseObject): string {
    return `${holder} (owner ${transitions}) in ${this.store.name}`;
  }
}
