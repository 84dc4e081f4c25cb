import { BrokerCore } from '../broker-core';
import { HIVEMQ_GRANT_RULES } from './grant-rules';
import { mergeHiveMq } from './merge/merge';
import { parseHiveMq } from './parse';
import { renderHiveMq } from './render';
import { HIVEMQ_OVERLAP_STEPS, HIVEMQ_REQUIREMENT_NAMES, needsOf, requirementsOf } from './requirements';
import { HIVEMQ_RULES } from './rules';
import { HIVEMQ_PARSE_RULES } from './rules/parse-rules';
import { HIVEMQ_PREVIEW_RULES } from './semantics/preview-rules';
import { HiveMqSettings } from './settings';
import { HIVEMQ_CONFIG_MAP_TARGET, HIVEMQ_TARGET_RULES } from './target-rules';
import { HIVEMQ_RELEASES } from './version';

/** HiveMQ's Enterprise Security Extension without a CDK. */
export const HIVEMQ: BrokerCore<HiveMqSettings> = {
  kind: 'hivemq',
  title: 'HiveMQ ESE',
  releases: HIVEMQ_RELEASES,
  rules: HIVEMQ_RULES,
  parseRules: [...HIVEMQ_PARSE_RULES, ...HIVEMQ_GRANT_RULES, ...HIVEMQ_TARGET_RULES, HIVEMQ_CONFIG_MAP_TARGET, ...HIVEMQ_PREVIEW_RULES],
  requirementNames: HIVEMQ_REQUIREMENT_NAMES,
  overlapSteps: HIVEMQ_OVERLAP_STEPS,
  render: renderHiveMq,
  parse: parseHiveMq,
  merge: mergeHiveMq,
  requirements: requirementsOf,
  needs: needsOf,
  stated: ({ allowAllExtensionDisabled: off }) => (off === undefined ? {} : { allowAllExtension: !off }),
};
