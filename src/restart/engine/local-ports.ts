import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join, posix } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandDriver } from '../drivers/command';
import { Host, LocalHost, SshHost } from '../drivers/host';
import { SystemdDriver } from '../drivers/systemd';
import { fingerprintOf } from '../fingerprint';
import { FileJournal } from '../journal';
import { FileLease } from '../lease';
import { HostLeaseFile } from '../leases/host-lease-files';
import { MajorityLease } from '../leases/majority-lease';
import { Environment } from '../payload';
import { HttpProbe } from '../probes/http';
import { TcpProbe } from '../probes/tcp';
import { Redact } from '../redact';
import { DriverSpec, ProbeSpec, RestartSpec, SystemdDriverSpec } from '../spec';
import { localKeySource } from './key-source';
import { Clock, Lease, NodeDriver, NodePorts, Output, Ports, Probe } from './ports';

const LONGEST_TOKEN = 64 * 1024;

/** The time of this machine. */
export const LOCAL_CLOCK: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: async (milliseconds, signal) => {
    // Only the signal can end it early.
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  },
};

/** What the real ports are made from. */
export interface LocalPortsOptions {
  readonly spec: RestartSpec;
  readonly stateFolder: string;
  readonly environment: Environment;
  readonly output: Output;
  readonly redact: Redact;
  readonly stopRequested: () => string | undefined;
}

/** Ports to real nodes, files and clocks. */
export function localPorts(options: LocalPortsOptions): Ports {
  const { spec, stateFolder, environment, output, stopRequested } = options;
  const nodes = new Map(spec.nodes.map((node): [string, NodePorts] => [node.name, {
    driver: driverOf(node.driver, options),
    probes: node.probes.map(probeOf),
  }]));
  return {
    clock: LOCAL_CLOCK,
    journal: new FileJournal(join(stateFolder, 'journal.jsonl'), LOCAL_CLOCK.date),
    lease: leaseOf(options),
    output,
    keys: localKeySource,
    token: () => readToken(spec.token, environment),
    node: (name) => nodes.get(name)!,
    stopRequested,
  };
}

function driverOf(driver: DriverSpec, { spec, environment, redact }: LocalPortsOptions): NodeDriver {
  const { commandSeconds } = spec.timeouts;
  return driver.kind === 'systemd'
    ? new SystemdDriver(driver, { host: hostOf(driver, environment), redact, commandSeconds })
    : new CommandDriver(driver, { environment, redact, commandSeconds });
}

function hostOf({ ssh, environment: names }: SystemdDriverSpec, environment: Environment): Host {
  const passed = Object.fromEntries(names.map((name) => [name, environment[name]]));
  return ssh === undefined ? new LocalHost(passed) : new SshHost(ssh, passed);
}

/**
 * The lease of a cluster: on a majority of its hosts where the engine reaches them, else a file beside the state.
 *
 * It is kept on hosts and not by brokers, so that a broken broker can be repaired.
 */
function leaseOf({ spec, stateFolder, environment }: LocalPortsOptions): Lease {
  const remote = spec.nodes.flatMap(({ driver }) => (driver.kind === 'systemd' && driver.ssh !== undefined ? [driver] : []));
  if (remote.length === 0) {
    return new FileLease(stateFolder, LOCAL_CLOCK.date);
  }
  const hosts = new Map(remote.map((driver) => {
    const host = hostOf(driver, environment);
    return [host.name, host];
  }));
  const folder = posix.join(spec.lock.folder, fingerprintOf({ files: { cluster: spec.broker.path }, secretVersions: {} }).slice(0, 16));
  return new MajorityLease([...hosts.values()].map((host) => new HostLeaseFile(host, folder)), LOCAL_CLOCK, {
    owner: `${userInfo().username}@${hostname()} process ${process.pid} ${randomUUID().slice(0, 8)}`,
    ttl: spec.lock.ttlSeconds * 1000,
    withoutMajority: spec.overrides.includes('lease-majority'),
  });
}

function probeOf(spec: ProbeSpec): Probe {
  return spec.kind === 'tcp' ? new TcpProbe(spec.host, spec.port) : new HttpProbe(spec);
}

async function readToken(source: RestartSpec['token'], environment: Environment): Promise<string | undefined> {
  if (source?.file !== undefined) {
    const text = await readFile(source.file, 'utf8').catch(() => undefined);
    return text === undefined || text.length > LONGEST_TOKEN ? undefined : text.trim();
  }
  const value = source?.environmentVariable === undefined ? undefined : environment[source.environmentVariable];
  return value === undefined || value === '' ? undefined : value.trim();
}
