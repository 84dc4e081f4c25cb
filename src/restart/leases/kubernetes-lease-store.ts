import { z } from 'zod';
import { LeaseObject, LeaseStore, LeaseWrite } from './kubernetes-lease';
import { KubernetesApi } from '../drivers/kubernetes-api';

/* kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1 */

const LEASE = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1) }),
  spec: z.object({
    holderIdentity: z.string().nullish(),
    leaseDurationSeconds: z.number().nullish(),
    leaseTransitions: z.number().int().nullish(),
  }).default({}),
});

/** Which Lease. */
export interface LeasePlace {
  readonly namespace: string;
  readonly name: string;
}

/** A Lease by the API of its cluster. */
export class KubernetesLeaseStore implements LeaseStore {
  readonly name: string;
  private readonly folder: string;

  constructor(private readonly api: KubernetesApi, private readonly place: LeasePlace, private readonly date: () => Date) {
    this.name = `the Lease ${place.namespace}/${place.name}`;
    this.folder = `/apis/coordination.k8s.io/v1/namespaces/${place.namespace}/leases`;
  }

  async read(): Promise<LeaseObject | undefined> {
    const found = await this.api.get(`${this.folder}/${this.place.name}`);
    return found === undefined ? undefined : this.understand(found);
  }

  async write(expected: string | undefined, next: LeaseWrite): Promise<LeaseObject | undefined> {
    const body = this.bodyOf(expected, next);
    const { status, body: answer } = await this.api.ask(expected === undefined
      ? { method: 'POST', path: this.folder, body }
      : { method: 'PUT', path: `${this.folder}/${this.place.name}`, body });
    // 409 says that somebody made it, or wrote another version, meanwhile; 404 that somebody removed it.
    return status === 409 || (status === 404 && expected !== undefined) ? undefined : this.understand(this.api.demand(status, answer, this.name));
  }

  private bodyOf(expected: string | undefined, { holder, transitions, durationSeconds, counter }: LeaseWrite): unknown {
    const { namespace, name } = this.place;
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace, ...(expected === undefined ? {} : { resourceVersion: expected }) },
      spec: { holderIdentity: holder, leaseDurationSeconds: durationSeconds, leaseTransitions: transitions, renewTime: this.renewTime(counter) },
    };
  }

  /** A time for people, whose last three digits count, since a write that changes nothing makes no new version. */
  private renewTime(counter: number): string {
    return this.date().toISOString().replace('Z', `${String(counter % 1000).padStart(3, '0')}Z`);
  }

  private understand(found: unknown): LeaseObject {
    const parsed = LEASE.safeParse(found);
    if (!parsed.success) {
      // Never taken for a free one: somebody may be at work.
      throw new Error(`${this.name} cannot be understood`);
    }
    const { metadata, spec } = parsed.data;
    return {
      version: metadata.resourceVersion,
      holder: spec.holderIdentity ?? '',
      transitions: spec.leaseTransitions ?? 0,
      durationSeconds: spec.leaseDurationSeconds ?? 0,
    };
  }
}
