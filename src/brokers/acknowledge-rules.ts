import { Rule } from '../rules/rule';

/** Acknowledged ids and the ids there are. */
export interface AcknowledgeSubject {
  readonly acknowledged: readonly string[];
  readonly isRuleId: (id: string) => boolean;
}

export const ACKNOWLEDGED_RULE_UNKNOWN: Rule<AcknowledgeSubject> = {
  id: 'ACKNOWLEDGED_RULE_UNKNOWN',
  level: 'error',
  summary: 'Every acknowledged id is the id of a rule.',
  cause: 'A mistyped id acknowledges nothing, and the warning it was meant for keeps coming.',
  remedy: 'use an id from RULES.md',
  source: 'RULES.md',
  check: ({ acknowledged, isRuleId }, report) => acknowledged.forEach((id, index) => {
    if (!isRuleId(id)) {
      report.broken(`acknowledge[${index}]`, { message: 'must be the id of a rule', got: id });
    }
  }),
};
