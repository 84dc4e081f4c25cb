import { Auth0SigningAlgorithm, Auth0TokenDialect, EntraTokenVersion, MachineSubject } from './provider-kind';
import { releaseSince } from './release-since';
import { ScopeClaim, ScopeLimits, TextDemand, TokenProfile } from './token-profile';

/*
 * What the access tokens of each kind of provider look like. Sources are in docs/identity-providers.md.
 */

const GUID_PATTERN = '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$';

/** A UUID in its usual text form. */
export const GUID: TextDemand = { pattern: GUID_PATTERN, expects: 'a GUID such as 00000000-0000-0000-0000-000000000000' };

const NO_SCOPE_LIMITS: ScopeLimits = {
  maxLength: undefined,
  reserved: [],
  reservedPrefixes: [],
  pattern: undefined,
  patternText: undefined,
};

/** What a generic provider may be told about its tokens. */
export interface OidcTokens {
  readonly scopeClaims?: readonly string[];
  readonly arrayScopeClaims?: readonly string[];
  readonly audiences?: readonly string[];
  readonly severalAudiences?: boolean;
  readonly clientIdClaim?: string;
  readonly machineSubject?: MachineSubject;
  readonly signingAlgorithm?: string;
  readonly keysNameAlgorithm?: boolean;
  readonly keysNameUse?: boolean;
}

/** A generic provider: the profile of RFC 9068 where it is told nothing else, and unknown where that leaves it open. */
export function oidcProfile(tokens: OidcTokens): TokenProfile {
  const algorithm = tokens.signingAlgorithm ?? 'RS256';
  const claim = (name: string): ScopeClaim => ({ name, shape: tokens.arrayScopeClaims?.includes(name) ? 'array' : 'string' });
  return {
    scopeClaims: (tokens.scopeClaims ?? ['scope']).map(claim),
    audience: {
      setBy: 'unknown',
      several: tokens.severalAudiences,
      present: tokens.audiences === undefined ? undefined : tokens.audiences.length > 0,
      freeChoice: true,
      issued: tokens.audiences,
    },
    machineSubject: tokens.machineSubject ?? MachineSubject.UNKNOWN,
    clientIdClaim: tokens.clientIdClaim,
    introspection: 'unknown',
    defaultAlgorithm: algorithm,
    algorithms: [algorithm],
    issuerEndsInSlash: undefined,
    keysNameAlg: tokens.keysNameAlgorithm,
    keysNameUse: tokens.keysNameUse,
    scopeLimits: NO_SCOPE_LIMITS,
  };
}

/** The release from which Keycloak answers introspection only to clients among the token's audiences. */
export const KEYCLOAK_CALLER_IN_AUDIENCE = '26.6.2';

/** What a Keycloak realm may be told about its tokens. */
export interface KeycloakTokens {
  readonly version?: string;
  readonly audiences?: readonly string[];
  readonly signingAlgorithm?: string;
}

/** Keycloak: nothing adds an audience but mappers, and `sub` is the UUID of the service account. */
export function keycloakProfile(tokens: KeycloakTokens): TokenProfile {
  const restricted = releaseSince(tokens.version, KEYCLOAK_CALLER_IN_AUDIENCE);
  const algorithm = tokens.signingAlgorithm ?? 'RS256';
  return {
    scopeClaims: [{ name: 'scope', shape: 'string' }],
    audience: { setBy: 'mapper', several: true, present: false, freeChoice: true, issued: tokens.audiences },
    machineSubject: 'uuid',
    userSubject: 'user-id',
    clientIdClaim: 'azp',
    clientIdAliases: ['client_id'],
    machineUsername: { claim: 'preferred_username', prefix: 'service-account-' },
    introspection: restricted === undefined ? 'unknown' : restricted ? 'caller-in-audience' : 'client-authentication',
    introspectionComparesHost: true,
    defaultAlgorithm: algorithm,
    algorithms: [algorithm],
    issuerEndsInSlash: false,
    keysNameAlg: true,
    keysNameUse: true,
    scopeLimits: NO_SCOPE_LIMITS,
  };
}

/** Okta, custom authorization server: scopes as an array in `scp`, one audience a server. */
export function oktaProfile(tokens: { readonly audience?: string }): TokenProfile {
  return {
    scopeClaims: [{ name: 'scp', shape: 'array' }],
    audience: {
      setBy: 'server',
      several: false,
      present: true,
      freeChoice: true,
      issued: tokens.audience === undefined ? undefined : [tokens.audience],
      values: { pattern: '^([^:]+|[A-Za-z][A-Za-z0-9+.-]*:.+)$', expects: 'a text without colon or a URI' },
    },
    machineSubject: 'client-id',
    userSubject: 'login-name',
    clientIdClaim: 'cid',
    introspection: 'client-authentication',
    defaultAlgorithm: 'RS256',
    algorithms: ['RS256'],
    issuerEndsInSlash: false,
    keysNameAlg: true,
    keysNameUse: true,
    scopeLimits: {
      maxLength: undefined,
      reserved: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access', 'groups', 'device_sso', 'okta', '*'],
      reservedPrefixes: ['okta.', 'okta:'],
      pattern: '^([^<]*|[^>]*)$',
      patternText: 'a name without one of < and >',
      maxRequestLength: 1024,
    },
  };
}

