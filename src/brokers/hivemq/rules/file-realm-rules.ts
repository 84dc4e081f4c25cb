import { Condition, matches } from '../../../rules/condition';
import { Reporter } from '../../../rules/rule';
import { isUnresolved, isUnresolvedText } from '../../../text/unresolved';
import { FILE_REALM_FILE } from '../files';
import { Placed, realmsOf } from '../model';
import { HiveMqActivity, HiveMqFileRealm, HiveMqPermission, HiveMqSharedSubscription } from '../settings';
import { KNOWN_PLACEHOLDER, NOT_SHARE, PROVEN_PLACEHOLDER, TOPIC_FILTER, TOPIC_LENGTH } from '../topics';
import { DYNAMIC_PERMISSIONS, FILE_REALM_XSD, MANUAL } from './sources';
import { HiveMqRule, HiveMqSubject, judge, scalarsOf } from './subject';

/*
 * Rules on users, roles and permissions.
 */

const SECTIONS = ['mqtt', 'controlCenter', 'restApi'] as const;

export const HIVEMQ_TOPIC_FILTER: HiveMqRule = {
  id: 'HIVEMQ_TOPIC_FILTER',
  level: 'error',
  summary: 'Topics of permissions are topic filters.',
  cause: 'No topic matches the permission, or others than meant.',
  remedy: 'correct the filter',
  source: 'MQTT 5.0, section 4.7',
  check: (subject, report) => topics(subject, report, [TOPIC_FILTER, TOPIC_LENGTH]),
};

export const HIVEMQ_TOPIC_SHARE: HiveMqRule = {
  id: 'HIVEMQ_TOPIC_SHARE',
  level: 'error',
  summary: 'Shared subscriptions are granted by their own fields.',
  cause: 'The filter behind $share/group/ is compared with the topic, so the permission matches nothing.',
  remedy: 'give the filter alone, and `sharedSubscription` and `sharedGroup`',
  source: FILE_REALM_XSD,
  check: (subject, report) => topics(subject, report, [NOT_SHARE]),
};

export const HIVEMQ_TOPIC_PLACEHOLDER: HiveMqRule = {
  id: 'HIVEMQ_TOPIC_PLACEHOLDER',
  level: 'error',
  summary: 'Placeholders in topics are variables of the extension.',
  cause: 'Another placeholder is not replaced; `${{clientid}}` belongs to the open-source File RBAC extension, another product.',
  remedy: 'write ${mqtt-clientid} for the client\'s id',
  source: DYNAMIC_PERMISSIONS,
  check: (subject, report) => topics(subject, report, [KNOWN_PLACEHOLDER]),
};

export const HIVEMQ_TOPIC_VARIABLE_UNPROVEN: HiveMqRule = {
  id: 'HIVEMQ_TOPIC_VARIABLE_UNPROVEN',
  level: 'warning',
  summary: 'Topics use no placeholder but `${mqtt-clientid}`.',
  cause: 'Whether other variables, or ${ENV:NAME}, are replaced in a file realm\'s topics is not documented.',
  remedy: 'use ${mqtt-clientid}, or try it and acknowledge',
  source: DYNAMIC_PERMISSIONS,
  check: (subject, report) => topics(subject, report, [PROVEN_PLACEHOLDER]),
};

function topics(subject: HiveMqSubject, report: Reporter, conditions: readonly Condition[]): void {
  scalarsOf(subject.settings, 'topic').forEach((at) => conditions.forEach((condition) => judge(report, at, condition)));
}

/** What names a group of shared subscriptions. */
export const GROUP = matches('^(#|[^+#/]+)$', '`#` for any group, or the name of one, without `/`, `+` and `#`');

export const HIVEMQ_SHARED_GROUP: HiveMqRule = {
  id: 'HIVEMQ_SHARED_GROUP',
  level: 'error',
  summary: 'Where shared subscriptions are granted, the group is named.',
  cause: 'The default is the empty text, and what that grants is not documented.',
  remedy: 'give `#` for any group, or the name of one',
  source: FILE_REALM_XSD,
  check: (subject, report) => permissions(subject).forEach(({ of, path }) => {
    const shared = of.sharedSubscription === HiveMqSharedSubscription.SHARED || of.sharedSubscription === HiveMqSharedSubscription.ALL;
    if (of.activity !== HiveMqActivity.PUBLISH && (shared || isUnresolved(of.sharedSubscription))) {
      report.value(`${path}.sharedGroup`, of.sharedGroup ?? '', GROUP);
    }
  }),
};

function permissions(subject: HiveMqSubject): readonly Placed<HiveMqPermission>[] {
  const mqtt = subject.settings.fileRealm?.mqtt;
  return (['users', 'roles'] as const).flatMap((list) => (mqtt?.[list] ?? []).flatMap((holder, at) =>
    (holder.permissions ?? []).map((of, index) => ({ of, path: `fileRealm.mqtt.${list}[${at}].permissions[${index}]` }))));
}

/** Names of users, or ids of roles, of one section, with their paths. */
function named(subject: HiveMqSubject, section: typeof SECTIONS[number], list: 'users' | 'roles'): readonly Placed<string>[] {
  const holders = (subject.settings.fileRealm?.[section]?.[list] ?? []) as readonly { name?: string; id?: string }[];
  const member = list === 'users' ? 'name' : 'id';
  return holders.map((holder, index) => ({ of: String(holder[member] ?? ''), path: `fileRealm.${section}.${list}[${index}].${member}` }));
}

