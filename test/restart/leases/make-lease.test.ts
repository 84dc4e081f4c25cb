import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_CLOCK } from '../../../src/restart/engine/local-ports';
import { Lease } from '../../../src/restart/engine/ports';
import { leaseFolder, leaseKey } from '../../../src/restart/lease-place';
import { makeLease } from '../../../src/restart/leases/make-lease';
import { readSpec, RestartSpec, RestartSpecInput } from '../../../src/restart/spec';
import { temporaryFolder } from '../support/folder';
import { SSHD, SshServer } from '../support/ssh-server';

// Sessions of OpenSSH take long on a busy machine.
jest.setTimeout(120_000);

const folder = temporaryFolder();
const COMMAND = { kind: 'command', restart: ['true'] } as const;

function specOf(driver: object, more: Partial<RestartSpecInput> = {}): RestartSpec {
  const { spec, problems } = readSpec({
    schemaVersion: 1, broker: { kind: 'lavinmq', path: 'Stack/Broker' }, stateDirectory: 'state',
    nodes: [{ name: 'n1', files: {}, driver, probes: [{ kind: 'tcp', host: 'n1', port: 1 }] }], ...more,
  });
  if (spec === undefined) {
    throw new Error(problems.join('; '));
  }
  return spec;
}

function leaseOf(spec: RestartSpec): Lease {
  const lease = makeLease({
    spec, stateFolder: join(folder(), 'state'), environment: { PATH: process.env.PATH }, redact: (text) => text, clock: LOCAL_CLOCK,
    leaseNumber: () => lease.number,
  });
  return lease;
}

test('a lease is a file beside the state where no node has a host', async () => {
  const lease = leaseOf(specOf(COMMAND));
  expect(await lease.acquire()).toEqual({ held: true });
  expect([lease.number, existsSync(join(folder(), 'state', 'lease-1.json'))]).toEqual([1, true]);
  await lease.release();
});

test('engines that name a cluster alike share a lease, whatever their stacks are called', () => {
  const keys = [
    specOf(COMMAND), specOf(COMMAND, { broker: { kind: 'lavinmq', path: 'Other/Broker' } }),
    ...['a', 'b'].map((stack) => specOf(COMMAND, { broker: { kind: 'lavinmq', path: stack }, lock: { name: 'production' } })),
  ].map(leaseKey);
  expect(keys[0]).toMatch(/^[0-9a-f]{16}$/);
  expect([keys[0] === keys[1], keys[2] === keys[3], keys[0] === keys[2]]).toEqual([false, true, false]);
});

test('an etcd that does not answer is named', async () => {
  const lock = { kind: 'etcd' as const, endpoints: ['http://127.0.0.1:21098'] };
  expect(await leaseOf(specOf(COMMAND, { lock })).acquire()).toMatchObject({
    held: false, unclear: true, owner: expect.stringContaining('etcd at http://127.0.0.1:21098: '),
  });
});

(SSHD === undefined ? describe.skip : describe)(`by a real sshd${SSHD === undefined ? ' (skipped: sshd is not installed)' : ''}`, () => {
  let server: SshServer;
  beforeAll(async () => { server = await SshServer.start(); });
  afterAll(() => server.stop());
  const own = (more: object = {}) => ({ kind: 'hosts', folder: join(folder(), 'leases'), ...more } as const);
  const unreached = (port: number) => ({ ...server.target(), port });
  const place = (spec: RestartSpec, file: string) => join(leaseFolder(spec), file);

  test('a lease stands on the hosts that are named, for a driver that runs commands', async () => {
    const spec = specOf(COMMAND, { lock: own({ hosts: [server.target()] }) });
    const [one, two] = [leaseOf(spec), leaseOf(spec)];
    expect(await one.acquire()).toEqual({ held: true });
    expect(JSON.parse(readFileSync(place(spec, 'lease.json'), 'utf8'))).toMatchObject({ term: 1, counter: 0, released: false });
    const beating = setInterval(() => void one.heartbeat(), 1000);
    const asked = await two.acquire();
    clearInterval(beating);
    expect(asked).toMatchObject({ held: false, owner: expect.stringMatching(new RegExp(`process ${process.pid} .*term 1.* by ${place(spec, 'lease.json')}`)) });
    await one.release();
    expect([await two.acquire(), two.number]).toEqual([{ held: true }, 2]);
    await two.release();
  });

  test('a lease of a systemd driver tells its number to the hosts before anything is done', async () => {
    const spec = specOf({ kind: 'systemd', unit: 'a.service', ssh: server.target() }, { lock: own() });
    const lease = leaseOf(spec);
    expect(await lease.acquire()).toEqual({ held: true });
    expect([lease.number, readFileSync(place(spec, 'number-hosts'), 'utf8')]).toEqual([1, '1\n']);
    await lease.release();
  });

  test('a lease that was set up anew does not go on while a host remembers a later number', async () => {
    const spec = specOf({ kind: 'systemd', unit: 'a.service', ssh: server.target() }, { lock: own() });
    mkdirSync(leaseFolder(spec), { recursive: true, mode: 0o700 });
    writeFileSync(place(spec, 'number-hosts'), '7\n');
    const lease = leaseOf(spec);
    expect(await lease.acquire()).toMatchObject({
      held: false, unclear: true, owner: expect.stringMatching(new RegExp(`has seen a later number than 1, .* remove ${place(spec, 'number-hosts')} there$`)),
    });
    expect([lease.holds, JSON.parse(readFileSync(place(spec, 'lease.json'), 'utf8')).released]).toEqual([false, true]);
  });

  test('a majority that cannot be asked is refused by the names of its hosts, and the gate goes on without', async () => {
    const hosts = [server.target(), unreached(21_097), unreached(21_096)];
    const { user } = server.target();
    const refused = await leaseOf(specOf(COMMAND, { lock: own({ hosts }) })).acquire();
    expect(refused).toMatchObject({ held: false, unclear: true });
    expect((refused as { readonly owner: string }).owner).toMatch(new RegExp(
      `^${user}@127\\.0\\.0\\.1:21097 \\(.*Connection refused\\), ${user}@127\\.0\\.0\\.1:21096 \\(.*Connection refused\\) cannot be asked, `
      + 'and 2 of 3 hosts must answer; make them answer, or override the gate `lease-majority` when it is certain that no other run is at work$',
    ));
    const without = leaseOf(specOf(COMMAND, { lock: own({ hosts }), overrides: ['lease-majority'] }));
    expect(await without.acquire()).toEqual({ held: true });
    await without.release();
  });

  test('a record that nobody understands is not taken for a free one', async () => {
    const spec = specOf(COMMAND, { lock: own({ hosts: [server.target()] }) });
    mkdirSync(leaseFolder(spec), { recursive: true, mode: 0o700 });
    writeFileSync(place(spec, 'lease.json'), '{');
    expect(await leaseOf(spec).acquire()).toMatchObject({ held: false, unclear: true, owner: expect.stringContaining('the record of the lease cannot be understood') });
  });
});
