import { judgeAction, readAction } from '../../../../src/brokers/hivemq/semantics/actions';
import { EVERYTHING, hasPlaceholder, judge, permissionOf, ReadAction } from '../../../../src/brokers/hivemq/semantics/permissions';
import { isFilter, isPlainFilter, isTopicToPublish, shareOf } from '../../../../src/brokers/hivemq/semantics/topic-filters';
import { HiveMqPermission } from '../../../../src/brokers/hivemq/settings';
import { AskedAction } from '../../../../src/preview/case';

const permission = (more: object = {}, clientId?: string) =>
  permissionOf({ topic: 'a/b', activity: 'ALL', qos: 'ALL', ...more } as HiveMqPermission, 'user', clientId);
const PUBLISH: ReadAction = { activity: 'PUBLISH', topic: 'a/b', qos: 0, retain: false, share: undefined };
const SUBSCRIBE: ReadAction = { ...PUBLISH, activity: 'SUBSCRIBE' };

function answer(more: object, action: ReadAction, clientId?: string): boolean | 'unknown' {
  return judge({ permissions: [permission(more, clientId)], open: undefined }, action).allowed;
}

test('a permission shows the values that count where it names none', () => {
  expect(permission().shown).toEqual({
    topic: 'a/b', activity: 'ALL', qos: 'ALL', retain: 'NOT_RETAINED', sharedSubscription: 'NOT_SHARED', sharedGroup: '', from: 'user',
  });
  expect(EVERYTHING).toMatchObject({ shown: { topic: '#', activity: 'ALL', qos: 'ALL', retain: 'ALL', sharedSubscription: 'ALL', sharedGroup: '#', from: 'allow-all' }, doubt: undefined });
});

test.each<[object, ReadAction, boolean | 'unknown']>([
  [{ activity: 'PUBLISH' }, PUBLISH, true], [{ activity: 'PUBLISH' }, SUBSCRIBE, false], [{ activity: 'SUBSCRIBE' }, SUBSCRIBE, true], [{ activity: 'SUBSCRIBE' }, PUBLISH, false],
  [{ topic: 'a/c' }, PUBLISH, false], [{ topic: 'a/+' }, PUBLISH, true], [{ topic: '#' }, PUBLISH, true], [{ topic: 'a/b/#' }, PUBLISH, true],
  [{ retain: 'ALL' }, { ...PUBLISH, retain: true }, true], [{ retain: 'RETAINED' }, { ...PUBLISH, retain: true }, true], [{ retain: 'RETAINED' }, PUBLISH, false],
  [{ retain: 'NOT_RETAINED' }, { ...PUBLISH, retain: true }, false], [{ retain: 'NOT_RETAINED' }, PUBLISH, true], [{}, { ...PUBLISH, retain: true }, false],
  [{ retain: 'RETAINED' }, SUBSCRIBE, true], [{ sharedSubscription: 'SHARED', sharedGroup: 'g' }, PUBLISH, true],
  [{ sharedSubscription: 'SHARED', sharedGroup: 'g' }, SUBSCRIBE, false], [{ sharedSubscription: 'SHARED', sharedGroup: 'g' }, { ...SUBSCRIBE, share: 'g' }, true],
  [{ sharedSubscription: 'SHARED', sharedGroup: 'g' }, { ...SUBSCRIBE, share: 'h' }, false], [{ sharedSubscription: 'SHARED', sharedGroup: '#' }, { ...SUBSCRIBE, share: 'h' }, true],
  [{ sharedSubscription: 'ALL', sharedGroup: 'g' }, SUBSCRIBE, true], [{ sharedSubscription: 'ALL', sharedGroup: 'g' }, { ...SUBSCRIBE, share: 'g' }, true],
  [{ sharedSubscription: 'ALL' }, { ...SUBSCRIBE, share: 'g' }, 'unknown'], [{ sharedSubscription: 'ALL', sharedGroup: '${x}' }, { ...SUBSCRIBE, share: 'g' }, 'unknown'],
  [{ sharedSubscription: 'ALL', sharedGroup: 'g/h' }, { ...SUBSCRIBE, share: 'g' }, 'unknown'], [{}, { ...SUBSCRIBE, share: 'g' }, false],
  [{ sharedSubscription: 'NOT_SHARED', sharedGroup: 'g' }, { ...SUBSCRIBE, share: 'g' }, false],
])('the permission %j for %j: %s', (more, action, expected) => {
  expect(answer(more, action)).toBe(expected);
});

