import { HiveMqClaim, HiveMqJwtValidation, HiveMqOAuthValidation, HiveMqScope } from './jwt-validation';
import { HiveMqAuthenticationStrategy, HiveMqOAuthFlow } from './vocabulary';

/**
 * What decides whether a client is who it says: exactly one member is set. Not every pipeline allows every manager.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html
 */
export interface HiveMqAuthenticationManager {
  /**
   * By token: `jwt-authentication-manager`. Not in a `control-center-redirect-pipeline`, nor in a chain outside a listener pipeline.
   *
   * @default - another manager
   */
  readonly jwtAuthenticationManager?: HiveMqJwtAuthenticationManager;

  /**
   * By password in a file realm: `file-authentication-manager`.
   *
   * @default - another manager
   */
  readonly fileAuthenticationManager?: HiveMqRealmAuthenticationManager;

  /**
   * By password in a database: `sql-authentication-manager`.
   *
   * @default - another manager
   */
  readonly sqlAuthenticationManager?: HiveMqRealmAuthenticationManager;

  /**
   * By bind to a directory: `ldap-authentication-manager`. Not in a REST API pipeline.
   *
   * @default - another manager
   */
  readonly ldapAuthenticationManager?: HiveMqLdapAuthenticationManager;

  /**
   * Everybody: `allow-all-authentication-manager`. In a listener pipeline only; rule HIVEMQ_ALLOW_ALL_AUTHENTICATION.
   *
   * @default - another manager
   */
  readonly allowAllAuthenticationManager?: HiveMqAllowAllManager;

  /**
   * Several managers in turn: `chain-authentication-manager`.
   *
   * @default - another manager
   */
  readonly chainAuthenticationManager?: HiveMqChainAuthenticationManager;

  /**
   * By OpenID Connect: `oidc-authentication-manager`. In a Control Center pipeline only.
   *
   * @default - another manager
   */
  readonly oidcAuthenticationManager?: HiveMqOidcAuthenticationManager;

  /**
   * By OAuth redirect: `oauth-authentication-manager`. In a Control Center redirect pipeline only.
   *
   * @default - another manager
   */
  readonly oauthAuthenticationManager?: HiveMqOAuthAuthenticationManager;
}

/** Authentication by token: `jwt-authentication-manager`. */
export interface HiveMqJwtAuthenticationManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** Name of the JWT realm: `realm`. Rules HIVEMQ_REALM_*. */
  readonly realm: string;

  /**
   * What a token must fulfil: `jwt-validation`.
   *
   * @default - a good signature and expiry only; reported by HIVEMQ_TOKEN_UNRESTRICTED
   */
  readonly jwtValidation?: HiveMqJwtValidation;
}

/** Authentication by password in a file realm or a database. */
export interface HiveMqRealmAuthenticationManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** Name of the realm: `realm`. Rules HIVEMQ_REALM_*. */
  readonly realm: string;
}

/** A manager that lets everybody pass. */
export interface HiveMqAllowAllManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;
}

/** Authentication by bind to a directory: `ldap-authentication-manager`. */
export interface HiveMqLdapAuthenticationManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** Name of the LDAP realm: `realm`. Rules HIVEMQ_REALM_*. */
  readonly realm: string;

  /** Relative distinguished names of the entry that holds clients: `clients-rdns`. */
  readonly clientsRdns: string;

  /**
   * Attribute that holds the authentication key: `uid-attribute`.
   *
   * @default - the broker's, which is not documented
   */
  readonly uidAttribute?: string;

  /**
   * Object class that an entry must have: `required-object-class`.
   *
   * @default - any
   */
  readonly requiredObjectClass?: string;
}

/** Several authentication managers in turn: `chain-authentication-manager`. */
export interface HiveMqChainAuthenticationManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** When the next manager is asked: `strategy`. */
  readonly strategy: HiveMqAuthenticationStrategy;

  /** The managers, two at least: `chain`. */
  readonly chain: HiveMqAuthenticationManager[];
}

/** Login to the Control Center by OpenID Connect: `oidc-authentication-manager`. */
export interface HiveMqOidcAuthenticationManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** Name of the OIDC realm: `realm`. Rules HIVEMQ_REALM_*. */
  readonly realm: string;

  /** URL to which the identity provider sends the browser back: `redirect-uri`. */
  readonly redirectUri: string;

  /**
   * URL to which it sends the browser after logout: `post-logout-redirect-uri`.
   *
   * @default - none
   */
  readonly postLogoutRedirectUri?: string;

  /**
   * Scopes that are asked for: `scopes`.
   *
   * @default - the broker's, which are not documented
   */
  readonly scopes?: string[];

  /** Claim that becomes the authorization key: `authorization-key-claim`. */
  readonly authorizationKeyClaim: string;

  /**
   * Claim that becomes the authorization role key: `authorization-role-key-claim`.
   *
   * @default - none
   */
  readonly authorizationRoleKeyClaim?: string;

  /**
   * Claims and the values they must have: `expected-claims`.
   *
   * @default - none
   */
  readonly expectedClaims?: HiveMqClaim[];

  /**
   * Whether PKCE (RFC 7636) is used: `pkce-enabled`.
   *
   * @default true
   */
  readonly pkceEnabled?: boolean;

  /**
   * Whether a nonce is used: `nonce-enabled`.
   *
   * @default true
   */
  readonly nonceEnabled?: boolean;
}

/** Login to the Control Center by OAuth redirect: `oauth-authentication-manager`. */
export interface HiveMqOAuthAuthenticationManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** Name of the OAuth realm: `realm`. Rules HIVEMQ_REALM_*. */
  readonly realm: string;

  /**
   * The OAuth 2.0 flow: `flow`.
   *
   * @default HiveMqOAuthFlow.AUTHORIZATION_CODE
   */
  readonly flow?: HiveMqOAuthFlow;

  /**
   * Scopes that are asked for: `scopes`.
   *
   * @default - none
   */
  readonly scopes?: HiveMqScope[];

  /**
   * What a token must fulfil: `jwt-validation`.
   *
   * @default - a good signature and expiry only
   */
  readonly jwtValidation?: HiveMqOAuthValidation;
}