function duplicates(subject: HiveMqSubject, report: Reporter, list: 'users' | 'roles'): void {
  for (const section of SECTIONS) {
    const seen = new Map<string, string>();
    for (const { of, path } of named(subject, section, list)) {
      const first = seen.get(of);
      if (first !== undefined) {
        report.broken(path, { message: `is also at ${first}`, got: of });
      } else if (isUnresolvedText(of)) {
        report.deferred(path);
      }
      seen.set(of, first ?? path);
    }
  }
}

export const HIVEMQ_USER_DUPLICATE: HiveMqRule = {
  id: 'HIVEMQ_USER_DUPLICATE',
  level: 'error',
  summary: 'No two users of a section have one name.',
  cause: 'Whose permissions count is not documented.',
  remedy: 'join the users',
  source: FILE_REALM_XSD,
  check: (subject, report) => duplicates(subject, report, 'users'),
};

export const HIVEMQ_ROLE_DUPLICATE: HiveMqRule = {
  id: 'HIVEMQ_ROLE_DUPLICATE',
  level: 'error',
  summary: 'No two roles of a section have one id.',
  cause: 'Whose permissions count is not documented.',
  remedy: 'join the roles',
  source: FILE_REALM_XSD,
  check: (subject, report) => duplicates(subject, report, 'roles'),
};

export const HIVEMQ_ROLE_UNDEFINED: HiveMqRule = {
  id: 'HIVEMQ_ROLE_UNDEFINED',
  level: 'warning',
  summary: 'Users name roles that are there.',
  cause: 'The role gives no permissions, unless others define it in the same file.',
  remedy: 'define the role, or acknowledge when others do',
  source: FILE_REALM_XSD,
  check: (subject, report) => SECTIONS.forEach((section) => {
    const ids = named(subject, section, 'roles').map((role) => role.of);
    (subject.settings.fileRealm?.[section]?.users ?? []).forEach((user, at) => (user.roles ?? []).forEach((role, index) => {
      const path = `fileRealm.${section}.users[${at}].roles[${index}]`;
      if (ids.includes(role)) {
        return;
      }
      if (isUnresolvedText(role) || ids.some(isUnresolvedText)) {
        report.deferred(path);
      } else {
        report.broken(path, { message: 'is not the id of a role', got: role });
      }
    }));
  }),
};

export const HIVEMQ_FILE_REALM_UNREAD: HiveMqRule = {
  id: 'HIVEMQ_FILE_REALM_UNREAD',
  level: 'error',
  summary: 'The file realm\'s document is read by a realm.',
  cause: 'Nothing leads from the configuration to the users and roles, so they have no effect.',
  remedy: `add a file realm whose \`filePath\` ends in ${FILE_REALM_FILE}`,
  source: MANUAL,
  check: (subject, report) => {
    if (subject.settings.fileRealm === undefined) {
      return;
    }
    const paths = filePaths(subject);
    if (!paths.some(endsInFile)) {
      const open = paths.some(isUnresolvedText);
      if (open) {
        report.deferred('fileRealm');
      } else {
        report.broken('fileRealm', { message: 'is read by no file realm', got: paths });
      }
    }
  },
};

export const HIVEMQ_FILE_REALM_MISSING: HiveMqRule = {
  id: 'HIVEMQ_FILE_REALM_MISSING',
  level: 'warning',
  summary: 'A file realm\'s document is part of the settings.',
  cause: 'The file is not written here; where it is missing on a node, nobody has rights or the extension does not start.',
  remedy: 'give the document in `fileRealm`, or acknowledge when others deliver the file',
  source: MANUAL,
  check: (subject, report) => fileRealms(subject).forEach(({ of, path }) => {
    const file = of.configuration?.filePath;
    if (file === undefined) {
      return;
    }
    if (isUnresolvedText(file)) {
      report.deferred(`${path}.configuration.filePath`);
    } else if (!endsInFile(file) || subject.settings.fileRealm === undefined) {
      report.broken(`${path}.configuration.filePath`, { message: 'names a file that is not part of these settings', got: file });
    }
  }),
};

function fileRealms(subject: HiveMqSubject): readonly Placed<HiveMqFileRealm>[] {
  return realmsOf(subject.settings.config).filter((realm) => realm.kind === 'fileRealm').map(({ path, of }) => ({ path, of: of as HiveMqFileRealm }));
}

function filePaths(subject: HiveMqSubject): readonly string[] {
  return fileRealms(subject).flatMap(({ of }) => (of.configuration?.filePath === undefined ? [] : [of.configuration.filePath]));
}

function endsInFile(path: string): boolean {
  return path.split('/').at(-1) === FILE_REALM_FILE;
}

/** Rules on users, roles and permissions. */
export const FILE_REALM_RULES: readonly HiveMqRule[] = [
  HIVEMQ_TOPIC_FILTER, HIVEMQ_TOPIC_SHARE, HIVEMQ_TOPIC_PLACEHOLDER, HIVEMQ_TOPIC_VARIABLE_UNPROVEN, HIVEMQ_SHARED_GROUP,
  HIVEMQ_USER_DUPLICATE, HIVEMQ_ROLE_DUPLICATE, HIVEMQ_ROLE_UNDEFINED, HIVEMQ_FILE_REALM_UNREAD, HIVEMQ_FILE_REALM_MISSING,
];
