import { KeycloakRealm, ownResources, secretOf, sharedResources, subjectOf } from './resources';
import { keycloakRegistrationRules } from './rules';
import { ClientAuthenticationMethod } from '../registration/client-authentication';
import { Registration } from '../registration/registration';

/** How applications are registered at a Keycloak realm. */
export function keycloakRegistration(realm: KeycloakRealm): Registration {
  return {
    // 5.8 and later support Keycloak 26 and later only.
    terraformProvider: { name: 'keycloak', source: 'keycloak/keycloak', version: '~> 5.9' },
    authentications: [ClientAuthenticationMethod.SECRET, ClientAuthenticationMethod.WRITE_ONLY_SECRET, ClientAuthenticationMethod.PRIVATE_KEY_JWT],
    severalSecrets: false,
    keyForm: 'jwk',
    clientIds: 'chosen',
    subjects: 'chosen',
    userFlows: true,
    ownClaims: 'any',
    claimRemedy: 'a mapper',
    roles: { claims: 'any', remedy: 'a mapper' },
    tokenRequest: [],
    rules: keycloakRegistrationRules(realm),
    clientId: ({ clientId = '' }) => clientId,
    subject: subjectOf,
    secret: secretOf,
    shared: (applications, idOf) => sharedResources(realm, applications, idOf),
    own: (application, idOf) => ownResources(realm, application, idOf),
  };
}
