import { CaseParts, oneReading, rightsWarnings, settingsText, WrittenFiles } from '../../../preview/case-parts';
import { CONFIG_FILE, FILE_REALM_FILE, OLD_CONFIG_FILE } from '../files';

/** The extension's configuration by either name, and its file realm. */
export function caseOf(written: WrittenFiles): CaseParts {
  const settings = settingsText(written, CONFIG_FILE) ?? settingsText(written, OLD_CONFIG_FILE);
  const { allowAllExtension } = written.stated;
  return oneReading({ settings, fileRealm: written.files[FILE_REALM_FILE], allowAllExtension }, rightsWarnings(written, FILE_REALM_FILE));
}
