import { Candidate, Likeness, Recogniser } from '../broker-lint';
import { ACL_COMMANDS, AIVEN_ACLS, AIVEN_USER_CONFIG, JVM_OPTIONS, SERVER_PROPERTIES } from './files';

const PROPERTY = /^[ \t]*(?:listener\.name\.[^=:\s]+|listeners|sasl\.enabled\.mechanisms|sasl\.oauthbearer\.(?:jwks|expected|sub|clock)[^=:\s]*)[ \t]*[=:]/m;
const COMMAND = /(?:^|[\s/])kafka-acls(?:\.sh)?\s/m;
const OPTION = /-Dorg\.apache\.kafka\.sasl\.oauthbearer\.allowed\.urls=/;
const NAMES = [SERVER_PROPERTIES, AIVEN_USER_CONFIG, AIVEN_ACLS, ACL_COMMANDS, JVM_OPTIONS];

/** Files of a Kafka broker, and the documents of an Aiven service. */
export const KAFKA_FILES: Recogniser = {
  fallback: SERVER_PROPERTIES,
  recognise(candidate) {
    const file = contentOf(candidate);
    if (file !== undefined) {
      return { file, likeness: Likeness.CERTAIN };
    }
    if (NAMES.includes(candidate.name)) {
      return { file: candidate.name, likeness: Likeness.LIKELY };
    }
    return candidate.name.endsWith('.properties') ? { file: SERVER_PROPERTIES, likeness: Likeness.POSSIBLE } : undefined;
  },
};

function contentOf({ beginning, members }: Candidate): string | undefined {
  if (members.length > 0) {
    const isService = ['kafka', 'kafka_authentication_methods', 'kafka_sasl_mechanisms'].some((member) => members.includes(member));
    const isList = members.includes('kafka_acl') || (members.includes('[]resource_type') && members.includes('[]principal'));
    return isService ? AIVEN_USER_CONFIG : isList ? AIVEN_ACLS : undefined;
  }
  if (PROPERTY.test(beginning)) {
    return SERVER_PROPERTIES;
  }
  return COMMAND.test(beginning) ? ACL_COMMANDS : OPTION.test(beginning) ? JVM_OPTIONS : undefined;
}
