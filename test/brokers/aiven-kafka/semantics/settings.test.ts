import { LONGEST_FILE } from '../../../../src/brokers/aiven-kafka/files';
import { KAFKA_SEMANTICS } from '../../../../src/brokers/aiven-kafka/semantics';
import { allowedUrls, brokerSettings } from '../../../../src/brokers/aiven-kafka/semantics/broker-settings';
import { ACL_DENY, START_VALUES, TOKEN_EXPIRY } from '../../../../src/brokers/aiven-kafka/semantics/facts';
import { settingOf } from '../../../../src/brokers/aiven-kafka/semantics/setting-names';
import { startOf } from '../../../../src/brokers/aiven-kafka/semantics/start';
import { judgeMechanism } from '../../../../src/brokers/aiven-kafka/semantics/start-checks';
import { typedSettings } from '../../../../src/brokers/aiven-kafka/semantics/typed-settings';
import { isDefaultValidator, validatorKind } from '../../../../src/brokers/aiven-kafka/semantics/validator';
import { JsonMembers, PreviewCase } from '../../../../src/preview/case';
import { CheckList } from '../../../../src/preview/check';
import { distinctReleases } from '../../../../src/preview/preview';

const read = (settings: string | JsonMembers) => brokerSettings({ settings } as PreviewCase);
const values = (settings: string | JsonMembers) => Object.fromEntries(read(settings).values);

test.each([
  ['jwks.endpoint.url', 'jwks.endpoint.url'], ['sasl.oauthbearer.jwks.endpoint.url', 'jwks.endpoint.url'], ['sasl_oauthbearer_jwks_endpoint_url', 'jwks.endpoint.url'],
  ['jwks_url', 'jwks.endpoint.url'], ['clock_skew', 'clock.skew.seconds'], ['clock_skew_seconds', 'clock.skew.seconds'], ['allowed_urls', 'allowed.urls'],
  ['org.apache.kafka.sasl.oauthbearer.allowed.urls', 'allowed.urls'], ['sasl_oauthbearer_allowed_urls', 'allowed.urls'],
  ['sasl.oauthbearer.jwt.validator.class', 'jwt.validator.class'], ['super.users', 'super.users'], ['connections_max_reauth_ms', 'connections.max.reauth.ms'],
  ['sasl.server.callback.handler.class', 'sasl.server.callback.handler.class'], ['sasl_enabled_mechanisms', 'sasl.enabled.mechanisms'],
  ['sasl.server.max.receive.size', 'sasl.server.max.receive.size'], ['allow.everyone.if.no.acl.found', 'allow.everyone.if.no.acl.found'],
  ['sasl.oauthbearer.super.users', undefined], ['colour', undefined], ['', undefined],
])('the name %s stands for %s', (name, expected) => {
  expect(settingOf(name)).toBe(expected);
});

const PREFIX = 'listener.name.sasl_ssl.oauthbearer.';

test('of a listener the property of the mechanism counts before that of the listener, and that before the broker\'s', () => {
  const url = 'sasl.oauthbearer.jwks.endpoint.url';
  const lines = (...keys: readonly string[]) => `${PREFIX}sasl.oauthbearer.expected.issuer=i\n${keys.map((key) => `${key}=${key.length}\n`).join('')}`;
  const urlOf = (...keys: readonly string[]) => values(lines(...keys))['jwks.endpoint.url'];

  expect(urlOf(PREFIX + url, `listener.name.sasl_ssl.${url}`, url)).toBe(String((PREFIX + url).length));
  expect(urlOf(`listener.name.sasl_ssl.${url}`, url)).toBe(String(`listener.name.sasl_ssl.${url}`.length));
  expect(urlOf(url)).toBe(String(url.length));
  expect(urlOf()).toBeUndefined();
});

