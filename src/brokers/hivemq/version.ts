import { KnownReleases } from '../../rules/version';

/**
 * The releases that the vendor's documents, schemas and charts name where something changes, oldest first.
 *
 * The extension has the broker's version since it is bundled (4.4).
 */
export const HIVEMQ_RELEASES = new KnownReleases(['4.4.0', '4.14.0', '4.15.0', '4.28.0', '4.34.0', '4.35.0', '4.36.0', '4.54.0']);

/**
 * A version of the HiveMQ broker: a whole one, or a prefix that stands for every release that begins with it.
 *
 * The Enterprise Security Extension carries the broker's version.
 */
export class HiveMqVersion {
  /** 4.4, the first with the extension bundled. */
  public static readonly V4_4 = HiveMqVersion.of('4.4');
  /** 4.14, the last that reads `enterprise-security-extension.xml`. */
  public static readonly V4_14 = HiveMqVersion.of('4.14');
  /** 4.15, the first that reads `config.xml`. */
  public static readonly V4_15 = HiveMqVersion.of('4.15');
  /** 4.28, the first of the HiveMQ Platform operator. */
  public static readonly V4_28 = HiveMqVersion.of('4.28');
  /** 4.35, the first with custom preprocessors. */
  public static readonly V4_35 = HiveMqVersion.of('4.35');
  /** 4.36, whose schemas the settings follow. */
  public static readonly V4_36 = HiveMqVersion.of('4.36');
  /** 4.54, the newest known. */
  public static readonly V4_54 = HiveMqVersion.of('4.54');

  /** Any other version, such as `4.20.1`. */
  public static of(version: string): HiveMqVersion {
    return new HiveMqVersion(version);
  }

  private constructor(
    /** The version as text. */
    public readonly version: string,
  ) {}
}

/** Whether the broker reads `config.xml` (since 4.15) rather than `enterprise-security-extension.xml`; undefined when that is open. */
export function readsConfigXml(version: string | undefined): boolean | undefined {
  return HIVEMQ_RELEASES.isSince(version, '4.15.0');
}
