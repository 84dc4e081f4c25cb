import { LeaseOptions } from './lease-options';
import { SshOptions } from './ssh-options';

/** Options of a lease that a majority of hosts keeps. */
export interface HostsLeaseOptions extends LeaseOptions {
  /**
   * The hosts, for drivers that reach their nodes by other means than OpenSSH. They need a POSIX shell and `flock`; best are those of the nodes.
   *
   * @default - the hosts that the drivers reach by OpenSSH; a file beside the state where there are none (`RESTART_LEASE_LOCAL`)
   */
  readonly hosts?: SshOptions[];
}