test.each([['ZERO', [0]], ['ONE', [1]], ['TWO', [2]], ['ZERO_ONE', [0, 1]], ['ZERO_TWO', [0, 2]], ['ONE_TWO', [1, 2]], ['ALL', [0, 1, 2]], ['NONE', []]])('QoS %s is %j', (qos, levels) => {
  expect([0, 1, 2].filter((level) => answer({ qos }, { ...PUBLISH, qos: level }) === true)).toEqual(levels);
});

test.each<[string, string | undefined, string, boolean | 'unknown', string | undefined]>([
  ['c/${mqtt-clientid}', 'c1', 'c/c1', true, undefined],
  ['c/${mqtt-clientid}', 'c1', 'c/c2', false, undefined],
  ['${mqtt-clientid}/${mqtt-clientid}', 'c1', 'c1/c1', true, undefined],
  ['c/${mqtt-clientid}', undefined, 'c/c1', 'unknown', 'its topic needs the client id, which is not in the case'],
  ['c/${mqtt-username}', 'c1', 'c/c1', 'unknown', 'whether the placeholder in its topic is replaced is not documented'],
  ['c/${mqtt-username}', 'c1', 'd/c1', false, 'whether the placeholder in its topic is replaced is not documented'],
  ['c/${mqtt-clientid}', undefined, 'd/c1', false, 'its topic needs the client id, which is not in the case'],
  ['c/${mqtt-clientid}', '#', 'd/x', false, 'whether wildcards of a client id count in its topic is not documented'],
  ['c/${mqtt-clientid}', '+', 'c/x', 'unknown', 'whether wildcards of a client id count in its topic is not documented'],
  ['c/${mqtt-clientid}', '#', 'c/x', 'unknown', 'whether wildcards of a client id count in its topic is not documented'],
  ['c/${mqtt-clientid}', '${x}', 'c/x', 'unknown', 'whether wildcards of a client id count in its topic is not documented'],
  [' c/x', 'c1', 'c/x', 'unknown', 'whether blanks at the ends of its topic count is not documented'],
  [' c/${x}', 'c1', 'd/x', 'unknown', 'whether the placeholder in its topic is replaced is not documented'],
  ['c/#/x', 'c1', 'c/y', false, 'its topic is no topic filter'],
  ['$share/g/c', 'c1', '$share/g/c', 'unknown', 'its topic is no topic filter'],
])('the topic %s for the client %s and %s: %s', (topic, clientId, asked, expected, doubt) => {
  expect(permission({ topic }, clientId).doubt).toBe(doubt);
  expect(answer({ topic }, { ...PUBLISH, topic: asked }, clientId)).toBe(expected);
});

test.each([['g', undefined], ['#', undefined], ['', undefined], ['a+', 'its shared group is none that the broker takes'], ['a#', 'its shared group is none that the broker takes']])(
  'the shared group %j: %s', (sharedGroup, doubt) => {
    expect(permission({ sharedGroup }).doubt).toBe(doubt);
  });

test('a topic with a variable is one that depends on the client', () => {
  expect([{ topic: 'a' }, { topic: 'a/${b}' }].map((of) => hasPlaceholder(of as HiveMqPermission))).toEqual([false, true]);
});

test('one good permission is enough, a doubtful one leaves it open, none at all is what the broker makes of it', () => {
  const rights = (...topics: readonly string[]) => ({ permissions: topics.map((topic) => permission({ topic })), open: undefined });

  expect(judge(rights('x', 'a/b'), PUBLISH)).toEqual({ allowed: true, reason: null });
  expect(judge(rights(' a/b', 'a/b'), PUBLISH)).toEqual({ allowed: true, reason: null });
  expect(judge(rights(' a/b', 'x'), PUBLISH)).toEqual({ allowed: 'unknown', reason: 'HIVEMQ_PERMISSION_OPEN' });
  expect(judge(rights('x'), PUBLISH)).toEqual({ allowed: false, reason: 'HIVEMQ_PERMISSION' });
  expect(judge(rights(), PUBLISH)).toEqual({ allowed: 'unknown', reason: 'HIVEMQ_PERMISSION_DEFAULT' });
  expect(judge({ ...rights('x'), open: 'more' }, PUBLISH)).toEqual({ allowed: 'unknown', reason: 'HIVEMQ_PERMISSION_OPEN' });
  expect(judge({ ...rights('a/b'), open: 'more' }, PUBLISH)).toEqual({ allowed: true, reason: null });
});

