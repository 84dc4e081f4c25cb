import { Fields, Findings } from './fields';
import { Edit, leadOf, reindent } from './json-edit';
import { JsonNode, memberOf, valueOf } from './json-text';
import { clientOf, groupOf, isMarked, roleOf } from './parse-dynamic-security';
import { AccessControlEntry, ACL_TYPES, DynamicSecurityClient, DynamicSecurityGroup, DynamicSecurityRole, RoleReference } from './settings';
import { canonicalJson } from '../../text/canonical';

/** A list of named entries of the dynamic security file. */
export interface Section {
  readonly key: string;
  readonly nameKey: string;
  /** Members that are ours; every other member of an entry of ours, such as a password's hash, is kept. */
  readonly known: readonly string[];
  /** What an entry means to the broker, independent of order and of defaults that are written out or left out. */
  readonly meaning: (fields: Fields, name: string, findings: Findings) => unknown;
}

const TEXTS = ['textname', 'textdescription'];

export const SECTIONS: readonly Section[] = [
  {
    key: 'clients', nameKey: 'username', known: ['username', ...TEXTS, 'clientid', 'disabled', 'roles'],
    meaning: (fields, name, findings) => clientMeaning(clientOf(fields, name, findings)),
  },
  {
    key: 'groups', nameKey: 'groupname', known: ['groupname', ...TEXTS, 'roles', 'clients'],
    meaning: (fields, name, findings) => groupMeaning(groupOf(fields, name, findings)),
  },
  {
    key: 'roles', nameKey: 'rolename', known: ['rolename', ...TEXTS, 'allowwildcardsubs', 'acls'],
    meaning: (fields, name, findings) => roleMeaning(roleOf(fields, name, findings)),
  },
];

/** One element of a section. */
export interface Entry {
  readonly node: JsonNode;
  readonly name: string | undefined;
  readonly ours: boolean;
}

/** The elements of a section, ours and others. */
export function entriesOf(root: JsonNode, section: Section): readonly Entry[] {
  return (memberOf(root, section.key)?.value.items ?? []).map((node) => {
    const name = memberOf(node, section.nameKey)?.value;
    const description = memberOf(node, 'textdescription')?.value.scalar;
    const named = name?.kind === 'string';
    return {
      node,
      name: named ? String(name.scalar) : undefined,
      ours: named && isMarked(typeof description === 'string' ? description : undefined),
    };
  });
}

/** Whether two entries mean the same to the broker. */
export function sameEntry(before: JsonNode, now: JsonNode, section: Section): boolean {
  const meaning = (node: JsonNode) => {
    const findings = new Findings();
    return canonicalJson(section.meaning(new Fields(node, section.key, findings, true), '', findings));
  };
  return meaning(before) === meaning(now);
}

/** The new text of an entry of ours, with the members that are not ours taken over byte by byte. */
export function entryText(text: string, before: JsonNode, now: JsonNode, section: Section): string {
  const lead = leadOf(text, before.start);
  const ours = (now.members ?? []).map((member) => `${JSON.stringify(member.key)}: ${JSON.stringify(valueOf(member.value), undefined, 2)}`);
  const others = (before.members ?? [])
    .filter((member) => !section.known.includes(member.key.toLowerCase()))
    .map((member) => text.slice(member.start, member.value.end));
  // Our own lines are indented anew; those taken over stand as they stood.
  const body = [...ours.map((member) => reindent(member, `${lead}  `)), ...others];
  const inner = lead === '' ? '\n  ' : `${lead}  `;
  return `{${body.map((member) => inner + member).join(',')}${lead === '' ? '\n' : lead}}`;
}

/** Sets the members of an object that are wanted and leaves the others alone. */
export function addedMembers(before: JsonNode | undefined, now: JsonNode | undefined, key: string): {
  readonly edits: readonly Edit[];
  readonly added: readonly string[];
} {
  if (now === undefined) {
    return { edits: [], added: [] };
  }
  if (before === undefined) {
    return { edits: [], added: [`${JSON.stringify(key)}: ${JSON.stringify(valueOf(now), undefined, 2)}`] };
  }
  const edits = (now.members ?? []).flatMap((member) => {
    const old = memberOf(before, member.key)?.value;
    const text = JSON.stringify(member.value.scalar);
    return old !== undefined && old.scalar !== member.value.scalar ? [{ start: old.start, end: old.end, text }] : [];
  });
  const missing = (now.members ?? []).filter((member) => memberOf(before, member.key) === undefined);
  const insertion = missing.map((member) => `${JSON.stringify(member.key)}: ${JSON.stringify(member.value.scalar)}`).join(', ');
  const members = before.members ?? [];
  const at = members.length === 0 ? before.start + 1 : members[members.length - 1].value.end;
  const insert = insertion === '' ? [] : [{ start: at, end: at, text: members.length === 0 ? insertion : `, ${insertion}` }];
  return { edits: [...edits, ...insert], added: [] };
}

/*
 * Defaults and order are those of the loader: a role's or client's priority is -1, an entry's 0; roles and clients of a list count by
 * priority and name, access control entries by type, priority and order (mosquitto v2.1.2 plugins/dynamic-security/roles.c, rolelist.c).
 */

function clientMeaning(client: DynamicSecurityClient): unknown {
  const { clientid, textname, textdescription, disabled, roles } = client;
  return { clientid, textname, textdescription, disabled: disabled ?? false, roles: listMeaning(roles) };
}

function groupMeaning(group: DynamicSecurityGroup): unknown {
  return {
    textname: group.textname,
    textdescription: group.textdescription,
    roles: listMeaning(group.roles),
    clients: listMeaning(group.clients.map((client) => ({ rolename: client.username, priority: client.priority }))),
  };
}

function roleMeaning(role: DynamicSecurityRole): unknown {
  return {
    textname: role.textname,
    textdescription: role.textdescription,
    allowwildcardsubs: role.allowwildcardsubs ?? true,
    acls: ACL_TYPES.map((type) => {
      const entries = role.acls.filter((acl) => acl.acltype.toLowerCase() === type.toLowerCase()).map(entryMeaning);
      return entries.sort((a, b) => b.priority - a.priority);
    }),
  };
}

function entryMeaning(acl: AccessControlEntry): { readonly topic: string; readonly priority: number; readonly allow: boolean } {
  return { topic: acl.topic, priority: acl.priority ?? 0, allow: acl.allow };
}

function listMeaning(list: readonly RoleReference[]): unknown {
  return list.map((reference) => canonicalJson([reference.priority ?? -1, reference.rolename])).sort();
}
