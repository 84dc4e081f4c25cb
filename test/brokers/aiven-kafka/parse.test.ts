import * as fc from 'fast-check';
import { anyListenerSettings, anyServiceSettings, anyVersion, briefly, LISTENER, normalizeSettings, rendered, SERVICE, WRITE_ORDERS } from './support/settings';
import { parseSettings } from '../../../src/brokers/aiven-kafka/parse';
import { Files } from '../../../src/brokers/broker-core';

const GOOD = rendered(LISTENER, '4.2')['server.properties'];
const PREFIX = 'listener.name.oauth.oauthbearer.';

function found(files: Files, version = '4.2'): string[] {
  return briefly(parseSettings(files, version).findings);
}

function properties(text: string, version?: string): string[] {
  return found({ 'server.properties': text }, version);
}

function userConfig(config: unknown): Files {
  return { 'aiven-user-config.json': JSON.stringify(config) };
}

test.each([['Aiven', anyServiceSettings], ['self-managed', anyListenerSettings]])('%s: reading what was rendered gives the settings in normal form', (_kind, settings) => {
  fc.assert(fc.property(settings, anyVersion, (given, version) => {
    const parsed = parseSettings(rendered(given, version), version);
    expect(parsed.settings).toEqual(normalizeSettings(given, version));
  }), { numRuns: 300 });
});

test('good files have no finding', () => {
  expect(found(rendered({ ...LISTENER, nativeAcls: [WRITE_ORDERS] }, '4.2'))).toEqual([]);
  expect(found(rendered({ ...SERVICE, nativeAcls: [WRITE_ORDERS] }))).toEqual([]);
});

describe('files', () => {
  test('KAFKA_FILE_NONE: nothing to read', () => {
    expect(parseSettings({}, '4.2')).toEqual({ findings: [expect.objectContaining({ rule: 'KAFKA_FILE_NONE', path: 'server.properties' })] });
  });
  test('KAFKA_FILE_UNKNOWN: a file of another name', () => {
    expect(found({ 'server.properties': GOOD, 'log4j2.yaml': '' })).toEqual(['KAFKA_FILE_UNKNOWN log4j2.yaml']);
  });
  test('KAFKA_FILE_TOO_LARGE: a file that is no settings file', () => {
    expect(found({ 'server.properties': ' '.repeat(1024 * 1024 + 1) })).toEqual(['KAFKA_FILE_TOO_LARGE server.properties']);
  });
  test('the only properties file may have any name', () => {
    expect(parseSettings({ 'broker.properties': GOOD }, '4.2').settings).toEqual(normalizeSettings(LISTENER, '4.2'));
  });
});

