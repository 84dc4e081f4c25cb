import { MqttProtocolVersion, RestartLogin, RestartProbe, RestartToken } from '../../src';
import { LOGIN } from '../../src/restart/spec/logins';
import { PROBE } from '../../src/restart/spec/probes';
import { TOKEN_SOURCE } from '../../src/restart/spec/token-source';

const TLS = { caFile: 'ca.pem', serverName: 'b.example.com', certificateFile: 'c.pem', keyFile: 'k.pem' };
const MQTT = RestartLogin.mqtt({
  host: 'b.example.com', port: 443, tls: TLS, webSocketPath: '/mqtt', protocolVersion: MqttProtocolVersion.V3_1_1, usernameClaim: 'sub', clientId: 'smoke',
});
const TOKEN = RestartToken.clientCredentials({
  tokenEndpoint: 'https://sso.example.com/token', clientId: 'smoke', clientSecretVariable: 'SMOKE_SECRET', authentication: 'client_secret_post', scope: ['a'],
  parameters: { audience: 'messaging' }, caFile: 'ca.pem',
});

test.each<[string, { _spec(): object }, object]>([
  ['mqtt', MQTT, {
    kind: 'mqtt', host: 'b.example.com', port: 443, tls: TLS, webSocketPath: '/mqtt', protocolVersion: '3.1.1', usernameClaim: 'sub', clientId: 'smoke',
  }],
  ['mqtt with defaults', RestartLogin.mqtt({ host: 'a', port: 1883 }), { kind: 'mqtt', host: 'a', port: 1883 }],
  ['amqp', RestartLogin.amqp({ host: 'a', port: 5671, tls: {}, vhost: 'orders', username: 'u' }), {
    kind: 'amqp', host: 'a', port: 5671, tls: {}, vhost: 'orders', username: 'u',
  }],
  ['amqp with defaults', RestartLogin.amqp({ host: 'a', port: 5672 }), { kind: 'amqp', host: 'a', port: 5672, vhost: '/' }],
])('the engine reads the login %s as it is named', (_name, login, spec) => {
  expect(LOGIN.parse(JSON.parse(JSON.stringify(login._spec())))).toEqual(spec);
});

test.each<[string, { _spec(): object }, object]>([
  ['tls', RestartProbe.tls('a', 8883, { tls: TLS, daysLeft: 7, issuerFingerprint: 'ab'.repeat(32) }), {
    kind: 'tls', host: 'a', port: 8883, tls: TLS, daysLeft: 7, issuerFingerprint: 'ab'.repeat(32),
  }],
  ['tls with defaults', RestartProbe.tls('a', 8883), { kind: 'tls', host: 'a', port: 8883, tls: {}, daysLeft: 0 }],
  ['log line of a file', RestartProbe.logLine({ file: 'a.log', startedBy: 'starting', holds: 'loaded', lacks: 'Error' }), {
    kind: 'log-line', file: 'a.log', startedBy: 'starting', holds: 'loaded', lacks: 'Error', environment: ['PATH', 'HOME', 'LANG'],
  }],
  ['log line of a command', RestartProbe.logLine({ command: ['journalctl'], environment: ['PATH'], holds: 'loaded' }), {
    kind: 'log-line', command: ['journalctl'], environment: ['PATH'], holds: 'loaded',
  }],
  ['login', RestartProbe.login({ login: RestartLogin.amqp({ host: 'a', port: 1 }), token: RestartToken.file('t'), refused: true }), {
    kind: 'login', login: { kind: 'amqp', host: 'a', port: 1, vhost: '/' }, token: { kind: 'file', path: 't' }, expected: 'refused',
  }],
])('the engine reads the probe %s as it is named', (_name, probe, spec) => {
  expect(PROBE.parse(JSON.parse(JSON.stringify(probe._spec())))).toEqual(spec);
});

test('the engine reads the source of a token as it is named', () => {
  expect(TOKEN_SOURCE.parse(JSON.parse(JSON.stringify(TOKEN._spec())))).toEqual({
    kind: 'client-credentials', tokenEndpoint: 'https://sso.example.com/token', clientId: 'smoke', clientSecretVariable: 'SMOKE_SECRET',
    authentication: 'client_secret_post', scope: ['a'], parameters: { audience: 'messaging' }, caFile: 'ca.pem',
  });
});
