/*
 * Broker versions as people give them: a dotted prefix such as `2.9` or `2.9.1`, or nothing.
 * A prefix stands for every known release that starts with it; facts on which those releases disagree are unknown.
 */

/** Compares dotted numeric versions; a missing part counts as zero. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/** The releases of one broker that the library knows, oldest first. */
export class KnownReleases {
  /** Whether the text is a version at all. */
  static isVersion(text: string): boolean {
    return /^\d+(\.\d+)*$/.test(text);
  }

  constructor(private readonly releases: readonly string[]) {}

  /** The newest release known. */
  get newest(): string {
    return this.releases[this.releases.length - 1];
  }

  /** The oldest release known. */
  get oldest(): string {
    return this.releases[0];
  }

  /** Whether the version is newer than everything known; it then counts as the newest. */
  isNewer(version: string): boolean {
    return this.matching(version).length === 0 && compareVersions(version, this.newest) > 0;
  }

  /** Whether the version is older than everything known. */
  isOlder(version: string): boolean {
    return this.matching(version).length === 0 && compareVersions(version, this.releases[0]) < 0;
  }

  /** The known releases that a version may mean: all of them when it is not given. */
  candidates(version: string | undefined): readonly string[] {
    if (version === undefined) {
      return this.releases;
    }
    const found = this.matching(version);
    if (found.length > 0) {
      return found;
    }
    // A release between two known ones behaves like the last known before it.
    const before = this.releases.filter((release) => compareVersions(release, version) <= 0);
    return [before[before.length - 1] ?? this.releases[0]];
  }

  /** Whether the version is `release` or later: undefined when the releases it may mean disagree. */
  isSince(version: string | undefined, release: string): boolean | undefined {
    const answers = this.candidates(version).map((candidate) => compareVersions(candidate, release) >= 0);
    return answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
  }

  private matching(version: string): readonly string[] {
    return this.releases.filter((release) => release === version || release.startsWith(`${version}.`));
  }
}
