import { z } from 'zod';

/*
 * Accounts of dynamic security, as our file holds them and as the control API tells them. What is left out has the broker's default:
 * a role's or client's priority is -1, an entry's 0 (mosquitto v2.1.2 plugins/dynamic-security/roles.c, rolelist.c).
 */

const LIST_PRIORITY = -1;

/** What begins the description of every entry that is ours. */
export const MARK = 'broker-oauth:';

const TEXT = z.string().default('');
const ROLES = z.array(z.object({ rolename: z.string(), priority: z.number().default(LIST_PRIORITY) })).default([]);
const ACL = z.object({ acltype: z.string(), topic: z.string(), priority: z.number().default(0), allow: z.boolean().default(false) });

const ROLE = z.object({
  rolename: z.string(), textname: TEXT, textdescription: TEXT, acls: z.array(ACL).default([]),
  /** Since Mosquitto 2.1; undefined where the broker does not know it. */
  allowwildcardsubs: z.boolean().optional(),
});

const CLIENT = z.object({
  username: z.string(), clientid: TEXT, textname: TEXT, textdescription: TEXT, disabled: z.boolean().default(false), roles: ROLES,
});

const GROUP = z.object({ groupname: z.string(), textname: TEXT, textdescription: TEXT, roles: ROLES });
const MEMBERS = z.array(z.object({ username: z.string(), priority: z.number().default(LIST_PRIORITY) })).default([]);

/** The file dynamic-security.json as we render it. */
const WANTED = z.object({
  defaultACLAccess: z.record(z.string(), z.boolean()).default({}),
  clients: z.array(CLIENT).default([]),
  groups: z.array(GROUP.extend({ clients: MEMBERS })).default([]),
  roles: z.array(ROLE).default([]),
  anonymousGroup: z.string().optional(),
});

/** What the control API tells; membership is read from the clients, since groups list their members without priorities. */
export const FOUND_CLIENT = CLIENT.extend({
  groups: z.array(z.object({ groupname: z.string(), priority: z.number().default(LIST_PRIORITY) })).default([]),
});
export const FOUND_GROUP = GROUP;
export const FOUND_ROLE = ROLE;

/** A role. */
export type Role = z.infer<typeof ROLE>;
/** A client. */
export type Client = z.infer<typeof CLIENT>;
/** A group with its members. */
export type Group = z.infer<typeof WANTED>['groups'][number];
/** What should be there. */
export type WantedAccounts = z.infer<typeof WANTED>;

/** What is there. */
export interface FoundAccounts {
  readonly defaultACLAccess: { readonly [type: string]: boolean };
  readonly clients: readonly z.infer<typeof FOUND_CLIENT>[];
  readonly groups: readonly z.infer<typeof FOUND_GROUP>[];
  readonly roles: readonly Role[];
  readonly anonymousGroup: string | undefined;
}

/** Reads our own file; undefined when it is no such file. */
export function wantedAccounts(text: string): WantedAccounts | undefined {
  try {
    return WANTED.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Whether an entry is ours. */
export function isOurs(entry: { readonly textdescription: string }): boolean {
  return entry.textdescription.startsWith(MARK);
}
