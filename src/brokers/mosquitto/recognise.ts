import { Candidate, Likeness, Recogniser } from '../broker-lint';
import { CONF_FILE, DYNAMIC_SECURITY_FILE, JWT_FILE } from './settings';

const CONF_LINE = /^ *(?:allow_anonymous|plugin|global_plugin|auth_plugin|plugin_opt_config_file|persistence_location|per_listener_settings|listener \d+)(?: |\r?$)/m;
const ACCOUNTS = ['clients', 'roles', 'groups', 'defaultaclaccess'];

/** Mosquitto's files: `jwt.json`, `dynamic-security.json` and `mosquitto.conf`. */
export const MOSQUITTO_FILES: Recogniser = {
  fallback: CONF_FILE,
  recognise(candidate) {
    const file = contentOf(candidate);
    if (file !== undefined) {
      return { file, likeness: Likeness.CERTAIN };
    }
    if ([JWT_FILE, CONF_FILE, DYNAMIC_SECURITY_FILE].includes(candidate.name)) {
      return { file: candidate.name, likeness: Likeness.LIKELY };
    }
    return candidate.name.endsWith('.conf') ? { file: CONF_FILE, likeness: Likeness.POSSIBLE } : undefined;
  },
};

function contentOf({ beginning, members }: Candidate): string | undefined {
  if (members.includes('algorithm') && (members.includes('mode') || members.includes('options'))) {
    return JWT_FILE;
  }
  if (members.filter((member) => ACCOUNTS.includes(member.toLowerCase())).length > 1) {
    return DYNAMIC_SECURITY_FILE;
  }
  return members.length === 0 && CONF_LINE.test(beginning) ? CONF_FILE : undefined;
}