describe('properties written by hand', () => {
  test('settings for the whole broker hold where the listener has none', () => {
    const text = [
      'listeners=PLAINTEXT://:9092,OAUTH://:9094',
      'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,OAUTH:SASL_SSL',
      'sasl.enabled.mechanisms=PLAIN , OAUTHBEARER',
      'sasl.oauthbearer.jwks.endpoint.url = https://sso.example.com/keys',
      'listener.name.oauth.sasl.oauthbearer.expected.issuer=https://listener.example.com',
      'sasl.oauthbearer.expected.issuer=https://broker.example.com',
      'sasl.oauthbearer.expected.audience= a , b ',
      'sasl.oauthbearer.sub.claim.name=',
    ].join('\n');
    const parsed = parseSettings({ 'server.properties': text }, '4.2');
    expect(parsed.settings).toEqual({
      target: { kind: 'self-managed', listener: 'OAUTH', enabledMechanisms: ['PLAIN', 'OAUTHBEARER'] },
      jwksEndpointUrl: 'https://sso.example.com/keys',
      issuer: 'https://listener.example.com',
      audience: ['a', 'b'],
      subClaimName: 'sub',
      nativeAcls: [],
      aivenAcls: [],
    });
    expect(briefly(parsed.findings)).toEqual([
      `KAFKA_UNSECURED_VALIDATOR server.properties ${PREFIX}sasl.server.callback.handler.class`,
      `KAFKA_LOGIN_MODULE server.properties ${PREFIX}sasl.jaas.config`,
    ]);
  });

  test('KAFKA_PROPERTIES_SYNTAX: Java refuses the file', () => {
    expect(properties('# c\n\na=\\u12\n')).toEqual(['KAFKA_PROPERTIES_SYNTAX server.properties line 3']);
  });
  test('KAFKA_PROPERTIES_ENCODING: a character in UTF-8', () => {
    expect(properties(`${GOOD}${PREFIX}sasl.oauthbearer.scope.claim.name=é\n`)).toEqual([`KAFKA_PROPERTIES_ENCODING server.properties ${PREFIX}sasl.oauthbearer.scope.claim.name`]);
    expect(properties(`${GOOD}${PREFIX}sasl.oauthbearer.scope.claim.name=\\u00e9\n# é\nother=é\n`)).toEqual([]);
  });
  test('KAFKA_KEY_DUPLICATE: the last value wins', () => {
    const parsed = parseSettings({ 'server.properties': `${GOOD}${PREFIX}sasl.oauthbearer.sub.claim.name=azp\n` }, '4.2');
    expect(parsed.settings?.subClaimName).toBe('azp');
    expect(briefly(parsed.findings)).toEqual([`KAFKA_KEY_DUPLICATE server.properties ${PREFIX}sasl.oauthbearer.sub.claim.name`]);
  });
  test('KAFKA_KEY_UNKNOWN: a key that Kafka ignores', () => {
    expect(properties(`${GOOD}${PREFIX}sasl.oauthbearer.expected.issuers=x\n`)).toEqual([`KAFKA_KEY_UNKNOWN server.properties ${PREFIX}sasl.oauthbearer.expected.issuers`]);
    expect(properties(`${GOOD}${PREFIX}sasl.login.callback.handler.class=x\n${PREFIX}sasl.oauthbearer.token.endpoint.url=x\nbroker.id=1\n`)).toEqual([]);
  });
  test('KAFKA_KEY_UNKNOWN: the validator class with the mechanism in its key, which 4.1.1 was seen to ignore', () => {
    const parsed = parseSettings({ 'server.properties': `${GOOD}${PREFIX}sasl.oauthbearer.jwt.validator.class=com.example.Own\n` }, '4.2');
    expect(parsed.settings?.target).not.toHaveProperty('jwtValidatorClass');
    expect(briefly(parsed.findings)).toEqual([`KAFKA_KEY_UNKNOWN server.properties ${PREFIX}sasl.oauthbearer.jwt.validator.class`]);
  });
  test.each(['clock.skew.seconds=x', 'clock.skew.seconds=1.5', 'jwks.endpoint.refresh.ms=9999999999999999999', 'allow.unverified.issuer=yes'])(
    'KAFKA_VALUE_TYPE: %s', (line) => {
      expect(properties(`${GOOD}${PREFIX}sasl.oauthbearer.${line}\n`)).toEqual([`KAFKA_VALUE_TYPE server.properties ${PREFIX}sasl.oauthbearer.${line.split('=')[0]}`]);
    });
  test('KAFKA_VALUE_PLACEHOLDER: a config provider fills it', () => {
    expect(properties(`${GOOD}${PREFIX}sasl.oauthbearer.scope.claim.name=\${env:SCOPE}\n`)).toEqual([
      `KAFKA_VALUE_PLACEHOLDER server.properties ${PREFIX}sasl.oauthbearer.scope.claim.name`,
    ]);
  });
  test('KAFKA_LISTENER_NONE: no listener takes tokens', () => {
    expect(parseSettings({ 'server.properties': 'listeners=PLAINTEXT://:9092\n' }, '4.2').settings).toBeUndefined();
    expect(parseSettings({ 'server.properties': 'listeners=PLAINTEXT://:9092\n' }, '4.2').withoutTokens).toBe(true);
    expect(parseSettings({ 'server.properties': GOOD }, '4.2').withoutTokens).toBeUndefined();
    expect(properties('listeners=PLAINTEXT://:9092\n')).toEqual(['KAFKA_LISTENER_NONE server.properties']);
    expect(properties('listener.name.x.sasl.enabled.mechanisms=PLAIN\n')).toEqual(['KAFKA_LISTENER_NONE server.properties']);
  });
  test('KAFKA_LISTENER_SEVERAL: only the first is read', () => {
    const parsed = parseSettings({ 'server.properties': GOOD + GOOD.replaceAll('.oauth.', '.internal.') }, '4.2');
    expect(briefly(parsed.findings)).toEqual(['KAFKA_LISTENER_SEVERAL server.properties']);
    expect(parsed.settings?.target).toMatchObject({ listener: 'INTERNAL' });
  });
  test('KAFKA_HANDLER_MOVED: the old class is gone in 4.0', () => {
    const old = GOOD.replace('oauthbearer.OAuthBearerValidatorCallbackHandler', 'oauthbearer.secured.OAuthBearerValidatorCallbackHandler');
    const key = `server.properties ${PREFIX}sasl.server.callback.handler.class`;
    expect(properties(old)).toEqual([`KAFKA_HANDLER_MOVED ${key}`]);
    expect(properties(old, '3.9')).toEqual([]);
  });
  test('KAFKA_HANDLER_FOREIGN: somebody else decides', () => {
    expect(properties(GOOD.replace(/(handler\.class=).*/, '$1com.example.Handler'))).toEqual([
      `KAFKA_HANDLER_FOREIGN server.properties ${PREFIX}sasl.server.callback.handler.class`,
    ]);
  });
  test('KAFKA_LOGIN_MODULE and KAFKA_JAAS_OPTIONS', () => {
    const key = `server.properties ${PREFIX}sasl.jaas.config`;
    expect(properties(GOOD.replace('OAuthBearerLoginModule', 'PlainLoginModule'))).toEqual([`KAFKA_LOGIN_MODULE ${key}`]);
    expect(properties(GOOD.replace('required ;', 'required clientId="x" ;'))).toEqual([`KAFKA_JAAS_OPTIONS ${key}`]);
    expect(properties(GOOD.replace('required ;', 'required;'))).toEqual([]);
  });
  test('no finding shows an option of the JAAS entry', () => {
    const { findings } = parseSettings({ 'server.properties': GOOD.replace('required ;', 'required clientSecret="s3cret" ;') }, '4.2');
    expect(JSON.stringify(findings)).not.toContain('s3cret');
  });
  test('a listener without mechanisms has Kafka\'s default', () => {
    const parsed = parseSettings({ 'server.properties': GOOD.replace(/^listener\.name\.oauth\.sasl\.enabled.*\n/, '') }, '4.2');
    expect(parsed.settings?.target).toMatchObject({ enabledMechanisms: ['GSSAPI'] });
  });
});

