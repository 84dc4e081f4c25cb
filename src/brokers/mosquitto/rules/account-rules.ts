import { matches, ONE_LINE, wholeNumber } from '../../../rules/condition';
import { Reporter } from '../../../rules/rule';
import { isUnresolvedText } from '../../../text/unresolved';
import { DynamicSecuritySettings, RoleReference } from '../settings';
import { accountRule, entriesIn, jwtRule, MosquittoRule } from './rule-kinds';
import { brokerSource, CONF_MANUAL, JWT_PAGE } from './sources';

/*
 * Rules on clients and groups, and on what ties an account to a token.
 */

const NAME = { ...matches('^[^\\x00]+$', 'a name that is not empty') };
/** The loader cuts priorities off there (plugins/dynamic-security/dynamic_security.h). */
export const PRIORITY = wholeNumber(-100000, 100000);

/** Reports members of a list that stand there twice; what is known only at apply may turn out equal, and is judged then. */
export function reportTwice(names: readonly string[], path: (index: number) => string, report: Reporter): void {
  names.forEach((name, index) => {
    if (names.indexOf(name) < index) {
      report.broken(path(index), { message: 'stands there twice', got: name });
    } else if (isUnresolvedText(name) && names.length > 1) {
      report.deferred(path(index));
    }
  });
}

export const MOSQUITTO_NAMES = accountRule({
  id: 'MOSQUITTO_NAMES',
  level: 'error',
  summary: 'Clients, groups and roles have names; a client id is left out rather than empty.',
  cause: 'The broker skips an entry without a name, and an empty `clientid` demands that clients send an empty one.',
  remedy: 'give a name, or leave `clientid` out',
  source: brokerSource('plugins/dynamic-security/clients.c'),
}, (accounts, report) => {
  entriesIn(accounts, 'clients').forEach(({ entry, path }) => {
    report.value(`${path}.username`, entry.username, NAME);
    report.value(`${path}.clientid`, entry.clientid, NAME);
  });
  entriesIn(accounts, 'groups').forEach(({ entry, path }) => report.value(`${path}.groupname`, entry.groupname, NAME));
  entriesIn(accounts, 'roles').forEach(({ entry, path }) => report.value(`${path}.rolename`, entry.rolename, NAME));
});

export const MOSQUITTO_DUPLICATES = accountRule({
  id: 'MOSQUITTO_DUPLICATES',
  level: 'error',
  summary: 'Every name stands once in its list.',
  cause: 'Of two entries of one name the broker loads one and skips the other, and the rights of that one are missing.',
  remedy: 'merge the two entries, or rename one',
  source: brokerSource('plugins/dynamic-security/clients.c'),
}, (accounts, report) => {
  const others = accounts.unmanaged;
  const names = (list: 'clients' | 'groups' | 'roles', key: string, ours: readonly string[], foreign: readonly string[] | undefined) => {
    const path = (index: number) => `dynamicSecurity.${list}[${index}].${key}`;
    reportTwice(ours, path, report);
    ours.forEach((name, index) => foreign?.includes(name) && report.broken(path(index), { message: 'is the name of an entry that is not ours', got: name }));
  };
  names('clients', 'username', accounts.clients.map((client) => client.username), others?.clients.map((client) => client.username));
  names('groups', 'groupname', accounts.groups.map((group) => group.groupname), others?.groups.map((group) => group.groupname));
  names('roles', 'rolename', accounts.roles.map((role) => role.rolename), others?.roles.map((role) => role.rolename));
  for (const { entry, path } of [...entriesIn(accounts, 'clients'), ...entriesIn(accounts, 'groups')]) {
    reportTwice(entry.roles.map((role) => role.rolename), (index) => `${path}.roles[${index}]`, report);
  }
  for (const { entry, path } of entriesIn(accounts, 'groups')) {
    reportTwice(entry.clients.map((client) => client.username), (index) => `${path}.clients[${index}]`, report);
  }
});

