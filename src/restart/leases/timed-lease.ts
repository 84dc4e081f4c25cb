import { Clock, Lease, LeaseAnswer } from '../engine/ports';

/** The part of its life after which an owner stops: clocks do not run quite alike, and work in hand needs time to end. */
const SAFE_PART = 2 / 3;
/** Signs of life in one lifetime. */
export const BEATS = 6;

/** A lease that its owner holds for a time by its own clock, and prolongs by signs of life. Times are in milliseconds. */
export abstract class TimedLease implements Lease {
  readonly beatEvery: number;
  private validUntil = -Infinity;
  private beating: Promise<void> | undefined;

  protected constructor(protected readonly clock: Clock, ttl: number) {
    this.beatEvery = ttl / BEATS;
  }

  get holds(): boolean {
    return this.clock.now() < this.validUntil;
  }

  /** Whether it was taken and neither given back nor lost since; its time may be over all the same. */
  protected get isTaken(): boolean {
    return this.validUntil > -Infinity;
  }

  async heartbeat(): Promise<boolean> {
    if (this.holds) {
      // Two beats at once would count against each other.
      this.beating ??= this.beat().finally(() => { this.beating = undefined; });
      await this.beating;
    }
    return this.holds;
  }

  /** Holds the lease from the instant before it was asked for. */
  protected holdFrom(begun: number, ttl: number): void {
    this.validUntil = begun + ttl * SAFE_PART;
  }

  protected lose(): void {
    this.validUntil = -Infinity;
  }

  /** Ends holding it, and waits for the sign of life that is under way. */
  protected async endHolding(): Promise<void> {
    this.lose();
    await this.beating;
  }

  abstract get number(): number | undefined;
  abstract acquire(): Promise<LeaseAnswer>;
  abstract release(): Promise<void>;
  protected abstract beat(): Promise<void>;
}
