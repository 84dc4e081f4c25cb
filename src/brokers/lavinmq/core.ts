import { BrokerCore } from '../broker-core';
import { LAVINMQ_GRANT_RULES } from './grant-rules';
import { merge } from './merge';
import { parse } from './parse';
import { LAVINMQ_PARSE_RULES } from './parse-rules';
import { LAVINMQ_RELEASES, VERSION_SYNTAX } from './releases';
import { render } from './render';
import { needs, OVERLAP_STEPS, REQUIREMENT_NAMES, requirements } from './requirements';
import { LAVINMQ_RULES } from './rules';
import { LAVINMQ_PREVIEW_RULES } from './semantics/preview-rules';
import { LavinMqSettings } from './settings';
import { LAVINMQ_TARGET_RULES } from './target-rules';

/** LavinMQ 2.7 to 2.9.1, self-hosted or on CloudAMQP. */
export const LAVINMQ: BrokerCore<LavinMqSettings> = {
  kind: 'lavinmq',
  title: 'LavinMQ',
  releases: LAVINMQ_RELEASES,
  rules: LAVINMQ_RULES,
  parseRules: [...LAVINMQ_PARSE_RULES, ...LAVINMQ_GRANT_RULES, ...LAVINMQ_TARGET_RULES, ...LAVINMQ_PREVIEW_RULES, VERSION_SYNTAX],
  requirementNames: REQUIREMENT_NAMES,
  overlapSteps: OVERLAP_STEPS,
  render,
  parse,
  merge,
  requirements,
  needs,
};
