import { AivenKafkaPermission, KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType } from './acl-vocabulary';
import { byCodePoint } from '../../text/canonical';

export { AivenKafkaPermission, KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType };

/*
 * The access control entries of Kafka and of Aiven.
 * Sources: apache/kafka AclEntry.java and AclCommand.java; Aiven's provider, resources aiven_kafka_native_acl and aiven_kafka_acl.
 */

/** An access control entry of Kafka, `aiven_kafka_native_acl` on Aiven. */
export interface NativeAcl {
  /** `User:` and the value of the subject claim. */
  readonly principal: string;
  /** IP address of the client, or `*`. */
  readonly host: string;
  readonly resourceType: KafkaResourceType;
  readonly resourceName: string;
  readonly patternType: KafkaPatternType;
  readonly operation: KafkaOperation;
  readonly permissionType: KafkaPermissionType;
}

/** An access control entry of Aiven, `aiven_kafka_acl`. */
export interface AivenAcl {
  /** Name of a service user; `*` and `?` are wildcards. */
  readonly username: string;
  /** Topic name; `*` and `?` are wildcards. */
  readonly topic: string;
  readonly permission: AivenKafkaPermission;
}

/** An Aiven entry without its user. */
export type AivenRight = Omit<AivenAcl, 'username'>;

/** The name under which the cluster itself is a resource (apache/kafka Resource.java). */
export const CLUSTER_NAME = 'kafka-cluster';
/** The host, and the literal name, that stands for every one. */
export const EVERY = '*';
/** The only principal type that OAUTHBEARER logins get. */
export const USER_PREFIX = 'User:';

const {
  ALTER, ALTER_CONFIGS, CLUSTER_ACTION, CREATE, CREATE_TOKENS, DELETE, DESCRIBE, DESCRIBE_CONFIGS, DESCRIBE_TOKENS, IDEMPOTENT_WRITE, READ, WRITE,
} = KafkaOperation;

/** Operations that mean something for a resource, besides All (AclEntry.java `supportedOperations`; groups got settings in 4.x). */
export const SUPPORTED_OPERATIONS: Readonly<Record<KafkaResourceType, readonly KafkaOperation[]>> = {
  [KafkaResourceType.TOPIC]: [READ, WRITE, CREATE, DESCRIBE, DELETE, ALTER, DESCRIBE_CONFIGS, ALTER_CONFIGS],
  [KafkaResourceType.GROUP]: [READ, DESCRIBE, DELETE, DESCRIBE_CONFIGS, ALTER_CONFIGS],
  [KafkaResourceType.CLUSTER]: [CREATE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE, ALTER, DESCRIBE],
  [KafkaResourceType.TRANSACTIONAL_ID]: [DESCRIBE, WRITE],
  [KafkaResourceType.DELEGATION_TOKEN]: [DESCRIBE],
  [KafkaResourceType.USER]: [CREATE_TOKENS, DESCRIBE_TOKENS],
};

/** The members of an entry in a fixed order: its identity. */
export function nativeAclKey(acl: NativeAcl): string {
  return JSON.stringify([acl.principal, acl.resourceType, acl.patternType, acl.resourceName, acl.operation, acl.permissionType, acl.host]);
}

/** The members of an Aiven entry in a fixed order: its identity. */
export function aivenAclKey(acl: AivenAcl): string {
  return JSON.stringify([acl.username, acl.topic, acl.permission]);
}

/** Each entry once, in the order of their keys: entries are a set, so neither order nor repetition means anything. */
export function asSet<T>(entries: readonly T[], key: (entry: T) => string): readonly T[] {
  const byKey = new Map(entries.map((entry) => [key(entry), entry]));
  return [...byKey.keys()].sort(byCodePoint).map((found) => byKey.get(found)!);
}

/** The entry in one line, as people read it. */
export function describeNativeAcl(acl: Omit<NativeAcl, 'principal'>): string {
  const from = acl.host === EVERY ? '' : ` from ${acl.host}`;
  const which = acl.patternType === KafkaPatternType.PREFIXED ? 'prefixed ' : '';
  return `${acl.permissionType} ${acl.operation} on ${acl.resourceType} ${which}${acl.resourceName}${from}`;
}

/** The Aiven entry in one line, as people read it. */
export function describeAivenAcl(acl: Omit<AivenAcl, 'username'>): string {
  return `Aiven ACL ${acl.permission} on topic ${acl.topic}`;
}
