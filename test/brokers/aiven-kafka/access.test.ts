import { UNKNOWN } from './support/settings';
import { KafkaAccess } from '../../../src/brokers/aiven-kafka/access';
import { AivenKafkaPermission, KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType } from '../../../src/brokers/aiven-kafka/acl';

const TOPIC = { resourceType: KafkaResourceType.TOPIC, resourceName: 'orders', patternType: 'LITERAL', permissionType: 'ALLOW', host: '*' };

test('producing is Write and Describe on the topic', () => {
  const access = KafkaAccess.produce('orders');
  expect(access._nativeAcls('app')).toEqual([
    { principal: 'User:app', operation: 'Write', ...TOPIC },
    { principal: 'User:app', operation: 'Describe', ...TOPIC },
  ]);
  expect(access._aivenAcls('app')).toEqual([]);
  expect(access.rights).toEqual(['ALLOW Write on Topic orders', 'ALLOW Describe on Topic orders']);
});

test('consuming is Read and Describe on the topic and Read on the group', () => {
  expect(KafkaAccess.consume('orders', 'billing').rights).toEqual([
    'ALLOW Read on Topic orders', 'ALLOW Describe on Topic orders', 'ALLOW Read on Group billing',
  ]);
});

test('a right in Kafka\'s own words has defaults for name, pattern, permission and host', () => {
  expect(KafkaAccess.of({ operation: KafkaOperation.DESCRIBE, resourceType: KafkaResourceType.CLUSTER })._nativeAcls('app')).toEqual([{
    principal: 'User:app', operation: 'Describe', resourceType: 'Cluster', resourceName: 'kafka-cluster', patternType: 'LITERAL', permissionType: 'ALLOW', host: '*',
  }]);
  expect(KafkaAccess.of({
    operation: KafkaOperation.READ, resourceType: KafkaResourceType.GROUP, resourceName: 'b', patternType: KafkaPatternType.PREFIXED,
    permission: KafkaPermissionType.DENY, host: '10.0.0.1',
  }).rights).toEqual(['DENY Read on Group prefixed b from 10.0.0.1']);
});

test('every topic can be meant on purpose', () => {
  expect(KafkaAccess.of({ operation: KafkaOperation.READ, resourceType: KafkaResourceType.TOPIC, resourceName: '*' }).rights).toEqual(['ALLOW Read on Topic *']);
});

test('an Aiven entry has a topic and a bundle of operations', () => {
  const access = KafkaAccess.aivenAcl('orders*', AivenKafkaPermission.READWRITE);
  expect(access._aivenAcls('app')).toEqual([{ username: 'app', topic: 'orders*', permission: 'readwrite' }]);
  expect(access._nativeAcls('app')).toEqual([]);
  expect(access.rights).toEqual(['Aiven ACL readwrite on topic orders*']);
});

test.each<[string, () => unknown, string]>([
  ['every topic', () => KafkaAccess.produce('*'), 'KafkaAccess.produce: topic must be one name, got "*"'],
  ['every group', () => KafkaAccess.consume('a', '*'), 'KafkaAccess.consume: group must be one name, got "*"'],
  ['a name that no topic can have', () => KafkaAccess.produce('a/b'), '[KAFKA_ACL_RESOURCE_NAME]'],
  ['an empty name', () => KafkaAccess.consume('a', ''), '[KAFKA_ACL_RESOURCE_NAME]'],
  ['a missing name', () => KafkaAccess.of({ operation: KafkaOperation.READ, resourceType: KafkaResourceType.TOPIC }), '[KAFKA_ACL_RESOURCE_NAME]'],
  ['an operation without meaning', () => KafkaAccess.of({ operation: KafkaOperation.WRITE, resourceType: KafkaResourceType.GROUP, resourceName: 'a' }), '[KAFKA_ACL_OPERATION]'],
  ['a host name', () => KafkaAccess.of({ operation: KafkaOperation.READ, resourceType: KafkaResourceType.TOPIC, resourceName: 'a', host: 'h' }), '[KAFKA_ACL_HOST]'],
  ['an empty Aiven topic', () => KafkaAccess.aivenAcl('', AivenKafkaPermission.READ), '[KAFKA_AIVEN_ACL_TOPIC]'],
])('fails on %s', (_name, make, message) => {
  expect(make).toThrow(message);
});

test('names known only at apply are taken', () => {
  expect(KafkaAccess.consume(UNKNOWN, UNKNOWN)._nativeAcls(UNKNOWN)[0]).toMatchObject({ principal: `User:${UNKNOWN}`, resourceName: UNKNOWN });
});
