import { FileRule } from './rules/file-rules';
import { brokerSource } from './rules/sources';
import { RuleText } from '../../rules/rule';

/*
 * Problems that only grants report.
 */

const grantRule = (text: RuleText): FileRule => ({ ...text, check: () => undefined });
const TOPIC_SOURCE = `MQTT 5.0 section 4.7; ${brokerSource('libcommon/topic_common.c')}`;

export const MOSQUITTO_ACCESS_TOPIC = grantRule({
  id: 'MOSQUITTO_ACCESS_TOPIC',
  level: 'error',
  summary: 'A right is on a valid topic filter, with a priority from -100000 to 100000.',
  cause: 'The broker drops an entry without a topic, matches nothing with an invalid filter, and cuts larger priorities off.',
  remedy: 'put + and # alone in their level, and # last; use a smaller priority',
  source: TOPIC_SOURCE,
});

export const MOSQUITTO_GRANT_WILDCARD = grantRule({
  id: 'MOSQUITTO_GRANT_WILDCARD',
  level: 'error',
  summary: 'A literal topic has no wildcard, no placeholder and no $share in it.',
  cause: 'Topic filters know no escape: + and # stand for other levels, %u and %c for the client\'s names from Mosquitto 2.1 on.',
  remedy: 'ask for a pattern (match: DestinationMatch.PATTERN), or for a shared subscription (shared: true)',
  source: TOPIC_SOURCE,
});

export const MOSQUITTO_GRANT_PREFIX = grantRule({
  id: 'MOSQUITTO_GRANT_PREFIX',
  level: 'error',
  summary: 'A prefix ends at a level.',
  cause: 'No topic filter stands for the topics that begin with a part of a level.',
  remedy: 'end the prefix in a slash',
  source: TOPIC_SOURCE,
});

export const MOSQUITTO_GRANT_WIDER = grantRule({
  id: 'MOSQUITTO_GRANT_WIDER',
  level: 'error',
  summary: 'A grant gives no more than was asked.',
  cause: 'The filter for all topics below a level covers the topic of the level itself too.',
  remedy: 'set acceptWider where the wider right is acceptable',
  source: TOPIC_SOURCE,
});

export const MOSQUITTO_GRANT_OPTION = grantRule({
  id: 'MOSQUITTO_GRANT_OPTION',
  level: 'error',
  summary: 'A grant has only options that Mosquitto can honour.',
  cause: 'The option has no meaning there, so nothing would be done about it.',
  remedy: 'remove the option',
  source: brokerSource('plugins/dynamic-security/acl.c'),
});

export const MOSQUITTO_GRANT_CONTRADICTION = grantRule({
  id: 'MOSQUITTO_GRANT_CONTRADICTION',
  level: 'error',
  summary: 'An application is not given the same right in two ways.',
  cause: 'A role has one entry for a type and topic; of an allowance and a denial, or of two priorities, only one could be kept.',
  remedy: 'drop one of the two grants',
  source: brokerSource('plugins/dynamic-security/roles.c'),
});

/** Every rule of this file. */
export const GRANT_RULES: readonly FileRule[] = [
  MOSQUITTO_ACCESS_TOPIC, MOSQUITTO_GRANT_WILDCARD, MOSQUITTO_GRANT_PREFIX, MOSQUITTO_GRANT_WIDER, MOSQUITTO_GRANT_OPTION,
  MOSQUITTO_GRANT_CONTRADICTION,
];
