import { booleanOf, compareBytes, isMembers, memberOf, Members, objectsOf, priorityOf, readAccountText, textOf } from './account-json';
import { readRole, Role } from './account-roles';
import { readPassword, StoredPassword } from './passwords';
import { Base } from './releases';

/*
 * dynamic-security.json as the broker loads it.
 *
 * Sources: eclipse-mosquitto/mosquitto v2.1.2 and v2.0.11, plugins/dynamic-security/{config,clients,groups,roles,rolelist,grouplist}.c.
 */

/** A role as somebody has it. */
export interface GrantedRole {
  readonly role: Role;
  /** `client`, `group:NAME` or `anonymousGroup:NAME`. */
  readonly from: string;
}

/** One client of the file. */
export interface Account {
  readonly username: string;
  readonly disabled: boolean;
  readonly clientId: string | undefined;
  readonly password: StoredPassword;
  /** Its own roles, then those of its groups, in the order in which the broker asks them. */
  readonly roles: readonly GrantedRole[];
}

/** What happens where no role decides. */
export interface Defaults {
  readonly publishClientSend: boolean;
  readonly publishClientReceive: boolean;
  readonly subscribe: boolean;
  readonly unsubscribe: boolean;
}

/** What the broker has loaded. */
export interface Accounts {
  /** False where the file is no JSON object, or roles or clients are no lists: then nobody is authorized. */
  readonly isReadable: boolean;
  readonly defaults: Defaults;
  readonly anonymousRoles: readonly GrantedRole[];
  find(username: string): Account | undefined;
}

const loaded = new Map<Base, WeakMap<object, Accounts>>();
const loadedTexts = new Map<Base, { readonly text: string; readonly accounts: Accounts }>();

/** Loads the file as one base does; the same object or text is loaded once. */
export function accountsOf(file: unknown, base: Base): Accounts {
  if (typeof file === 'string') {
    const last = loadedTexts.get(base);
    const accounts = last?.text === file ? last.accounts : load(readAccountText(file), base);
    loadedTexts.set(base, { text: file, accounts });
    return accounts;
  }
  if (file === null || typeof file !== 'object') {
    return load(file, base);
  }
  const cache = loaded.get(base) ?? new WeakMap<object, Accounts>();
  loaded.set(base, cache);
  const accounts = cache.get(file) ?? load(file, base);
  cache.set(file, accounts);
  return accounts;
}

/** Sections load in the order defaults, roles, clients, groups; roles or clients that are no array end it without a message. */
function load(file: unknown, base: Base): Accounts {
  const root = isMembers(file) ? file : {};
  const clients = new Map<string, OpenAccount>();
  let anonymousRoles: readonly GrantedRole[] = [];
  const isReadable = isMembers(file) && isList(root, 'roles') && isList(root, 'clients');
  if (isReadable) {
    const roles = loadRoles(root, base);
    loadClients(root, base, roles, clients);
    anonymousRoles = loadGroups(root, base, roles, clients);
  }
  const accounts = new Map([...clients].map(([name, client]) => [name, close(client)]));
  return { isReadable, defaults: defaultsOf(root), anonymousRoles, find: (username) => accounts.get(username) };
}

function isList(root: Members, key: string): boolean {
  const value = memberOf(root, key);
  return value === undefined || Array.isArray(value);
}

function defaultsOf(root: Members): Defaults {
  const access = memberOf(root, 'defaultACLAccess');
  const isAllowed = (key: string) => isMembers(access) && booleanOf(access, key) === true;
  return {
    publishClientSend: isAllowed('publishClientSend'),
    publishClientReceive: isAllowed('publishClientReceive'),
    subscribe: isAllowed('subscribe'),
    unsubscribe: isAllowed('unsubscribe'),
  };
}

/** Entries by name, in the order of the file; an empty name counts up to 2.0 only. */
function* named(root: Members, list: string, key: string, base: Base, isKnown: (name: string) => boolean): Generator<readonly [string, Members]> {
  for (const entry of objectsOf(root, list)) {
    const name = textOf(entry, key);
    if (name !== undefined && !(base.is21 && name === '') && !(base.firstWins && isKnown(name))) {
      yield [name, entry];
    }
  }
}

function loadRoles(root: Members, base: Base): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>();
  for (const [name, entry] of named(root, 'roles', 'rolename', base, (known) => roles.has(known))) {
    roles.set(name, readRole(name, entry, base));
  }
  return roles;
}

interface OpenAccount extends Omit<Account, 'roles'> {
  readonly own: readonly RankedRole[];
  readonly groups: Map<string, RankedGroup>;
}

interface RankedRole {
  readonly role: Role;
  readonly priority: number;
}

interface RankedGroup {
  readonly name: string;
  readonly roles: readonly RankedRole[];
  readonly priority: number;
}

function loadClients(root: Members, base: Base, roles: ReadonlyMap<string, Role>, clients: Map<string, OpenAccount>): void {
  for (const [username, entry] of named(root, 'clients', 'username', base, (known) => clients.has(known))) {
    const password = readPassword(entry, base);
    // Up to 2.0 a stored password of a wrong form drops the client.
    if (password.kind !== 'dropped') {
      clients.set(username, {
        username,
        disabled: booleanOf(entry, 'disabled') === true,
        clientId: textOf(entry, 'clientid'),
        password,
        own: rankedRoles(entry, base, roles),
        groups: new Map(),
      });
    }
  }
}

/** Adds the clients to their groups; returns the roles of those without a user name. */
function loadGroups(
  root: Members, base: Base, roles: ReadonlyMap<string, Role>, clients: ReadonlyMap<string, OpenAccount>,
): readonly GrantedRole[] {
  const groups = new Map<string, readonly RankedRole[]>();
  for (const [name, entry] of named(root, 'groups', 'groupname', base, (known) => groups.has(known))) {
    const ranked = rankedRoles(entry, base, roles);
    groups.set(name, ranked);
    for (const member of objectsOf(entry, 'clients')) {
      const memberships = clients.get(textOf(member, 'username') ?? '')?.groups;
      if (memberships !== undefined && textOf(member, 'username') !== undefined && !memberships.has(name)) {
        memberships.set(name, { name, roles: ranked, priority: priorityOf(member, base, -1) });
      }
    }
  }
  const anonymous = textOf(root, 'anonymousGroup');
  return anonymous === undefined ? [] : granted(groups.get(anonymous) ?? [], `anonymousGroup:${anonymous}`);
}

/** Known roles, highest priority first, then by name; of two references to one role the first counts. */
function rankedRoles(entry: Members, base: Base, roles: ReadonlyMap<string, Role>): readonly RankedRole[] {
  const found = new Map<Role, RankedRole>();
  for (const reference of objectsOf(entry, 'roles')) {
    const name = textOf(reference, 'rolename');
    const role = name === undefined ? undefined : roles.get(name);
    if (role !== undefined && !found.has(role)) {
      found.set(role, { role, priority: priorityOf(reference, base, -1) });
    }
  }
  return [...found.values()].sort((a, b) => b.priority - a.priority || compareBytes(a.role.name, b.role.name));
}

function granted(roles: readonly RankedRole[], from: string): readonly GrantedRole[] {
  return roles.map(({ role }) => ({ role, from }));
}

/** A client's own roles come before those of any group, whatever the numbers. */
function close({ own, groups, ...account }: OpenAccount): Account {
  const ranked = [...groups.values()].sort((a, b) => b.priority - a.priority || compareBytes(a.name, b.name));
  return { ...account, roles: [...granted(own, 'client'), ...ranked.flatMap(({ name, roles }) => granted(roles, `group:${name}`))] };
}
