/** Where the right to work on a cluster is kept, which one engine has at a time. */
export class RestartLease {
  /** On a majority of the hosts that the engine reaches by OpenSSH; a file beside the state where all nodes are local processes. */
  public static hosts(): RestartLease {
    return new RestartLease({ kind: 'hosts' });
  }

  private constructor(private readonly options: { [name: string]: unknown }) {}

  /** The lease as the engine's spec holds it. @internal */
  public _spec(): { [name: string]: unknown } {
    return this.options;
  }
}
