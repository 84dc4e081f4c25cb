import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprintOf } from '../../../src/restart/fingerprint';
import { encodeFiles, FINGERPRINTS_VARIABLE } from '../../../src/restart/payload';
import { temporaryFolder } from '../support/folder';
import { bundleEngine, ended, LocalCluster, printed } from '../support/local-cluster';

const OURS = '[main]\nauth_backends = local,oauth\n\n[oauth]\nissuer = https://sso.example.com\nresource_server_id = lavinmq\naudience = messaging\n';
const OLD = `[main]\ndata_dir = /var/lib/lavinmq\n\n${OURS.replace('[main]\n', '[amqp]\nport = 5672\n\n[main]\n').replace('[main]\nauth_backends = local,oauth\n\n', '')}`;
const NEW = `${OURS}jwks_cache_ttl = 600\n`;
const BROKEN = `${OURS}scope_prefix = broken.\n`;

const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
const bundle = bundleEngine(bundles);
afterAll(() => rmSync(bundles, { recursive: true }));

const folder = temporaryFolder();
let cluster: LocalCluster;
beforeEach(() => {
  cluster = new LocalCluster(folder(), bundle);
});

const starts = () => cluster.names.map((name) => cluster.starts(name));
const results = () => JSON.parse(readFileSync(join(folder(), 'state', 'report.json'), 'utf8')).nodes.map((node: { result: string }) => node.result);

