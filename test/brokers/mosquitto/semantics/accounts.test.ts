import { pbkdf2Sync } from 'node:crypto';
import { MOSQUITTO_SEMANTICS } from '../../../../src/brokers/mosquitto/semantics';
import { PreviewCase } from '../../../../src/preview/case';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';

/*
 * Edges of dynamic-security.json: how it is loaded, asked at a login and asked for rights. Vectors have what every document meets.
 * Sources: eclipse-mosquitto/mosquitto v2.1.2 and v2.0.11, plugins/dynamic-security and src/plugin_acl_check.c; DaveGamble/cJSON cJSON.c.
 */

const SALT = '0123456789ab';

function hashOf(iterations: number): string {
  return pbkdf2Sync('good', SALT, iterations, 64, 'sha512').toString('base64');
}

/** What the file holds of the password "good". */
const PASSWORD = { password: hashOf(101), salt: Buffer.from(SALT).toString('base64'), iterations: 101 };
const ENCODED = { encoded_password: `$7$101$${PASSWORD.salt}$${PASSWORD.password}` };

function judged(input: object): PreviewResult {
  return preview(MOSQUITTO_SEMANTICS, {
    broker: 'mosquitto', brokerVersion: '2.1.2', now: 1000, settings: undefined, plugins: ['dynamic-security'], mqttClientId: 'c1', ...input,
  } as unknown as PreviewCase) as PreviewResult;
}

/** What a client may do whom another plugin has let in. */
function allowed(dynamicSecurity: unknown, asked: readonly unknown[], more: object = {}): readonly unknown[] {
  return judged({ dynamicSecurity, authenticatedAs: 'orders', can: asked, ...more }).can.map((verdict) => verdict.allowed);
}

/** Why a client may not do something, or null. */
function reasons(dynamicSecurity: unknown, asked: readonly unknown[], more: object = {}): readonly unknown[] {
  return judged({ dynamicSecurity, authenticatedAs: 'orders', can: asked, ...more }).can.map((verdict) => verdict.reason);
}

function documentOf(acls: readonly object[], role: object = {}): object {
  return { clients: [{ username: 'orders', roles: [{ rolename: 'r' }] }], roles: [{ rolename: 'r', acls, ...role }] };
}

const entry = (acltype: string, topic: string, more: object = {}) => ({ acltype, topic, allow: true, ...more });

/** How a login ends, why, and what the plugin's step says. */
function login(client: object, more: object = {}): readonly unknown[] {
  const { decision, reason, checks } = judged({ dynamicSecurity: { clients: [{ username: 'orders', ...client }] }, username: 'orders', password: 'good', ...more });
  return [decision, reason, checks[1].outcome];
}

describe('actions', () => {
  test('an undefined group is none', () => {
    const document = documentOf([entry('subscribePattern', 'a')]);

    expect(judged({ dynamicSecurity: document, authenticatedAs: 'orders', can: [{ action: 'subscribe', resource: 'a', share: undefined }] }).can)
      .toMatchObject([{ resource: 'a', allowed: true }]);
  });

  test.each([
    ['$SYS/broker/connection/bridge/state', null],
    ['$SYS/broker/connection//state', null],
    ['$SYS/broker/connection/bridge/state/more', 'MOSQUITTO_BROKER_TOPIC'],
    ['$SYS/more/$SYS/broker/connection/bridge/state', 'MOSQUITTO_BROKER_TOPIC'],
    ['$SYS/broker/connection/a/b/state', 'MOSQUITTO_BROKER_TOPIC'],
    ['$SYS', 'MOSQUITTO_BROKER_TOPIC'],
    ['$share/g/a', 'MOSQUITTO_BROKER_TOPIC'],
    ['a/$SYS', null],
  ])('to publish %s: %s', (topic, reason) => {
    const document = documentOf(['$SYS/#', '$share/#', '#'].map((text) => entry('publishClientSend', text)));

    expect(reasons(document, [`publish:${topic}`])).toEqual([reason]);
  });

  test.each([
    ['2.0.22', 'unknown', 'MOSQUITTO_ACCESS_RELEASE'],
    ['2.9', 'unknown', 'MOSQUITTO_ACCESS_RELEASE'],
    ['2.1.2', false, 'MOSQUITTO_ACTION_TOPIC'],
  ])('a shared subscription without a filter, granted, in %s: %s', (brokerVersion, verdict, reason) => {
    const document = documentOf([entry('subscribeLiteral', '$share/g')]);

    expect(judged({ dynamicSecurity: document, authenticatedAs: 'orders', brokerVersion, can: ['subscribe:$share/g'] }).can)
      .toMatchObject([{ allowed: verdict, reason }]);
  });
});

