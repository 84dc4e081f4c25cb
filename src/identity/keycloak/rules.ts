import { KeycloakRealm } from './resources';
import { Condition } from '../../rules/condition';
import { Rule } from '../../rules/rule';
import { hclString } from '../../text/hcl';
import { isUnresolvedText } from '../../text/unresolved';
import { GUID } from '../profiles';
import { demandedByAll, RegistrationSubject } from '../registration/registration';
import { releaseSince } from '../release-since';

export const KEYCLOAK_SUBJECT_OF_USERS: Rule<RegistrationSubject> = {
  id: 'KEYCLOAK_SUBJECT_OF_USERS',
  level: 'error',
  summary: 'A fixed `sub` stands on clients through which no user logs in.',
  cause: 'The mapper writes the same `sub` into the token of every user, so each of them has the rights of the application.',
  remedy: 'use one application for the service and another, without `subject`, for users',
  source: 'keycloak/keycloak HardcodedClaim.java',
  check: ({ application: { users, subject } }, report) => {
    if (users !== undefined && subject !== undefined) {
      report.broken('subject', { message: 'is given, while users log in through the client' });
    }
  },
};

const NO_UUID: Condition = {
  expects: 'a text that is no UUID',
  test: (value) => !new RegExp(GUID.pattern).test(String(value)),
  hcl: (reference) => `!can(regex(${hclString(GUID.pattern)}, ${reference}))`,
};

export const KEYCLOAK_SUBJECT_UUID: Rule<RegistrationSubject> = {
  id: 'KEYCLOAK_SUBJECT_UUID',
  level: 'error',
  summary: 'A fixed `sub` does not look like the id of a user.',
  cause: 'Users have UUIDs as `sub`, so a user with that id would have the rights of the application; introspection would also look that user up.',
  remedy: 'leave `subject` out, which takes the client id, or use a name',
  source: 'keycloak/keycloak SubMapper.java, TokenManager.lookupUserFromStatelessToken',
  check: ({ application: { subject, clientId } }, report) =>
    report.value(subject === undefined ? 'clientId' : 'subject', subject ?? clientId, NO_UUID),
};

export const KEYCLOAK_CLIENT_IS_AUDIENCE: Rule<RegistrationSubject> = {
  id: 'KEYCLOAK_CLIENT_IS_AUDIENCE',
  level: 'error',
  summary: 'An application does not have the client id that stands for the brokers.',
  cause: 'Keycloak refuses a second client with that id; and a client that may introspect should not be one that holds rights.',
  remedy: 'give the application another client id than the audience of its brokers',
  source: 'keycloak/keycloak con-audience.adoc, changes-26_6_2.adoc',
  check: ({ application: { clientId }, neighbours }, report) => {
    const isAudience = neighbours.some(({ demands }) => demands.some(({ kind, value }) => kind === 'audience' && value === clientId));
    if (clientId !== undefined && isAudience) {
      report.broken('clientId', { message: 'is the audience of a broker', got: clientId });
    }
  },
};

/** Client scopes that every realm has; source: keycloak/keycloak OIDCLoginProtocolFactory.java */
const BUILT_IN_SCOPES = [
  'acr', 'address', 'basic', 'email', 'microprofile-jwt', 'offline_access', 'organization', 'phone', 'profile', 'roles', 'service_account', 'web-origins',
];

function scopeBuiltIn(realm: KeycloakRealm | undefined): Rule<RegistrationSubject> {
  return {
    id: 'KEYCLOAK_SCOPE_BUILT_IN',
    level: 'error',
    summary: 'A scope that is created has no name that every realm has already.',
    cause: 'Keycloak refuses a second client scope of that name.',
    remedy: 'choose a name with a prefix for the broker, or list the scope in `existingScopes` of the realm',
    source: 'keycloak/keycloak OIDCLoginProtocolFactory.java',
    check: ({ application }, report) => {
      for (const scope of demandedByAll([application], 'scope')) {
        if (!isUnresolvedText(scope) && BUILT_IN_SCOPES.includes(scope) && realm?.existingScopes.includes(scope) !== true) {
          report.broken('scopes', { message: 'has a name that every realm has', got: scope });
        }
      }
    },
  };
}

/** The first release that keeps a client scope out of the discovery document; source: keycloak/keycloak#10388 */
const SCOPES_KEPT_BACK = '26.4.4';

function scopesPublished(realm: KeycloakRealm | undefined): Rule<RegistrationSubject> {
  return {
    id: 'KEYCLOAK_SCOPES_PUBLISHED',
    level: 'warning',
    summary: `Scopes are created at Keycloak ${SCOPES_KEPT_BACK} or later, which can keep them out of the discovery document.`,
    cause: 'An older server lists every client scope in `scopes_supported`, where everybody reads the names of virtual hosts, queues and topics.',
    remedy: 'update the server and state its `version`, or acknowledge the rule where the names are no secret',
    source: 'keycloak/keycloak#10388; keycloak/terraform-provider-keycloak#1633',
    check: ({ application }, report) => {
      const created = demandedByAll([application], 'scope').filter((scope) => realm?.existingScopes.includes(scope) !== true);
      if (created.length > 0 && releaseSince(realm?.version, SCOPES_KEPT_BACK) === false) {
        report.broken('scopes', { message: `are told to everybody by Keycloak ${realm?.version}` });
      }
    },
  };
}

/** The rules on applications that are created at a realm. */
export function keycloakRegistrationRules(realm?: KeycloakRealm): readonly Rule<RegistrationSubject>[] {
  return [KEYCLOAK_SUBJECT_OF_USERS, KEYCLOAK_SUBJECT_UUID, KEYCLOAK_CLIENT_IS_AUDIENCE, scopeBuiltIn(realm), scopesPublished(realm)];
}
