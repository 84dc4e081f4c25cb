import { ACKNOWLEDGED_RULE_UNKNOWN } from './acknowledge-rules';
import { GRANT_OTHER_PROVIDER } from './grant-rules';
import { LOCKOUT_NOT_ACCEPTED, PREVIOUS_MANIFEST_UNREADABLE } from './lockout-rules';
import { BROKER_KINDS, brokerCore } from './registry';
import { DOCTOR_RULES } from '../doctor/rules';
import { APPLICATION_RULES } from '../identity/application-rules';
import { CLAIMS_RULES } from '../identity/claims-rules';
import { FIT_RULES } from '../identity/fit-rules';
import { IDENTITY_RULES } from '../identity/identity-rules';
import { LINT_RULES } from '../lint/lint-rules';
import { PREVIEW_CASE_RULES } from '../preview/case-problem';
import { PREVIEW_WARNING_RULES } from '../preview/preview-rules';
import { RESTART_CONSTRUCT_RULES } from '../restart/restart-rules';
import { RESTART_RULES } from '../restart/rules';
import { RuleText } from '../rules/rule';
import { SURROUNDINGS } from '../rules/surroundings';
import { TEXT_RULES } from '../rules/text-rules';

/** The rules of one room. */
export interface RuleRoom {
  readonly room: string;
  readonly rules: readonly RuleText[];
}

const ROOMS: readonly RuleRoom[] = [
  ...BROKER_KINDS.map((kind) => brokerCore(kind)!).map((core) => ({ room: core.title, rules: [...core.rules, ...core.parseRules] })),
  { room: 'Identity providers and applications', rules: [...IDENTITY_RULES, ...APPLICATION_RULES, ...CLAIMS_RULES] },
  { room: 'Identity provider against broker', rules: FIT_RULES },
  { room: 'Rolling restart', rules: [...RESTART_CONSTRUCT_RULES, ...Object.values(RESTART_RULES)] },
  { room: 'Doctor', rules: DOCTOR_RULES },
  { room: 'Token preview', rules: [...PREVIEW_CASE_RULES, ...PREVIEW_WARNING_RULES] },
  { room: 'Lint', rules: LINT_RULES },
  { room: 'Surroundings', rules: SURROUNDINGS },
  { room: 'Every construct', rules: [ACKNOWLEDGED_RULE_UNKNOWN, GRANT_OTHER_PROVIDER, LOCKOUT_NOT_ACCEPTED, PREVIOUS_MANIFEST_UNREADABLE, ...TEXT_RULES] },
];

/** Every rule there is, by room, each id once. */
export const RULE_CATALOGUE: readonly RuleRoom[] = ROOMS.map(({ room, rules }) => ({
  room,
  rules: [...new Map(rules.map((rule) => [rule.id, rule])).values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
}));

const IDS = new Set(RULE_CATALOGUE.flatMap(({ rules }) => rules.map((rule) => rule.id)));

/** Whether the text is the id of a rule. */
export function isRuleId(id: string): boolean {
  return IDS.has(id);
}