test('some properties are the listener\'s or the broker\'s alone', () => {
  expect(values([
    `${PREFIX}sasl.oauthbearer.expected.issuer=i`, `${PREFIX}sasl.enabled.mechanisms=A`, 'listener.name.sasl_ssl.sasl.enabled.mechanisms=OAUTHBEARER',
    `${PREFIX}sasl.oauthbearer.jwt.validator.class=A`, 'listener.name.sasl_ssl.sasl.oauthbearer.jwt.validator.class=B',
    'listener.name.sasl_ssl.super.users=A', 'super.users=B', 'listener.name.sasl_ssl.sasl.server.max.receive.size=1', 'allow.everyone.if.no.acl.found=true',
    'listener.name.sasl_ssl.connections.max.reauth.ms=5', 'listener.name.sasl_ssl.allow.everyone.if.no.acl.found=false',
  ].join('\n'))).toEqual({
    'expected.issuer': 'i', 'sasl.enabled.mechanisms': 'OAUTHBEARER', 'jwt.validator.class': 'B', 'super.users': 'B', 'allow.everyone.if.no.acl.found': 'true',
    'connections.max.reauth.ms': '5',
  });
});

test('the length of a session and the class that handles tokens may be those of the mechanism', () => {
  expect(values([
    `${PREFIX}connections.max.reauth.ms=7`, 'listener.name.sasl_ssl.connections.max.reauth.ms=5', `${PREFIX}sasl.server.callback.handler.class=A`,
    'listener.name.sasl_ssl.sasl.server.callback.handler.class=B',
  ].join('\n'))).toEqual({ 'connections.max.reauth.ms': '7', 'sasl.server.callback.handler.class': 'A' });
});

test('of several listeners with settings for tokens the first by name is judged', () => {
  const { warnings, wholeListener, values: found } = read('listener.name.b.oauthbearer.sasl.oauthbearer.expected.issuer=b\nlistener.name.a.sasl.enabled.mechanisms=PLAIN, OAUTHBEARER\n' +
    'listener.name.a.oauthbearer.sasl.oauthbearer.expected.issuer=a\nlistener.name.c.sasl.enabled.mechanisms=PLAIN\n');

  expect([found.get('expected.issuer'), wholeListener]).toEqual(['a', true]);
  expect(warnings).toEqual([{ rule: 'KAFKA_LISTENER_SEVERAL', message: 'several listeners take tokens; a is judged' }]);
});

test.each([
  ['', ['KAFKA_LISTENER_NONE'], true],
  ['log.dirs=/x\n', ['KAFKA_LISTENER_NONE'], true],
  ['sasl.oauthbearer.expected.issuer=i\n', [], false],
  ['listener.name.a.sasl.enabled.mechanisms=OAUTHBEARER\n', [], true],
  ['listener.name.a.sasl.enabled.mechanisms=\n', ['KAFKA_LISTENER_NONE'], true],
  ['listener.name.a.ssl.keystore.location=/x\n', ['KAFKA_LISTENER_NONE'], true],
  ['listener.name.a.oauthbearer.sasl.jaas.config=x\n', [], true],
  ['my.listener.name.a.sasl.enabled.mechanisms=OAUTHBEARER\n', ['KAFKA_LISTENER_NONE'], true],
  ['listener.name.a.sasl.enabled.mechanisms\\nx=OAUTHBEARER\n', ['KAFKA_LISTENER_NONE'], true],
])('properties %j: warnings %j, a whole listener %s', (text, rules, wholeListener) => {
  expect([read(text).warnings.map(({ rule }) => rule), read(text).wholeListener]).toEqual([rules, wholeListener]);
});

test('properties that no broker can read are told', () => {
  expect(read('a=\\u12')).toEqual({
    values: new Map(), wholeListener: false, warnings: [], unreadable: 'the properties have \\u without four hexadecimal digits',
  });
});

test('an object may name settings in any of the forms', () => {
  expect(read({ jwks_url: ' https://a ', clock_skew: 5, expected_audience: ['a', 'b'], allow_unverified_issuer: true, expected_issuer: null })).toEqual({
    values: new Map([['jwks.endpoint.url', 'https://a'], ['clock.skew.seconds', '5'], ['expected.audience', 'a,b'], ['allow.unverified.issuer', 'true']]),
    wholeListener: false, warnings: [], saslPort: undefined,
  });
});

test('a name that is no setting is told, save those beside the settings of a service', () => {
  expect(read({ colour: 'red', kafka_version: '4.2', letsencrypt_sasl: true, kafka_sasl_mechanisms: {}, kafka_authentication_methods: {} }).warnings).toEqual([
    { rule: 'KAFKA_KEY_UNKNOWN', message: '"colour" is no setting of Kafka and is not read' },
  ]);
});

