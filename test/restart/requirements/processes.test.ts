import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LAVINMQ } from '../../../src/brokers/lavinmq/core';
import { fingerprintOf } from '../../../src/restart/fingerprint';
import { StackOptions, synthesizeCluster, Synthesized } from '../support/cluster-stack';
import { describeVehicles, Vehicle } from '../support/cluster-vehicle';
import { ClusterWatch } from '../support/cluster-watch';
import { temporaryFolder } from '../support/folder';
import { bundleEngine, ended, LocalCluster, printed } from '../support/local-cluster';
import { leaseHolder, runs, until } from '../support/orphans';

/* What a rolling restart has to hold, R1 to R12, as far as it is about processes: the nodes are real ones, and so are the kills. */

const FOREIGN = '[main]\ndata_dir = /var/lib/lavinmq\n';
const OLD = `${FOREIGN}auth_backends = local,oauth\n\n[oauth]\nissuer = https://sso.example.com\nresource_server_id = lavinmq\naudience = messaging\n`;

const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
const bundle = bundleEngine(bundles);
afterAll(() => rmSync(bundles, { recursive: true }));

const folder = temporaryFolder();
let cluster: LocalCluster;
let stack: Synthesized;

beforeEach(() => {
  cluster = new LocalCluster(folder(), bundle);
});
afterEach(async () => {
  const worker = leaseHolder(join(folder(), 'state'));
  if (worker !== undefined && runs(worker)) {
    process.kill(worker, 'SIGKILL');
    await until('the end of the worker', () => !runs(worker));
  }
  cluster.stop();
});

const synthesize = (options: StackOptions) => {
  stack = synthesizeCluster(cluster, folder(), bundle, options);
  return stack;
};
const rendered = () => readFileSync(join(stack.files, 'lavinmq.ini'), 'utf8');
const starts = () => cluster.names.map((name) => cluster.starts(name));
const report = () => JSON.parse(readFileSync(join(stack.state, 'report.json'), 'utf8'));
const results = () => report().nodes.map((node: { result: string }) => node.result);
const journal = () => (existsSync(join(stack.state, 'journal.jsonl')) ? readFileSync(join(stack.state, 'journal.jsonl'), 'utf8') : '')
  .split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as { node: string; step: string; fingerprint: string });
const loaded = () => Promise.all(cluster.names.map(async (name) => /jwks_cache_ttl = (\d+)/.exec(await cluster.loaded(name))?.[1]));
const SLOW = 999_999;

describeVehicles((vehicle: Vehicle) => {
  const apply = async (options: StackOptions, more = {}) => ended(vehicle.apply(synthesize(options), more));

  test('R1 a run over nodes that are on the fingerprint restarts none', async () => {
    await cluster.start(OLD);
    expect((await apply({ version: 1 })).code).toBe(0);
    expect(starts()).toEqual([2, 2, 2]);
    const again = await apply({ version: 1 }, { again: true });
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('0 of 3 nodes restarted, all healthy') });
    expect(starts()).toEqual([2, 2, 2]);
  }, 60_000);

  test('R3 of two runs at once one ends without a restart, and never are two nodes down', async () => {
    await cluster.start(OLD);
    // Long enough that the other one comes in the middle.
    synthesize({ version: 1, restart: { settleSeconds: 3 } });
    const watch = new ClusterWatch(cluster);
    const ends = await Promise.all([1, 2].map(async () => ended(vehicle.apply(stack, { withoutLock: true }))));
    const { mostDown, looks } = await watch.stop();
    expect(ends.map(({ code }) => code === 0).sort()).toEqual([false, true]);
    expect(ends.filter(({ stdout, stderr }) => (stdout + stderr).includes('another run holds the lease: process '))).toHaveLength(1);
    expect(starts()).toEqual([2, 2, 2]);
    expect(looks).toBeGreaterThan(10);
    expect(mostDown).toBe(1);
  }, 120_000);

  test('R5 a node that fails leaves those after it untouched, and the run ends badly with a report', async () => {
    await cluster.start(OLD);
    const driver = (name: string) => (name === 'n2' ? { restart: ['/bin/false'] } : {});
    const { code, stdout, stderr } = await apply({ version: 1, driver });
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('n2: failed after ');
    expect(results()).toEqual(['done', 'failed', 'untouched']);
    expect(report()).toMatchObject({ exitCode: 2, outcome: 'stopped', text: expect.stringContaining('n2 did not become healthy; the nodes after it are untouched') });
    expect(starts()).toEqual([2, 1, 1]);
    expect(await loaded()).toEqual(['1', undefined, undefined]);
  }, 60_000);

  test('R10 going back after a failure restarts exactly the nodes that were touched, the broken one first', async () => {
    await cluster.start(OLD);
    expect((await apply({ version: 1 })).code).toBe(0);
    const neverReady = (name: string) => (name === 'n2' ? { restart: [...cluster.driver(name).restart.slice(0, -1), String(SLOW)] } : {});
    expect((await apply({ version: 2, driver: neverReady })).code).not.toBe(0);
    expect(results()).toEqual(['done', 'failed', 'untouched']);
    expect(starts()).toEqual([3, 3, 2]);
    const before = journal().length;
    expect((await apply({ version: 1 })).code).toBe(0);
    expect(journal().slice(before).filter(({ step }) => step === 'begun').map(({ node }) => node)).toEqual(['n2', 'n1']);
    expect(starts()).toEqual([4, 4, 2]);
    expect(await loaded()).toEqual(['1', '1', '1']);
  }, 90_000);

  test('R11 a first create on nodes that already run the settings restarts none', async () => {
    synthesize({ version: 1 });
    await cluster.start(LAVINMQ.merge('lavinmq.ini', FOREIGN, rendered()).text!);
    expect((await apply({ version: 1 })).code).toBe(0);
    expect(starts()).toEqual([1, 1, 1]);
    expect(results()).toEqual(['skipped', 'skipped', 'skipped']);
  }, 60_000);
});

