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
