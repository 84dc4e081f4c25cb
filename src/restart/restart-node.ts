import { RestartDriver } from './restart-driver';
import { RestartLogin } from './restart-login';
import { RestartProbe } from './restart-probe';

/** One node of a broker's cluster, as a rolling restart sees it. */
export interface RestartNode {
  /** Name of the node, unique in the restart; it stands in plans and reports. Letters, digits, `.`, `_` and `-`. */
  readonly name: string;

  /**
   * Where each file goes on the node, by the file's name, such as `{ 'jwt.json': '/mosquitto/data/jwt.json' }`.
   *
   * Files that the broker renders and that are not listed do not go to this node.
   */
  readonly files: { [name: string]: string };

  /** How the node is restarted. */
  readonly driver: RestartDriver;

  /** How the node is asked whether it is healthy; every probe must be good. */
  readonly probes: RestartProbe[];

  /**
   * Where a token is tried on the node, for the smoke test after its restart.
   *
   * @default - no token is tried on it
   */
  readonly logins?: RestartLogin[];

  /**
   * Zone or rack of the node; a batch of several nodes stays within one zone.
   *
   * @default - the node belongs to no zone
   */
  readonly zone?: string;

  /**
   * Versions of the secrets that the node's files name, by the secret's name.
   *
   * A version is not secret. It enters the fingerprint, so that a rotated secret restarts the node.
   *
   * @default - no secret is tracked
   */
  readonly secretVersions?: { [name: string]: string };

  /**
   * Whether the node itself decides logins, so that a real token proves something there.
   *
   * @default true
   */
  readonly decidesLogins?: boolean;
}

/** The Terraform resource that carries a rolling restart. */
export enum RestartVehicle {
  /** `terraform_data`, built into Terraform 1.4 and later and into OpenTofu. */
  TERRAFORM_DATA = 'terraform_data',
  /** `null_resource` of the provider hashicorp/null. */
  NULL_RESOURCE = 'null_resource',
}

/** When files reach a node. */
export enum DeliveryMode {
  /** Written while the node runs, then restarted. */
  BEFORE_RESTART = 'before-restart',
  /** Stop, write, start: for files that the broker rewrites while it runs, such as Mosquitto's dynamic security file. */
  WHILE_STOPPED = 'while-stopped',
}

/** Gates of the engine that can be switched off by name; the plan shows which are. */
export enum RestartGate {
  /** Enough nodes stay available. */
  QUORUM = 'quorum',
  /** Every other node is healthy before the next one goes down. */
  OTHERS_HEALTHY = 'others-healthy',
  /** Replicas and followers are in sync, as the brokers say. */
  IN_SYNC = 'in-sync',
  /** Enough controllers have caught up, as the brokers say. */
  CONTROLLER_QUORUM = 'controller-quorum',
  /** Mosquitto with high availability: exactly one node leads. */
  LEADER = 'leader',
  /** Mosquitto with high availability: every other node answers. */
  MEMBERS = 'members',
  /** Mosquitto with high availability: all nodes that vote are online, as the leader says. */
  VOTING_NODES = 'voting-nodes',
  /** A token is let in and another one kept out by every restarted node that decides logins. */
  SMOKE = 'smoke',
  /** No two nodes take the same file. */
  SHARED_FILES = 'shared-files',
  /** Replacing a whole file loses no key that the old one has. */
  REPLACE_LOSES_KEYS = 'replace-loses-keys',
  /** A majority of the hosts can be asked for the lease; without it nothing keeps an engine on the other side of a broken network away. */
  LEASE_MAJORITY = 'lease-majority',
  /**
   * A service that carries out restarts by itself is given no lease that all engines share; then only one run may ever be started at a time.
   */
  LEASE_NONE = 'lease-none',
}

/** Time limits of a rolling restart, in seconds. */
export interface RestartTimeouts {
  /**
   * One command of a driver.
   *
   * @default 120
   */
  readonly commandSeconds?: number;
  /**
   * From the restart of a node to its last good check.
   *
   * @default 300
   */
  readonly readySeconds?: number;
  /**
   * How long a gate waits for other nodes to recover.
   *
   * @default 600
   */
  readonly recoverySeconds?: number;
  /**
   * One probe.
   *
   * @default 5
   */
  readonly probeSeconds?: number;
  /**
   * From the first try of a token that must be let in until it is.
   *
   * @default 30
   */
  readonly smokeSeconds?: number;
  /**
   * The whole run; no node is begun after it.
   *
   * @default 21600
   */
  readonly runSeconds?: number;
}