describe('the file', () => {
  test('a member of the name undefined is no other one', () => {
    const document = { clients: [{ username: 'orders' }], defaultACLAccess: { undefined: true } };

    expect(allowed(document, ['publish:a', 'receive:a', 'subscribe:a', 'unsubscribe:a'])).toEqual([false, false, false, false]);
  });

  test.each(['2.0.22', '2.1.2'])('what is written first counts, whatever its case, in %s', (brokerVersion) => {
    const written = (access: string) => `{"clients":[{"username":"orders"}],"defaultACLAccess":${access}}`;
    const asked = ['publish:a'];

    expect(allowed(written('{"PUBLISHCLIENTSEND":true,"publishClientSend":false}'), asked, { brokerVersion })).toEqual([true]);
    expect(allowed(written('{"publishClientSend":false,"PUBLISHCLIENTSEND":true}'), asked, { brokerVersion })).toEqual([false]);
    expect(allowed({ clients: [{ username: 'orders' }], defaultACLAccess: { PublishClientSend: true, publishClientSend: false } }, asked, { brokerVersion })).toEqual([true]);
  });

  test('letters beyond ASCII keep their case', () => {
    expect(allowed({ clients: [{ username: 'orders' }], defaultACLAccess: { unsubſcribe: true, K: true } }, ['unsubscribe:a'])).toEqual([false]);
  });

  test('a topic that begins with NUL is empty, and its entry is dropped', () => {
    expect(judged({ dynamicSecurity: documentOf([entry('publishClientSend', '\0a')]), authenticatedAs: 'orders' }).permissions).toEqual([]);
  });

  test.each([
    [{ topic: 'a', allow: true }], [{ acltype: 'subscribe', topic: 'a', allow: true }], [{ acltype: 5, topic: 'a', allow: true }],
    [{ acltype: 'publishClientSend', topic: '', allow: true }], [{ acltype: 'publishClientSend', topic: 5, allow: true }],
  ])('the entry %j is dropped', (acl) => {
    const document = documentOf([acl]);

    expect(judged({ dynamicSecurity: document, authenticatedAs: 'orders' }).permissions).toEqual([]);
    expect(reasons(document, ['publish:a', 'subscribe:a'])).toEqual(['MOSQUITTO_ACCESS_DEFAULT', 'MOSQUITTO_ACCESS_DEFAULT']);
  });

  test.each<[string, unknown]>([
    ['groups that are no list', { groups: {}, anonymousGroup: 'g' }], ['roles that are no list', { roles: {} }], ['a list', []], ['a number', 5],
    ['a group that is not there', { anonymousGroup: 'g' }], ['no group', {}],
  ])('nobody may do anything without a user name: %s', (_name, dynamicSecurity) => {
    const { permissions, can } = judged({ dynamicSecurity, allowAnonymous: true, can: ['publish:a', 'subscribe:a'] });

    expect([permissions, can.map((verdict) => verdict.allowed)]).toEqual([[], [false, false]]);
  });

  test.each([['2.0.11', true], ['2.0.22', false], ['2.1.2', false]])('of two groups of one name in %s the later one counts: %s', (brokerVersion, isMember) => {
    const members = [{ username: 'orders' }];
    const roles = [{ rolename: 'r' }];
    const document = { ...documentOf([entry('publishClientSend', 'a')]), clients: [{ username: 'orders' }], groups: [{ groupname: 'g' }, { groupname: 'g', roles, clients: members }] };

    expect(allowed(document, ['publish:a'], { brokerVersion })).toEqual([isMember]);
    expect(judged({ dynamicSecurity: { ...document, anonymousGroup: 'g' }, allowAnonymous: true, brokerVersion, can: ['publish:a'] }).can[0].allowed).toBe(isMember);
  });

  test('a member without a user name is not the client with an empty one', () => {
    const roles = [{ rolename: 'r' }];
    const document = { ...documentOf([entry('publishClientSend', 'a')]), clients: [{ username: '' }], groups: [{ groupname: 'g', roles, clients: [{}, { username: 5 }] }] };

    expect(allowed(document, ['publish:a'], { brokerVersion: '2.0.22', authenticatedAs: '' })).toEqual([false]);
  });

  test.each([['2.0.11', 'MOSQUITTO_ACCOUNT_UNKNOWN'], ['2.0.22', 'MOSQUITTO_ACCESS_DEFAULT'], ['2.1.2', 'MOSQUITTO_ACCESS_DEFAULT']])(
    'a client whose password has no iterations in %s: %s', (brokerVersion, reason) => {
      expect(reasons({ clients: [{ username: 'orders', ...PASSWORD, iterations: 0 }] }, ['publish:a'], { brokerVersion })).toEqual([reason]);
    });

  test('numbers have 32 bits, the least included', () => {
    const document = documentOf([
      entry('publishClientSend', 'a/#', { priority: -2147483648, allow: false }), entry('publishClientSend', 'a/b', { priority: -2147483647 }),
    ]);

    expect(allowed(document, ['publish:a/b', 'publish:a/c'], { brokerVersion: '2.0.22' })).toEqual([true, false]);
  });

  test.each([
    [2147483647, 2147483646, true], [2147483648, 2147483647, false], [100001, 100000, true],
  ])('up to 2.0 priority %d stands before %d: %s', (low, high, isBefore) => {
    const document = documentOf([entry('publishClientSend', 'a/#', { priority: high, allow: false }), entry('publishClientSend', 'a/b', { priority: low })]);

    expect(allowed(document, ['publish:a/b'], { brokerVersion: '2.0.22' })).toEqual([isBefore]);
  });

  test.each([
    [100000, 99999, true], [100001, 100000, false], [-99999, -100000, true], [-100000, -100001, false],
  ])('since 2.1 priority %d stands before %d: %s', (high, low, isBefore) => {
    const document = documentOf([entry('publishClientSend', 'a/#', { priority: low, allow: false }), entry('publishClientSend', 'a/b', { priority: high })]);

    expect(allowed(document, ['publish:a/b'])).toEqual([isBefore]);
  });
});

