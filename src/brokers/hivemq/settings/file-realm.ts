import { HiveMqActivity, HiveMqEncoding, HiveMqHashAlgorithm, HiveMqQos, HiveMqRetain, HiveMqSharedSubscription } from './vocabulary';

/**
 * Users, roles and permissions: the document `ese-file-realm.xml`. A pipeline reads the section of its own kind.
 *
 * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html
 */
export interface HiveMqFileRealmDocument {
  /**
   * For MQTT clients: `mqtt`.
   *
   * @default - none
   */
  readonly mqtt?: HiveMqMqttSection;

  /**
   * For the Control Center: `control-center`.
   *
   * @default - none
   */
  readonly controlCenter?: HiveMqAdministrationSection;

  /**
   * For the REST API: `rest-api`.
   *
   * @default - none
   */
  readonly restApi?: HiveMqAdministrationSection;
}

/** Users and roles of MQTT clients: `mqtt`. */
export interface HiveMqMqttSection {
  /**
   * Users, found by the variable `authorization-key`: `users`.
   *
   * @default - none
   */
  readonly users?: HiveMqMqttUser[];

  /**
   * Roles, found by the variable `authorization-role-key` or named by users: `roles`.
   *
   * @default - none
   */
  readonly roles?: HiveMqMqttRole[];
}

/** A user among MQTT clients: `user`. Authentication by token needs no password here. */
export interface HiveMqMqttUser {
  /** Its name, the value of `authorization-key`: `name`. Rule HIVEMQ_USER_DUPLICATE. */
  readonly name: string;

  /**
   * Its password, or the password's hash: `password`. Rule HIVEMQ_PASSWORD_LITERAL.
   *
   * @default - none
   */
  readonly password?: HiveMqEncodedText;

  /**
   * Rounds of the hash: `iterations`.
   *
   * @default - the broker's, which is not documented
   */
  readonly iterations?: number;

  /**
   * Salt of the hash: `salt`.
   *
   * @default - none
   */
  readonly salt?: HiveMqEncodedText;

  /**
   * Kind of the hash: `algorithm`.
   *
   * @default - the broker's, which is not documented
   */
  readonly algorithm?: HiveMqHashAlgorithm;

  /**
   * Ids of roles whose permissions the user has too: `roles`. Rule HIVEMQ_ROLE_UNDEFINED.
   *
   * @default - none
   */
  readonly roles?: string[];

  /**
   * What the user may do: `permissions`.
   *
   * @default - nothing
   */
  readonly permissions?: HiveMqPermission[];
}

/** A role among MQTT clients: `role`. */
export interface HiveMqMqttRole {
  /** Its id, a value of `authorization-role-key`: `id`. Rule HIVEMQ_ROLE_DUPLICATE. */
  readonly id: string;

  /**
   * What the role may do: `permissions`.
   *
   * @default - nothing
   */
  readonly permissions?: HiveMqPermission[];
}

/** One thing a client may do: `permission`. There are no entries that deny. */
export interface HiveMqPermission {
  /**
   * A topic filter: `topic`. `${mqtt-clientid}` stands for the client's id. Rules HIVEMQ_TOPIC_*.
   *
   * @see https://hivemq.atlassian.net/wiki/spaces/KB/pages/3542646931
   */
  readonly topic: string;

  /** Publish, subscribe or both: `activity`. */
  readonly activity: HiveMqActivity;

  /** The qualities of service: `qos`. */
  readonly qos: HiveMqQos;

  /**
   * Retained messages, others, or both: `retain`. Always written.
   *
   * @default HiveMqRetain.NOT_RETAINED
   */
  readonly retain?: HiveMqRetain;

  /**
   * Shared subscriptions, others, or both: `shared-subscription`. Always written.
   *
   * @default HiveMqSharedSubscription.NOT_SHARED
   */
  readonly sharedSubscription?: HiveMqSharedSubscription;

  /**
   * The group of shared subscriptions, `#` for any: `shared-group`. Always written. Rule HIVEMQ_SHARED_GROUP.
   *
   * @default ""
   */
  readonly sharedGroup?: string;
}

/** Bytes as text. */
export interface HiveMqEncodedText {
  /** The text. */
  readonly text: string;

  /**
   * How the bytes are written: attribute `encoding`.
   *
   * @default - the broker's, which is not documented
   */
  readonly encoding?: HiveMqEncoding;
}

/** Users and roles of the Control Center or the REST API. */
export interface HiveMqAdministrationSection {
  /**
   * Users: `users`.
   *
   * @default - none
   */
  readonly users?: HiveMqAdministrationUser[];

  /**
   * Roles: `roles`.
   *
   * @default - none
   */
  readonly roles?: HiveMqAdministrationRole[];
}

/** A user of the Control Center or the REST API: `user`. */
export interface HiveMqAdministrationUser {
  /** Its name: `name`. Rule HIVEMQ_USER_DUPLICATE. */
  readonly name: string;

  /**
   * Its password, or the password's hash: `password`. Rule HIVEMQ_PASSWORD_LITERAL.
   *
   * @default - none
   */
  readonly password?: HiveMqEncodedText;

  /**
   * Rounds of the hash: `iterations`.
   *
   * @default - the broker's, which is not documented
   */
  readonly iterations?: number;

  /**
   * Salt of the hash: `salt`.
   *
   * @default - none
   */
  readonly salt?: HiveMqEncodedText;

  /**
   * Kind of the hash: `algorithm`.
   *
   * @default - the broker's, which is not documented
   */
  readonly algorithm?: HiveMqHashAlgorithm;

  /**
   * Ids of roles whose permissions the user has too: `roles`. Rule HIVEMQ_ROLE_UNDEFINED.
   *
   * @default - none
   */
  readonly roles?: string[];

  /**
   * What the user may do, in the vendor's names such as `HIVEMQ_SUPER_ADMIN`: `permissions`.
   *
   * @default - nothing
   */
  readonly permissions?: string[];
}

/** A role of the Control Center or the REST API: `role`. */
export interface HiveMqAdministrationRole {
  /** Its id: `id`. Rule HIVEMQ_ROLE_DUPLICATE. */
  readonly id: string;

  /**
   * What the role may do: `permissions`.
   *
   * @default - nothing
   */
  readonly permissions?: string[];
}
