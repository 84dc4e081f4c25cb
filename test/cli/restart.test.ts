import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { brokerOAuth, scratchFolder } from './command-line';
import { temporaryFolder } from '../restart/support/folder';
import { ended, LocalCluster, printed } from '../restart/support/local-cluster';

const ROOT = path.resolve(__dirname, '../..');
const OLD = '[main]\nauth_backends = local,oauth\n\n[oauth]\nissuer = https://sso.example.com\nresource_server_id = lavinmq\naudience = messaging\n';
const NEW = `${OLD}jwks_cache_ttl = 600\n`;

const { folder: installed, write } = scratchFolder();
const program = path.join(installed, 'lib/cli/broker-oauth.cjs');
const engine = path.join(installed, 'lib/restart/engine.bundle.cjs');

beforeAll(() => {
  write('package.json', { version: '1.2.3' });
  execFileSync(process.execPath, ['scripts/bundle-cli.mjs', path.join(installed, 'lib')], { cwd: ROOT });
  execFileSync(process.execPath, ['scripts/bundle-engine.mjs', engine], { cwd: ROOT });
}, 120_000);

const folder = temporaryFolder();
let cluster: LocalCluster;
beforeEach(async () => {
  cluster = new LocalCluster(folder(), engine);
  await cluster.start(OLD);
});
afterEach(() => cluster.stop());

const starts = () => cluster.names.map((name) => cluster.starts(name));
const launch = (...words: string[]) => spawn(process.execPath, [program, 'restart', ...words], { env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'pipe'] });
const run = async (...words: string[]) => ended(launch(...words));

function manifest(known: boolean, name = 'manifest.json') {
  const broker = {
    path: 'Stack/LavinMq', kind: 'lavinmq', brokerVersion: '2.9.1', target: 'files', identityProvider: 'x', files: [{ name: 'lavinmq.ini', text: NEW, known }],
    grants: [], findings: [], acknowledged: [], preconditions: [], deferred: [], acceptLockout: false,
  };
  const text = JSON.stringify({ manifestVersion: 1, stack: 'x', identityProviders: [], applications: [], brokers: [broker], restarts: [] });
  fs.writeFileSync(path.join(folder(), name), text);
}

test('takes the files from where it is told', async () => {
  const rendered = path.join(folder(), 'rendered');
  fs.mkdirSync(rendered);
  fs.writeFileSync(path.join(rendered, 'lavinmq.ini'), NEW);
  expect(await run('--spec', cluster.spec(), '--files-from', rendered)).toMatchObject({ code: 0, stdout: expect.stringContaining('good: 3 of 3 nodes restarted'), stderr: '' });
  expect(starts()).toEqual([2, 2, 2]);
});

test('takes them from the manifest beside the spec', async () => {
  manifest(true);
  const { code, stdout } = await run('--spec', cluster.spec());
  expect([code, stdout.split('\n')[0]]).toEqual([0, `notice: the files are those of ${path.join(folder(), 'manifest.json')}`]);
  expect(starts()).toEqual([2, 2, 2]);
});

test('goes on with what Terraform handed to a run that stopped, also what was known only then', async () => {
  const spec = cluster.spec();
  const parsed = JSON.parse(fs.readFileSync(spec, 'utf8'));
  parsed.nodes[0].probes[0].url = '@{broker-oauth:0}';
  fs.writeFileSync(spec, JSON.stringify(parsed));
  const terraform = cluster.launch(spec, NEW, [], { BROKER_OAUTH_VALUES: JSON.stringify([cluster.url('n1')]) });
  await printed(terraform, 'n1 restart');
  terraform.kill('SIGTERM');
  await ended(terraform);
  expect(starts()).toEqual([2, 1, 1]);

  manifest(false);
  const { code, stdout } = await run('--spec', spec);
  expect([code, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^notice: the files are those that Terraform handed over at \d{4}-\d\d-\d\dT/)]);
  expect(starts()).toEqual([2, 2, 2]);
  expect(fs.statSync(path.join(folder(), 'state', 'input.json')).mode & 0o777).toBe(0o600);
});