describe('JVM options', () => {
  const files = (text: string) => ({ 'server.properties': GOOD, 'kafka-jvm.options': text });
  test('KAFKA_URL_NOT_ALLOWED: the key URL is not listed', () => {
    expect(found(files('-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=https://other.example.com\n'))).toEqual(['KAFKA_URL_NOT_ALLOWED kafka-jvm.options']);
    expect(found(files('-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=https://other.example.com\n'), '3.9')).toEqual([]);
    expect(found(files('-Xmx1g\n'))).toEqual([]);
  });
  test('other URLs are read, the last option counts', () => {
    const text = '-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=x\r\n "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=https://sso.example.com/realms/messaging/keys, b"\r\n';
    expect(parseSettings(files(text), '4.2').settings?.target).toMatchObject({ allowedUrls: ['b'] });
  });
});

describe('ACL commands written by hand', () => {
  const acls = (text: string) => {
    const parsed = parseSettings({ 'server.properties': GOOD, 'kafka-acls.txt': text }, '4.2');
    return { acls: parsed.settings?.nativeAcls, findings: briefly(parsed.findings) };
  };

  test('options may stand apart and repeat, names may be in capitals', () => {
    const text = '/opt/kafka/bin/kafka-acls.sh --bootstrap-server b:9092 --add --allow-principal User:orders \\\n --operation WRITE --operation Describe --topic orders';
    expect(acls(text)).toEqual({ findings: [], acls: [{ ...WRITE_ORDERS, operation: 'Describe' }, WRITE_ORDERS] });
  });
  test('a command that stands for more entries than anyone has is not read', () => {
    const many = (option: string, count: number) => Array.from({ length: count }, (_, index) => `--${option} User:${index}`).join(' ');
    const command = (principals: number) => `kafka-acls.sh --add ${many('allow-principal', principals)} ${many('allow-host', 100)} ${many('topic', 100)}\n`;

    expect(acls(command(11))).toEqual({ acls: [], findings: ['KAFKA_ACL_COMMAND kafka-acls.txt line 1'] });
    expect(acls(command(10)).acls).toHaveLength(100_000);
    expect(acls(`${command(5)}${command(4)}${command(2)}`)).toMatchObject({ findings: ['KAFKA_ACL_COMMAND kafka-acls.txt line 3'] });
    expect(acls(`kafka-acls.sh --add ${many('topic', 50_000)}`).findings).toEqual(['KAFKA_ACL_COMMAND kafka-acls.txt line 1']);
  });
  test('without an operation everything is meant', () => {
    expect(acls('kafka-acls.sh --add --deny-principal User:a --cluster').acls).toEqual([{
      principal: 'User:a', host: '*', operation: 'All', resourceType: 'Cluster', resourceName: 'kafka-cluster', patternType: 'LITERAL', permissionType: 'DENY',
    }]);
  });
  test.each([
    'kafka-acls.sh --list --topic a',
    'kafka-acls.sh --add --producer --topic a --allow-principal User:a',
    'kafka-acls.sh --add --allow-principal User:a',
    'kafka-acls.sh --add --topic a',
    'kafka-acls.sh --topic a --allow-principal User:a',
    'kafka-acls.sh --add --allow-principal $USER --topic a',
    'kafka-acls.sh --add --allow-principal User:a --topic',
    'kafka-acls.sh --add --allow-principal User:a --topic a --operation Fly',
    'kafka-acls.sh --add --allow-principal User:a --topic a --resource-pattern-type match',
    'kafka-topics.sh --create',
    'kafka-acls.sh positional',
  ])('KAFKA_ACL_COMMAND: %s', (text) => {
    expect(acls(`# c\n${text}`)).toEqual({ acls: [], findings: ['KAFKA_ACL_COMMAND kafka-acls.txt line 2'] });
  });
});

