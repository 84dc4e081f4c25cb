import { allOf, Condition, matches, maxLength, NOT_BLANK, oneOf } from '../../../rules/condition';
import { isUnresolvedText } from '../../../text/unresolved';
import {
  CLUSTER_NAME, KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType, NativeAcl, nativeAclKey, SUPPORTED_OPERATIONS, USER_PREFIX,
} from '../acl';
import { AivenKafkaSettings } from '../settings';
import { TRIMMED } from './conditions';
import { KafkaRule, onListener, onService } from './kafka-rule';

const NATIVE_ACL = 'aiven/terraform-provider-aiven 4.61.0, resource aiven_kafka_native_acl';
const AIVEN_ACL = 'aiven/terraform-provider-aiven 4.61.0, resource aiven_kafka_acl; aiven/go-api-schemas';
const ACL_ENTRY = 'apache/kafka AclEntry.java';
const NAME_LENGTH = 256;
const USERNAME_LENGTH = 64;
const TOPIC_LENGTH = 249;

type ByTarget = { readonly [Kind in AivenKafkaSettings['target']['kind']]: Condition };
type ByPattern = { readonly [Pattern in KafkaPatternType]: Condition };

/** Only Aiven limits names. */
function byTarget(conditions: readonly Condition[]): ByTarget {
  return { 'aiven': allOf([...conditions, maxLength(NAME_LENGTH)]), 'self-managed': allOf(conditions) };
}

const PRINCIPAL = byTarget([matches(`^${USER_PREFIX}\\S`, '"User:" and a subject'), TRIMMED]);
const ONE_PRINCIPAL: ByTarget = {
  'aiven': matches('^[^*]*$', 'the name of one principal'),
  'self-managed': matches(`^(?:[^*]*|${USER_PREFIX}[^*].*|${USER_PREFIX}\\*.+)$`, 'the name of one principal'),
};
const ONE_RESOURCE = matches('^(?:[^*]|.{2,})', 'the name of one resource');
const HOST = matches('^(?:\\*|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$', 'an IP address in lower case, or "*"');

/** Names of groups and transactional ids. */
const NAME = byTarget([NOT_BLANK, TRIMMED]);
/** A topic itself is called neither "." nor ".."; a prefix of one may be "." too. */
const TOPIC: ByPattern = {
  [KafkaPatternType.LITERAL]: allOf([
    matches('^(?:\\*|[a-zA-Z0-9._-]+)$', 'a topic name: letters, digits, ".", "_" and "-"'),
    matches('^(?:[^.]|\\.[^.]|\\.\\..)', 'a name other than "." and ".."'),
    maxLength(TOPIC_LENGTH),
  ]),
  [KafkaPatternType.PREFIXED]: allOf([
    matches('^[a-zA-Z0-9._-]+$', 'the beginning of a topic name: letters, digits, ".", "_" and "-"'),
    maxLength(TOPIC_LENGTH),
  ]),
};
const CLUSTER: ByPattern = {
  [KafkaPatternType.LITERAL]: oneOf([CLUSTER_NAME]),
  [KafkaPatternType.PREFIXED]: { expects: `"${CLUSTER_NAME}" with the pattern type LITERAL`, test: () => false, hcl: () => 'false' },
};

const AIVEN_USERNAME = allOf([matches('^[-._A-Za-z0-9]+$', 'letters, digits, ".", "_" and "-"'), maxLength(USERNAME_LENGTH)]);
const AIVEN_TOPIC = allOf([NOT_BLANK, TRIMMED, maxLength(TOPIC_LENGTH)]);

export const ACL_PRINCIPAL: KafkaRule = {
  id: 'KAFKA_ACL_PRINCIPAL',
  level: 'error',
  summary: 'The principal of an entry is "User:" and a subject, on one line, of at most 256 characters.',
  cause: 'OAUTHBEARER logins are principals of type User, whose name is the trimmed subject claim; Aiven refuses longer principals.',
  remedy: 'give the subject exactly as it stands in tokens',
  source: NATIVE_ACL,
  check: ({ settings }, report) => settings.nativeAcls.forEach(({ principal }, index) => {
    report.value(`nativeAcls[${index}].principal`, principal, PRINCIPAL[settings.target.kind]);
  }),
};

