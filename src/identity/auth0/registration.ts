import { Auth0ApiPlace, clientIdOf, ownResources, secretOf, sharedResources } from './resources';
import { auth0RegistrationRules } from './rules';
import { ClientAuthenticationMethod } from '../registration/client-authentication';
import { Registration } from '../registration/registration';

const CLAIM_BY_HAND = 'an Action in the flow of client credentials exchanges that calls `api.accessToken.setCustomClaim`';

/** How applications are registered for an Auth0 API. */
export function auth0Registration(api: Auth0ApiPlace): Registration {
  return {
    terraformProvider: { name: 'auth0', source: 'auth0/auth0', version: '~> 1.55' },
    authentications: [ClientAuthenticationMethod.SECRET, ClientAuthenticationMethod.WRITE_ONLY_SECRET, ClientAuthenticationMethod.PRIVATE_KEY_JWT],
    severalSecrets: false,
    keyForm: 'pem',
    clientIds: 'assigned',
    subjects: 'fixed',
    userFlows: false,
    ownClaims: [],
    claimRemedy: CLAIM_BY_HAND,
    roles: { claims: [], remedy: CLAIM_BY_HAND },
    tokenRequest: ['Token requests of {client} send `audience` with the identifier of the API, {audience}; else the token is opaque or for another API.'],
    rules: auth0RegistrationRules(api),
    clientId: clientIdOf,
    subject: () => undefined,
    secret: secretOf,
    shared: (applications, idOf) => sharedResources(api, applications, idOf),
    own: (application, idOf) => ownResources(api, application, idOf),
  };
}
