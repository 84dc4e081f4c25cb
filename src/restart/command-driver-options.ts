/** Options of a driver that runs commands. Commands are argument lists, never shell text. */
export interface CommandDriverOptions {
  /**
   * Program and arguments that restart the node.
   *
   * @default - `stop` and `start` are used, and required
   */
  readonly restart?: string[];
  /**
   * Program and arguments that stop the node; needed where files are delivered while it is stopped.
   *
   * @default - `restart` is used
   */
  readonly stop?: string[];
  /**
   * Program and arguments that start the node.
   *
   * @default - `restart` is used
   */
  readonly start?: string[];
  /**
   * Program and arguments that take the node out of use before it goes down, such as out of a load balancer.
   *
   * It may run for a node that is out of use already.
   *
   * @default - the node goes down as it is
   */
  readonly drain?: string[];
  /**
   * Program and arguments that put the node back into use, once it is healthy or when its turn has failed.
   *
   * @default - nothing is undone
   */
  readonly undrain?: string[];
  /**
   * Folder in which the commands run.
   *
   * @default - the folder in which Terraform runs
   */
  readonly workingDirectory?: string;
  /**
   * Names of environment variables that the commands receive; they see no others.
   *
   * @default ["PATH", "HOME", "LANG"]
   */
  readonly environment?: string[];
  /**
   * File with the process id, from which the system tells when the process started. It is the evidence that a node runs new settings.
   *
   * @default - `startTimeCommand`, else there is no evidence but the journal, and without that a run restarts the node again
   */
  readonly pidFile?: string;
  /**
   * Program that prints a text which differs after every start of the process, such as
   * `systemctl is-active --quiet UNIT && systemctl show --property=InvocationID --value UNIT || true`, and prints nothing while it does not run.
   *
   * @default - `pidFile`, else there is no evidence but the journal, and without that a run restarts the node again
   */
  readonly startTimeCommand?: string[];
  /**
   * Program that exits with 0 where the node leads its cluster; leaders are restarted last.
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
  /**
   * File whose last lines are shown when the node fails.
   *
   * @default - `logCommand`, else no log is shown
   */
  readonly logFile?: string;
  /**
   * Program that prints the last lines of the node's log.
   *
   * @default - `logFile`, else no log is shown
   */
  readonly logCommand?: string[];
}
