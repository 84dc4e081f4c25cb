import { LITERAL_DESTINATIONS } from '../../../src/brokers/hivemq/grant-rules';
import { HIVEMQ_TARGET_RULES, TargetSubject } from '../../../src/brokers/hivemq/target-rules';
import { evaluate } from '../../../src/rules/rule';

const TOKEN = '${TfToken[TOKEN.1]}';
const GOOD: TargetSubject = { configMap: undefined, version: '4.36', principalClaim: 'azp', ownAuthorization: false, grantedRoles: [], readsRoles: false };

/** Ids and places of everything that is broken or judged at apply. */
function said(more: Partial<TargetSubject>): readonly string[] {
  const { findings, preconditions, deferred } = evaluate(HIVEMQ_TARGET_RULES, { ...GOOD, ...more });
  return [...findings, ...preconditions, ...deferred].map(({ rule, path }) => `${rule} ${path}`);
}

test('the rules of the construct are all of these', () => {
  expect(HIVEMQ_TARGET_RULES.map(({ id }) => id)).toEqual([
    'HIVEMQ_CONFIG_MAP_NAME', 'HIVEMQ_CONFIG_MAP_METADATA', 'HIVEMQ_CONFIG_MAP_VERSION', 'HIVEMQ_PRINCIPAL_CLAIM_REQUIRED', 'HIVEMQ_ROLE_CLAIM_REQUIRED',
  ]);
  expect(HIVEMQ_TARGET_RULES.map(({ level }) => level)).toEqual(Array(5).fill('error'));
});

test.each<[string, boolean]>([
  ['a', true], ['a-b.c-1', true], ['1a', true], ['a'.repeat(242), true], ['a'.repeat(243), false], ['', false], ['-a', false], ['a-', false], ['a.', false], ['.a', false],
  ['a..b', false], ['a.-b', false], ['a.b-', false], ['A', false], ['a_b', false], ['a\n', false],
])('the ConfigMap may be called %j: %s', (namePrefix, isGood) => {
  expect(said({ configMap: { namePrefix } as never })).toEqual(isGood ? [] : ['HIVEMQ_CONFIG_MAP_NAME target.namePrefix']);
});

test.each<[string, boolean]>([
  ['a', true], ['a-1', true], ['9', true], ['a'.repeat(63), true], ['a'.repeat(64), false], ['', false], ['-a', false], ['a-', false], ['a.b', false], ['A', false],
])('the namespace may be %j: %s', (namespace, isGood) => {
  expect(said({ configMap: { namespace } as never })).toEqual(isGood ? [] : ['HIVEMQ_CONFIG_MAP_METADATA target.namespace']);
});

test.each<[string, string, number]>([
  ['app', 'x', 0], ['app', '', 0], ['App_1.x-y', 'A_1.x-y', 0], ['example.com/app', 'x', 0], ['1.example-2.com/a', 'x', 0], ['a'.repeat(63), 'a'.repeat(63), 0],
  ['a'.repeat(64), 'x', 1], ['app', 'a'.repeat(64), 1], ['', 'x', 1], ['-app', 'x', 1], ['app-', 'x', 1], ['/app', 'x', 1], ['a/b/c', 'x', 1], ['A.com/app', 'x', 1],
  ['-a.com/app', 'x', 1], ['a-.com/app', 'x', 1], ['a.-com/app', 'x', 1], ['a.com-/app', 'x', 1], ['app', '-x', 1], ['app', 'x-', 1], ['app', 'a b', 1], ['a b', 'a b', 2],
])('the label %j may be %j, problems: %i', (name, value, problems) => {
  expect(said({ configMap: { labels: { [name]: value } } as never })).toEqual(Array(problems).fill('HIVEMQ_CONFIG_MAP_METADATA target.labels'));
});

test('names that are known only at apply are judged then', () => {
  expect(said({ configMap: { namePrefix: TOKEN, namespace: TOKEN, labels: { app: TOKEN } } as never })).toEqual([
    'HIVEMQ_CONFIG_MAP_NAME target.namePrefix', 'HIVEMQ_CONFIG_MAP_METADATA target.namespace', 'HIVEMQ_CONFIG_MAP_METADATA target.labels',
  ]);
});

test.each<[object, readonly string[]]>([
  [{}, []],
  [{ version: '4.14' }, []],
  [{ version: '4.14', configMap: {} }, ['HIVEMQ_CONFIG_MAP_VERSION brokerVersion']],
  [{ version: '4.15', configMap: {} }, []],
  [{ version: undefined, configMap: {} }, []],
  [{ principalClaim: undefined }, ['HIVEMQ_PRINCIPAL_CLAIM_REQUIRED authorizationKeyClaim']],
  [{ principalClaim: undefined, ownAuthorization: true }, []],
  [{ ownAuthorization: true }, []],
  [{ grantedRoles: ['a'] }, ['HIVEMQ_ROLE_CLAIM_REQUIRED roleClaim']],
  [{ grantedRoles: ['a'], readsRoles: true }, []],
  [{ readsRoles: true }, []],
])('with %j: %j', (more, expected) => {
  expect(said(more)).toEqual(expected);
});

test.each<[string, boolean]>([['a/b', true], ['a/+', false], ['#', false], ['a/${mqtt-clientid}', false]])('%j is a literal destination: %s', (topic, isLiteral) => {
  const { findings } = evaluate([LITERAL_DESTINATIONS], { topics: ['ok', topic] });

  expect(findings.map(({ rule, path }) => `${rule} ${path}`)).toEqual(isLiteral ? [] : ['HIVEMQ_GRANT_DESTINATION grants']);
});

test('what is broken is told with what was given', () => {
  const { findings } = evaluate(HIVEMQ_TARGET_RULES, { ...GOOD, configMap: {} as never, version: '4.14', principalClaim: undefined, grantedRoles: ['a'] });

  expect(findings.map(({ path, message }) => `${path} ${message}`)).toEqual([
    'brokerVersion is before 4.15, and the target is a ConfigMap, got "4.14"', 'authorizationKeyClaim is missing',
    'roleClaim is missing, and rights are granted to roles, got ["a"]',
  ]);
});
