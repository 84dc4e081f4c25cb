import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleEngine } from './support/local-cluster';
import { Effect } from './support/ssh-nodes';
import { SSHD } from './support/ssh-server';
import { handovers, openRooms, overlaps, TwoEngines } from './support/two-engines';

const describeWithSshd = SSHD === undefined ? describe.skip : describe;
const reason = SSHD === undefined ? ' (skipped: sshd is not installed)' : '';

const effect = (engine: string, begin: number, end: number): Effect => ({ engine, node: 'n1', what: 'restart', begin, end });

describe('the observer', () => {
  test('sees changes at the same time, and work in turns', () => {
    const apart = [effect('one', 0, 5), effect('one', 10, 15), effect('two', 20, 25)];
    const shared = [effect('one', 0, 5), effect('two', 5, 6), effect('one', 10, 15)];
    expect([overlaps(apart).length, handovers(apart)]).toEqual([0, 1]);
    expect([overlaps(shared).length, handovers(shared)]).toEqual([1, 2]);
    expect([overlaps([]).length, handovers([])]).toEqual([0, 0]);
  });
});

describeWithSshd(`two engines that share nothing but the nodes, by real OpenSSH${reason}`, () => {
  const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
  let two: TwoEngines;
  beforeAll(async () => {
    two = await TwoEngines.start(openRooms(), bundleEngine(bundles), 21_100);
  }, 60_000);
  afterAll(() => {
    two?.stop();
    rmSync(bundles, { recursive: true });
  });

  test.each([0, 0, 90])('never work at once where the second waits for %d s', async (waitSeconds) => {
    const { effects, runs } = await two.trial({ vehicle: 'engine', waitSeconds });
    expect(overlaps(effects)).toEqual([]);
    expect(handovers(effects)).toBeLessThanOrEqual(waitSeconds === 0 ? 0 : 1);
    const done = runs.filter((run) => run.code === 0);
    expect(effects.filter((one) => one.what === 'restart')).toHaveLength(done.length * 3);
    expect(done.length).toBeLessThanOrEqual(waitSeconds === 0 ? 1 : 2);
    runs.filter((run) => run.code !== 0).forEach((run) => expect(run.printed).toMatch(/another run holds the lease|the lease cannot be taken/));
  }, 180_000);

  test('do work at once where each has a lease of its own, which the observer sees', async () => {
    const { effects } = await two.trial({ vehicle: 'engine', waitSeconds: 0, leases: ['one', 'two'] });
    expect(overlaps(effects).length + handovers(effects)).toBeGreaterThan(1);
  }, 180_000);
});
