import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgvWatch } from '../support/argv-watch';
import { synthesizeCluster, Synthesized } from '../support/cluster-stack';
import { describeVehicles, Vehicle } from '../support/cluster-vehicle';
import { temporaryFolder } from '../support/folder';
import { bundleEngine, ended, LocalCluster } from '../support/local-cluster';
import { TERRAFORM_PROGRAM, TerraformFolder } from '../support/terraform-process';

/* What a rolling restart has to hold, R6: a secret that a driver's command is given, and prints, and a token that the engine is given. */

const OLD = '[main]\nauth_backends = local,oauth\n\n[oauth]\nissuer = https://sso.example.com\nresource_server_id = lavinmq\naudience = messaging\n';
/** In JSON it has backslashes, in a shell it would need quotes, and a blank parts it. */
const SECRET = 'hunter"22\\ $x';
const PIECE = 'hunter';
/** No signature, no person: the shape alone counts. */
const TOKEN = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"piece-of-token"}').toString('base64url')}.c2lnbmF0dXJl`;

const bundles = mkdtempSync(join(tmpdir(), 'broker-oauth-bundle-'));
const bundle = bundleEngine(bundles);
afterAll(() => rmSync(bundles, { recursive: true }));

const folder = temporaryFolder();
let cluster: LocalCluster;
let stack: Synthesized;
beforeEach(async () => {
  cluster = new LocalCluster(folder(), bundle);
  await cluster.start(OLD);
});
afterEach(() => cluster.stop());

/** Every text below a folder: journal, log, report, kept input, state, plan, spec, files on the nodes. */
function everything(path: string): string {
  if (!statSync(path).isDirectory()) {
    return readFileSync(path, 'latin1');
  }
  return readdirSync(path).map((name) => everything(join(path, name))).join('\n');
}

const hidden = [PIECE, TOKEN, TOKEN.split('.')[1]];

test('R6 the watch sees what stands in a command line', async () => {
  const watch = new ArgvWatch(['in-plain-sight']);
  await ended(spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 300)', 'in-plain-sight'], { stdio: ['ignore', 'pipe', 'pipe'] }));
  expect(watch.stop().found).toEqual([expect.stringContaining('in-plain-sight')]);
});

describeVehicles((vehicle: Vehicle) => {
  test.each([
    ['when all goes well', 'BROKER_GREETING', true],
    ['on failure', 'BROKER_PASSWORD', false],
  ])('R6 no secret in output, command lines, state or plan %s', async (_when, variable, goesWell) => {
    stack = synthesizeCluster(cluster, folder(), bundle, {
      version: 1, environment: ['PATH', variable], broker: { overlapTokenVariable: 'OVERLAP_TOKEN' },
    });
    const watch = new ArgvWatch(hidden);
    const run = await ended(vehicle.apply(stack, { environment: { [variable]: SECRET, OVERLAP_TOKEN: TOKEN } }));
    const { found, seen } = watch.stop();
    expect(run.code === 0).toBe(goesWell);
    // The command did print it, and what it printed was shown.
    expect(run.stdout.includes('logged in with (hidden)')).toBe(!goesWell);
    expect(seen).toBeGreaterThan(10);
    expect(found).toEqual([]);
    hidden.forEach((text) => expect(run.stdout + run.stderr).not.toContain(text));
    const kept = everything(folder());
    expect(kept).toContain('"step":"begun"');
    hidden.forEach((text) => expect(kept).not.toContain(text));
  }, 60_000);
});

(TERRAFORM_PROGRAM === undefined ? test.skip : test)(`R6 no secret in the plan${TERRAFORM_PROGRAM === undefined ? ' (skipped: there is no terraform)' : ''}`, () => {
  stack = synthesizeCluster(cluster, folder(), bundle, { version: 1, environment: ['PATH', 'BROKER_PASSWORD'], broker: { overlapTokenVariable: 'OVERLAP_TOKEN' } });
  const terraform = new TerraformFolder(stack.directory, { BROKER_PASSWORD: SECRET, OVERLAP_TOKEN: TOKEN });
  const shown = terraform.run(['plan', '-no-color', '-input=false', '-out=plan.bin']) + terraform.run(['show', '-json', 'plan.bin']);
  expect(shown).toContain('triggers_replace');
  hidden.forEach((text) => expect(shown).not.toContain(text));
}, 60_000);
