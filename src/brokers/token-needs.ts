/**
 * What a broker needs from tokens and from the identity provider, derived from its settings as data.
 *
 * The rules between identity provider and broker compare it with the provider's token profile.
 */
export interface TokenNeeds {
  /** Where the broker reads scopes; undefined when scopes play no part. */
  readonly scopes: ScopeNeed | undefined;
  /** Whether the broker asks the introspection endpoint, and as which client. */
  readonly introspection: IntrospectionNeed | undefined;
  /** Signing algorithms the broker accepts. */
  readonly algorithms: readonly string[];
  /** What becomes of an `http` issuer or key URL: the service refuses it, or it is merely unwise. */
  readonly plainHttp: 'refused' | 'unwise';
  /** How the broker compares `iss`. */
  readonly issuerComparison: 'exact' | 'one-trailing-slash' | 'pattern';
  /** The issuer the settings demand; undefined when none is demanded. */
  readonly issuer: string | undefined;
  /** Audiences of which one must be in the token; empty when the broker does not look. */
  readonly audiences: readonly string[];
  /** Whether every one of several audiences is asked for (true), or any suffices. */
  readonly allAudiences: boolean;
  /** The claim that names the principal and where that name is used. */
  readonly principal: PrincipalNeed | undefined;
  /** What the broker demands of a key in the key set before it uses it; undefined parts are not looked at or not known. */
  readonly keyNeedsAlg: boolean | undefined;
  readonly keyNeedsUse: boolean | undefined;
  /**
   * Where the broker finds the keys: at a URL it is told, at the one that the discovery document under the issuer names, or on the node.
   *
   * Left out, it is a URL.
   */
  readonly keySource?: 'jwks-uri' | 'discovery' | 'local';
  /** How the broker keeps the keys it fetched; left out where it is not known. */
  readonly keyCache?: KeyCacheNeed;
  /** Whether `audiences` are patterns in the broker's own syntax; left out, they are compared exactly. */
  readonly audiencesArePatterns?: boolean;
}

/** Where a broker reads scopes. */
export interface ScopeNeed {
  /** Claims read, in order. */
  readonly claims: readonly string[];
  /** Whether an array in one of these claims is read. */
  readonly arrayReadIn: readonly string[];
  /** Claims in which an array makes the broker reject the whole token. */
  readonly arrayRejectsTokenIn: readonly string[];
}

/** How a broker asks an introspection endpoint. */
export interface IntrospectionNeed {
  /** Client id of the caller, when it is known. */
  readonly caller: string | undefined;
}

/** How a broker keeps fetched keys. */
export interface KeyCacheNeed {
  /** Longest time a key set is kept. */
  readonly seconds: number;
  /** Whether a token with an unknown `kid` makes the broker fetch again. */
  readonly refetchesUnknownKeys: boolean | undefined;
}

/** The claim that names a principal. */
export interface PrincipalNeed {
  readonly claim: string;
  /** Where the name must fit: "the user name of a dynamic security account". */
  readonly use: string;
  readonly maxLength: number | undefined;
  readonly pattern: string | undefined;
  readonly patternText: string | undefined;
  /** Whether rights hang on the name; left out, they do. Where they do not, the name only shows in logs. */
  readonly decidesRights?: boolean;
}
