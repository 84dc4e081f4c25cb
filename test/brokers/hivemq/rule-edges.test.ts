import { said } from './said';
import { pipeline, settings, TOKEN, withPermission, withPipeline } from './samples';
import { HIVEMQ_RULES } from '../../../src/brokers/hivemq/rules';
import { HiveMqSettings } from '../../../src/brokers/hivemq/settings';
import { evaluate } from '../../../src/rules/rule';

/*
 * Edges of single rules. rules.test.ts has a case of each that is easier to read.
 */

const user = (more: object) => settings({ fileRealm: { mqtt: { users: [{ name: 'u', ...more } as never] } } });
const PASSWORD = 'fileRealm.mqtt.users[0].password';
const SCHEMES = { BCRYPT: 'BCRYPT', PLAIN: 'PLAIN' };

test.each<[string, HiveMqSettings, readonly string[]]>([
  ['HIVEMQ_PASSWORD_LITERAL', user({}), []],
  ['HIVEMQ_PASSWORD_LITERAL', user({ password: 'x' }), [PASSWORD]],
  ['HIVEMQ_PASSWORD_LITERAL', user({ password: 'x', algorithm: SCHEMES.PLAIN }), [PASSWORD]],
  ['HIVEMQ_PASSWORD_LITERAL', user({ password: 'x', algorithm: SCHEMES.BCRYPT }), []],
  ['HIVEMQ_PASSWORD_LITERAL', user({ password: 'x', algorithm: TOKEN }), ['precondition fileRealm.mqtt.users[0].algorithm']],
  ['HIVEMQ_PASSWORD_LITERAL', user({ algorithm: TOKEN }), []],
  ['HIVEMQ_PASSWORD_HASH', user({ password: 'x', algorithm: SCHEMES.BCRYPT }), [PASSWORD]],
  ['HIVEMQ_PASSWORD_HASH', user({ password: 'x' }), []],
  ['HIVEMQ_PASSWORD_HASH', user({ password: 'x', algorithm: SCHEMES.PLAIN }), []],
  ['HIVEMQ_PASSWORD_HASH', user({ algorithm: SCHEMES.BCRYPT }), []],
  ['HIVEMQ_PASSWORD_HASH', user({}), []],
])('%s of a user: %#', (id, given, expected) => {
  expect(said(id, given)).toEqual(expected);
});

const fileRealm = (filePath: string | undefined, more: Partial<HiveMqSettings> = {}) => settings(more, {
  realms: [settings().config.realms![0], { fileRealm: { name: 'topics', enabled: true, configuration: { filePath } as never } }],
});
const AT = 'config.realms[1].fileRealm.configuration.filePath';

test.each<[string, HiveMqSettings, readonly string[]]>([
  ['HIVEMQ_FILE_REALM_UNREAD', settings(), []],
  ['HIVEMQ_FILE_REALM_UNREAD', fileRealm('conf/other.xml'), ['fileRealm']],
  ['HIVEMQ_FILE_REALM_UNREAD', fileRealm('conf/other.xml', { fileRealm: undefined }), []],
  ['HIVEMQ_FILE_REALM_UNREAD', fileRealm(undefined), ['fileRealm']],
  ['HIVEMQ_FILE_REALM_UNREAD', fileRealm(TOKEN), ['deferred fileRealm']],
  ['HIVEMQ_FILE_REALM_UNREAD', fileRealm('ese-file-realm.xml'), []],
  ['HIVEMQ_FILE_REALM_UNREAD', fileRealm('ese-file-realm.xml/x'), ['fileRealm']],
  ['HIVEMQ_FILE_REALM_MISSING', settings(), []],
  ['HIVEMQ_FILE_REALM_MISSING', fileRealm(undefined), []],
  ['HIVEMQ_FILE_REALM_MISSING', fileRealm('conf/other.xml'), [AT]],
  ['HIVEMQ_FILE_REALM_MISSING', settings({ fileRealm: undefined }), [AT]],
  ['HIVEMQ_FILE_REALM_MISSING', fileRealm(TOKEN), [`deferred ${AT}`]],
])('%s: %#', (id, given, expected) => {
  expect(said(id, given)).toEqual(expected);
});

const GROUP = 'fileRealm.mqtt.users[0].permissions[0].sharedGroup';

test.each<[object, readonly string[]]>([
  [{ activity: 'SUBSCRIBE', sharedSubscription: 'SHARED' }, [GROUP]], [{ activity: 'ALL', sharedSubscription: 'ALL' }, [GROUP]],
  [{ activity: 'PUBLISH', sharedSubscription: 'SHARED' }, []], [{ activity: 'PUBLISH', sharedSubscription: TOKEN }, []], [{ activity: 'SUBSCRIBE' }, []],
  [{ activity: 'SUBSCRIBE', sharedSubscription: 'NOT_SHARED' }, []], [{ activity: 'SUBSCRIBE', sharedSubscription: 'SHARED', sharedGroup: 'g' }, []],
  [{ activity: 'SUBSCRIBE', sharedSubscription: TOKEN }, [GROUP]],
])('a permission with %j names its group', (more, expected) => {
  const { findings } = evaluate(HIVEMQ_RULES, { settings: withPermission(more as never), version: undefined, acknowledged: [] });

  expect(findings.filter(({ path }) => path === GROUP).map(({ path }) => path)).toEqual(expected);
});

test('the group of a role\'s permission is judged at its place', () => {
  const roles = settings({ fileRealm: { mqtt: { roles: [{ id: 'r', permissions: [{ topic: 'a', activity: 'SUBSCRIBE', qos: 'ALL', sharedSubscription: 'ALL' } as never] }] } } });
  const { findings } = evaluate(HIVEMQ_RULES, { settings: roles, version: undefined, acknowledged: [] });

  expect(findings.map(({ path }) => path)).toContain('fileRealm.mqtt.roles[0].permissions[0].sharedGroup');
});

