import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clockOffsetOf, isProvablyGone, localBootTime, processIdentity, processOfPid, processOfPidFile } from '../../../src/restart/drivers/local-process';
import { temporaryFolder } from '../support/folder';

const folder = temporaryFolder();
const gone = () => spawnSync(process.execPath, ['-e', '']).pid;

test('tells when a process started, by the boot and by the wall clock', async () => {
  const before = localBootTime().bootSeconds!;
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'ignore' });
  const state = processOfPid(child.pid!, Date.now());
  child.kill();
  expect(state.state).toBe('running');
  expect(state.startSeconds!).toBeGreaterThanOrEqual(before - 0.02);
  expect(Math.abs(state.startedAt! - Date.now())).toBeLessThan(2000);
});

test.each([
  ['one clock', 1_000_000, 2, 10_002.01, 0],
  ['one clock, on a machine that took long to begin', 1_000_000, 2, 10_007, 0],
  ['a container whose uptime is its own', 250_920_000, 2, 86_402, 2_422_800],
  ['nothing to see', undefined, 2, 86_402, 0],
])('starts and the uptime are told by %s', (_case, ticks, ran, uptime, offset) => {
  expect(clockOffsetOf(ticks, ran, uptime)).toBe(offset);
});

test('a process that has ended is stopped', () => {
  expect(processOfPid(gone(), Date.now()).state).toBe('stopped');
});

test.each([
  ['no file', undefined, 'stopped'],
  ['no number', 'abc\n', 'unknown'],
  ['nothing', '', 'unknown'],
  ['our own number', `${process.pid}\n`, 'running'],
])('a pid file with %s gives %s', async (_name, text, state) => {
  const path = join(folder(), 'x.pid');
  if (text !== undefined) {
    writeFileSync(path, text);
  }
  expect((await processOfPidFile(path, Date.now())).state).toBe(state);
});

describe('isProvablyGone', () => {
  const self = processIdentity(process.pid);

  test.each([
    ['ourselves', self, false],
    ['a number that is used again by a later process', { ...self, startTicks: self.startTicks! - 1 }, true],
    ['a process of an earlier boot', { ...self, bootId: 'other' }, true],
    ['a process of another machine', { ...self, machineId: 'other', bootId: 'other' }, undefined],
    ['a process of another name space', { ...self, pidNamespace: 'pid:[1]' }, undefined],
    ['a process of which the start is not known', { ...self, startTicks: undefined }, undefined],
  ])('of %s', (_name, identity, expected) => {
    expect(isProvablyGone(identity)).toBe(expected);
  });

  test('of a process that has ended', () => {
    expect(isProvablyGone({ ...self, pid: gone() })).toBe(true);
  });
});
