import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FencedHost } from '../../../src/restart/drivers/fenced-host';
import { Host, LocalHost, SshHost } from '../../../src/restart/drivers/host';
import { SystemdDriver } from '../../../src/restart/drivers/systemd';
import { temporaryFolder } from '../support/folder';
import { SSHD, SshServer } from '../support/ssh-server';

const folder = temporaryFolder();
const leases = () => join(folder(), 'leases');
const numberFile = () => join(leases(), 'number-hosts');
const environment = { PATH: process.env.PATH, HOME: process.env.HOME };

function fenced(number: number | undefined, host: Host = new LocalHost(environment), kind = 'hosts'): FencedHost {
  return new FencedHost(host, { folder: leases(), kind, number: () => number });
}

const append = (host: Host, word: string, seconds?: number) =>
  host.run('echo "$2" >> "$1"', [join(folder(), 'effects'), word], { effect: true, timeoutSeconds: seconds });
const effects = () => (existsSync(join(folder(), 'effects')) ? readFileSync(join(folder(), 'effects'), 'utf8').trim().split('\n') : []);

describe.each<[string, () => Promise<{ readonly host: Host; readonly stop: () => void }>]>([
  ['this machine', async () => ({ host: new LocalHost(environment), stop: () => undefined })],
  ...SSHD === undefined ? [] : [['a host behind a real sshd', async () => {
    const server = await SshServer.start();
    return { host: new SshHost(server.target(), environment), stop: () => server.stop() };
  }] as [string, () => Promise<{ readonly host: Host; readonly stop: () => void }>]],
])('changes of %s', (_name, start) => {
  let host: Host;
  let stop: () => void;
  beforeAll(async () => { ({ host, stop } = await start()); });
  afterAll(() => stop());

  test('by the newest run happen, and the highest number is kept', async () => {
    expect(await append(fenced(7, host), 'seven')).toMatchObject({ code: 0 });
    expect(await append(fenced(7, host), 'seven again')).toMatchObject({ code: 0 });
    expect(await append(fenced(12, host), 'twelve')).toMatchObject({ code: 0 });
    expect(effects()).toEqual(['seven', 'seven again', 'twelve']);
    expect(readFileSync(numberFile(), 'utf8')).toBe('12\n');
  });

  test('by an earlier run are refused, although it believes that it holds the lease', async () => {
    await append(fenced(9, host), 'newer');
    expect(await append(fenced(8, host), 'older')).toEqual({
      code: undefined, stdout: expect.anything(), stderr: 'refused by the host: the run with number 9 has been here, and this one has 8',
    });
    expect(effects()).toEqual(['newer']);
  });

  test('by an earlier run are refused from the moment at which the number of a later one is told', async () => {
    expect(await fenced(2, host).announce(2, 10)).toBe('told');
    expect(await append(fenced(1, host), 'older')).toMatchObject({ code: undefined });
    expect(await fenced(1, host).announce(1, 10)).toBe('older');
    expect(effects()).toEqual([]);
  });

  test('read their input, and end with their own code', async () => {
    expect(await fenced(1, host).run('cat; echo "$1" >&2; exit 44', ['said'], { effect: true, input: 'given' }))
      .toEqual({ code: 44, stdout: Buffer.from('given'), stderr: 'said' });
  });

  test('that are looks alone need no lease', async () => {
    expect(await fenced(undefined, host).run('echo "$1"', ['seen'])).toMatchObject({ code: 0, stdout: Buffer.from('seen\n') });
    expect(existsSync(leases())).toBe(false);
  });
});

test('changes without a lease do not happen', async () => {
  expect(await append(fenced(undefined), 'never')).toMatchObject({ code: undefined, stderr: 'the lease is not held, so nothing was done' });
  expect(effects()).toEqual([]);
});

test('a later run waits for a change that is under way, and one that lasts too long keeps it out', async () => {
  const long = fenced(1).run('sleep 4; echo long >> "$1"', [join(folder(), 'effects')], { effect: true });
  await sleep(500);
  expect(await fenced(2).announce(2, 3)).toBe('busy');
  expect(await append(fenced(2), 'short')).toMatchObject({ code: 0 });
  await long;
  expect(effects()).toEqual(['long', 'short']);
});

