import { judgeClaim, judgeExpiry, judgeNotBefore, judgeReserved } from '../../../../src/brokers/hivemq/semantics/claims';
import { judgeIntrospection } from '../../../../src/brokers/hivemq/semantics/introspection';
import { Variables } from '../../../../src/brokers/hivemq/semantics/variables';
import { HiveMqExpGrace, HiveMqJwtRealm, HiveMqReservedClaims } from '../../../../src/brokers/hivemq/settings';
import { EndpointAnswer, JsonMembers, PreviewCase } from '../../../../src/preview/case';
import { CheckList } from '../../../../src/preview/check';

function outcomes(judge: (checks: CheckList) => void): readonly string[] {
  const checks = new CheckList();
  judge(checks);
  return checks.checks.map(({ outcome }) => outcome);
}

test.each<[unknown, HiveMqExpGrace | undefined, string]>([
  [1001, undefined, 'pass'], [1000, undefined, 'unknown'], [700, undefined, 'unknown'], [699, undefined, 'fail'], [undefined, undefined, 'unknown'], ['2000', undefined, 'unknown'],
  [null, { grace: 10 }, 'unknown'], [991, { grace: 10 }, 'pass'], [990, { grace: 10 }, 'fail'], [1000, { grace: 0 }, 'fail'], [1001, { grace: 0 }, 'pass'], [699, { grace: 400 }, 'pass'],
])('exp %j with %j: %s', (exp, grace, expected) => {
  expect(outcomes((checks) => judgeExpiry({ exp } as JsonMembers, 1000, grace, checks))).toEqual([expected]);
});

test('a token without exp is told from one whose exp is no number', () => {
  const told = (claims: JsonMembers) => {
    const checks = new CheckList();
    judgeExpiry(claims, 1000, undefined, checks);
    return checks.checks[0].detail;
  };

  expect([told({}), told({ exp: 'x' })]).toEqual([expect.stringMatching(/^exp is missing,/), expect.stringMatching(/^exp is no number,/)]);
});

test.each<[unknown, readonly string[]]>([[undefined, []], [1000, []], [999, []], [1001, ['unknown']], ['1', ['unknown']], [null, ['unknown']]])('nbf %j: %j', (nbf, expected) => {
  expect(outcomes((checks) => judgeNotBefore((nbf === undefined ? {} : { nbf }) as JsonMembers, 1000, checks))).toEqual(expected);
});

test.each<[object, object, readonly string[]]>([
  [{}, {}, []],
  [{ aud: 'a' }, { aud: 'a' }, ['pass']], [{ aud: 'a' }, { aud: 'b' }, ['fail']], [{ aud: 'a' }, {}, ['fail']], [{ aud: 'a' }, { aud: ['a'] }, ['unknown']],
  [{ aud: 'a' }, { aud: ['b'] }, ['fail']], [{ aud: '${ENV:A}' }, { aud: ['b'] }, ['unknown']], [{ aud: '${ENV:A}' }, { aud: 'b' }, ['unknown']], [{ aud: '${ENV:A}' }, {}, ['fail']],
  [{ sub: ' a ' }, { sub: ' a ' }, ['unknown']], [{ sub: ' a ' }, { sub: 'a' }, ['unknown']], [{ sub: ' a ' }, { sub: 'b' }, ['fail']], [{ sub: 'a' }, { sub: ' a ' }, ['fail']],
  [{ sub: ' a ' }, { sub: 5 }, ['fail']],
  [{ iss: [] }, { iss: 'a' }, ['unknown']], [{ iss: ['${ENV:A}', 'a'] }, { iss: 'a' }, ['unknown']], [{ iss: ['a', 'b'] }, { iss: 'b' }, ['pass']], [{ iss: ['a'] }, { iss: ['a'] }, ['fail']],
  [{ iss: ['a'] }, {}, ['fail']],
  [{ scope: { scopes: [] } }, { scope: 'a' }, ['unknown']], [{ scope: { scopes: ['a', '${x}'] } }, { scope: 'a' }, ['unknown']],
  [{ scope: { scopes: ['a', 'b'] } }, { scope: 'b x a' }, ['pass']], [{ scope: { scopes: ['a', 'b'] } }, { scope: 'b x' }, ['fail']], [{ scope: { scopes: ['a'] } }, {}, ['fail']],
  [{ scope: { scopes: ['a'] } }, { scope: 5 }, ['fail']], [{ scope: { scopes: ['a'] } }, { scope: ['a'] }, ['unknown']], [{ scope: { scopes: ['a'] } }, { scope: ['b'] }, ['fail']],
  [{ scope: { scopes: ['a'], alt: 'scope' } }, { scope: ['a'] }, ['unknown']], [{ scope: { scopes: ['a'], alt: 'scp' } }, { scp: ['a'] }, ['pass']],
  [{ scope: { scopes: ['a', 'b'], alt: 'scp' } }, { scp: ['a', 'b'] }, ['pass']], [{ scope: { scopes: ['a', 'b'], alt: 'scp' } }, { scp: ['a', 'b x'] }, ['unknown']],
  [{ scope: { scopes: ['a'], alt: 'scp' } }, { scp: ['a', 5] }, ['unknown']], [{ scope: { scopes: ['a'], alt: 'scp' } }, { scope: 'a' }, ['fail']],
  [{ scope: { scopes: ['a'], alt: 'scp' } }, { scp: 'a' }, ['pass']],
])('%j demanded of %j: %j', (wanted, claims, expected) => {
  expect(outcomes((checks) => judgeReserved(claims as JsonMembers, wanted as HiveMqReservedClaims, checks))).toEqual(expected);
});