test('a user config has its settings in kafka, and closes the port unless it says otherwise', () => {
  const service = (methods?: JsonMembers) => read({
    kafka: { sasl_oauthbearer_jwks_endpoint_url: 'https://a', log_retention_hours: 5 }, whatever: 1, ...methods && { kafka_authentication_methods: methods },
  });

  expect(service()).toMatchObject({ values: new Map([['jwks.endpoint.url', 'https://a']]), warnings: [], saslPort: false });
  const methods: readonly JsonMembers[] = [{ sasl: true }, { sasl: false }, { certificate: true }];
  const others: readonly JsonMembers[] = [{ kafka_authentication_methods: { sasl: true } }, { kafka_authentication_methods: [] }, { kafka: null }];

  expect(methods.map((given) => service(given).saslPort)).toEqual([true, false, false]);
  expect(others.map((object) => read(object).saslPort)).toEqual([true, undefined, false]);
});

test('an object of whole properties is a listener, with the JVM\'s property beside them', () => {
  const found = read({ [`${PREFIX}sasl.oauthbearer.jwks.endpoint.url`]: 'https://a', 'org.apache.kafka.sasl.oauthbearer.allowed.urls': ['https://a', 'https://b'] });

  expect([found.wholeListener, found.values.get('jwks.endpoint.url'), allowedUrls(found)]).toEqual([true, 'https://a', ['https://a', 'https://b']]);
  expect([...read({ [`${PREFIX}sasl.oauthbearer.jwks.endpoint.url`]: 'https://a' }).values.keys()]).toEqual(['jwks.endpoint.url']);
  expect(allowedUrls(read({ allowed_urls: ' https://a , https://b' }))).toEqual(['https://a', 'https://b']);
});

test.each([[{ expected_issuer: {} }], [{ expected_audience: ['a', 5] }], [{ [`${PREFIX}sasl.oauthbearer.expected.issuer`]: {} }]])('%j is no settings', (settings) => {
  expect(() => read(settings)).toThrow('is neither a text, a number, a boolean nor a list of texts');
});

test('a text may be as long as any file', () => {
  expect(values('#'.repeat(LONGEST_FILE))).toEqual({});
  expect(() => read('#'.repeat(LONGEST_FILE + 1))).toThrow(`settings have ${LONGEST_FILE + 1} characters`);
});

test('settings are read once, JSON in a text included', () => {
  const object = { jwks_url: 'https://a' };

  expect(read(object)).toBe(read(object));
  expect(read('{"jwks_url":"https://a"}')).toBe(read('{"jwks_url":"https://a"}'));
  expect(values(' \n{"jwks_url":"https://a"}')).toEqual({ 'jwks.endpoint.url': 'https://a' });
});

test('of many texts the oldest are forgotten', () => {
  const first = read('# 0');
  for (let index = 1; index <= 64; index++) {
    read(`# ${index}`);
  }

  expect(read('# 0')).not.toBe(first);
});

const typed = (more: Readonly<Record<string, string>>, release = '4.4.0') => typedSettings(new Map(Object.entries(more)), release);

test('what is left out has Kafka\'s defaults', () => {
  expect(typed({})).toEqual({
    issuer: undefined, audience: [], skewSeconds: 30, refreshMs: 3_600_000, maxReauthMs: 0, maxReceiveSize: 524_288,
    allowAnyIssuer: false, allowAnyAudience: false, superUsers: [], allowEveryone: false, problem: undefined,
  });
});

test('a list is split at commas and the blanks that Java knows around them', () => {
  expect(typed({ 'expected.audience': 'aV,Vb\v,\v\f\tc' }).audience).toEqual(['aV', 'Vb', 'c']);
});

test.each(['true', 'false', 'TRUE', 'False'])('%s is a boolean', (text) => {
  expect(typed({ 'allow.unverified.issuer': text, 'allow.unverified.audience': text })).toMatchObject({ allowAnyIssuer: text.toLowerCase() === 'true', problem: undefined });
});