describeVehicles((vehicle: Vehicle) => {
  beforeEach(async () => {
    await cluster.start(OLD);
    synthesize({ version: 1, restart: { settleSeconds: 1 } });
  });

  const inTheMiddle = async () => {
    const run = vehicle.apply(stack);
    await printed(run, 'n1 restart');
    return { run, worker: leaseHolder(stack.state)! };
  };

  test('R8 the death of whoever started the work ends it after the node in hand', async () => {
    const { run, worker } = await inTheMiddle();
    run.kill('SIGKILL');
    await until('the report', () => existsSync(join(stack.state, 'report.json')));
    expect(results()).toEqual(['done', 'untouched', 'untouched']);
    await until('the end of the worker', () => !runs(worker));
    expect(starts()).toEqual([2, 1, 1]);
  }, 60_000);
});

test('R4 more nodes down at once than the quorum spares are refused by the engine before node 1', async () => {
  await cluster.start(OLD);
  expect(await cluster.run(cluster.spec({ maxUnavailable: 2 }), OLD.replace('messaging', 'other'))).toMatchObject({
    code: 2, stdout: expect.stringMatching(/maxUnavailable must be at most 1: of 3 nodes 2 must stay available, got 2[^]*\[RESTART_MAX_UNAVAILABLE\]/),
  });
  expect(starts()).toEqual([1, 1, 1]);
});

describe('R7 a reader that closes the output', () => {
  // Terraform itself dies of it, and then R8 holds.
  test('does not end a run', async () => {
    await cluster.start(OLD);
    synthesize({ version: 1 });
    const run = cluster.launch(stack.spec, rendered(), ['--detached']);
    await printed(run, 'n1 restart');
    run.stdout!.destroy();
    run.stderr!.destroy();
    expect(await new Promise((done) => run.on('exit', done))).toBe(0);
    expect(results()).toEqual(['done', 'done', 'done']);
  }, 60_000);
});

describe('R2 kill -9 at any instant', () => {
  const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6);

  test('and another run: no node is skipped, and none restarts again that was done', async () => {
    await cluster.start(OLD);
    synthesize({ version: 1 });
    const begun = Date.now();
    expect((await ended(cluster.launch(stack.spec, rendered()))).code).toBe(0);
    const whole = Date.now() - begun;
    for (let round = 0; round < ROUNDS; round++) {
      synthesize({ version: 10 + round });
      const killed = cluster.launch(stack.spec, rendered());
      const end = ended(killed);
      await sleep((whole * (round + 0.5)) / ROUNDS);
      killed.kill('SIGKILL');
      await end;
      const fingerprint = fingerprintOf({ files: { 'lavinmq.ini': rendered() }, secretVersions: {} });
      const done = journal().filter((entry) => entry.step === 'done' && entry.fingerprint === fingerprint).map(({ node }) => node);
      const before = done.map((name) => cluster.starts(name));
      expect((await ended(cluster.launch(stack.spec, rendered()))).code).toBe(0);
      expect(await loaded()).toEqual(Array(3).fill(String(10 + round)));
      expect(done.map((name) => cluster.starts(name))).toEqual(before);
    }
  }, 600_000);
});
