import { SshOptions } from './ssh-options';

/** Where the files of a node that runs in a container are. */
export enum ContainerFilePlace {
  /** On the machine of the container, in a folder that is mounted into it. */
  HOST = 'host',
  /** In the container, in a volume or in its own layer; read and written by `docker cp`. */
  CONTAINER = 'container',
}

/** Options that the drivers `docker` and `compose` share. */
export interface ContainerDriverOptions {
  /**
   * The host on which the Docker command line runs, reached by the OpenSSH client.
   *
   * Without it the command line runs on the machine that applies and goes where `DOCKER_HOST` or `DOCKER_CONTEXT` there says.
   *
   * @default - the machine that applies
   */
  readonly ssh?: SshOptions;
  /**
   * Whether the paths of the node's files are paths of that host or paths in the container.
   *
   * @default ContainerFilePlace.HOST
   */
  readonly filesIn?: ContainerFilePlace;
  /**
   * Whether the Docker command line is run by `sudo -n`.
   *
   * @default false
   */
  readonly sudo?: boolean;
  /**
   * Seconds from the signal to stop until the process is killed; below `timeouts.commandSeconds`.
   *
   * @default - what the container was made with, else 10
   */
  readonly stopSeconds?: number;
  /**
   * Program in the container that exits with 0 where the node leads its cluster; leaders are restarted last.
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
   * Names of environment variables that the Docker command line, or the OpenSSH client, receives; it sees no others.
   *
   * @default - PATH, HOME, LANG, SSH_AUTH_SOCK, DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CONFIG, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH
   */
  readonly environment?: string[];
}

/** Options of a driver that restarts a container. */
export interface DockerDriverOptions extends ContainerDriverOptions {
  /** Name or id of the container. */
  readonly container: string;
}

/** Options of a driver that restarts the container of a Compose service. */
export interface ComposeDriverOptions extends ContainerDriverOptions {
  /** Name of the service. It has one container; a node is one. */
  readonly service: string;
  /**
   * Files that describe the project, in their order.
   *
   * @default - what Compose finds in the project's folder
   */
  readonly composeFiles?: string[];
  /**
   * Folder of the project.
   *
   * @default - that of the first file, else the folder in which the command line runs
   */
  readonly projectDirectory?: string;
  /**
   * Name of the project.
   *
   * @default - as Compose finds it
   */
  readonly projectName?: string;
  /**
   * Files with variables for the description of the project.
   *
   * @default - `.env` in the project's folder
   */
  readonly envFiles?: string[];
  /**
   * Profiles that are active.
   *
   * @default - none
   */
  readonly profiles?: string[];
  /**
   * Whether a restart makes a new container (`up --force-recreate`), so that changed variables and images count too.
   *
   * Files in the container's own layer would be lost, so the node's files must be mounted.
   *
   * @default false
   */
  readonly recreate?: boolean;
}