describe('a login', () => {
  const NO_SALT_OF_OURS = { ...PASSWORD, salt: 'MDEy' };

  test.each<[string, string, object, object, readonly unknown[]]>([
    ['the stored password', '2.0.22', PASSWORD, {}, ['accept', null, 'pass']],
    ['the stored password', '2.1.2', ENCODED, {}, ['accept', null, 'pass']],
    ['one release accepts what the other does not know', '2.9', ENCODED, {}, ['undetermined', 'MOSQUITTO_ACCOUNT_PASSWORD', 'unknown']],
    ['one drops the client, the other refuses it', '2.9', NO_SALT_OF_OURS, {}, ['reject', 'MOSQUITTO_NOBODY_ACCEPTS', 'unknown']],
    ['a client dropped', '2.0.22', NO_SALT_OF_OURS, {}, ['reject', 'MOSQUITTO_NOBODY_ACCEPTS', 'pass']],
    ['a password that is none', '2.1.2', NO_SALT_OF_OURS, {}, ['reject', 'MOSQUITTO_ACCOUNT_PASSWORD', 'fail']],
    ['no password sent', '2.1.2', PASSWORD, { password: undefined }, ['reject', 'MOSQUITTO_NOBODY_ACCEPTS', 'pass']],
    ['an empty password sent', '2.1.2', PASSWORD, { password: '' }, ['reject', 'MOSQUITTO_ACCOUNT_PASSWORD', 'fail']],
    ['a token, and argon2id', '2.1.2', { encoded_password: '$argon2id$v=19$x' }, { token: 'a.b.c', password: undefined }, ['reject', 'MOSQUITTO_ACCOUNT_PASSWORD', 'fail']],
    ['a password, and argon2id', '2.1.2', { encoded_password: '$argon2id$v=19$x' }, {}, ['undetermined', 'MOSQUITTO_ACCOUNT_PASSWORD', 'unknown']],
    ['a token as an object', '2.1.2', PASSWORD, { token: { header: {}, claims: {} }, password: undefined }, ['reject', 'MOSQUITTO_ACCOUNT_PASSWORD', 'fail']],
    ['a token as an object, whatever the password', '2.1.2', PASSWORD, { token: { header: {}, claims: {} } }, ['reject', 'MOSQUITTO_ACCOUNT_PASSWORD', 'fail']],
    ['the token is the stored password', '2.1.2', PASSWORD, { token: 'good', password: undefined }, ['accept', null, 'pass']],
    ['disabled', '2.1.2', { ...PASSWORD, disabled: true }, {}, ['reject', 'MOSQUITTO_ACCOUNT_DISABLED', 'fail']],
    ['disabled that is no boolean', '2.1.2', { ...PASSWORD, disabled: 'true' }, {}, ['accept', null, 'pass']],
    ['another client id', '2.1.2', { ...PASSWORD, clientid: 'c2' }, {}, ['reject', 'MOSQUITTO_ACCOUNT_CLIENT_ID', 'fail']],
    ['its client id', '2.1.2', { ...PASSWORD, clientid: 'c1' }, {}, ['accept', null, 'pass']],
  ])('%s (%s)', (_name, brokerVersion, client, more, expected) => {
    expect(login(client, { brokerVersion, ...more })).toEqual(expected);
  });

  test.each([
    [{ username: undefined }, 'the client sends no user name; the next plugin is asked'],
    [{ username: 'orders', password: undefined }, 'the client sends no password; the next plugin is asked'],
  ])('%j defers, and says why', (more, detail) => {
    expect(judged({ dynamicSecurity: { clients: [{ username: 'orders' }] }, password: 'good', ...more }).checks[1].detail).toBe(detail);
  });
});

