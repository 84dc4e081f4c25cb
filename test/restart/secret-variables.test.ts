import { secretVariables } from '../../src/restart/secret-variables';
import { readSpec } from '../../src/restart/spec';

test('variables of drivers, tokens and clusters are all known, each once', () => {
  const { spec, problems } = readSpec({
    schemaVersion: 1,
    broker: { kind: 'lavinmq', path: 'P' },
    nodes: [
      { name: 'a', files: {}, driver: { kind: 'command', restart: ['r'], environment: ['PATH', 'SECRET'] }, probes: [{ kind: 'tcp', host: 'h', port: 1 }] },
      { name: 'b', files: {}, driver: { kind: 'cloudamqp', instanceId: '1', node: 'n', apiKeyVariable: 'MY_KEY' }, probes: [{ kind: 'tcp', host: 'h', port: 1 }] },
    ],
    token: { environmentVariable: 'OVERLAP' },
    smoke: {
      accepted: { kind: 'variable', name: 'GOOD' },
      refused: { kind: 'client-credentials', tokenEndpoint: 'https://i/t', clientId: 'c', clientSecretVariable: 'CLIENT_SECRET' },
    },
    lock: { environment: ['PATH'] },
    cluster: { kind: 'lavinmq', nodes: { a: { host: 'h' } }, password: { kind: 'variable', name: 'GOOD' } },
    stateDirectory: 's',
  });
  expect(problems).toBeUndefined();
  expect([...secretVariables(spec!)].sort()).toEqual(['AIVEN_TOKEN', 'CLIENT_SECRET', 'CLOUDAMQP_APIKEY', 'GOOD', 'MY_KEY', 'OVERLAP', 'PATH', 'SECRET']);
});