export const ACL_EVERYBODY: KafkaRule = {
  id: 'KAFKA_ACL_EVERYBODY',
  level: 'error',
  summary: 'The principal of an entry is one application.',
  cause: 'A principal "User:*" is everybody; at Aiven a * anywhere in it stands for any characters.',
  remedy: 'use an application whose subject has no *',
  source: 'apache/kafka StandardAuthorizerData.java; aiven.io/docs/products/kafka/concepts/acl',
  check: ({ settings }, report) => settings.nativeAcls.forEach(({ principal }, index) => {
    report.value(`nativeAcls[${index}].principal`, principal, ONE_PRINCIPAL[settings.target.kind]);
  }),
};

export const ACL_RESOURCE_NAME: KafkaRule = {
  id: 'KAFKA_ACL_RESOURCE_NAME',
  level: 'error',
  summary: 'The resource of an entry has a name that such a resource can have.',
  cause: 'An entry for a name that cannot exist grants nothing; an empty prefix is every name; Aiven refuses names of more than 256 characters.',
  remedy: 'write the name of a topic (letters, digits, ".", "_" and "-", at most 249), group or transactional id; "*" literally for every one',
  source: `${NATIVE_ACL}; apache/kafka Topic.java`,
  check: ({ settings }, report) => settings.nativeAcls.forEach((acl, index) => {
    report.value(`nativeAcls[${index}].resourceName`, acl.resourceName, nameCondition(acl, settings));
  }),
};

export const ACL_UNKNOWN_WILDCARD: KafkaRule = {
  id: 'KAFKA_ACL_UNKNOWN_WILDCARD',
  level: 'error',
  summary: 'A name that arrives at apply is not "*".',
  cause: 'The literal name "*" is every resource of its type.',
  remedy: 'give the name of one resource; where every one is meant, write "*" itself',
  source: 'apache/kafka StandardAuthorizerData.java',
  check: ({ settings }, report) => settings.nativeAcls.forEach(({ resourceName }, index) => {
    if (isUnresolvedText(resourceName)) {
      report.value(`nativeAcls[${index}].resourceName`, resourceName, ONE_RESOURCE);
    }
  }),
};

export const ACL_HOST: KafkaRule = {
  id: 'KAFKA_ACL_HOST',
  level: 'error',
  summary: 'The host of an entry is an IP address or "*".',
  cause: 'Kafka compares the client\'s address as text: a host name or a network never matches.',
  remedy: 'write one address, or leave the host out',
  source: 'apache/kafka StandardAuthorizerData.java',
  check: ({ settings }, report) => settings.nativeAcls.forEach(({ host }, index) => {
    report.value(`nativeAcls[${index}].host`, host, HOST);
  }),
};

export const ACL_OPERATION: KafkaRule = {
  id: 'KAFKA_ACL_OPERATION',
  level: 'error',
  summary: 'The operation of an entry exists for its resource.',
  cause: 'Kafka refuses an entry whose operation means nothing for the resource.',
  remedy: 'use an operation that the message lists',
  source: ACL_ENTRY,
  check: ({ settings }, report) => settings.nativeAcls.forEach(({ operation, resourceType }, index) => {
    if (operation !== KafkaOperation.ALL && !SUPPORTED_OPERATIONS[resourceType].includes(operation)) {
      const allowed = [KafkaOperation.ALL, ...SUPPORTED_OPERATIONS[resourceType]];
      report.broken(`nativeAcls[${index}].operation`, { message: `must be one of ${allowed.join(', ')} for a ${resourceType}`, got: operation });
    }
  }),
};

