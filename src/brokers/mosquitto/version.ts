/**
 * A version of Mosquitto: of the open-source broker (2.0, 2.1) or of Pro Mosquitto (2.9 and later).
 *
 * Accounts and rights follow the open-source broker that a Pro release is built on. Which one that is, no source states; Pro 3.1
 * and later is taken for 2.1, since its documentation uses options that 2.1 introduced, and Pro 2.9 and 3.0 count as unknown.
 * Somebody who knows the base of such a release names 2.0 or 2.1 instead.
 */
export class MosquittoVersion {
  /** Open-source Mosquitto 2.0. */
  public static readonly V2_0 = new MosquittoVersion('2.0');
  /** Open-source Mosquitto 2.1. */
  public static readonly V2_1 = new MosquittoVersion('2.1');
  /** Pro Mosquitto 2.9, the first with the token plugin. */
  public static readonly PRO_2_9 = new MosquittoVersion('2.9');
  /** Pro Mosquitto 3.0. */
  public static readonly PRO_3_0 = new MosquittoVersion('3.0');
  /** Pro Mosquitto 3.1. */
  public static readonly PRO_3_1 = new MosquittoVersion('3.1');
  /** Pro Mosquitto 3.2. */
  public static readonly PRO_3_2 = new MosquittoVersion('3.2');
  /** Pro Mosquitto 3.3. */
  public static readonly PRO_3_3 = new MosquittoVersion('3.3');

  /** Any other version, as a dotted prefix such as `3` or `3.1.9`. */
  public static of(version: string): MosquittoVersion {
    return new MosquittoVersion(version);
  }

  /** The version as a dotted prefix. */
  public readonly version: string;

  private constructor(version: string) {
    this.version = version;
  }
}
