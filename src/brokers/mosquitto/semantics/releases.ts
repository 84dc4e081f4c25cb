import { KnownReleases } from '../../../rules/version';

/*
 * Releases at which a login or a right comes out differently. Rights follow the open-source broker, tokens the plugin.
 *
 * Sources: eclipse-mosquitto/mosquitto, tags v2.0.11 to v2.1.2, plugins/dynamic-security; docs.cedalo.com, "JWT Authentication" of 3.0
 * and 3.3. Pro 3.x is taken for 2.1, whose options its documents use; for 2.9 nothing is stated.
 */

/** What one open-source release makes of dynamic-security.json. */
export interface Base {
  /** `%u` and `%c`, allowwildcardsubs, `$` roots of their own, priorities with limits, passwordless accounts that are refused. */
  readonly is21: boolean;
  /** Of two entries of one name or topic the first counts (since 2.0.16). */
  readonly firstWins: boolean;
}

const BASE_2_0_11: Base = { is21: false, firstWins: false };
const BASE_2_0_16: Base = { is21: false, firstWins: true };
const BASE_2_1: Base = { is21: true, firstWins: true };

/** What a release is known to do. */
export interface ReleaseFacts {
  readonly release: string;
  /** The open-source releases it may be built on. */
  readonly bases: readonly Base[];
  /** Pro Mosquitto, whose base no document states. */
  readonly isPro: boolean;
  /** Whether the token plugin has the settings that came between Pro 3.0 and 3.3; open-source numbers name only the base. */
  readonly laterClaims: boolean | 'unknown';
}

const FACTS: readonly ReleaseFacts[] = [
  { release: '2.0.11', bases: [BASE_2_0_11], isPro: false, laterClaims: true },
  { release: '2.0.16', bases: [BASE_2_0_16], isPro: false, laterClaims: true },
  { release: '2.0.22', bases: [BASE_2_0_16], isPro: false, laterClaims: true },
  { release: '2.1.0', bases: [BASE_2_1], isPro: false, laterClaims: true },
  { release: '2.1.2', bases: [BASE_2_1], isPro: false, laterClaims: true },
  { release: '2.9', bases: [BASE_2_0_11, BASE_2_0_16, BASE_2_1], isPro: true, laterClaims: false },
  { release: '3.0', bases: [BASE_2_1], isPro: true, laterClaims: false },
  { release: '3.1', bases: [BASE_2_1], isPro: true, laterClaims: 'unknown' },
  { release: '3.2', bases: [BASE_2_1], isPro: true, laterClaims: 'unknown' },
  { release: '3.3', bases: [BASE_2_1], isPro: true, laterClaims: true },
];

/** The releases whose behaviour is told apart. */
export const PREVIEW_RELEASES = new KnownReleases(FACTS.map(({ release }) => release));

/** Releases at which something changes. */
export const PREVIEW_CHANGES: readonly string[] = ['2.0.16', '2.1.0', '2.9', '3.0', '3.1', '3.3'];

const BY_RELEASE = new Map(FACTS.map((facts) => [facts.release, facts]));

/** What is known of one of these releases. */
export function factsOf(release: string): ReleaseFacts {
  return BY_RELEASE.get(release)!;
}
