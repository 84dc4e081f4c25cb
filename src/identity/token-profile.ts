/**
 * What an identity provider's access tokens look like: facts as data, so that rules need not know the provider's name.
 *
 * Sources for each kind are in docs/identity-providers.md.
 */
export interface TokenProfile {
  /** Claims that carry scopes, in the order the provider's own tools read them. */
  readonly scopeClaims: readonly ScopeClaim[];
  /** How an audience gets into a token. */
  readonly audience: AudienceProfile;
  /** What `sub` holds in a client credentials token. */
  readonly machineSubject: 'uuid' | 'client-id' | 'client-id@clients' | 'object-id' | 'unknown';
  /** The string claim that holds the client id; undefined where the provider has none that is sure. */
  readonly clientIdClaim: string | undefined;
  /** Who may ask the introspection endpoint. */
  readonly introspection: 'none' | 'client-authentication' | 'caller-in-audience' | 'resource-authority' | 'unknown';
  /** Signing algorithms: what tokens carry unless somebody changes it, and what they may carry. */
  readonly defaultAlgorithm: string;
  readonly algorithms: readonly string[];
  /** Whether the issuer ends in a slash; undefined where either may be. */
  readonly issuerEndsInSlash: boolean | undefined;
  /** Whether each key of the key set names `alg`, and `use`; undefined where nobody knows. */
  readonly keysNameAlg: boolean | undefined;
  readonly keysNameUse: boolean | undefined;
  /** Demands on scope names beyond RFC 6749. */
  readonly scopeLimits: ScopeLimits;
}

/** A claim that carries scopes. */
export interface ScopeClaim {
  readonly name: string;
  readonly shape: 'string' | 'array' | 'string-or-array';
}

/** How an audience gets into a token. */
export interface AudienceProfile {
  /** Who decides: a mapper, the authorization server, the token request, the API's registration, the names of scopes. */
  readonly setBy: 'mapper' | 'server' | 'request' | 'registration' | 'scope-names' | 'unknown';
  /** Whether one token may carry several audiences. */
  readonly several: boolean | undefined;
  /** Whether tokens have an audience when nobody does anything. */
  readonly present: boolean | undefined;
  /** Whether the value can be chosen freely; Entra v2 always writes the API's client id. */
  readonly freeChoice: boolean;
}

/** Demands of an identity provider on scope names. */
export interface ScopeLimits {
  readonly maxLength: number | undefined;
  readonly reserved: readonly string[];
  readonly reservedPrefixes: readonly string[];
  /** Pattern that every name must match, beyond RFC 6749. */
  readonly pattern: string | undefined;
  readonly patternText: string | undefined;
}
