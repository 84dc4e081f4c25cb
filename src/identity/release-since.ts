import { compareVersions } from '../rules/version';

/**
 * Whether a version, given as a dotted prefix, is `release` or later.
 *
 * A prefix of the release stands for releases on both sides of it and gives undefined, as does no version.
 */
export function releaseSince(version: string | undefined, release: string): boolean | undefined {
  if (version === undefined || version === release) {
    return version === undefined ? undefined : true;
  }
  return release.startsWith(`${version}.`) ? undefined : compareVersions(version, release) >= 0;
}
