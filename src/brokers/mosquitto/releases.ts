import { KnownReleases } from '../../rules/version';

/** The open-source broker whose rules hold. */
export type MosquittoBase = '2.0' | '2.1';

interface ReleaseFacts {
  readonly release: string;
  readonly base: MosquittoBase | undefined;
  /** Whether the token plugin has the settings that came between Pro 3.0 and 3.3. */
  readonly laterClaims: boolean | undefined;
}

/*
 * Sources: docs.cedalo.com, "JWT Authentication" in the versions 2.9, 3.0 and 3.3 of the page; release notes for the first release
 * with the plugin. The release between 3.0 and 3.3 that brought the later settings is not named anywhere.
 */
const FACTS: readonly ReleaseFacts[] = [
  { release: '2.0', base: '2.0', laterClaims: undefined },
  { release: '2.1', base: '2.1', laterClaims: undefined },
  { release: '2.9', base: undefined, laterClaims: false },
  { release: '3.0', base: undefined, laterClaims: false },
  { release: '3.1', base: '2.1', laterClaims: undefined },
  { release: '3.2', base: '2.1', laterClaims: undefined },
  { release: '3.3', base: '2.1', laterClaims: true },
];

/** The releases known, open-source ones first. */
export const MOSQUITTO_RELEASES = new KnownReleases(FACTS.map((facts) => facts.release));

/** The open-source rules of a version; undefined where they are unknown or the releases it may mean disagree. */
export function baseOf(version: string | undefined): MosquittoBase | undefined {
  return agreed(version, (facts) => facts.base);
}

/** Whether the token plugin of a version has the settings that came between Pro 3.0 and 3.3; undefined where that is unknown. */
export function hasLaterClaims(version: string | undefined): boolean | undefined {
  return agreed(version, (facts) => facts.laterClaims);
}

function agreed<Answer>(version: string | undefined, ask: (facts: ReleaseFacts) => Answer | undefined): Answer | undefined {
  const candidates = MOSQUITTO_RELEASES.candidates(version);
  const answers = FACTS.filter((facts) => candidates.includes(facts.release)).map(ask);
  return answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
}
