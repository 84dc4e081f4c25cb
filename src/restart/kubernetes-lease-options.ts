import { LeaseOptions } from './lease-options';

/** Options of a lease in Kubernetes. Its name is that of the Lease: lower-case letters, digits, `-` and `.`. */
export interface KubernetesLeaseOptions extends LeaseOptions {
  /** Namespace of the Lease. */
  readonly namespace: string;
  /**
   * Name of the kubeconfig's context.
   *
   * @default - the current one
   */
  readonly context?: string;
  /**
   * Path of the kubeconfig, on the machine that applies.
   *
   * @default - the variable KUBECONFIG, else `~/.kube/config`, else the service account of the pod that applies
   */
  readonly kubeconfig?: string;
}
