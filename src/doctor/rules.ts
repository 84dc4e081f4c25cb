import { DOCTOR_LINE } from './batch-rule';
import { BROKER_RULES } from './broker-rules';
import { DoctorRule } from './finding';
import { PROVIDER_RULES } from './provider-rules';
import { TOKEN_RULES } from './token-rules';
import { VENDOR_RULES } from './vendor-rules';
import { RuleText } from '../rules/rule';

/** Every rule on what an identity provider serves, in the order of its `ref`. */
export const PROVIDER_JUDGEMENT_RULES: readonly DoctorRule[] = [...PROVIDER_RULES, ...TOKEN_RULES, ...VENDOR_RULES];

/** Every rule of the doctor, for the catalogue. */
export const DOCTOR_RULES: readonly RuleText[] = [...PROVIDER_JUDGEMENT_RULES, ...BROKER_RULES, DOCTOR_LINE];
