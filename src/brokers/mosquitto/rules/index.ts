import { ACCOUNT_RULES } from './account-rules';
import { CLAIM_RULES } from './claim-rules';
import { CONF_RULES } from './conf-rules';
import { KEY_RULES } from './key-rules';
import { REVOCATION_RULES } from './revocation-rules';
import { ROLE_RULES } from './role-rules';
import { MosquittoRule } from './rule-kinds';
import { VERSION_RULES } from './version-rules';

/** Every rule on the settings of Pro Mosquitto. */
export const MOSQUITTO_RULES: readonly MosquittoRule[] = [
  ...VERSION_RULES, ...KEY_RULES, ...CLAIM_RULES, ...REVOCATION_RULES, ...CONF_RULES, ...ACCOUNT_RULES, ...ROLE_RULES,
];
