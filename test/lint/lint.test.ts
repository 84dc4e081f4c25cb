import { LINTED_BROKERS } from '../../src/brokers/lint-registry';
import { decode } from '../../src/lint/decode';
import { isTooDeep } from '../../src/lint/json-depth';
import { lintFiles, LintRequest } from '../../src/lint/lint';
import { candidateOf, recognise } from '../../src/lint/recognise';
import { lineOf } from '../../src/lint/result';

const INI = '[main]\nauth_backends = oauth\n[oauth]\nissuer = https://sso.example.com\nresource_server_id = lavinmq\naudience = messaging\npreferred_username_claims = sub\n';
const JWT = JSON.stringify({ algorithm: 'RS256', mode: 'jwks', options: { modes: { jwks: { uri: 'https://sso.example.com/keys' } } } });
const ACCOUNTS = JSON.stringify({ clients: [], groups: [], roles: [] });
const CONFIG = '<enterprise-security-extension><realms><file-realm><name>r</name><enabled>true</enabled><configuration><file-path>conf/ese-file-realm.xml</file-path>'
  + '</configuration></file-realm></realms></enterprise-security-extension>';
const REALM = '<ese-file-realm><mqtt/></ese-file-realm>';
const USER_CONFIG = JSON.stringify({
  kafka: { sasl_oauthbearer_jwks_endpoint_url: 'https://sso.example.com/keys', sasl_oauthbearer_expected_audience: 'messaging', sasl_oauthbearer_expected_issuer: 'https://sso.example.com' },
  kafka_authentication_methods: { sasl: true },
});
const ACLS = JSON.stringify([{ principal: 'User:orders', resource_type: 'Topic', resource_name: 'orders', pattern_type: 'LITERAL', operation: 'Read', permission_type: 'ALLOW' }]);
const BEARER = 'org.apache.kafka.common.security.oauthbearer';
const PROPERTIES = [
  'listener.name.client.sasl.enabled.mechanisms=OAUTHBEARER',
  `listener.name.client.oauthbearer.sasl.server.callback.handler.class=${BEARER}.OAuthBearerValidatorCallbackHandler`,
  `listener.name.client.oauthbearer.sasl.jaas.config=${BEARER}.OAuthBearerLoginModule required ;`,
  'listener.name.client.oauthbearer.sasl.oauthbearer.jwks.endpoint.url=https://sso.example.com/keys',
  'listener.name.client.oauthbearer.sasl.oauthbearer.expected.issuer=https://sso.example.com',
  'listener.name.client.oauthbearer.sasl.oauthbearer.expected.audience=messaging', '',
].join('\n');
const PIECE = 'sasl.oauthbearer.jwks.endpoint.url=https://sso.example.com/keys\nsasl.oauthbearer.expected.issuer=https://sso.example.com\nsasl.oauthbearer.expected.audience=messaging\n';

const ANY: LintRequest = { broker: undefined, version: undefined, acknowledged: [] };

function lint(files: Record<string, string>, request: Partial<LintRequest> = {}) {
  const { results, problems } = lintFiles(Object.entries(files).map(([path, text]) => ({ path, text })), { ...ANY, ...request });
  return { results, problems, rules: results.map(({ findings }) => findings.map(({ rule }) => rule)) };
}

describe('a file is told', () => {
  test.each([
    ['a/lavinmq.ini', '', 'lavinmq', 'lavinmq.ini'],
    ['other.ini', INI, 'lavinmq', 'lavinmq.ini'],
    ['attributes.json', '{"verify_aud": true}', 'lavinmq', 'cloudamqp_oauth2_configuration.json'],
    ['x.xml', CONFIG, 'hivemq', 'config.xml'],
    ['enterprise-security-extension.xml', CONFIG, 'hivemq', 'enterprise-security-extension.xml'],
    ['users.xml', `<?xml version="1.0"?><!-- c -->\n${REALM}`, 'hivemq', 'ese-file-realm.xml'],
    ['C:\\conf\\config.xml', '<', 'hivemq', 'config.xml'],
    ['settings.json', JWT, 'mosquitto', 'jwt.json'],
    ['jwt.json', 'no JSON', 'mosquitto', 'jwt.json'],
    ['accounts.json', ACCOUNTS, 'mosquitto', 'dynamic-security.json'],
    ['broker.conf', 'listener 1883\nplugin /usr/lib/cedalo_jwt_auth.so\n', 'mosquitto', 'mosquitto.conf'],
    ['server.properties', '', 'aiven-kafka', 'server.properties'],
    ['kraft.txt', PROPERTIES, 'aiven-kafka', 'server.properties'],
    ['piece.properties', PIECE, 'aiven-kafka', 'server.properties'],
    ['service.json', USER_CONFIG, 'aiven-kafka', 'aiven-user-config.json'],
    ['acls.json', ACLS, 'aiven-kafka', 'aiven-acls.json'],
    ['acls.sh', '/opt/kafka/bin/kafka-acls.sh --add', 'aiven-kafka', 'kafka-acls.txt'],
  ])('%s as one of %s', (path, text, kind, file) => {
    expect(recognise(candidateOf(path, text), LINTED_BROKERS)).toEqual({ kind, file });
  });

  test.each([['notes.txt', 'hello'], ['a.json', '{}'], ['a.json', '[]'], ['pom.xml', '<project/>'], ['a.json', `${'['.repeat(200)}`]])('but not %s', (path, text) => {
    expect(recognise(candidateOf(path, text), LINTED_BROKERS)).toBeUndefined();
    expect(lint({ [path]: text })).toMatchObject({ results: [], problems: [{ file: path, message: expect.stringContaining('--broker') }] });
  });
});

