import { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeCluster, Synthesized } from '../support/cluster-stack';
import { temporaryFolder } from '../support/folder';
import { bundleEngine, ended, LocalCluster, printed } from '../support/local-cluster';
import { leaseHolder, runs, until } from '../support/orphans';
import { describeWithTerraformProgram, TerraformFolder } from '../support/terraform-process';

const OLD = '[main]\ndata_dir = /var/lib/lavinmq\nauth_backends = local,oauth\n\n[oauth]\nissuer = https://sso.example.com\nresource_server_id = lavinmq\naudience = messaging\n';

describeWithTerraformProgram('terraform apply, interrupted in the middle of a node', () => {
  const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
  const bundle = bundleEngine(bundles);
  afterAll(() => rmSync(bundles, { recursive: true }));

  const folder = temporaryFolder();
  let cluster: LocalCluster;
  let stack: Synthesized;
  let terraform: TerraformFolder;

  beforeEach(async () => {
    cluster = new LocalCluster(folder(), bundle);
    await cluster.start(OLD);
    // Terraform is gone long before the node has settled.
    stack = synthesizeCluster(cluster, folder(), bundle, { version: 600, restart: { settleSeconds: 2 } });
    terraform = new TerraformFolder(stack.directory);
  });
  afterEach(() => {
    const worker = leaseHolder(stack.state);
    if (worker !== undefined && runs(worker)) {
      process.kill(worker, 'SIGKILL');
    }
    cluster.stop();
  });

  const results = () => JSON.parse(readFileSync(join(stack.state, 'report.json'), 'utf8')).nodes.map((node: { result: string }) => node.result);
  const starts = () => cluster.names.map((name) => cluster.starts(name));

  async function interrupted(interrupt: (apply: ChildProcess) => void): Promise<number> {
    const apply = terraform.apply();
    const run = ended(apply);
    await printed(apply, 'n1 restart');
    const worker = leaseHolder(stack.state)!;
    interrupt(apply);
    expect((await run).code).not.toBe(0);
    return worker;
  }

  test.each<[string, (apply: ChildProcess) => void]>([
    ['SIGINT', (apply) => apply.kill('SIGINT')],
    ['SIGTERM', (apply) => apply.kill('SIGTERM')],
    ['SIGKILL', (apply) => apply.kill('SIGKILL')],
    ['SIGHUP', (apply) => apply.kill('SIGHUP')],
    ['SIGINT to its whole group, as Ctrl-C sends it,', (apply) => process.kill(-apply.pid!, 'SIGINT')],
  ])('%s leaves the node in hand finished and the others untouched, and the next apply goes on there', async (_signal, interrupt) => {
    const worker = await interrupted(interrupt);
    // Terraform has ended, and its pipes with it; the node in hand is still at work.
    expect(runs(worker)).toBe(true);
    await until('the report', () => existsSync(join(stack.state, 'report.json')));
    await until('the end of the worker', () => !runs(worker));
    expect(results()).toEqual(['done', 'untouched', 'untouched']);
    expect(starts()).toEqual([2, 1, 1]);

    expect((await ended(terraform.apply())).code).toBe(0);
    expect(results()).toEqual(['skipped', 'done', 'done']);
    expect(starts()).toEqual([2, 2, 2]);
    expect(terraform.run(['plan', '-no-color', '-detailed-exitcode'])).toContain('No changes.');
  }, 60_000);

  test('an apply at once afterwards does not touch the cluster while the orphan is at work', async () => {
    synthesizeCluster(cluster, folder(), bundle, { version: 600, restart: { settleSeconds: 12 } });
    const worker = await interrupted((apply) => apply.kill('SIGINT'));
    const second = await ended(terraform.apply());
    expect(second.code).toBe(1);
    expect(second.stdout + second.stderr).toContain(`another run holds the lease: process ${worker} on `);
    await until('the end of the worker', () => !runs(worker));
    expect(starts()).toEqual([2, 1, 1]);
  }, 60_000);
});
