import { byCodePoint } from '../../text/canonical';
import { Authentication, ClientAuthenticationMethod } from '../registration/client-authentication';
import { AttributeReference, IdOf, ofApplication, ofOther, ofProvider, PlannedResource, PlannedValue } from '../registration/planned-resource';
import { publicJwk } from '../registration/public-jwk';
import { demandedByAll, RegisteredApplication } from '../registration/registration';

/*
 * What applications take at a custom authorization server of Okta, with the attributes of okta/okta 6.12.
 *
 * Source: registry.terraform.io/providers/okta/okta/latest/docs
 */

/** The authorization server and what stands on it already. */
export interface OktaServer {
  /** Its id: known, or that of the resource which creates it. */
  readonly id: string | AttributeReference;
  /** Left out where the server exists. */
  readonly created?: CreatedOktaServer;
  readonly existingScopes: readonly string[];
  /** Whether a token request without `scope` gets every scope. */
  readonly defaultScopes: boolean;
}

/** An authorization server that is created. */
export interface CreatedOktaServer {
  readonly name: string;
  readonly description: string | undefined;
  readonly audience: string;
  readonly issuerMode: string | undefined;
}

/** Id of the resource that creates the server. */
export const SERVER = 'Server';

/**
 * The scope of an application that needs none for its brokers.
 *
 * A token request must name a scope unless the server has default ones, and `openid` and the like are for users.
 * Source: developer.okta.com/docs/guides/implement-grant-type/clientcreds
 */
export const FALLBACK_SCOPE = 'broker-access';

/** The scopes of an application, the one of last resort included. */
function scopesOf(application: RegisteredApplication): readonly string[] {
  const demanded = demandedByAll([application], 'scope');
  return demanded.length === 0 ? [FALLBACK_SCOPE] : demanded;
}

/** The server, where it is created, and the scopes. */
export function sharedResources(server: OktaServer, applications: readonly RegisteredApplication[], idOf: IdOf): readonly PlannedResource[] {
  const scopes = [...new Set(applications.flatMap(scopesOf))].sort(byCodePoint);
  return [
    ...(server.created === undefined ? [] : [authorizationServer(server.created)]),
    ...scopes.filter((scope) => !server.existingScopes.includes(scope)).map((scope): PlannedResource => ({
      id: idOf('Scope', scope),
      type: 'okta_auth_server_scope',
      attributes: {
        auth_server_id: server.id,
        name: scope,
        // A scope that asks for consent is refused to applications.
        consent: 'IMPLICIT',
        // Names of queues and topics are nobody's business; the Terraform provider would publish them.
        metadata_publish: 'NO_CLIENTS',
        ...(server.defaultScopes ? { default: true } : {}),
      },
    })),
  ];
}

function authorizationServer({ name, description, audience, issuerMode }: CreatedOktaServer): PlannedResource {
  return {
    id: SERVER,
    type: 'okta_auth_server',
    attributes: { name, description, audiences: [audience], issuer_mode: issuerMode },
  };
}

/** The client, and the access policy with the one rule without which every token request fails. */
export function ownResources(
  server: OktaServer, application: RegisteredApplication, idOf: IdOf, neighbours: readonly RegisteredApplication[],
): readonly PlannedResource[] {
  return [client(application), policy(server, application, neighbours), policyRule(server, application, idOf)];
}

/** The attribute with the secret that Okta made up. */
export function secretOf({ authentication, users }: RegisteredApplication): AttributeReference | undefined {
  const readable = authentication.method === ClientAuthenticationMethod.SECRET && users?.publicClient !== true;
  return readable ? ofApplication('Client', 'client_secret') : undefined;
}

/** The client id, which is `sub` of the application's own tokens too. */
export function clientIdOf({ clientId }: RegisteredApplication): string | AttributeReference {
  return clientId ?? ofApplication('Client', 'client_id');
}

function client(application: RegisteredApplication): PlannedResource {
  const { users, authentication } = application;
  const flow = users === undefined
    ? { type: 'service', grant_types: ['client_credentials'], response_types: ['token'] }
    : {
      type: users.publicClient ? 'browser' : 'web',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: users.redirectUris,
      pkce_required: true,
    };
  return {
    id: 'Client',
    type: 'okta_app_oauth',
    attributes: {
      label: application.name,
      client_id: application.clientId,
      ...flow,
      ...(users?.publicClient === true ? { token_endpoint_auth_method: 'none' } : credentials(authentication)),
    },
  };
}

function credentials({ method, details }: Authentication): { readonly [attribute: string]: PlannedValue | undefined } {
  if (method === ClientAuthenticationMethod.WRITE_ONLY_SECRET) {
    return {
      token_endpoint_auth_method: 'client_secret_basic',
      client_basic_secret_wo: details.secret,
      client_basic_secret_wo_version: details.secretVersion,
      // Else the provider reads the secret back into the state.
      omit_secret: true,
    };
  }
  if (method === ClientAuthenticationMethod.PRIVATE_KEY_JWT) {
    return { token_endpoint_auth_method: 'private_key_jwt', ...keySet(details) };
  }
  return { token_endpoint_auth_method: 'client_secret_basic' };
}

/** Members of keys that the resource knows. */
const KEY_MEMBERS = ['kid', 'kty', 'e', 'n', 'x', 'y'];

function keySet({ jwksUri, keys = [] }: Authentication['details']): { readonly [attribute: string]: PlannedValue | undefined } {
  if (jwksUri !== undefined) {
    return { jwks_uri: jwksUri };
  }
  return {
    jwks: keys.map((key) => Object.fromEntries(Object.entries(publicJwk(key) ?? {}).filter(([member]) => KEY_MEMBERS.includes(member)))),
  };
}

/** Okta gives a policy its place when it is created, so that several are made one after the other in the order of their priorities. */
function policy(server: OktaServer, application: RegisteredApplication, neighbours: readonly RegisteredApplication[]): PlannedResource {
  const position = neighbours.findIndex(({ path }) => path === application.path);
  const before = neighbours[position - 1];
  return {
    id: 'Policy',
    type: 'okta_auth_server_policy',
    attributes: {
      auth_server_id: server.id,
      name: application.name,
      description: `Tokens for ${application.name}`,
      priority: position + 1,
      client_whitelist: [ofApplication('Client', 'client_id')],
    },
    ...(before === undefined ? {} : { after: [ofOther(before.path, 'Policy', 'id')] }),
  };
}

function policyRule(server: OktaServer, application: RegisteredApplication, idOf: IdOf): PlannedResource {
  const { users } = application;
  return {
    id: 'PolicyRule',
    type: 'okta_auth_server_policy_rule',
    attributes: {
      auth_server_id: server.id,
      policy_id: ofApplication('Policy', 'id'),
      name: application.name,
      priority: 1,
      grant_type_whitelist: [users === undefined ? 'client_credentials' : 'authorization_code'],
      scope_whitelist: scopesOf(application).map((scope) => (server.existingScopes.includes(scope) ? scope : ofProvider(idOf('Scope', scope), 'name'))),
      // Users are those whom the application is assigned to.
      group_whitelist: users === undefined ? undefined : ['EVERYONE'],
    },
  };
}