const MANAGER = 'config.pipelines[0].listenerPipeline.authorizationManager';
const authorization = (manager: object, more: object = {}) => withPipeline({ authorizationManager: manager as never, ...more });
const roles = { jwtPreprocessor: { prefix: '{{', postfix: '}}', source: 'mqtt-password', jwtExtractions: [{ jwtClaim: 'r', eseVariable: 'authorization-role-key' }] } };

test.each<[string, HiveMqSettings, number]>([
  ['HIVEMQ_AUTHORIZATION_KEY_UNSET', settings(), 0],
  ['HIVEMQ_AUTHORIZATION_KEY_UNSET', authorization({ fileAuthorizationManager: { realm: 'topics' } }), 1],
  ['HIVEMQ_AUTHORIZATION_KEY_UNSET', authorization({ fileAuthorizationManager: { realm: 'topics' } }, { authorizationPreprocessors: [] }), 2],
  ['HIVEMQ_AUTHORIZATION_KEY_UNSET', authorization({ fileAuthorizationManager: { realm: 'topics' } }, { authorizationPreprocessors: undefined }), 2],
  ['HIVEMQ_AUTHORIZATION_KEY_UNSET', authorization({ fileAuthorizationManager: { realm: 'topics' } }, { authorizationPreprocessors: [roles] }), 1],
  ['HIVEMQ_AUTHORIZATION_KEY_UNSET',
    authorization({ fileAuthorizationManager: { realm: 'topics' } }, { authenticationPreprocessors: [roles], authorizationPreprocessors: pipeline().authorizationPreprocessors }), 0],
  ['HIVEMQ_AUTHORIZATION_KEY_UNSET', authorization({ sqlAuthorizationManager: { realm: 'db' } }, { authorizationPreprocessors: [roles] }), 0],
  ['HIVEMQ_AUTHORIZATION_KEY_UNSET', authorization({ allowAllAuthorizationManager: {} }, { authorizationPreprocessors: [] }), 0],
  ['HIVEMQ_AUTHORIZATION_KEY_UNSET', authorization({ fileAuthorizationManager: { realm: 'topics' } },
    { authorizationPreprocessors: [], authenticationManager: { fileAuthenticationManager: { realm: 'topics' } } }), 0],
  ['HIVEMQ_AUTHORIZATION_KEYS_UNUSED', authorization({ fileAuthorizationManager: { realm: 'topics', useAuthorizationKey: false, useAuthorizationRoleKey: false } }), 1],
  ['HIVEMQ_AUTHORIZATION_KEYS_UNUSED', authorization({ sqlAuthorizationManager: { realm: 'db', useAuthorizationRoleKey: false } }), 1],
  ['HIVEMQ_AUTHORIZATION_KEYS_UNUSED', authorization({ sqlAuthorizationManager: { realm: 'db', useAuthorizationKey: true, useAuthorizationRoleKey: false } }), 0],
  ['HIVEMQ_AUTHORIZATION_KEYS_UNUSED', authorization({ ldapAuthorizationManager: { realm: 'd', useAuthorizationRoleKey: false } }), 0],
  ['HIVEMQ_AUTHORIZATION_KEYS_UNUSED', authorization({ ldapAuthorizationManager: { realm: 'd', useAuthorizationKey: false, useAuthorizationRoleKey: false } }), 1],
  ['HIVEMQ_AUTHORIZATION_KEY_UNSET', authorization({ fileAuthorizationManager: { realm: 'topics' } }, { authorizationPreprocessors: [],
    authenticationManager: { chainAuthenticationManager: { strategy: 'x', chain: [{ fileAuthenticationManager: { realm: 'topics' } }, { jwtAuthenticationManager: { realm: 'idp' } }] } } }), 2],
])('%s: %#', (id, given, times) => {
  const [kind] = Object.keys(given.config.pipelines![0].listenerPipeline!.authorizationManager);

  expect(said(id, given)).toEqual(Array(times).fill(`${MANAGER}.${kind}`));
});

const listeners = (...names: readonly string[]) =>
  settings({}, { pipelines: names.map((listener) => ({ listenerPipeline: pipeline({ listener }) })) });
const listenerAt = (index: number) => `config.pipelines[${index}].listenerPipeline.listener`;

test.each<[readonly string[], readonly string[]]>([
  [['a', 'b'], []], [['a', 'a'], [listenerAt(1)]], [['a', 'ALL'], [listenerAt(1)]], [['ALL', 'a'], [listenerAt(1)]], [['a', 'b', 'a'], [listenerAt(2)]],
  [['a', TOKEN], [`deferred ${listenerAt(1)}`]], [[TOKEN, 'a'], [`deferred ${listenerAt(1)}`]], [['a', TOKEN, 'a'], [listenerAt(2), `deferred ${listenerAt(1)}`]], [['a'], []],
])('listeners %j meet at %j', (names, expected) => {
  expect(said('HIVEMQ_LISTENER_AMBIGUOUS', listeners(...names))).toEqual(expected);
});

test('an algorithm that is known only at apply must not be PLAIN then', () => {
  const given = user({ password: { text: 'x', encoding: 'UTF8' }, algorithm: TOKEN });
  const { preconditions } = evaluate(HIVEMQ_RULES, { settings: given, version: '4.36', acknowledged: [] });
  const [{ condition }] = preconditions.filter(({ rule }) => rule === 'HIVEMQ_PASSWORD_LITERAL');

  expect([condition.hcl('local.x'), condition.test('PLAIN'), condition.test('MD5')]).toEqual(['local.x != "PLAIN"', false, true]);
});
