import { Rule } from '../../../rules/rule';
import { Subject } from '../../broker-core';
import { LavinMqSettings } from '../settings';
import { CLAIM_RULES } from './claim-rules';
import { CLOUDAMQP_RULES } from './cloud-amqp-rules';
import { FEATURE_RULES } from './feature-rules';
import { FILE_RULES } from './file-rules';
import { LOGIN_RULES } from './login-rules';

/** Every rule on LavinMQ settings, in the order in which problems are told. */
export const LAVINMQ_RULES: readonly Rule<Subject<LavinMqSettings>>[] = [
  ...LOGIN_RULES, ...CLAIM_RULES, ...FILE_RULES, ...FEATURE_RULES, ...CLOUDAMQP_RULES,
];
