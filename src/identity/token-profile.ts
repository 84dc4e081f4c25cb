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
  /** What `sub` holds in the token of a user: an id made up, the login name, a prefix and an id, an id per client; left out where nobody knows. */
  readonly userSubject?: 'user-id' | 'login-name' | 'prefixed' | 'pairwise';
  /** The string claim that holds the client id; undefined where the provider has none that is sure. */
  readonly clientIdClaim: string | undefined;
  /** Further string claims of machine tokens whose value is the client id. */
  readonly clientIdAliases?: readonly string[];
  /** The string claim of machine tokens that holds a prefix and the client id in lower case, as Keycloak's user names do. */
  readonly machineUsername?: { readonly claim: string; readonly prefix: string };
  /** What a client id must look like at this provider. */
  readonly clientIds?: TextDemand;
  /** Who may ask the introspection endpoint. */
  readonly introspection: 'none' | 'client-authentication' | 'caller-in-audience' | 'resource-authority' | 'unknown';
  /**
   * Whether introspection answers "inactive" when it is asked under another host than the token's issuer names.
   *
   * Keycloak does so without a fixed `hostname` (AccessTokenIntrospectionProvider.java).
   */
  readonly introspectionComparesHost?: boolean;
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
  /** The only tokens that have the claim; left out, both kinds may. */
  readonly tokens?: 'machine' | 'user';
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
  /** Audiences known to be in every token for the brokers; left out where nobody said so. */
  readonly issued?: readonly string[];
  /** What an audience must look like at this provider. */
  readonly values?: TextDemand;
}

/** A demand on a text, in the regular expressions that JavaScript and RE2 share. */
export interface TextDemand {
  readonly pattern: string;
  /** What is allowed, as the end of a sentence: "a GUID". */
  readonly expects: string;
}

/** Demands of an identity provider on scope names. */
export interface ScopeLimits {
  readonly maxLength: number | undefined;
  readonly reserved: readonly string[];
  readonly reservedPrefixes: readonly string[];
  /** Pattern that every name must match, beyond RFC 6749. */
  readonly pattern: string | undefined;
  readonly patternText: string | undefined;
  /** Most names that one API or authorization server holds. */
  readonly maxCount?: number;
  /** Most characters of the `scope` parameter of a token request: all names and the blanks between them. */
  readonly maxRequestLength?: number;
  /** Most characters of all names that one client holds, separators included. */
  readonly maxListLength?: number;
  /** Whether `*` in the list of a client stands for other names too. */
  readonly wildcard?: boolean;
}
