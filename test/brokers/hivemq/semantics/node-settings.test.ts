import { config, copyClaim, fileRealm } from './documents';
import { HIVEMQ_FACTS, PIPELINE, PERMISSION, SETTINGS_LOAD } from '../../../../src/brokers/hivemq/semantics/facts';
import { Holder, nodeConfig, nodeFileRealm } from '../../../../src/brokers/hivemq/semantics/node-settings';
import { judge, permissionOf } from '../../../../src/brokers/hivemq/semantics/permissions';
import { schemaFit, undatedSettings } from '../../../../src/brokers/hivemq/semantics/schema-fit';
import { HiveMqConfig, HiveMqPermission } from '../../../../src/brokers/hivemq/settings';

const permission = (topic: string) => `<permission><topic>${topic}</topic><activity>ALL</activity><qos>ALL</qos></permission>`;
const realm = (users: string, roles = '') => `<ese-file-realm><mqtt><users>${users}</users><roles>${roles}</roles></mqtt></ese-file-realm>`;
const user = (name: string, permissions: string, more = '') => `<user><name>${name}</name>${more}<permissions>${permissions}</permissions></user>`;

function shown(holders: ReadonlyMap<string, Holder>, clientId?: string) {
  return [...holders].map(([name, { roles, isRepeated, login, permissions }]) =>
    [name, roles, isRepeated, login?.algorithm, permissions(clientId).map(({ shown: { topic, from } }) => `${from} ${topic}`)]);
}

test('a file realm is its users and roles', () => {
  const hashed = '<password encoding="Base64">eA==</password><algorithm>SHA512</algorithm>';
  const { users, roles, problem, misfit, isWhole } = nodeFileRealm(realm(
    user('alice', permission('a'), hashed) + user('bob', ''), `<role><id>r1</id><permissions>${permission('r/${mqtt-clientid}')}${permission('s')}</permissions></role>`,
  ));

  expect([problem, misfit, isWhole]).toEqual([undefined, undefined, true]);
  expect(shown(users)).toEqual([['alice', [], false, 'SHA512', ['user:alice a']], ['bob', [], false, undefined, []]]);
  expect(shown(roles, 'c1')).toEqual([['r1', [], false, undefined, ['role:r1 r/c1', 'role:r1 s']]]);
  expect(shown(roles, 'c2')).toEqual([['r1', [], false, undefined, ['role:r1 r/c2', 'role:r1 s']]]);
});

test('a user that stands twice has what stands at both', () => {
  const { users } = nodeFileRealm(realm(
    '<user><name>a</name><permissions><permission><topic>x</topic><activity>ALL</activity><qos>ALL</qos></permission></permissions><roles><role>r1</role></roles></user>'
    + '<user><name>a</name><permissions><permission><topic>y</topic><activity>ALL</activity><qos>ALL</qos></permission></permissions><roles><role>r2</role></roles></user>',
  ));

  expect(shown(users)).toEqual([['a', ['r1', 'r2'], true, undefined, ['user:a x', 'user:a y']]]);
});

test('a user without a password has no login, whatever else is given', () => {
  const { users } = nodeFileRealm(realm(user('a', '', '<algorithm>PLAIN</algorithm>')));

  expect(users.get('a')!.login).toBeUndefined();
});

test('a document without users and roles has none', () => {
  const { users, roles } = nodeFileRealm('<ese-file-realm><mqtt></mqtt></ese-file-realm>');

  expect([users.size, roles.size]).toEqual([0, 0]);
  expect(nodeFileRealm('<ese-file-realm></ese-file-realm>')).toMatchObject({ problem: undefined, users: new Map(), roles: new Map() });
});

test.each(['<ese-file-realm>', 'x', ''])('what is no XML is told: %j', (text) => {
  expect(nodeFileRealm(text)).toMatchObject({ problem: expect.stringMatching(/^ese-file-realm\.xml .*not well-formed/), isWhole: false, users: new Map() });
  expect(nodeConfig(text)).toMatchObject({ problem: expect.stringMatching(/^config\.xml .*not well-formed/), isWhole: false, pipelines: [], undated: [], hasFileRealm: false });
});