test.each<[string, boolean, boolean]>([
  ['a', true, true], ['a/+/b', true, true], ['+', true, true], ['#', true, true], ['a/#', true, true], ['a/#/b', false, false], ['a+', false, false], ['#a', false, false],
  ['', false, false], ['a\0', false, false], ['/', true, true], ['$share/g/a', true, false], ['$share/g', true, true], ['x'.repeat(65535), true, true], ['x'.repeat(65536), false, false],
])('%j is a filter: %s, of a permission: %s', (filter, plain, ofPermission) => {
  expect([isPlainFilter(filter), isFilter(filter)]).toEqual([plain, ofPermission]);
});

test.each<[string, boolean]>([
  ['a/b', true], ['', false], ['a/+', false], ['a#', false], ['$SYS/a', false], ['a/$b', true], ['a\0', false], ['x'.repeat(65535), true], ['x'.repeat(65536), false],
])('a client may publish to %j: %s', (topic, expected) => {
  expect(isTopicToPublish(topic)).toBe(expected);
});

test.each<[string, object | undefined]>([
  ['$share/g/a/b', { group: 'g', filter: 'a/b' }], ['$share//a', { group: '', filter: 'a' }], ['$share/g/', { group: 'g', filter: '' }], ['$share/g/a\nb', { group: 'g', filter: 'a\nb' }],
  ['$share/g', undefined], ['x$share/g/a', undefined], ['$shared/g/a', undefined],
])('%j is the share %j', (filter, expected) => {
  expect(shareOf(filter)).toEqual(expected);
});

test.each<[string | AskedAction, object]>([
  ['publish:a/b', { action: 'publish', resource: 'a/b' }], ['subscribe:a:b', { action: 'subscribe', resource: 'a:b' }], ['publish:', { action: 'publish', resource: '' }],
  [{ action: 'subscribe', resource: 'a', share: 'g', qos: 1 }, { action: 'subscribe', resource: 'a', share: 'g', qos: 1 }],
  [{ action: 'subscribe', resource: '$share/g/a' }, { action: 'subscribe', resource: '$share/g/a' }],
])('%j is read', (asked, expected) => {
  expect(readAction(asked)).toEqual(expected);
});

test.each<[string | AskedAction, string]>([
  ['publish', 'an action of HiveMQ is'], ['read:a', 'an action of HiveMQ is'], [':publish', 'an action of HiveMQ is'], [{ action: 'publish' }, 'an action of HiveMQ is'],
  [{ action: 'publish', resource: 'a', vhost: '/' }, 'neither vhost nor host'], [{ action: 'publish', resource: 'a', host: 'h' }, 'neither vhost nor host'],
  [{ action: 'publish', resource: 'a', share: 'g' }, 'only subscriptions'], [{ action: 'subscribe', resource: '$share/g/a', share: 'g' }, 'give it once'],
])('%j is no action', (asked, message) => {
  expect(readAction(asked)).toEqual({ rule: 'PREVIEW_CASE_ACTION', message: expect.stringContaining(message) });
});

test.each<[AskedAction, boolean | 'topic']>([
  [{ action: 'publish', resource: 'a/b' }, true], [{ action: 'publish', resource: 'a/#' }, 'topic'], [{ action: 'publish' }, 'topic'],
  [{ action: 'publish', resource: 'a/b', retain: true }, false], [{ action: 'publish', resource: 'a/b', qos: 2 }, false], [{ action: 'publish', resource: 'a/b', qos: 1 }, true],
  [{ action: 'subscribe', resource: 'a/b' }, true], [{ action: 'subscribe', resource: 'a/#/b' }, 'topic'], [{ action: 'subscribe', resource: '$share/g' }, 'topic'],
  [{ action: 'subscribe', resource: '$share/g/' }, 'topic'], [{ action: 'subscribe', resource: 'a/b', share: '' }, 'topic'], [{ action: 'subscribe', resource: 'a/b', share: 'a+' }, 'topic'],
  [{ action: 'subscribe', resource: '$share/g/a/b' }, true], [{ action: 'subscribe', resource: 'a/b', share: 'g' }, true], [{ action: 'subscribe', resource: 'a/b', share: 'h' }, false],
  [{ action: 'subscribe', resource: 'a/b', qos: 2 }, false],
])('%j: %s', (asked, expected) => {
  const rights = { permissions: [permission({ qos: 'ZERO_ONE', sharedSubscription: 'ALL', sharedGroup: 'g' })], open: undefined };
  const verdict = judgeAction(rights, asked);

  expect(verdict).toEqual(expected === 'topic' ? { allowed: false, reason: 'HIVEMQ_ACTION_TOPIC' } : { allowed: expected, reason: expected === true ? null : 'HIVEMQ_PERMISSION' });
});