test.each<[object, string, string, string]>([
  [{ c: 'x' }, 'c', 'x', 'pass'], [{ c: 'y' }, 'c', 'x', 'fail'], [{}, 'c', 'x', 'fail'], [{ c: 5 }, 'c', '5', 'unknown'], [{ c: 'x' }, ' c', 'x', 'unknown'], [{}, ' c', 'x', 'fail'],
  [{ 'a.b': 'x' }, 'a.b', 'x', 'pass'], [{}, 'a.b', 'x', 'unknown'], [{}, 'a/b', 'x', 'unknown'], [{}, 'a[0', 'x', 'unknown'], [{}, 'a]', 'x', 'unknown'], [{}, '$a', 'x', 'unknown'],
  [{ c: 'dev1' }, 'c', '${mqtt-clientid}', 'pass'], [{ c: 'dev2' }, 'c', '${mqtt-clientid}', 'fail'], [{ c: 'x' }, 'c', '${string-a}', 'unknown'], [{ c: 'x ' }, 'c', 'x ', 'unknown'],
])('of %j the claim %s must be %s: %s', (claims, name, value, expected) => {
  const variables = Variables.of({ mqttClientId: 'dev1' } as PreviewCase);

  expect(outcomes((checks) => judgeClaim(claims as JsonMembers, { name, value }, variables, checks))).toEqual([expected]);
});

test.each([
  ['a-${mqtt-clientid}', '"c" must be "a-dev1", is "x"'], ['$a', '"c" must be "$a", is "x"'], ['${mqtt-username}', '"c" must be "${mqtt-username}", is "x"'],
  ['a ${mqtt-username} ${mqtt-clientid}', '"c" must be "a ${mqtt-username} ${mqtt-clientid}", is "x"'],
])('of the value %s a detail shows no variable but the client id', (value, expected) => {
  const checks = new CheckList();
  judgeClaim({ c: 'x' }, { name: 'c', value }, Variables.of({ mqttClientId: 'dev1', username: 'alice' } as PreviewCase), checks);

  expect(checks.checks[0].detail).toBe(expected);
});

const REALM = { name: 'idp', enabled: true, configuration: { introspectionEndpoint: { url: 'https://idp.example/introspect' } } } as HiveMqJwtRealm;
const ACTIVE = { active: true };

test.each<[object | undefined, HiveMqJwtRealm, EndpointAnswer | undefined, readonly string[]]>([
  [undefined, REALM, { body: ACTIVE }, []], [{ enabled: false }, REALM, { body: ACTIVE }, []], [{ enabled: true }, REALM, undefined, ['skipped']],
  [{ enabled: true }, { ...REALM, configuration: {} }, { body: ACTIVE }, ['unknown']], [{ enabled: true }, { ...REALM, configuration: undefined } as never, { body: ACTIVE }, ['unknown']],
  [{ enabled: true }, REALM, { body: ACTIVE }, ['pass']], [{ enabled: true }, REALM, { body: { active: false } }, ['fail']],
  [{ enabled: true, sampling: 1 }, REALM, { body: { active: false } }, ['fail']], [{ enabled: true, sampling: 0.5 }, REALM, { body: { active: false } }, ['unknown']],
  [{ enabled: true }, REALM, { body: { active: 'true' } }, ['unknown']], [{ enabled: true }, REALM, { body: [ACTIVE] as never }, ['unknown']],
  [{ enabled: true }, REALM, { body: null }, ['unknown']], [{ enabled: true }, REALM, { body: 'active' }, ['unknown']], [{ enabled: true }, REALM, {}, ['unknown']],
  [{ enabled: true }, REALM, { status: 200, delayMs: 0, reachable: true, body: ACTIVE }, ['pass']], [{ enabled: true }, REALM, { status: 500, body: ACTIVE }, ['unknown']],
  [{ enabled: true }, REALM, { delayMs: 1, body: ACTIVE }, ['unknown']], [{ enabled: true }, REALM, { reachable: false }, ['unknown']],
])('introspection by %j of %j with %j: %j', (enable, realm, answer, expected) => {
  expect(outcomes((checks) => judgeIntrospection(enable as never, realm, answer, checks))).toEqual(expected);
});
