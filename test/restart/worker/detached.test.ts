import { ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFiles } from '../../../src/restart/payload';
import { temporaryFolder } from '../support/folder';
import { bundleEngine, ended, LocalCluster, printed } from '../support/local-cluster';
import { leaseHolder, runs, until } from '../support/orphans';

/*
 * The engine as Terraform starts it. Where no Terraform takes part, the test stands in for it and does what it does when it is interrupted:
 * it kills its direct child with SIGKILL and closes the pipes. test/restart/worker/terraform.test.ts has the real one.
 */

const OURS = '[main]\nauth_backends = local,oauth\n\n[oauth]\nissuer = https://sso.example.com\nresource_server_id = lavinmq\naudience = messaging\n';
const NEW = `${OURS}jwks_cache_ttl = 600\n`;

const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
const bundle = bundleEngine(bundles);
afterAll(() => rmSync(bundles, { recursive: true }));

const folder = temporaryFolder();
let cluster: LocalCluster;
let front: ChildProcess;

const state = () => join(folder(), 'state');
const starts = () => cluster.names.map((name) => cluster.starts(name));
const report = () => JSON.parse(readFileSync(join(state(), 'report.json'), 'utf8'));
const results = () => report().nodes.map((node: { result: string }) => node.result);
const reported = () => until('the report', () => existsSync(join(state(), 'report.json')));

beforeEach(async () => {
  cluster = new LocalCluster(folder(), bundle, 300);
  await cluster.start(OURS);
});
afterEach(() => {
  const worker = leaseHolder(state());
  [front.pid, worker].filter((pid) => pid !== undefined && runs(pid)).forEach((pid) => process.kill(pid!, 'SIGKILL'));
  cluster.stop();
});

async function inTheMiddle(more = {}): Promise<number> {
  front = cluster.launch(cluster.spec(more), NEW, ['--detached']);
  await printed(front, 'n1 restart');
  return leaseHolder(state())!;
}

test('does the whole work in a process of its own and passes on what it prints and how it ends', async () => {
  front = cluster.launch(cluster.spec(), NEW, ['--detached']);
  await printed(front, 'n1 deliver');
  expect(leaseHolder(state())).not.toBe(front.pid);
  expect(await ended(front)).toMatchObject({ code: 0, stdout: expect.stringContaining('good: 3 of 3 nodes restarted, all healthy'), stderr: '' });
  expect(starts()).toEqual([2, 2, 2]);
  front = cluster.launch(cluster.spec(), NEW.replace('sso.', 'other.'), ['--detached']);
  expect((await ended(front)).code).toBe(2);
  front = cluster.launch(cluster.spec({ checks: 0 }), NEW, ['--detached']);
  expect(await ended(front)).toMatchObject({ code: 1, stderr: expect.stringContaining('checks: ') });
});

test('killed by a stand-in for Terraform, leaves a worker that finishes the node in hand and touches no other', async () => {
  const worker = await inTheMiddle();
  const closed = ended(front);
  front.kill('SIGKILL');
  // Terraform waits for the end of the pipes: they must end with the front and not with the worker.
  await closed;
  expect(runs(worker)).toBe(true);
  await reported();
  expect(results()).toEqual(['done', 'untouched', 'untouched']);
  expect(report().text).toBe('stopped after the node in hand: the process that started the engine has ended');
  expect(starts()).toEqual([2, 1, 1]);
  await until('the end of the worker', () => !runs(worker));
  expect(leaseHolder(state())).toBeUndefined();
});

test('has none of the pipes of whoever started the front', async () => {
  const worker = await inTheMiddle();
  const open = (pid: number) => readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return [];
    }
  });
  const pipes = [1, 2].map((fd) => readlinkSync(`/proc/${front.pid}/fd/${fd}`));
  expect(pipes).toEqual([expect.stringMatching(/^(pipe|socket):/), expect.stringMatching(/^(pipe|socket):/)]);
  expect(open(worker).filter((name) => pipes.includes(name))).toEqual([]);
  await ended(front);
});

