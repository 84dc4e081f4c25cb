/** The kinds of identity provider the library knows; everything else is `OIDC`. */
export enum IdentityProviderKind {
  /** Any provider of OAuth 2.0 access tokens in JWT form, described by its own settings. */
  OIDC = 'oidc',
  /** Keycloak. */
  KEYCLOAK = 'keycloak',
  /** Okta, a custom authorization server. */
  OKTA = 'okta',
  /** Auth0. */
  AUTH0 = 'auth0',
  /** Microsoft Entra ID. */
  ENTRA = 'entra',
  /** Cloud Foundry UAA. */
  UAA = 'uaa',
}

/** Which form the access tokens of an Entra API have; its registration decides, not the endpoint that is called. */
export enum EntraTokenVersion {
  /** `requestedAccessTokenVersion` is null or 1. */
  V1 = '1',
  /** `requestedAccessTokenVersion` is 2. */
  V2 = '2',
}

/** The Microsoft cloud a tenant lives in. */
export enum EntraCloud {
  /** The global service. */
  GLOBAL = 'global',
  /** Azure Government. */
  US_GOVERNMENT = 'us-government',
  /** Azure operated by 21Vianet. */
  CHINA = 'china',
}

/** The dialect of an Auth0 API's access tokens, as `token_dialect` spells it. */
export enum Auth0TokenDialect {
  /** Auth0's own profile. */
  ACCESS_TOKEN = 'access_token',
  /** Auth0's own profile, with the `permissions` claim. */
  ACCESS_TOKEN_AUTHZ = 'access_token_authz',
  /** The profile of RFC 9068. */
  RFC9068_PROFILE = 'rfc9068_profile',
  /** The profile of RFC 9068, with the `permissions` claim. */
  RFC9068_PROFILE_AUTHZ = 'rfc9068_profile_authz',
}

/** The algorithm that signs an Auth0 API's access tokens, as `signing_alg` spells it. */
export enum Auth0SigningAlgorithm {
  /** RSA with SHA-256; verified with the key set. */
  RS256 = 'RS256',
  /** RSA-PSS with SHA-256; verified with the key set. */
  PS256 = 'PS256',
  /** HMAC with the API's signing secret, which no key set holds. */
  HS256 = 'HS256',
}

/** What `sub` holds in the tokens of applications. */
export enum MachineSubject {
  /** The client id. */
  CLIENT_ID = 'client-id',
  /** A UUID that the provider makes up. */
  UUID = 'uuid',
  /** Not known. */
  UNKNOWN = 'unknown',
}
