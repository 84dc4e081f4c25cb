import { fencingOf } from './driver-facts';

/** A driver, as users give it or as the engine reads it. */
export interface DriverOptions {
  readonly kind?: unknown;
  readonly [option: string]: unknown;
}

/** A host that the OpenSSH client reaches. */
export interface SshAddress {
  readonly host: string;
  readonly port?: number | string;
  readonly user?: string;
}

/** A lease, as users give it or as the engine reads it. */
export interface LockOptions {
  readonly kind?: unknown;
  readonly hosts?: readonly SshAddress[];
  readonly [option: string]: unknown;
}

/** A cluster as far as its lease is concerned. */
export interface Leased {
  readonly nodes: readonly { readonly name: string; readonly driver: DriverOptions }[];
  /** Absent for the default. */
  readonly lock?: LockOptions;
  /** Names of gates that are switched off. */
  readonly overrides: readonly string[];
}

/** A host as people know it. */
export function addressOf({ host, port, user }: SshAddress): string {
  return `${user === undefined ? '' : `${user}@`}${host}${port === undefined ? '' : `:${port}`}`;
}

/** The hosts that keep a lease of the kind `hosts`, each once; none where it is a file of the machine that runs the engine. */
export function leaseHosts({ nodes, lock }: Pick<Leased, 'nodes' | 'lock'>): readonly SshAddress[] {
  const reached = lock?.hosts ?? nodes.flatMap(({ driver }) => (driver.ssh === undefined ? [] : [driver.ssh as SshAddress]));
  return [...new Map(reached.map((address) => [addressOf(address), address])).values()];
}

/** Whether nothing but a file of the machine that runs the engine keeps two engines apart. */
export function isLocalFile(leased: Leased): boolean {
  return (leased.lock?.kind ?? 'hosts') === 'hosts' && leaseHosts(leased).length === 0;
}

/** Names of the nodes whose driver sets off work that no engine can call back. */
export function unfencedNodes({ nodes }: Leased): readonly string[] {
  return nodes.filter(({ driver }) => fencingOf(driver) === 'none').map(({ name }) => name);
}

/** Where the lease is kept, as a line for people. */
export function describeLeasePlace(leased: Leased): string {
  const hosts = leaseHosts(leased);
  const kind = leased.lock?.kind ?? 'hosts';
  const place = kind !== 'hosts' ? `in ${kind}` : hosts.length === 0
    ? 'as a file of the machine that runs the engine' : `on a majority of ${hosts.map(addressOf).join(', ')}`;
  return `one engine at a time: the lease is kept ${place}`;
}

/** How two engines are kept apart, as lines for people. */
export function describeLease(leased: Leased): readonly string[] {
  const fenced = leased.nodes.filter(({ driver }) => fencingOf(driver) === 'fenced').map(({ name }) => name);
  const unfenced = unfencedNodes(leased);
  return [
    describeLeasePlace(leased),
    ...fenced.length === 0 ? [] : [`changes by an engine that has lost it are refused by the hosts of ${fenced.join(', ')}`],
    ...unfenced.length === 0 ? [] : [`once begun, a restart of ${unfenced.join(', ')} runs on at the service whoever holds the lease`],
  ];
}
