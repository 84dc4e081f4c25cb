import { Lease, LeaseAnswer } from '../engine/ports';

/** A host that keeps the number of the newest owner, and refuses changes by earlier ones. */
export interface NumberedHost {
  readonly name: string;
  /** Where it keeps the number, for people. */
  readonly numberFile: string;
  /** Tells it the number of the owner. */
  announce(number: number, timeoutSeconds: number): Promise<'told' | 'busy' | 'older' | 'unreached'>;
}

/**
 * A lease whose number is told to all hosts before anything is done under it.
 *
 * From then on a host refuses what an earlier owner sends, however late that arrives and whatever that owner believes. A host that cannot
 * be reached learns the number with the first change of it.
 */
export class AnnouncedLease implements Lease {
  readonly beatEvery: number;

  constructor(private readonly lease: Lease, private readonly hosts: readonly NumberedHost[], private readonly seconds: number) {
    this.beatEvery = lease.beatEvery;
  }

  get holds(): boolean {
    return this.lease.holds;
  }

  get number(): number | undefined {
    return this.lease.number;
  }

  async acquire(): Promise<LeaseAnswer> {
    const answer = await this.lease.acquire();
    const { number } = this.lease;
    if (!answer.held || number === undefined) {
      return answer;
    }
    const objections = (await Promise.all(this.hosts.map((host) => this.announce(host, number)))).filter((text) => text !== undefined);
    // Telling the hosts may have taken long.
    if (objections.length === 0 && await this.lease.heartbeat()) {
      return answer;
    }
    await this.lease.release();
    return { held: false, unclear: true, owner: objections.join('; ') || 'it was lost again while the hosts were told of it' };
  }

  heartbeat(): Promise<boolean> {
    return this.lease.heartbeat();
  }

  release(): Promise<void> {
    return this.lease.release();
  }

  private async announce(host: NumberedHost, number: number): Promise<string | undefined> {
    switch (await host.announce(number, this.seconds)) {
      case 'busy':
        return `on ${host.name} a change by an earlier run is still under way`;
      case 'older':
        return `${host.name} has seen a later number than ${number}, so the lease was set up anew; when it is certain that no run is at work, remove ${host.numberFile} there`;
      default:
        return undefined;
    }
  }
}
