import { Likeness, Recogniser } from '../broker-lint';
import { CLOUDAMQP_FILE, INI_FILE } from './settings';

const SECTION = /^[ \t]*\[(?:oauth|amqp|mgmt|clustering|experimental)\][ \t]*\r?$/m;

/** LavinMQ's files: `lavinmq.ini`, and the attributes of CloudAMQP's resource. */
export const LAVINMQ_FILES: Recogniser = {
  fallback: INI_FILE,
  recognise({ name, beginning, members }) {
    if (name === CLOUDAMQP_FILE) {
      return { file: CLOUDAMQP_FILE, likeness: Likeness.LIKELY };
    }
    if (members.includes('verify_aud') || members.includes('resource_server_id')) {
      return { file: CLOUDAMQP_FILE, likeness: Likeness.CERTAIN };
    }
    if (SECTION.test(beginning) && members.length === 0) {
      return { file: INI_FILE, likeness: Likeness.CERTAIN };
    }
    const likeness = name === INI_FILE ? Likeness.LIKELY : name.endsWith('.ini') ? Likeness.POSSIBLE : undefined;
    return likeness === undefined ? undefined : { file: INI_FILE, likeness };
  },
};
