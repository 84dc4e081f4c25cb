import { RestartToken } from './restart-token';
import { TlsOptions } from './tls-options';

/** Where one node of a Mosquitto cluster answers. */
export interface MosquittoClusterNode {
  /** Host. */
  readonly host: string;
  /**
   * Port of the listener with `admin_listener true`, which is open on every node.
   *
   * @default 1885
   */
  readonly port?: number;
  /**
   * Port of the listener for clients, which only the leader keeps open: a TCP connection to it tells who leads.
   *
   * Name the broker's own port, not that of a load balancer in front of it.
   *
   * @default 1883
   */
  readonly clientPort?: number;
  /**
   * Host of the listener for clients.
   *
   * @default - `host`
   */
  readonly clientHost?: string;
}

/** Who uses the leader's control API. */
export interface MosquittoControlApiOptions {
  /**
   * User name of an account that may publish to and read from `$CONTROL/dynamic-security/v1`.
   *
   * @default "admin"
   */
  readonly username?: string;
  /** Its password, by the name of an environment variable or a file. */
  readonly password: RestartToken;
  /**
   * TLS of the listener for clients.
   *
   * @default - no TLS
   */
  readonly tls?: TlsOptions;
  /**
   * Whether `$SYS/broker/cedalo/ha/voting_nodes` is read at the leader, so that no node goes down and none counts as back while a voting
   * node is missing. The account needs the right to read `$SYS/broker/cedalo/ha/#`.
   *
   * @default true
   */
  readonly votingNodes?: boolean;
  /**
   * Whether our accounts and roles are brought in by the control API, once, before the first node restarts.
   *
   * The cluster replicates them, so leave `dynamic-security.json` out of the nodes' `files`. What is not ours is left alone.
   *
   * @default true
   */
  readonly accounts?: boolean;
}

/** How a Mosquitto cluster in full synchronisation is asked who leads and whether its nodes are there. */
export interface MosquittoClusterOptions {
  /** Where each node answers, by the node's name. */
  readonly nodes: { [name: string]: MosquittoClusterNode };
  /**
   * Seconds for one question to one node.
   *
   * @default 3
   */
  readonly timeoutSeconds?: number;
  /**
   * Who uses the leader's control API.
   *
   * @default - nobody; accounts are left alone, and a node counts as back when it answers
   */
  readonly controlApi?: MosquittoControlApiOptions;
}
