import { EtcdLeaseOptions } from './etcd-lease-options';
import { HostsLeaseOptions } from './hosts-lease-options';
import { KubernetesLeaseOptions } from './kubernetes-lease-options';

/**
 * Where the right to work on a cluster is kept, which one engine has at a time.
 *
 * It is never kept by the brokers that restart, so that a broken one can be repaired.
 */
export class RestartLease {
  /**
   * On a majority of hosts, reached by the OpenSSH client; a file beside the state where no node has a host.
   *
   * Two engines that share no disk and no clock exclude each other, as any two majorities have a host in common.
   */
  public static hosts(options: HostsLeaseOptions = {}): RestartLease {
    return new RestartLease({ kind: 'hosts', ...options });
  }

  /**
   * As a key in etcd, which etcd removes when the engine is not heard of any more. etcd 3.4 or later.
   *
   * Choose it where a restart is work of a service that no engine can call back, or where no majority of hosts can be reached.
   *
   * @see https://etcd.io/docs/v3.4/dev-guide/interacting_v3/#grant-leases
   */
  public static etcd(options: EtcdLeaseOptions): RestartLease {
    return new RestartLease({ kind: 'etcd', ...options });
  }

  /**
   * As a Lease of a Kubernetes cluster (`coordination.k8s.io/v1`). The login may get, create and update Leases in the namespace.
   *
   * @see https://kubernetes.io/docs/concepts/architecture/leases/
   */
  public static kubernetes(options: KubernetesLeaseOptions): RestartLease {
    return new RestartLease({ kind: 'kubernetes', ...options });
  }

  private constructor(private readonly options: { [name: string]: unknown }) {}

  /** The lease as the engine's spec holds it. @internal */
  public _spec(): { [name: string]: unknown } {
    return this.options;
  }
}