describe('valid and loads', () => {
  test.each<[string, Record<string, string>, Partial<LintRequest>, boolean, boolean | 'unknown', string | undefined]>([
    ['a good lavinmq.ini', { 'lavinmq.ini': INI }, {}, true, true, undefined],
    ['a section that LavinMQ does not know', { 'lavinmq.ini': `${INI}[replication]\n` }, {}, false, false, 'LAVINMQ_INI_UNKNOWN_SECTION'],
    ['a line that LavinMQ cannot read', { 'lavinmq.ini': `${INI}x\n` }, {}, false, false, 'LAVINMQ_INI_SYNTAX'],
    ['a byte order mark before LavinMQ\'s file', { 'lavinmq.ini': `\ufeff${INI}` }, {}, false, false, 'LAVINMQ_INI_SYNTAX'],
    ['a word that LavinMQ takes for false', { 'lavinmq.ini': `${INI}verify_aud = maybe\n` }, {}, false, true, 'LAVINMQ_INI_BOOLEAN'],
    ['a key that LavinMQ ignores', { 'lavinmq.ini': `${INI}scope_aliases = x\n` }, {}, true, true, 'LAVINMQ_INI_UNKNOWN_KEY'],
    ['a good config.xml', { 'config.xml': CONFIG }, { version: '4.36' }, true, true, undefined],
    ['a config.xml that breaks the schema', { 'config.xml': CONFIG.replace('<name>r</name>', '') }, {}, false, 'unknown', 'HIVEMQ_SETTING_REQUIRED'],
    ['a config.xml that only the schema is against', { 'config.xml': CONFIG.replace('<realms>', '<realms xsi:nil="false" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">') },
      {}, false, 'unknown', 'HIVEMQ_ATTRIBUTE_UNKNOWN'],
    ['a config.xml that is no XML', { 'config.xml': CONFIG.slice(0, -1) }, {}, false, 'unknown', 'HIVEMQ_XML_UNREADABLE'],
    ['a config.xml in XML 1.1, which is not read here', { 'config.xml': `<?xml version="1.1"?>${CONFIG}` }, {}, true, 'unknown', 'HIVEMQ_XML_UNREADABLE'],
    ['a good file realm', { 'ese-file-realm.xml': REALM }, {}, true, true, undefined],
    ['a role without a name', { 'ese-file-realm.xml': '<ese-file-realm><mqtt><roles><role><id/></role></roles></mqtt></ese-file-realm>' }, {}, false, 'unknown', 'HIVEMQ_TEXT_BLANKS'],
    ['a good jwt.json', { 'jwt.json': JWT }, {}, true, true, undefined],
    ['a jwt.json without an algorithm', { 'jwt.json': JWT.replace('"RS256"', '"none"') }, {}, false, false, 'MOSQUITTO_ALGORITHM'],
    ['a jwt.json that is no JSON', { 'jwt.json': '{' }, {}, false, false, 'MOSQUITTO_FILE_UNREADABLE'],
    ['accounts that cannot be read', { 'dynamic-security.json': '{' }, {}, false, true, 'MOSQUITTO_FILE_UNREADABLE'],
    ['a mosquitto.conf of options of every release', { 'mosquitto.conf': 'listener 1883\nallow_anonymous false\npersistence true\n' }, {}, true, true, undefined],
    ['a mosquitto.conf with an option of other releases', { 'mosquitto.conf': 'listener 1883\nadmin_listener 1\n' }, {}, true, 'unknown', undefined],
    ['a mosquitto.conf with an option that the release has not', { 'mosquitto.conf': 'listener 1883\nglobal_plugin /x.so\n' }, { version: '2.0' }, true, false, undefined],
    ['a mosquitto.conf with an option that the release has', { 'mosquitto.conf': 'listener 1883\nenable_control_api true\n' }, { version: '2.1' }, true, true, undefined],
    ['a mosquitto.conf with a line that stops the broker', { 'mosquitto.conf': 'listener x\n' }, {}, false, false, 'MOSQUITTO_CONF_LINE'],
    ['good properties', { 'server.properties': PROPERTIES }, { version: '4.2.0' }, true, true, undefined],
    ['a piece of properties', { 'piece.properties': PIECE }, { version: '4.2.0' }, true, true, undefined],
    ['properties that Java cannot read', { 'server.properties': `${PROPERTIES}a=\\u12\n` }, { version: '4.2.0' }, false, false, 'KAFKA_PROPERTIES_SYNTAX'],
    ['properties without what 4.4 demands', { 'server.properties': PROPERTIES.replace(/.*audience.*\n/, '') }, { version: '4.4.0' }, true, false, 'KAFKA_AUDIENCE_REQUIRED'],
    ['a good service', { 'aiven-user-config.json': USER_CONFIG }, { version: '4.2.0' }, true, true, undefined],
    ['a service that is no JSON', { 'aiven-user-config.json': '{' }, {}, false, 'unknown', 'KAFKA_JSON_SYNTAX'],
    ['good ACLs', { 'acls.json': ACLS }, {}, true, true, undefined],
    ['an ACL of an operation that nobody knows', { 'acls.json': ACLS.replace('"Read"', '"Look"') }, {}, false, 'unknown', 'KAFKA_VALUE_TYPE'],
  ])('%s', (_what, files, request, valid, loads, rule) => {
    const { results, problems, rules } = lint(files, request);
    expect(problems).toEqual([]);
    expect(results).toMatchObject([{ file: Object.keys(files)[0], valid, loads }]);
    expect(rules[0]).toEqual(rule === undefined ? expect.not.arrayContaining(['']) : expect.arrayContaining([rule]));
    expect(valid || results[0].findings.some(({ level }) => level === 'error')).toBe(true);
  });
});

