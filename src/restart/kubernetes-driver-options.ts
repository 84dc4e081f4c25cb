/** Who replaces the pods of a StatefulSet. */
export enum KubernetesRoll {
  /** The engine deletes one pod after the other. The StatefulSet's update strategy is `OnDelete`, or its template does not change. */
  ENGINE = 'engine',
  /** The StatefulSet's own controller, or an operator; the engine only watches and proves. */
  CONTROLLER = 'controller',
}

/** Options of a driver for a pod of a StatefulSet. Credentials come from the kubeconfig; only names are written anywhere. */
export interface KubernetesDriverOptions {
  /** Namespace of the StatefulSet. */
  readonly namespace: string;
  /** Name of the StatefulSet. */
  readonly statefulSet: string;
  /** Name of the pod, such as `broker-0`. */
  readonly pod: string;
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
  /**
   * Who replaces pods.
   *
   * @default KubernetesRoll.ENGINE
   */
  readonly rolledBy?: KubernetesRoll;
  /**
   * Name of the `HiveMQPlatform` to which the pod belongs. Its status says how the operator's roll goes and whether the allow-all extension is off.
   *
   * @default - no operator of HiveMQ is asked
   */
  readonly hiveMqPlatform?: string;
  /**
   * Container of the broker, whose start and log count.
   *
   * @default - the pod's first
   */
  readonly container?: string;
}
