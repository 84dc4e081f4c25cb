import { config, fileRealm } from './documents';
import { authorize, Grants } from '../../../../src/brokers/hivemq/semantics/authorization';
import { nodeConfig, nodeFileRealm } from '../../../../src/brokers/hivemq/semantics/node-settings';
import { Unknown, Variables } from '../../../../src/brokers/hivemq/semantics/variables';
import { HiveMqAuthorizationManager, HiveMqAuthorizationStrategy } from '../../../../src/brokers/hivemq/settings';
import { PreviewCase } from '../../../../src/preview/case';

const permission = (topic: string) => `<permission><topic>${topic}</topic><activity>ALL</activity><qos>ALL</qos></permission>`;
const REALM = '<ese-file-realm><mqtt><users>' +
  `<user><name>alice</name><permissions>${permission('a')}</permissions></user><user><name>empty</name><permissions></permissions></user>` +
  `<user><name>member</name><permissions>${permission('m')}</permissions><roles><role>r1</role></roles></user></users>` +
  `<roles><role><id>r1</id><permissions>${permission('r')}</permissions></role><role><id>r2</id><permissions>${permission(' s')}</permissions></role></roles></mqtt></ese-file-realm>`;
const UNKNOWN = new Unknown('nobody knows');

interface Asked {
  readonly user?: string | Unknown;
  readonly roles?: string | Unknown;
  readonly settings?: string;
  readonly realm?: string | null;
}

function ask(manager: object, { user = UNKNOWN, roles = UNKNOWN, settings = config(), realm = REALM }: Asked = {}): Grants {
  const input = { broker: 'hivemq', now: 1, settings, mqttClientId: 'c1' } as PreviewCase;
  const variables = Variables.of(input);
  variables.set('authorization-key', user);
  variables.set('authorization-role-key', roles);
  const document = realm === null ? undefined : nodeFileRealm(realm);
  return authorize(manager as HiveMqAuthorizationManager, { input, config: nodeConfig(settings), fileRealm: document, variables });
}

const file = (more: object = {}) => ({ fileAuthorizationManager: { realm: 'topics', ...more } });
const BY_USER = file({ useAuthorizationRoleKey: false });
const BY_ROLE = file({ useAuthorizationKey: false });
const ALL = { allowAllAuthorizationManager: {} };
const SQL = { sqlAuthorizationManager: { realm: 'db' } };
const chain = (strategy: string, ...managers: readonly object[]) => ({ chainAuthorizationManager: { strategy, chain: managers } });
const topicsOf = ({ permissions }: Grants) => permissions.map(({ shown }) => shown.topic);

test.each<[object, Asked, object, readonly string[]]>([
  [BY_USER, { user: 'alice' }, { found: true, open: undefined, principal: 'alice', detail: 'the user is "alice"' }, ['a']],
  [BY_USER, { user: 'member' }, { found: true, open: undefined, principal: 'member' }, ['m', 'r']],
  [BY_USER, { user: 'nobody' }, { found: false, open: undefined, detail: 'the file realm has no user "nobody"' }, []],
  [BY_USER, {}, { found: 'open', open: 'authorization-key: nobody knows' }, []],
  [BY_ROLE, {}, { found: 'open', open: 'authorization-role-key: nobody knows' }, []],
  [BY_ROLE, { roles: '{{r1}}' }, { found: true, open: undefined }, ['r']],
  [BY_ROLE, { roles: '{{r1}}{{r2}}{{none}}' }, { found: true }, ['r', ' s']],
  [BY_ROLE, { roles: '{{none}}' }, { found: false, detail: 'the file realm has no role "none"' }, []],
  [BY_ROLE, { roles: '' }, { found: false, detail: 'authorization-role-key names no role' }, []],
  [BY_ROLE, { roles: 'r1' }, { found: 'open', detail: 'authorization-role-key is "r1", which is not of the form {{role}}{{role}}' }, []],
  [BY_ROLE, { roles: '{{r1}}x' }, { found: 'open' }, []], [BY_ROLE, { roles: 'x{{r1}}' }, { found: 'open' }, []], [BY_ROLE, { roles: '{{a\nb}}' }, { found: false }, []],
  [file(), { user: 'alice', roles: '{{r1}}' }, { found: true, open: undefined, principal: 'alice' }, ['a', 'r']],
  [file(), { user: 'alice' }, { found: true, open: 'authorization-role-key: nobody knows' }, ['a']],
  [file(), { user: 'nobody' }, { found: 'open', open: 'authorization-role-key: nobody knows' }, []],
  [file(), { user: 'nobody', roles: '' }, { found: false, open: undefined, detail: 'the file realm has no user "nobody"; authorization-role-key names no role' }, []],
  [file(), { roles: '{{r1}}' }, { found: true, open: 'authorization-key: nobody knows', principal: undefined }, ['r']],
  [file({ useAuthorizationKey: false, useAuthorizationRoleKey: false }), {}, { found: false, detail: 'neither authorization-key nor authorization-role-key is used' }, []],
  [file(), { realm: null }, { found: 'open', isLeftOut: true }, []],
  [{ fileAuthorizationManager: { realm: 'idp' } }, { user: 'alice' }, { found: 'open', detail: expect.stringContaining('"idp" is no file-realm') }, []],
  [{ fileAuthorizationManager: { realm: 'nobody' } }, { user: 'alice' }, { found: 'open', detail: expect.stringContaining('"nobody" is no file-realm') }, []],
  [BY_USER, { user: 'alice', settings: config().replace('<name>topics</name><enabled>true', '<name>topics</name><enabled>false') }, { found: 'open' }, []],
  [SQL, {}, { found: 'open' }, []], [ALL, {}, { found: true, open: undefined }, ['#']],
])('%j asked by %j', (manager, asked, expected, topics) => {
  const grants = ask(manager, asked);

  expect(grants).toMatchObject(expected);
  expect(topicsOf(grants)).toEqual(topics);
});

