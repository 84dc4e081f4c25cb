import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as Cdktf from 'cdktf';
import { HiveMqOAuth } from '../../src/brokers/hivemq/hivemq-oauth';
import { HiveMqTarget } from '../../src/brokers/hivemq/target';
import { HiveMqVersion } from '../../src/brokers/hivemq/version';
import { KeycloakIdentityProvider } from '../../src/identity/keycloak-identity-provider';
import { ContainerFilePlace } from '../../src/restart/container-driver-options';
import { KubernetesRoll } from '../../src/restart/kubernetes-driver-options';
import { RestartDriver } from '../../src/restart/restart-driver';
import { RestartLease } from '../../src/restart/restart-lease';
import { RestartProbe } from '../../src/restart/restart-probe';
import { RollingRestart, RollingRestartProps } from '../../src/restart/rolling-restart';
import { readSpec, RestartSpec } from '../../src/restart/spec';
import { CDKS, synthesize } from '../support/cdks';

type Made = (hive: HiveMqOAuth) => Pick<RollingRestartProps, 'lease'> & { readonly drivers: readonly RestartDriver[]; readonly file?: string };

/** What the engine is told, and which files lie beside the stack. */
function told(cdk: (typeof CDKS)[number], target: HiveMqTarget, make: Made): { readonly spec: RestartSpec; readonly files: readonly string[] } {
  const { directory } = synthesize(cdk, (stack: Cdktf.TerraformStack) => {
    const hive = new HiveMqOAuth(stack, 'HiveMq', {
      identityProvider: new KeycloakIdentityProvider(stack, 'Sso', { baseUrl: 'https://sso.example.com', realm: 'messaging' }),
      audience: 'messaging',
      brokerVersion: HiveMqVersion.V4_36,
      allowAllExtensionDisabled: true,
      target,
    });
    const { drivers, lease, file } = make(hive);
    new RollingRestart(stack, 'Restart', {
      broker: hive,
      lease,
      acknowledge: ['RESTART_LEASE_LOCAL', 'RESTART_DOWNTIME'],
      nodes: drivers.map((driver, at) => ({
        name: `hivemq-${at}`, driver, files: { 'config.xml': file ?? `/srv/${at}/config.xml` }, probes: [RestartProbe.tcp(`hivemq-${at}.example.com`, 8883)],
      })),
    });
  });
  const folder = path.join(directory, 'broker-oauth');
  const written = JSON.parse(fs.readFileSync(path.join(folder, 'Restart.restart.json'), 'utf8'));
  const read = readSpec(written, ['hivemq-ese-0123456789/config.xml']);
  expect(read.problems).toBeUndefined();
  return { spec: read.spec!, files: fs.readdirSync(folder).sort() };
}

describe.each(CDKS)('drivers under %s', (cdk) => {
  test('for containers and extensions reach the engine as they are', () => {
    const { spec, files } = told(cdk, HiveMqTarget.files(), () => ({
      drivers: [
        RestartDriver.docker({ container: 'hivemq', ssh: { host: 'hivemq-0.example.com' }, stopSeconds: 60 }),
        RestartDriver.compose({ service: 'hivemq', filesIn: ContainerFilePlace.CONTAINER, projectName: 'prod' }),
        RestartDriver.hiveMqExtension({ extensionsFolder: '/opt/hivemq/extensions', logFile: '/opt/hivemq/log/hivemq.log' }),
      ],
    }));
    expect(spec.nodes.map(({ driver }) => driver)).toMatchObject([
      { kind: 'docker', container: 'hivemq', ssh: { host: 'hivemq-0.example.com' }, stopSeconds: 60, filesIn: 'host', sudo: false },
      { kind: 'compose', service: 'hivemq', filesIn: 'container', projectName: 'prod', recreate: false },
      { kind: 'hivemq-extension', extension: 'hivemq-enterprise-security-extension', title: 'HiveMQ Enterprise Security Extension' },
    ]);
    expect(files).not.toContain('engine-kubernetes.cjs');
  });

  test('for pods take a ConfigMap whose name only Terraform knows, and the part of the engine that they need lies beside it', () => {
    const { spec, files } = told(cdk, HiveMqTarget.configMap({ namespace: 'hivemq' }), (hive) => ({
      file: `${hive.configMapName}/config.xml`,
      lease: RestartLease.kubernetes({ namespace: 'hivemq', context: 'prod', name: 'hivemq', ttlSeconds: 30 }),
      drivers: [2, 1, 0].map((ordinal) => RestartDriver.kubernetes({
        namespace: 'hivemq', context: 'prod', statefulSet: 'hivemq', pod: `hivemq-${ordinal}`, rolledBy: KubernetesRoll.CONTROLLER, hiveMqPlatform: 'hivemq',
      })),
    }));
    expect(spec.nodes[0]).toMatchObject({
      files: { 'config.xml': 'hivemq-ese-0123456789/config.xml' },
      driver: { kind: 'kubernetes', namespace: 'hivemq', context: 'prod', statefulSet: 'hivemq', pod: 'hivemq-2', rolledBy: 'controller', hiveMqPlatform: 'hivemq' },
    });
    expect(spec.lock).toMatchObject({ kind: 'kubernetes', namespace: 'hivemq', context: 'prod', name: 'hivemq', ttlSeconds: 30, waitSeconds: 0 });
    // From it the engine knows that the extension which lets everybody in must be off.
    expect(spec.broker.stated).toEqual({ allowAllExtension: false });
    expect(files).toContain('engine-kubernetes.cjs');
  });
});
