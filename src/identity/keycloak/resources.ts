import { isUnresolvedText } from '../../text/unresolved';
import { Authentication, ClientAuthenticationMethod } from '../registration/client-authentication';
import { AttributeReference, IdOf, ofApplication, ofProvider, PlannedResource, PlannedValue } from '../registration/planned-resource';
import { publicJwk } from '../registration/public-jwk';
import { demandedByAll, needsSubject, RegisteredApplication } from '../registration/registration';

/*
 * What applications take at a Keycloak realm, with the attributes of keycloak/keycloak 5.9.
 *
 * Everywhere but in `keycloak_openid_client.client_id`, an attribute `client_id` is the UUID of the client.
 * Source: registry.terraform.io/providers/keycloak/keycloak/latest/docs
 */

/** The realm and what stands in it already. */
export interface KeycloakRealm {
  readonly realm: string;
  /** Audiences that exist there: they are added to tokens by their text, and no client is created. */
  readonly audiences: readonly string[];
  readonly existingScopes: readonly string[];
  /** Version of the server, as far as it is known. */
  readonly version?: string;
}

/** The realm's name, which URLs hold percent-encoded. */
export function realmName(segment: string): string {
  if (isUnresolvedText(segment)) {
    return segment;
  }
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const NO_USER_FLOWS = { standard_flow_enabled: false, implicit_flow_enabled: false, direct_access_grants_enabled: false };

/**
 * Client scopes that a list of default scopes must not lose: since Keycloak 25 `sub` comes from `basic`, `preferred_username` is from `profile`,
 * without which introspection does not find the service account of a token whose `sub` is not its id, and `client_id` is from `service_account`.
 *
 * Sources: keycloak/keycloak changes-25_0_0.adoc, TokenManager.lookupUserFromStatelessToken, ServiceAccountConstants.java
 */
const MACHINE_SCOPES = ['basic', 'service_account', 'profile'];
const USER_SCOPES = ['basic', 'profile'];

/** A client for each audience, and the client scopes. */
export function sharedResources(realm: KeycloakRealm, applications: readonly RegisteredApplication[], idOf: IdOf): readonly PlannedResource[] {
  const audiences = demandedByAll(applications, 'audience').filter((audience) => !realm.audiences.includes(audience));
  const scopes = demandedByAll(applications, 'scope').filter((scope) => !realm.existingScopes.includes(scope));
  return [
    ...audiences.map((audience) => audienceClient(realm, audience, idOf)),
    ...scopes.map((scope): PlannedResource => ({
      id: idOf('Scope', scope),
      type: 'keycloak_openid_client_scope',
      // Names of queues and topics are nobody's business, and the discovery document is public.
      attributes: { realm_id: realm.realm, name: scope, include_in_token_scope: true, include_in_openid_provider_metadata: false },
    })),
  ];
}

/** The client that stands for the brokers: it is the audience, and may introspect because it is. */
function audienceClient(realm: KeycloakRealm, audience: string, idOf: IdOf): PlannedResource {
  return {
    id: idOf('Audience', audience),
    type: 'keycloak_openid_client',
    attributes: {
      realm_id: realm.realm,
      client_id: audience,
      access_type: 'CONFIDENTIAL',
      service_accounts_enabled: false,
      ...NO_USER_FLOWS,
      full_scope_allowed: false,
    },
  };
}

/** The client, its mappers and its list of default scopes. */
export function ownResources(realm: KeycloakRealm, application: RegisteredApplication, idOf: IdOf): readonly PlannedResource[] {
  return [
    client(realm, application),
    ...demandedByAll([application], 'audience').map((audience) => audienceMapper(realm, audience, idOf)),
    ...claimMappers(realm, application, idOf),
    defaultScopes(realm, application, idOf),
  ];
}

/** The attribute with the secret that Keycloak made up. */
export function secretOf({ authentication, users }: RegisteredApplication): AttributeReference | undefined {
  const readable = authentication.method === ClientAuthenticationMethod.SECRET && users?.publicClient !== true;
  return readable ? ofApplication('Client', 'client_secret') : undefined;
}

/** `sub` of the application's own tokens; where users log in, every one of them has their own. */
export function subjectOf({ users, subject, clientId }: RegisteredApplication): string | undefined {
  return users === undefined ? subject ?? clientId : undefined;
}

function client(realm: KeycloakRealm, application: RegisteredApplication): PlannedResource {
  const { users, authentication } = application;
  const isPublic = users?.publicClient === true;
  return {
    id: 'Client',
    type: 'keycloak_openid_client',
    attributes: {
      realm_id: realm.realm,
      client_id: application.clientId ?? '',
      name: application.name,
      access_type: isPublic ? 'PUBLIC' : 'CONFIDENTIAL',
      service_accounts_enabled: users === undefined,
      ...NO_USER_FLOWS,
      standard_flow_enabled: users !== undefined,
      valid_redirect_uris: users?.redirectUris,
      pkce_code_challenge_method: users === undefined ? undefined : 'S256',
      full_scope_allowed: false,
      ...(isPublic ? {} : credentials(authentication)),
    },
  };
}

function credentials({ method, details }: Authentication): { readonly [attribute: string]: PlannedValue | undefined } {
  if (method === ClientAuthenticationMethod.WRITE_ONLY_SECRET) {
    return { client_secret_wo: details.secret, client_secret_wo_version: String(details.secretVersion) };
  }
  if (method === ClientAuthenticationMethod.PRIVATE_KEY_JWT) {
    return { client_authenticator_type: 'client-jwt', extra_config: keySet(details.jwksUri, details.keys ?? []) };
  }
  return {};
}

/** Names of client attributes from keycloak/keycloak OIDCConfigAttributes.java. */
function keySet(jwksUri: string | undefined, keys: readonly Parameters<typeof publicJwk>[0][]): { readonly [attribute: string]: string } {
  return jwksUri === undefined
    ? { 'use.jwks.string': 'true', 'jwks.string': JSON.stringify({ keys: keys.map(publicJwk) }) }
    : { 'use.jwks.url': 'true', 'jwks.url': jwksUri };
}

function audienceMapper(realm: KeycloakRealm, audience: string, idOf: IdOf): PlannedResource {
  const included = realm.audiences.includes(audience)
    ? { included_custom_audience: audience }
    : { included_client_audience: ofProvider(idOf('Audience', audience), 'client_id') };
  return {
    id: idOf('AudienceMapper', audience),
    type: 'keycloak_openid_audience_protocol_mapper',
    attributes: {
      realm_id: realm.realm,
      client_id: ofApplication('Client', 'id'),
      name: `audience ${audience}`,
      ...included,
      add_to_id_token: false,
      add_to_access_token: true,
      add_to_token_introspection: true,
    },
  };
}

/** Claims that Keycloak writes by itself, or that a subject mapper writes. */
const WRITTEN_ANYWAY = ['sub', 'azp', 'client_id', 'preferred_username'];

function claimMappers(realm: KeycloakRealm, application: RegisteredApplication, idOf: IdOf): readonly PlannedResource[] {
  const claims = demandedByAll([application], 'claim').filter((claim) => !WRITTEN_ANYWAY.includes(claim));
  const subject = needsSubject(application) ? subjectOf(application) : undefined;
  const { role, clientId = '' } = application;
  return [
    ...(subject === undefined ? [] : [hardcodedClaim(realm, 'SubjectMapper', 'sub', subject)]),
    ...claims.map((claim) => hardcodedClaim(realm, idOf('ClaimMapper', claim), claim, clientId)),
    ...(role === undefined ? [] : [hardcodedClaim(realm, 'RoleMapper', role.claim, role.name)]),
  ];
}

/**
 * A claim with a fixed value, on this client alone.
 *
 * Mappers run after the one that writes the id of the service account into `sub`, whose priority is the lowest so that others may.
 * Source: keycloak/keycloak ProtocolMapperUtils.SUB_MAPPER, HardcodedClaim.java, OIDCAttributeMapperHelper.java
 */
function hardcodedClaim(realm: KeycloakRealm, id: string, claim: string, value: string): PlannedResource {
  return {
    id,
    type: 'keycloak_generic_protocol_mapper',
    attributes: {
      realm_id: realm.realm,
      client_id: ofApplication('Client', 'id'),
      name: `claim ${claim}`,
      protocol: 'openid-connect',
      protocol_mapper: 'oidc-hardcoded-claim-mapper',
      config: {
        'claim.name': claim.replace(/[\\.]/g, '\\$&'),
        'claim.value': value,
        'jsonType.label': 'String',
        'access.token.claim': 'true',
        'id.token.claim': 'false',
        'userinfo.token.claim': 'false',
        'introspection.token.claim': 'true',
      },
    },
  };
}

function defaultScopes(realm: KeycloakRealm, application: RegisteredApplication, idOf: IdOf): PlannedResource {
  const granted = demandedByAll([application], 'scope')
    .map((scope) => (realm.existingScopes.includes(scope) ? scope : ofProvider(idOf('Scope', scope), 'name')));
  return {
    id: 'DefaultScopes',
    type: 'keycloak_openid_client_default_scopes',
    attributes: {
      realm_id: realm.realm,
      client_id: ofApplication('Client', 'id'),
      default_scopes: [...(application.users === undefined ? MACHINE_SCOPES : USER_SCOPES), ...granted],
    },
  };
}
