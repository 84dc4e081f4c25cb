import { judgeBearer } from '../../../../src/brokers/aiven-kafka/semantics/bearer';
import { judgeClaims } from '../../../../src/brokers/aiven-kafka/semantics/claims';
import { kindOf, Long, longOf, membersOf, openMembers, toMillis } from '../../../../src/brokers/aiven-kafka/semantics/members';
import { judgeAuthorizationId, judgeMessage } from '../../../../src/brokers/aiven-kafka/semantics/sasl-message';
import { judgeSession } from '../../../../src/brokers/aiven-kafka/semantics/session';
import { Demands } from '../../../../src/brokers/aiven-kafka/semantics/validator';
import { readJson } from '../../../../src/oauth/json-reader';
import { JsonNumber, JsonObject, JsonTree } from '../../../../src/oauth/json-tree';
import { CheckList } from '../../../../src/preview/check';

const MOST = 2n ** 63n - 1n;

test.each<[string, Long | undefined]>([
  ['0', 0], ['-5', -5], ['9007199254740991', 9007199254740991], ['9007199254740993', 9007199254740993n], ['-9007199254740993', -9007199254740993n],
  ['9223372036854775807', MOST], ['9223372036854775808', undefined], ['-9223372036854775808', -MOST - 1n], ['-9223372036854775809', undefined],
  ['1.9', 1], ['-1.9', -1], ['1e3', 1000], ['1e17', 10n ** 17n], ['-1e17', -(10n ** 17n)], ['1e19', MOST], ['9.3e18', MOST], ['-1e19', -MOST - 1n],
  ['-9223372036854775808.0', -MOST - 1n], ['9223372036854775808.0', MOST], ['1e999', MOST], ['-1e999', -MOST - 1n],
])('the number %s is the long %s', (text, expected) => {
  expect(longOf(new JsonNumber(text))).toBe(expected);
});

test.each<[Long, Long]>([
  [5, 5000], [-5, -5000], [9007199254740, 9007199254740000], [9007199254741, 9007199254741000n], [10n ** 17n, BigInt.asIntN(64, 10n ** 20n)],
])('%s seconds are %s milliseconds', (seconds, expected) => {
  expect(toMillis(seconds)).toBe(expected);
});

test.each<[string, string]>([
  ['1', 'a number'], ['{}', 'an object'], ['[]', 'a list'], ['null', 'null'], ['"a"', 'a text'], ['true', 'a boolean'],
])('%s is %s', (text, expected) => {
  expect(kindOf(readJson(text).value as JsonTree)).toBe(expected);
});

test('a member that is null is not there, nor is one that every object inherits', () => {
  const open = openMembers({ a: null, b: 'x' });
  const read = membersOf(readJson('{"a":1,"a":null,"b":"x"}').value as JsonObject);

  expect([open.get('a'), open.get('b'), open.get('toString'), read.get('a'), read.get('b'), read.get('toString')])
    .toEqual([undefined, 'x', undefined, undefined, 'x', undefined]);
});

const DEMANDS: Demands = { issuer: 'i', audience: new Set(['a']), anyAudience: false, subClaim: 'sub', scopeClaim: 'scope', skewSeconds: 30 };
const claimsOf = (claims: string) => membersOf(readJson(claims).value as JsonObject);

/** What the steps say of claims at second 1000. */
function judged(claims: string, demands: Partial<Demands> = {}): readonly string[] {
  const checks = new CheckList();
  const passes = judgeClaims(claimsOf(claims), { ...DEMANDS, ...demands }, 1000.9, checks);
  const failed = checks.checks.filter(({ outcome }) => outcome === 'fail').map(({ rule }) => rule.replace('KAFKA_TOKEN_', ''));
  expect(passes).toBe(failed.length === 0);
  return failed;
}

const good = (more: string) => `{"iss":"i","aud":"a","sub":"s","exp":2000,"iat":900${more}}`;

