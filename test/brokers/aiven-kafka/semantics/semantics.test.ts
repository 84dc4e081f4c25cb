import * as fc from 'fast-check';
import { KAFKA_SEMANTICS } from '../../../../src/brokers/aiven-kafka/semantics';
import { JsonData, JsonMembers, PreviewCase } from '../../../../src/preview/case';
import { explain } from '../../../../src/preview/explain';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';

const ISSUER = 'https://idp.example.com/';
const CLAIMS = { iss: ISSUER, aud: 'orders', sub: 'alice', iat: 999_940, exp: 1_003_600 };
const CASE: PreviewCase = {
  broker: 'aiven-kafka', brokerVersion: '4.2.0', now: 1_000_000, signature: 'valid',
  settings: { jwks_url: 'https://idp.example.com/keys', expected_audience: 'orders', expected_issuer: ISSUER },
  token: { header: { alg: 'RS256', kid: 'k1' }, claims: CLAIMS },
};

function judge(more: Partial<PreviewCase>): PreviewResult {
  return preview(KAFKA_SEMANTICS, { ...CASE, ...more }) as PreviewResult;
}

const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonData>;
const time = fc.oneof(fc.integer({ min: 999_900, max: 1_000_100 }), fc.double(), fc.maxSafeInteger(), json);
const claims = fc.record({
  iss: fc.oneof(fc.constant(ISSUER), json), aud: fc.oneof(fc.constant('orders'), fc.array(fc.oneof(fc.constant('orders'), json)), json),
  sub: fc.oneof(fc.string(), json), exp: time, iat: time, nbf: time, scope: fc.oneof(fc.array(fc.string()), json), jti: json,
}, { requiredKeys: [] }) as fc.Arbitrary<JsonMembers>;
const header = fc.record({
  alg: fc.oneof(fc.constantFrom('RS256', 'none', 'HS256'), json), kid: json, cty: json, crit: json, b64: json, x5t: json, typ: json,
}, { requiredKeys: [] }) as fc.Arbitrary<JsonMembers>;
const version = fc.constantFrom(undefined, '3.9', '4.1.1', '4.1', '4.2.0', '4.4.0');

/** What every token that a verifying broker lets in has, by the plainest reading. */
function isFlawless(token: JsonMembers, now: number): boolean {
  const { aud, exp, iat, nbf, iss, sub } = token;
  const audiences = Array.isArray(aud) ? aud : [aud];
  return audiences.includes('orders') && iss === ISSUER && typeof sub === 'string' && sub.trim() !== ''
    && typeof exp === 'number' && Math.trunc(exp) > now - 30 && typeof iat === 'number' && iat > -1 && Math.trunc(iat) <= Math.trunc(exp)
    && (nbf === undefined || nbf === null || (typeof nbf === 'number' && Math.trunc(nbf) <= now + 30));
}

test('no accepted token fails a strict check', () => {
  fc.assert(fc.property(claims, (given) => {
    const { decision } = judge({ token: { header: { alg: 'RS256' }, claims: given } });

    expect(decision === 'accept' && !isFlawless(given, CASE.now)).toBe(false);
  }), { numRuns: 3000 });
});

test('nothing in a token, in settings or in keys makes it throw', () => {
  const anything = fc.record({
    token: fc.oneof(fc.record({ header, claims }), fc.string(), fc.array(fc.base64String(), { maxLength: 6 }).map((parts) => parts.join('.')),
      fc.tuple(header, claims).map((parts) => [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), 'AA'].join('.'))),
    brokerVersion: version,
    target: fc.constantFrom(undefined, 'aiven' as const, 'self-managed' as const),
    now: fc.double({ noNaN: true, min: -1e12, max: 1e12 }),
    settings: fc.oneof(fc.constant(CASE.settings), fc.string(), fc.dictionary(fc.constantFrom('jwks_url', 'expected_audience', 'clock_skew', 'x'), fc.string())),
    jwks: fc.oneof(fc.constant(undefined), json.map((keys) => ({ keys })), fc.array(fc.dictionary(fc.constantFrom('kty', 'n', 'e', 'k', 'x5c'), json)).map((keys) => ({ keys }))),
  });
  fc.assert(fc.property(anything, (more) => {
    expect(preview(KAFKA_SEMANTICS, { ...CASE, ...more })).toHaveProperty('id', null);
  }), { numRuns: 3000 });
});

test('no answer shows the token', () => {
  const token = ['{"alg":"RS256","kid":"eyJhbGciOiJSUzI1NiJ9.secret.x"}', JSON.stringify({ ...CLAIMS, aud: 'eyJhbGciOiJSUzI1NiJ9.secret.x' })]
    .map((text) => Buffer.from(text).toString('base64url')).concat('c2lnbmF0dXJl').join('.');
  const result = judge({ token, jwks: { keys: [] } });

  expect(result.decision).toBe('reject');
  expect(explain(result, KAFKA_SEMANTICS)).not.toMatch(/secret|c2lnbmF0dXJl/);
  expect(JSON.stringify(result)).not.toMatch(/secret|c2lnbmF0dXJl/);
});

