import { CaseParts, oneReading, rightsWarnings, settingsText, WrittenFiles } from '../../../preview/case-parts';
import { DYNAMIC_SECURITY_FILE, JWT_FILE } from '../settings';

/** The token plugin's settings, the accounts, and the plugins in their order. */
export function caseOf(written: WrittenFiles): CaseParts {
  const { plugins, allowAnonymous } = written.stated;
  const parts = { settings: settingsText(written, JWT_FILE), dynamicSecurity: written.files[DYNAMIC_SECURITY_FILE], plugins, allowAnonymous };
  return oneReading(parts, rightsWarnings(written, DYNAMIC_SECURITY_FILE));
}