describe('the bundled engine over real processes', () => {
  beforeEach(() => cluster.start(OLD));
  afterEach(() => cluster.stop());

  test('brings all nodes to the new settings, keeps what is not ours, and restarts nothing when run again', async () => {
    const spec = cluster.spec();
    const fingerprint = fingerprintOf({ files: { 'lavinmq.ini': NEW }, secretVersions: {} });
    const environment = { [FINGERPRINTS_VARIABLE]: JSON.stringify({ n1: fingerprint, n2: fingerprint, n3: fingerprint }) };
    expect(await cluster.run(spec, NEW, [], environment)).toMatchObject({ code: 0, stderr: '' });
    expect(starts()).toEqual([2, 2, 2]);
    for (const name of cluster.names) {
      const loaded = await cluster.loaded(name);
      expect(loaded).toContain('data_dir = /var/lib/lavinmq');
      expect(loaded).toContain('jwks_cache_ttl = 600');
    }
    expect(readdirSync(join(folder(), 'n1')).sort()).toEqual(['.broker-oauth-n1.json', 'lavinmq.ini', 'lavinmq.ini.broker-oauth-previous', 'log', 'pid']);
    expect((await cluster.run(spec, NEW, [], environment)).stdout).toMatch(/0 of 3 nodes restarted, all healthy/);
    expect(starts()).toEqual([2, 2, 2]);
  });

  test('stops at a node that does not come up, shows its log, and a revert repairs that node first', async () => {
    const spec = cluster.spec({ acceptLockout: true });
    const failed = await cluster.run(spec, BROKEN);
    expect(failed.code).toBe(2);
    expect(failed.stdout).toMatch(/n1: failed after .* not healthy within 3 s: http .*: status 503, wanted 200/);
    expect(failed.stdout).toMatch(/last lines of the log of n1:\n\s+loaded by \d+/);
    expect(results()).toEqual(['failed', 'untouched', 'untouched']);
    expect(await cluster.run(spec, OURS)).toMatchObject({ code: 0 });
    expect(starts()[0]).toBe(3);
    expect(await cluster.loaded('n1')).not.toContain('broken');
  });

  test('killed in the middle of a node and run again, redoes that one and not the one that was done', async () => {
    const spec = cluster.spec();
    const engine = cluster.launch(spec, NEW);
    await printed(engine, 'n2 restart');
    engine.kill('SIGKILL');
    await ended(engine);
    expect(await cluster.run(spec, NEW)).toMatchObject({ code: 0 });
    expect(starts()[0]).toBe(2);
    expect(starts()[2]).toBe(2);
    expect(await Promise.all(cluster.names.map((name) => cluster.loaded(name)))).toEqual(Array(3).fill(expect.stringContaining('jwks_cache_ttl = 600')));
  });

  test('does not run twice at the same time', async () => {
    const spec = cluster.spec();
    const engine = cluster.launch(spec, NEW);
    await printed(engine, 'n1 restart');
    const second = await cluster.run(spec, NEW);
    expect(second).toMatchObject({ code: 2, stdout: expect.stringMatching(/another run holds the lease: process \d+ on /) });
    expect((await ended(engine)).code).toBe(0);
    expect(starts()).toEqual([2, 2, 2]);
  });

  test('finishes the node in hand when it is asked to stop', async () => {
    const engine = cluster.launch(cluster.spec(), NEW);
    await printed(engine, 'n1 restart');
    engine.kill('SIGTERM');
    const stopped = await ended(engine);
    expect(stopped).toMatchObject({ code: 2, stdout: expect.stringContaining('stopped after the node in hand: received SIGTERM') });
    expect(starts()).toEqual([2, 1, 1]);
    expect(results()).toEqual(['done', 'untouched', 'untouched']);
  });

  test('goes on to its end when nobody reads its output any more', async () => {
    const engine = cluster.launch(cluster.spec(), NEW);
    await printed(engine, 'n1 deliver');
    engine.stdout!.destroy();
    engine.stderr!.destroy();
    expect(await new Promise((done) => engine.on('exit', done))).toBe(0);
    expect(results()).toEqual(['done', 'done', 'done']);
    expect(readFileSync(join(folder(), 'state', 'engine.log'), 'utf8')).toContain('"node":"n3"');
  });

  test('stops after the node in hand when the process that started it is gone', async () => {
    const spec = cluster.spec();
    const script = `const engine = require('child_process').spawn(process.execPath, [${JSON.stringify(bundle)}, ${JSON.stringify(spec)}], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
      engine.stdout.on('data', (bytes) => String(bytes).includes('n1 deliver') && process.exit(0));`;
    const parent = spawn(process.execPath, ['-e', script], { env: { PATH: process.env.PATH, ...encodeFiles({ 'lavinmq.ini': NEW }) }, stdio: 'ignore' });
    await new Promise((done) => parent.on('exit', done));
    for (let tries = 0; tries < 100 && !existsSync(join(folder(), 'state', 'report.json')); tries++) {
      await sleep(100);
    }
    expect(results()).toEqual(['done', 'untouched', 'untouched']);
    expect(readFileSync(join(folder(), 'state', 'report.json'), 'utf8')).toContain('the process that started the engine has ended');
  });

  test('shows no secret that a command was given, neither in its output nor in what it keeps', async () => {
    const run = await cluster.run(cluster.spec({}, ['PATH', 'BROKER_PASSWORD']), NEW, [], { BROKER_PASSWORD: 'hunter22' });
    expect(run).toMatchObject({ code: 2, stdout: expect.stringContaining('exit code 5: logged in with (hidden)') });
    const kept = readdirSync(join(folder(), 'state')).map((name) => readFileSync(join(folder(), 'state', name), 'utf8')).join('');
    expect(run.stdout + run.stderr + kept).not.toContain('hunter22');
  });

  test('takes the files from a folder, and touches nothing in a dry run', async () => {
    mkdirSync(join(folder(), 'rendered'));
    writeFileSync(join(folder(), 'rendered', 'lavinmq.ini'), NEW);
    const run = await cluster.run(cluster.spec(), OLD, ['--dry-run', '--json', '--files-from', join(folder(), 'rendered')]);
    const events = run.stdout.trim().split('\n').map((line) => JSON.parse(line));
    expect(run.code).toBe(0);
    expect(events[events.length - 1]).toMatchObject({ event: 'report', exitCode: 0, outcome: 'good', text: '3 of 3 nodes would restart' });
    expect(starts()).toEqual([1, 1, 1]);
    expect(readFileSync(cluster.file('n1'), 'utf8')).toBe(OLD);
    expect(readdirSync(join(folder(), 'n1')).sort()).toEqual(['lavinmq.ini', 'log', 'pid']);
  });

  test('refuses another issuer before the first node, with exit code 2', async () => {
    const run = await cluster.run(cluster.spec(), NEW.replace('sso.example.com', 'other.example.com'));
    expect(run).toMatchObject({ code: 2, stdout: expect.stringContaining('[LOCKOUT_NOT_ACCEPTED]') });
    expect(starts()).toEqual([1, 1, 1]);
  });
});