test('every value is taken', () => {
  expect(typed({
    'expected.issuer': 'i', 'expected.audience': 'a , b', 'clock.skew.seconds': '+5', 'jwks.endpoint.refresh.ms': '7', 'connections.max.reauth.ms': '-8',
    'sasl.server.max.receive.size': '9', 'allow.unverified.issuer': 'TRUE', 'allow.unverified.audience': 'true', 'super.users': 'User:a; User:b;;',
    'allow.everyone.if.no.acl.found': 'true',
  })).toEqual({
    issuer: 'i', audience: ['a', 'b'], skewSeconds: 5, refreshMs: 7, maxReauthMs: -8, maxReceiveSize: 9, allowAnyIssuer: true, allowAnyAudience: true,
    superUsers: ['User:a', 'User:b'], allowEveryone: true, problem: undefined,
  });
});

test.each([
  ['clock.skew.seconds', '2147483647', true], ['clock.skew.seconds', '2147483648', false], ['clock.skew.seconds', '-2147483648', true],
  ['clock.skew.seconds', '-2147483649', false], ['clock.skew.seconds', '5s', false], ['clock.skew.seconds', 's5', false], ['clock.skew.seconds', '', false],
  ['jwks.endpoint.refresh.ms', '9223372036854775807', true], ['jwks.endpoint.refresh.ms', '9223372036854775808', false],
  ['jwks.endpoint.refresh.ms', '123456789012345678901', false], ['jwks.endpoint.retry.backoff.ms', 'x', false], ['jwks.endpoint.retry.backoff.max.ms', 'x', false],
  ['connections.max.reauth.ms', '9223372036854775807', true], ['sasl.server.max.receive.size', '2147483648', false],
])('%s = %s can be read: %s', (name, text, isGood) => {
  expect(typed({ [name]: text }).problem).toBe(isGood ? undefined : `${name} is no whole number of its range`);
});

test('a number that cannot be read counts as left out', () => {
  expect(typed({ 'clock.skew.seconds': 'x', 'jwks.endpoint.refresh.ms': 'y' })).toMatchObject({
    skewSeconds: 30, refreshMs: 3_600_000, problem: 'clock.skew.seconds is no whole number of its range',
  });
});

test.each([
  ['allow.unverified.issuer', '4.4.0', true], ['allow.unverified.audience', '4.4.0', true], ['allow.unverified.issuer', '4.3.0', false],
  ['allow.everyone.if.no.acl.found', '4.4.0', false],
])('%s that is no boolean keeps %s from starting: %s', (name, release, stops) => {
  expect(typed({ [name]: 'yes' }, release).problem).toBe(stops ? `${name} is neither true nor false` : undefined);
});

test.each([
  ['a,,b', ['a', '', 'b'], true], [' a\t,\n b ', ['a', 'b'], false], ['a,', ['a', ''], true], ['  ', [], false], ['a b', ['a b'], false], ['a \t, \r\n,b', ['a', '', 'b'], true],
])('the audience %j is %j', (text, audience, hasEmpty) => {
  expect(typed({ 'expected.audience': text })).toMatchObject({ audience, problem: hasEmpty ? 'expected.audience has an empty member' : undefined });
  expect(typed({ 'expected.audience': text }, '4.1.2')).toMatchObject({ audience, problem: undefined });
});

const PACKAGE = 'org.apache.kafka.common.security.oauthbearer.';

test.each([
  ['3.9.1', undefined, true, 'broker'], ['4.0.0', `${PACKAGE}ClientJwtValidator`, true, 'broker'],
  ['4.1.0', undefined, true, 'client'], ['4.1.1', `${PACKAGE}DefaultJwtValidator`, true, 'client'], ['4.1.1', `${PACKAGE}BrokerJwtValidator`, true, 'broker'],
  ['4.1.2', undefined, true, 'broker'], ['4.1.2', undefined, false, 'client'], ['4.1.2', `${PACKAGE}DefaultJwtValidator`, false, 'client'],
  ['4.2.0', `${PACKAGE}ClientJwtValidator`, true, 'client'], ['4.2.0', `${PACKAGE}BrokerJwtValidator`, false, 'broker'], ['4.2.0', 'com.example.Mine', true, 'other'],
])('in %s the class %s with a URL of keys %s is that of the %s', (release, configured, hasUrl, expected) => {
  expect(validatorKind(release, configured, hasUrl)).toBe(expected);
});

