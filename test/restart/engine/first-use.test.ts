import { brokerCore } from '../../../src/brokers/registry';
import { classifyChange } from '../../../src/restart/engine/classify';
import { knowledgeOf } from '../../../src/restart/engine/knowledge';

const JWT = (audience: string) => JSON.stringify({
  version: 1, algorithm: 'RS256', mode: 'jwks', options: { modes: { jwks: { uri: 'https://i.example.com/keys' } }, common: { issuer: 'https://i.example.com', audience } },
});
const KAFKA = (audience: string) => `log.dirs=/data
listener.name.oauth.sasl.enabled.mechanisms=OAUTHBEARER
listener.name.oauth.oauthbearer.sasl.oauthbearer.jwks.endpoint.url=https://i.example.com/keys
listener.name.oauth.oauthbearer.sasl.oauthbearer.expected.audience=${audience}
`;
const INI = (audience: string) => `[main]\ndata_dir = /data\nauth_backends = local,oauth\n\n[oauth]\nissuer = https://i.example.com\nresource_server_id = ${audience}\n`;

const CASES: readonly [string, string, string, string, (audience: string) => string][] = [
  ['lavinmq', '2.9.1', 'lavinmq.ini', '[main]\ndata_dir = /data\n', INI],
  ['mosquitto', '3.3', 'jwt.json', '', JWT],
  ['aiven-kafka', '4.0', 'server.properties', 'log.dirs=/data\n', KAFKA],
];

describe.each(CASES)('%s', (kind, version, file, without, withAudience) => {
  const broker = knowledgeOf(brokerCore(kind)!, version, []);
  const change = (old: string, desired: string) => classifyChange(broker, old === '' ? {} : { [file]: old }, { [file]: desired }).kind;

  test('lets OAuth be switched on without a word', () => {
    expect(change(without, withAudience('a'))).toBe('safe');
  });

  test('notices another audience', () => {
    expect(change(withAudience('a'), withAudience('b'))).toBe('locks-out');
  });
});

test('HiveMQ: lets OAuth be switched on where the extension had no token realm', () => {
  const broker = knowledgeOf(brokerCore('hivemq')!, undefined, []);
  const empty = '<?xml version="1.0" encoding="UTF-8"?>\n<enterprise-security-extension version="1"><realms></realms><pipelines></pipelines></enterprise-security-extension>\n';
  expect(classifyChange(broker, { 'config.xml': empty }, { 'config.xml': empty.replace('<realms>', '<realms> ') }).kind).toBe('safe');
});
