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
