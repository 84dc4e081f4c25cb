import { compact, Fields, Findings } from './fields';
import { JsonNode, readJson } from './json-text';
import { MOSQUITTO_ENTRY_IGNORED, MOSQUITTO_FILE_UNREADABLE } from './rules/file-rules';
import {
  AccessControlEntry, ClientReference, DefaultAclAccess, DYNAMIC_SECURITY_FILE, DynamicSecurityClient, DynamicSecurityGroup,
  DynamicSecurityRole, DynamicSecuritySettings, ENTRY_MARK, RoleReference,
} from './settings';

/*
 * Keys are looked up without regard to case, sections that are no arrays stop the broker's loading without a message, and entries
 * without a name are skipped (mosquitto v2.1.2 plugins/dynamic-security/config.c, clients.c, groups.c, roles.c).
 */

/** Reads dynamic-security.json; entries without our mark become `unmanaged`. */
export function parseDynamicSecurity(text: string, findings: Findings): DynamicSecuritySettings | undefined {
  const read = readJson(text);
  if (read.root === undefined || read.root.kind !== 'object') {
    findings.add(MOSQUITTO_FILE_UNREADABLE, DYNAMIC_SECURITY_FILE, read.problem ?? 'is not a JSON object');
    return undefined;
  }
  const root = new Fields(read.root, `${DYNAMIC_SECURITY_FILE} `, findings, true);
  root.any('changeIndex');
  const clients = section(root, 'clients', 'username', findings, clientOf);
  const groups = section(root, 'groups', 'groupname', findings, groupOf);
  const roles = section(root, 'roles', 'rolename', findings, roleOf);
  const unmanaged = { clients: clients.others, groups: groups.others, roles: roles.others };
  const settings = compact({
    defaultAclAccess: accessOf(root.object('defaultACLAccess')),
    clients: clients.ours,
    groups: groups.ours,
    roles: roles.ours,
    anonymousGroup: root.string('anonymousGroup'),
    unmanaged: Object.values(unmanaged).some((entries) => entries.length > 0) ? unmanaged : undefined,
  });
  root.rest();
  return settings;
}

interface Section<Entry> {
  readonly ours: readonly Entry[];
  readonly others: readonly Entry[];
}

function section<Entry extends { readonly textdescription?: string }>(
  root: Fields, key: string, nameKey: string, findings: Findings, read: (fields: Fields, name: string, findings: Findings) => Entry,
): Section<Entry> {
  const ours: Entry[] = [];
  const others: Entry[] = [];
  const names = new Set<string>();
  for (const [fields, path] of objects(root.array(key), root.at(key), findings)) {
    const name = fields.string(nameKey) ?? '';
    if (name === '' || names.has(name)) {
      findings.add(MOSQUITTO_ENTRY_IGNORED, path, name === '' ? `has no ${nameKey}` : 'has the name of an earlier entry', name);
      continue;
    }
    names.add(name);
    const entry = read(fields, name, findings);
    fields.rest();
    const description = unmarked(entry.textdescription);
    if (description === undefined) {
      others.push(entry);
    } else {
      ours.push(compact({ ...entry, textdescription: description.text }));
    }
  }
  return { ours, others };
}

/** Our own description behind the mark; undefined when the entry does not bear the mark. */
function unmarked(description: string | undefined): { readonly text: string | undefined } | undefined {
  if (description === ENTRY_MARK) {
    return { text: undefined };
  }
  return isMarked(description) ? { text: description.slice(ENTRY_MARK.length).replace(/^ /, '') } : undefined;
}

/** Whether a description bears our mark. */
export function isMarked(description: string | undefined): description is string {
  return description?.startsWith(ENTRY_MARK) === true;
}

function* objects(items: readonly JsonNode[] | undefined, path: string, findings: Findings): Generator<readonly [Fields, string]> {
  for (const [index, item] of (items ?? []).entries()) {
    const place = `${path}[${index}]`;
    if (item.kind === 'object') {
      yield [new Fields(item, place, findings, true), place];
    } else {
      findings.add(MOSQUITTO_ENTRY_IGNORED, place, 'is no object');
    }
  }
}

function accessOf(access: Fields | undefined): DefaultAclAccess | undefined {
  if (access === undefined) {
    return undefined;
  }
  const found = compact({
    publishClientSend: access.boolean('publishClientSend'),
    publishClientReceive: access.boolean('publishClientReceive'),
    subscribe: access.boolean('subscribe'),
    unsubscribe: access.boolean('unsubscribe'),
  });
  access.rest();
  return found;
}

/** Reads a client. The hash of its password is not kept, only whether there is one. */
export function clientOf(fields: Fields, username: string, findings: Findings): DynamicSecurityClient {
  const secrets = ['password', 'salt', 'iterations', 'encoded_password'].filter((key) => fields.any(key) !== undefined);
  // Membership lives in the groups; this key is ignored on load.
  fields.any('groups');
  return compact({
    username,
    clientid: fields.string('clientid'),
    textname: fields.string('textname'),
    textdescription: fields.string('textdescription'),
    disabled: fields.boolean('disabled'),
    roles: rolesOf(fields, findings),
    hasPassword: secrets.some((key) => key.endsWith('password')) ? true : undefined,
  });
}

/** Reads a group. */
export function groupOf(fields: Fields, groupname: string, findings: Findings): DynamicSecurityGroup {
  return compact({
    groupname,
    textname: fields.string('textname'),
    textdescription: fields.string('textdescription'),
    roles: rolesOf(fields, findings),
    clients: references(fields, 'clients', 'username', findings).map(([username, priority]): ClientReference => compact({ username, priority })),
  });
}

/** Reads a role. */
export function roleOf(fields: Fields, rolename: string, findings: Findings): DynamicSecurityRole {
  const acls: AccessControlEntry[] = [];
  for (const [acl, path] of objects(fields.array('acls'), fields.at('acls'), findings)) {
    const entry = entryOf(acl);
    if (entry === undefined) {
      findings.add(MOSQUITTO_ENTRY_IGNORED, path, 'lacks acltype or topic');
    } else {
      acls.push(entry);
    }
    acl.rest();
  }
  return compact({
    rolename,
    textname: fields.string('textname'),
    textdescription: fields.string('textdescription'),
    allowwildcardsubs: fields.boolean('allowwildcardsubs'),
    acls,
  });
}

function entryOf(acl: Fields): AccessControlEntry | undefined {
  const [acltype, topic, priority, allow] = [acl.string('acltype'), acl.string('topic'), acl.number('priority'), acl.boolean('allow')];
  return acltype === undefined || topic === undefined ? undefined : compact({ acltype, topic, priority, allow: allow ?? false });
}

function rolesOf(fields: Fields, findings: Findings): readonly RoleReference[] {
  return references(fields, 'roles', 'rolename', findings).map(([rolename, priority]) => compact({ rolename, priority }));
}

function references(fields: Fields, key: string, nameKey: string, findings: Findings): readonly (readonly [string, number | undefined])[] {
  const found: (readonly [string, number | undefined])[] = [];
  for (const [reference, path] of objects(fields.array(key), fields.at(key), findings)) {
    const name = reference.string(nameKey);
    const priority = reference.number('priority');
    if (name === undefined) {
      findings.add(MOSQUITTO_ENTRY_IGNORED, path, `has no ${nameKey}`);
    } else {
      found.push([name, priority]);
    }
    reference.rest();
  }
  return found;
}
