import { Rule } from '../rules/rule';
import { FIT_AUDIENCE_RULES } from './fit/audience-rules';
import { FitSubject } from './fit/fit-subject';
import { FIT_INTROSPECTION_RULES } from './fit/introspection-rules';
import { FIT_ISSUER_RULES } from './fit/issuer-rules';
import { FIT_KEY_RULES } from './fit/key-rules';
import { FIT_PRINCIPAL_RULES } from './fit/principal-rules';
import { FIT_SCOPE_RULES } from './fit/scope-rules';

export { FitApplication, FitSubject } from './fit/fit-subject';

/**
 * The rules between an identity provider and a broker.
 *
 * They compare what the broker needs with what the provider's tokens are, both as data, and know neither by name.
 */
export const FIT_RULES: readonly Rule<FitSubject>[] = [
  ...FIT_ISSUER_RULES,
  ...FIT_AUDIENCE_RULES,
  ...FIT_SCOPE_RULES,
  ...FIT_KEY_RULES,
  ...FIT_INTROSPECTION_RULES,
  ...FIT_PRINCIPAL_RULES,
];