test('when the process that started the front is killed, stops after the node in hand', async () => {
  const words = [bundle, '--detached', cluster.spec()];
  const script = `const front = require('child_process').spawn(process.execPath, ${JSON.stringify(words)}, { stdio: ['ignore', 'pipe', 'pipe'] });
    front.stdout.on('data', (bytes) => String(bytes).includes('n1 restart') && process.kill(process.pid, 'SIGKILL'));`;
  front = spawn(process.execPath, ['-e', script], { env: { PATH: process.env.PATH, ...encodeFiles({ 'lavinmq.ini': NEW }) }, stdio: 'ignore' });
  await reported();
  expect(results()).toEqual(['done', 'untouched', 'untouched']);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s to the front finishes the node in hand, and the front waits for it', async (signal) => {
  await inTheMiddle();
  const run = ended(front);
  front.kill(signal);
  expect(await run).toMatchObject({ code: 2, stdout: expect.stringContaining(`notice: received ${signal}: finishes the node in hand, then stops\n`) });
  expect(results()).toEqual(['done', 'untouched', 'untouched']);
});

test('a second signal changes nothing, and says so', async () => {
  await inTheMiddle();
  const run = ended(front);
  front.kill('SIGINT');
  await printed(front, 'then stops');
  front.kill('SIGINT');
  expect((await run).stdout).toContain('notice: received SIGINT: goes on finishing the node in hand; left half-way, nobody would know its condition\n');
  expect(results()).toEqual(['done', 'untouched', 'untouched']);
});

test('an interrupt of the whole group of processes, as a terminal sends it, does not reach the worker', async () => {
  const words = [bundle, '--detached', cluster.spec()];
  front = spawn(process.execPath, words, { env: { PATH: process.env.PATH, ...encodeFiles({ 'lavinmq.ini': NEW }) }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  await printed(front, 'n1 restart');
  const run = ended(front);
  process.kill(-front.pid!, 'SIGINT');
  process.kill(-front.pid!, 'SIGKILL');
  await run;
  await reported();
  expect(results()).toEqual(['done', 'untouched', 'untouched']);
});

test('goes on to its end when nobody reads any more', async () => {
  await inTheMiddle();
  front.stdout!.destroy();
  front.stderr!.destroy();
  expect(await new Promise((done) => front.on('exit', done))).toBe(0);
  expect(results()).toEqual(['done', 'done', 'done']);
});

test('a worker that is killed is told, and the next run goes on where it was', async () => {
  const worker = await inTheMiddle();
  const run = ended(front);
  process.kill(worker, 'SIGKILL');
  expect(await run).toMatchObject({ code: 2, stderr: 'the engine was ended by SIGKILL; run it again, it goes on where this run stopped\n' });
  front = cluster.launch(cluster.spec(), NEW, ['--detached']);
  expect((await ended(front)).code).toBe(0);
  expect(starts()[1]).toBe(2);
  expect(starts()[2]).toBe(2);
});

test('while an orphan works, another run is kept out and told who it is', async () => {
  const worker = await inTheMiddle({ settleSeconds: 8 });
  front.kill('SIGKILL');
  const second = await cluster.run(cluster.spec(), NEW, ['--detached']);
  expect(second).toMatchObject({ code: 2, stdout: expect.stringContaining(`another run holds the lease: process ${worker} on `) });
  await until('the end of the worker', () => !runs(worker));
  expect(starts()).toEqual([2, 1, 1]);
});

test('where it may wait, another run goes on as soon as the orphan has ended', async () => {
  const worker = await inTheMiddle({ settleSeconds: 8 });
  front.kill('SIGKILL');
  const second = await cluster.run(cluster.spec({ lock: { waitSeconds: 20 } }), NEW, ['--detached']);
  expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining(`waiting for the lease: process ${worker} on `) });
  expect(starts()).toEqual([2, 2, 2]);
});
