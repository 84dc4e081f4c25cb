import { SshOptions } from './ssh-options';

/** Options of a driver that restarts a systemd unit. */
export interface SystemdDriverOptions {
  /** Name of the unit, such as `mosquitto.service`. */
  readonly unit: string;
  /**
   * The host of the unit, reached by the OpenSSH client. The node's files are files of that host.
   *
   * With hosts, the lease is kept on a majority of them, so that engines on different machines exclude each other.
   *
   * @default - the machine that applies
   */
  readonly ssh?: SshOptions;
  /**
   * Whether systemctl and journalctl are run by `sudo -n`. Files are written as the user who logs in.
   *
   * @default false
   */
  readonly sudo?: boolean;
  /**
   * Program on the host that exits with 0 where the node leads its cluster; leaders are restarted last.
   *
   * @default - no node is known to lead
   */
  readonly leaderCommand?: string[];
  /**
   * Text that the output of `leaderCommand` must hold.
   *
   * @default - the exit code decides alone
   */
  readonly leaderOutput?: string;
}