test('a document of another root is no problem of XML but does not fit', () => {
  expect(nodeConfig('<other/>')).toMatchObject({ problem: undefined, misfit: expect.stringMatching(/\S/), isWhole: false });
  expect(nodeFileRealm('<other/>')).toMatchObject({ problem: undefined, misfit: expect.stringMatching(/\S/), isWhole: false });
});

test('a configuration is its pipelines and realms', () => {
  const read = nodeConfig(config());

  expect(read).toMatchObject({ problem: undefined, misfit: undefined, isWhole: true, undated: [], hasCustomPreprocessor: false, hasFileRealm: true });
  expect([...read.realms].map(([name, { kind, enabled }]) => [name, kind, enabled])).toEqual([['idp', 'jwtRealm', true], ['topics', 'fileRealm', true]]);
  expect(read.pipelines).toHaveLength(1);
  expect(read.warnings.map(({ rule }) => rule)).toEqual(['HIVEMQ_TOKEN_UNRESTRICTED']);
  expect(nodeConfig(config({ validation: '<reserved-claims><aud>a</aud></reserved-claims>' })).warnings).toEqual([]);
  expect(nodeConfig(config().replace(/<file-realm>.*<\/file-realm>/, '')).hasFileRealm).toBe(false);
  expect([...nodeConfig(config().replace('<name>idp</name><enabled>true', '<name>idp</name><enabled>false')).realms.values()].map(({ enabled }) => enabled)).toEqual([false, true]);
});

const CUSTOM = '<custom-preprocessor><implementation>a.B</implementation></custom-preprocessor>';

test.each<[string, boolean]>([
  [config(), false], [config({ steps: copyClaim('a') }), false], [config({ steps: CUSTOM }), true], [config({ steps: copyClaim('a') + CUSTOM }), true],
  [config().replace('<jwt-authentication-manager>', `<authentication-preprocessors>${CUSTOM}</authentication-preprocessors><jwt-authentication-manager>`), true],
])('custom steps are seen: %#', (text, expected) => {
  expect(nodeConfig(text).hasCustomPreprocessor).toBe(expected);
});

test.each<[string, readonly string[]]>([
  [config(), []], [config({ validation: '<exp-grace>1</exp-grace>' }), ['exp-grace']], [config({ steps: copyClaim('a') }), ['jwt-preprocessor']],
  [config({ steps: copyClaim('a'), validation: '<exp-grace>1</exp-grace>' }), ['exp-grace', 'jwt-preprocessor']],
  [config({ steps: CUSTOM + copyClaim('a') }), ['jwt-preprocessor']],
  [config().replace('<jwt-authentication-manager>', `<authentication-preprocessors>${copyClaim('a')}</authentication-preprocessors><jwt-authentication-manager>`), ['jwt-preprocessor']],
])('settings of unknown age are named: %#', (text, expected) => {
  expect(nodeConfig(text)).toMatchObject({ misfit: undefined, undated: expected });
});

const manager = (jwtValidation?: object) => ({ listenerPipeline: { listener: 'a', authenticationManager: { jwtAuthenticationManager: { realm: 'r', jwtValidation } } } });

test('one manager of several is enough for a setting of unknown age', () => {
  const of = (...validations: readonly (object | undefined)[]) => undatedSettings({ pipelines: validations.map(manager) } as unknown as HiveMqConfig);

  expect(of()).toEqual([]);
  expect(of(undefined, {})).toEqual([]);
  expect(of({}, { expGrace: { grace: 1 } })).toEqual(['exp-grace']);
  expect(of({ enableIntrospection: { enabled: true, sampling: 0.5 } }, undefined)).toEqual(['sampling']);
  expect(of({ enableIntrospection: { enabled: true } })).toEqual([]);
});

const REALM = '<file-realm><name>topics</name>';

