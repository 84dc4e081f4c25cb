import { clientIdOf, OktaServer, ownResources, secretOf, sharedResources } from './resources';
import { oktaRegistrationRules } from './rules';
import { ClientAuthenticationMethod } from '../registration/client-authentication';
import { Registration } from '../registration/registration';

const CLAIM_BY_HAND = 'an `okta_auth_server_claim` of type RESOURCE on the authorization server, whose expression gives the value for this client';

/** How applications are registered at a custom authorization server of Okta. */
export function oktaRegistration(server: OktaServer): Registration {
  return {
    terraformProvider: { name: 'okta', source: 'okta/okta', version: '~> 6.12' },
    authentications: [ClientAuthenticationMethod.SECRET, ClientAuthenticationMethod.WRITE_ONLY_SECRET, ClientAuthenticationMethod.PRIVATE_KEY_JWT],
    severalSecrets: false,
    keyForm: 'jwk',
    clientIds: 'may-be-chosen',
    subjects: 'fixed',
    userFlows: true,
    ownClaims: [],
    claimRemedy: CLAIM_BY_HAND,
    roles: { claims: [], remedy: CLAIM_BY_HAND },
    tokenRequest: server.defaultScopes
      ? ['Token requests of {client} leave `scope` out and get {scopes}.']
      : ['Token requests of {client} name the scopes {scopes}.'],
    rules: oktaRegistrationRules(server),
    clientId: clientIdOf,
    subject: () => undefined,
    secret: secretOf,
    shared: (applications, idOf) => sharedResources(server, applications, idOf),
    own: (application, idOf, neighbours) => ownResources(server, application, idOf, neighbours),
  };
}
