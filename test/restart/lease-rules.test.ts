import { fencingOf } from '../../src/restart/driver-facts';
import { describeLease, Leased, LockOptions } from '../../src/restart/lease-facts';
import { LEASE_RULES } from '../../src/restart/lease-rules';
import { evaluate } from '../../src/rules/rule';

const COMMAND = { kind: 'command', restart: ['ssh', 'a', 'restart'] };
const SYSTEMD = { kind: 'systemd', unit: 'a.service', ssh: { host: 'a.example.com', user: 'deploy' } };
const LOCAL_SYSTEMD = { kind: 'systemd', unit: 'a.service' };
const CLOUDAMQP = { kind: 'cloudamqp' };
const ETCD = { kind: 'etcd', endpoints: ['https://etcd-1.example.com:2379'] };
const HOSTS = { kind: 'hosts', hosts: [{ host: 'a.example.com' }, { host: 'b.example.com', port: 2222 }] };
const TOKEN = '${TfToken[TOKEN.1]}';

function leased(drivers: readonly Leased['nodes'][number]['driver'][], lock?: LockOptions, overrides: readonly string[] = []): Leased {
  return { nodes: drivers.map((driver, index) => ({ name: `n${index + 1}`, driver })), lock, overrides };
}

const ids = (subject: Leased) => {
  const { findings, deferred } = evaluate(LEASE_RULES, subject);
  return [...findings.map((found) => `${found.rule} ${found.path}`), ...deferred.map((found) => `deferred ${found.rule} ${found.path}`)];
};

describe('the rules about leases', () => {
  test.each<[string, Leased, readonly string[]]>([
    ['commands and no lease', leased([COMMAND, COMMAND]), ['RESTART_LEASE_LOCAL lease']],
    ['commands and the default lease', leased([COMMAND], { kind: 'hosts' }), ['RESTART_LEASE_LOCAL lease']],
    ['units of this machine', leased([LOCAL_SYSTEMD]), ['RESTART_LEASE_LOCAL lease']],
    ['units of hosts', leased([SYSTEMD]), []],
    ['commands, and hosts by name', leased([COMMAND], HOSTS), []],
    ['commands, and hosts whose names only Terraform knows', leased([COMMAND], { kind: 'hosts', hosts: [{ host: TOKEN }] }), ['deferred RESTART_LEASE_OPTIONS lease']],
    ['commands and etcd', leased([COMMAND], ETCD), []],
    ['no nodes', leased([]), []],
    ['a service and no lease', leased([CLOUDAMQP]), ['RESTART_LEASE_NEEDED lease']],
    ['a service and hosts', leased([CLOUDAMQP], HOSTS), ['RESTART_LEASE_NEEDED lease']],
    ['a service and etcd', leased([CLOUDAMQP], ETCD), []],
    ['a service and etcd whose address only Terraform knows', leased([CLOUDAMQP], { kind: 'etcd', endpoints: [TOKEN] }), ['deferred RESTART_LEASE_OPTIONS lease']],
    ['a service and the gate switched off', leased([CLOUDAMQP], undefined, ['lease-none']), []],
    ['commands and that gate switched off', leased([COMMAND], undefined, ['lease-none']), ['RESTART_LEASE_LOCAL lease']],
    ['no endpoints', leased([SYSTEMD], { kind: 'etcd', endpoints: [] }), ['RESTART_LEASE_OPTIONS lease.endpoints']],
    ['no hosts', leased([SYSTEMD], { kind: 'hosts', hosts: [] }), ['RESTART_LEASE_OPTIONS lease.hosts', 'RESTART_LEASE_LOCAL lease']],
    ['a host that is an option of ssh', leased([SYSTEMD], { kind: 'hosts', hosts: [{ host: '-oProxyCommand=id' }] }), ['RESTART_LEASE_OPTIONS lease.hosts.0.host']],
    ['too short a life', leased([SYSTEMD], { kind: 'hosts', ttlSeconds: 1 }), ['RESTART_LEASE_OPTIONS lease.ttlSeconds']],
  ])('on %s', (_case, subject, found) => {
    expect(ids(subject)).toEqual(found);
  });

  test('name the choices', () => {
    const remedies = evaluate(LEASE_RULES, leased([COMMAND])).findings.map((found) => found.remedy);
    expect(remedies).toEqual([expect.stringMatching(/RestartDriver\.systemd with `ssh`.*hosts, etcd or a Kubernetes Lease/)]);
  });
});

describe('what keeps engines apart, for people', () => {
  test.each<[string, Leased, readonly string[]]>([
    ['a local file', leased([COMMAND]), ['one engine at a time: the lease is kept as a file of the machine that runs the engine']],
    ['the hosts of the drivers, each once', leased([SYSTEMD, SYSTEMD, COMMAND]), [
      'one engine at a time: the lease is kept on a majority of deploy@a.example.com',
      'changes by an engine that has lost it are refused by the hosts of n1, n2',
    ]],
    ['hosts by name', leased([COMMAND], HOSTS), ['one engine at a time: the lease is kept on a majority of a.example.com, b.example.com:2222']],
    ['etcd and a service', leased([CLOUDAMQP], ETCD), [
      'one engine at a time: the lease is kept in etcd',
      'once begun, a restart of n1 runs on at the service whoever holds the lease',
    ]],
  ])('with %s', (_case, subject, lines) => {
    expect(describeLease(subject)).toEqual(lines);
  });
});

test.each([
  [COMMAND, 'leaseOnly'], [SYSTEMD, 'fenced'], [LOCAL_SYSTEMD, 'leaseOnly'], [CLOUDAMQP, 'none'], [{ kind: 'aiven' }, 'none'], [{ kind: 'unheard of' }, 'leaseOnly'],
])('a driver %j is %s', (driver, fencing) => {
  expect(fencingOf(driver)).toBe(fencing);
});