test('two changes by one run happen at the same time', async () => {
  await fenced(1).announce(1, 10);
  const begun = Date.now();
  await Promise.all([1, 2, 3].map(() => fenced(1).run('sleep 1', [], { effect: true })));
  expect(Date.now() - begun).toBeLessThan(2500);
});

test('what a change starts keeps nobody out', async () => {
  expect(await fenced(1).run('sleep 30 >/dev/null 2>&1 & echo $!', [], { effect: true })).toMatchObject({ code: 0 });
  expect(await fenced(2).announce(2, 5)).toBe('told');
});

test('a change whose shell was killed keeps nobody out for longer', async () => {
  await fenced(1).run('sleep 20', [], { effect: true, timeoutSeconds: 1 });
  expect(await fenced(2).announce(2, 5)).toBe('told');
});

test('of many runs at once, none changes anything after one with a higher number has', async () => {
  const numbers = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9];
  const results = await Promise.all(numbers.map((number) => append(fenced(number), String(number))));
  const happened = effects().map(Number);
  expect(happened).toEqual([...happened].sort((a, b) => a - b));
  expect(happened).toHaveLength(results.filter((result) => result.code === 0).length);
  expect(happened[happened.length - 1]).toBe(9);
});

test('numbers of another kind of lease do not count', async () => {
  await append(fenced(900, undefined, 'etcd'), 'etcd');
  expect(await append(fenced(1), 'hosts')).toMatchObject({ code: 0 });
});

test('nothing is changed where the number cannot be understood or kept', async () => {
  mkdirSync(leases(), { mode: 0o700 });
  writeFileSync(numberFile(), 'x\n');
  expect(await append(fenced(1), 'never')).toMatchObject({ code: undefined, stderr: `the number of the newest run cannot be understood: ${numberFile()}` });
  writeFileSync(join(folder(), 'file'), '');
  const blocked = new FencedHost(new LocalHost(environment), { folder: join(folder(), 'file'), kind: 'hosts', number: () => 1 });
  expect(await append(blocked, 'never')).toMatchObject({ code: undefined, stderr: expect.stringContaining('must belong to the user who logs in') });
  expect(await blocked.announce(1, 5)).toBe('unreached');
  expect(effects()).toEqual([]);
});

test('files that a change writes get the modes that they have without a fence', async () => {
  const path = join(folder(), 'written');
  await fenced(1).run('echo > "$1"', [path], { effect: true });
  expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask());
});

describe('a systemd driver whose run has been succeeded', () => {
  const driver = (number: number) => new SystemdDriver(
    { kind: 'systemd', unit: 'broker.service', sudo: false, environment: [] },
    { host: fenced(number, new LocalHost({ ...environment, PATH: `${folder()}:${process.env.PATH}` })), redact: (text) => text, commandSeconds: 10 },
  );
  beforeEach(() => {
    writeFileSync(join(folder(), 'systemctl'), `#!/bin/sh\necho "$*" >> ${join(folder(), 'effects')}\n`);
    chmodSync(join(folder(), 'systemctl'), 0o755);
  });

  test('restarts, stops and starts nothing, and writes no file', async () => {
    const path = join(folder(), 'broker.conf');
    expect(await driver(1).restart()).toMatchObject({ ok: true });
    await driver(1).files.replace(path, 'by the first', false);
    await fenced(2).announce(2, 10);
    const detail = expect.stringContaining('refused by the host: the run with number 2 has been here, and this one has 1');
    expect(await driver(1).restart()).toEqual({ ok: false, detail });
    expect(await driver(1).stop()).toEqual({ ok: false, detail });
    expect(await driver(1).start()).toEqual({ ok: false, detail });
    await expect(driver(1).files.replace(path, 'too late', false)).rejects.toThrow('refused by the host');
    expect(await driver(2).files.read(path)).toMatchObject({ text: 'by the first' });
    expect(effects()).toEqual(['--no-ask-password restart -- broker.service']);
  });
});
