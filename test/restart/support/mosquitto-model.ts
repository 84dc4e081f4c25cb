import { FoundAccounts, Role, WantedAccounts, wantedAccounts } from '../../../src/restart/clusters/mosquitto-accounts';
import { ControlCommand } from '../../../src/restart/clusters/mosquitto-commands';
import { ControlAnswer, ControlChannel } from '../../../src/restart/clusters/mosquitto-control';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type State = Mutable<WantedAccounts>;

/** A broker's accounts in memory, which change by the same commands and with the same errors as those of Mosquitto 2.0. */
export class ModelledBroker implements ControlChannel {
  readonly asked: ControlCommand[] = [];
  private readonly state: State;

  /** Loads a file as the broker does. */
  constructor(text: string) {
    this.state = wantedAccounts(text)!;
  }

  /** What it holds, independent of order. */
  get accounts(): unknown {
    return meaning(this.state);
  }

  /** Commands that changed something, or should have. */
  get changes(): readonly ControlCommand[] {
    return this.asked.filter(({ command }) => !/^(list|get)/.test(command));
  }

  async ask(command: ControlCommand): Promise<ControlAnswer> {
    this.asked.push(command);
    try {
      return { data: this.carryOut(command.command, command as any) };
    } catch (error) {
      return { error: (error as Error).message };
    }
  }

  private carryOut(name: string, command: any): unknown {
    const { state } = this;
    const client = () => must(state.clients.find(({ username }) => username === command.username), 'Client not found') as any;
    const group = () => must(state.groups.find(({ groupname }) => groupname === command.groupname), 'Group not found') as any;
    const role = () => must(state.roles.find(({ rolename }) => rolename === command.rolename), 'Role not found') as any;
    const page = (entries: readonly unknown[]) => entries.slice(command.offset ?? 0, (command.offset ?? 0) + (command.count ?? entries.length));
    switch (name) {
      case 'listRoles': return { totalCount: state.roles.length, roles: page(state.roles) };
      case 'listGroups': return { totalCount: state.groups.length, groups: page(state.groups) };
      case 'listClients': return { totalCount: state.clients.length, clients: page(this.found().clients) };
      case 'getDefaultACLAccess': return { acls: Object.entries(this.found().defaultACLAccess).map(([acltype, allow]) => ({ acltype, allow })) };
      case 'getAnonymousGroup': return { group: { groupname: state.anonymousGroup ?? '' } };
      case 'createRole': return this.create(state.roles, 'rolename', command, 'Role already exists', { acls: command.acls ?? [] });
      case 'createClient': return this.create(state.clients, 'username', command, 'Client already exists', { clientid: command.clientid ?? '', disabled: false });
      case 'createGroup': return this.create(state.groups, 'groupname', command, 'Group already exists', { clients: [] });
      case 'modifyRole': return Object.assign(role(), pick(command, ['textname', 'textdescription', 'acls', 'allowwildcardsubs']));
      case 'modifyClient': return Object.assign(client(), pick(this.checked(command), ['textname', 'textdescription', 'roles']));
      case 'modifyGroup': return Object.assign(group(), pick(this.checked(command), ['textname', 'textdescription', 'roles']));
      case 'setClientId': return Object.assign(client(), { clientid: command.clientid ?? '' });
      case 'enableClient': return Object.assign(client(), { disabled: false });
      case 'disableClient': return Object.assign(client(), { disabled: true });
      case 'addGroupClient': {
        client();
        const taken = group().clients.some(({ username }: any) => username === command.username);
        return must(!taken, 'Client is already in this group') && group().clients.push({ username: command.username, priority: command.priority });
      }
      case 'removeGroupClient': return client() && remove(group().clients, ({ username }: any) => username === command.username);
      case 'setDefaultACLAccess': return command.acls.forEach(({ acltype, allow }: any) => (state.defaultACLAccess[acltype] = allow));
      case 'setAnonymousGroup': return group() && (state.anonymousGroup = command.groupname);
      case 'deleteClient': return client() && remove(state.clients, ({ username }) => username === command.username);
      case 'deleteRole': return role() && remove(state.roles, ({ rolename }) => rolename === command.rolename);
      case 'deleteGroup':
        must(state.anonymousGroup !== command.groupname, 'the real broker would have ended with a fault');
        return group() && remove(state.groups, ({ groupname }) => groupname === command.groupname);
      default: throw new Error('Unknown command');
    }
  }

  private create(list: any[], key: string, command: any, problem: string, more: object): void {
    must(!list.some((entry) => entry[key] === command[key]), problem);
    const { command: _, correlationData: __, ...entry } = this.checked(command);
    list.push({ ...entry, ...more });
  }

  private checked(command: any): any {
    for (const { rolename } of command.roles ?? []) {
      must(this.state.roles.some((role) => role.rolename === rolename), 'Role not found');
    }
    return command;
  }

  private found(): FoundAccounts {
    const groupsOf = (username: string) => this.state.groups.flatMap(({ groupname, clients }) => clients
      .filter((member) => member.username === username)
      .map(({ priority }) => ({ groupname, priority })));
    const off = { publishClientSend: false, publishClientReceive: false, subscribe: false, unsubscribe: false };
    return {
      ...this.state, defaultACLAccess: { ...off, ...this.state.defaultACLAccess }, anonymousGroup: this.state.anonymousGroup,
      clients: this.state.clients.map((client) => ({ ...client, groups: groupsOf(client.username) })),
    };
  }
}

/** What a file means to the broker that loads it: names that nobody has are left out. */
export function fileMeaning(text: string): unknown {
  return meaning(wantedAccounts(text)!);
}

function meaning({ clients, groups, roles, defaultACLAccess, anonymousGroup }: WantedAccounts): unknown {
  const [roleNames, userNames] = [new Set(roles.map(({ rolename }) => rolename)), new Set(clients.map(({ username }) => username))];
  const off = { publishClientSend: false, publishClientReceive: false, subscribe: false, unsubscribe: false };
  const texts = (list: readonly object[]) => list.map((entry) => JSON.stringify(entry)).sort();
  const known = (list: readonly { rolename: string }[]) => texts(list.filter(({ rolename }) => roleNames.has(rolename)));
  return {
    access: { ...off, ...defaultACLAccess },
    anonymousGroup,
    clients: sorted(clients.map((client) => ({ ...client, roles: known(client.roles) })), 'username'),
    groups: sorted(groups.map((group) => ({
      ...group, roles: known(group.roles), clients: texts(group.clients.filter(({ username }) => userNames.has(username))),
    })), 'groupname'),
    roles: sorted(roles.map((role) => ({ ...role, acls: rightsOf(role), allowwildcardsubs: role.allowwildcardsubs ?? true })), 'rolename'),
  };
}

function rightsOf({ acls }: Role): unknown {
  const types = [...new Set(acls.map(({ acltype }) => acltype))].sort();
  return types.map((type) => acls.filter(({ acltype }) => acltype === type).sort((a, b) => b.priority - a.priority));
}

function sorted<T>(entries: readonly T[], key: keyof T): readonly T[] {
  return [...entries].sort((a, b) => (a[key] < b[key] ? -1 : 1));
}

function must<T>(value: T, problem: string): T {
  if (value === undefined || value === false) {
    throw new Error(problem);
  }
  return value;
}

function pick(from: any, keys: readonly string[]): object {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}

function remove<T>(list: T[], which: (entry: T) => boolean): void {
  list.splice(list.findIndex(which), 1);
}
