import { HiveMqTrustStore } from './realms';
import { HiveMqDbType, HiveMqLdapTls } from './vocabulary';

/** Users, roles and permissions in a database: `sql-realm`. */
export interface HiveMqSqlRealm {
  /** Name by which managers refer to the realm: `name`. Rules HIVEMQ_NAME_*. */
  readonly name: string;
  /** Whether the realm is in use: `enabled`. */
  readonly enabled: boolean;
  /** How the database is reached: `configuration`. */
  readonly configuration: HiveMqSqlRealmConfiguration;
}

/** How a SQL realm's database is reached: `dbConfigurationEntity`. */
export interface HiveMqSqlRealmConfiguration {
  /** Kind of the database: `db-type`. */
  readonly dbType: HiveMqDbType;
  /** Name of the database: `db-name`. */
  readonly dbName: string;
  /** Host of the database: `db-host`. */
  readonly dbHost: string;
  /** Port of the database: `db-port`. */
  readonly dbPort: number;
  /** User name: `db-username`. */
  readonly dbUsername: string;
  /** Password: `db-password`. Only `${ENV:NAME}`, see rule HIVEMQ_SECRET_LITERAL. */
  readonly dbPassword: string;

  /**
   * Schema of the tables: `db-schema`.
   *
   * @default - the broker's, which is not documented
   */
  readonly dbSchema?: string;

  /**
   * TLS to the database: `tls`.
   *
   * @default - the broker's, which is not documented
   */
  readonly tls?: HiveMqSqlTls;

  /**
   * When a failing database is left alone: `circuit-breaker`.
   *
   * @default - no circuit breaker
   */
  readonly circuitBreaker?: HiveMqCircuitBreaker;
}

/** TLS between a SQL realm and its database: `tlsEntity`. */
export interface HiveMqSqlTls {
  /**
   * Whether TLS is used: `enabled`.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The broker's own key: `keystore`.
   *
   * @default - none
   */
  readonly keystore?: HiveMqSqlKeystore;

  /**
   * Certificates that are trusted: `truststore`.
   *
   * @default - the broker's, which are not documented
   */
  readonly truststore?: HiveMqSqlTruststore;

  /**
   * Cipher suites: `cipher-suites`.
   *
   * @default - the broker's, which are not documented
   */
  readonly cipherSuites?: string[];

  /**
   * TLS versions: `protocols`.
   *
   * @default - the broker's, which are not documented
   */
  readonly protocols?: string[];

  /**
   * Whether the host name must fit the certificate: `verifyHostname`.
   *
   * @default true
   */
  readonly verifyHostname?: boolean;
}

/** A key store of a SQL realm: `keystoreEntity`. */
export interface HiveMqSqlKeystore {
  /** Path on the node: `path`. */
  readonly path: string;
  /** Password of the key: `private-key-password`. Only `${ENV:NAME}`, see rule HIVEMQ_SECRET_LITERAL. */
  readonly privateKeyPassword: string;
  /** Password of the store: `password`. Only `${ENV:NAME}`, see rule HIVEMQ_SECRET_LITERAL. */
  readonly password: string;
}

/** A trust store of a SQL realm: `truststoreEntity`. */
export interface HiveMqSqlTruststore {
  /** Path on the node: `path`. */
  readonly path: string;
  /** Password of the store: `password`. Only `${ENV:NAME}`, see rule HIVEMQ_SECRET_LITERAL. */
  readonly password: string;
}

/** When a failing database is left alone: `circuitBreaker`. */
export interface HiveMqCircuitBreaker {
  /** How long the database is left alone, in milliseconds: `open-state-duration-millis`. */
  readonly openStateDurationMillis: number;
  /** Failures that open the breaker: `failure-threshold`. */
  readonly failureThreshold: HiveMqFailureThreshold;

  /**
   * Successes that close it again: `success-threshold`.
   *
   * @default - the broker's, which is not documented
   */
  readonly successThreshold?: HiveMqSuccessThreshold;
}

/** Failures that open a circuit breaker: exactly one member is set. */
export interface HiveMqFailureThreshold {
  /**
   * So many failures among the last executions: `count-executions-based`.
   *
   * @default - another measure
   */
  readonly countExecutionsBased?: HiveMqCountExecutionsBasedThreshold;

  /**
   * So many failures in a time: `count-time-based`.
   *
   * @default - another measure
   */
  readonly countTimeBased?: HiveMqCountTimeBasedThreshold;

  /**
   * A share of failures in a time: `percentage-time-based`.
   *
   * @default - another measure
   */
  readonly percentageTimeBased?: HiveMqPercentageTimeBasedThreshold;
}

/** Successes that close a circuit breaker again. */
export interface HiveMqSuccessThreshold {
  /** So many successes among the last executions: `count-executions-based`. */
  readonly countExecutionsBased: HiveMqCountExecutionsBasedThreshold;
}

/** A number of events among the last executions. */
export interface HiveMqCountExecutionsBasedThreshold {
  /** How many events: `count`. */
  readonly count: number;
  /** Among how many executions: `sliding-window-executions`. */
  readonly slidingWindowExecutions: number;
}

/** A number of events in a time. */
export interface HiveMqCountTimeBasedThreshold {
  /** How many events: `count`. */
  readonly count: number;
  /** In which time, in milliseconds, at least 10: `sliding-window-millis`. */
  readonly slidingWindowMillis: number;
}

/** A share of events in a time. */
export interface HiveMqPercentageTimeBasedThreshold {
  /** The share in per cent: `percentage`. */
  readonly percentage: number;
  /** With at least so many executions: `minimum-executions`. */
  readonly minimumExecutions: number;
  /** In which time, in milliseconds, at least 10: `sliding-window-millis`. */
  readonly slidingWindowMillis: number;
}

/** A directory: `ldap-realm`. */
export interface HiveMqLdapRealm {
  /** Name by which managers refer to the realm: `name`. Rules HIVEMQ_NAME_*. */
  readonly name: string;
  /** Whether the realm is in use: `enabled`. */
  readonly enabled: boolean;
  /** How the directory is reached: `configuration`. */
  readonly configuration: HiveMqLdapRealmConfiguration;
}

/** How an LDAP realm's directory is reached: `ldapConfigurationEntity`. */
export interface HiveMqLdapRealmConfiguration {
  /**
   * The servers: `servers`.
   *
   * @default - none
   */
  readonly servers?: HiveMqLdapServer[];

  /**
   * How the connection is secured: `tls`.
   *
   * @default - the broker's, which is not documented
   */
  readonly tls?: HiveMqLdapTls;

  /**
   * Trust store for the connection: `tls-trust-store`.
   *
   * @default - the broker's, which is not documented
   */
  readonly tlsTrustStore?: HiveMqTrustStore;

  /** The entry below which everything is found: `base-dn`. */
  readonly baseDn: string;

  /** As whom the broker binds: `simple-bind`. */
  readonly simpleBind: HiveMqLdapSimpleBind;
}

/** An LDAP server: `ldap-server`. */
export interface HiveMqLdapServer {
  /** Its host: `host`. */
  readonly host: string;

  /**
   * Its port: `port`.
   *
   * @default - the broker's, which is not documented
   */
  readonly port?: number;
}

/** As whom the broker binds to a directory: `simple-bind`. */
export interface HiveMqLdapSimpleBind {
  /** Relative distinguished names of the entry: `rdns`. */
  readonly rdns: string;
  /** Its password: `userPassword`. Only `${ENV:NAME}`, see rule HIVEMQ_SECRET_LITERAL. */
  readonly userPassword: string;
}
