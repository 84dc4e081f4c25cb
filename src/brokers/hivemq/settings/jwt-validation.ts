/**
 * What a token must fulfil besides a good signature and expiry: `jwt-validation`.
 *
 * A claim that is not named here is not looked at, so an empty validation trusts every token of the key set.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html
 */
export interface HiveMqJwtValidation {
  /**
   * Leeway at expiry: `exp-grace`.
   *
   * @default - the broker's, which is not documented
   */
  readonly expGrace?: HiveMqExpGrace;

  /**
   * Whether the introspection endpoint is asked: `enable-introspection`.
   *
   * @default - it is not asked
   */
  readonly enableIntrospection?: HiveMqEnableIntrospection;

  /**
   * What claims of the standards must hold: `reserved-claims`.
   *
   * @default - nothing; reported by HIVEMQ_TOKEN_UNRESTRICTED
   */
  readonly reservedClaims?: HiveMqReservedClaims;

  /**
   * What other claims must hold: `custom-claims`.
   *
   * @default - nothing
   */
  readonly customClaims?: HiveMqClaim[];
}

/** What a token of the Control Center's redirect must fulfil: `jwt-validation` without `exp-grace`. */
export interface HiveMqOAuthValidation {
  /**
   * Whether the introspection endpoint is asked: `enable-introspection`.
   *
   * @default - it is not asked
   */
  readonly enableIntrospection?: HiveMqEnableIntrospection;

  /**
   * What claims of the standards must hold: `reserved-claims`.
   *
   * @default - nothing
   */
  readonly reservedClaims?: HiveMqReservedClaims;

  /**
   * What other claims must hold: `custom-claims`.
   *
   * @default - nothing
   */
  readonly customClaims?: HiveMqClaim[];
}

/** Leeway at expiry: `exp-grace`. */
export interface HiveMqExpGrace {
  /** The leeway, in seconds as far as examples show: the element's text. */
  readonly grace: number;

  /**
   * Whether a client is disconnected when its token expires: attribute `disconnect-after-expiry`.
   *
   * Whether that is at `exp` or at the end of the leeway is not documented.
   *
   * @default - the broker's, which is not documented
   */
  readonly disconnectAfterExpiry?: boolean;
}

/** Whether the introspection endpoint is asked: `enable-introspection`. */
export interface HiveMqEnableIntrospection {
  /** Whether it is: the element's text. Rule HIVEMQ_INTROSPECTION_ENDPOINT_MISSING. */
  readonly enabled: boolean;

  /**
   * Share of the tokens that are introspected, presumably from 0 to 1: attribute `sampling`. Rule HIVEMQ_SAMPLING_RANGE.
   *
   * @default - the broker's, which is not documented
   */
  readonly sampling?: number;
}

/** What claims of the standards must hold: `reserved-claims`. */
export interface HiveMqReservedClaims {
  /**
   * The audience that must be in the token: `aud`, one at most.
   *
   * @default - any
   */
  readonly aud?: string;

  /**
   * The subject that must be in the token: `sub`.
   *
   * @default - any
   */
  readonly sub?: string;

  /**
   * The issuers of which one must be in the token: `iss`, separated by blanks in the file.
   *
   * @default - any
   */
  readonly iss?: string[];

  /**
   * The scopes that must all be in the token: `scope`.
   *
   * @default - any
   */
  readonly scope?: HiveMqScope;
}

/** Scopes that must all be in a token: `scope`. */
export interface HiveMqScope {
  /** The scopes, separated by blanks in the file. */
  readonly scopes: string[];

  /**
   * Claim that is read instead of `scope`, such as Okta's `scp`: attribute `alt`.
   *
   * @default "scope"
   */
  readonly alt?: string;
}

/** A claim and the value it must have: `claim`. */
export interface HiveMqClaim {
  /** Name of the claim: `name`. */
  readonly name: string;

  /** Its value: `value`. It may hold a variable such as `${mqtt-clientid}`, which binds the token to the client id. */
  readonly value: string;
}
