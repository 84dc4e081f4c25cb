import { Client, FoundAccounts, Group, isOurs, Role, WantedAccounts } from './mosquitto-accounts';
import { canonicalJson } from '../../text/canonical';

/** A command of the control API, as it goes over the wire. */
export interface ControlCommand {
  readonly command: string;
  readonly [member: string]: unknown;
}

/** The commands that bring what is there to what should be there, or why that cannot be. */
export type AccountChange =
  | { readonly commands: readonly ControlCommand[]; readonly problem?: undefined }
  | { readonly commands?: undefined; readonly problem: string };

/**
 * Works out the commands by which a broker's accounts hold ours and nothing else changes, as merging our file into its file would.
 *
 * Each command is good by itself: cut short at any of them and worked out anew, the rest follows. What an entry names is made before it,
 * and what goes is taken away last. Where all is as it should be there is no command.
 */
export function accountCommands(wanted: WantedAccounts, found: FoundAccounts): AccountChange {
  const problem = takenName(wanted, found) ?? missingName(wanted, found) ?? lastAnonymousGroup(wanted, found);
  if (problem !== undefined) {
    return { problem };
  }
  return {
    commands: [
      ...wanted.roles.flatMap((role) => roleCommands(role, found)),
      ...wanted.clients.flatMap((client) => clientCommands(client, found)),
      ...wanted.groups.flatMap((group) => groupCommands(group, found)),
      ...accessCommands(wanted, found),
      ...removals(wanted, found),
    ],
  };
}

function roleCommands(role: Role, found: FoundAccounts): readonly ControlCommand[] {
  const known = found.roles.find(({ rolename }) => rolename === role.rolename);
  const { rolename, textname, textdescription, acls, allowwildcardsubs } = role;
  const texts = { rolename, textname, textdescription, ...allowwildcardsubs === undefined ? {} : { allowwildcardsubs } };
  if (known === undefined) {
    return [{ command: 'createRole', ...texts, acls }];
  }
  const sameTexts = sameText(known, role) && (known.allowwildcardsubs ?? true) === (allowwildcardsubs ?? true);
  if (rightsOf(known) === rightsOf(role)) {
    return sameTexts ? [] : [{ command: 'modifyRole', ...texts }];
  }
  return [{ command: 'modifyRole', ...texts, acls }];
}

function clientCommands(client: Client, found: FoundAccounts): readonly ControlCommand[] {
  const { username, clientid, textname, textdescription, roles, disabled } = client;
  const known = found.clients.find((candidate) => candidate.username === username);
  const id = clientid === '' ? {} : { clientid };
  const made: readonly ControlCommand[] = known === undefined
    ? [{ command: 'createClient', username, ...id, textname, textdescription, roles }]
    : [
      ...sameText(known, client) && sameRoles(known.roles, roles) ? [] : [{ command: 'modifyClient', username, textname, textdescription, roles }],
      ...known.clientid === clientid ? [] : [{ command: 'setClientId', username, ...id }],
    ];
  const toggled = disabled === (known?.disabled ?? false) ? [] : [{ command: disabled ? 'disableClient' : 'enableClient', username }];
  return [...made, ...toggled];
}

function groupCommands(group: Group, found: FoundAccounts): readonly ControlCommand[] {
  const { groupname, textname, textdescription, roles, clients } = group;
  const known = found.groups.find((candidate) => candidate.groupname === groupname);
  const texts = { groupname, textname, textdescription, roles };
  const made = known === undefined ? [{ command: 'createGroup', ...texts }]
    : sameText(known, group) && sameRoles(known.roles, roles) ? [] : [{ command: 'modifyGroup', ...texts }];
  const before = membersOf(groupname, found);
  const [add, remove] = [(username: string, priority: number) => ({ command: 'addGroupClient', groupname, username, priority }),
    (username: string) => ({ command: 'removeGroupClient', groupname, username })];
  const gone = [...before].filter(([username]) => !clients.some((member) => member.username === username)).map(([username]) => remove(username));
  const moved = clients.filter(({ username, priority }) => before.get(username) !== priority).flatMap(({ username, priority }) => [
    ...before.has(username) ? [remove(username)] : [], add(username, priority),
  ]);
  return [...made, ...gone, ...moved];
}

function accessCommands(wanted: WantedAccounts, found: FoundAccounts): readonly ControlCommand[] {
  const acls = Object.entries(wanted.defaultACLAccess).filter(([acltype, allow]) => (found.defaultACLAccess[acltype] ?? false) !== allow)
    .map(([acltype, allow]) => ({ acltype, allow }));
  const group = wanted.anonymousGroup;
  return [
    ...acls.length === 0 ? [] : [{ command: 'setDefaultACLAccess', acls }],
    ...group === undefined || group === found.anonymousGroup ? [] : [{ command: 'setAnonymousGroup', groupname: group }],
  ];
}