test('the default class may be named', () => {
  expect([undefined, `${PACKAGE}DefaultJwtValidator`, `${PACKAGE}BrokerJwtValidator`].map(isDefaultValidator)).toEqual([true, true, false]);
});

const URL = 'https://a/keys';
const FULL = { jwks_url: URL, expected_audience: 'a', expected_issuer: 'i', allowed_urls: URL };
const listener = (more: Readonly<Record<string, string>> = {}) => Object.entries({
  'sasl.oauthbearer.jwks.endpoint.url': URL, 'sasl.oauthbearer.expected.audience': 'a', 'sasl.oauthbearer.expected.issuer': 'i', ...more,
}).map(([key, value]) => `${PREFIX}${key}=${value}\n`).join('');

function start(settings: string | JsonMembers, release: string, target: 'aiven' | 'self-managed' = 'self-managed') {
  const { loads, steps } = startOf(read(settings), release, target);
  return [loads, ...steps.map(({ fact, outcome }) => `${fact.rule.replace('KAFKA_START_', '')} ${outcome}`)];
}

const PASSED = ['VALUES pass', 'CLAIM_NAMES pass'];

test.each([
  ['3.9.0', FULL, [true, 'VALUES pass', 'JWKS_URL pass', 'CLAIM_NAMES pass']],
  ['3.9.1', FULL, [true, 'VALUES pass', 'ALLOWED_URLS pass', 'JWKS_URL pass', 'CLAIM_NAMES pass']],
  ['4.2.0', FULL, [true, ...PASSED, 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.4.0', FULL, [true, ...PASSED, 'EXPECTATIONS pass', 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.4.0', { ...FULL, expected_audience: null }, [false, ...PASSED, 'EXPECTATIONS fail']],
  ['4.4.0', { ...FULL, expected_issuer: null }, [false, ...PASSED, 'EXPECTATIONS fail']],
  ['4.4.0', { ...FULL, expected_audience: null, allow_unverified_audience: true }, [true, ...PASSED, 'EXPECTATIONS pass', 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.4.0', { ...FULL, expected_issuer: null, allow_unverified_issuer: true }, [true, ...PASSED, 'EXPECTATIONS pass', 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.2.0', { ...FULL, allowed_urls: null }, [true, ...PASSED, 'JWKS_URL pass', 'ALLOWED_URLS skipped']],
  ['3.9.1', { ...FULL, allowed_urls: null }, [true, 'VALUES pass', 'ALLOWED_URLS pass', 'JWKS_URL pass', 'CLAIM_NAMES pass']],
  ['4.2.0', { ...FULL, allowed_urls: 'https://b' }, [false, ...PASSED, 'JWKS_URL pass', 'ALLOWED_URLS fail']],
  ['4.2.0', { ...FULL, sub_claim_name: ' ' }, [false, 'VALUES pass', 'CLAIM_NAMES fail']],
  ['4.2.0', { ...FULL, scope_claim_name: '' }, [false, 'VALUES pass', 'CLAIM_NAMES fail']],
  ['4.2.0', { ...FULL, clock_skew: 'x' }, [false, 'VALUES fail']],
  ['4.2.0', { ...FULL, expected_issuer: '${env:ISSUER}' }, ['unknown', 'VALUES unknown', 'CLAIM_NAMES pass', 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.2.0', { ...FULL, expected_issuer: '${ISSUER}' }, [true, ...PASSED, 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.0.0', { ...FULL, jwks_url: null }, [false, 'VALUES pass', 'JWKS_URL fail']],
  ['4.0.0', { ...FULL, jwks_url: '' }, [false, 'VALUES pass', 'ALLOWED_URLS fail']],
  ['4.2.0', { ...FULL, jwks_url: null }, [true, ...PASSED]],
  ['4.4.0', { ...FULL, jwks_url: null }, [false, ...PASSED, 'JWKS_URL fail']],
  ['4.4.0', { ...FULL, jwks_url: null, jwt_validator_class: `${PACKAGE}ClientJwtValidator` }, [true, ...PASSED]],
  ['4.2.0', { ...FULL, jwt_validator_class: 'com.example.Mine' }, [true, 'VALUES pass']],
  ['4.2.0', { ...FULL, jwks_url: 'ftp://a' }, [false, ...PASSED, 'JWKS_URL fail']],
  ['4.2.0', { ...FULL, jwks_url: 'x https://a' }, [false, ...PASSED, 'JWKS_URL fail']],
  ['4.2.0', { ...FULL, jwks_url: 'HTTP://a', allowed_urls: 'HTTP://a' }, [true, ...PASSED, 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.2.0', { ...FULL, jwks_endpoint_refresh_ms: 0 }, [false, ...PASSED, 'JWKS_URL fail']],
  ['4.2.0', { ...FULL, jwks_endpoint_refresh_ms: 1 }, [true, ...PASSED, 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.2.0', { ...FULL, jwks_url: 'file:/a', allowed_urls: 'file:/a', jwks_endpoint_refresh_ms: 0 }, [true, ...PASSED, 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.2.0', listener({ 'sasl.server.callback.handler.class': `${PACKAGE}OAuthBearerValidatorCallbackHandler` }),
    [true, 'VALUES pass', 'HANDLER pass', 'CLAIM_NAMES pass', 'JWKS_URL pass', 'ALLOWED_URLS skipped']],
  ['3.9.1', listener({ 'sasl.server.callback.handler.class': `${PACKAGE}secured.OAuthBearerValidatorCallbackHandler` }),
    [true, 'VALUES pass', 'HANDLER pass', 'ALLOWED_URLS pass', 'JWKS_URL pass', 'CLAIM_NAMES pass']],
  ['4.0.0', listener({ 'sasl.server.callback.handler.class': `${PACKAGE}secured.OAuthBearerValidatorCallbackHandler` }), [false, 'VALUES pass', 'HANDLER fail']],
  ['4.2.0', listener({ 'sasl.server.callback.handler.class': 'com.example.Mine' }),
    ['unknown', 'VALUES pass', 'HANDLER unknown', 'CLAIM_NAMES pass', 'JWKS_URL pass', 'ALLOWED_URLS skipped']],
  ['4.2.0', listener(), ['unknown', 'VALUES pass', 'HANDLER unknown', 'CLAIM_NAMES pass', 'JWKS_URL pass', 'ALLOWED_URLS skipped']],
  ['3.9.0', listener({ 'sasl.server.callback.handler.class': 'com.example.Mine' }), ['unknown', 'VALUES pass', 'HANDLER unknown', 'JWKS_URL pass', 'CLAIM_NAMES pass']],
  ['4.2.0', { ...FULL, 'sasl.server.callback.handler.class': 'com.example.Mine' },
    ['unknown', 'VALUES pass', 'HANDLER unknown', 'CLAIM_NAMES pass', 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.2.0', { ...FULL, 'sasl.server.callback.handler.class': `${PACKAGE}OAuthBearerValidatorCallbackHandler` },
    [true, 'VALUES pass', 'HANDLER pass', 'CLAIM_NAMES pass', 'JWKS_URL pass', 'ALLOWED_URLS pass']],
  ['4.2.0', { ...FULL, jwks_url: '' }, [false, ...PASSED, 'JWKS_URL fail']],
  ['4.2.0', { ...FULL, jwks_url: 'https://a/file:', jwks_endpoint_refresh_ms: 0 }, [false, ...PASSED, 'JWKS_URL fail']],
  ['4.2.0', 'a=\\u1', [false, 'VALUES fail']],
] as readonly (readonly [string, string | JsonMembers, readonly (boolean | string)[]])[])('a self-managed broker of %s starts with %j: %j', (release, settings, expected) => {
  expect(start(settings, release)).toEqual(expected);
});

test.each([
  ['4.2.0', FULL, [true, ...PASSED, 'JWKS_URL pass']],
  ['4.2.0', { ...FULL, jwks_url: null }, [true, 'VALUES pass']],
  ['4.2.0', { ...FULL, jwks_url: '' }, ['unknown', ...PASSED, 'JWKS_URL unknown']],
  ['4.2.0', { ...FULL, jwks_url: '', sub_claim_name: '' }, [false, 'VALUES pass', 'CLAIM_NAMES fail']],
] as readonly (readonly [string, JsonMembers, readonly (boolean | string)[]])[])('Aiven\'s broker of %s starts with %j: %j', (release, settings, expected) => {
  expect(start(settings, release, 'aiven')).toEqual(expected);
});

test('what is demanded of tokens follows from the settings', () => {
  const demands = (settings: JsonMembers, release = '4.4.0') => startOf(read(settings), release, 'self-managed').demands;

  expect(demands({ ...FULL, sub_claim_name: 'azp', scope_claim_name: 'scp', clock_skew: 5 })).toEqual({
    issuer: 'i', audience: new Set(['a']), anyAudience: false, subClaim: 'azp', scopeClaim: 'scp', skewSeconds: 5,
  });
  expect(demands({ jwks_url: URL, allow_unverified_audience: true })).toEqual({
    issuer: undefined, audience: undefined, anyAudience: true, subClaim: 'sub', scopeClaim: 'scope', skewSeconds: 30,
  });
  expect(demands({ jwks_url: URL, allow_unverified_audience: true }, '4.3.0').anyAudience).toBe(false);
});

test('the start of one release is worked out once', () => {
  const settings = read(FULL);

  expect(startOf(settings, '4.2.0', 'aiven')).toBe(startOf(settings, '4.2.0', 'aiven'));
  expect(startOf(settings, '4.2.0', 'aiven')).not.toBe(startOf(settings, '4.2.0', 'self-managed'));
});

const said = (settings: string | JsonMembers) => {
  const { steps } = startOf(read(settings), '4.2.0', 'self-managed');
  return steps.find(({ outcome }) => outcome !== 'pass')?.detail;
};

test.each([
  [{ ...FULL, jwks_url: '' }, 'is blank'], [{ ...FULL, jwks_url: 'ftp://a' }, '"ftp://a" is no http, https or file URL'],
  [{ ...FULL, 'sasl.server.callback.handler.class': 'com.example.Mine' }, '"com.example.Mine" is of somebody else; only a login with a token shows what it accepts'],
  [listener(), 'none is named: the validator for tests takes tokens that nobody signed; only a login with a token shows what it accepts'],
] as const)('of %j is said: %s', (settings, expected) => {
  expect(said(settings)).toBe(expected);
});

function mechanism(settings: string | JsonMembers, target: 'aiven' | 'self-managed' = 'self-managed') {
  const checks = new CheckList();
  judgeMechanism(read(settings), target, checks);
  return `${checks.checks[0].outcome}: ${checks.checks[0].detail}`;
}

test.each([
  ['self-managed', { jwks_url: URL }, 'pass: the settings name no mechanisms; taken as offered'],
  ['self-managed', { sasl_enabled_mechanisms: 'PLAIN,OAUTHBEARER' }, 'pass: the mechanisms are PLAIN, OAUTHBEARER'],
  ['self-managed', { sasl_enabled_mechanisms: 'PLAIN' }, 'fail: the mechanisms are PLAIN'],
  ['self-managed', { sasl_enabled_mechanisms: ' ' }, 'fail: the mechanisms are none'],
  ['self-managed', listener(), 'fail: the settings name no mechanisms'],
  ['aiven', { jwks_url: URL }, 'pass: the URL of the key set turns it on'],
  ['aiven', {}, 'fail: the URL of a key set is not set, and setting it is what turns OAUTHBEARER on'],
  ['aiven', { kafka: { sasl_oauthbearer_jwks_endpoint_url: URL } }, 'fail: the SASL port is closed'],
] as const)('%s, the mechanism by %j: %s', (target, settings, expected) => {
  expect(mechanism(settings, target)).toBe(expected);
});

test('a fact decides the start, an action, or else the login', () => {
  expect([START_VALUES, ACL_DENY, TOKEN_EXPIRY].map(({ decides }) => decides)).toEqual(['start', 'action', undefined]);
});

test('releases between which anything changes are judged apart', () => {
  expect(distinctReleases(KAFKA_SEMANTICS, undefined)).toEqual(['3.9.0', '3.9.1', '4.0.0', '4.1.0', '4.1.2', '4.2.0', '4.4.0']);
});
