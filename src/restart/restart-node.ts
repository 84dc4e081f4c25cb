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
   * @default - `startTimeCommand`, else there is no evidence and every run restarts the node
   */
  readonly pidFile?: string;
  /**
   * Program that prints a text which differs after every start of the process, such as
   * `systemctl is-active --quiet UNIT && systemctl show --property=InvocationID --value UNIT || true`, and prints nothing while it does not run.
   *
   * @default - `pidFile`, else there is no evidence and every run restarts the node
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

/** How the OpenSSH client reaches a host. Keys, agents and everything else come from the settings of the user who runs the engine. */
export interface SshOptions {
  /** Name or address of the host. */
  readonly host: string;
  /**
   * Port of the host's SSH server.
   *
   * @default - that of the client's settings, else 22
   */
  readonly port?: number;
  /**
   * Name of the user on the host.
   *
   * @default - that of the client's settings, else the user who runs the engine
   */
  readonly user?: string;
  /**
   * Path of the private key, on the machine that applies. Only the path is written anywhere.
   *
   * @default - the client's own choice
   */
  readonly identityFile?: string;
  /**
   * File with the keys of known hosts. A host with another key, or one that is not in it, is refused.
   *
   * @default - the client's own files
   */
  readonly knownHostsFile?: string;
}

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

/** How the engine restarts one node. */
export class RestartDriver {
  /**
   * Restarts a systemd unit, on the machine that applies or on another one by OpenSSH.
   *
   * What the unit runs is proved by its main process, which has to be younger than the node's files.
   *
   * @see https://www.freedesktop.org/software/systemd/man/latest/systemctl.html
   */
  public static systemd(options: SystemdDriverOptions): RestartDriver {
    return new RestartDriver({ kind: 'systemd', ...options });
  }


  /**
   * Runs commands on the machine that applies; `ssh` with its arguments restarts nodes elsewhere.
   *
   * Files are written by the machine that applies, so a node's files must be there, or mounted there.
   */
  public static command(options: CommandDriverOptions): RestartDriver {
    return new RestartDriver({ kind: 'command', ...options });
  }

  private constructor(private readonly options: { [name: string]: unknown }) {}

  /** The driver as the engine's spec holds it. @internal */
  public _spec(): { [name: string]: unknown } {
    return this.options;
  }
}

/** Options of an HTTP probe. */
export interface HttpProbeOptions {
  /**
   * Status codes that count as good.
   *
   * @default [200]
   */
  readonly status?: number[];
  /**
   * Text that the body must hold.
   *
   * @default - the status decides alone
   */
  readonly bodyContains?: string;
}

/** How the engine asks whether a node is healthy. */
export class RestartProbe {
  /** Good when a TCP connection opens. */
  public static tcp(host: string, port: number): RestartProbe {
    return new RestartProbe({ kind: 'tcp', host, port });
  }

  /** Good when a GET request answers with an expected status; redirects are not followed. */
  public static http(url: string, options: HttpProbeOptions = {}): RestartProbe {
    return new RestartProbe({ kind: 'http', url, ...options });
  }

  private constructor(private readonly options: { [name: string]: unknown }) {}

  /** The probe as the engine's spec holds it. @internal */
  public _spec(): { [name: string]: unknown } {
    return this.options;
  }
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
  /** No two nodes take the same file. */
  SHARED_FILES = 'shared-files',
  /** Replacing a whole file loses no key that the old one has. */
  REPLACE_LOSES_KEYS = 'replace-loses-keys',
  /** A majority of the hosts can be asked for the lease; without it nothing keeps an engine on the other side of a broken network away. */
  LEASE_MAJORITY = 'lease-majority',
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
   * The whole run; no node is begun after it.
   *
   * @default 21600
   */
  readonly runSeconds?: number;
}