/** A configuration with the file realm's document at one path, and perhaps another file realm. */
function paths(own: string, other?: string): string {
  const realm = (name: string, at: string) =>
    `<file-realm><name>${name}</name><enabled>true</enabled><configuration><file-path>${at}</file-path></configuration></file-realm>`;
  return config().replace(/<file-realm>.*<\/file-realm>/, realm('topics', own) + (other === undefined ? '' : realm('other', other)));
}

test.each<[string, string | undefined, boolean | 'open']>([
  ['conf/custom.xml', undefined, true], ['conf/custom.xml', 'conf/custom.xml', true], ['conf/custom.xml', 'ese-file-realm.xml', 'open'],
  ['conf/ese-file-realm.xml', 'conf/other.xml', true], ['ese-file-realm.xml', 'conf/other.xml', true], ['ese-file-realm.xml.old', 'x', 'open'],
  ['conf/my-ese-file-realm.xml', 'x', 'open'],
])('with file realms at %s and %s the document counts: %s', (own, other, found) => {
  expect(ask(BY_USER, { user: 'alice', settings: paths(own, other) }).found).toBe(found);
});

const { UNKNOWN_KEYS: KEYS, UNKNOWN_KEYS_OR_EMPTY_PERMISSIONS: OR_EMPTY, MERGE_ALL_PERMISSIONS: MERGE } = HiveMqAuthorizationStrategy;
const ROLE_OPEN = 'authorization-role-key: nobody knows';

test.each<[object, Asked, object, readonly string[]]>([
  [chain(KEYS, BY_USER, ALL), { user: 'alice' }, { found: true, principal: 'alice' }, ['a']],
  [chain(KEYS, BY_USER, ALL), { user: 'nobody' }, { found: true }, ['#']],
  [chain(KEYS, BY_USER, ALL), { user: 'empty' }, { found: true, principal: 'empty' }, []],
  [chain(OR_EMPTY, BY_USER, ALL), { user: 'empty' }, { found: true, detail: 'allow-all-authorization-manager grants everything to everybody' }, ['#']],
  [chain(OR_EMPTY, BY_USER, ALL), { user: 'alice' }, { found: true, principal: 'alice' }, ['a']],
  [chain(KEYS, file(), ALL), { user: 'empty' }, { found: true, open: ROLE_OPEN }, []],
  [chain(OR_EMPTY, file(), ALL), { user: 'empty' }, { found: 'open', open: ROLE_OPEN }, ['#']],
  [chain(OR_EMPTY, file(), ALL), { user: 'alice' }, { found: true, open: ROLE_OPEN }, ['a']],
  [chain(KEYS, BY_USER, ALL), {}, { found: 'open', open: 'authorization-key: nobody knows' }, ['#']],
  [chain(KEYS, SQL, BY_USER), { user: 'alice' }, { found: 'open', open: 'users, roles and permissions are in a database or a directory, which is not in the case' }, ['a']],
  [chain(KEYS, BY_USER, BY_ROLE), { user: 'nobody', roles: '' }, { found: false, open: undefined }, []],
  [chain(OR_EMPTY, BY_USER, BY_ROLE), { user: 'empty', roles: '' }, { found: true, principal: 'empty' }, []],
  [chain(KEYS), {}, { found: false, detail: 'the chain is empty' }, []],
  [chain(MERGE), {}, { found: false, detail: 'the chain is empty' }, []],
  [chain(MERGE, BY_ROLE, BY_USER), { user: 'alice', roles: '{{r1}}' }, { found: true, open: undefined, principal: 'alice' }, ['r', 'a']],
  [chain(MERGE, BY_USER, SQL), { user: 'nobody' }, { found: 'open' }, []],
  [chain(MERGE, BY_USER, SQL), { user: 'alice' }, { found: true, open: 'users, roles and permissions are in a database or a directory, which is not in the case' }, ['a']],
  [chain(MERGE, BY_USER, ALL), { realm: null }, { found: true, isLeftOut: true }, ['#']],
])('the chain %j asked by %j', (manager, asked, expected, topics) => {
  const grants = ask(manager, asked);

  expect(grants).toMatchObject(expected);
  expect(topicsOf(grants)).toEqual(topics);
});

test('what an open manager stands before is doubtful, each for its first reason', () => {
  const open = ask(chain(KEYS, SQL, BY_ROLE), { roles: '{{r1}}{{r2}}' });

  expect(open.permissions.map(({ doubt }) => doubt)).toEqual([
    'which manager of the chain decides is not known', 'whether blanks at the ends of its topic count is not documented',
  ]);
});

test('a user that stands twice has doubtful permissions, each for its first reason', () => {
  const twice = fileRealm('alice', ['<topic>a</topic><activity>ALL</activity><qos>ALL</qos>', '<topic> b</topic><activity>ALL</activity><qos>ALL</qos>'])
    .replace(/(<user>.*<\/user>)/, '$1$1');

  expect(ask(BY_USER, { user: 'alice', realm: twice }).permissions.slice(0, 2).map(({ doubt }) => doubt)).toEqual([
    'its user or role stands more than once, and whose permissions count is not documented', 'whether blanks at the ends of its topic count is not documented',
  ]);
});
