import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { posix } from 'node:path';
import { HostLeaseFile } from './host-lease-files';
import { MajorityLease } from './majority-lease';
import { hostOf } from '../drivers/make-driver';
import { Lease } from '../engine/ports';
import { fingerprintOf } from '../fingerprint';
import { FileLease } from '../lease';
import { World } from '../world';

/**
 * The lease of a cluster: on a majority of its hosts where the engine reaches them, else a file beside the state.
 *
 * It is kept on hosts and not by brokers, so that a broken broker can be repaired.
 */
export function makeLease({ spec, stateFolder, environment, clock }: World): Lease {
  const remote = spec.nodes.flatMap(({ driver }) => (driver.kind === 'systemd' && driver.ssh !== undefined ? [driver] : []));
  if (remote.length === 0) {
    return new FileLease(stateFolder, clock.date);
  }
  const hosts = new Map(remote.map((driver) => {
    const host = hostOf(driver, environment);
    return [host.name, host];
  }));
  const folder = posix.join(spec.lock.folder, fingerprintOf({ files: { cluster: spec.broker.path }, secretVersions: {} }).slice(0, 16));
  return new MajorityLease([...hosts.values()].map((host) => new HostLeaseFile(host, folder)), clock, {
    owner: `${userInfo().username}@${hostname()} process ${process.pid} ${randomUUID().slice(0, 8)}`,
    ttl: spec.lock.ttlSeconds * 1000,
    withoutMajority: spec.overrides.includes('lease-majority'),
  });
}
