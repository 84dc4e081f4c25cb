import { listener, LISTENER, SERVICE, service, UNKNOWN } from './support/settings';
import { AIVEN_KAFKA } from '../../../src/brokers/aiven-kafka/core';
import { OVERLAP_STEPS, REQUIREMENT_NAMES, tokenNeeds, tokenRequirements } from '../../../src/brokers/aiven-kafka/requirements';
import { AivenKafkaSettings, withoutAbsent } from '../../../src/brokers/aiven-kafka/settings';
import { lockoutChanges } from '../../../src/brokers/requirements';

function changed(after: Partial<AivenKafkaSettings>): string[] {
  const [was, is] = [SERVICE, withoutAbsent({ ...SERVICE, ...after })].map((settings) => tokenRequirements(settings, '4.2'));
  return lockoutChanges(was, is, REQUIREMENT_NAMES).map((change) => `${change.what} ${change.setting}`);
}

test('states what tokens must be', () => {
  expect(tokenRequirements({ ...SERVICE, audience: ['a', 'b'] }, '4.2')).toEqual({
    issuer: [{ kind: 'exact', value: 'https://sso.example.com/realms/messaging' }],
    audience: [{ kind: 'exact', value: 'a' }, { kind: 'exact', value: 'b' }],
    keys: ['https://sso.example.com/realms/messaging/keys'],
    claims: {},
    principal: ['sub'],
  });
});

test('without an expected audience every token that has one is refused, unless a 4.4 broker does not look', () => {
  const without = (settings: AivenKafkaSettings, version?: string) =>
    tokenRequirements(withoutAbsent({ ...settings, audience: undefined }), version).audience;
  expect(without(SERVICE)).toBe('none');
  expect(without(listener({ allowUnverifiedAudience: true }), '4.3')).toBe('none');
  expect(without(listener({ allowUnverifiedAudience: true }), '4.4')).toBe('any');
});

test('without an expected issuer any is good, without a key URL no key', () => {
  const { issuer, keys } = tokenRequirements(withoutAbsent({ ...SERVICE, issuer: undefined, jwksEndpointUrl: undefined }), '4.2');
  expect([issuer, keys]).toEqual(['any', []]);
});

test('a service with OAuth turned off lets no token in', () => {
  expect(tokenRequirements(service({ disabled: true }), '4.2')).toMatchObject({ issuer: 'none', audience: 'none' });
});

test.each<[string, Partial<AivenKafkaSettings>, string[]]>([
  ['one more audience locks nobody out', { audience: ['messaging', 'other'] }, []],
  ['another audience', { audience: ['other'] }, ['audience audience']],
  ['another issuer', { issuer: 'https://other.example.com' }, ['issuer issuer']],
  ['another key URL', { jwksEndpointUrl: 'https://other.example.com' }, ['key jwksEndpointUrl']],
  ['another subject claim', { subClaimName: 'azp' }, ['claim subClaimName']],
  ['an issuer known only at apply', { issuer: UNKNOWN }, ['issuer issuer']],
])('%s', (_name, after, expected) => {
  expect(changed(after)).toEqual(expected);
});

test('only audiences and keys can overlap', () => {
  expect(Object.keys(OVERLAP_STEPS)).toEqual(['audience', 'key']);
});

test('the identity provider must serve a public key set and name a principal', () => {
  expect(tokenNeeds(SERVICE)).toEqual({
    scopes: undefined,
    introspection: undefined,
    algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
    plainHttp: 'refused',
    issuerComparison: 'exact',
    issuer: 'https://sso.example.com/realms/messaging',
    audiences: ['messaging'],
    allAudiences: false,
    principal: { claim: 'sub', use: 'the principal "User:<name>" of an ACL', maxLength: 251, pattern: '^[^*]*$', patternText: 'any characters but "*"' },
    keyNeedsAlg: false,
    keyNeedsUse: false,
    keySource: 'jwks-uri',
    keyCache: { seconds: 3600, refetchesUnknownKeys: true },
  });
});

test('a self-managed broker takes longer names, and keys from a file', () => {
  const needs = tokenNeeds(listener({ jwksEndpointRefreshMs: 1500 }, { jwksEndpointUrl: 'file:///etc/jwks.json', subClaimName: 'azp' }));
  expect(needs).toMatchObject({ plainHttp: 'unwise', keySource: 'local', principal: { claim: 'azp', maxLength: undefined }, keyCache: { seconds: 2 } });
});

test('Aiven entries demand the names of service users', () => {
  const needs = tokenNeeds({ ...SERVICE, aivenAcls: [{ username: 'u', topic: 't', permission: 'read' as never }] });
  expect(needs.principal).toMatchObject({ maxLength: 64, pattern: '^[-._A-Za-z0-9]+$' });
});

test('the core ties the parts together', () => {
  expect([AIVEN_KAFKA.kind, AIVEN_KAFKA.requirements(LISTENER, '4.2').principal, AIVEN_KAFKA.needs(LISTENER, '4.2').issuer])
    .toEqual(['aiven-kafka', ['sub'], 'https://sso.example.com/realms/messaging']);
  const files = Object.fromEntries(AIVEN_KAFKA.render(LISTENER, '4.2').map(({ name, text }) => [name, text.join('')]));
  expect(AIVEN_KAFKA.parse(files, '4.2').settings).toMatchObject({ issuer: LISTENER.issuer });
  expect(AIVEN_KAFKA.merge('server.properties', undefined, '').problem?.rule).toBe('KAFKA_BROKER_SETTINGS_MISSING');
});
