import { KafkaOperation, KafkaResourceType } from '../../../../src/brokers/aiven-kafka/acl';
import { aclsOf } from '../../../../src/brokers/aiven-kafka/semantics/acl-entries';
import { kafkaAction, memberOf, readAction } from '../../../../src/brokers/aiven-kafka/semantics/actions';
import { AIVEN_AUTHORIZER, Authorizer, entriesOf, judgeAction, standardAuthorizer } from '../../../../src/brokers/aiven-kafka/semantics/authorizer';
import { JsonMembers, PreviewCase } from '../../../../src/preview/case';

test.each([
  ['DescribeConfigs', 'DescribeConfigs'], ['DESCRIBE_CONFIGS', 'DescribeConfigs'], ['describe_configs', 'DescribeConfigs'], ['Read', 'Read'], ['READ', 'Read'],
  ['Reads', undefined], ['', undefined], ['R_E_A_D', 'Read'], ['De\u017fcribe', undefined],
])('the operation %j is %s', (word, expected) => {
  expect(memberOf(KafkaOperation, word)).toBe(expected);
});

test.each([[5], [null], [undefined], [['Read']]])('%j is no operation', (word) => {
  expect(memberOf(KafkaOperation, word)).toBeUndefined();
});

test.each([
  ['Read:Topic:orders', { action: 'Read', resource: 'Topic:orders' }],
  ['READ:TOPIC:a:b', { action: 'Read', resource: 'Topic:a:b' }],
  ['Alter:Cluster', { action: 'Alter', resource: 'Cluster:kafka-cluster' }],
  ['Alter:Cluster:x', { action: 'Alter', resource: 'Cluster:x' }],
  ['Describe:TRANSACTIONAL_ID:t', { action: 'Describe', resource: 'TransactionalId:t' }],
])('%s is read', (asked, expected) => {
  expect(readAction(asked)).toEqual(expected);
});

test('an object keeps its host', () => {
  expect(readAction({ action: 'write', resource: 'topic:a', host: '10.0.0.1' })).toEqual({ action: 'Write', resource: 'Topic:a', host: '10.0.0.1' });
  expect(kafkaAction({ action: 'Write', resource: 'Topic:a', host: '10.0.0.1' }))
    .toEqual({ operation: 'Write', resourceType: 'Topic', resourceName: 'a', host: '10.0.0.1' });
});

test.each([
  ['All:Topic:a', 'the operation is none of'], ['Readx:Topic:a', 'the operation is none of'], [':Topic:a', 'the operation is none of'],
  ['Read', 'the resource of Read does not begin with'], ['Read:Table:a', 'the resource of Read does not begin with'],
  ['Read:Topic', 'the resource of Read has no name'], ['Read:Topic:', 'the resource of Read has no name'],
])('%s is no action', (asked, message) => {
  expect(readAction(asked)).toEqual({ rule: 'PREVIEW_CASE_ACTION', message: expect.stringContaining(message) });
});

test('a problem with an operation names the others, All apart', () => {
  expect(kafkaAction({ action: 'x' })).toBe(`the operation is none of ${Object.values(KafkaOperation).filter((name) => name !== 'All').join(', ')}`);
});

const ENTRY = { principal: 'User:alice', host: '*', resource_type: 'Topic', resource_name: 'orders', pattern_type: 'LITERAL', operation: 'Read', permission_type: 'ALLOW' };
const PARSED = { principal: 'User:alice', host: '*', resourceType: 'Topic', resourceName: 'orders', patternType: 'LITERAL', operation: 'Read', permissionType: 'ALLOW' };
const acls = (...entries: readonly JsonMembers[]) => aclsOf({ acls: entries } as unknown as PreviewCase)!;

test('entries are read in Kafka\'s words, once', () => {
  const { host: _host, ...anywhere } = ENTRY;
  const input = { acls: [ENTRY, { ...ENTRY, pattern_type: 'prefixed', operation: 'ALTER_CONFIGS' }, anywhere] } as unknown as PreviewCase;

  expect(aclsOf(input)).toEqual([
    { ...PARSED, given: ENTRY },
    { ...PARSED, patternType: 'PREFIXED', operation: 'AlterConfigs', given: input.acls![1] },
    { ...PARSED, given: anywhere },
  ]);
  expect(aclsOf(input)).toBe(aclsOf(input));
  expect(aclsOf({} as PreviewCase)).toBeUndefined();
});

