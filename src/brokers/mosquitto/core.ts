import { BrokerCore } from '../broker-core';
import { GRANT_RULES } from './grant-rules';
import { merge } from './merge';
import { parse } from './parse';
import { MOSQUITTO_RELEASES } from './releases';
import { render } from './render';
import { needs, OVERLAP_STEPS, REQUIREMENT_NAMES, requirements } from './requirements';
import { MOSQUITTO_RULES } from './rules';
import { FILE_RULES } from './rules/file-rules';
import { MOSQUITTO_PREVIEW_RULES } from './semantics/preview-rules';
import { MosquittoSettings } from './settings';
import { statedOf, withStated } from './stated';

/** Pro Mosquitto without a CDK, a file system, a network or a clock. */
export const MOSQUITTO: BrokerCore<MosquittoSettings> = {
  kind: 'mosquitto',
  title: 'Pro Mosquitto',
  releases: MOSQUITTO_RELEASES,
  rules: MOSQUITTO_RULES,
  parseRules: [...FILE_RULES, ...GRANT_RULES, ...MOSQUITTO_PREVIEW_RULES],
  requirementNames: REQUIREMENT_NAMES,
  overlapSteps: OVERLAP_STEPS,
  render,
  parse,
  merge,
  requirements,
  needs,
  stated: statedOf,
  withStated,
};
