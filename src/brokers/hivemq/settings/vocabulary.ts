/*
 * The closed vocabularies of the Enterprise Security Extension, with the wire values of its schemas
 * (config.xsd and ese-file-realm.xsd of 4.36.0).
 */

/** What a permission allows: the `activity` of a file realm's permission. */
export enum HiveMqActivity {
  /** To publish. */
  PUBLISH = 'PUBLISH',
  /** To subscribe. */
  SUBSCRIBE = 'SUBSCRIBE',
  /** Both. */
  ALL = 'ALL',
}

/** Which qualities of service a permission allows: its `qos`, an exact set. */
export enum HiveMqQos {
  /** QoS 0 only. */
  ZERO = 'ZERO',
  /** QoS 1 only. */
  ONE = 'ONE',
  /** QoS 2 only. */
  TWO = 'TWO',
  /** QoS 0 and 1. */
  ZERO_ONE = 'ZERO_ONE',
  /** QoS 0 and 2. */
  ZERO_TWO = 'ZERO_TWO',
  /** QoS 1 and 2. */
  ONE_TWO = 'ONE_TWO',
  /** Every QoS. */
  ALL = 'ALL',
}

/** Which publishes a permission allows: its `retain`. */
export enum HiveMqRetain {
  /** Retained messages only. */
  RETAINED = 'RETAINED',
  /** Messages that are not retained only. */
  NOT_RETAINED = 'NOT_RETAINED',
  /** Both. */
  ALL = 'ALL',
}

/** Which subscriptions a permission allows: its `shared-subscription`. */
export enum HiveMqSharedSubscription {
  /** Shared subscriptions only. */
  SHARED = 'SHARED',
  /** Subscriptions that are not shared only. */
  NOT_SHARED = 'NOT_SHARED',
  /** Both. */
  ALL = 'ALL',
}

/** How a password of a file realm is stored: its `algorithm`. */
export enum HiveMqHashAlgorithm {
  /** In clear text. */
  PLAIN = 'PLAIN',
  /** MD5. */
  MD5 = 'MD5',
  /** SHA-512. */
  SHA512 = 'SHA512',
  /** bcrypt. */
  BCRYPT = 'BCRYPT',
  /** PBKDF2, named PKCS5S2 by the vendor. */
  PKCS5S2 = 'PKCS5S2',
}

/** How bytes are written as text. */
export enum HiveMqEncoding {
  /** UTF-8 text. */
  UTF8 = 'UTF8',
  /** Base64. */
  BASE64 = 'Base64',
  /** Hexadecimal digits. */
  HEX = 'Hex',
}

/** The database behind a SQL realm: its `db-type`. */
export enum HiveMqDbType {
  /** MySQL. */
  MYSQL = 'MYSQL',
  /** PostgreSQL. */
  POSTGRES = 'POSTGRES',
  /** Microsoft SQL Server. */
  MSSQL = 'MSSQL',
  /** Azure SQL. */
  AZURE_SQL = 'AZURE_SQL',
  /** Amazon Aurora with PostgreSQL. */
  AURORA_POSTGRES = 'AURORA_POSTGRES',
  /** Amazon Aurora with MySQL. */
  AURORA_MYSQL = 'AURORA_MYSQL',
}

/** How a connection to an LDAP server is secured: the realm's `tls`. */
export enum HiveMqLdapTls {
  /** Not at all. */
  TCP = 'tcp',
  /** TLS from the start. */
  TLS = 'tls',
  /** STARTTLS on a plain connection. */
  START_TLS = 'start-tls',
}

/** A part of a client certificate: an `x509-field`. */
export enum HiveMqX509Field {
  /** Common name of the issuer. */
  ISSUER_COMMON_NAME = 'issuer-common-name',
  /** Common name of the subject. */
  SUBJECT_COMMON_NAME = 'subject-common-name',
  /** Alternative names of the issuer. */
  ISSUER_ALTERNATIVE_COMMON_NAMES = 'issuer-alternative-common-names',
  /** Alternative names of the subject. */
  SUBJECT_ALTERNATIVE_COMMON_NAMES = 'subject-alternative-common-names',
  /** Organization of the issuer. */
  ISSUER_ORGANIZATION = 'issuer-organization',
  /** Organization of the subject. */
  SUBJECT_ORGANIZATION = 'subject-organization',
  /** Organizational unit of the issuer. */
  ISSUER_ORGANIZATIONAL_UNIT = 'issuer-organizational-unit',
  /** Organizational unit of the subject. */
  SUBJECT_ORGANIZATIONAL_UNIT = 'subject-organizational-unit',
  /** Country of the issuer. */
  ISSUER_COUNTRY = 'issuer-country',
  /** Country of the subject. */
  SUBJECT_COUNTRY = 'subject-country',
  /** Serial number. */
  SERIAL_NUMBER = 'serial-number',
  /** SHA-256 fingerprint. */
  FINGERPRINT_SHA256 = 'fingerprint-sha256',
  /** SHA-1 fingerprint. */
  FINGERPRINT_SHA1 = 'fingerprint-sha1',
}

/** The level at which a logging preprocessor writes. */
export enum HiveMqLogLevel {
  /** The finest level. */
  TRACE = 'trace',
  /** For developers. */
  DEBUG = 'debug',
  /** For operators. */
  INFO = 'info',
  /** Something may be wrong. */
  WARN = 'warn',
  /** Something is wrong. */
  ERROR = 'error',
}

/** What a letter case preprocessor turns a variable into. */
export enum HiveMqLetterCase {
  /** Upper case. */
  UPPER = 'UPPER',
  /** Lower case. */
  LOWER = 'LOWER',
}

/** The OAuth 2.0 flow of the Control Center's single sign-on. */
export enum HiveMqOAuthFlow {
  /** Authorization code. */
  AUTHORIZATION_CODE = 'authorization-code',
  /** Authorization code with PKCE (RFC 7636). */
  AUTHORIZATION_CODE_PKCE = 'authorization-code-pkce',
}

/** When the next authentication manager of a chain is asked. */
export enum HiveMqAuthenticationStrategy {
  /** When the manager does not know the authentication key. */
  UNKNOWN_KEY = 'check-next-on-unknown-authentication-key',
  /** When it does not know the key, or the secret is wrong. */
  UNKNOWN_KEY_OR_WRONG_SECRET = 'check-next-on-unknown-authentication-key-or-wrong-secret',
}

/** How the authorization managers of a chain work together. */
export enum HiveMqAuthorizationStrategy {
  /** The next one is asked when the manager does not know the authorization keys. */
  UNKNOWN_KEYS = 'check-next-on-unknown-authorization-keys',
  /** The next one is asked when it does not know the keys, or they have no permissions. */
  UNKNOWN_KEYS_OR_EMPTY_PERMISSIONS = 'check-next-on-unknown-authorization-keys-or-empty-permissions',
  /** The permissions of all are joined. */
  MERGE_ALL_PERMISSIONS = 'merge-all-permissions',
}
