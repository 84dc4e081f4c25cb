import * as fs from 'node:fs';
import * as path from 'node:path';
import { NullProvider } from '@cdktf/provider-null/lib/provider';
import { Resource as NullResource } from '@cdktf/provider-null/lib/resource';
import type * as Cdktf from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { fingerprintOf } from '../../src/restart/fingerprint';
import { readPayload, readValues } from '../../src/restart/payload';
import { RestartDriver } from '../../src/restart/restart-driver';
import { RestartLogin } from '../../src/restart/restart-login';
import { RestartNode, RestartVehicle } from '../../src/restart/restart-node';
import { RestartProbe } from '../../src/restart/restart-probe';
import { RestartToken } from '../../src/restart/restart-token';
import { RollingRestart, RollingRestartProps } from '../../src/restart/rolling-restart';
import { readSpec } from '../../src/restart/spec';
import { Cdk, CDKS, resource, synthesize } from '../support/cdks';
import { temporaryFolder } from '../support/folders';
import { describeWithProviderSchemas, schemaProblems } from '../support/provider-schemas';
import { apply, describeWithTerraform, stateResources } from '../support/terraform';
import { TestBroker, TestBrokerProps } from '../support/test-broker';
import { triggersIn } from '../support/triggers';

const LOGIN = RestartLogin.mqtt({ host: 'n1', port: 8883 });

function node(name: string, own: Partial<RestartNode> = {}): RestartNode {
  return {
    name,
    files: { 'test.conf': `/etc/${name}/test.conf` },
    driver: RestartDriver.command({ restart: ['restart', name], pidFile: `/run/${name}.pid` }),
    probes: [RestartProbe.tcp('127.0.0.1', 1883)],
    ...own,
  };
}

const THREE = [node('n1'), node('n2'), node('n3')];

function restartIn(stack: Cdktf.TerraformStack, props: Partial<RollingRestartProps> = {}, broker: Partial<TestBrokerProps> = {}): RollingRestart {
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
  return new RollingRestart(stack, 'Restart', {
    broker: new TestBroker(stack, 'Broker', { identityProvider, audience: 'messaging', ...broker }),
    nodes: THREE,
    // These nodes are processes of the one machine that applies.
    acknowledge: ['RESTART_LEASE_LOCAL'],
    ...props,
  });
}