describe('passwords', () => {
  const stored = (iterations: unknown, salt = PASSWORD.salt) => ({ ...PASSWORD, iterations, salt });
  const encoded = (text: string) => ({ encoded_password: text });
  const [salt, hash] = [PASSWORD.salt, PASSWORD.password];

  test.each<[object, string, string]>([
    [{ ...stored(1), password: hashOf(1) }, '2.0.22', 'pass'],
    [{ ...stored(1), password: hashOf(1) }, '2.1.2', 'pass'],
    [encoded(`$7$1$${salt}$${hashOf(1)}`), '2.1.2', 'pass'],
    [stored(1_000_000), '2.1.2', 'fail'],
    [stored(0), '2.0.11', 'pass'],
    [stored(0), '2.0.22', 'pass'],
    [stored(0), '2.1.2', 'fail'],
    [stored('101'), '2.1.2', 'fail'],
    [stored(1_000_001), '2.1.2', 'unknown'],
    [{ ...PASSWORD, salt: undefined }, '2.1.2', 'fail'],
    [{ ...PASSWORD, password: undefined }, '2.1.2', 'fail'],
    [{ ...PASSWORD, password: 'AAAA' }, '2.1.2', 'fail'],
    [{ ...PASSWORD, ...encoded('x') }, '2.1.2', 'fail'],
    [{ ...PASSWORD, ...encoded('x') }, '2.0.22', 'pass'],
    [encoded(`$7$0$${salt}$${hash}`), '2.1.2', 'fail'],
    [encoded(`$7$1000001$${salt}$${hash}`), '2.1.2', 'unknown'],
    [encoded(`x$7$101$${salt}$${hash}`), '2.1.2', 'fail'],
    [encoded(`$7$101$${salt}$${hash}$x`), '2.1.2', 'fail'],
    [encoded(`$6$101$${salt}$${hash}`), '2.1.2', 'fail'],
    [encoded(`x$argon2id$${salt}$${hash}`), '2.1.2', 'fail'],
  ])('%j in %s: %s', (client, brokerVersion, outcome) => {
    expect(login(client, { brokerVersion })[2]).toBe(outcome);
  });
});
