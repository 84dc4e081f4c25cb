import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { LavinMqOAuth, LavinMqTarget, LavinMqVersion, OidcIdentityProvider, RestartDriver, RestartProbe, RollingRestart, RollingRestartProps } from '../../../src';
import { triggersIn } from '../../support/triggers';
import { temporaryFolder } from '../support/folder';
import { TERRAFORM_PROGRAM, TerraformFolder } from '../support/terraform-process';

/* What a rolling restart has to hold, R1 to R12, as far as it is about plans. */

const folder = temporaryFolder();

/**
 * A stack of LavinMQ's settings with a restart of so many nodes; none for no restart.
 *
 * The engine is not to run, so a program that does nothing stands for Node.
 */
function synthesize(count: number, version: number, restart: Partial<RollingRestartProps> = {}, secretVersion = (_name: string) => '1'): string {
  const outdir = join(folder(), 'cdktf.out');
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'messaging');
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
  const broker = new LavinMqOAuth(stack, 'LavinMq', {
    identityProvider,
    target: LavinMqTarget.selfHosted(),
    brokerVersion: LavinMqVersion.V2_9_1,
    audience: 'messaging',
    resourceServerId: 'lavinmq',
    mqttPermissionCheckEnabled: true,
    jwksCacheTtlSeconds: version,
  });
  const nodes = Array.from({ length: count }, (_, index) => `n${index + 1}`);
  if (count > 0) {
    new RollingRestart(stack, 'Restart', {
      broker,
      nodes: nodes.map((name) => ({
        name,
        files: { 'lavinmq.ini': `/etc/${name}/lavinmq.ini` },
        driver: RestartDriver.command({ restart: ['restart', name], pidFile: `/run/${name}.pid` }),
        probes: [RestartProbe.tcp(`${name}.example.com`, 5672)],
        secretVersions: { 'client-secret': secretVersion(name) },
      })),
      nodeExecutable: '/bin/true',
      ...restart,
    });
  }
  app.synth();
  return join(outdir, 'stacks', 'messaging');
}

const block = (directory: string) => {
  const resources = Object.entries<any>(JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')).resource.terraform_data);
  return resources.find(([name]) => name.startsWith('Restart'))![1];
};
const withTerraform = TERRAFORM_PROGRAM === undefined ? test.skip : test;
const reason = TERRAFORM_PROGRAM === undefined ? ' (skipped: TERRAFORM_BIN names no terraform and none is on PATH; judged from the synthesized JSON instead)' : '';

/** The restart's part of a plan's text: from its first comment to its last brace. */
function restartPart(plan: string): readonly string[] {
  const lines = plan.split('\n');
  const first = lines.findIndex((line) => /^ {2}# terraform_data\.Restart/.test(line));
  return lines.slice(first, lines.findIndex((line, index) => index > first && line === '    }') + 1);
}

describe('R4 more nodes down at once than the quorum spares', () => {
  test.each([
    [3, { maxUnavailable: 2 }, /maxUnavailable must be at most 1: of 3 nodes 2 must stay available, got 2/],
    [5, { maxUnavailable: 3 }, /maxUnavailable must be at most 2: of 5 nodes 3 must stay available, got 3/],
    [3, { quorum: 3 }, /quorum must be below the number of nodes, 3, got 3/],
  ])('are refused at synthesis: of %d nodes %j', (count, restart, problem) => {
    expect(() => synthesize(count, 1, restart)).toThrow(problem);
  });
});

describe('R9 the restart\'s part of a plan', () => {
  withTerraform.each([
    ['all of three nodes', 3, 2, () => '1'],
    ['one of ten nodes, for its secret,', 1, 1, (name: string) => (name === 'n4' ? '2' : '1')],
  ])(`for %s has at most as many lines and ten more${reason}`, (_which, changed, version, secret) => {
    const count = changed === 1 ? 10 : 3;
    const terraform = new TerraformFolder(synthesize(count, 1));
    terraform.run(['apply', '-no-color', '-input=false', '-auto-approve']);
    synthesize(count, version, {}, secret);
    const lines = restartPart(new TerraformFolder(join(folder(), 'cdktf.out', 'stacks', 'messaging')).run(['plan', '-no-color', '-input=false']));
    expect(lines.filter((line) => /^ +~ "?n\d+"? +=/.test(line))).toHaveLength(changed);
    expect(lines.length).toBeLessThanOrEqual(changed + 10);
  }, 60_000);

  test('comes from one attribute with one member a node, and nothing that a plan shows beside it', () => {
    const { provisioner: _, depends_on: __, ...shown } = block(synthesize(3, 1));
    expect(Object.keys(shown).filter((name) => name !== '//')).toEqual(['triggers_replace']);
    expect(Object.keys(triggersIn(shown.triggers_replace))).toEqual(['n1', 'n2', 'n3']);
  });
});

describe('R12 a thousand nodes', () => {
  withTerraform(`add less than 5 s to a plan${reason}`, () => {
    const seconds = (count: number) => {
      const terraform = new TerraformFolder(synthesize(count, 1));
      const begun = performance.now();
      terraform.run(['plan', '-no-color', '-input=false']);
      return (performance.now() - begun) / 1000;
    };
    expect(seconds(1000) - seconds(0)).toBeLessThan(5);
  }, 120_000);

  test('are one resource, whose fingerprints share their computation', () => {
    const directory = synthesize(1000, 1);
    const { resource, locals } = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8'));
    expect(Object.keys(resource.terraform_data).filter((name) => name.startsWith('Restart'))).toHaveLength(1);
    expect(Object.keys(triggersIn(block(directory).triggers_replace))).toHaveLength(1000);
    expect(Object.entries<any>(locals).find(([name]) => name.includes('Fingerprints'))![1]).toHaveLength(1);
  });
});
