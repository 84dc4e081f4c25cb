import { PERMISSION, TOKEN } from './samples';
import { DestinationMatch, GrantProtocol } from '../../../src/brokers/grant';
import { HiveMqAccess } from '../../../src/brokers/hivemq/access';
import { planConsume, planPublish, withRole, withUser } from '../../../src/brokers/hivemq/grants';
import { HiveMqActivity, HiveMqQos, HiveMqRetain, HiveMqSharedSubscription } from '../../../src/brokers/hivemq/settings';

const said = (problems: readonly { rule: string; message: string }[]) => problems.map((found) => `${found.rule}: ${found.message}`);

describe('HiveMqAccess', () => {
  test('publishes with every QoS, not retained', () => {
    expect(HiveMqAccess.publish('orders/${mqtt-clientid}/#')._permission).toEqual({
      topic: 'orders/${mqtt-clientid}/#', activity: 'PUBLISH', qos: 'ALL', retain: 'NOT_RETAINED', sharedSubscription: 'NOT_SHARED', sharedGroup: '',
    });
  });

  test('subscribes, in any group where shared', () => {
    expect(HiveMqAccess.subscribe('a/+', { qos: HiveMqQos.ZERO_ONE, sharedSubscription: HiveMqSharedSubscription.SHARED })._permission).toEqual({
      topic: 'a/+', activity: 'SUBSCRIBE', qos: 'ZERO_ONE', retain: 'NOT_RETAINED', sharedSubscription: 'SHARED', sharedGroup: '#',
    });
  });

  test.each([
    [HiveMqAccess.publish('a', { retain: HiveMqRetain.ALL }), 'publish to "a", QoS ALL, ALL'],
    [HiveMqAccess.subscribe('a'), 'subscribe to "a", QoS ALL, NOT_SHARED'],
    [HiveMqAccess.all('a', { sharedSubscription: HiveMqSharedSubscription.ALL, sharedGroup: 'g' }), 'publish and subscribe to "a", QoS ALL, NOT_RETAINED, ALL in group "g"'],
  ])('reads as people read it: %s', (access, text) => {
    expect(access.toString()).toBe(text);
  });

  test.each([
    ['a#', 'HIVEMQ_TOPIC_FILTER'], ['', 'HIVEMQ_TOPIC_FILTER'], ['$share/g/a', 'HIVEMQ_TOPIC_SHARE'], ['a/${{clientid}}', 'HIVEMQ_TOPIC_PLACEHOLDER'],
  ])('refuses %j by %s', (topic, rule) => {
    expect(() => HiveMqAccess.publish(topic)).toThrow(`[${rule}]`);
  });

  test.each([
    [HiveMqSharedSubscription.SHARED, 'a/b'], [HiveMqSharedSubscription.ALL, ''], [HiveMqSharedSubscription.NOT_SHARED, 'g'],
  ])('refuses %s in group %j', (sharedSubscription, sharedGroup) => {
    expect(() => HiveMqAccess.subscribe('a', { sharedSubscription, sharedGroup })).toThrow('[HIVEMQ_SHARED_GROUP]');
  });

  test('takes topics that are known only at apply', () => {
    expect(HiveMqAccess.all(`a/${TOKEN}`, { sharedSubscription: HiveMqSharedSubscription.ALL, sharedGroup: TOKEN }).topicFilter).toBe(`a/${TOKEN}`);
  });
});

describe('common grants', () => {
  test('publish literally, retained only when asked for', () => {
    expect(planPublish('a/b', {}).access!._permission).toMatchObject({ topic: 'a/b', activity: HiveMqActivity.PUBLISH, qos: 'ALL', retain: 'NOT_RETAINED' });
    expect(planPublish('a/b', { retained: true }).access!._permission.retain).toBe('ALL');
  });

  test('consume, shared only when asked for', () => {
    expect(planConsume('a', {}).access!._permission).toMatchObject({ activity: HiveMqActivity.SUBSCRIBE, sharedSubscription: 'NOT_SHARED', sharedGroup: '' });
    expect(planConsume('a', { shared: true }).access!._permission).toMatchObject({ sharedSubscription: 'ALL', sharedGroup: '#' });
    expect(planConsume('a', { shared: true, group: 'g' }).access!._permission).toMatchObject({ sharedSubscription: 'ALL', sharedGroup: 'g' });
  });

  test.each(['a/+', '#', 'a/${mqtt-clientid}', ''])('refuse %j as a literal topic', (topic) => {
    expect(said(planPublish(topic, {}).problems)).toEqual([expect.stringMatching(/^HIVEMQ_GRANT_DESTINATION: /)]);
  });

  test('take filters when a pattern is asked for', () => {
    expect(planConsume('a/+/${mqtt-clientid}/#', { match: DestinationMatch.PATTERN }).access!.topicFilter).toBe('a/+/${mqtt-clientid}/#');
  });

  test.each([
    ['a/b/', 'a/b/#', '"a/b/#" matches the topic "a/b" too'],
    ['a/b', 'a/#', '"a/#", whatever the rest of the level is'],
    ['a', '#', '"#", whatever the rest of the level is'],
  ])('make of the prefix %j the filter %j, which is wider', (prefix, filter, wider) => {
    const options = { match: DestinationMatch.PREFIX };
    expect(said(planPublish(prefix, options).problems)).toEqual([`HIVEMQ_GRANT_WIDER: is not set, and the right would be wider than asked: ${wider}`]);
    expect(planPublish(prefix, { ...options, acceptWider: true })).toMatchObject({ access: { topicFilter: filter }, wider });
  });

  test('the empty prefix is every topic, which is no wider', () => {
    expect(planConsume('', { match: DestinationMatch.PREFIX })).toMatchObject({ access: { topicFilter: '#' }, wider: undefined, problems: [] });
  });

  test('a literal topic known only at apply is judged then, a prefix cannot be', () => {
    expect(planPublish(TOKEN, {})).toMatchObject({ literal: TOKEN, problems: [] });
    expect(planPublish(TOKEN, { match: DestinationMatch.PATTERN }).literal).toBeUndefined();
    expect(said(planPublish(TOKEN, { match: DestinationMatch.PREFIX, acceptWider: true }).problems)).toEqual([expect.stringContaining('is known only at apply')]);
  });

  test('refuse options of other brokers', () => {
    expect(said(planPublish('a', { vhost: '/', protocol: GrantProtocol.MQTT }).problems)).toEqual([
      'HIVEMQ_GRANT_OPTION: cannot be honoured by HiveMQ, got "/"', 'HIVEMQ_GRANT_OPTION: cannot be honoured by HiveMQ, got "mqtt"',
    ]);
    expect(said(planConsume('a', { declare: true, group: 'g' }).problems)).toEqual([
      'HIVEMQ_GRANT_OPTION: cannot be honoured by HiveMQ, got true', 'HIVEMQ_GRANT_OPTION: is the group of a shared subscription, and `shared` is not set',
    ]);
  });
});

describe('users and roles', () => {
  test('get each permission once, whoever asked', () => {
    const once = withUser([], 'a', [PERMISSION]);
    expect(withUser(once, 'a', [{ ...PERMISSION }])).toEqual([{ name: 'a', permissions: [PERMISSION] }]);
    expect(withUser([{ name: 'b', roles: ['r'] }, ...once], 'b', [PERMISSION])).toEqual([{ name: 'b', roles: ['r'], permissions: [PERMISSION] }, { name: 'a', permissions: [PERMISSION] }]);
    expect(withRole(withRole([], 'r', [PERMISSION]), 'r', [PERMISSION])).toEqual([{ id: 'r', permissions: [PERMISSION] }]);
  });
});
