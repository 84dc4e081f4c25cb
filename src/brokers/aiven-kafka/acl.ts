import { byCodePoint } from '../../text/canonical';

/*
 * The access control entries of Kafka and of Aiven.
 * Sources: apache/kafka AclEntry.java and AclCommand.java; Aiven's provider, resources aiven_kafka_native_acl and aiven_kafka_acl.
 */

/** What an entry lets a principal do, as Kafka spells it. */
export enum KafkaOperation {
  /** Every operation. */
  ALL = 'All',
  /** Change a topic's partitions, or a cluster's ACLs. */
  ALTER = 'Alter',
  /** Change the settings of a topic or of the cluster. */
  ALTER_CONFIGS = 'AlterConfigs',
  /** What brokers do among themselves. */
  CLUSTER_ACTION = 'ClusterAction',
  /** Create topics. */
  CREATE = 'Create',
  /** Create delegation tokens for another user. */
  CREATE_TOKENS = 'CreateTokens',
  /** Delete topics, records or groups. */
  DELETE = 'Delete',
  /** See that a resource exists; an ALLOW of Read, Write, Alter or Delete implies it. */
  DESCRIBE = 'Describe',
  /** See the settings of a resource; an ALLOW of AlterConfigs implies it. */
  DESCRIBE_CONFIGS = 'DescribeConfigs',
  /** See delegation tokens of another user. */
  DESCRIBE_TOKENS = 'DescribeTokens',
  /** Produce idempotently; needed by clients older than 2.8 only. */
  IDEMPOTENT_WRITE = 'IdempotentWrite',
  /** Consume from a topic, or commit in a group. */
  READ = 'Read',
  /** Produce to a topic, or use a transactional id. */
  WRITE = 'Write',
}

/** What an entry is about, as Kafka spells it. */
export enum KafkaResourceType {
  /** The cluster itself; its name is `kafka-cluster`. */
  CLUSTER = 'Cluster',
  /** A delegation token, by its id. */
  DELEGATION_TOKEN = 'DelegationToken',
  /** A consumer group. */
  GROUP = 'Group',
  /** A topic. */
  TOPIC = 'Topic',
  /** The id of a transactional producer. */
  TRANSACTIONAL_ID = 'TransactionalId',
  /** A user, as the owner of delegation tokens. */
  USER = 'User',
}

/** How the name of a resource is meant. */
export enum KafkaPatternType {
  /** Exactly this name; the name `*` is every resource of its type. */
  LITERAL = 'LITERAL',
  /** Every name that begins with it. */
  PREFIXED = 'PREFIXED',
}

/** Whether an entry gives or takes; a DENY beats every ALLOW. */
export enum KafkaPermissionType {
  /** The operation is allowed. */
  ALLOW = 'ALLOW',
  /** The operation is denied, whatever else allows it. */
  DENY = 'DENY',
}

/** Rights of Aiven's own access control entries, each a bundle of Kafka operations. */
export enum AivenKafkaPermission {
  /** Everything on the topic, and creating topics of any name. */
  ADMIN = 'admin',
  /** Consume, with any consumer group. */
  READ = 'read',
  /** Consume and produce. */
  READWRITE = 'readwrite',
  /** Produce. */
  WRITE = 'write',
}

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
