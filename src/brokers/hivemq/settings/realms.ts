import { HiveMqLdapRealm, HiveMqSqlRealm } from './database-realms';
import { HiveMqOAuthRealm, HiveMqOidcRealm } from './sign-on-realms';

/**
 * One realm, a source of trust or of permissions: exactly one member is set.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html
 */
export interface HiveMqRealm {
  /**
   * A key set that verifies tokens: `jwt-realm`.
   *
   * @default - the realm is of another kind
   */
  readonly jwtRealm?: HiveMqJwtRealm;

  /**
   * Users, roles and permissions in a file: `file-realm`.
   *
   * @default - the realm is of another kind
   */
  readonly fileRealm?: HiveMqFileRealm;

  /**
   * Users, roles and permissions in a database: `sql-realm`.
   *
   * @default - the realm is of another kind
   */
  readonly sqlRealm?: HiveMqSqlRealm;

  /**
   * A directory: `ldap-realm`.
   *
   * @default - the realm is of another kind
   */
  readonly ldapRealm?: HiveMqLdapRealm;

  /**
   * Single sign-on of the Control Center by redirect: `oauth-realm`.
   *
   * @default - the realm is of another kind
   */
  readonly oauthRealm?: HiveMqOAuthRealm;

  /**
   * Single sign-on of the Control Center by OpenID Connect: `oidc-realm`.
   *
   * @default - the realm is of another kind
   */
  readonly oidcRealm?: HiveMqOidcRealm;
}

/** A key set that verifies tokens: `jwt-realm`. Several issuers need several realms and a chain. */
export interface HiveMqJwtRealm {
  /** Name by which managers refer to the realm; an NCName, unique among realms, pipelines and managers: `name`. Rules HIVEMQ_NAME_*. */
  readonly name: string;

  /** Whether the realm is in use: `enabled`. */
  readonly enabled: boolean;

  /**
   * Where keys come from and how the identity provider is asked: `configuration`.
   *
   * @default - none, which the schema allows; reported by HIVEMQ_JWKS_ENDPOINT_REQUIRED
   */
  readonly configuration?: HiveMqJwtRealmConfiguration;
}

/** Where a JWT realm's keys come from and how the identity provider is asked: `jwtConfigurationEntity`. */
export interface HiveMqJwtRealmConfiguration {
  /**
   * URL of the JSON Web Key Set: `jwks-endpoint`. Rules HIVEMQ_JWKS_ENDPOINT_REQUIRED, HIVEMQ_ENDPOINT_URL, HIVEMQ_PLAIN_HTTP.
   *
   * @default - none, which the schema allows and the manual does not
   */
  readonly jwksEndpoint?: string;

  /**
   * The RFC 7662 introspection endpoint: `introspection-endpoint`. A manager must switch it on.
   *
   * @default - tokens cannot be introspected
   */
  readonly introspectionEndpoint?: HiveMqIntrospectionEndpoint;

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

  /**
   * HTTP Basic credentials for the introspection endpoint: `simple-auth`.
   *
   * @default - none
   */
  readonly simpleAuth?: HiveMqSimpleAuth;
}

/** An introspection endpoint: `introspection-endpoint`. */
export interface HiveMqIntrospectionEndpoint {
  /** Its URL, the element's text. Rules HIVEMQ_ENDPOINT_URL, HIVEMQ_PLAIN_HTTP. */
  readonly url: string;

  /**
   * How long an answer is waited for: attribute `timeout`, in a unit that the vendor does not document.
   *
   * @default - the broker's, which is not documented
   */
  readonly timeout?: number;
}

/** A trust store file: `tls-trust-store`. */
export interface HiveMqTrustStore {
  /** Its path on the node, the element's text. */
  readonly path: string;

  /**
   * Its password: attribute `password`. Only `${ENV:NAME}`, see rule HIVEMQ_SECRET_LITERAL.
   *
   * @default - none
   */
  readonly password?: string;

  /**
   * Its type, such as `JKS` or `PKCS12`: attribute `type`.
   *
   * @default - the broker's, which is not documented
   */
  readonly type?: string;
}

/** HTTP Basic credentials: `simple-auth`. */
export interface HiveMqSimpleAuth {
  /** The OAuth client id of the broker: `username`. */
  readonly username: string;

  /** The client secret: `password`. Only `${ENV:NAME}`, see rule HIVEMQ_SECRET_LITERAL. */
  readonly password: string;
}

/** Users, roles and permissions in a file: `file-realm`. */
export interface HiveMqFileRealm {
  /** Name by which managers refer to the realm: `name`. Rules HIVEMQ_NAME_*. */
  readonly name: string;

  /** Whether the realm is in use: `enabled`. */
  readonly enabled: boolean;

  /** Where the file is: `configuration`. */
  readonly configuration: HiveMqFileRealmConfiguration;
}

/** Where a file realm's document is: `fileConfigurationEntity`. */
export interface HiveMqFileRealmConfiguration {
  /** Path of the document, relative to the extension's home: `file-path`. */
  readonly filePath: string;
}
