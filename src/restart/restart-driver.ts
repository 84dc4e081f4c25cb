import { AivenDriverOptions } from './aiven-driver-options';
import { CloudAmqpDriverOptions } from './cloudamqp-driver-options';
import { CommandDriverOptions } from './command-driver-options';
import { ComposeDriverOptions, DockerDriverOptions } from './container-driver-options';
import { HiveMqExtensionDriverOptions } from './hivemq-extension-driver-options';
import { KubernetesDriverOptions } from './kubernetes-driver-options';
import { SystemdDriverOptions } from './systemd-driver-options';

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

  /**
   * Restarts a container by the Docker command line, on the machine that applies, on another one by OpenSSH, or where `DOCKER_HOST` says.
   *
   * What it runs is proved by the container's id and the start of its process, which have to be others than before the delivery.
   *
   * @see https://docs.docker.com/reference/cli/docker/container/restart/
   */
  public static docker(options: DockerDriverOptions): RestartDriver {
    return new RestartDriver({ kind: 'docker', ...options });
  }

  /**
   * Restarts the container of a Compose service, or makes it anew.
   *
   * @see https://docs.docker.com/reference/cli/docker/compose/
   */
  public static compose(options: ComposeDriverOptions): RestartDriver {
    return new RestartDriver({ kind: 'compose', ...options });
  }

  /**
   * Restarts a node that CloudAMQP runs, by its customer API. Such a node takes no files: `files` is empty, and the settings reach it by their
   * Terraform resource.
   *
   * The API tells neither what a node runs nor when it started. So nothing but the journal in `stateDirectory` keeps a run that is repeated from
   * restarting the node again.
   *
   * @see https://docs.cloudamqp.com/cloudamqp_api.html
   */
  public static cloudAmqp(options: CloudAmqpDriverOptions): RestartDriver {
    return new RestartDriver({ kind: 'cloudamqp', ...options });
  }

  /**
   * Disables and enables an extension of HiveMQ while the broker runs, by the marker file DISABLED, on the machine that applies or by OpenSSH.
   *
   * It is refused unless it is proved on the node that the allow-all extension is off, which would let everybody in meanwhile. What the
   * extension runs is proved by HiveMQ's log, which has to tell of a start after the delivery.
   *
   * @see https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/getting-started.html
   */
  public static hiveMqExtension(options: HiveMqExtensionDriverOptions): RestartDriver {
    return new RestartDriver({ kind: 'hivemq-extension', ...options });
  }

  /**
   * Replaces a pod of a StatefulSet, or watches while its controller or an operator does.
   *
   * The node's files are ConfigMaps that Terraform owns, named as `<ConfigMap>/<key>`; the engine writes none. A pod runs the settings when it
   * was made from the newest template and after the ConfigMaps that it mounts.
   *
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
   */
  public static kubernetes(options: KubernetesDriverOptions): RestartDriver {
    return new RestartDriver({ kind: 'kubernetes', ...options });
  }

  /**
   * Watches how Aiven restarts the brokers of a Kafka service, and proves each of them. One node stands for the whole service.
   *
   * Aiven begins the restart by itself as soon as the settings change, and takes one broker after the other. So nothing is restarted here: the
   * node's turn is over once the service is calm and every broker judges tokens as it must. Such a node takes no files: `files` is empty.
   *
   * @see https://aiven.io/docs/products/kafka/howto/enable-oidc
   */
  public static aiven(options: AivenDriverOptions): RestartDriver {
    return new RestartDriver({ kind: 'aiven', ...options });
  }

  private constructor(private readonly options: { [name: string]: unknown }) {}

  /** The driver as the engine's spec holds it. @internal */
  public _spec(): { [name: string]: unknown } {
    return this.options;
  }
}