describe.each(CDKS)('a rolling restart under %s', (cdkName) => {
  test('is one terraform_data with one trigger a node, behind the settings', () => {
    const { json } = synthesize(cdkName, (stack) => {
      restartIn(stack);
    });
    const block = resource(json, 'terraform_data', 'Restart');
    expect(Object.keys(block).sort()).toEqual(['depends_on', 'provisioner', 'triggers_replace']);
    expect(Object.keys(triggersIn(block.triggers_replace))).toEqual(['n1', 'n2', 'n3']);
    expect(block.depends_on).toEqual([expect.stringMatching(/^terraform_data\.Broker_Settings_/)]);
    expect(block.provisioner).toHaveLength(1);
    expect(block.provisioner[0]['local-exec']).toMatchObject({
      interpreter: ['node', '${path.module}/broker-oauth/engine.cjs', '--detached'],
      command: '${path.module}/broker-oauth/Restart.restart.json',
    });
  });

  test('computes a fingerprint once for nodes that take the same files and secrets', () => {
    const { json } = synthesize(cdkName, (stack) => {
      restartIn(stack, { nodes: [...THREE, node('n4', { secretVersions: { key: '2' } })] });
    });
    const { n1, n2, n3, n4 } = triggersIn(resource(json, 'terraform_data', 'Restart').triggers_replace);
    const [local] = Object.keys(json.locals);
    expect([n1, n2, n3, n4]).toEqual([0, 0, 0, 1].map((index) => `local.${local}[${index}]`));
    expect(json.locals[local]).toHaveLength(2);
  });

  test.each(Object.values(RestartVehicle))('waits as %s for what it is told to wait for', (vehicle) => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      const release = new cdk.TerraformResource(stack, 'Release', { terraformResourceType: 'helm_release' });
      const looked = new cdk.TerraformDataSource(stack, 'Looked', { terraformResourceType: 'external' });
      const module = new cdk.TerraformHclModule(stack, 'Module', { source: 'example/module/any' });
      restartIn(stack, { vehicle, dependsOn: [release, looked, module] });
    });
    expect(resource(json, vehicle, 'Restart').depends_on).toEqual([
      expect.stringMatching(/^terraform_data\.Broker_Settings_/), 'helm_release.Release', 'data.external.Looked', 'module.Module',
    ]);
  });

  test('is a null_resource on request, with its provider declared', () => {
    const { json } = synthesize(cdkName, (stack) => {
      restartIn(stack, { vehicle: RestartVehicle.NULL_RESOURCE });
    });
    expect(Object.keys(triggersIn(resource(json, 'null_resource').triggers))).toEqual(['n1', 'n2', 'n3']);
    expect(json.terraform.required_providers.null).toEqual({ source: 'hashicorp/null', version: '~> 3.2' });
  });

  test('carries a spec that the engine reads, and the engine', () => {
    const { directory } = synthesize(cdkName, (stack) => {
      restartIn(stack, { maxUnavailable: 1, checks: 5 });
    });
    const folder = path.join(directory, 'broker-oauth');
    const { spec, problems } = readSpec(JSON.parse(fs.readFileSync(path.join(folder, 'Restart.restart.json'), 'utf8')));
    expect(problems).toBeUndefined();
    expect(spec).toMatchObject({ broker: { kind: 'test', path: 'Stack/Broker', version: '2.0' }, checks: 5 });
    expect(spec!.nodes.map(({ name, files }) => [name, files])).toEqual(THREE.map(({ name, files }) => [name, files]));
    expect(fs.existsSync(path.join(folder, 'engine.cjs'))).toBe(true);
  });

  test('leaves places in the spec for what only Terraform knows', () => {
    const { json, directory } = synthesize(cdkName, (stack, cdk) => {
      const host = new cdk.TerraformVariable(stack, 'host', { type: 'string' });
      restartIn(stack, { nodes: [node('n1', { probes: [RestartProbe.tcp(host.stringValue, 1883)] })] });
    });
    expect(fs.readFileSync(path.join(directory, 'broker-oauth', 'Restart.restart.json'), 'utf8')).toContain('"host": "@{broker-oauth:0}"');
    const values = resource(json, 'terraform_data', 'Restart').provisioner[0]['local-exec'].environment.BROKER_OAUTH_VALUES;
    expect(values).toMatch(/^\$\{jsonencode\(\[local\.Restart_Values_\w+\[0\]\]\)\}$/);
    expect(json.locals).toMatchObject({ Restart_Values_9B8F8ED9: ['${var.host}'] });
  });

  test('tells its plan', () => {
    let plan: string[] = [];
    synthesize(cdkName, (stack) => {
      plan = restartIn(stack).plan;
    });
    expect(plan).toEqual([
      'batch 1 of 3: n1: restarts when its fingerprint changes',
      'batch 2 of 3: n2: restarts when its fingerprint changes',
      'batch 3 of 3: n3: restarts when its fingerprint changes',
      'at least 2 nodes stay available',
      'one engine at a time: the lease is kept as a file of the machine that runs the engine',
    ]);
  });

  test('is in the manifest', () => {
    const { directory } = synthesize(cdkName, (stack) => {
      restartIn(stack);
    });
    const manifest = JSON.parse(fs.readFileSync(path.join(directory, 'broker-oauth', 'manifest.json'), 'utf8'));
    expect(manifest.restarts).toEqual([{
      path: 'Stack/Restart',
      broker: 'Stack/Broker',
      vehicle: 'terraform_data',
      nodes: THREE.map(({ name, files }) => ({ name, zone: null, files })),
      batches: [['n1'], ['n2'], ['n3']],
      spec: 'Restart.restart.json',
    }]);
  });
});

