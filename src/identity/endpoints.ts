import { EntraCloud, EntraTokenVersion } from './provider-kind';
import { ProviderEndpoints } from './provider-model';
import { DISCOVERY_PATH, discoveryUrlOf } from '../oauth/issuer';

/*
 * Where each kind of provider answers. Texts are only joined here, never taken apart, so that any part may be known only at apply.
 * What must not stand in the parts is the business of identity-rules.ts.
 */

/** What a generic provider is told. */
export interface OidcPlace {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly tokenEndpoint?: string;
  readonly introspectionEndpoint?: string;
  readonly discoveryUrl?: string;
}

/** A generic provider: as told, the discovery document where OpenID Connect puts it. */
export function oidcEndpoints(place: OidcPlace): ProviderEndpoints {
  return {
    issuer: place.issuer,
    jwksUri: place.jwksUri,
    tokenEndpoint: place.tokenEndpoint,
    introspectionEndpoint: place.introspectionEndpoint,
    discoveryUrl: place.discoveryUrl ?? discoveryUrlOf(place.issuer),
    lookalikes: [],
  };
}

/** What names a Keycloak realm. */
export interface KeycloakPlace {
  readonly baseUrl: string;
  readonly realm: string;
  readonly issuer?: string;
}

/**
 * Keycloak: everything below `<base>/realms/<realm>`; a base path such as `/auth` is part of the base.
 *
 * @see https://www.keycloak.org/securing-apps/oidc-layers
 */
export function keycloakEndpoints(place: KeycloakPlace): ProviderEndpoints {
  const realmUrl = `${place.baseUrl}/realms/${place.realm}`;
  const issuer = place.issuer ?? realmUrl;
  return {
    issuer,
    jwksUri: `${realmUrl}/protocol/openid-connect/certs`,
    tokenEndpoint: `${realmUrl}/protocol/openid-connect/token`,
    introspectionEndpoint: `${realmUrl}/protocol/openid-connect/token/introspect`,
    discoveryUrl: `${issuer}${DISCOVERY_PATH}`,
    lookalikes: [{ issuer: place.baseUrl, means: 'the server\'s address without the realm' }],
  };
}

/** What names a custom authorization server of Okta: its issuer, or organisation and id. */
export interface OktaPlace {
  readonly orgUrl?: string;
  readonly authorizationServerId?: string;
  readonly issuer?: string;
}

/**
 * Okta: everything below the issuer of the authorization server.
 *
 * @see https://developer.okta.com/docs/concepts/auth-servers/
 */
export function oktaEndpoints(place: OktaPlace): ProviderEndpoints {
  const issuer = place.issuer ?? `${place.orgUrl ?? ''}/oauth2/${place.authorizationServerId ?? ''}`;
  const lookalikes = place.orgUrl === undefined ? [] : [
    { issuer: place.orgUrl, means: 'the org authorization server, whose tokens are for Okta alone' },
  ];
  return {
    issuer,
    jwksUri: `${issuer}/v1/keys`,
    tokenEndpoint: `${issuer}/v1/token`,
    introspectionEndpoint: `${issuer}/v1/introspect`,
    discoveryUrl: `${issuer}${DISCOVERY_PATH}`,
    lookalikes,
  };
}

/**
 * Auth0: the issuer ends in a slash; there is no introspection.
 *
 * @see https://auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery
 */
export function auth0Endpoints(place: { readonly domain: string }): ProviderEndpoints {
  const base = `https://${place.domain}`;
  return {
    issuer: `${base}/`,
    jwksUri: `${base}/.well-known/jwks.json`,
    tokenEndpoint: `${base}/oauth/token`,
    discoveryUrl: `${base}${DISCOVERY_PATH}`,
    lookalikes: [],
  };
}

/** What names an Entra tenant and the form of its tokens. */
export interface EntraPlace {
  readonly tenantId: string;
  readonly tokenVersion: EntraTokenVersion;
  readonly cloud?: EntraCloud;
  readonly apiClientId?: string;
  readonly customSigningKey?: boolean;
}

// learn.microsoft.com/entra/identity-platform/authentication-national-cloud
const ENTRA_LOGIN: Readonly<Record<EntraCloud, string>> = {
  [EntraCloud.GLOBAL]: 'https://login.microsoftonline.com',
  [EntraCloud.US_GOVERNMENT]: 'https://login.microsoftonline.us',
  [EntraCloud.CHINA]: 'https://login.partner.microsoftonline.cn',
};

/**
 * Entra: issuer, key set and discovery document follow together from the version of the tokens.
 *
 * Keys of an API with its own signing key are served only where the API is named in the query.
 *
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens
 */
export function entraEndpoints(place: EntraPlace): ProviderEndpoints {
  const tenant = `${ENTRA_LOGIN[place.cloud ?? EntraCloud.GLOBAL]}/${place.tenantId}`;
  const issuers: Readonly<Record<EntraTokenVersion, string>> = {
    [EntraTokenVersion.V1]: `https://sts.windows.net/${place.tenantId}/`,
    [EntraTokenVersion.V2]: `${tenant}/v2.0`,
  };
  const second = place.tokenVersion === EntraTokenVersion.V2;
  const query = place.customSigningKey === true ? `?appid=${place.apiClientId ?? ''}` : '';
  const other = second ? EntraTokenVersion.V1 : EntraTokenVersion.V2;
  return {
    issuer: issuers[place.tokenVersion],
    jwksUri: `${tenant}${second ? '/discovery/v2.0/keys' : '/discovery/keys'}${query}`,
    tokenEndpoint: `${tenant}/oauth2/v2.0/token`,
    discoveryUrl: `${tenant}${second ? '/v2.0' : ''}${DISCOVERY_PATH}${query}`,
    lookalikes: [
      { issuer: issuers[other], means: `the issuer of version ${other} tokens, while this API's registration asks for version ${place.tokenVersion}` },
      { issuer: `${tenant}/`, means: 'the tenant\'s address, which is the issuer of neither version' },
    ],
  };
}

/**
 * UAA: the issuer is the token endpoint; the base URL is not.
 *
 * @see https://docs.cloudfoundry.org/api/uaa/
 */
export function uaaEndpoints(place: { readonly url: string }): ProviderEndpoints {
  const issuer = `${place.url}/oauth/token`;
  return {
    issuer,
    jwksUri: `${place.url}/token_keys`,
    tokenEndpoint: issuer,
    introspectionEndpoint: `${place.url}/introspect`,
    discoveryUrl: `${issuer}${DISCOVERY_PATH}`,
    lookalikes: [{ issuer: place.url, means: 'the server\'s address; tokens carry the token endpoint as issuer' }],
  };
}
