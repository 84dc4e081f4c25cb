import * as fc from 'fast-check';
import { ACCOUNTS, accountsText, anyAccounts } from './samples';
import { Findings } from '../../../src/brokers/mosquitto/fields';
import { mergeDynamicSecurity } from '../../../src/brokers/mosquitto/merge-dynamic-security';
import { parseDynamicSecurity } from '../../../src/brokers/mosquitto/parse-dynamic-security';
import { DynamicSecuritySettings } from '../../../src/brokers/mosquitto/settings';

const NONE: DynamicSecuritySettings = { clients: [], groups: [], roles: [] };
const OURS = accountsText({ ...ACCOUNTS, defaultAclAccess: undefined });

const FOREIGN = `{
\t"changeIndex":\t12345678901234567890,
\t"defaultACLAccess":\t{
\t\t"publishClientSend":\tfalse,
\t\t"publishClientReceive":\ttrue
\t},
\t"clients":\t[{
\t\t\t"username":\t"admin",
\t\t\t"password":\t"aGFzaA==",
\t\t\t"salt":\t"c2FsdA==",
\t\t\t"iterations":\t101,
\t\t\t"roles":\t[{
\t\t\t\t\t"rolename":\t"super-admin"
\t\t\t\t}]
\t\t}],
\t"groups":\t[],
\t"roles":\t[{
\t\t\t"rolename":\t"super-admin",
\t\t\t"x-ours-not":\t1.0e3,
\t\t\t"acls":\t[]
\t\t}]
}`;

/** What Mosquitto 2.1 makes of our file when it writes it: other order, defaults written out. */
const REWRITTEN = `{
\t"changeIndex":\t3,
\t"defaultACLAccess":\t{
\t\t"publishClientSend":\tfalse,
\t\t"publishClientReceive":\ttrue,
\t\t"subscribe":\tfalse,
\t\t"unsubscribe":\ttrue
\t},
\t"clients":\t[{
\t\t\t"username":\t"orders-service",
\t\t\t"textname":\t"orders",
\t\t\t"textdescription":\t"broker-oauth:",
\t\t\t"roles":\t[{ "rolename":\t"orders" }]
\t\t}],
\t"groups":\t[{
\t\t\t"groupname":\t"services",
\t\t\t"textdescription":\t"broker-oauth:",
\t\t\t"roles":\t[{ "rolename":\t"health", "priority":\t2 }],
\t\t\t"clients":\t[{ "username":\t"orders-service" }]
\t\t}],
\t"roles":\t[{
\t\t\t"rolename":\t"health",
\t\t\t"textdescription":\t"broker-oauth: everyone",
\t\t\t"allowwildcardsubs":\ttrue,
\t\t\t"acls":\t[{ "acltype":\t"subscribePattern", "topic":\t"health/+", "priority":\t0, "allow":\ttrue }]
\t\t}, {
\t\t\t"rolename":\t"orders",
\t\t\t"textdescription":\t"broker-oauth:",
\t\t\t"allowwildcardsubs":\ttrue,
\t\t\t"acls":\t[{ "acltype":\t"publishClientSend", "topic":\t"orders/#", "priority":\t5, "allow":\ttrue }]
\t\t}]
}`;

function merged(existing: string | undefined, ours: string): string {
  const { text, problem } = mergeDynamicSecurity(existing, ours);
  expect(problem).toBeUndefined();
  return text as string;
}

