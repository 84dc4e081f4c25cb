import { Lease, LeaseAnswer } from '../engine/ports';

/** A lease whose client is loaded when it is first asked for. */
export class LoadedLease implements Lease {
  private lease: Lease | undefined;

  constructor(readonly beatEvery: number, private readonly load: () => Promise<Lease>) {}

  get holds(): boolean {
    return this.lease?.holds ?? false;
  }

  get number(): number | undefined {
    return this.lease?.number;
  }

  async acquire(): Promise<LeaseAnswer> {
    try {
      this.lease ??= await this.load();
    } catch (error) {
      // Further lines say by which modules it was asked for.
      const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
      return { held: false, unclear: true, owner: `its client cannot be loaded: ${reason}; carry the files of the stack's folder together` };
    }
    return this.lease.acquire();
  }

  async heartbeat(): Promise<boolean> {
    return await this.lease?.heartbeat() ?? false;
  }

  async release(): Promise<void> {
    await this.lease?.release();
  }
}
