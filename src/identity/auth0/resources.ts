import { Authentication, ClientAuthenticationMethod } from '../registration/client-authentication';
import { AttributeReference, IdOf, ofApplication, ofProvider, PlannedResource, PlannedValue } from '../registration/planned-resource';
import { demandedByAll, RegisteredApplication } from '../registration/registration';

/*
 * What applications take at an Auth0 API, with the attributes of auth0/auth0 1.55.
 *
 * Source: registry.terraform.io/providers/auth0/auth0/latest/docs
 */

/** The API and what it has already. */
export interface Auth0ApiPlace {
  /** Its identifier: known, or that of the resource which creates it. */
  readonly identifier: string | AttributeReference;
  /** Left out where the API exists. */
  readonly created?: CreatedAuth0Api;
  readonly existingScopes: readonly string[];
}

/** An API that is created. */
export interface CreatedAuth0Api {
  readonly identifier: string;
  readonly name: string;
  readonly signingAlgorithm: string;
  readonly tokenDialect: string;
  readonly tokenLifetimeSeconds: number | undefined;
}

/** Id of the resource that creates the API. */
export const API = 'Api';

const SCOPES = 'Scopes';

/** The API, where it is created, and its permissions. */
export function sharedResources(api: Auth0ApiPlace, applications: readonly RegisteredApplication[], idOf: IdOf): readonly PlannedResource[] {
  const scopes = demandedByAll(applications, 'scope');
  if (api.created === undefined) {
    return scopes.filter((scope) => !api.existingScopes.includes(scope)).map((scope) => addedScope(api, scope, idOf));
  }
  return [resourceServer(api.created), ...(scopes.length === 0 ? [] : [allScopes(api, scopes)])];
}

function resourceServer(api: CreatedAuth0Api): PlannedResource {
  return {
    id: API,
    type: 'auth0_resource_server',
    attributes: {
      identifier: api.identifier,
      name: api.name,
      // Left out it is HS256 for an API that is created like this, and no key set verifies that.
      signing_alg: api.signingAlgorithm,
      token_dialect: api.tokenDialect,
      token_lifetime: api.tokenLifetimeSeconds,
    },
  };
}

/** The whole list of permissions: an API that is created has no others. */
function allScopes(api: Auth0ApiPlace, scopes: readonly string[]): PlannedResource {
  return {
    id: SCOPES,
    type: 'auth0_resource_server_scopes',
    attributes: { resource_server_identifier: api.identifier, scopes: scopes.map((name) => ({ name })) },
  };
}

/** One permission beside those that an existing API has. */
function addedScope(api: Auth0ApiPlace, scope: string, idOf: IdOf): PlannedResource {
  return {
    id: idOf('Scope', scope),
    type: 'auth0_resource_server_scope',
    attributes: { resource_server_identifier: api.identifier, scope },
  };
}

/** The client, how it proves who it is, and its grant for the API. */
export function ownResources(api: Auth0ApiPlace, application: RegisteredApplication, idOf: IdOf): readonly PlannedResource[] {
  return [
    {
      id: 'Client',
      type: 'auth0_client',
      attributes: { name: application.name, app_type: 'non_interactive', grant_types: ['client_credentials'] },
    },
    {
      id: 'Credentials',
      type: 'auth0_client_credentials',
      attributes: { client_id: CLIENT_ID, ...credentials(application.authentication) },
    },
    grant(api, application, idOf),
  ];
}

const CLIENT_ID = ofApplication('Client', 'client_id');

/** The client id, which Auth0 makes up. */
export function clientIdOf(): AttributeReference {
  return CLIENT_ID;
}

/** The attribute with the secret that Auth0 made up; reading it takes the permission `read:client_keys` or `read:client_credentials`. */
export function secretOf({ authentication }: RegisteredApplication): AttributeReference | undefined {
  return authentication.method === ClientAuthenticationMethod.SECRET ? ofApplication('Credentials', 'client_secret') : undefined;
}

function credentials({ method, details }: Authentication): { readonly [attribute: string]: PlannedValue | undefined } {
  if (method === ClientAuthenticationMethod.WRITE_ONLY_SECRET) {
    return { authentication_method: 'client_secret_post', client_secret_wo: details.secret, client_secret_wo_version: details.secretVersion };
  }
  if (method === ClientAuthenticationMethod.PRIVATE_KEY_JWT) {
    const keys = (details.keys ?? []).map(({ name, pem }) => ({ name, credential_type: 'public_key', algorithm: 'RS256', pem }));
    return { authentication_method: 'private_key_jwt', private_key_jwt: [{ credentials: keys }] };
  }
  return { authentication_method: 'client_secret_post' };
}

/** Auth0 refuses a grant of permissions that the API does not have yet, so it waits for them. */
function grant(api: Auth0ApiPlace, application: RegisteredApplication, idOf: IdOf): PlannedResource {
  const scopes = demandedByAll([application], 'scope');
  const added = scopes.filter((scope) => !api.existingScopes.includes(scope));
  const after = api.created === undefined
    ? added.map((scope) => ofProvider(idOf('Scope', scope), 'id'))
    : scopes.length === 0 ? [] : [ofProvider(SCOPES, 'id')];
  return {
    id: 'Grant',
    type: 'auth0_client_grant',
    // A list, in which order matters to the plan: sorted, it changes only where permissions do.
    attributes: { client_id: CLIENT_ID, audience: api.identifier, scopes },
    ...(after.length === 0 ? {} : { after }),
  };
}
