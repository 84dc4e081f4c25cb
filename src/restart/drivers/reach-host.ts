import { FencedHost } from './fenced-host';
import { Host, LocalHost, SshHost, SshTarget } from './host';
import { leaseFolder } from '../lease-place';
import { Environment } from '../payload';
import { World } from '../world';

/** Where a driver works: on this machine, or on another one by OpenSSH. */
interface Reached {
  readonly ssh?: SshTarget;
  /** Names of environment variables that the OpenSSH client, or scripts on this machine, receive. */
  readonly environment: readonly string[];
}

/** A host by OpenSSH, without a check of numbers. */
export function sshHost(ssh: SshTarget, names: readonly string[], environment: Environment): SshHost {
  return new SshHost(ssh, passed(names, environment));
}

/** The machine on which a driver works. Another machine refuses changes by runs that have lost the lease. */
export function reachHost(driver: Reached, world: World): Host {
  return driver.ssh === undefined ? new LocalHost(passed(driver.environment, world.environment)) : fencedHost(driver.ssh, driver.environment, world);
}

/** All hosts that a run may change, each once. */
export function fencedHosts(world: World): readonly FencedHost[] {
  const hosts = world.spec.nodes.flatMap(({ driver }) => ('ssh' in driver && driver.ssh !== undefined ? [fencedHost(driver.ssh, driver.environment, world)] : []));
  return [...new Map(hosts.map((host) => [host.name, host])).values()];
}

function fencedHost(ssh: SshTarget, names: readonly string[], { spec, environment, leaseNumber }: World): FencedHost {
  return new FencedHost(sshHost(ssh, names, environment), { folder: leaseFolder(spec), kind: spec.lock.kind, number: leaseNumber });
}

function passed(names: readonly string[], environment: Environment): Environment {
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}
