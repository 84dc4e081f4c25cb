/** Options of every lease. */
export interface LeaseOptions {
  /**
   * What is leased. Every stack that restarts nodes of the cluster must name it alike.
   *
   * @default - the path of the broker's construct, such as `messaging/Mosquitto`
   */
  readonly name?: string;
  /**
   * How long a run asks again while another one holds the lease, in seconds; then it is refused.
   *
   * @default 0
   */
  readonly waitSeconds?: number;
  /**
   * How long the sign of life of the run that holds the lease must stay away before another takes over, in seconds from 10 to 3600.
   *
   * The run itself stops once it could not show for two thirds of that time that it lives. It has no effect on a lease in a local file.
   *
   * @default 60
   */
  readonly ttlSeconds?: number;
  /**
   * Folder on hosts that the engine reaches by OpenSSH, owned by the user who logs in. It holds the number of the newest run, by which a host
   * refuses changes by earlier ones, and the lease itself where hosts keep it.
   *
   * @default "/var/tmp/broker-oauth"
   */
  readonly folder?: string;
}