export const MOSQUITTO_REFERENCES = accountRule({
  id: 'MOSQUITTO_REFERENCES',
  level: 'error',
  summary: 'Every role, client and group that is named exists.',
  cause: 'The broker skips an unknown name without a message, and the right is missing.',
  remedy: 'declare the entry, correct the name, or name it among the entries that stand on the node already',
  source: brokerSource('plugins/dynamic-security/rolelist.c'),
}, (accounts, report) => {
  const known = knownNames(accounts);
  const check = (path: string, name: string, names: ReadonlySet<string>, what: string) => {
    if (names.has(name)) {
      return;
    }
    if (isUnresolvedText(name)) {
      report.deferred(path);
    } else {
      report.broken(path, { message: `is not the name of a ${what}`, got: name });
    }
  };
  const roles = (path: string, list: readonly RoleReference[]) =>
    list.forEach((role, index) => check(`${path}.roles[${index}].rolename`, role.rolename, known.roles, 'role'));
  entriesIn(accounts, 'clients').forEach(({ entry, path }) => roles(path, entry.roles));
  entriesIn(accounts, 'groups').forEach(({ entry, path }) => {
    roles(path, entry.roles);
    entry.clients.forEach((client, place) => check(`${path}.clients[${place}].username`, client.username, known.clients, 'client'));
  });
  if (accounts.anonymousGroup !== undefined) {
    check('dynamicSecurity.anonymousGroup', accounts.anonymousGroup, known.groups, 'group');
  }
});

function knownNames(accounts: DynamicSecuritySettings): { readonly [list in 'clients' | 'groups' | 'roles']: ReadonlySet<string> } {
  const others = accounts.unmanaged;
  return {
    clients: new Set([...accounts.clients, ...others?.clients ?? []].map((client) => client.username)),
    groups: new Set([...accounts.groups, ...others?.groups ?? []].map((group) => group.groupname)),
    roles: new Set([...accounts.roles, ...others?.roles ?? []].map((role) => role.rolename)),
  };
}

export const MOSQUITTO_PRIORITY = accountRule({
  id: 'MOSQUITTO_PRIORITY',
  level: 'error',
  summary: 'Priorities are whole numbers from -100000 to 100000.',
  cause: 'The broker cuts larger ones off, so that two different ones become equal.',
  remedy: 'use smaller numbers',
  source: brokerSource('plugins/dynamic-security/dynamic_security.h'),
}, (accounts, report) => {
  const list = (path: string, entries: readonly { readonly priority?: number }[]) =>
    entries.forEach((entry, index) => report.value(`${path}[${index}].priority`, entry.priority, PRIORITY));
  entriesIn(accounts, 'clients').forEach(({ entry, path }) => list(`${path}.roles`, entry.roles));
  entriesIn(accounts, 'groups').forEach(({ entry, path }) => {
    list(`${path}.roles`, entry.roles);
    list(`${path}.clients`, entry.clients);
  });
  entriesIn(accounts, 'roles').forEach(({ entry, path }) => list(`${path}.acls`, entry.acls));
});

export const MOSQUITTO_ENTRY_TEXT = accountRule({
  id: 'MOSQUITTO_ENTRY_TEXT',
  level: 'error',
  summary: 'Texts that describe entries are one line.',
  cause: 'They appear in logs and tables, where a line break can pass for another entry.',
  remedy: 'remove line breaks and control characters',
  source: brokerSource('plugins/dynamic-security/clients.c'),
}, (accounts, report) => {
  for (const list of ['clients', 'groups', 'roles'] as const) {
    accounts[list].forEach((entry, index) => {
      report.value(`dynamicSecurity.${list}[${index}].textname`, entry.textname, ONE_LINE);
      report.value(`dynamicSecurity.${list}[${index}].textdescription`, entry.textdescription, ONE_LINE);
    });
  }
});

export const MOSQUITTO_NOT_ENFORCED = accountRule({
  id: 'MOSQUITTO_NOT_ENFORCED',
  level: 'warning',
  summary: 'An account is not limited by `disabled` or `clientid` alone.',
  cause: 'Both are part of the password check; behind the token plugin nobody asks for them, and the account works.',
  remedy: 'take the account\'s roles away, remove it, or revoke its tokens at the identity provider; match the client id in jwt.json',
  source: brokerSource('plugins/dynamic-security/auth.c'),
}, (accounts, report, { settings }) => {
  if (settings.jwt === undefined) {
    return;
  }
  entriesIn(accounts, 'clients').forEach(({ entry, path }) => {
    if (entry.disabled === true) {
      report.broken(`${path}.disabled`, { message: 'has no effect on logins by token' });
    }
    if (entry.clientid !== undefined) {
      report.broken(`${path}.clientid`, { message: 'has no effect on logins by token' });
    }
  });
});

