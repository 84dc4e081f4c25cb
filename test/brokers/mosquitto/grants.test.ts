import { TOKEN } from './samples';
import { DestinationMatch, GrantProtocol } from '../../../src/brokers/grant';
import { MosquittoAccess, MosquittoAclType } from '../../../src/brokers/mosquitto/access';
import { accountsOf, judgeGrants, planConsume, planPublish } from '../../../src/brokers/mosquitto/grants';

const told = (problems: readonly { readonly rule: string; readonly path: string; readonly message: string }[]) =>
  problems.map((found) => `${found.rule} ${found.path} ${found.message}`);
const rights = (accesses: readonly MosquittoAccess[]) => accesses.map(String);

describe('MosquittoAccess', () => {
  test.each([
    [MosquittoAccess.publish('a'), MosquittoAclType.PUBLISH_CLIENT_SEND],
    [MosquittoAccess.receive('a'), MosquittoAclType.PUBLISH_CLIENT_RECEIVE],
    [MosquittoAccess.subscribe('a'), MosquittoAclType.SUBSCRIBE_PATTERN],
    [MosquittoAccess.subscribeLiteral('a'), MosquittoAclType.SUBSCRIBE_LITERAL],
    [MosquittoAccess.unsubscribe('a'), MosquittoAclType.UNSUBSCRIBE_PATTERN],
    [MosquittoAccess.unsubscribeLiteral('a'), MosquittoAclType.UNSUBSCRIBE_LITERAL],
  ])('%s has a type of its own', (access, type) => {
    expect(access).toMatchObject({ aclType: type, topic: 'a', allow: true, priority: 0 });
    expect(access._entry()).toEqual({ acltype: type, topic: 'a', allow: true });
  });

  test('denies, and with a priority', () => {
    const access = MosquittoAccess.publish('a/#', { allow: false, priority: -2 });
    expect([access._entry(), String(access)]).toEqual([
      { acltype: 'publishClientSend', topic: 'a/#', priority: -2, allow: false }, 'deny publishClientSend a/# (priority -2)',
    ]);
  });

  test.each(['', 'a/#/b', 'a#', '+a', 'a\0b', '/'.repeat(201), 'ä'.repeat(32768)])('refuses the topic filter %j', (topic) => {
    expect(() => MosquittoAccess.subscribe(topic)).toThrow(/MosquittoAccess subscribePattern: topic must be a topic filter: .*\[MOSQUITTO_ACCESS_TOPIC\]/);
  });

  test.each(['a', '/', '#', '+', '+/+/#', '/+', 'a//b', '$SYS/#', '$share/g/a/#', 'a b/ü', '/'.repeat(200), TOKEN])('takes the topic filter %j', (topic) => {
    expect(MosquittoAccess.subscribe(topic).topic).toBe(topic);
  });

  test('refuses a priority that the broker would cut off', () => {
    expect(() => MosquittoAccess.publish('a', { priority: 100001 })).toThrow(/priority must be a whole number from -100000 to 100000, got 100001/);
  });
});

describe('publishing', () => {
  test('a literal topic', () => {
    expect(planPublish('orders/new', {})).toEqual({ accesses: [MosquittoAccess.publish('orders/new')], wider: undefined, problems: [], preconditions: [] });
  });

  test.each(['orders/+', '#', 'orders/%u', '%c/a', '$share/g/a', ''])('refuses %j as a literal', (topic) => {
    const plan = planPublish(topic, {});
    expect([plan.accesses, told(plan.problems)]).toEqual([[], [
      `MOSQUITTO_GRANT_WILDCARD destination must be a topic without the wildcards + and #, without a level %u or %c, and not below $share, got ${JSON.stringify(topic)}`,
    ]]);
  });

  test('a pattern as it is', () => {
    expect(rights(planPublish('orders/+/%u/#', { match: DestinationMatch.PATTERN }).accesses)).toEqual(['allow publishClientSend orders/+/%u/#']);
    expect(told(planPublish('a/#/b', { match: DestinationMatch.PATTERN }).problems)).toEqual([expect.stringMatching(/^MOSQUITTO_GRANT_WILDCARD destination must be a topic filter/)]);
  });

  test('a prefix of levels covers the level itself, which must be accepted', () => {
    const asked = planPublish('orders/', { match: DestinationMatch.PREFIX });
    expect(told(asked.problems)).toEqual(['MOSQUITTO_GRANT_WIDER acceptWider is not set, and the right would be wider than asked: orders/#, which covers orders too']);
    const accepted = planPublish('orders/', { match: DestinationMatch.PREFIX, acceptWider: true });
    expect([rights(accepted.accesses), accepted.wider, accepted.problems]).toEqual([['allow publishClientSend orders/#'], 'orders/#, which covers orders too', []]);
  });

  test.each([
    ['ord', 'must end in a slash, got "ord"'],
    [TOKEN, 'is known only at apply, but a filter is made of it now'],
  ])('refuses the prefix %j', (topic, message) => {
    expect(told(planPublish(topic, { match: DestinationMatch.PREFIX }).problems)).toEqual([`MOSQUITTO_GRANT_PREFIX destination ${message}`]);
  });

  test('a prefix with a wildcard is refused', () => {
    expect(told(planPublish('a/+/', { match: DestinationMatch.PREFIX }).problems)).toEqual([expect.stringMatching(/^MOSQUITTO_GRANT_WILDCARD /)]);
  });

  test('a topic known only at apply is judged then', () => {
    const plan = planPublish(TOKEN, {});
    expect(plan.accesses.map((access) => access.topic)).toEqual([TOKEN]);
    expect(plan.preconditions.map(({ rule, path, value }) => [rule, path, value])).toEqual([['MOSQUITTO_GRANT_WILDCARD', 'destination', TOKEN]]);
    expect(plan.preconditions[0].condition.hcl('local.v')).toContain('!can(regex("^[$]share(/|$)", local.v))');
  });

  test('options that mean nothing here are refused', () => {
    expect(told(planPublish('a', { vhost: '/', protocol: GrantProtocol.MQTT, retained: false }).problems)).toEqual([
      'MOSQUITTO_GRANT_OPTION vhost cannot be honoured by Mosquitto, got "/"',
      'MOSQUITTO_GRANT_OPTION protocol cannot be honoured by Mosquitto, got "mqtt"',
      'MOSQUITTO_GRANT_OPTION retained cannot be honoured by Mosquitto, got false',
    ]);
  });
});