test.each([
  ['principal', null, 'principal'], ['principal', '', 'principal'], ['resource_name', 5, 'resource_name'], ['resource_type', 'Table', 'resource_type'],
  ['pattern_type', 'MATCH', 'pattern_type'], ['operation', 'Eat', 'operation'], ['permission_type', 'MAYBE', 'permission_type'], ['host', '', 'host'],
])('an entry with %s %j is refused', (member, value, named) => {
  expect(() => acls(ENTRY, { ...ENTRY, [member]: value })).toThrow(`acls[1].${named} is missing or is none that Kafka knows`);
});

const STANDARD = standardAuthorizer([], false);
const READ = { operation: KafkaOperation.READ, resourceType: KafkaResourceType.TOPIC, resourceName: 'orders', host: undefined };
const ALLOWED = { allowed: true, reason: null };
const no = (rule: string) => ({ allowed: false, reason: `KAFKA_${rule}` });
const open = (rule: string) => ({ allowed: 'unknown', reason: `KAFKA_${rule}` });

function judge(authorizer: Authorizer, entries: readonly object[], action: object = {}) {
  return judgeAction(authorizer, acls(...entries.map((entry) => ({ ...ENTRY, ...entry }))), 'User:alice', { ...READ, ...action });
}

const BOTH = [
  ['an entry of the very name', [{}], {}, ALLOWED],
  ['no entry', [], {}, no('ACL_NONE')],
  ['another name', [{ resource_name: 'other' }], {}, no('ACL_NONE')],
  ['another type', [{ resource_type: 'Group' }], {}, no('ACL_NONE')],
  ['another operation', [{ operation: 'Write' }], {}, no('ACL_NONE')],
  ['another principal', [{ principal: 'User:bob' }], {}, no('ACL_NONE')],
  ['a prefix', [{ resource_name: 'ord', pattern_type: 'PREFIXED' }], {}, ALLOWED],
  ['a prefix of something else', [{ resource_name: 'orx', pattern_type: 'PREFIXED' }], {}, no('ACL_NONE')],
  ['a longer literal name', [{ resource_name: 'ord' }], {}, no('ACL_NONE')],
  ['every name', [{ resource_name: '*' }], {}, ALLOWED],
  ['every operation', [{ operation: 'All' }], {}, ALLOWED],
  ['Describe by Read', [{}], { operation: 'Describe' }, ALLOWED],
  ['Describe by Write', [{ operation: 'Write' }], { operation: 'Describe' }, ALLOWED],
  ['Describe by Delete', [{ operation: 'Delete' }], { operation: 'Describe' }, ALLOWED],
  ['Describe by Alter', [{ operation: 'Alter' }], { operation: 'Describe' }, ALLOWED],
  ['Describe by Create', [{ operation: 'Create' }], { operation: 'Describe' }, no('ACL_NONE')],
  ['DescribeConfigs by AlterConfigs', [{ operation: 'AlterConfigs' }], { operation: 'DescribeConfigs' }, ALLOWED],
  ['DescribeConfigs by Alter', [{ operation: 'Alter' }], { operation: 'DescribeConfigs' }, no('ACL_NONE')],
  ['a denial beside a grant', [{}, { permission_type: 'DENY' }], {}, no('ACL_DENY')],
  ['a denial of Read does not deny Describe', [{ operation: 'Describe' }, { permission_type: 'DENY' }], { operation: 'Describe' }, ALLOWED],
  ['a denial of everything', [{ operation: 'Describe' }, { operation: 'All', permission_type: 'DENY' }], { operation: 'Describe' }, no('ACL_DENY')],
  ['a host, and the client is there', [{ host: '10.0.0.1' }], { host: '10.0.0.1' }, ALLOWED],
  ['a host, and the client is elsewhere', [{ host: '10.0.0.1' }], { host: '10.0.0.2' }, no('ACL_NONE')],
  ['a host, and nobody knows where the client is', [{ host: '10.0.0.1' }], {}, open('ACL_HOST_UNKNOWN')],
  ['a denial for a host, and nobody knows where the client is', [{}, { host: '10.0.0.1', permission_type: 'DENY' }], {}, open('ACL_HOST_UNKNOWN')],
  ['an open denial without a grant', [{ host: '10.0.0.1', permission_type: 'DENY' }], {}, no('ACL_NONE')],
  ['a host of another principal', [{ host: '10.0.0.1', principal: 'User:bob' }], {}, no('ACL_NONE')],
] as const;

test.each(BOTH)('Kafka and Aiven: %s', (_what, entries, action, expected) => {
  expect(judge(STANDARD, entries, action)).toEqual(expected);
  expect(judge(AIVEN_AUTHORIZER, entries, action)).toEqual(expected);
});

