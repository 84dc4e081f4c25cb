import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { APPS, ENTRY_POINTS, EXAMPLES } from './examples';
import { searchSecrets } from '../../examples/demo/search';
import { build, INTROSPECTION_SECRET } from '../../examples/mosquitto/stack';
import { RestartDriver, RestartProbe } from '../../src';
import { CDKS, cdkModule } from '../support/cdks';
import { describeWithTerraform, TERRAFORM } from '../support/terraform';

/** A secret for every environment variable that an example or a provider of it reads. */
const SECRETS = Object.fromEntries([INTROSPECTION_SECRET, 'HIVEMQ_INTROSPECTION_SECRET', 'CLOUDAMQP_APIKEY', 'AIVEN_TOKEN']
  .map((name) => [name, `secret-${randomBytes(12).toString('hex')}`]));

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-secrets-'));
  Object.assign(process.env, SECRETS);
});
afterEach(() => {
  Object.keys(SECRETS).forEach((name) => delete process.env[name]);
  delete process.env.CDKTF_OUTDIR;
  fs.rmSync(folder, { recursive: true, force: true });
});

test('the search finds a secret that does stand in a file', () => {
  fs.mkdirSync(path.join(folder, 'deep'));
  fs.writeFileSync(path.join(folder, 'deep', 'state'), `{"a":"${SECRETS.AIVEN_TOKEN}"}`);

  expect(searchSecrets(folder, Object.values(SECRETS)).found).toEqual(['deep/state']);
});

describe.each(CDKS)('secrets in the environment of a synthesis with %s', (cdk) => {
  test.each(APPS)('are nowhere in the output of the example %s', (example) => {
    process.env.CDKTF_OUTDIR = folder;
    jest.isolateModules(() => require(path.join(EXAMPLES, example, ENTRY_POINTS[cdk])));

    expect(searchSecrets(folder, Object.values(SECRETS))).toEqual({ files: expect.any(Number), bytes: expect.any(Number), found: [] });
    expect(fs.existsSync(path.join(folder, 'stacks', example, 'broker-oauth', 'manifest.json'))).toBe(true);
  });
});

/** A node whose start command prints the secret and fails, as a careless script might. */
function leakingNode(name: string) {
  const place = path.join(folder, name);
  fs.mkdirSync(place);
  fs.writeFileSync(path.join(place, 'mosquitto.conf'), 'listener 1883 127.0.0.1\n');
  fs.writeFileSync(path.join(place, 'dynamic-security.json'), '{}\n');
  const leak = `console.log(process.env.${INTROSPECTION_SECRET}); console.error("password=" + process.env.${INTROSPECTION_SECRET}); process.exit(1)`;
  return {
    name,
    files: Object.fromEntries(['jwt.json', 'mosquitto.conf', 'dynamic-security.json'].map((file) => [file, path.join(place, file)])),
    driver: RestartDriver.command({
      stop: [process.execPath, '-e', ''],
      start: [process.execPath, '-e', leak],
      pidFile: path.join(place, 'node.pid'),
      environment: ['PATH', INTROSPECTION_SECRET],
    }),
    probes: [RestartProbe.tcp('127.0.0.1', 9)],
  };
}

function run(directory: string, args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const configuration = path.join(folder, 'terraformrc');
  fs.writeFileSync(configuration, '');
  const { status, stdout, stderr } = spawnSync(TERRAFORM!, [...args], {
    cwd: directory, encoding: 'utf8', env: { ...process.env, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1', TF_LOG_PATH: path.join(folder, 'trace'), TF_LOG: 'DEBUG' },
  });
  return { status, output: `${stdout}${stderr}` };
}

describeWithTerraform('a secret that a start command of the Mosquitto example prints', () => {
  test('is nowhere in plan, state, journal, report, log and output, though the start fails', () => {
    const cdk = cdkModule('cdktf');
    const app = new cdk.App({ outdir: path.join(folder, 'out') });
    const stack = new cdk.TerraformStack(app, 'mosquitto');
    new cdk.LocalBackend(stack, { path: 'terraform.tfstate' });
    build(stack, { nodes: ['a', 'b', 'c'].map((letter) => leakingNode(letter)) });
    app.synth();
    const directory = path.join(folder, 'out', 'stacks', 'mosquitto');

    const init = run(directory, ['init', '-no-color']);
    const plan = run(directory, ['plan', '-no-color', '-out=plan']);
    const shown = run(directory, ['show', '-json', 'plan']);
    const apply = run(directory, ['apply', '-no-color', 'plan']);
    fs.writeFileSync(path.join(folder, 'output.txt'), [init, plan, shown, apply].map(({ output }) => output).join('\n'));

    expect([init.status, plan.status, shown.status, apply.status]).toEqual([0, 0, 0, 1]);
    expect(apply.output).toContain('password=(hidden)');
    expect(fs.existsSync(path.join(directory, 'terraform.tfstate'))).toBe(true);
    expect(fs.existsSync(path.join(folder, 'out', 'stacks', '.broker-oauth'))).toBe(true);
    expect(searchSecrets(folder, Object.values(SECRETS)).found).toEqual([]);
  }, 60_000);
});
