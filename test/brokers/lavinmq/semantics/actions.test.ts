import { judgeAmqp, judgeHttp, judgeMqtt, readAction } from '../../../../src/brokers/lavinmq/semantics/actions';
import { Permissions } from '../../../../src/brokers/lavinmq/semantics/permissions';

test.each([
  ['write:%2F/orders', { action: 'write', vhost: '/', resource: 'orders' }],
  ['read:iot/a/b', { action: 'read', vhost: 'iot', resource: 'a/b' }],
  ['configure:/a\nb', { action: 'configure', vhost: '', resource: 'a\nb' }],
  ['read:iot/', { action: 'read', vhost: 'iot', resource: '' }],
])('%j is read', (asked, expected) => {
  expect(readAction(asked)).toEqual(expected);
});

test.each(['Read:%2F/a', 'xread:%2F/a', 'read:a', 'publish:%2F/a', 'read:%zz/a', 'read:%FF/a', ''])('%j is no action', (asked) => {
  expect(readAction(asked)).toMatchObject({ rule: 'PREVIEW_CASE_ACTION' });
});

test.each([
  [{ action: 'read', resource: 'a' }, { action: 'read', vhost: '/', resource: 'a' }],
  [{ action: 'write', vhost: 'iot', resource: '' }, { action: 'write', vhost: 'iot', resource: '' }],
  [{ action: 'configure', vhost: '', resource: 'a' }, { action: 'configure', vhost: '', resource: 'a' }],
])('the object %j is read', (asked, expected) => {
  expect(readAction(asked)).toEqual(expected);
});

test.each([[{ action: 'read' }], [{ action: 'publish', resource: 'a' }], [{ action: 'publish' }]])('the object %j is no action', (asked) => {
  expect(readAction(asked)).toMatchObject({ rule: 'PREVIEW_CASE_ACTION' });
});

function permissions(...granted: readonly (readonly [verb: 'configure' | 'read' | 'write', vhost: string, pattern: string])[]): Permissions {
  const made = new Permissions();
  granted.forEach((each) => made.add(...each));
  return made;
}

const YES = { allowed: true, reason: null };
const no = (rule: string) => ({ allowed: false, reason: `LAVINMQ_${rule}` });
const READ = { action: 'read', vhost: 'a', resource: 'q' } as const;

test('over AMQP the virtual host is asked for before the pattern', () => {
  expect(judgeAmqp(permissions(['read', 'a', 'q']), READ)).toEqual(YES);
  expect(judgeAmqp(permissions(['read', '*', 'q']), READ)).toEqual(YES);
  expect(judgeAmqp(permissions(['write', 'a', 'q']), READ)).toEqual(no('PERMISSION'));
  expect(judgeAmqp(permissions(['read', 'b', 'q']), READ)).toEqual(no('VHOST_ENTRY'));
});

test.each([['administrator'], ['monitoring'], ['policymaker'], ['management'], ['impersonator', 'management']])('over HTTP the tags %s are enough', (...tags) => {
  expect(judgeHttp(permissions(['read', 'a', 'q']), tags, READ)).toEqual(YES);
});

test.each([[[]], [['impersonator']]])('over HTTP the tags %j are not enough', (tags) => {
  expect(judgeHttp(permissions(['read', 'a', 'q']), tags, READ)).toEqual(no('HTTP_MANAGEMENT'));
});

test('over HTTP only an administrator goes without an entry of the very virtual host', () => {
  expect(judgeHttp(permissions(['read', '*', 'q']), ['management'], READ)).toEqual(no('HTTP_VHOST_ENTRY'));
  expect(judgeHttp(permissions(['read', '*', 'q']), ['administrator'], READ)).toEqual(YES);
  expect(judgeHttp(permissions(['write', '*', 'q']), ['administrator'], READ)).toEqual(no('PERMISSION'));
});

test('over MQTT only the virtual host of the connection counts, and the check may be off for all but configure', () => {
  const none = permissions(['write', 'a', 'x']);

  expect(judgeMqtt(permissions(['read', 'a', 'q']), true, 'b', READ)).toEqual(no('MQTT_OTHER_VHOST'));
  expect(judgeMqtt(permissions(['read', 'a', 'q']), true, 'a', READ)).toEqual(YES);
  expect(judgeMqtt(none, true, 'a', READ)).toEqual(no('PERMISSION'));
  expect(judgeMqtt(none, false, 'a', READ)).toEqual(YES);
  expect(judgeMqtt(none, false, 'a', { ...READ, action: 'configure' })).toEqual(no('PERMISSION'));
});