describe('files that belong together', () => {
  test('are judged together, and each finding stands with its file', () => {
    const alone = lint({ 'config.xml': CONFIG }, { version: '4.36' });
    const together = lint({ 'config.xml': CONFIG, 'conf/ese-file-realm.xml': REALM }, { version: '4.36' });
    expect(alone.rules[0]).toContain('HIVEMQ_FILE_REALM_MISSING');
    expect(together.results.map(({ file }) => file)).toEqual(['config.xml', 'conf/ese-file-realm.xml']);
    expect(together.rules.flat()).not.toContain('HIVEMQ_FILE_REALM_MISSING');
  });

  test('are kept apart by folder where there are several of one kind', () => {
    const { results } = lint({ 'a/lavinmq.ini': INI, 'b/lavinmq.ini': 'x\n', 'a/jwt.json': JWT });
    expect(results.map(({ file, valid }) => [file, valid])).toEqual([['a/lavinmq.ini', true], ['b/lavinmq.ini', false], ['a/jwt.json', true]]);
  });

  test('do not spoil each other: a bad file realm leaves the configuration valid', () => {
    const { results } = lint({ 'config.xml': CONFIG, 'ese-file-realm.xml': '<ese-file-realm><x/></ese-file-realm>' });
    expect(results.map(({ valid, loads }) => [valid, loads])).toEqual([[true, 'unknown'], [false, 'unknown']]);
  });
});

test('a broker that is named decides, whatever the file is called', () => {
  expect(lint({ 'a.txt': INI }, { broker: 'lavinmq' }).results).toMatchObject([{ file: 'a.txt', valid: true }]);
  expect(lint({ 'jwt.json': JWT }, { broker: 'lavinmq' }).results).toMatchObject([{ file: 'jwt.json', valid: false }]);
});

test('an acknowledged warning is not told, an acknowledged error is', () => {
  const files = { 'lavinmq.ini': `${INI}scope_aliases = x\nx\n` };
  const acknowledged = ['LAVINMQ_INI_UNKNOWN_KEY', 'LAVINMQ_INI_SYNTAX'];
  expect(lint(files).rules[0]).toEqual(expect.arrayContaining(acknowledged));
  expect(lint(files, { acknowledged }).rules[0]).toEqual(['LAVINMQ_INI_SYNTAX']);
});

