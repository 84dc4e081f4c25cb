import { caseOf } from '../../../../src/brokers/aiven-kafka/semantics/case-of';

const CONFIG = '{"kafka":{}}';
const ACL = {
  principal: 'User:orders', host: '*', resource_type: 'Topic', resource_name: 'orders', pattern_type: 'LITERAL', operation: 'Read', permission_type: 'ALLOW',
};
const PROPERTIES = 'listener.name.sasl.sasl.enabled.mechanisms=OAUTHBEARER\nlistener.name.sasl.x=a\nlistener.name.sasl.x=b\n';
const URLS = 'org.apache.kafka.sasl.oauthbearer.allowed.urls';
const written = (files: Record<string, string>, open: readonly string[] = []) => ({ files, open, stated: {} });

test('the configuration of a service and its native entries are the case', () => {
  expect(caseOf(written({ 'aiven-user-config.json': CONFIG, 'aiven-acls.json': JSON.stringify({ acl: [], kafka_acl: [ACL] }) }))).toEqual({
    readings: [{ label: 'as written', parts: { settings: CONFIG, target: 'aiven', acls: [ACL] } }], warnings: [],
  });
});

test('a service without entries has none', () => {
  expect(caseOf(written({ 'aiven-user-config.json': CONFIG })).readings[0].parts).toEqual({ settings: CONFIG, target: 'aiven', acls: [] });
});

test('with entries of the service\'s own kind, or of apply, nothing is known of rights', () => {
  const own = caseOf(written({ 'aiven-user-config.json': CONFIG, 'aiven-acls.json': '{"acl":[{"username":"a","topic":"t","permission":"read"}],"kafka_acl":[]}' }));
  const late = caseOf(written({ 'aiven-user-config.json': CONFIG }, ['aiven-acls.json']));

  expect([own, late].map(({ readings }) => readings[0].parts)).toEqual([{ settings: CONFIG, target: 'aiven' }, { settings: CONFIG, target: 'aiven' }]);
  expect([own, late].map(({ warnings }) => warnings.map(({ rule }) => rule))).toEqual([['KAFKA_AIVEN_ENTRIES_UNSEEN'], ['PREVIEW_RIGHTS_AT_APPLY']]);
});

test('entries that cannot be read are told', () => {
  const { warnings } = caseOf(written({ 'aiven-user-config.json': CONFIG, 'aiven-acls.json': '{"kafka_acl":[7]}' }));

  expect(warnings).toEqual([{ rule: 'KAFKA_VALUE_TYPE', message: expect.stringContaining('aiven-acls.json kafka_acl[0] must be an entry') }]);
});

test('properties alone are the case as they are, with the entries of the commands', () => {
  const commands = 'set -eu\nkafka-acls.sh --add --allow-principal=User:orders --operation=Read --topic=orders\n';

  expect(caseOf(written({ 'server.properties': PROPERTIES, 'kafka-acls.txt': commands }))).toEqual({
    readings: [{ label: 'as written', parts: { settings: PROPERTIES, target: 'self-managed', acls: [ACL] } }], warnings: [],
  });
});

test('properties without commands have no entries', () => {
  expect(caseOf(written({ 'server.properties': PROPERTIES }))).toEqual({
    readings: [{ label: 'as written', parts: { settings: PROPERTIES, target: 'self-managed', acls: [] } }], warnings: [],
  });
});

test('URLs that the JVM allows come to the properties, of which the last counts', () => {
  const options = `"-D${URLS}=https://sso.example.com/keys,https://b"\n`;

  expect(caseOf(written({ 'server.properties': PROPERTIES, 'kafka-jvm.options': options })).readings[0].parts.settings).toEqual({
    'listener.name.sasl.sasl.enabled.mechanisms': 'OAUTHBEARER', 'listener.name.sasl.x': 'b', [URLS]: ['https://sso.example.com/keys', 'https://b'],
  });
});

test.each([
  ['options that say nothing of URLs', PROPERTIES, '-Xmx1g\n'],
  ['properties that Kafka cannot read', 'a=\\u00\n', `-D${URLS}=https://b\n`],
])('%s leave the text as it is', (_name, properties, options) => {
  expect(caseOf(written({ 'server.properties': properties, 'kafka-jvm.options': options })).readings[0].parts.settings).toBe(properties);
});

test('commands of apply leave rights open, and commands that cannot be read are told', () => {
  const late = caseOf(written({ 'server.properties': PROPERTIES }, ['kafka-acls.txt']));
  const strange = caseOf(written({ 'server.properties': PROPERTIES, 'kafka-acls.txt': 'rm -rf /\n' }));

  expect([late.readings[0].parts.acls, late.warnings[0].rule]).toEqual([undefined, 'PREVIEW_RIGHTS_AT_APPLY']);
  expect([strange.readings[0].parts.acls, strange.warnings[0].rule]).toEqual([[], 'KAFKA_ACL_COMMAND']);
});

test.each(['aiven-user-config.json', 'server.properties'])('%s with values of apply is an error', (name) => {
  expect(() => caseOf(written({}, [name]))).toThrow(`${name} holds values that are known only at apply`);
});

test('without any file there are no settings', () => {
  expect(caseOf(written({})).readings[0].parts.settings).toBeUndefined();
});
