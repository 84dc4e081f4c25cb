import { MOSQUITTO_SEMANTICS } from '../../../../src/brokers/mosquitto/semantics';
import { PreviewCase } from '../../../../src/preview/case';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';

/*
 * Edges of topics and placeholders, and what each release judges differently.
 * Sources: eclipse-mosquitto/mosquitto v2.1.2 libcommon/topic_common.c and v2.0.11 lib/util_topic.c; docs.cedalo.com, "JWT Authentication".
 */

function judged(input: object): PreviewResult {
  return preview(MOSQUITTO_SEMANTICS, {
    broker: 'mosquitto', brokerVersion: '2.1.2', now: 1000, plugins: ['dynamic-security'], mqttClientId: 'c1', ...input,
  } as unknown as PreviewCase) as PreviewResult;
}

/** Whether a client with one entry may do something, and why not. */
function asked(acltype: string, topic: string, action: string, more: object = {}): readonly unknown[] {
  const { authenticatedAs = 'orders' } = more as { readonly authenticatedAs?: string };
  const roles = [{ rolename: 'r', acls: [{ acltype, topic, allow: true }] }];
  const dynamicSecurity = { clients: [{ username: authenticatedAs, roles: [{ rolename: 'r' }] }], roles };
  const [{ allowed, reason }] = judged({ dynamicSecurity, authenticatedAs, can: [action], ...more }).can;
  return [allowed, reason];
}

const [YES, NO_ENTRY, NO_TOPIC] = [[true, null], [false, 'MOSQUITTO_ACCESS_DEFAULT'], [false, 'MOSQUITTO_ACTION_TOPIC']];

describe('lengths', () => {
  test.each([
    ['a'.repeat(65535), YES], ['a'.repeat(65536), NO_TOPIC], ['é'.repeat(32767), YES], ['é'.repeat(32768), NO_TOPIC],
    ['a/'.repeat(200), YES], ['a/'.repeat(201), NO_TOPIC], ['/'.repeat(200), YES], ['/'.repeat(201), NO_TOPIC], ['a'.repeat(201), YES], ['a\0b', NO_TOPIC],
  ])('case %#', (topic, expected) => {
    expect(asked('publishClientSend', '#', `publish:${topic}`)).toEqual(expected);
  });
});

describe('filters', () => {
  test.each([
    ['a/+/b', YES], ['a/#', YES], ['#', YES], ['a/#/b', NO_TOPIC], ['a/b#', NO_TOPIC], ['a/+b', NO_TOPIC], ['#/a', NO_TOPIC],
  ])('subscribe to %s: %j', (filter, expected) => {
    expect(asked('subscribePattern', '#', `subscribe:${filter}`)).toEqual(expected);
  });

  test.each([
    ['$share/g/a', YES], ['$share/g', NO_TOPIC], ['$share', NO_TOPIC], ['$share/g/', NO_TOPIC], ['$share/+/a', NO_TOPIC], ['$share/#', NO_TOPIC], ['$share/g//', YES],
  ])('subscribe to %s, which is granted: %j', (filter, expected) => {
    expect(asked('subscribeLiteral', filter, `subscribe:${filter}`)).toEqual(expected);
  });

  test('what is not granted is refused for that', () => {
    expect(asked('subscribeLiteral', 'a', 'subscribe:$share/g')).toEqual(NO_ENTRY);
  });

  test.each([
    ['a', 'a/#', NO_ENTRY], ['a/b', 'a/b/#', NO_ENTRY], ['a/#', 'a/#', YES], ['a/#', 'a', YES], ['a/#', 'a/b/c', YES], ['a/b/#', 'a', NO_ENTRY], ['a/+', 'a/b/c', NO_ENTRY],
    ['a/+', 'a/b', YES], ['a/+', 'a/+', YES], ['a/b', 'a/+', NO_ENTRY], ['#', 'a/#', YES], ['#', '#', YES], ['+', '#', NO_ENTRY], ['a/b', 'a/b', YES], ['a/b', 'a/c', NO_ENTRY],
    ['+/#', '#', YES], ['+/#', 'a', YES], ['/#', '#', YES], ['a/#', '#', NO_ENTRY],
  ])('up to 2.0 %s covers %s: %j', (topic, filter, expected) => {
    expect(asked('subscribePattern', topic, `subscribe:${filter}`, { brokerVersion: '2.0.22' })).toEqual(expected);
  });
});

