import { Rule } from '../../rules/rule';
import { KnownReleases } from '../../rules/version';

/** Every release of LavinMQ since OAuth 2.0 came with 2.7.0, oldest first. */
export const LAVINMQ_RELEASES = new KnownReleases(['2.7.0', '2.7.1', '2.7.2', '2.7.3', '2.8.0', '2.8.1', '2.8.2', '2.9.0', '2.9.1']);

/** A broker version that is not one. */
export const VERSION_SYNTAX: Rule<never> = {
  id: 'LAVINMQ_VERSION_SYNTAX',
  level: 'error',
  summary: 'A broker version is a dotted prefix of release numbers.',
  cause: 'Rules and rendering depend on the release; a text that is none cannot be compared with the known ones.',
  remedy: 'write "2.9.1" for one release or "2.9" for every release of that line',
  source: 'github.com/cloudamqp/lavinmq/releases',
  check: () => undefined,
};
