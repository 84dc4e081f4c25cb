import { compareVersions, KnownReleases } from '../rules/version';

/**
 * Whether a version, given as a dotted prefix, is `release` or later.
 *
 * A prefix of the release stands for releases on both sides of it and gives undefined, as does a text that is no version.
 */
export function releaseSince(version: string | undefined, release: string): boolean | undefined {
  if (version === undefined || !KnownReleases.isVersion(version) || release.startsWith(`${version}.`)) {
    return undefined;
  }
  return compareVersions(version, release) >= 0;
}
