import * as fc from 'fast-check';
import { ACL_TYPES } from '../../../../src/brokers/mosquitto/settings';

/*
 * Dynamic security documents and attempts out of few names and levels, so that entries, roles and groups meet often.
 */

/** Users of every document; the last is in no document. */
export const USERS = ['one', 'Two', 'stranger'] as const;
/** Publishes what others may receive. */
export const PUBLISHER = 'publisher';

/** One document and what is tried under it. */
export interface Trial {
  readonly accounts: object;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  readonly unsubscribe: readonly string[];
  readonly receive: readonly string[];
}

const level = fc.constantFrom('a', 'b', '', 'a', 'b', '%u', 'one');
const levels = (unit: fc.Arbitrary<string>) => fc.array(unit, { minLength: 1, maxLength: 4 }).map((list) => list.join('/')).filter((text) => text !== '');
const wild = fc.oneof({ weight: 3, arbitrary: level }, { weight: 1, arbitrary: fc.constant('+') });
const ending = fc.constantFrom('', '', '/#');
const plainFilter = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(levels(wild), ending).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('#', '/#', '+/#', '+') },
);
const rooted = (text: fc.Arbitrary<string>, roots: readonly string[]) => fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...roots), text).map((parts) => parts.join('/')) },
);
const topic = rooted(levels(level), ['$x']);
const filter = rooted(plainFilter, ['$x', '$share/g']);
const entryTopic = rooted(plainFilter, ['$x', '$share/g', '$share/+']);

const priority = fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined, freq: 2 });
const references = (key: string, names: readonly string[]) => fc.array(
  fc.tuple(fc.constantFrom(...names), priority).map(([name, rank]) => ({ [key]: name, ...(rank === undefined ? {} : { priority: rank }) })),
  { maxLength: 4 },
);

const ROLES = ['r', 'R', 'z', 'é', 'gone'];
const acl = fc.tuple(fc.constantFrom(...ACL_TYPES), entryTopic, priority, fc.option(fc.boolean(), { nil: undefined, freq: 5 }))
  .map(([acltype, text, rank, allow]) =>
    ({ acltype, topic: text, ...(rank === undefined ? {} : { priority: rank }), ...(allow === undefined ? {} : { allow }) }));
const role = (rolename: string) => fc.array(acl, { maxLength: 12 }).map((acls) => ({ rolename, acls }));
const group = (groupname: string) => fc.record({ groupname: fc.constant(groupname), roles: references('rolename', ROLES), clients: references('username', USERS) });
const groups = fc.shuffledSubarray(['g', 'G', 'h', 'g'], { minLength: 1 }).chain((names) => fc.tuple(...names.map(group)));
/** Entries of a name that stands already: which one counts depends on the release. */
const again = <Entry>(entry: fc.Arbitrary<Entry>) => fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(entry) });
const defaults = fc.record({
  publishClientSend: fc.boolean(), publishClientReceive: fc.boolean(), subscribe: fc.boolean(), unsubscribe: fc.boolean(),
}, { requiredKeys: [] });

/** What everybody may subscribe to whatever the document says, so that deliveries can be seen. */
export const OBSERVED = ['#', '$x/#'] as const;
const OBSERVER = { rolename: 'observer', acls: OBSERVED.map((text) => ({ acltype: 'subscribeLiteral', topic: text, allow: true })) };
const FIRST = { rolename: 'observer', priority: 99 };
const PUBLISHES = { rolename: 'publishes', acls: OBSERVED.map((text) => ({ acltype: 'publishClientSend', topic: text, allow: true })) };

const accounts = fc.record({
  defaultACLAccess: defaults,
  one: references('rolename', ROLES),
  two: references('rolename', ROLES),
  groups,
  roles: fc.tuple(role('r'), role('R'), role('z'), role('é')),
  moreRoles: again(role('r')),
  moreClients: again(references('rolename', ROLES).map((roles) => ({ username: 'one', roles: [FIRST, ...roles] }))),
}).map(({ defaultACLAccess, one, two, groups: [guests, ...others], roles, moreRoles, moreClients }) => ({
  defaultACLAccess,
  clients: [
    { username: PUBLISHER, roles: [{ rolename: 'publishes' }] },
    { username: 'one', roles: [FIRST, ...one] },
    { username: 'Two', roles: [...two, FIRST] },
    ...moreClients,
  ],
  groups: [...others, { ...guests, roles: [...guests.roles, FIRST] }],
  roles: [...roles, OBSERVER, PUBLISHES, ...moreRoles],
  anonymousGroup: guests.groupname,
}));

const some = (text: fc.Arbitrary<string>) => fc.uniqueArray(text, { minLength: 8, maxLength: 16 });

/** A document and attempts. */
export const anyTrial: fc.Arbitrary<Trial> = fc.record({
  accounts, publish: some(topic), subscribe: some(filter), unsubscribe: some(filter), receive: some(topic),
});