test.each<[string, readonly string[]]>([
  [good(''), []], [good(',"exp":971'), []], [good(',"exp":970'), ['EXPIRY']], [good(',"exp":971.9'), []], [good(',"exp":970.9'), ['EXPIRY']],
  [good(',"iat":2000'), []], [good(',"iat":2001'), ['ISSUED_AT']], [good(',"exp":"2000"'), ['EXPIRY']], [good(',"iat":true'), ['ISSUED_AT']],
  [good(',"nbf":{}'), ['NOT_BEFORE']], [good(',"exp":null'), ['EXPIRY']], [good(',"iat":null'), ['ISSUED_AT']], [good(',"exp":9223372036854775808'), ['EXPIRY']],
  [good(',"nbf":1030'), []], [good(',"nbf":1031'), ['NOT_BEFORE']], [good(',"exp":1010,"nbf":1010'), []], [good(',"exp":1010,"nbf":1011'), ['NOT_BEFORE']],
  [good(',"sub":5'), ['SUB_TYPE']], [good(',"jti":5'), ['ID']], [good(',"jti":"x"'), []], [good(',"iss":5'), ['ISSUER']], [good(',"iss":null'), ['ISSUER']],
  [good(',"aud":["x","a"]'), []], [good(',"aud":[null,"a"]'), []], [good(',"aud":["a",5]'), ['AUDIENCE']], [good(',"aud":[]'), ['AUDIENCE']],
  [good(',"aud":null'), ['AUDIENCE']], [good(',"aud":{}'), ['AUDIENCE']], [good(',"aud":"x"'), ['AUDIENCE']],
])('claims %s fail at %j', (claims, expected) => {
  expect(judged(claims)).toEqual(expected);
});

test.each<[Partial<Demands>, string, readonly string[]]>([
  [{ issuer: undefined }, good(''), []], [{ issuer: undefined }, good(',"iss":null'), []], [{ issuer: undefined }, good(',"iss":5'), ['ISSUER']],
  [{ audience: undefined }, good(''), ['AUDIENCE']], [{ audience: undefined }, good(',"aud":null'), []], [{ audience: undefined }, good(',"aud":5'), ['AUDIENCE']],
  [{ audience: undefined, anyAudience: true }, good(',"aud":5'), []], [{ anyAudience: true }, good(',"aud":5'), ['AUDIENCE']],
  [{ anyAudience: true }, good(',"aud":"x"'), ['AUDIENCE']], [{ skewSeconds: 0 }, good(',"exp":1000'), ['EXPIRY']], [{ skewSeconds: 0 }, good(',"exp":1001'), []],
])('demanding %j, claims %s fail at %j', (demands, claims, expected) => {
  expect(judged(claims, demands)).toEqual(expected);
});

test.each<[string, readonly string[], object | undefined]>([
  [good(''), [], { subject: 's', expiryMillis: 2_000_000 }],
  [good(',"sub":" s\\n"'), [], { subject: 's', expiryMillis: 2_000_000 }],
  [good(',"sub":5'), ['SUBJECT'], undefined], [good(',"sub":" "'), ['SUBJECT'], undefined], [good(',"sub":null'), ['SUBJECT'], undefined],
  [good(',"scope":"a"'), [], { subject: 's', expiryMillis: 2_000_000 }], [good(',"scope":5'), [], { subject: 's', expiryMillis: 2_000_000 }],
  [good(',"scope":" "'), ['SCOPE'], undefined], [good(',"scope":["a","b "]'), [], { subject: 's', expiryMillis: 2_000_000 }],
  [good(',"scope":["a"," a"]'), ['SCOPE'], undefined], [good(',"scope":["a",5]'), ['SCOPE'], undefined],
  [good(',"exp":0'), [], { subject: 's', expiryMillis: 0 }], [good(',"exp":-1'), ['TIME_RANGE'], undefined], [good(',"iat":-1'), ['TIME_RANGE'], undefined],
  [good(',"iat":0'), [], { subject: 's', expiryMillis: 2_000_000 }],
  [good(',"exp":9223372036854775'), [], { subject: 's', expiryMillis: 9223372036854775000n }], [good(',"exp":9223372036854776'), ['TIME_RANGE'], undefined],
  [good(',"exp":18446744073709552'), ['TIME_RANGE'], undefined], [good(',"iat":-18446744073709552'), ['TIME_RANGE'], undefined], [good(',"iat":-9223372036854776'), ['TIME_RANGE'], undefined],
  [good(',"exp":9223372036854775807'), ['TIME_RANGE'], undefined],
])('claims %s: fails %j, bearer %j', (claims, failed, bearer) => {
  const checks = new CheckList();

  expect(judgeBearer(claimsOf(claims), DEMANDS, checks)).toEqual(bearer);
  expect(checks.checks.filter(({ outcome }) => outcome === 'fail').map(({ rule }) => rule.replace('KAFKA_TOKEN_', ''))).toEqual(failed);
});

