import * as fc from 'fast-check';
import { MARK } from '../../../src/restart/clusters/mosquitto-accounts';

/** A dynamic security file as an object. */
export interface Document {
  readonly defaultACLAccess?: { readonly [type: string]: boolean };
  readonly clients: readonly { readonly username: string }[];
  readonly groups: readonly { readonly groupname: string }[];
  readonly roles: readonly { readonly rolename: string }[];
  readonly anonymousGroup?: string;
}

const TYPES = ['publishClientSend', 'publishClientReceive', 'subscribeLiteral', 'subscribePattern', 'unsubscribeLiteral', 'unsubscribePattern'];
const TOPICS = ['a', 'b/c', 'd/#', 'e/+/f', '%u/g', 'grüße/€'];
const priority = fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined });
const text = fc.option(fc.constantFrom('x', 'a name "with" quotes', 'größer'), { nil: undefined });

/** Drops members that are undefined, as JSON does. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** A document whose entries are all ours, or all somebody else's. */
export function documents(owner: 'ours' | 'others'): fc.Arbitrary<Document> {
  const names = (kind: string) => fc.subarray([1, 2, 3].map((number) => `${owner} ${kind} ${number}`));
  const description = fc.constantFrom(undefined, 'of the team').map((said) => (owner === 'ours' ? `${MARK}${said === undefined ? '' : ` ${said}`}` : said));
  return fc.record({ roles: names('role'), clients: names('client'), groups: names('group') }).chain((found) => {
    const some = <Name extends string>(of: readonly string[], key: Name) => fc.subarray([...of]).chain((chosen) =>
      fc.tuple(...chosen.map((name) => priority.map((value) => ({ [key]: name, priority: value })))));
    const [roles, members] = [some(found.roles, 'rolename'), some(found.clients, 'username')];
    const texts = { textname: text, textdescription: description };
    const acls = fc.uniqueArray(fc.record({ acltype: fc.constantFrom(...TYPES), topic: fc.constantFrom(...TOPICS), priority, allow: fc.boolean() }), {
      selector: ({ acltype, topic }) => `${acltype} ${topic}`, maxLength: 6,
    });
    return fc.record({
      defaultACLAccess: fc.option(fc.record({ subscribe: fc.boolean(), publishClientReceive: fc.boolean() }), { nil: undefined }),
      roles: fc.tuple(...found.roles.map((rolename) => fc.record({ rolename: fc.constant(rolename), ...texts, acls }))),
      clients: fc.tuple(...found.clients.map((username) => fc.record({
        username: fc.constant(username), ...texts, roles, disabled: fc.constantFrom(undefined, true, false), clientid: fc.constantFrom(undefined, 'one'),
      }))),
      groups: fc.tuple(...found.groups.map((groupname) => fc.record({ groupname: fc.constant(groupname), ...texts, roles, clients: members }))),
      anonymousGroup: fc.constantFrom(undefined, undefined, ...found.groups),
    }).map((document) => plain(document) as Document);
  });
}