describe('merging dynamic-security.json', () => {
  test.each([[undefined], [''], [' \n']])('nothing on the node (%j) gives our part alone', (existing) => {
    expect(merged(existing, OURS)).toBe(OURS);
  });

  test('our entries go behind those of others, whose bytes stay', () => {
    const text = merged(FOREIGN, OURS);
    const client = `,
\t  {
\t    "username": "orders-service",
\t    "textname": "orders",
\t    "textdescription": "broker-oauth:",
\t    "roles": [
\t      {
\t        "rolename": "orders"
\t      }
\t    ]
\t  }],
\t"groups":\t[`;
    expect(text.startsWith(FOREIGN.slice(0, FOREIGN.indexOf('}],\n\t"groups"') + 1) + client)).toBe(true);
    expect(text).toContain('12345678901234567890');
    expect(text).toContain('"x-ours-not":\t1.0e3');
    expect(merged(text, OURS)).toBe(text);
  });

  test('a file that the broker has rewritten is left untouched where our part means the same', () => {
    expect(merged(REWRITTEN, accountsText(ACCOUNTS))).toBe(REWRITTEN);
  });

  test('a changed entry of ours is written anew and keeps the password that somebody gave it', () => {
    const found = REWRITTEN.replace('"textname":\t"orders",', '"encoded_password":\t"$7$1$a$b",');
    const text = merged(found, accountsText(ACCOUNTS));
    expect(JSON.parse(text).clients).toEqual([
      { username: 'orders-service', textname: 'orders', textdescription: 'broker-oauth:', roles: [{ rolename: 'orders' }], encoded_password: '$7$1$a$b' },
    ]);
    expect(text).toContain('"encoded_password":\t"$7$1$a$b"');
  });

  test('entries of ours that are no longer wanted go, others stay', () => {
    const text = merged(merged(FOREIGN, OURS), accountsText(NONE));
    expect(text).toBe(FOREIGN);
  });

  test('a second entry of ours under one name goes', () => {
    const twice = '{"clients":[{"username":"a","textdescription":"broker-oauth:"},{"username":"a","textdescription":"broker-oauth:"}],"groups":[],"roles":[]}';
    expect(merged(twice, accountsText({ ...NONE, clients: [{ username: 'a', roles: [] }] })))
      .toBe('{"clients":[{"username":"a","textdescription":"broker-oauth:"}],"groups":[],"roles":[]}');
  });

  test('sections that are missing are added', () => {
    expect(JSON.parse(merged('{"changeIndex":1}', OURS))).toEqual({ changeIndex: 1, ...JSON.parse(OURS) });
  });

  test('keys are found whatever their case', () => {
    const text = merged('{"Clients":[{"UserName":"a","TextDescription":"broker-oauth:"}]}', accountsText({ ...NONE, clients: [{ username: 'a', roles: [] }] }));
    expect(text).toBe('{"Clients":[{"UserName":"a","TextDescription":"broker-oauth:"}]}');
  });

  test('defaults that are set are ours, the others stay', () => {
    const text = merged(FOREIGN, accountsText({ ...NONE, defaultAclAccess: { publishClientReceive: false, unsubscribe: true } }));
    expect(JSON.parse(text).defaultACLAccess).toEqual({ publishClientSend: false, publishClientReceive: false, unsubscribe: true });
    expect(merged('{"defaultACLAccess":{}}', accountsText({ ...NONE, defaultAclAccess: { subscribe: true } }))).toBe('{"defaultACLAccess":{"subscribe": true}}');
  });

  test('an anonymous group is set, changed, and goes with the group of ours that it names', () => {
    const withGroup = accountsText({ ...NONE, groups: [{ groupname: 'g', roles: [], clients: [] }], anonymousGroup: 'g' });
    const text = merged('{"groups":[],"anonymousGroup":"old"}', withGroup);
    expect(JSON.parse(text).anonymousGroup).toBe('g');
    expect(merged(text, withGroup)).toBe(text);
    expect(JSON.parse(merged('{}', withGroup)).anonymousGroup).toBe('g');
    expect(JSON.parse(merged(text, accountsText(NONE)))).toEqual({ groups: [] });
    expect(JSON.parse(merged('{"groups":[],"anonymousGroup":"theirs"}', accountsText(NONE))).anonymousGroup).toBe('theirs');
  });

  test.each([
    ['clients', 'orders-service', '{"clients":[{"username":"orders-service","password":"x"}]}'],
    ['groups', 'services', '{"groups":[{"groupname":"services"}]}'],
    ['roles', 'orders', '{"Roles":[{"RoleName":"orders","textdescription":"mine"}]}'],
  ])('refuses %s of others under a name of ours', (section, name, existing) => {
    expect(mergeDynamicSecurity(existing, OURS)).toEqual({ problem: expect.objectContaining({
      rule: 'MOSQUITTO_MERGE_NAME_TAKEN',
      path: `dynamic-security.json ${section}`,
      message: `has an entry that is not ours under a name of ours, got "${name}"`,
    }) });
  });

  test.each([
    ['is no JSON', '{"clients":[', 'has something that is no JSON value (line 1)'],
    ['has a comment', '// a\n{}', 'has something that is no JSON value (line 1)'],
    ['has text behind its end', '{}\nx', 'has text after its end (line 2)'],
    ['is no object', '[]', 'is not a JSON object'],
    ['has clients that are no array', '{"clients":{}}', 'has "clients" that is no array, where the broker stops loading'],
    ['has defaults that are no object', '{"defaultACLAccess":1}', 'has "defaultACLAccess" that is no object'],
    ['is deeper than anything', '['.repeat(5000), 'is nested deeper than 100 levels (line 1)'],
  ])('refuses a file that %s', (_, existing, message) => {
    expect(mergeDynamicSecurity(existing, OURS)).toEqual({ problem: expect.objectContaining({ rule: 'MOSQUITTO_FILE_UNREADABLE', message }) });
  });

  test.each([
    ['a role of a client', { ...NONE, clients: [{ username: 'a', roles: [{ rolename: 'nobody' }] }] }, 'clients a'],
    ['a role of a group', { ...NONE, groups: [{ groupname: 'g', roles: [{ rolename: 'nobody' }], clients: [] }] }, 'groups g'],
    ['a client of a group', { ...NONE, groups: [{ groupname: 'g', roles: [], clients: [{ username: 'nobody' }] }] }, 'groups g'],
  ])('refuses %s that nothing in the file has', (_, ours, place) => {
    for (const existing of [undefined, FOREIGN]) {
      expect(mergeDynamicSecurity(existing, accountsText(ours))).toEqual({ problem: expect.objectContaining({
        rule: 'MOSQUITTO_MERGE_REFERENCE', path: `dynamic-security.json ${place}`, message: 'names something that is not in the file, got "nobody"',
      }) });
    }
  });

  test('a role of the file may be given to a client of ours', () => {
    const text = merged(FOREIGN, accountsText({ ...NONE, clients: [{ username: 'a', roles: [{ rolename: 'super-admin' }] }] }));
    expect(JSON.parse(text).clients[1].roles).toEqual([{ rolename: 'super-admin' }]);
  });
});