/** Entries of ours that are wanted no more. */
function removals(wanted: WantedAccounts, found: FoundAccounts): readonly ControlCommand[] {
  const clients = found.clients.filter((client) => isOurs(client) && !wanted.clients.some(({ username }) => username === client.username));
  const groups = found.groups.filter((group) => isOurs(group) && !wanted.groups.some(({ groupname }) => groupname === group.groupname));
  const roles = found.roles.filter((role) => isOurs(role) && !wanted.roles.some(({ rolename }) => rolename === role.rolename));
  return [
    ...clients.map(({ username }) => ({ command: 'deleteClient', username })),
    ...groups.map(({ groupname }) => ({ command: 'deleteGroup', groupname })),
    ...roles.map(({ rolename }) => ({ command: 'deleteRole', rolename })),
  ];
}

/** A name of ours that somebody else's entry has. */
function takenName(wanted: WantedAccounts, found: FoundAccounts): string | undefined {
  const sections = [
    ['client', wanted.clients.map(({ username }) => username), found.clients.map((client) => ({ ...client, name: client.username }))],
    ['group', wanted.groups.map(({ groupname }) => groupname), found.groups.map((group) => ({ ...group, name: group.groupname }))],
    ['role', wanted.roles.map(({ rolename }) => rolename), found.roles.map((role) => ({ ...role, name: role.rolename }))],
  ] as const;
  for (const [kind, names, entries] of sections) {
    const foreign = entries.find((entry) => !isOurs(entry) && names.includes(entry.name));
    if (foreign !== undefined) {
      return `the broker has a ${kind} ${JSON.stringify(foreign.name)} that is not ours; rename one of the two`;
    }
  }
  return undefined;
}

/** A name that an entry of ours uses and that will be nobody's. */
function missingName(wanted: WantedAccounts, found: FoundAccounts): string | undefined {
  const staying = <Entry extends { readonly textdescription: string }>(entries: readonly Entry[]) => entries.filter((entry) => !isOurs(entry));
  const roles = new Set([...wanted.roles, ...staying(found.roles)].map(({ rolename }) => rolename));
  const clients = new Set([...wanted.clients, ...staying(found.clients)].map(({ username }) => username));
  const groups = new Set([...wanted.groups, ...staying(found.groups)].map(({ groupname }) => groupname));
  const role = [...wanted.clients, ...wanted.groups].flatMap((entry) => entry.roles).find(({ rolename }) => !roles.has(rolename));
  const member = wanted.groups.flatMap((group) => group.clients).find(({ username }) => !clients.has(username));
  const anonymous = wanted.anonymousGroup;
  return role !== undefined ? `the broker has no role ${JSON.stringify(role.rolename)}, which our accounts name`
    : member !== undefined ? `the broker has no client ${JSON.stringify(member.username)}, which our groups name`
      : anonymous !== undefined && !groups.has(anonymous) ? `the broker has no group ${JSON.stringify(anonymous)}, which is to be that of clients without a name`
        : undefined;
}

/** No command leaves a broker without such a group, and Mosquitto 2.0.11 ends with a fault when it is deleted (tried). */
function lastAnonymousGroup(wanted: WantedAccounts, found: FoundAccounts): string | undefined {
  const group = found.groups.find(({ groupname }) => groupname === found.anonymousGroup);
  return group !== undefined && isOurs(group) && wanted.anonymousGroup === undefined
    ? `our group ${JSON.stringify(group.groupname)} is that of clients without a name, which no command can take back; name another anonymousGroup` : undefined;
}

function membersOf(groupname: string, found: FoundAccounts): ReadonlyMap<string, number> {
  return new Map(found.clients.flatMap(({ username, groups }) => groups.filter((group) => group.groupname === groupname)
    .map(({ priority }): [string, number] => [username, priority])));
}

interface Texts {
  readonly textname: string;
  readonly textdescription: string;
}

function sameText(a: Texts, b: Texts): boolean {
  return a.textname === b.textname && a.textdescription === b.textdescription;
}

function sameRoles(a: Client['roles'], b: Client['roles']): boolean {
  const meaning = (roles: Client['roles']) => roles.map(({ rolename, priority }) => JSON.stringify([priority, rolename])).sort().join();
  return meaning(a) === meaning(b);
}

/** What a role allows and denies: entries count by type, then by priority, then in their order. */
function rightsOf({ acls }: Role): string {
  const types = [...new Set(acls.map(({ acltype }) => acltype.toLowerCase()))].sort();
  return canonicalJson(types.map((type) => [type, ...acls.filter(({ acltype }) => acltype.toLowerCase() === type)
    .sort((a, b) => b.priority - a.priority).map(({ topic, priority, allow }) => [topic, priority, allow])]) as never);
}
