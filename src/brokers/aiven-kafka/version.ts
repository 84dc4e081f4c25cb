import { VERSION_SYNTAX } from './releases';
import { describeFinding, finding } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';
import { KnownReleases } from '../../rules/version';

/**
 * A release of Apache Kafka, or a line of releases.
 *
 * Aiven takes a line only (`kafka_version`); the patch release is Aiven's.
 *
 * @see https://kafka.apache.org/downloads
 */
export class KafkaVersion {
  /** Every 3.9 release. */
  public static readonly V3_9 = new KafkaVersion('3.9');
  /** Every 4.0 release. */
  public static readonly V4_0 = new KafkaVersion('4.0');
  /** Every 4.1 release; 4.1.0 and 4.1.1 accept forged tokens with their default validator. */
  public static readonly V4_1 = new KafkaVersion('4.1');
  /** Kafka 4.1.2, the first 4.1 release that verifies tokens by default. */
  public static readonly V4_1_2 = new KafkaVersion('4.1.2');
  /** Every 4.2 release. */
  public static readonly V4_2 = new KafkaVersion('4.2');
  /** Every 4.3 release. */
  public static readonly V4_3 = new KafkaVersion('4.3');
  /** Every 4.4 release; they refuse to start without an expected issuer and audience. */
  public static readonly V4_4 = new KafkaVersion('4.4');

  /** Any release, or a dotted prefix such as `4.2` for every release of that line. */
  public static of(version: string): KafkaVersion {
    return new KafkaVersion(version);
  }

  /** The dotted version. */
  public readonly version: string;

  private constructor(version: string) {
    if (!KnownReleases.isVersion(version)) {
      const found = finding(VERSION_SYNTAX, 'version', { message: 'must be a dotted version', got: version });
      throw new ValidationError([{ path: 'KafkaVersion', text: describeFinding(found) }]);
    }
    this.version = version;
  }
}
