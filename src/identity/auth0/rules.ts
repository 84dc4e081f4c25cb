import { matches, oneOf, wholeNumber } from '../../rules/condition';
import { Rule } from '../../rules/rule';
import { auth0Profile } from '../profiles';
import { Auth0SigningAlgorithm } from '../provider-kind';
import { Auth0ApiPlace, CreatedAuth0Api } from './resources';
import { RegistrationSubject } from '../registration/registration';

const RESOURCE_SERVERS = 'auth0.com/docs/api/management/v2: resource servers';
const { pattern, expects } = auth0Profile({}).audience.values!;

export const AUTH0_API_IDENTIFIER: Rule<CreatedAuth0Api> = {
  id: 'AUTH0_API_IDENTIFIER',
  level: 'error',
  summary: `The identifier of an API is ${expects}.`,
  cause: 'Auth0 refuses to create the API. The identifier cannot be changed later: another one is another API.',
  remedy: 'choose a URI that names the API, such as https://mq.example.com; nothing needs to answer there',
  source: `${RESOURCE_SERVERS}, identifier`,
  check: ({ identifier }, report) => report.value('identifier', identifier, matches(pattern, expects)),
};

const PUBLIC_ALGORITHMS = oneOf([Auth0SigningAlgorithm.RS256, Auth0SigningAlgorithm.PS256]);

export const AUTH0_API_ALGORITHM: Rule<CreatedAuth0Api> = {
  id: 'AUTH0_API_ALGORITHM',
  level: 'error',
  summary: 'The API signs with an algorithm whose key is public.',
  cause: 'HS256 signs with a secret that no key set holds, and that the Terraform provider does not mark as sensitive.',
  remedy: 'leave `signingAlgorithm` out, which is RS256',
  source: `${RESOURCE_SERVERS}, signing_alg; RFC 7515 section 4.1.1`,
  check: ({ signingAlgorithm }, report) => report.value('signingAlgorithm', signingAlgorithm, PUBLIC_ALGORITHMS),
};

const LIFETIME = wholeNumber(0, 2592000);

export const AUTH0_TOKEN_LIFETIME: Rule<CreatedAuth0Api> = {
  id: 'AUTH0_TOKEN_LIFETIME',
  level: 'error',
  summary: `The lifetime of tokens is ${LIFETIME.expects} seconds.`,
  cause: 'Auth0 refuses any other.',
  remedy: 'leave it out, which is 86400, or choose a shorter one',
  source: `${RESOURCE_SERVERS}, token_lifetime`,
  check: ({ tokenLifetimeSeconds }, report) => report.value('tokenLifetimeSeconds', tokenLifetimeSeconds, LIFETIME),
};

/** The rules on an API that is created. */
export const CREATED_AUTH0_API_RULES: readonly Rule<CreatedAuth0Api>[] = [AUTH0_API_IDENTIFIER, AUTH0_API_ALGORITHM, AUTH0_TOKEN_LIFETIME];

function apiUnknown(api: Auth0ApiPlace | undefined): Rule<RegistrationSubject> {
  return {
    id: 'AUTH0_API_UNKNOWN',
    level: 'error',
    summary: 'Applications are created for an API whose identifier is known.',
    cause: 'Permissions belong to an API, and without a grant for it the application gets no tokens.',
    remedy: 'set `audience` of the provider to the identifier of the API, or create the API with Auth0Api',
    source: 'auth0.com/docs/get-started/applications/application-access-to-apis-client-grants',
    check: (_, report) => {
      if (api !== undefined && api.identifier === '') {
        report.broken('identityProvider', { message: 'has no `audience`' });
      }
    },
  };
}

const MOST_KEYS = 2;

export const AUTH0_CLIENT_KEYS: Rule<RegistrationSubject> = {
  id: 'AUTH0_CLIENT_KEYS',
  level: 'error',
  summary: 'A client has its public keys registered, two at most.',
  cause: 'Auth0 fetches no key set of clients that are registered like this, and keeps two keys of each.',
  remedy: 'give `publicKeys`: the one in use, and for a while the one that follows',
  source: 'registry.terraform.io/providers/auth0/auth0/latest/docs/resources/client_credentials: private_key_jwt',
  check: ({ application: { authentication: { details } } }, report) => {
    const { jwksUri, keys = [] } = details;
    if (jwksUri !== undefined) {
      report.broken('authentication.jwksUri', { message: 'cannot be registered' });
    }
    if (keys.length > MOST_KEYS) {
      report.broken('authentication.keys', { message: `must be ${MOST_KEYS} at most`, got: keys.length });
    }
  },
};

/** The rules on applications that are created for an API. */
export function auth0RegistrationRules(api?: Auth0ApiPlace): readonly Rule<RegistrationSubject>[] {
  return [apiUnknown(api), AUTH0_CLIENT_KEYS];
}
