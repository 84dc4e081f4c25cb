import { clientIdOf, EntraApiPlace, ownResources, secretOf, sharedResources, subjectOf } from './resources';
import { entraRegistrationRules } from './rules';
import { ClientAuthenticationMethod } from '../registration/client-authentication';
import { Registration } from '../registration/registration';

/** How applications are registered for an Entra API. */
export function entraRegistration(api: EntraApiPlace): Registration {
  return {
    terraformProvider: { name: 'azuread', source: 'hashicorp/azuread', version: '~> 3.9' },
    authentications: [ClientAuthenticationMethod.SECRET, ClientAuthenticationMethod.CERTIFICATE],
    severalSecrets: true,
    keyForm: 'pem',
    clientIds: 'assigned',
    subjects: 'fixed',
    userFlows: true,
    ownClaims: [],
    claimRemedy: 'a claims mapping policy, and a signing key of the API\'s own with it',
    roles: { claims: ['roles'], remedy: 'the claim `roles`, which holds the app roles as an array' },
    tokenRequest: ['Token requests of {client} ask for `<client id of the API>/.default`; the token then carries every role assigned, and cannot carry fewer.'],
    rules: entraRegistrationRules(api),
    clientId: clientIdOf,
    subject: subjectOf,
    secret: secretOf,
    shared: (applications, idOf) => sharedResources(api, applications, idOf),
    own: (application, idOf) => ownResources(api, application, idOf),
  };
}
