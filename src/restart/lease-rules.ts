import { isLocalFile, Leased, unfencedNodes } from './lease-facts';
import { judgeShape } from './shape';
import { LOCK } from './spec/lock';
import { Rule } from '../rules/rule';

const SOURCE = 'docs/rolling-restart.md';

export const RESTART_LEASE_OPTIONS: Rule<Leased> = {
  id: 'RESTART_LEASE_OPTIONS',
  level: 'error',
  summary: 'The options of a lease are complete and agree with each other.',
  cause: 'The engine refuses a lease that it does not understand, at apply, when the plan is long approved.',
  remedy: 'mend the option that is named',
  source: SOURCE,
  check: ({ lock }, report) => {
    if (lock !== undefined) {
      judgeShape(LOCK, lock, 'lease', report);
    }
  },
};

export const RESTART_LEASE_NEEDED: Rule<Leased> = {
  id: 'RESTART_LEASE_NEEDED',
  level: 'error',
  summary: 'Where a service carries out the restart, a store that all engines share keeps two of them apart.',
  cause: 'Nobody can call back what a service has begun, and it has no host that could refuse an engine which lost its lease, '
    + 'so two engines would restart nodes of one cluster at the same time.',
  remedy: 'set `lease` to RestartLease.etcd() or a Kubernetes Lease, or override the gate `lease-none` where it is certain that only one run is ever started',
  source: SOURCE,
  check: (leased, report) => {
    const nodes = unfencedNodes(leased);
    if (nodes.length > 0 && (leased.lock?.kind ?? 'hosts') === 'hosts' && !leased.overrides.includes('lease-none')) {
      report.broken('lease', { message: `must be in etcd or Kubernetes for the drivers of ${nodes.join(', ')}` });
    }
  },
};

export const RESTART_LEASE_LOCAL: Rule<Leased> = {
  id: 'RESTART_LEASE_LOCAL',
  level: 'warning',
  summary: 'Engines on two machines are kept apart.',
  cause: 'Where the engine reaches no host by OpenSSH, the lease is a file of the machine that applies. It keeps two runs apart that share this file, '
    + 'and nothing keeps away a run on another machine or from another folder.',
  remedy: 'use RestartDriver.systemd with `ssh`, or name hosts, etcd or a Kubernetes Lease by `lease`; acknowledge it where all nodes are processes of the one '
    + 'machine that applies',
  source: SOURCE,
  check: (leased, report) => {
    if (leased.nodes.length > 0 && isLocalFile(leased) && unfencedNodes(leased).length === 0) {
      report.broken('lease', { message: 'is a file of the machine that applies' });
    }
  },
};

export const LEASE_RULES: readonly Rule<Leased>[] = [RESTART_LEASE_OPTIONS, RESTART_LEASE_NEEDED, RESTART_LEASE_LOCAL];
