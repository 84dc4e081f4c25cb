import { RuleText } from '../../../rules/rule';
import { CONFIG_XSD } from '../rules/sources';

/*
 * What a preview warns of besides its steps.
 */

export const HIVEMQ_PLUS_ADMITS_HASH: RuleText = {
  id: 'HIVEMQ_PLUS_ADMITS_HASH',
  level: 'warning',
  summary: 'A permission to subscribe does not end in `+` by mistake.',
  cause: 'The broker core compares level by level, so `a/+` lets a client subscribe to `a/#`, which is every level below.',
  remedy: 'name the levels that are meant, or accept that everything below can be read',
  source: 'hivemq/hivemq-community-edition, PermissionTopicMatcherUtils.java',
};

export const HIVEMQ_SINCE_UNKNOWN: RuleText = {
  id: 'HIVEMQ_SINCE_UNKNOWN',
  level: 'warning',
  summary: 'The release has the settings that are used.',
  cause: 'The settings are in the schema of 4.36.0; since which release they are read is not documented.',
  remedy: 'give brokerVersion, and see whether the schema that lies beside the node\'s configuration has the element',
  source: CONFIG_XSD,
};

/** Every rule that only previews report. */
export const HIVEMQ_PREVIEW_RULES: readonly RuleText[] = [HIVEMQ_PLUS_ADMITS_HASH, HIVEMQ_SINCE_UNKNOWN];