describe('merging any accounts into any file', () => {
  const closed = anyAccounts.map((accounts): DynamicSecuritySettings => ({
    ...accounts,
    defaultAclAccess: undefined,
    anonymousGroup: undefined,
    clients: accounts.clients.map((client) => ({ ...client, roles: accounts.roles.slice(0, 2).map(({ rolename }) => ({ rolename })) })),
    groups: accounts.groups.map((group) =>
      ({ ...group, roles: [], clients: accounts.clients.slice(1).map(({ username }) => ({ username, priority: 3 })) })),
  }));
  const foreign = fc.record({
    changeIndex: fc.nat(),
    clients: fc.uniqueArray(fc.string().map((username) => ({ username: `f ${username}`, encoded_password: 'x' })), { maxLength: 3, selector: (entry) => entry.username }),
    groups: fc.constant([]),
    roles: fc.uniqueArray(fc.string().map((rolename) => ({ rolename: `f ${rolename}`, extra: [rolename] })), { maxLength: 3, selector: (entry) => entry.rolename }),
  });
  const indent = fc.constantFrom(undefined, 1, 2, '\t');
  const withoutForeignNames = (accounts: DynamicSecuritySettings) =>
    [...accounts.clients.map((client) => client.username), ...accounts.roles.map((role) => role.rolename)].every((name) => !name.startsWith('f '));

  test('keeps every byte of others, holds ours, and does nothing the second time', () => {
    fc.assert(fc.property(foreign, indent, closed, closed, (others, space, before, now) => {
      fc.pre(withoutForeignNames(before) && withoutForeignNames(now));
      const existing = JSON.stringify(others, undefined, space);
      const first = merged(existing, accountsText(before));
      const second = merged(first, accountsText(now));
      expect(merged(second, accountsText(now))).toBe(second);
      // With ours taken out again nothing remains but what was there.
      expect(merged(second, accountsText(NONE))).toBe(existing);
      const { clients, groups, roles } = parseDynamicSecurity(second, new Findings()) as DynamicSecuritySettings;
      const sorted = (list: readonly object[]) => list.map((entry) => JSON.stringify(entry)).sort();
      const known = parseDynamicSecurity(accountsText(now), new Findings()) as DynamicSecuritySettings;
      expect([sorted(clients), sorted(groups), sorted(roles)]).toEqual([sorted(known.clients), sorted(known.groups), sorted(known.roles)]);
    }), { numRuns: 200 });
  });
});
