import { LeaseOptions } from './lease-options';

/** Options of a lease in etcd. */
export interface EtcdLeaseOptions extends LeaseOptions {
  /** Where etcd's members take clients, such as `https://etcd-1.example.com:2379`; all https, or all http. */
  readonly endpoints: string[];
  /**
   * What the keys of leases begin with. A user of etcd must be allowed to read and write there.
   *
   * @default "/broker-oauth/leases/"
   */
  readonly keyPrefix?: string;
  /**
   * File with the certificates that are trusted, on the machine that applies.
   *
   * @default - those that Node.js trusts
   */
  readonly caFile?: string;
  /**
   * File with the client's certificate.
   *
   * @default - none is shown
   */
  readonly certificateFile?: string;
  /**
   * File with the private key of the client's certificate. Only the path is written anywhere.
   *
   * @default - none
   */
  readonly keyFile?: string;
  /**
   * Name of etcd's user.
   *
   * @default - nobody logs in
   */
  readonly user?: string;
  /**
   * Name of the environment variable that holds the user's password where the engine runs.
   *
   * @default - none, and then `user` must be left out too
   */
  readonly passwordVariable?: string;
}
