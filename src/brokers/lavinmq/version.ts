import { VERSION_SYNTAX } from './releases';
import { describeFinding, finding } from '../../rules/rule';
import { ValidationError } from '../../rules/validation-error';
import { KnownReleases } from '../../rules/version';

/**
 * A release of LavinMQ, or a line of releases.
 *
 * @see https://github.com/cloudamqp/lavinmq/releases
 */
export class LavinMqVersion {
  /** LavinMQ 2.7.0, the first release with OAuth 2.0. */
  public static readonly V2_7_0 = new LavinMqVersion('2.7.0');
  /** LavinMQ 2.7.1. */
  public static readonly V2_7_1 = new LavinMqVersion('2.7.1');
  /** LavinMQ 2.7.2. */
  public static readonly V2_7_2 = new LavinMqVersion('2.7.2');
  /** LavinMQ 2.7.3. */
  public static readonly V2_7_3 = new LavinMqVersion('2.7.3');
  /** LavinMQ 2.8.0. */
  public static readonly V2_8_0 = new LavinMqVersion('2.8.0');
  /** LavinMQ 2.8.1. */
  public static readonly V2_8_1 = new LavinMqVersion('2.8.1');
  /** LavinMQ 2.8.2. */
  public static readonly V2_8_2 = new LavinMqVersion('2.8.2');
  /** LavinMQ 2.9.0, the first release with login to the management UI by token. */
  public static readonly V2_9_0 = new LavinMqVersion('2.9.0');
  /** LavinMQ 2.9.1, the first release that takes keys without `alg`. */
  public static readonly V2_9_1 = new LavinMqVersion('2.9.1');

  /** Any release, or a dotted prefix such as `2.9` for every release of that line. */
  public static of(version: string): LavinMqVersion {
    return new LavinMqVersion(version);
  }

  /** The dotted version. */
  public readonly version: string;

  private constructor(version: string) {
    if (!KnownReleases.isVersion(version)) {
      const found = finding(VERSION_SYNTAX, 'version', { message: 'must be a dotted version', got: version });
      throw new ValidationError([{ path: 'LavinMqVersion', text: describeFinding(found) }]);
    }
    this.version = version;
  }
}
