/*
 * Plans whose option lists lack OAuth fields.
 * Source: aiven/aiven-docs static/includes/config-kafka-free-tier.md, config-kafka-dev-tier.md, config-kafka-inkless-saas.md.
 */

/** What a plan's own list of options says about the four fields. */
export interface PlanLimits {
  readonly tier: string;
  /** Whether none of the four fields is in the list. */
  readonly withoutOAuth: boolean;
  /** Whether `sasl_oauthbearer_sub_claim_name` is not in the list. */
  readonly withoutSubClaim: boolean;
}

const FREE: PlanLimits = { tier: 'free tier', withoutOAuth: true, withoutSubClaim: true };
const DEVELOPER: PlanLimits = { tier: 'developer tier', withoutOAuth: true, withoutSubClaim: true };
const INKLESS: PlanLimits = { tier: 'Inkless', withoutOAuth: false, withoutSubClaim: true };
const ANY: PlanLimits = { tier: 'other', withoutOAuth: false, withoutSubClaim: false };

/** The limits of a plan, told by the words in its name; Aiven publishes no list of plan names by tier. */
export function planLimits(plan: string | undefined): PlanLimits {
  const words = (plan ?? '').toLowerCase().split(/[^a-z]+/);
  if (words.includes('free')) {
    return FREE;
  }
  if (words.includes('developer')) {
    return DEVELOPER;
  }
  return words.includes('inkless') ? INKLESS : ANY;
}
