import { RuleText } from '../../rules/rule';
import { KnownReleases } from '../../rules/version';

/** The releases of Apache Kafka on which the facts in this folder were read or run, oldest first. */
export const KAFKA_RELEASES = new KnownReleases(['3.9.0', '3.9.1', '3.9.2', '4.0.0', '4.1.0', '4.1.1', '4.1.2', '4.2.0', '4.3.0', '4.4.0']);

/**
 * The releases whose default validator checks neither signature nor issuer, audience or expiry.
 *
 * Fixed by the commit of 2025-12-01 to apache/kafka, first in 4.1.2 and 4.2.0.
 */
const UNVERIFYING = ['4.1.0', '4.1.1'];

/** Whether the version is, or may be, one that accepts forged tokens with its default validator. */
export function mayAcceptForgedTokens(version: string | undefined): boolean {
  return KAFKA_RELEASES.candidates(version).some((release) => UNVERIFYING.includes(release));
}

/** A broker version that is not one. */
export const VERSION_SYNTAX: RuleText = {
  id: 'KAFKA_VERSION_SYNTAX',
  level: 'error',
  summary: 'A broker version is a dotted prefix of release numbers.',
  cause: 'Rules and rendering depend on the release; a text that is none cannot be compared with the known ones.',
  remedy: 'write "4.2.0" for one release or "4.2" for every release of that line',
  source: 'kafka.apache.org/downloads',
};