describe('the rules of a rolling restart', () => {
  test.each<[string, Partial<RollingRestartProps>, RegExp]>([
    ['RESTART_NODES_REQUIRED', { nodes: [] }, /nodes must hold at least one node/],
    ['RESTART_NODES_REQUIRED', { nodes: [node('n1', { files: {} })] }, /nodes\[0\]\.files must name at least one file/],
    ['RESTART_NODES_REQUIRED', { nodes: [node('n1', { probes: [] })] }, /nodes\[0\]\.probes must hold at least one probe/],
    ['RESTART_NODE_NAME', { nodes: [node('n 1')] }, /nodes\[0\]\.name must be .* got "n 1"/],
    ['RESTART_FILE_UNKNOWN', { nodes: [node('n1', { files: { 'other.conf': '/x' } })] }, /must be among test\.conf, got "other\.conf"/],
    ['RESTART_COMMAND_REQUIRED', { nodes: [node('n1', { driver: RestartDriver.command({ stop: ['x'] }) })] }, /must have `restart`/],
    ['RESTART_FILES_SHARED', { nodes: [node('n1'), node('n2', { files: { 'test.conf': '/etc/n1/test.conf' } })] }, /n1, n2 share a file, got "\/etc\/n1/],
    ['RESTART_SECRET_VERSION', { nodes: [node('n1', { secretVersions: { key: 'two words' } })] }, /secretVersions must hold a word .* for key/],
    ['RESTART_NODES_UNIQUE', { nodes: [node('n1'), node('n1')] }, /nodes names a node more than once/],
    ['RESTART_ORDER_COMPLETE', { order: ['n1'] }, /order must name each of n1, n2, n3 once/],
    ['RESTART_MAX_UNAVAILABLE', { maxUnavailable: 2 }, /maxUnavailable must be at most 1/],
    ['RESTART_SMOKE_INCOMPLETE', { acceptedToken: RestartToken.file('/token') }, /nodes must have a node with `logins`/],
    ['RESTART_SMOKE_INCOMPLETE', { nodes: [node('n1', { logins: [LOGIN] }), node('n2'), node('n3')] }, /acceptedToken must be given, since there are `logins`/],
    ['RESTART_SMOKE_INCOMPLETE', { refusedToken: RestartToken.file('/token') }, /acceptedToken must be given, since there is a `refusedToken`/],
    ['RESTART_QUORUM_POSSIBLE', { quorum: 3 }, /quorum must be below the number of nodes, 3/],
  ])('%s: %j', (rule, props, message) => {
    const build = () => synthesize('cdktf', (stack) => {
      restartIn(stack, props);
    });
    expect(build).toThrow(message);
    expect(build).toThrow(rule);
  });

  test.each<[string, (stack: Cdktf.TerraformStack, cdk: Cdk) => IConstruct]>([
    ['a construct', (stack) => new Construct(stack, 'Group')],
    ['a provider', (stack) => new NullProvider(stack, 'Group')],
    ['an output', (stack, cdk) => new cdk.TerraformOutput(stack, 'Group', { value: 1 })],
  ])('RESTART_DEPENDENCY: %s', (_what, make) => {
    expect(() => synthesize('cdktf', (stack, cdk) => {
      restartIn(stack, { dependsOn: [make(stack, cdk)] });
    })).toThrow(/dependsOn must hold resources, data sources or modules, got "Stack\/Group"; .* \[RESTART_DEPENDENCY\]/);
  });

  test('a node without evidence is warned of', () => {
    const { annotations } = synthesize('cdktf', (stack) => {
      restartIn(stack, { nodes: [...THREE, node('n4', { driver: RestartDriver.command({ restart: ['x'] }) })] });
    });
    expect(annotations.map(({ message }) => message)).toEqual([
      'nodes[3].driver has neither `pidFile` nor `startTimeCommand`; give `pidFile` or `startTimeCommand` [RESTART_NO_EVIDENCE]',
    ]);
  });
});

test('tokens, logins, canary and restoring reach the engine', () => {
  const { directory } = synthesize('cdktf', (stack) => {
    restartIn(stack, {
      nodes: [node('n1', { logins: [LOGIN] }), node('n2'), node('n3')],
      acceptedToken: RestartToken.environmentVariable('TOKEN'),
      refusedToken: RestartToken.file('/tokens/old'),
      canarySeconds: 60,
      restoreOnFailure: true,
    });
  });
  const spec = readSpec(JSON.parse(fs.readFileSync(path.join(directory, 'broker-oauth', 'Restart.restart.json'), 'utf8'))).spec!;
  expect(spec).toMatchObject({
    smoke: { accepted: { kind: 'variable', name: 'TOKEN' }, refused: { kind: 'file', path: '/tokens/old' } },
    canarySeconds: 60,
    restoreOnFailure: true,
  });
  expect(spec.nodes.map(({ logins }) => logins.map(({ kind }) => kind))).toEqual([['mqtt'], [], []]);
});

describeWithProviderSchemas('a rolling restart', () => {
  test.each(Object.values(RestartVehicle))('as %s fits the schema', (vehicle) => {
    const { json } = synthesize('cdktf', (stack) => {
      restartIn(stack, { vehicle });
    });
    expect(schemaProblems(json)).toEqual([]);
  });
});

describe('our null_resource', () => {
  test('is the block that @cdktf/provider-null makes', () => {
    const { json } = synthesize('cdktf', (stack) => {
      restartIn(stack, { vehicle: RestartVehicle.NULL_RESOURCE });
    });
    const ours = resource(json, 'null_resource');
    const [local] = ours.provisioner;
    const bound = synthesize('cdktf', (stack) => {
      new NullProvider(stack, 'null');
      new NullResource(stack, 'Restart', {
        triggers: ours.triggers,
        provisioners: [{ type: 'local-exec', ...local['local-exec'] }],
      }).addOverride('depends_on', ours.depends_on);
    }).json;
    expect(ours).toEqual(resource(bound, 'null_resource'));
  });
});

describeWithTerraform('what a rolling restart hands to the engine', () => {
  test('is the text, the fingerprints the engine computes itself, and the values of apply', () => {
    const folder = temporaryFolder();
    const dump = path.join(folder, 'environment.json');
    const spy = path.join(folder, 'spy.js');
    fs.writeFileSync(spy, `#!/usr/bin/env node\nrequire('fs').writeFileSync(${JSON.stringify(dump)}, JSON.stringify(process.env));\n`, { mode: 0o755 });
    const audience = `${'ä😀'.repeat(50_000)}${Array.from({ length: 40_000 }, (_, index) => (index * 7919).toString(36)).join('')}`;
    const { directory } = synthesize('cdktf', (stack, cdk) => {
      const host = new cdk.TerraformVariable(stack, 'host', { type: 'string' });
      const version = new cdk.TerraformVariable(stack, 'secret_version', { type: 'string' });
      const nodes = [
        node('n1', { secretVersions: { 'client-secret': '7', 'another': version.stringValue } }),
        node('n2', { probes: [RestartProbe.tcp(host.stringValue, 1883)] }),
      ];
      restartIn(stack, { nodes, nodeExecutable: spy }, { audience });
    });

    const state = stateResources(apply(directory, { TF_VAR_host: 'h"o${s}t', TF_VAR_secret_version: '3' }));

    const environment = JSON.parse(fs.readFileSync(dump, 'utf8'));
    const text = fs.readFileSync(path.join(directory, 'broker-oauth', 'Broker', 'test.conf'), 'utf8');
    const payload = readPayload(environment);
    const expected = {
      n1: fingerprintOf({ files: { 'test.conf': text }, secretVersions: { 'client-secret': '7', 'another': '3' } }),
      n2: fingerprintOf({ files: { 'test.conf': text }, secretVersions: {} }),
    };
    expect(Object.keys(environment).filter((name) => name.startsWith('BROKER_OAUTH_FILES_')).length).toBeGreaterThan(1);
    expect(payload.files).toEqual({ 'test.conf': text });
    expect(payload.fingerprints).toEqual(expected);
    expect(readValues(environment)).toEqual(['3', 'h"o${s}t']);
    const [, restart] = Object.entries<any>(state).find(([address]) => address.includes('Restart'))!;
    expect(restart.triggers_replace).toEqual(expected);
  });
});
