import { RestartToken } from './restart-token';
import { TlsOptions } from './tls-options';

/** Where one node of a LavinMQ cluster answers. */
export interface LavinMqClusterNode {
  /** Host of the management API. */
  readonly host: string;
  /**
   * Port of the management API (`[mgmt] port`).
   *
   * @default 15672
   */
  readonly port?: number;
  /**
   * Port of the node's metrics (`[main] metrics_http_port`), which tell who leads.
   *
   * Of all ports it is the only one that a follower does not hand on to the leader, so that it also shows whether the node itself answers. LavinMQ
   * serves them on 127.0.0.1 unless `metrics_http_bind` says otherwise.
   *
   * @default - metrics are not asked; the node that leads is the one that is not listed as a follower
   */
  readonly metricsPort?: number;
  /**
   * Host of the metrics.
   *
   * @default - `host`
   */
  readonly metricsHost?: string;
  /**
   * The text of `.clustering_id` in the node's data directory, by which the leader lists its followers.
   *
   * @default - the node is known by the address of `host`
   */
  readonly clusteringId?: string;
}

/** How a LavinMQ cluster is asked who leads and which followers are in sync. */
export interface LavinMqClusterOptions {
  /** Where each node answers, by the node's name. */
  readonly nodes: { [name: string]: LavinMqClusterNode };
  /**
   * Name of a user with the tag `administrator`; only to such a user the leader lists its followers.
   *
   * @default "broker-oauth", which is as good as any where `password` is a token
   */
  readonly username?: string;
  /**
   * The password of that user, in an environment variable or a file; or a token, which LavinMQ takes in the same place.
   *
   * A user with a password goes on being let in whatever the settings for tokens are.
   */
  readonly password: RestartToken;
  /**
   * TLS of the management API. Followers do not serve it, so that every node needs a `metricsPort`.
   *
   * @default - no TLS
   */
  readonly tls?: TlsOptions;
}
