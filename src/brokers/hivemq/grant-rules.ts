import { LITERAL_TOPIC } from './topics';
import { Rule, RuleText } from '../../rules/rule';

const TOPICS = 'MQTT 5.0, section 4.7';

export const HIVEMQ_GRANT_DESTINATION: RuleText = {
  id: 'HIVEMQ_GRANT_DESTINATION',
  level: 'error',
  summary: 'A literal destination is a topic without wildcards and placeholders.',
  cause: 'MQTT cannot escape `+` and `#`, and the extension replaces `${mqtt-clientid}`, so more topics than asked would be granted.',
  remedy: 'ask for a filter (match: DestinationMatch.PATTERN), or give the topic alone',
  source: TOPICS,
};

export const HIVEMQ_GRANT_WIDER: RuleText = {
  id: 'HIVEMQ_GRANT_WIDER',
  level: 'error',
  summary: 'A grant gives no more than was asked.',
  cause: 'A filter ends in whole levels, so a prefix reaches topics that do not begin with it.',
  remedy: 'set acceptWider where the wider right is acceptable, or give a filter (match: DestinationMatch.PATTERN)',
  source: TOPICS,
};

export const HIVEMQ_GRANT_OPTION: RuleText = {
  id: 'HIVEMQ_GRANT_OPTION',
  level: 'error',
  summary: 'A grant has only options that HiveMQ can honour.',
  cause: 'The option has no meaning there, so nothing would be done about it.',
  remedy: 'remove the option',
  source: 'ese-file-realm.xsd of the Enterprise Security Extension 4.36.0',
};

/** Destinations that were asked for as literal ones. */
export interface LiteralSubject {
  readonly topics: readonly string[];
}

/** Judges literal destinations at apply too. */
export const LITERAL_DESTINATIONS: Rule<LiteralSubject> = {
  ...HIVEMQ_GRANT_DESTINATION,
  check: ({ topics }, report) => topics.forEach((topic) => report.value('grants', topic, LITERAL_TOPIC)),
};

/** Every problem that grants report. */
export const HIVEMQ_GRANT_RULES: readonly RuleText[] = [HIVEMQ_GRANT_DESTINATION, HIVEMQ_GRANT_WIDER, HIVEMQ_GRANT_OPTION];
