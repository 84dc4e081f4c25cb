import { SshOptions } from './ssh-options';

/** Options of a driver that disables and enables an extension of a running HiveMQ. */
export interface HiveMqExtensionDriverOptions {
  /** HiveMQ's folder of extensions on the node, such as `/opt/hivemq/extensions`. */
  readonly extensionsFolder: string;
  /**
   * HiveMQ's log on the node, such as `/opt/hivemq/log/hivemq.log`; its lines begin with the time.
   *
   * It says that the extension has stopped and started, so there is no proof without it.
   */
  readonly logFile: string;
  /**
   * Id of the extension, which is the name of its folder.
   *
   * @default "hivemq-enterprise-security-extension"
   */
  readonly extension?: string;
  /**
   * The extension's name, as HiveMQ's log writes it.
   *
   * @default "HiveMQ Enterprise Security Extension"
   */
  readonly title?: string;
  /**
   * The host of the node, reached by the OpenSSH client. The node's files are files of that host.
   *
   * @default - the machine that applies
   */
  readonly ssh?: SshOptions;
}
