import { finding } from '../../rules/rule';
import { Merged } from '../broker-core';
import { Findings } from './fields';
import { applyEdits, Edit, editSequence, Element } from './json-edit';
import { JsonNode, JsonText, memberOf, readJson, valueOf } from './json-text';
import { addedMembers, Entry, entriesOf, entryText, SECTIONS, Section, sameEntry } from './merge-entries';
import { parseDynamicSecurity } from './parse-dynamic-security';
import { FileRule, MOSQUITTO_FILE_UNREADABLE, MOSQUITTO_MERGE_NAME_TAKEN, MOSQUITTO_MERGE_REFERENCE } from './rules/file-rules';
import { DYNAMIC_SECURITY_FILE, DynamicSecuritySettings } from './settings';

/**
 * Puts our clients, groups and roles into the file; everything else keeps its bytes.
 *
 * Ours are the entries whose description bears our mark. The broker rewrites the whole file in its own layout and order and fills in
 * defaults, so entries are compared by what they mean: where ours mean the same as before, nothing is touched.
 */
export function mergeDynamicSecurity(existing: string | undefined, ours: string): Merged {
  if (existing === undefined || existing.trim() === '') {
    return mergedReferences(ours);
  }
  const [found, wanted] = [readObject(existing), readObject(ours)];
  if (found.root === undefined || wanted.root === undefined) {
    return problem(MOSQUITTO_FILE_UNREADABLE, DYNAMIC_SECURITY_FILE, found.problem ?? wanted.problem ?? '');
  }
  const taken = takenName(found.root, wanted.root);
  if (taken !== undefined) {
    return taken;
  }
  const changes = SECTIONS.map((section) => sectionChange(existing, found.root, wanted.root, section));
  const general = generalChange(found.root, wanted.root);
  const edits = [...changes.flatMap((change) => change.edits), ...general.edits];
  const added = [...changes.flatMap((change) => change.added), ...general.added];
  const members = memberElements(found.root, general.removed, edits, existing);
  const text = added.length === 0 && general.removed.length === 0
    ? applyEdits(existing, edits)
    : applyEdits(existing, editSequence(existing, found.root, members, added));
  return mergedReferences(text);
}

interface Change {
  /** Edits within members that exist. */
  readonly edits: readonly Edit[];
  /** Whole members that are not there yet. */
  readonly added: readonly string[];
  /** Keys of members that go. */
  readonly removed: readonly string[];
}

const NOTHING: Change = { edits: [], added: [], removed: [] };

function readObject(text: string): JsonText {
  const read = readJson(text);
  if (read.root === undefined) {
    return read;
  }
  if (read.root.kind !== 'object') {
    return { problem: 'is not a JSON object' };
  }
  for (const { key } of SECTIONS) {
    const section = memberOf(read.root, key);
    if (section !== undefined && section.value.kind !== 'array') {
      return { problem: `has "${key}" that is no array, where the broker stops loading` };
    }
  }
  const access = memberOf(read.root, 'defaultACLAccess');
  return access !== undefined && access.value.kind !== 'object' ? { problem: 'has "defaultACLAccess" that is no object' } : read;
}

/** A name of ours that an entry without our mark has already. */
function takenName(found: JsonNode, wanted: JsonNode): Merged | undefined {
  for (const section of SECTIONS) {
    const names = new Set(entriesOf(wanted, section).map((entry) => entry.name));
    const foreign = entriesOf(found, section).find((entry) => !entry.ours && entry.name !== undefined && names.has(entry.name));
    if (foreign !== undefined) {
      return { problem: finding(MOSQUITTO_MERGE_NAME_TAKEN, `${DYNAMIC_SECURITY_FILE} ${section.key}`, {
        message: 'has an entry that is not ours under a name of ours', got: foreign.name,
      }) };
    }
  }
  return undefined;
}

function sectionChange(text: string, found: JsonNode, wanted: JsonNode, section: Section): Change {
  const desired = entriesOf(wanted, section);
  const member = memberOf(found, section.key);
  if (member === undefined) {
    const list = JSON.stringify(desired.map((entry) => valueOf(entry.node)), undefined, 2);
    return desired.length === 0 ? NOTHING : { ...NOTHING, added: [`"${section.key}": ${list}`] };
  }
  const entries = entriesOf(found, section);
  const seen = new Set<string>();
  const elements = entries.map((entry) => {
    const { start, end } = entry.node;
    return { start, end, replacement: replacementOf(text, entry, desired, section, seen) };
  });
  const added = desired.filter((entry) => !seen.has(entry.name as string)).map((entry) => JSON.stringify(valueOf(entry.node), undefined, 2));
  return { ...NOTHING, edits: editSequence(text, member.value, elements, added) };
}