test('the steps come in the broker\'s order', () => {
  expect(judge({}).checks.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
    'KAFKA_START_VALUES pass', 'KAFKA_START_CLAIM_NAMES pass', 'KAFKA_START_JWKS_URL pass', 'KAFKA_START_KEYS skipped', 'KAFKA_LOGIN_MECHANISM pass',
    'KAFKA_LOGIN_VALIDATOR pass', 'KAFKA_TOKEN_ALGORITHM pass', 'KAFKA_TOKEN_KEY skipped', 'KAFKA_TOKEN_SIGNATURE pass', 'KAFKA_TOKEN_AUDIENCE pass',
    'KAFKA_TOKEN_ISSUER pass', 'KAFKA_TOKEN_EXPIRY pass', 'KAFKA_TOKEN_ISSUED_AT pass', 'KAFKA_TOKEN_NOT_BEFORE pass', 'KAFKA_TOKEN_SUB_TYPE pass',
    'KAFKA_TOKEN_ID pass', 'KAFKA_TOKEN_SCOPE pass', 'KAFKA_TOKEN_SUBJECT pass', 'KAFKA_TOKEN_TIME_RANGE pass', 'KAFKA_SESSION_LENGTH pass',
  ]);
});

test('all faults of the claims are told', () => {
  const { checks, reason } = judge({ token: { header: { alg: 'RS256' }, claims: { aud: 'x', iss: 'y', sub: 5, jti: 5 } } });

  expect(reason).toBe('KAFKA_TOKEN_AUDIENCE');
  expect(checks.filter(({ outcome }) => outcome === 'fail').map(({ rule }) => rule)).toEqual([
    'KAFKA_TOKEN_AUDIENCE', 'KAFKA_TOKEN_ISSUER', 'KAFKA_TOKEN_EXPIRY', 'KAFKA_TOKEN_SUB_TYPE', 'KAFKA_TOKEN_ID',
  ]);
});

test('an unknown key is said to be worth another attempt', () => {
  expect(judge({ jwks: { keys: [] } }).checks.find(({ rule }) => rule === 'KAFKA_TOKEN_KEY')!.detail).toMatch(/another attempt may go through/);
});

test.each([[1_000_001, []], [1_000_000, ['KAFKA_SESSION_LENGTH']], [999_971, ['KAFKA_SESSION_LENGTH']]])('a token of leeway, exp %d at 1000000, comes with the warnings %j', (exp, rules) => {
  const { decision, warnings } = judge({ token: { header: { alg: 'RS256' }, claims: { ...CLAIMS, exp } } });

  expect([decision, warnings.map(({ rule }) => rule)]).toEqual(['accept', rules]);
});

test('the validator of clients decodes a payload in the alphabet of URLs since 4.2', () => {
  const settings = { ...CASE.settings as JsonMembers, jwt_validator_class: 'org.apache.kafka.common.security.oauthbearer.ClientJwtValidator' };
  const token = `h.${Buffer.from('{"sub":"alice","exp":2000000,"x":">>>???"}').toString('base64url')}.s`;

  expect(token).toMatch(/[-_]/);
  expect(['4.1.2', '4.2.0'].map((brokerVersion) => judge({ settings, token, brokerVersion }).decision)).toEqual(['reject', 'accept']);
});

test('the same settings are read once, whatever the release', () => {
  const settings = 'sasl.oauthbearer.jwks.endpoint.url=https://x/\nsasl.oauthbearer.expected.audience=orders,\n';

  expect(['4.1.2', '4.2.0', '4.1.2'].map((brokerVersion) => judge({ settings, brokerVersion }).loads)).toEqual([true, false, true]);
});

test.each([
  ['settings that begin like JSON', { settings: '{"jwks_url":' }, 'PREVIEW_CASE_SETTINGS'],
  ['settings with an object in them', { settings: { expected_issuer: { a: 1 } } }, 'PREVIEW_CASE_SETTINGS'],
  ['settings of 2 MB', { settings: '#'.repeat(2_000_000) }, 'PREVIEW_CASE_SETTINGS'],
])('%s are a problem of the case', (_what, more, rule) => {
  expect(preview(KAFKA_SEMANTICS, { ...CASE, ...more })).toEqual({ id: null, error: { rule, message: expect.stringMatching(/; \S/) } });
});

test('JSON settings may come as text', () => {
  expect(judge({ settings: JSON.stringify(CASE.settings) })).toMatchObject({ decision: 'accept', warnings: [] });
});

test('every fact is worded for people', () => {
  for (const { rule, looksAt, remedy, source } of KAFKA_SEMANTICS.facts) {
    expect(rule).toMatch(/^KAFKA_[A-Z0-9_]+$/);
    expect(looksAt).toMatch(/^[a-z].*[^.]$/);
    expect(remedy).toMatch(/^[^A-Z].*[^.\s]$/);
    expect(source).toMatch(/\S/);
  }
  expect(new Set(KAFKA_SEMANTICS.facts.map(({ rule }) => rule)).size).toBe(KAFKA_SEMANTICS.facts.length);
});