describe('documents of a service', () => {
  test.each(['', '[]', '"x"', 'null', '{', '['.repeat(100_000)])('KAFKA_JSON_SYNTAX: %.20s', (text) => {
    expect(found({ 'aiven-user-config.json': text })).toEqual(['KAFKA_JSON_SYNTAX aiven-user-config.json']);
    expect(found({ ...userConfig({}), 'aiven-acls.json': text })).toEqual(['KAFKA_JSON_SYNTAX aiven-acls.json']);
  });
  test('KAFKA_SASL_SWITCH: the port is closed', () => {
    expect(found(userConfig({ kafka: { sasl_oauthbearer_jwks_endpoint_url: 'https://x' } }))).toEqual([
      'KAFKA_SASL_SWITCH aiven-user-config.json kafka_authentication_methods.sasl',
    ]);
    const closed = parseSettings(userConfig({ kafka: { sasl_oauthbearer_jwks_endpoint_url: 'https://x' }, kafka_authentication_methods: { sasl: false } }), '4.2');
    expect(closed).toMatchObject({ settings: { target: { disabled: true } }, findings: [] });
  });
  test('KAFKA_FIELD_UNKNOWN: the provider has no such field', () => {
    expect(found(userConfig({ kafka: { sasl_oauthbearer_scope: 'x', log_retention_ms: 1 }, schema_registry_config: { sasl_oauthbearer_authentication_enabled: true } })))
      .toEqual([
        'KAFKA_FIELD_UNKNOWN aiven-user-config.json kafka.sasl_oauthbearer_scope',
        'KAFKA_FIELD_UNKNOWN aiven-user-config.json schema_registry_config.sasl_oauthbearer_authentication_enabled',
      ]);
  });
  test('KAFKA_VALUE_TYPE: a field of another type', () => {
    expect(found(userConfig({ kafka: { sasl_oauthbearer_expected_issuer: 1 }, kafka_rest: 'yes', sasl_oauthbearer_allowed_urls: 'x' }))).toEqual([
      'KAFKA_VALUE_TYPE aiven-user-config.json kafka_rest',
      'KAFKA_VALUE_TYPE aiven-user-config.json sasl_oauthbearer_allowed_urls',
      'KAFKA_VALUE_TYPE aiven-user-config.json kafka.sasl_oauthbearer_expected_issuer',
    ]);
    expect(found({ ...userConfig({}), 'aiven-acls.json': '{"acl":[{"username":"u"}],"kafka_acl":{}}' })).toEqual([
      'KAFKA_VALUE_TYPE aiven-acls.json kafka_acl', 'KAFKA_VALUE_TYPE aiven-acls.json acl[0]',
    ]);
  });
  test('null is as good as absent, texts are trimmed as Kafka trims them', () => {
    const parsed = parseSettings(userConfig({
      kafka: { sasl_oauthbearer_expected_audience: ' a , b', sasl_oauthbearer_expected_issuer: ' i ', sasl_oauthbearer_sub_claim_name: null },
    }), '4.2');
    expect(parsed.settings).toEqual({
      target: { kind: 'aiven' }, audience: ['a', 'b'], issuer: 'i', subClaimName: 'sub', nativeAcls: [], aivenAcls: [],
    });
  });
});

test('no text makes the parser throw', () => {
  const names = ['server.properties', 'kafka-jvm.options', 'kafka-acls.txt', 'aiven-user-config.json', 'aiven-acls.json'];
  fc.assert(fc.property(fc.constantFrom(...names), fc.string({ unit: 'binary' }), (name, text) => {
    expect(parseSettings({ 'server.properties': GOOD, [name]: text }, '4.2').findings).toBeInstanceOf(Array);
  }));
});
