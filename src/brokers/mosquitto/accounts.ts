import { MosquittoAccess } from './access';

/** A role given to a client or a group. */
export interface MosquittoRoleReference {
  /** `rolename`: name of the role. Reported by `MOSQUITTO_REFERENCES`. */
  readonly rolename: string;

  /**
   * `priority`: roles with a higher one are asked first, -100000 to 100000; ties go by the bytes of the name.
   *
   * A client's own roles come before those of its groups, whatever their priority. Reported by `MOSQUITTO_PRIORITY`.
   *
   * @default -1
   */
  readonly priority?: number;
}

/** A client in a group. */
export interface MosquittoClientReference {
  /** `username`: name of the client. Reported by `MOSQUITTO_REFERENCES`. */
  readonly username: string;

  /**
   * `priority`: of a client's groups, those with a higher one are asked first, -100000 to 100000. Reported by `MOSQUITTO_PRIORITY`.
   *
   * @default -1
   */
  readonly priority?: number;
}

/** An account besides those of applications, without a password. */
export interface MosquittoClient {
  /** `username`: the MQTT user name. Reported by `MOSQUITTO_NAMES` and `MOSQUITTO_DUPLICATES`. */
  readonly username: string;

  /**
   * `clientid`: the MQTT client id; not enforced for logins by token (`MOSQUITTO_NOT_ENFORCED`).
   *
   * @default - any
   */
  readonly clientid?: string;

  /**
   * `textname`: a name for people.
   *
   * @default - none
   */
  readonly textname?: string;

  /**
   * `textdescription`: a description, behind the mark that tells our entries.
   *
   * @default - the mark alone
   */
  readonly textdescription?: string;

  /**
   * `disabled`: whether logins by password are refused; not enforced for logins by token (`MOSQUITTO_NOT_ENFORCED`).
   *
   * @default false
   */
  readonly disabled?: boolean;

  /**
   * `roles`: what the account may do.
   *
   * @default - none of its own
   */
  readonly roles?: MosquittoRoleReference[];
}

/** A group of accounts that share roles. */
export interface MosquittoGroup {
  /** `groupname`: name of the group. Reported by `MOSQUITTO_NAMES` and `MOSQUITTO_DUPLICATES`. */
  readonly groupname: string;

  /**
   * `textname`: a name for people.
   *
   * @default - none
   */
  readonly textname?: string;

  /**
   * `textdescription`: a description, behind the mark that tells our entries.
   *
   * @default - the mark alone
   */
  readonly textdescription?: string;

  /**
   * `roles`: what the members may do.
   *
   * @default - nothing
   */
  readonly roles?: MosquittoRoleReference[];

  /**
   * `clients`: the members.
   *
   * @default - none
   */
  readonly clients?: MosquittoClientReference[];
}

/** A named set of rights. */
export interface MosquittoRole {
  /** `rolename`: name of the role. Reported by `MOSQUITTO_NAMES` and `MOSQUITTO_DUPLICATES`. */
  readonly rolename: string;

  /**
   * `textname`: a name for people.
   *
   * @default - none
   */
  readonly textname?: string;

  /**
   * `textdescription`: a description, behind the mark that tells our entries.
   *
   * @default - the mark alone
   */
  readonly textdescription?: string;

  /**
   * `allowwildcardsubs`: whether filters with wildcards may be subscribed to; where not, no later role is asked. Since Mosquitto 2.1.
   *
   * Reported by `MOSQUITTO_SETTING_UNSUPPORTED` and `MOSQUITTO_SETTING_UNPROVEN`.
   *
   * @default true
   */
  readonly allowWildcardSubs?: boolean;

  /**
   * `acls`: the rights.
   *
   * Reported by `MOSQUITTO_ACL_TWICE`, `MOSQUITTO_PLACEHOLDER`, `MOSQUITTO_WIDE_PATTERN`, `MOSQUITTO_CONTROL_TOPIC` and
   * `MOSQUITTO_PUBLISH_REFUSED`.
   */
  readonly accesses: MosquittoAccess[];
}

/** What happens when no role decides. */
export interface MosquittoDefaultAclAccess {
  /**
   * `publishClientSend`: whether every account may publish. Reported by `MOSQUITTO_DEFAULT_ACCESS`.
   *
   * @default - what the node's file says; the broker's default is false
   */
  readonly publishClientSend?: boolean;

  /**
   * `publishClientReceive`: whether every account may receive what it subscribed to; never covers `$CONTROL`.
   *
   * @default - what the node's file says; the broker's default is false
   */
  readonly publishClientReceive?: boolean;

  /**
   * `subscribe`: whether every account may subscribe. Reported by `MOSQUITTO_DEFAULT_ACCESS`.
   *
   * @default - what the node's file says; the broker's default is false
   */
  readonly subscribe?: boolean;

  /**
   * `unsubscribe`: whether every account may unsubscribe.
   *
   * @default - what the node's file says; the broker's default is false
   */
  readonly unsubscribe?: boolean;
}
