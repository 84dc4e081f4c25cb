import { posix } from 'node:path';
import { fingerprintOf } from './fingerprint';
import { RestartSpec } from './spec';

/** What stands for a cluster in the names of keys and folders; engines that name the cluster alike get the same. */
export function leaseKey({ lock, broker }: RestartSpec): string {
  return fingerprintOf({ files: { cluster: lock.name ?? broker.path }, secretVersions: {} }).slice(0, 16);
}

/** The cluster's folder on hosts. */
export function leaseFolder(spec: RestartSpec): string {
  return posix.join(spec.lock.folder, leaseKey(spec));
}