test('a finding has these members and no other', () => {
  const [{ findings }] = lint({ 'lavinmq.ini': '[oauth]\nx\n' }).results;
  expect(findings.length).toBeGreaterThan(0);
  findings.forEach((found) => expect(Object.keys(found)).toEqual(['rule', 'level', 'path', 'message', 'remedy']));
});

test('no more findings are told than anybody reads', () => {
  const { results: [{ findings }] } = lint({ 'lavinmq.ini': `[oauth]\n${Array.from({ length: 1500 }, (_, index) => `a${index} = b\n`).join('')}` });
  expect(findings).toHaveLength(1000);
  expect(findings[999]).toMatchObject({ rule: 'LINT_FINDINGS_CUT', level: 'error' });
});

describe('what is not read', () => {
  test.each([
    ['config.xml', '<!DOCTYPE a [<!ENTITY x "y">]><enterprise-security-extension>&x;</enterprise-security-extension>', 'has a DOCTYPE'],
    ['config.xml', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><enterprise-security-extension/>', 'has a DOCTYPE'],
    ['config.xml', '<enterprise-security-extension>'.repeat(60), 'nests elements deeper'],
    ['jwt.json', '['.repeat(5000), 'is nested more than 100 levels deep'],
    ['manifest.json', `{"manifestVersion": 1, "brokers": ${'['.repeat(5000)}`, 'is nested more than 100 levels deep'],
    ['manifest.json', '{"manifestVersion": 2}', 'is not a manifest of version 1'],
    ['manifest.json', '{"manifestVersion": 1', 'is not JSON'],
    ['lavinmq.ini', `[oauth]\n${'#'.repeat(1_000_001)}`, 'LAVINMQ_FILE_TOO_LARGE'],
  ])('%s %#', (path, text, message) => {
    expect(lint({ [path]: text })).toMatchObject({ results: [], problems: [{ file: path, message: expect.stringContaining(message) }] });
  });

  test('keeps no other file from being judged', () => {
    expect(lint({ 'jwt.json': '['.repeat(5000), 'lavinmq.ini': INI })).toMatchObject({ results: [{ file: 'lavinmq.ini' }], problems: [{ file: 'jwt.json' }] });
  });
});

describe('a text is decoded', () => {
  const xml = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a>\u00e9</a>`;

  test.each([
    ['UTF-8', Buffer.from('\u00e9'), '\u00e9'],
    ['UTF-8 with a byte order mark, which stays', Buffer.from('\ufeffa'), '\ufeffa'],
    ['UTF-16, little end first', Buffer.from(`\ufeff${xml('UTF-16')}`, 'utf16le'), `\ufeff${xml('UTF-8')}`],
    ['UTF-16, big end first', Buffer.from(`\ufeff${xml('UTF-16')}`, 'utf16le').swap16(), `\ufeff${xml('UTF-8')}`],
    ['ISO-8859-1', Buffer.from(xml('ISO-8859-1'), 'latin1'), xml('UTF-8')],
    ['US-ASCII', Buffer.from(xml('us-ascii').replace('\u00e9', 'e')), xml('UTF-8').replace('\u00e9', 'e')],
  ])('as %s', (_encoding, bytes, text) => {
    expect(decode(bytes)).toEqual({ text });
  });

  test.each([
    ['no UTF-8', Buffer.from([0xff]), 'is not UTF-8 text'],
    ['half a character of UTF-16', Buffer.from([0xff, 0xfe, 0x41]), 'is not text in the encoding utf-16le'],
    ['UTF-8 that calls itself UTF-16', Buffer.from(xml('UTF-16')), 'declares the encoding UTF-16'],
    ['an encoding that is not read', Buffer.from(xml('EBCDIC-CP-US')), 'declares the encoding EBCDIC-CP-US'],
    ['US-ASCII that is none', Buffer.from(xml('US-ASCII')), 'is not text in the encoding ascii'],
  ])('unless it is %s', (_what, bytes, problem) => {
    expect(decode(bytes)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

test.each([['[['.repeat(51), true], ['['.repeat(100), false], [`"${'['.repeat(200)}"`, false], [`"${'[\\"'.repeat(200)}"`, false], ['{}'.repeat(500), false]])('%#: too deep is %s', (text, expected) => {
  expect(isTooDeep(text)).toBe(expected);
});

test.each([
  ['config.xml:12 a/b', 12], ['config.xml:3', 3], ['mosquitto.conf line 5 listener', 5], ['line 7', 7], ['oauth.audience (line 9)', 9],
  ['config.realms[0].name', undefined], ['jwt.common.issuer', undefined],
])('the line of %s is %s', (path, line) => {
  expect(lineOf({ rule: 'A', level: 'error', path, message: '', remedy: '' })).toBe(line);
});
