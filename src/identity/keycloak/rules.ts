import { KeycloakRealm } from './resources';
import { Condition } from '../../rules/condition';
import { Rule } from '../../rules/rule';
import { hclString } from '../../text/hcl';
import { isUnresolvedText } from '../../text/unresolved';
import { GUID } from '../profiles';
import { demandedByAll, RegistrationSubject } from '../registration/registration';

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
    if (clientId !== undefined && demandedByAll(neighbours, 'audience').includes(clientId)) {
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

/** The rules on applications that are created at a realm. */
export function keycloakRegistrationRules(realm?: KeycloakRealm): readonly Rule<RegistrationSubject>[] {
  return [KEYCLOAK_SUBJECT_OF_USERS, KEYCLOAK_SUBJECT_UUID, KEYCLOAK_CLIENT_IS_AUDIENCE, scopeBuiltIn(realm)];
}