test.each([
  [',"exp":-1', 'exp -1 is before 1970'], [',"iat":-1', 'iat -1 is before 1970'], [',"exp":9223372036854776', 'exp 9223372036854776 cannot be counted in milliseconds'],
  [',"iat":-9223372036854776', 'iat -9223372036854776 cannot be counted in milliseconds'],
])('of claims with %s is said: %s', (claims, expected) => {
  const checks = new CheckList();
  judgeBearer(claimsOf(good(claims)), DEMANDS, checks);

  expect(checks.checks.find(({ outcome }) => outcome === 'fail')?.detail).toBe(expected);
});

test.each<[string, number, string]>([
  ['a'.repeat(100), 418, 'pass'], ['a'.repeat(100), 417, 'unknown'], ['a'.repeat(100), 118, 'unknown'], ['a'.repeat(100), 117, 'fail'],
  ['a-_~+/.9==', 1000, 'pass'], ['a=b', 1000, 'fail'], ['a b', 1000, 'fail'], [' a', 1000, 'fail'], ['a\n', 1000, 'fail'], ['', 1000, 'fail'], ['=', 1000, 'fail'],
])('a message with %s in at most %d bytes: %s', (token, limit, expected) => {
  const checks = new CheckList();

  expect([judgeMessage(token, limit, checks), checks.checks.map(({ outcome }) => outcome)]).toEqual([expected !== 'fail', [expected]]);
});

test.each<[string | undefined, string, boolean, number]>([
  [undefined, 's', true, 0], ['', 's', true, 0], ['s', 's', true, 1], ['t', 's', false, 1], ['a,b', 'a,b', false, 1], ['a=b', 'a=b', false, 1],
  ['\u00e4', '\u00e4', false, 1], ['\u007f', '\u007f', true, 1], ['s\u00e4', 's\u00e4', false, 1],
])('the authorization id %s for the subject %s: %s', (username, subject, passes, steps) => {
  const checks = new CheckList();

  expect([judgeAuthorizationId(username, subject, checks), checks.checks.length]).toEqual([passes, steps]);
});

test.each([
  [',"aud":["x","orders"]', 'has "orders"'], [',"aud":["x","y"]', 'has "x", "y", expected is "orders"'], [',"aud":[]', 'has no member, expected is "orders"'],
])('of an audience in claims with %s is said: %s', (claims, expected) => {
  const checks = new CheckList();
  judgeClaims(claimsOf(good(claims)), { ...DEMANDS, audience: new Set(['orders']) }, 1000, checks);

  expect(checks.checks[0].detail).toBe(expected);
});

const session = (expiryMillis: Long, maxReauthMs: number, now: number, release: string) =>
  judgeSession({ subject: 's', expiryMillis }, maxReauthMs, now, release, new CheckList());

test.each<[Long, number, number, string, number | undefined]>([
  [2_000_000, 0, 1000, '4.2.0', 2000], [2_000_000, 5000, 1000, '4.2.0', 1005], [2_000_000, 5_000_000, 1000, '4.2.0', 2000], [2_000_000, -5, 1000, '4.2.0', 2000],
  [900_000, 0, 1000, '4.2.0', 1000], [1_000_000, 0, 1000.0005, '4.2.0', 1000],
  [9_223_372_036_854, 0, 0, '4.2.0', 9_223_372_036.854], [9_223_372_036_855, 0, 0, '4.2.0', undefined], [9_223_372_036_855, 0, 0, '4.1.2', 0],
  [18_446_744_073_710, 0, 0, '4.1.2', 0], [18_446_744_083_710, 0, 0, '4.1.2', 10], [18_446_744_083_710, 5000, 0, '4.2.0', 5],
])('expiry %s, at most %d ms, now %d, in %s: ends at %s', (expiry, most, now, release, expected) => {
  expect(session(expiry, most, now, release)).toBe(expected);
});
