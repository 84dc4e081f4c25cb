import { BrokerCore } from '../broker-core';
import { GRANT_RULES } from './grants';
import { mergeFile } from './merge';
import { parseSettings } from './parse';
import { PARSE_RULES } from './parse-rules';
import { KAFKA_RELEASES, VERSION_SYNTAX } from './releases';
import { renderSettings } from './render';
import { OVERLAP_STEPS, REQUIREMENT_NAMES, tokenNeeds, tokenRequirements } from './requirements';
import { KAFKA_RULES } from './rules';
import { KAFKA_PREVIEW_RULES } from './semantics/preview-rules';
import { SERVICE_CONSTRUCT_RULES } from './service-place-rules';
import { AivenKafkaSettings } from './settings';
import { USER_CONFIG_RULES } from './user-config-merge';

/** Apache Kafka, at Aiven or self-managed, without a CDK. */
export const AIVEN_KAFKA: BrokerCore<AivenKafkaSettings> = {
  kind: 'aiven-kafka',
  title: 'Apache Kafka (Aiven or self-managed)',
  releases: KAFKA_RELEASES,
  rules: KAFKA_RULES,
  parseRules: [...PARSE_RULES, VERSION_SYNTAX, ...GRANT_RULES, ...SERVICE_CONSTRUCT_RULES, ...USER_CONFIG_RULES, ...KAFKA_PREVIEW_RULES],
  requirementNames: REQUIREMENT_NAMES,
  overlapSteps: OVERLAP_STEPS,
  render: renderSettings,
  parse: parseSettings,
  merge: mergeFile,
  requirements: tokenRequirements,
  needs: tokenNeeds,
};
