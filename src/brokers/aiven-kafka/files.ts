/** Longest text that is read: far above any real file, far below what would hold up a synthesis. */
export const LONGEST_FILE = 1024 * 1024;

/** Names of the native files. */
export const SERVER_PROPERTIES = 'server.properties';
export const JVM_OPTIONS = 'kafka-jvm.options';
export const ACL_COMMANDS = 'kafka-acls.txt';
export const AIVEN_USER_CONFIG = 'aiven-user-config.json';
export const AIVEN_ACLS = 'aiven-acls.json';