const AUTH0_RESERVED_SCOPES = [
  'address', 'created_at', 'email', 'email_verified', 'family_name', 'given_name', 'identities', 'name', 'nickname', 'offline_access',
  'openid', 'phone', 'picture', 'profile',
];

const AUTH0_ALGORITHMS = [Auth0SigningAlgorithm.HS256, Auth0SigningAlgorithm.RS256, Auth0SigningAlgorithm.PS256];

/** What an Auth0 API may be told about its tokens. */
export interface Auth0Tokens {
  readonly audience?: string;
  readonly signingAlgorithm?: Auth0SigningAlgorithm;
  readonly tokenDialect?: Auth0TokenDialect;
}

/** Auth0: the token request names the audience; an API that nobody gave an algorithm signs with its secret. */
export function auth0Profile(tokens: Auth0Tokens): TokenProfile {
  const dialect = tokens.tokenDialect ?? Auth0TokenDialect.ACCESS_TOKEN;
  const permissions: readonly ScopeClaim[] = dialect.endsWith('_authz') ? [{ name: 'permissions', shape: 'array' }] : [];
  return {
    scopeClaims: [{ name: 'scope', shape: 'string' }, ...permissions],
    audience: {
      setBy: 'request',
      several: false,
      present: false,
      freeChoice: true,
      issued: tokens.audience === undefined ? undefined : [tokens.audience],
      values: { pattern: '^.{1,600}$', expects: 'a text of 1 to 600 characters' },
    },
    machineSubject: 'client-id@clients',
    userSubject: 'prefixed',
    clientIdClaim: dialect.startsWith('rfc9068') ? 'client_id' : 'azp',
    introspection: 'none',
    defaultAlgorithm: tokens.signingAlgorithm ?? Auth0SigningAlgorithm.HS256,
    algorithms: tokens.signingAlgorithm === undefined ? AUTH0_ALGORITHMS : [tokens.signingAlgorithm],
    issuerEndsInSlash: true,
    keysNameAlg: true,
    keysNameUse: true,
    scopeLimits: {
      maxLength: 280,
      reserved: AUTH0_RESERVED_SCOPES,
      reservedPrefixes: [],
      pattern: undefined,
      patternText: undefined,
      maxCount: 1000,
    },
  };
}

/** What an Entra API may be told about its tokens. */
export interface EntraTokens {
  readonly tokenVersion: EntraTokenVersion;
  readonly apiClientId?: string;
}

/** Entra: rights of applications are app roles; version 2 writes the API's client id as audience whatever was asked. */
export function entraProfile(tokens: EntraTokens): TokenProfile {
  const second = tokens.tokenVersion === EntraTokenVersion.V2;
  return {
    scopeClaims: [
      { name: 'scp', shape: 'string', tokens: 'user' },
      { name: 'roles', shape: 'array' },
    ],
    audience: {
      setBy: 'registration',
      several: false,
      present: true,
      freeChoice: !second,
      issued: second && tokens.apiClientId !== undefined ? [tokens.apiClientId] : undefined,
      values: second ? GUID : { pattern: '[^/]$', expects: 'a client id or an identifier URI without slash at its end' },
    },
    machineSubject: 'object-id',
    userSubject: 'pairwise',
    clientIdClaim: second ? 'azp' : 'appid',
    clientIds: GUID,
    introspection: 'none',
    defaultAlgorithm: 'RS256',
    algorithms: ['RS256'],
    issuerEndsInSlash: !second,
    keysNameAlg: false,
    keysNameUse: true,
    scopeLimits: {
      maxLength: 120,
      reserved: [],
      reservedPrefixes: ['.'],
      pattern: '^[A-Za-z0-9!#$%&\'()*+,\\-./:;<=>?@\\[\\]^_`{|}~]+$',
      patternText: 'letters, digits and ! # $ % & \' ( ) * + , - . / : ; < = > ? @ [ ] ^ _ ` { | } ~',
    },
  };
}

/** UAA: scopes as an array in `scope`, audiences from the names of scopes. */
export function uaaProfile(): TokenProfile {
  return {
    scopeClaims: [{ name: 'scope', shape: 'array' }],
    audience: { setBy: 'scope-names', several: true, present: true, freeChoice: true },
    machineSubject: 'client-id',
    userSubject: 'user-id',
    clientIdClaim: 'client_id',
    clientIdAliases: ['cid', 'azp'],
    clientIds: { pattern: '^[^/\\\\]+$', expects: 'a text without slash and backslash' },
    introspection: 'resource-authority',
    defaultAlgorithm: 'RS256',
    algorithms: ['RS256'],
    issuerEndsInSlash: false,
    keysNameAlg: true,
    keysNameUse: true,
    scopeLimits: { ...NO_SCOPE_LIMITS, maxListLength: 1024, wildcard: true },
  };
}
