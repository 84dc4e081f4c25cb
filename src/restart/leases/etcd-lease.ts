import type { Etcd3, ILeaseGrantResponse, ITxnResponse } from 'etcd3';
import { Clock, LeaseAnswer } from '../engine/ports';
import { Environment } from '../payload';
import { connectEtcd, EtcdLock } from './etcd-client';
import { TimedLease } from './timed-lease';

/** What a lease in etcd is made from. */
export interface EtcdLeaseOptions {
  readonly lock: EtcdLock;
  /** The key that stands for the cluster. */
  readonly key: string;
  /** Names this run; no other run has the same name. */
  readonly owner: string;
  readonly environment: Environment;
  readonly clock: Clock;
}

/** What this run holds. */
interface Held {
  /** The id of the lease in etcd. */
  readonly id: string;
  /** The revision of etcd's store at which the key was made. */
  readonly revision: number;
  readonly ttl: number;
}

/** Another run's key. */
interface Found {
  readonly text: string;
  readonly id: string;
  readonly revision: number;
}

/** Looks at an owner that seems dead: the last one comes after a whole lifetime. */
const LOOKS = 12;
const LOOK_PART = 1 / 8;
/** etcd tells whole seconds. */
const ROUNDING = 1500;
/** An int64 that no store reaches in practice, and the last that is told exactly. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/**
 * A key in etcd, made where there was none and bound to a lease of etcd, which removes it when its owner is no longer heard of.
 *
 * etcd counts the time to live from the last sign of life that it took; the owner counts from the instant before it sent that, by its own
 * clock, and stops well before it is over. So it has stopped before etcd gives the key away.
 */
export class EtcdLease extends TimedLease {
  private readonly ttl: number;
  private client: Etcd3 | undefined;
  private held: Held | undefined;

  constructor(private readonly options: EtcdLeaseOptions) {
    super(options.clock, options.lock.ttlSeconds * 1000);
    this.ttl = options.lock.ttlSeconds * 1000;
  }

  get number(): number | undefined {
    return this.holds ? this.held?.revision : undefined;
  }

  async acquire(): Promise<LeaseAnswer> {
    try {
      const answer = await this.ask();
      if (!answer.held) {
        this.disconnect();
      }
      return answer;
    } catch (error) {
      this.disconnect();
      return { held: false, unclear: true, owner: `etcd at ${this.options.lock.endpoints.join(', ')}: ${reason(error)}` };
    }
  }

  async release(): Promise<void> {
    await this.endHolding();
    const { held } = this;
    this.held = undefined;
    if (held !== undefined) {
      // A lease that cannot be given back ends by itself.
      await this.connect().then((client) => client.leaseClient.leaseRevoke({ ID: held.id })).catch(() => undefined);
    }
    this.disconnect();
  }

  /** Asks until the key is ours, or its owner was seen to live, or did not die in its whole time to live. */
  private async ask(): Promise<LeaseAnswer> {
    const { clock } = this.options;
    let watched: { readonly id: string; readonly at: number; readonly left: number } | undefined;
    for (let looks = 1; ; looks++) {
      const found = await this.claim();
      if (found === undefined) {
        return { held: true };
      }
      const asked = clock.now();
      const left = await this.timeLeft(found.id);
      const moved = watched !== undefined && (watched.id !== found.id || left > watched.left - (asked - watched.at) + ROUNDING);
      if (moved || looks === LOOKS || !Number.isFinite(left)) {
        return { held: false, owner: this.describe(found, left) };
      }
      watched ??= { id: found.id, at: clock.now(), left };
      await clock.sleep(this.ttl * LOOK_PART);
    }
  }

