import { isUnresolvedText } from '../../../text/unresolved';
import { authenticationManagersOf, authorizationManagersOf, pipelinesOf, realmsOf } from '../model';
import { CONFIG_XSD, MANUAL } from './sources';
import { HiveMqRule, HiveMqSubject, judge, scalarsOf } from './subject';

/*
 * Names of realms, pipelines and managers are of type xs:ID, references of type xs:IDREF: one name space for the whole document.
 */

export const HIVEMQ_NAME_NCNAME: HiveMqRule = {
  id: 'HIVEMQ_NAME_NCNAME',
  level: 'error',
  summary: 'Names of realms, pipelines and managers are NCNames.',
  cause: 'They are of type xs:ID, which has no blanks, colons or slashes and does not begin with a digit.',
  remedy: 'use letters, digits, `.`, `-` and `_`, and begin with a letter or `_`',
  source: CONFIG_XSD,
  check: (subject, report) => {
    for (const at of scalarsOf(subject.settings, 'id')) {
      if (at.scalar.condition !== undefined) {
        judge(report, at, at.scalar.condition);
      }
    }
  },
};

export const HIVEMQ_NAME_UNIQUE: HiveMqRule = {
  id: 'HIVEMQ_NAME_UNIQUE',
  level: 'error',
  summary: 'No two realms, pipelines or managers have one name.',
  cause: 'They share one name space (xs:ID); the file does not fit the schema.',
  remedy: 'rename one of them',
  source: CONFIG_XSD,
  check: (subject, report) => {
    const seen = new Map<string, string>();
    for (const { path, value } of scalarsOf(subject.settings, 'id')) {
      const name = String(value);
      if (isUnresolvedText(name)) {
        report.deferred(path);
        continue;
      }
      const first = seen.get(name);
      if (first === undefined) {
        seen.set(name, path);
      } else {
        report.broken(path, { message: `is also the name at ${first}`, got: name });
      }
    }
  },
};

const REALM_OF_MANAGER: { readonly [manager: string]: string } = {
  jwtAuthenticationManager: 'jwtRealm',
  fileAuthenticationManager: 'fileRealm',
  sqlAuthenticationManager: 'sqlRealm',
  ldapAuthenticationManager: 'ldapRealm',
  oidcAuthenticationManager: 'oidcRealm',
  oauthAuthenticationManager: 'oauthRealm',
  fileAuthorizationManager: 'fileRealm',
  sqlAuthorizationManager: 'sqlRealm',
  ldapAuthorizationManager: 'ldapRealm',
};

/** Every manager that names a realm, with the realm when it is there; undefined where a name is known only at apply. */
function references(subject: HiveMqSubject) {
  const { config } = subject.settings;
  const realms = realmsOf(config);
  const managers = pipelinesOf(config).flatMap((pipeline) => [...authenticationManagersOf(pipeline), ...authorizationManagersOf(pipeline)]);
  return managers.filter((manager) => typeof manager.of.realm === 'string').map((manager) => {
    const name = manager.of.realm as string;
    const open = isUnresolvedText(name) || realms.some((realm) => isUnresolvedText(realm.of.name ?? ''));
    return { manager, name, path: `${manager.path}.realm`, realm: realms.find((one) => one.of.name === name), open };
  });
}

export const HIVEMQ_REALM_RESOLVED: HiveMqRule = {
  id: 'HIVEMQ_REALM_RESOLVED',
  level: 'error',
  summary: 'Managers name realms that are there.',
  cause: 'The reference is of type xs:IDREF and leads nowhere; the manager has nobody to ask.',
  remedy: 'name a realm of this document, or add it',
  source: CONFIG_XSD,
  check: (subject, report) => references(subject).forEach(({ name, path, realm, open }) => {
    if (realm === undefined && open) {
      report.deferred(path);
    } else if (realm === undefined) {
      report.broken(path, { message: 'is not the name of a realm', got: name });
    }
  }),
};

export const HIVEMQ_REALM_KIND: HiveMqRule = {
  id: 'HIVEMQ_REALM_KIND',
  level: 'error',
  summary: 'Managers name realms of their own kind.',
  cause: 'A manager cannot ask a realm of another kind.',
  remedy: 'name a realm of the kind that the manager is for',
  source: MANUAL,
  check: (subject, report) => references(subject).forEach(({ manager, path, realm, open }) => {
    const wanted = REALM_OF_MANAGER[manager.kind];
    if (realm !== undefined && wanted !== undefined && realm.kind !== wanted) {
      report.broken(path, { message: `must be the name of a ${wanted}, not of a ${realm.kind}`, got: realm.of.name });
    } else if (realm === undefined && open) {
      report.deferred(path);
    }
  }),
};

export const HIVEMQ_REALM_DISABLED: HiveMqRule = {
  id: 'HIVEMQ_REALM_DISABLED',
  level: 'warning',
  summary: 'Managers name realms that are enabled.',
  cause: 'What a manager does with a disabled realm is not documented; probably nobody gets in.',
  remedy: 'enable the realm, or acknowledge',
  source: MANUAL,
  check: (subject, report) => references(subject).forEach(({ path, realm, open }) => {
    if (realm?.of.enabled === false) {
      report.broken(path, { message: 'names a realm that is not enabled', got: realm.of.name });
    } else if (realm === undefined && open) {
      report.deferred(path);
    }
  }),
};

/** Rules on names and references. */
export const NAME_RULES: readonly HiveMqRule[] = [
  HIVEMQ_NAME_NCNAME, HIVEMQ_NAME_UNIQUE, HIVEMQ_REALM_RESOLVED, HIVEMQ_REALM_KIND, HIVEMQ_REALM_DISABLED,
];
