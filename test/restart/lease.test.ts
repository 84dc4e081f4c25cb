import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './support/folder';
import { processIdentity } from '../../src/restart/drivers/local-process';
import { FileLease } from '../../src/restart/lease';

const folder = temporaryFolder();
const lease = () => new FileLease(folder(), () => new Date(60_000));

function leaveBehind(change: object): void {
  const owner = { ...processIdentity(process.pid), host: 'other', since: new Date(0).toISOString(), heartbeats: 3, released: false, ...change };
  writeFileSync(join(folder(), 'lease-7.json'), JSON.stringify(owner));
}

test('is held by one at a time and free after release', async () => {
  const [one, two] = [lease(), lease()];
  expect(await one.acquire()).toEqual({ held: true });
  expect(await two.acquire()).toMatchObject({ held: false, owner: expect.stringMatching(/^process \d+ on .* for 0 s with 0 signs of life; when it is certain/) });
  await one.release();
  expect(await two.acquire()).toEqual({ held: true });
});

test('counts signs of life and notices when it is gone', async () => {
  const one = lease();
  await one.acquire();
  expect(await one.heartbeat()).toBe(true);
  expect(await one.heartbeat()).toBe(true);
  expect(JSON.parse(readFileSync(join(folder(), 'lease-1.json'), 'utf8'))).toMatchObject({ heartbeats: 2 });
  leaveBehind({});
  expect(await one.heartbeat()).toBe(false);
});

test.each([
  ['whose process has ended', () => ({ pid: spawnSync(process.execPath, ['-e', '']).pid })],
  ['whose process number is used again', () => ({ startTicks: 1 })],
  ['of an earlier boot', () => ({ bootId: 'earlier' })],
])('is taken from an owner %s', async (_name, change) => {
  leaveBehind(change());
  expect(await lease().acquire()).toEqual({ held: true });
  expect(readdirSync(folder())).toEqual(['lease-8.json']);
});

test.each([
  ['lives', {}],
  ['is on another machine', { machineId: 'other' }],
  ['is in another name space', { pidNamespace: 'pid:[1]', pid: 999999 }],
])('is not taken from an owner who %s', async (_name, change) => {
  leaveBehind(change);
  expect(await lease().acquire()).toMatchObject({ held: false, owner: expect.stringContaining('on other for 60 s with 3 signs of life') });
});

test('is not taken from an owner whose file cannot be read', async () => {
  writeFileSync(join(folder(), 'lease-7.json'), '{');
  expect(await lease().acquire()).toMatchObject({ held: false, owner: expect.stringContaining('its file cannot be read') });
});

test('is won by exactly one of many who ask at once, again and again', async () => {
  for (let round = 0; round < 10; round++) {
    leaveBehind({ bootId: 'earlier' });
    const asking = Array.from({ length: 8 }, lease);
    const answers = await Promise.all(asking.map((one) => one.acquire()));
    expect(answers.filter((answer) => answer.held)).toHaveLength(1);
    await asking[answers.findIndex((answer) => answer.held)].release();
  }
});
