import { compareVersions } from '../../../rules/version';
import { LAVINMQ_RELEASES } from '../releases';

/** What releases differ in. Source: cloudamqp/lavinmq, CHANGELOG.md of 2.9.0 and 2.9.1. */
export interface ReleaseRules {
  /** A token must name one of the keys; before, every key was tried. */
  readonly needsKid: boolean;
  /** The endpoints in the discovery document must be texts. */
  readonly readsEndpoints: boolean;
  /** A key must name RS256 as its algorithm; since then it may name none. */
  readonly keysNeedAlg: boolean;
}

/** Releases at which anything changes. */
export const LAVINMQ_CHANGES: readonly string[] = ['2.9.0', '2.9.1'];

const BY_RELEASE = new Map(LAVINMQ_RELEASES.candidates(undefined).map((release): [string, ReleaseRules] => {
  const since = (first: string) => compareVersions(release, first) >= 0;
  return [release, { needsKid: since('2.9.0'), readsEndpoints: since('2.9.0'), keysNeedAlg: !since('2.9.1') }];
}));

/** The rules of a known release. */
export function rulesOf(release: string): ReleaseRules {
  return BY_RELEASE.get(release)!;
}