  /** Makes the key where there is none; gives the other's where there is one. */
  private async claim(): Promise<Found | undefined> {
    const { clock, key, owner } = this.options;
    const client = await this.connect();
    const begun = clock.now();
    const granted = await client.leaseClient.leaseGrant({ TTL: this.options.lock.ttlSeconds });
    const value = JSON.stringify({ owner, since: clock.date().toISOString() });
    const answer = await client.if(key, 'Create', '==', 0).then(client.put(key).value(value).lease(granted.ID)).else(client.get(key)).commit();
    const found = answer.succeeded ? undefined : foundIn(answer);
    // A call that was made again after its answer was lost finds the key that it has made itself.
    if (answer.succeeded || found?.id === granted.ID) {
      this.take(granted, exact(found?.revision ?? Number(answer.header.revision)), begun);
      return undefined;
    }
    await client.leaseClient.leaseRevoke({ ID: granted.ID }).catch(() => undefined);
    if (found === undefined) {
      throw new Error(`the key ${key} was there and was not shown`);
    }
    return found;
  }

  private take(granted: ILeaseGrantResponse, revision: number, begun: number): void {
    // etcd may give less or more than was asked for.
    const ttl = Math.min(this.ttl, Number(granted.TTL) * 1000);
    this.held = { id: granted.ID, revision, ttl };
    this.holdFrom(begun, ttl);
  }

  protected async beat(): Promise<void> {
    const { clock, key } = this.options;
    const held = this.held!;
    const begun = clock.now();
    try {
      const client = await this.connect();
      const stood = (await client.get(key).exec()).kvs[0];
      if (Number(stood?.create_revision) !== held.revision || !await keepAlive(client, held.id)) {
        // Somebody has removed the key or the lease, and another run may have made the key anew.
        this.lose();
      } else if (this.isTaken) {
        this.holdFrom(begun, held.ttl);
      }
    } catch {
      // A connection that is lost shows nobody that we live; the next beat makes another one.
      this.disconnect();
    }
  }

  /** Milliseconds until etcd removes what is bound to a lease; without end for what is bound to none. */
  private async timeLeft(id: string): Promise<number> {
    if (id === '0') {
      return Infinity;
    }
    const { TTL } = await (await this.connect()).leaseClient.leaseTimeToLive({ ID: id, keys: false });
    // It is negative for a lease that has ended meanwhile.
    return Math.max(0, Number(TTL)) * 1000;
  }

  private describe(found: Found, left: number): string {
    const { key } = this.options;
    if (!Number.isFinite(left)) {
      return `${found.text}; the key ${key} is bound to no lease, so it stands until somebody removes it`;
    }
    return `${found.text} (revision ${found.revision}), by the key ${key}, which etcd removes ${Math.round(left / 1000)} s after that run's last sign of life`;
  }

  private async connect(): Promise<Etcd3> {
    this.client ??= await connectEtcd(this.options.lock, this.options.environment, Math.min(5000, this.beatEvery));
    return this.client;
  }

  private disconnect(): void {
    this.client?.close();
    this.client = undefined;
  }
}

async function keepAlive(client: Etcd3, id: string): Promise<boolean> {
  const stream = await client.leaseClient.leaseKeepAlive();
  try {
    return await new Promise((resolve, reject) => {
      stream.on('data', ({ TTL }) => resolve(Number(TTL) > 0));
      stream.on('error', reject);
      stream.on('end', () => reject(new Error('the connection was closed')));
      stream.write({ ID: id });
    });
  } finally {
    stream.end();
  }
}

function foundIn(answer: ITxnResponse): Found | undefined {
  const found = answer.responses[0]?.response_range?.kvs[0];
  return found === undefined ? undefined : { text: ownerIn(found.value.toString('utf8')), id: found.lease, revision: exact(Number(found.create_revision)) };
}

function ownerIn(value: string): string {
  try {
    const { owner, since } = JSON.parse(value) as { readonly owner?: unknown; readonly since?: unknown };
    return typeof owner === 'string' ? `${owner} since ${since}` : 'an owner that cannot be understood';
  } catch {
    return 'an owner that cannot be understood';
  }
}

function exact(revision: number): number {
  if (!(revision > 0 && revision <= LARGEST)) {
    throw new Error(`the revision ${revision} is none that can be counted`);
  }
  return revision;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