test('does not take what was handed over for another spec', async () => {
  await ended(cluster.launch(cluster.spec(), NEW));
  const { code, stderr } = await run('--spec', cluster.spec({ checks: 1 }));
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^error: no files were given: .*manifest\.json cannot be read; run terraform apply, or give the files by --files-from\n$/)]);
});

test('does not take files of which Terraform fills in a part', async () => {
  manifest(false);
  const { code, stderr } = await run('--spec', cluster.spec());
  expect([code, stderr]).toEqual([1, expect.stringContaining('manifest.json lacks what only Terraform knows in lavinmq.ini')]);
  expect(starts()).toEqual([1, 1, 1]);
});

test('prints order, batches and reasons in a dry run, as JSON lines on request', async () => {
  manifest(true);
  const text = await run('--spec', cluster.spec(), '--dry-run');
  expect(text.stdout).toMatch(/batch 1 of 3: n1: .*\nbatch 2 of 3: n2: .*\nbatch 3 of 3: n3: /);
  const events = (await run('--spec', cluster.spec(), '--dry-run', '--json')).stdout.trim().split('\n').map((line) => JSON.parse(line));
  expect(events.pop()).toMatchObject({ event: 'report', exitCode: 0, text: '3 of 3 nodes would restart' });
  expect(starts()).toEqual([1, 1, 1]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s finishes the node in hand and stops', async (signal) => {
  manifest(true);
  const child = launch('--spec', cluster.spec());
  await printed(child, 'n1 restart');
  child.kill(signal);
  expect(await ended(child)).toMatchObject({ code: 2, stdout: expect.stringContaining(`stopped after the node in hand: received ${signal}`) });
  expect(starts()).toEqual([2, 1, 1]);
});

test('goes on to its end when nobody reads any more', async () => {
  manifest(true);
  const child = launch('--spec', cluster.spec());
  await printed(child, 'n1 deliver');
  child.stdout!.destroy();
  expect(await new Promise((done) => child.on('exit', done))).toBe(0);
  expect(starts()).toEqual([2, 2, 2]);
});

test('runs a pre-flight', async () => {
  manifest(true);
  manifest(true, 'before.json');
  const spec = cluster.spec({ nodes: [], preflight: { kind: 'manifest', path: 'before.json' } });
  expect(await run('--spec', spec, '--preflight')).toMatchObject({ code: 0, stdout: expect.stringContaining('tokens of today stay good') });
});

test.each([
  ['without a spec', [], 'error: give --spec, the file'],
  ['with an option that does not exist', ['--spec', 'x', '--fast'], "error: unknown option '--fast'"],
  ['with a spec that does not exist', ['--spec', '/no/such/spec.json'], 'error: /no/such/spec.json cannot be read (ENOENT)'],
])('ends with 1 %s', async (_how, words, problem) => {
  expect(await run(...words)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(problem) });
});

test('its help has every option of the engine', async () => {
  const { code, out } = await brokerOAuth(['restart', '--help']);
  expect(code).toBe(0);
  ['--spec <file>', '--dry-run', '--json', '--preflight', '--files-from <path>', 'Exit codes:'].forEach((text) => expect(out).toContain(text));
});

test('a file without end is no spec', async () => {
  const { code, stderr } = await run('--spec', '/dev/zero', '--dry-run');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('/dev/zero has more than 67108864 bytes') });
});

test('the spec of a pre-flight, which names no nodes, is not taken for a restart', async () => {
  manifest(true);
  const spec = cluster.spec();
  fs.writeFileSync(spec, JSON.stringify({ ...JSON.parse(fs.readFileSync(spec, 'utf8')), nodes: [] }));
  const { code, stderr } = await run('--spec', spec, '--dry-run');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/names no nodes.*add --preflight/) });
});
