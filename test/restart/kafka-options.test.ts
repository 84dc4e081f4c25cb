import * as fs from 'node:fs';
import * as path from 'node:path';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { RestartCluster } from '../../src/restart/restart-cluster';
import { RestartDriver } from '../../src/restart/restart-driver';
import { RestartLogin } from '../../src/restart/restart-login';
import { RestartProbe } from '../../src/restart/restart-probe';
import { RestartToken } from '../../src/restart/restart-token';
import { RollingRestart } from '../../src/restart/rolling-restart';
import { readSpec } from '../../src/restart/spec';
import { CDKS, resource, synthesize } from '../support/cdks';
import { TestBroker } from '../support/test-broker';

describe.each(CDKS)('Kafka in a rolling restart under %s', (cdkName) => {
  test('is what the engine reads, with values that only Terraform knows', () => {
    const { json, directory } = synthesize(cdkName, (stack, cdk) => {
      const host = new cdk.TerraformVariable(stack, 'host', { type: 'string' }).stringValue;
      const identityProvider = new OidcIdentityProvider(stack, 'Sso', { issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys' });
      const tls = { caFile: '/etc/kafka/ca.pem', serverName: 'kafka.example.com' };
      const token = RestartToken.environmentVariable('PROBE_TOKEN');
      new RollingRestart(stack, 'Restart', {
        broker: new TestBroker(stack, 'Broker', { identityProvider, audience: 'messaging' }),
        nodes: [{
          name: 'k1',
          files: { 'test.conf': '/etc/k1/test.conf' },
          driver: RestartDriver.command({ restart: ['restart', 'k1'], pidFile: '/run/k1.pid' }),
          probes: [RestartProbe.kafka({ host, port: 9093, nodeId: 1, tls, token })],
          logins: [RestartLogin.kafka({ host, port: 9094, tls })],
        }],
        cluster: RestartCluster.kafka({ nodes: { k1: { host, port: 9093, nodeId: 1, tls, token } }, fetchTimeoutSeconds: 3 }),
        acceptedToken: token,
      });
    });
    const written = JSON.parse(fs.readFileSync(path.join(directory, 'broker-oauth', 'Restart.restart.json'), 'utf8'));
    const { spec, problems } = readSpec(written, ['k1.example.com']);
    const listener = { host: 'k1.example.com', port: 9093, nodeId: 1, tls: { caFile: '/etc/kafka/ca.pem', serverName: 'kafka.example.com' } };
    const token = { kind: 'variable', name: 'PROBE_TOKEN' };
    expect(problems).toBeUndefined();
    expect(spec!.nodes[0].probes).toEqual([{ kind: 'kafka', ...listener, token }]);
    expect(spec!.nodes[0].logins).toEqual([{ kind: 'kafka', host: 'k1.example.com', port: 9094, tls: listener.tls }]);
    expect(spec!.cluster).toEqual({ kind: 'kafka', nodes: { k1: { ...listener, token } }, timeoutSeconds: 15, fetchTimeoutSeconds: 3 });
    expect(resource(json, 'terraform_data', 'Restart').provisioner[0]['local-exec'].environment.BROKER_OAUTH_VALUES).toContain('jsonencode');
  });
});
