import { HiveMqIntrospectionEndpoint, HiveMqSimpleAuth, HiveMqTrustStore } from './realms';

/** Single sign-on of the Control Center by redirect: `oauth-realm`. Plays no part for MQTT clients. */
export interface HiveMqOAuthRealm {
  /** Name by which managers refer to the realm: `name`. Rules HIVEMQ_NAME_*. */
  readonly name: string;
  /** Whether the realm is in use: `enabled`. */
  readonly enabled: boolean;
  /** Where the identity provider is: `configuration`. */
  readonly configuration: HiveMqOAuthRealmConfiguration;
}

/** Where the identity provider of an OAuth realm is: `oauthConfigurationEntity`. */
export interface HiveMqOAuthRealmConfiguration {
  /** URL of the JSON Web Key Set: `jwks-endpoint`. */
  readonly jwksEndpoint: string;

  /**
   * How long keys are kept, in seconds: `jwks-default-cache-duration`.
   *
   * @default 1800
   */
  readonly jwksDefaultCacheDuration?: number;

  /**
   * Trust store for the HTTPS calls of the realm: `tls-trust-store`.
   *
   * @default - the broker's, which is not documented
   */
  readonly tlsTrustStore?: HiveMqTrustStore;

  /** URL of the authorization endpoint: `auth-endpoint`. */
  readonly authEndpoint: string;
  /** URL of the token endpoint: `token-endpoint`. */
  readonly tokenEndpoint: string;

  /**
   * The RFC 7662 introspection endpoint: `introspection-endpoint`.
   *
   * @default - tokens cannot be introspected
   */
  readonly introspectionEndpoint?: HiveMqIntrospectionEndpoint;

  /** URL of the Control Center to which the identity provider sends the browser back: `callback-uri`. */
  readonly callbackUri: string;

  /**
   * Client id and secret: `simple-auth`.
   *
   * @default - none
   */
  readonly simpleAuth?: HiveMqSimpleAuth;
}

/** Single sign-on of the Control Center by OpenID Connect: `oidc-realm`. Plays no part for MQTT clients. */
export interface HiveMqOidcRealm {
  /** Name by which managers refer to the realm: `name`. Rules HIVEMQ_NAME_*. */
  readonly name: string;
  /** Whether the realm is in use: `enabled`. */
  readonly enabled: boolean;
  /** Where the identity provider is and as whom the broker speaks: `configuration`. */
  readonly configuration: HiveMqOidcRealmConfiguration;
}

/** Where the identity provider of an OIDC realm is and as whom the broker speaks. */
export interface HiveMqOidcRealmConfiguration {
  /** The issuer: `issuer`. */
  readonly issuer: string;
  /** The broker's client id: `client-id`. */
  readonly clientId: string;
  /** How the broker proves who it is: `client-authentication`. */
  readonly clientAuthentication: HiveMqOidcClientAuthentication;

  /**
   * Trust store for the HTTPS calls of the realm: `tls-trust-store`.
   *
   * @default - the broker's, which is not documented
   */
  readonly tlsTrustStore?: HiveMqTrustStore;

  /**
   * How long keys are kept, in seconds: `jwks-cache-seconds`.
   *
   * @default 1800
   */
  readonly jwksCacheSeconds?: number;

  /**
   * URL at which a session is ended: `end-session-endpoint`.
   *
   * @default - none
   */
  readonly endSessionEndpoint?: string;
}

/** How the broker proves who it is to an OpenID provider: exactly one member is set. */
export interface HiveMqOidcClientAuthentication {
  /**
   * The client secret: `client-secret-basic`. Only `${ENV:NAME}`, see rule HIVEMQ_SECRET_LITERAL.
   *
   * @default - another way
   */
  readonly clientSecretBasic?: string;

  /**
   * A client certificate: `tls-client-auth` (RFC 8705).
   *
   * @default - another way
   */
  readonly tlsClientAuth?: HiveMqTlsClientAuth;

  /**
   * A signed assertion: `private-key-jwt`.
   *
   * @default - another way
   */
  readonly privateKeyJwt?: HiveMqPrivateKeyJwt;
}

/** A client certificate: `tls-client-auth`. */
export interface HiveMqTlsClientAuth {
  /** Where certificate and key are: `keystore`. */
  readonly keystore: HiveMqOidcKeystore;
}

/** A signed assertion: `private-key-jwt`. */
export interface HiveMqPrivateKeyJwt {
  /** Which entry of the store signs: `keystore-entry-alias`. */
  readonly keystoreEntryAlias: string;
  /** Where the key is: `keystore`. */
  readonly keystore: HiveMqOidcKeystore;

  /**
   * Key id in the header of the assertion: `kid`.
   *
   * @default - none
   */
  readonly kid?: string;

  /**
   * Whether the certificate chain stands in the header: `x5c`.
   *
   * @default - the broker's, which is not documented
   */
  readonly x5c?: boolean;

  /**
   * Whether the certificate's SHA-1 thumbprint stands in the header: `x5t`.
   *
   * @default - the broker's, which is not documented
   */
  readonly x5t?: boolean;

  /**
   * Whether the certificate's SHA-256 thumbprint stands in the header: `x5t-sha256`.
   *
   * @default - the broker's, which is not documented
   */
  readonly x5tSha256?: boolean;
}

/** A key store of an OIDC realm: `oidcKeystore`. */
export interface HiveMqOidcKeystore {
  /** Path on the node: `path`. */
  readonly path: string;

  /**
   * Its type: `type`.
   *
   * @default "JKS"
   */
  readonly type?: string;

  /**
   * Password of the store: `password`. Only `${ENV:NAME}`, see rule HIVEMQ_SECRET_LITERAL.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Password of the key: `private-key-password`. Only `${ENV:NAME}`, see rule HIVEMQ_SECRET_LITERAL.
   *
   * @default - none
   */
  readonly privateKeyPassword?: string;
}