describe('consuming', () => {
  test.each([
    ['where the default denies receiving', 'a/b', {}, false, ['allow subscribePattern a/b', 'allow publishClientReceive a/b']],
    ['where the default allows receiving', 'a/b', {}, true, ['allow subscribePattern a/b']],
    ['of control topics, which the default never covers', '$CONTROL/a', {}, true, ['allow subscribePattern $CONTROL/a', 'allow publishClientReceive $CONTROL/a']],
    ['shared in any group', 'a', { shared: true }, true, ['allow subscribePattern a', 'allow subscribePattern $share/+/a']],
    ['shared in one group', 'a', { shared: true, group: 'g' }, true, ['allow subscribePattern a', 'allow subscribePattern $share/g/a']],
  ])('%s', (_, topic, options, byDefault, expected) => {
    const plan = planConsume(topic, options, byDefault);
    expect([rights(plan.accesses), plan.problems]).toEqual([expected, []]);
  });

  test.each([
    [{ group: 'g' }, 'group has a meaning with shared: true only, got "g"'],
    [{ shared: true, group: 'a/b' }, 'group must be known, not empty and without / + #'],
    [{ shared: true, group: TOKEN }, 'group must be known, not empty and without / + #'],
    [{ declare: true }, 'declare cannot be honoured by Mosquitto, got true'],
  ])('refuses %j', (options, message) => {
    const plan = planConsume('a', options, true);
    expect([plan.accesses, told(plan.problems)]).toEqual([[], [`MOSQUITTO_GRANT_OPTION ${message}`]]);
  });

  test('refuses a wildcard in a literal', () => {
    expect(told(planConsume('a/#', {}, true).problems)).toEqual([expect.stringMatching(/^MOSQUITTO_GRANT_WILDCARD /)]);
  });
});

describe('the rights of applications', () => {
  const both = { clientId: 'orders', username: 'sub-1', accesses: [MosquittoAccess.publish('a'), MosquittoAccess.publish('a'), MosquittoAccess.receive('a')] };

  test('become an account and a role, the same right once and in one order', () => {
    expect(accountsOf([both])).toEqual({
      clients: [{ username: 'sub-1', textname: 'orders', roles: [{ rolename: 'application orders' }] }],
      roles: [{
        rolename: 'application orders',
        textname: 'orders',
        acls: [{ acltype: 'publishClientReceive', topic: 'a', allow: true }, { acltype: 'publishClientSend', topic: 'a', allow: true }],
      }],
    });
    expect(judgeGrants([both])).toEqual([]);
  });

  test('an application whose user name nobody knows gets no account', () => {
    expect(accountsOf([{ ...both, username: undefined }]).clients).toEqual([]);
  });

  test.each([
    [MosquittoAccess.publish('a', { allow: false }), 'has both "allow publishClientSend a" and "deny publishClientSend a"'],
    [MosquittoAccess.publish('a', { priority: 2 }), 'has both "allow publishClientSend a" and "allow publishClientSend a (priority 2)"'],
  ])('must not contradict each other: %s', (access, message) => {
    expect(told(judgeGrants([{ ...both, accesses: [...both.accesses, access] }]))).toEqual([`MOSQUITTO_GRANT_CONTRADICTION grants[orders] ${message}`]);
  });

  test('of one application do not contradict those of another', () => {
    expect(judgeGrants([both, { ...both, clientId: 'b', accesses: [MosquittoAccess.publish('a', { allow: false })] }])).toEqual([]);
  });
});
