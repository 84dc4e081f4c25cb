import { HiveMqAllowAllManager } from './authentication-managers';
import { HiveMqAuthorizationStrategy } from './vocabulary';

/**
 * What decides what a client may do: exactly one member is set. Claims never become permissions directly.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html
 */
export interface HiveMqAuthorizationManager {
  /**
   * By the permissions of a file realm: `file-authorization-manager`.
   *
   * @default - another manager
   */
  readonly fileAuthorizationManager?: HiveMqFileAuthorizationManager;

  /**
   * By the permissions of a database: `sql-authorization-manager`.
   *
   * @default - another manager
   */
  readonly sqlAuthorizationManager?: HiveMqSqlAuthorizationManager;

  /**
   * By a directory: `ldap-authorization-manager`. Not in a REST API pipeline.
   *
   * @default - another manager
   */
  readonly ldapAuthorizationManager?: HiveMqLdapAuthorizationManager;

  /**
   * Everything to everybody: `allow-all-authorization-manager`. Rule HIVEMQ_ALLOW_ALL_AUTHORIZATION.
   *
   * @default - another manager
   */
  readonly allowAllAuthorizationManager?: HiveMqAllowAllManager;

  /**
   * Several managers together: `chain-authorization-manager`.
   *
   * @default - another manager
   */
  readonly chainAuthorizationManager?: HiveMqChainAuthorizationManager;
}

/** Permissions of a file realm: `file-authorization-manager`. */
export interface HiveMqFileAuthorizationManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** Name of the file realm: `realm`. Rules HIVEMQ_REALM_*. */
  readonly realm: string;

  /**
   * Whether the variable `authorization-key` names a user: `use-authorization-key`. Always written. Rule HIVEMQ_AUTHORIZATION_KEYS_UNUSED.
   *
   * @default true
   */
  readonly useAuthorizationKey?: boolean;

  /**
   * Whether the variable `authorization-role-key` names roles: `use-authorization-role-key`. Always written.
   *
   * @default true
   */
  readonly useAuthorizationRoleKey?: boolean;
}

/** Permissions of a database: `sql-authorization-manager`. */
export interface HiveMqSqlAuthorizationManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** Name of the SQL realm: `realm`. Rules HIVEMQ_REALM_*. */
  readonly realm: string;

  /**
   * Whether the variable `authorization-key` names a user: `use-authorization-key`. Always written; the default differs from a file's.
   *
   * @default false
   */
  readonly useAuthorizationKey?: boolean;

  /**
   * Whether the variable `authorization-role-key` names roles: `use-authorization-role-key`. Always written.
   *
   * @default true
   */
  readonly useAuthorizationRoleKey?: boolean;
}

/** Permissions by a directory: `ldap-authorization-manager`. */
export interface HiveMqLdapAuthorizationManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** Name of the LDAP realm: `realm`. Rules HIVEMQ_REALM_*. */
  readonly realm: string;

  /**
   * Whether the directory is descended: `directory-descent`.
   *
   * @default false
   */
  readonly directoryDescent?: boolean;

  /**
   * Whether the variable `authorization-key` is used: `use-authorization-key`. Always written.
   *
   * @default true
   */
  readonly useAuthorizationKey?: boolean;

  /**
   * Whether the variable `authorization-role-key` is used: `use-authorization-role-key`. Always written.
   *
   * @default true
   */
  readonly useAuthorizationRoleKey?: boolean;
}

/** Several authorization managers together: `chain-authorization-manager`. */
export interface HiveMqChainAuthorizationManager {
  /**
   * Name of the manager: attribute `name`. Rules HIVEMQ_NAME_*.
   *
   * @default - none
   */
  readonly name?: string;

  /** How the managers work together: `strategy`. */
  readonly strategy: HiveMqAuthorizationStrategy;

  /** The managers, two at least: `chain`. */
  readonly chain: HiveMqAuthorizationManager[];
}
