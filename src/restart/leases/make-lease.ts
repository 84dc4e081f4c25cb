import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { AnnouncedLease } from './announced-lease';
import { HostLeaseFile } from './host-lease-files';
import { KubernetesLease } from './kubernetes-lease';
import { KubernetesLeaseStore } from './kubernetes-lease-store';
import { LoadedLease } from './loaded-lease';
import { MajorityLease } from './majority-lease';
import { BEATS } from './timed-lease';
import { kubernetesApi } from '../drivers/kubernetes-client';
import { fencedHosts, sshHost } from '../drivers/reach-host';
import { Lease } from '../engine/ports';
import { FileLease } from '../lease';
import { leaseFolder, leaseKey } from '../lease-place';
import { LockSpec } from '../spec/lock';
import { World } from '../world';

type Makers = { readonly [Kind in LockSpec['kind']]: (lock: Extract<LockSpec, { kind: Kind }>, world: World) => Lease };

/** What one question to a host may take: the part of the time to live, and at most, in seconds. */
const CALL_PART = 1 / 3;
const LONGEST_CALL = 30;

const MAKERS: Makers = {
  hosts: hostsLease,
  etcd: (lock, { spec, environment, clock }) => new LoadedLease(lock.ttlSeconds * 1000 / BEATS, async () => {
    const { EtcdLease } = require('../extras/etcd') as typeof import('../extras/etcd');
    return new EtcdLease({ lock, key: `${lock.keyPrefix}${leaseKey(spec)}`, owner: ownerName(), environment, clock });
  }),
  kubernetes: (lock, world) => {
    const api = kubernetesApi(lock, world, lock.ttlSeconds / BEATS);
    const place = { namespace: lock.namespace, name: lock.name ?? `broker-oauth-${leaseKey(world.spec)}` };
    const store = new KubernetesLeaseStore(api, place, world.clock.date);
    return new KubernetesLease(store, world.clock, { owner: ownerName(), ttl: lock.ttlSeconds * 1000 });
  },
};

/**
 * The lease of a cluster, whose number every host that the engine changes by OpenSSH is told.
 *
 * It is never kept by the brokers that restart, so that a broken one can be repaired.
 */
export function makeLease(world: World): Lease {
  const { lock } = world.spec;
  const make = MAKERS[lock.kind] as (lock: LockSpec, world: World) => Lease;
  const hosts = fencedHosts(world);
  return hosts.length === 0 ? make(lock, world) : new AnnouncedLease(make(lock, world), hosts, callSeconds(lock));
}

/** On a majority of the hosts that are named, or else of those that the drivers reach; a file beside the state where there are none. */
function hostsLease(lock: Extract<LockSpec, { kind: 'hosts' }>, world: World): Lease {
  const { spec, environment, clock, stateFolder } = world;
  const named = lock.hosts?.map((ssh) => sshHost(ssh, lock.environment, environment));
  const reached = named ?? spec.nodes.flatMap(({ driver }) => ('ssh' in driver && driver.ssh !== undefined ? [sshHost(driver.ssh, driver.environment, environment)] : []));
  const hosts = new Map(reached.map((host) => [host.name, host]));
  if (hosts.size === 0) {
    return new FileLease(stateFolder, clock.date);
  }
  return new MajorityLease([...hosts.values()].map((host) => new HostLeaseFile(host, leaseFolder(spec), callSeconds(lock))), clock, {
    owner: ownerName(), ttl: lock.ttlSeconds * 1000, withoutMajority: spec.overrides.includes('lease-majority'),
  });
}

function callSeconds({ ttlSeconds }: LockSpec): number {
  return Math.min(LONGEST_CALL, ttlSeconds * CALL_PART);
}

function ownerName(): string {
  return `${userInfo().username}@${hostname()} process ${process.pid} ${randomUUID().slice(0, 8)}`;
}
