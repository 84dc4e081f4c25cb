import { BROKER_RULES } from './rules/broker-rules';
import { FILE_REALM_RULES } from './rules/file-realm-rules';
import { NAME_RULES } from './rules/name-rules';
import { PIPELINE_RULES } from './rules/pipeline-rules';
import { SCHEMA_RULES } from './rules/schema-rules';
import { SECRET_RULES } from './rules/secret-rules';
import { HiveMqRule } from './rules/subject';
import { TOKEN_RULES } from './rules/token-rules';

/** Every rule on HiveMQ's settings, in the order in which problems are told. */
export const HIVEMQ_RULES: readonly HiveMqRule[] = [
  ...SCHEMA_RULES, ...NAME_RULES, ...SECRET_RULES, ...TOKEN_RULES, ...PIPELINE_RULES, ...FILE_REALM_RULES, ...BROKER_RULES,
];