test.each([
  ['User:*', ALLOWED, ALLOWED],
  ['User:a*', no('ACL_NONE'), ALLOWED],
  ['*', no('ACL_NONE'), no('ACL_NONE')],
  ['*:*', no('ACL_NONE'), no('ACL_NONE')],
  ['User*', no('ACL_NONE'), no('ACL_NONE')],
  ['Us*:alice', no('ACL_NONE'), no('ACL_NONE')],
  ['User:*e', no('ACL_NONE'), ALLOWED],
  ['User:al*x', no('ACL_NONE'), no('ACL_NONE')],
  ['User:al?ce', no('ACL_NONE'), open('ACL_WILDCARD')],
  ['User:a?*', no('ACL_NONE'), open('ACL_WILDCARD')],
  ['User:alice?', no('ACL_NONE'), no('ACL_NONE')],
  ['User.alice', no('ACL_NONE'), no('ACL_NONE')],
  ['User.*', no('ACL_NONE'), no('ACL_NONE')],
  ['User:a.*', no('ACL_NONE'), no('ACL_NONE')],
  ['ser:a*', no('ACL_NONE'), no('ACL_NONE')],
])('an entry of principal %s: Kafka %j, Aiven %j', (principal, kafka, aiven) => {
  expect([judge(STANDARD, [{ principal }]), judge(AIVEN_AUTHORIZER, [{ principal }])]).toEqual([kafka, aiven]);
});

test.each([
  ['ord*', 'PREFIXED', no('ACL_NONE'), open('ACL_WILDCARD')],
  ['orders*', 'PREFIXED', no('ACL_NONE'), open('ACL_WILDCARD')],
  ['x*', 'PREFIXED', no('ACL_NONE'), no('ACL_NONE')],
  ['orx*', 'PREFIXED', no('ACL_NONE'), no('ACL_NONE')],
  ['ordx', 'PREFIXED', no('ACL_NONE'), no('ACL_NONE')],
  ['*x', 'LITERAL', no('ACL_NONE'), open('ACL_WILDCARD')],
  ['ord*', 'LITERAL', no('ACL_NONE'), no('ACL_NONE')],
])('an entry of name %s, %s: Kafka %j, Aiven %j', (name, pattern, kafka, aiven) => {
  const entry = { resource_name: name, pattern_type: pattern };

  expect([judge(STANDARD, [entry]), judge(AIVEN_AUTHORIZER, [entry])]).toEqual([kafka, aiven]);
});

test('an entry of another type leaves nothing open at Aiven', () => {
  expect(judge(AIVEN_AUTHORIZER, [{ resource_type: 'Group', resource_name: '*x' }])).toEqual(no('ACL_NONE'));
});

test('super users may do everything, whatever is denied', () => {
  const authorizer = standardAuthorizer(['User:alice'], false);

  expect(judge(authorizer, [{ permission_type: 'DENY' }])).toEqual(ALLOWED);
  expect(judgeAction(authorizer, undefined, 'User:alice', READ)).toEqual(ALLOWED);
  expect(judgeAction(authorizer, undefined, 'User:bob', READ)).toEqual(open('ACLS_NOT_GIVEN'));
  expect(AIVEN_AUTHORIZER.superUsers).toEqual([]);
});

test('where everyone is allowed without entries, any entry on the resource counts as one', () => {
  const authorizer = standardAuthorizer([], true);

  expect(judge(authorizer, [])).toEqual(ALLOWED);
  expect(judge(authorizer, [{ resource_name: 'other' }])).toEqual(ALLOWED);
  expect(judge(authorizer, [{ resource_name: 'other' }, { principal: 'User:bob' }])).toEqual(no('ACL_NONE'));
  expect(judge(authorizer, [{ principal: 'User:bob', resource_name: 'ord', pattern_type: 'PREFIXED' }])).toEqual(no('ACL_NONE'));
});

test('the entries of a principal are those that match beyond doubt', () => {
  const all = acls(ENTRY, { ...ENTRY, principal: 'User:a*' }, { ...ENTRY, principal: 'User:al?ce' }, { ...ENTRY, principal: 'User:bob' }, { ...ENTRY, principal: 'User:*' });
  const names = (authorizer: Authorizer) => entriesOf(authorizer, all, 'User:alice').map(({ principal }) => principal);

  expect([names(STANDARD), names(AIVEN_AUTHORIZER)]).toEqual([['User:alice', 'User:*'], ['User:alice', 'User:a*', 'User:*']]);
});