/** What becomes of an entry on the node: stays (undefined), goes (null) or is written anew. */
function replacementOf(text: string, entry: Entry, desired: readonly Entry[], section: Section, seen: Set<string>): string | null | undefined {
  if (!entry.ours) {
    return undefined;
  }
  const now = desired.find((candidate) => candidate.name === entry.name);
  if (now === undefined || seen.has(entry.name as string)) {
    return null;
  }
  seen.add(entry.name as string);
  return sameEntry(entry.node, now.node, section) ? undefined : entryText(text, entry.node, now.node, section);
}

/** `defaultACLAccess` and `anonymousGroup`, which are ours as far as we set them. */
function generalChange(found: JsonNode, wanted: JsonNode): Change {
  const access = addedMembers(memberOf(found, 'defaultACLAccess')?.value, memberOf(wanted, 'defaultACLAccess')?.value, 'defaultACLAccess');
  const group = groupChange(found, wanted);
  return { edits: [...access.edits, ...group.edits], added: [...access.added, ...group.added], removed: group.removed };
}

function groupChange(found: JsonNode, wanted: JsonNode): Change {
  const key = 'anonymousGroup';
  const [before, now] = [memberOf(found, key), memberOf(wanted, key)];
  if (now === undefined) {
    // One that names a group of ours was ours, and goes with it.
    const ours = SECTIONS.filter((section) => section.key === 'groups').flatMap((section) => entriesOf(found, section)).filter((entry) => entry.ours);
    return ours.some((entry) => entry.name === before?.value.scalar) ? { ...NOTHING, removed: [before?.key ?? key] } : NOTHING;
  }
  if (before === undefined) {
    return { ...NOTHING, added: [`"${key}": ${JSON.stringify(now.value.scalar)}`] };
  }
  const same = before.value.scalar === now.value.scalar;
  return same ? NOTHING : { ...NOTHING, edits: [{ start: before.value.start, end: before.value.end, text: JSON.stringify(now.value.scalar) }] };
}

/** The root's members as elements, with the edits within them carried out. */
function memberElements(root: JsonNode, removed: readonly string[], edits: readonly Edit[], text: string): readonly Element[] {
  return (root.members ?? []).map(({ key, start, value: { end } }) => {
    if (removed.includes(key)) {
      return { start, end, replacement: null };
    }
    const own = edits.filter((edit) => edit.start >= start && edit.end <= end);
    const shifted = own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    return { start, end, replacement: own.length === 0 ? undefined : applyEdits(text.slice(start, end), shifted) };
  });
}

/** The merged text, unless an entry of ours names something that is not in it. */
function mergedReferences(text: string): Merged {
  const settings = parseDynamicSecurity(text, new Findings());
  const missing = settings && missingReference(settings);
  return missing === undefined
    ? { text }
    : { problem: finding(MOSQUITTO_MERGE_REFERENCE, `${DYNAMIC_SECURITY_FILE} ${missing.where}`, { message: 'names something that is not in the file', got: missing.name }) };
}

function missingReference(settings: DynamicSecuritySettings): { readonly where: string; readonly name: string } | undefined {
  const others = settings.unmanaged;
  const roles = new Set([...settings.roles, ...others?.roles ?? []].map((role) => role.rolename));
  const clients = new Set([...settings.clients, ...others?.clients ?? []].map((client) => client.username));
  const wanted = [
    ...settings.clients.flatMap((client) => client.roles.map((role) => ({ where: `clients ${client.username}`, name: role.rolename, among: roles }))),
    ...settings.groups.flatMap((group) => group.roles.map((role) => ({ where: `groups ${group.groupname}`, name: role.rolename, among: roles }))),
    ...settings.groups.flatMap((group) => group.clients.map((client) => ({ where: `groups ${group.groupname}`, name: client.username, among: clients }))),
  ];
  return wanted.find((reference) => !reference.among.has(reference.name));
}

function problem(rule: FileRule, path: string, message: string): Merged {
  return { problem: finding(rule, path, { message }) };
}