describe('the bundled engine\'s command line', () => {
  test.each([
    ['no spec', [], 'give one spec, got 0'],
    ['an unknown option', ['--fast', 'x'], 'Unknown option \'--fast\''],
    ['a spec that does not exist', ['/no/such/spec.json'], '/no/such/spec.json cannot be read (ENOENT)'],
  ])('ends with 1 for %s', async (_name, words, problem) => {
    const run = await ended(spawn(process.execPath, [bundle, ...words], { stdio: ['ignore', 'pipe', 'pipe'] }));
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(problem) });
  });

  test('ends with 1 for a spec that it does not understand and for files that did not arrive', async () => {
    expect(await cluster.run(cluster.spec({ checks: 0 }), NEW)).toMatchObject({ code: 1, stderr: expect.stringContaining('checks: ') });
    expect(await cluster.run(cluster.spec({ broker: { kind: 'other', path: 'x' } }), NEW)).toMatchObject({ code: 1, stderr: expect.stringContaining('got "other"') });
    expect(await cluster.run(cluster.spec(), NEW, [], { BROKER_OAUTH_FILES_0: 'x' })).toMatchObject({ code: 1, stderr: expect.stringContaining('BROKER_OAUTH_FILES_') });
  });

  test('runs a pre-flight, which is undetermined without anything to compare with', async () => {
    const spec = cluster.spec({ nodes: [], preflight: { kind: 'cloudamqp', instanceId: '1' } });
    expect(await cluster.run(spec, NEW, ['--preflight'])).toMatchObject({ code: 3, stdout: expect.stringContaining('CLOUDAMQP_APIKEY is not set') });
    const manifest = cluster.spec({ nodes: [], preflight: { kind: 'manifest', path: 'none.json' } });
    expect(await cluster.run(manifest, NEW, ['--preflight'])).toMatchObject({ code: 3, stdout: expect.stringContaining('none.json cannot be read') });
  });

  test.each([
    ['the same settings', NEW, true, 0, 'tokens of today stay good'],
    ['another issuer', NEW.replace('sso.', 'other.'), true, 2, 'LOCKOUT_NOT_ACCEPTED'],
    ['a place that Terraform fills', NEW, false, 3, 'lacks what Terraform filled into lavinmq.ini'],
  ])('compares with a previous manifest that has %s', async (_name, text, known, code, said) => {
    const broker = {
      path: 'Stack/LavinMq', kind: 'lavinmq', brokerVersion: '2.9.1', target: 'files', identityProvider: 'x', files: [{ name: 'lavinmq.ini', text, known }],
      grants: [], findings: [], acknowledged: [], preconditions: [], deferred: [], acceptLockout: false,
    };
    const manifest = { manifestVersion: 1, stack: 'x', identityProviders: [], applications: [], brokers: [broker], restarts: [] };
    writeFileSync(join(folder(), 'manifest.json'), JSON.stringify(manifest));
    const spec = cluster.spec({ nodes: [], preflight: { kind: 'manifest', path: 'manifest.json' } });
    expect(await cluster.run(spec, NEW, ['--preflight'])).toMatchObject({ code, stdout: expect.stringContaining(said) });
  });

  test('tells how it is called', async () => {
    const run = await ended(spawn(process.execPath, [bundle, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] }));
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('usage: node engine.cjs <spec.json> [options]') });
  });
});