export const ACL_CONTRADICTION: KafkaRule = {
  id: 'KAFKA_ACL_CONTRADICTION',
  level: 'error',
  summary: 'No principal is both allowed and denied the same.',
  cause: 'A DENY beats every ALLOW, so the right that was granted is not there.',
  remedy: 'remove one of the two',
  source: 'apache/kafka StandardAuthorizerData.java',
  check: ({ settings }, report) => {
    const { ALLOW, DENY } = KafkaPermissionType;
    const denied = new Set(settings.nativeAcls.filter(({ permissionType }) => permissionType === DENY).map((acl) => keyWithout(acl)));
    settings.nativeAcls.forEach((acl, index) => {
      if (acl.permissionType === ALLOW && denied.has(keyWithout(acl))) {
        report.broken(`nativeAcls[${index}]`, {
          message: `allows ${acl.principal} to ${acl.operation} ${acl.resourceType} ${JSON.stringify(acl.resourceName)}, which another entry denies`,
        });
      }
    });
  },
};

export const AIVEN_ACL_USERNAME: KafkaRule = {
  id: 'KAFKA_AIVEN_ACL_USERNAME',
  level: 'error',
  summary: 'The subject of an application with Aiven ACLs is a possible name of a service user.',
  cause: 'Aiven takes names of 1 to 64 letters, digits, ".", "_" and "-"; "*" and "?" are wildcards there and would reach other users.',
  remedy: 'use native ACLs (the default), which take any subject',
  source: AIVEN_ACL,
  check: onService((_service, report, { settings }) => settings.aivenAcls.forEach(({ username }, index) => {
    report.value(`aivenAcls[${index}].username`, username, AIVEN_USERNAME);
  })),
};

export const AIVEN_ACL_TOPIC: KafkaRule = {
  id: 'KAFKA_AIVEN_ACL_TOPIC',
  level: 'error',
  summary: 'The topic of an Aiven ACL has 1 to 249 characters.',
  cause: 'The API refuses the entry, and Terraform only says so at apply.',
  remedy: 'write a topic name, with the wildcards "*" and "?" where wanted',
  source: AIVEN_ACL,
  check: onService((_service, report, { settings }) => settings.aivenAcls.forEach(({ topic }, index) => {
    report.value(`aivenAcls[${index}].topic`, topic, AIVEN_TOPIC);
  })),
};

export const AIVEN_ACL_NEEDS_USER: KafkaRule = {
  id: 'KAFKA_AIVEN_ACL_NEEDS_USER',
  level: 'warning',
  summary: 'Each subject with Aiven ACLs is a service user as well.',
  cause: 'Aiven ACLs work for OAuth principals only where a service user (`aiven_kafka_user`) of the same name exists; a service has 50 by default.',
  remedy: 'create the user and acknowledge this rule, or use native ACLs (the default)',
  source: 'aiven.io/docs/products/kafka/concepts/acl',
  check: onService((_service, report, { settings }) => {
    [...new Set(settings.aivenAcls.map(({ username }) => username))].forEach((username) => {
      report.broken('aivenAcls', { message: 'need a service user of the same name', got: username });
    });
  }),
};

export const AIVEN_ACL_TARGET: KafkaRule = {
  id: 'KAFKA_AIVEN_ACL_TARGET',
  level: 'error',
  summary: 'Aiven ACLs are granted at Aiven.',
  cause: 'A broker of one\'s own knows native ACLs only.',
  remedy: 'use native ACLs (the default)',
  source: AIVEN_ACL,
  check: onListener((_listener, report, { settings }) => {
    if (settings.aivenAcls.length > 0) {
      report.broken('aivenAcls', { message: 'do not exist outside Aiven' });
    }
  }),
};

export const ACL_RULES: readonly KafkaRule[] = [
  ACL_PRINCIPAL, ACL_EVERYBODY, ACL_RESOURCE_NAME, ACL_UNKNOWN_WILDCARD, ACL_HOST, ACL_OPERATION, ACL_CONTRADICTION, AIVEN_ACL_USERNAME,
  AIVEN_ACL_TOPIC, AIVEN_ACL_NEEDS_USER, AIVEN_ACL_TARGET,
];

function nameCondition({ resourceType, patternType }: NativeAcl, { target }: AivenKafkaSettings): Condition {
  if (resourceType === KafkaResourceType.CLUSTER) {
    return CLUSTER[patternType];
  }
  return resourceType === KafkaResourceType.TOPIC ? TOPIC[patternType] : NAME[target.kind];
}

function keyWithout(acl: NativeAcl): string {
  return nativeAclKey({ ...acl, permissionType: KafkaPermissionType.ALLOW });
}
