import { TokenPreviewLogin } from './token-preview-login';
import { PreviewKafkaTarget } from './vocabulary';

/** One question to a broker: with these settings, at this time, would it let this client in, and what might it do? */
export interface TokenPreviewCase extends TokenPreviewLogin {
  /** Stable key of the broker: `lavinmq`, `hivemq`, `mosquitto` or `aiven-kafka`. */
  readonly broker: string;

  /**
   * Release of the broker, or a dotted prefix of several: `2.9.1`, `2.9`.
   *
   * @default - any release that is known; what they disagree on is unknown
   */
  readonly brokerVersion?: string;

  /**
   * Text of the broker's own file: `lavinmq.ini`, HiveMQ's `config.xml`, `jwt.json`, `server.properties`; for Kafka also a JSON object.
   *
   * @default - none, which Mosquitto alone can be judged with, by `dynamicSecurity`
   */
  readonly settings?: string;

  /**
   * HiveMQ: text of `ese-file-realm.xml`.
   *
   * @default - none
   */
  readonly fileRealm?: string;

  /**
   * Mosquitto: text of `dynamic-security.json`.
   *
   * @default - none
   */
  readonly dynamicSecurity?: string;

  /**
   * Kafka: access control entries, each with the arguments of `aiven_kafka_native_acl`.
   *
   * @default - not known, so every action is unknown
   */
  readonly acls?: { [name: string]: string }[];

  /**
   * Mosquitto: the plugins in the order of `mosquitto.conf`, `token` and `dynamic-security` among them.
   *
   * @default - those whose files are given, in this order
   */
  readonly plugins?: string[];

  /**
   * Mosquitto: `allow_anonymous`.
   *
   * @default false
   */
  readonly allowAnonymous?: boolean;

  /**
   * HiveMQ: whether the extension that allows everything is installed.
   *
   * @default - not known
   */
  readonly allowAllExtension?: boolean;

  /**
   * Kafka: which authorizer judges the entries.
   *
   * @default PreviewKafkaTarget.AIVEN
   */
  readonly target?: PreviewKafkaTarget;

  /**
   * Name of the case, which the result repeats.
   *
   * @default - none
   */
  readonly id?: string;
}
