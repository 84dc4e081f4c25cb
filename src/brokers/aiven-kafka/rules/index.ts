import { ACL_RULES } from './acl-rules';
import { KafkaRule } from './kafka-rule';
import { LISTENER_RULES } from './listener-rules';
import { SERVICE_RULES } from './service-rules';
import { TOKEN_RULES } from './token-rules';

/** Every rule on the settings of a Kafka, in the order in which problems are told. */
export const KAFKA_RULES: readonly KafkaRule[] = [...TOKEN_RULES, ...SERVICE_RULES, ...LISTENER_RULES, ...ACL_RULES];