test.each<[string, string | undefined, boolean]>([
  [config(), undefined, true],
  [config().replace('<realm>idp</realm>', ''), 'jwtAuthenticationManager.realm is required', false],
  [config().replace('<realm>idp</realm>', '<realm>nobody</realm>'), 'realm is not the name of a realm', true],
  [config().replace(REALM, '<file-realm><name>idp</name>'), 'is also the name at', true],
  [config().replace(REALM, '<file-realm><name>1 2</name>'), 'must be a name of letters', true],
  [config().replace(REALM, `${REALM}<colour>red</colour>`), 'colour', true],
  [config().replace('<enabled>true</enabled><configuration><file-path>', '<enabled>perhaps</enabled><configuration><file-path>'), 'enabled', false],
])('what does not fit the schema is told: %#', (text, misfit, isWhole) => {
  const read = nodeConfig(text);

  expect(read.isWhole).toBe(isWhole);
  expect(read.misfit).toEqual(misfit === undefined ? undefined : expect.stringContaining(misfit));
});

test('what the schema alone refuses is told by its line', () => {
  const text = '<enterprise-security-extension>\n<colour/></enterprise-security-extension>';

  expect(schemaFit({ config: {} }, [], { text, root: 'enterprise-security-extension' })).toEqual({ misfit: expect.stringMatching(/^line 2 \S+ /), isWhole: true });
});

test('what a reader complains about goes before what the rules find, and remarks do not count', () => {
  const said = (level: 'error' | 'warning') => [{ rule: 'X', level, path: 'config.xml', message: 'is odd', remedy: '' }];
  const document = { text: config(), root: 'enterprise-security-extension' };

  expect(schemaFit(undefined, [], document)).toEqual({ misfit: 'cannot be read', isWhole: false });
  expect(schemaFit(undefined, said('error'), document)).toEqual({ misfit: 'config.xml is odd', isWhole: false });
  expect(schemaFit(undefined, said('warning'), document)).toEqual({ misfit: 'cannot be read', isWhole: false });
  expect(schemaFit({ config: {} }, said('error'), document)).toEqual({ misfit: 'config.xml is odd', isWhole: true });
  expect(schemaFit({ config: {} }, said('warning'), document)).toEqual({ misfit: undefined, isWhole: true });
});

test('files are read once while they are among the last hundred', () => {
  const text = fileRealm('kept', []);
  const first = nodeFileRealm(text);

  expect(nodeFileRealm(text)).toBe(first);
  Array.from({ length: 150 }, (_, index) => nodeFileRealm(fileRealm(`u${index}`, [])));
  expect(nodeFileRealm(text)).not.toBe(first);
});

const PUBLISH = { activity: 'PUBLISH', topic: 'a', qos: 0, retain: false, share: undefined } as const;

test.each<[object, object, boolean | 'unknown']>([
  [{ topic: '${x}' }, { retain: true }, false], [{ topic: '${x}' }, {}, 'unknown'], [{ topic: '${x}', activity: 'SUBSCRIBE' }, {}, false], [{ topic: '${x}/${mqtt-clientid}' }, {}, 'unknown'],
  [{ topic: 'a', sharedGroup: 'g+' }, {}, 'unknown'], [{ topic: 'a', sharedGroup: 'g+' }, { retain: true }, false], [{ topic: 'b', sharedGroup: 'g+' }, {}, false], [{ topic: 'a', sharedGroup: '' }, {}, true],
  [{ topic: 'a', sharedSubscription: 'ALL', sharedGroup: '' }, { activity: 'SUBSCRIBE', share: 'g' }, 'unknown'],
  [{ topic: 'b', sharedSubscription: 'ALL', sharedGroup: '' }, { activity: 'SUBSCRIBE', share: 'g' }, false],
])('a permission with %j for %j: %s', (more, asked, expected) => {
  const one = permissionOf({ activity: 'ALL', qos: 'ALL', ...more } as HiveMqPermission, 'user', 'c1');

  expect(judge({ permissions: [one], open: undefined }, { ...PUBLISH, ...asked } as never).allowed).toBe(expected);
});

test('a fact decides the start, an action, or else the login', () => {
  expect([SETTINGS_LOAD, PERMISSION, PIPELINE].map(({ decides }) => decides)).toEqual(['start', 'action', undefined]);
  expect(new Set(HIVEMQ_FACTS.map(({ decides }) => decides))).toEqual(new Set(['start', 'action', undefined]));
});