export const MOSQUITTO_ANONYMOUS_GROUP = accountRule({
  id: 'MOSQUITTO_ANONYMOUS_GROUP',
  level: 'warning',
  summary: 'No group has rights without a user name.',
  cause: '`anonymousGroup` gives its rights to every client that sends no user name, as soon as `allow_anonymous` lets it in.',
  remedy: 'leave `anonymousGroup` out',
  source: CONF_MANUAL,
}, (accounts, report) => {
  if (accounts.anonymousGroup !== undefined) {
    report.broken('dynamicSecurity.anonymousGroup', { message: 'is set' });
  }
});

export const MOSQUITTO_NO_ADMIN = accountRule({
  id: 'MOSQUITTO_NO_ADMIN',
  level: 'warning',
  summary: 'There is a way in besides tokens: an `admin` client, or another one with a password.',
  cause: 'Pro Mosquitto\'s platform and the control API log in as `admin` of this file. On a new node our file comes before the broker can ' +
    'make one, and while the identity provider is away nobody gets in.',
  remedy: 'name the clients that stand on the nodes already (`existingClients`), or acknowledge that tokens are the only way in',
  source: brokerSource('plugins/dynamic-security/config_init.c'),
}, (accounts, report) => {
  if (!accounts.unmanaged?.clients.some((client) => client.username === 'admin' || client.hasPassword === true)) {
    report.broken('dynamicSecurity.clients', { message: 'have no account besides those for tokens' });
  }
});

const UNBOUND = 'Any holder of any valid token could log in under any account\'s user name and take its rights.';

export const MOSQUITTO_USERNAME_UNBOUND = jwtRule({
  id: 'MOSQUITTO_USERNAME_UNBOUND',
  level: 'error',
  summary: 'Where accounts have rights, the user name is tied to the token.',
  cause: UNBOUND,
  remedy: 'set `matchUsernameToSubject`, or `matchUsernameToClaim` for another claim',
  source: JWT_PAGE,
}, ({ common }, report, { settings }) => {
  if (!isBound(common) && hasAccounts(settings.dynamicSecurity)) {
    report.broken('jwt.common.matchUsernameToSubject', { message: 'is off, and matchUsernameToClaim is not set, while accounts have rights' });
  }
});

export const MOSQUITTO_USERNAME_UNCHECKED = jwtRule({
  id: 'MOSQUITTO_USERNAME_UNCHECKED',
  level: 'warning',
  summary: 'The user name is tied to the token.',
  cause: UNBOUND,
  remedy: 'set `matchUsernameToSubject`, or `matchUsernameToClaim` for another claim',
  source: JWT_PAGE,
}, ({ common }, report, { settings }) => {
  if (!isBound(common) && !hasAccounts(settings.dynamicSecurity)) {
    report.broken('jwt.common.matchUsernameToSubject', { message: 'is off, and matchUsernameToClaim is not set' });
  }
});

function isBound(common: { readonly matchUsernameToSubject?: boolean; readonly matchUsernameToClaim?: string }): boolean {
  return common.matchUsernameToSubject === true || (common.matchUsernameToClaim ?? '') !== '';
}

/** Whether there are rights that somebody could take by an account's name, ours or another's. */
function hasAccounts(accounts: DynamicSecuritySettings | undefined): boolean {
  return [accounts?.clients, accounts?.groups, accounts?.roles, accounts?.unmanaged?.clients].some((list) => (list ?? []).length > 0);
}

/** Every rule of this file. */
export const ACCOUNT_RULES: readonly MosquittoRule[] = [
  MOSQUITTO_NAMES, MOSQUITTO_DUPLICATES, MOSQUITTO_REFERENCES, MOSQUITTO_PRIORITY, MOSQUITTO_ENTRY_TEXT, MOSQUITTO_NOT_ENFORCED,
  MOSQUITTO_ANONYMOUS_GROUP, MOSQUITTO_NO_ADMIN, MOSQUITTO_USERNAME_UNBOUND, MOSQUITTO_USERNAME_UNCHECKED,
];