describe('placeholders', () => {
  test.each<[string, string, object, readonly unknown[]]>([
    ['a/%u', 'a/orders', {}, YES],
    ['a/%c', 'a/c1', {}, YES],
    ['a/%c', 'a/', { mqttClientId: '' }, NO_ENTRY],
    ['a/%c', 'a/', { mqttClientId: undefined }, NO_ENTRY],
    ['a/%c', 'a/%c', { mqttClientId: '' }, NO_ENTRY],
    ['a//b', 'a//b', { mqttClientId: '' }, YES],
    ['a//b', 'a//b', {}, YES],
    ['a/%c/b', 'a/undefined/b', { mqttClientId: undefined }, NO_ENTRY],
    ['a/%u', 'a/%u', {}, NO_ENTRY],
    ['a/%u', 'a/%u', { brokerVersion: '2.0.22' }, YES],
    ['a/%u', 'a/orders', { brokerVersion: '2.0.22' }, NO_ENTRY],
  ])('%s and %s, %j: %j', (topic, published, more, expected) => {
    expect(asked('publishClientSend', topic, `publish:${published}`, more)).toEqual(expected);
  });

  test.each([['+', 'a/+'], ['#', 'a/#']])('the name %s is no wildcard', (name, filter) => {
    expect(asked('subscribePattern', 'a/%u', `subscribe:${filter}`, { authenticatedAs: name })).toEqual(NO_ENTRY);
    expect(asked('subscribePattern', 'a/%c', `subscribe:${filter}`, { mqttClientId: name })).toEqual(NO_ENTRY);
  });
});

describe('releases', () => {
  const SETTINGS = { algorithm: 'RS256', mode: 'jwks', options: { modes: { jwks: { uri: 'https://a' } }, common: { audience: 'a' } } };
  const token = { header: { alg: 'RS256' }, claims: { exp: 2000, aud: 'b' } };

  test.each([
    ['2.0.11', 'reject'], ['2.0.16', 'reject'], ['2.0.22', 'reject'], ['2.1.0', 'reject'], ['2.1.2', 'reject'], ['2.9', 'accept'], ['3.0', 'accept'],
    ['3.1', 'undetermined'], ['3.2', 'undetermined'], ['3.3', 'reject'], ['3', 'undetermined'], ['2.1', 'reject'], [undefined, 'undetermined'],
  ])('%s and an audience that does not fit: %s', (brokerVersion, expected) => {
    expect(judged({ settings: SETTINGS, token, signature: 'valid', username: 'orders', plugins: ['token'], brokerVersion }).decision).toBe(expected);
  });

  const TWICE = {
    clients: [{ username: 'orders', roles: [{ rolename: 'r' }] }],
    roles: [{ rolename: 'r', acls: [{ acltype: 'publishClientSend', topic: 'a', allow: false }, { acltype: 'publishClientSend', topic: 'a', allow: true, priority: 1 }] }],
  };

  test.each([
    ['2.0.11', true, false], ['2.0.16', false, false], ['2.0.22', false, false], ['2.1.0', false, false], ['2.1.2', false, false], ['2.9', 'unknown', true], ['3.0', false, true],
    ['3.1', false, true], ['3.2', false, true], ['3.3', false, true],
  ])('%s and two entries of one topic: %s; its base is assumed: %s', (brokerVersion, expected, isAssumed) => {
    const { can, warnings } = judged({ dynamicSecurity: TWICE, authenticatedAs: 'orders', can: ['publish:a'], brokerVersion });

    expect([can[0].allowed, warnings.some(({ rule }) => rule === 'MOSQUITTO_BASE_NOT_STATED')]).toEqual([expected, isAssumed]);
  });

  test.each([['2.9', 'unknown'], ['2.0.22', true], ['2.1.0', false], ['3.0', false]])('%s and # over $SYS: %s', (brokerVersion, expected) => {
    expect(asked('subscribePattern', '#', 'subscribe:$SYS/#', { brokerVersion })[0]).toBe(expected);
  });

  test('the rights that are shown are those of the newest base', () => {
    const roles = [{ rolename: 'r', acls: [{ acltype: 'publishClientSend', topic: 'a', allow: true }] }];
    const dynamicSecurity = { clients: [{ username: 'orders', roles: [{ rolename: 'r' }] }, { username: '', roles: [{ rolename: 'r' }] }], roles };

    expect(judged({ dynamicSecurity, authenticatedAs: '', brokerVersion: '2.9' }).permissions).toEqual([]);
    expect(judged({ dynamicSecurity, authenticatedAs: '', brokerVersion: '2.0.22' }).permissions).toHaveLength(1);
  });
});
