import { Likeness, Recogniser } from '../broker-lint';
import { CONFIG_FILE, FILE_REALM_FILE, OLD_CONFIG_FILE } from './files';

const CONFIG = /<enterprise-security-extension[\s/>]/;
const FILE_REALM = /<ese-file-realm[\s/>]/;

/** Files of HiveMQ's Enterprise Security Extension: the configuration by either name, and a file realm by any name. */
export const HIVEMQ_FILES: Recogniser = {
  fallback: CONFIG_FILE,
  recognise({ name, beginning }) {
    const config = name === OLD_CONFIG_FILE ? OLD_CONFIG_FILE : CONFIG_FILE;
    if (CONFIG.test(beginning)) {
      return { file: config, likeness: Likeness.CERTAIN };
    }
    if (FILE_REALM.test(beginning)) {
      return { file: FILE_REALM_FILE, likeness: Likeness.CERTAIN };
    }
    if (name === FILE_REALM_FILE) {
      return { file: FILE_REALM_FILE, likeness: Likeness.LIKELY };
    }
    return name === CONFIG_FILE || name === OLD_CONFIG_FILE ? { file: config, likeness: Likeness.LIKELY } : undefined;
  },
};
