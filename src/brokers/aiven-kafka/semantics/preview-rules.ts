import { RuleText } from '../../../rules/rule';

/*
 * What a preview warns of besides its steps.
 */

export const KAFKA_AIVEN_ENTRIES_UNSEEN: RuleText = {
  id: 'KAFKA_AIVEN_ENTRIES_UNSEEN',
  level: 'warning',
  summary: 'Rights are native access control entries.',
  cause: 'Entries of `aiven_kafka_acl` work for a token\'s principal only where a service user of the same name exists, which no file tells.',
  remedy: 'grant native entries, or log in as the principal and try',
  source: 'aiven.io/docs/products/kafka/concepts/acl',
};

/** Rules of the preview alone. */
export const KAFKA_PREVIEW_RULES: readonly RuleText[] = [KAFKA_AIVEN_ENTRIES_UNSEEN];
