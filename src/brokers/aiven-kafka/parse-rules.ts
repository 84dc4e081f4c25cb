import { RuleText } from '../../rules/rule';

/*
 * Problems that only files have. Everything that a parsed setting can break as well is in rules/.
 */

const PROPERTIES = 'docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Properties.html';
const KAFKA_SASL = 'kafka.apache.org/documentation, section "Authentication using SASL/OAUTHBEARER"';
const AIVEN_OIDC = 'aiven.io/docs/products/kafka/howto/enable-oidc';
const ACL_TOOL = 'apache/kafka AclCommand.java';

export const FILE_NONE: RuleText = {
  id: 'KAFKA_FILE_NONE',
  level: 'error',
  summary: 'There is a file with settings.',
  cause: 'Without broker properties or a service\'s user config nothing is known of how tokens are checked.',
  remedy: 'give server.properties of a broker, or aiven-user-config.json with the user config of a service',
  source: KAFKA_SASL,
};

export const FILE_UNKNOWN: RuleText = {
  id: 'KAFKA_FILE_UNKNOWN',
  level: 'warning',
  summary: 'Every file is one that is read.',
  cause: 'A file of another name is ignored.',
  remedy: 'name the file server.properties, kafka-jvm.options, kafka-acls.txt, aiven-user-config.json or aiven-acls.json',
  source: KAFKA_SASL,
};

export const FILE_TOO_LARGE: RuleText = {
  id: 'KAFKA_FILE_TOO_LARGE',
  level: 'error',
  summary: 'A settings file has at most 1 MiB.',
  cause: 'A file of that size is no settings file; it is not read.',
  remedy: 'give the settings file itself',
  source: KAFKA_SASL,
};

export const PROPERTIES_SYNTAX: RuleText = {
  id: 'KAFKA_PROPERTIES_SYNTAX',
  level: 'error',
  summary: 'A properties file is one that Java reads.',
  cause: 'After \\u Java wants four hexadecimal digits and otherwise refuses the whole file, so the broker does not start.',
  remedy: 'write four hexadecimal digits after \\u, or \\\\ for a backslash',
  source: PROPERTIES,
};

export const PROPERTIES_ENCODING: RuleText = {
  id: 'KAFKA_PROPERTIES_ENCODING',
  level: 'warning',
  summary: 'A properties file is ASCII.',
  cause: 'Kafka reads the file as ISO-8859-1, so a character written in UTF-8 becomes two or more others and compares unequal to the one in a token.',
  remedy: 'write the character as \\uXXXX',
  source: PROPERTIES,
};

export const KEY_DUPLICATE: RuleText = {
  id: 'KAFKA_KEY_DUPLICATE',
  level: 'warning',
  summary: 'Every key is set once.',
  cause: 'The last value wins without a word.',
  remedy: 'delete all lines with the key but one',
  source: PROPERTIES,
};

export const KEY_UNKNOWN: RuleText = {
  id: 'KAFKA_KEY_UNKNOWN',
  level: 'warning',
  summary: 'Every OAuth key of the listener is one that Kafka knows.',
  cause: 'Kafka ignores a key that it does not know, and jwt.validator.class where the mechanism stands in the key.',
  remedy: 'correct the key or delete the line; write listener.name.<listener>.sasl.oauthbearer.jwt.validator.class without the mechanism',
  source: 'apache/kafka BrokerSecurityConfigs.java, ConfigurationUtils.java',
};

export const VALUE_TYPE: RuleText = {
  id: 'KAFKA_VALUE_TYPE',
  level: 'error',
  summary: 'A value has the type of its key.',
  cause: 'Kafka refuses to start on a number or boolean that it cannot read; Aiven refuses the update.',
  remedy: 'write a value of the type named',
  source: 'apache/kafka ConfigDef.java; aiven/go-api-schemas service_types.yml',
};

export const VALUE_PLACEHOLDER: RuleText = {
  id: 'KAFKA_VALUE_PLACEHOLDER',
  level: 'warning',
  summary: 'OAuth settings stand in the file themselves.',
  cause: 'A config provider fills the value when the broker starts, so it cannot be judged here.',
  remedy: 'write the value itself, or judge the file as the broker sees it',
  source: 'kafka.apache.org/documentation, section "Configuration Providers"',
};

export const LISTENER_NONE: RuleText = {
  id: 'KAFKA_LISTENER_NONE',
  level: 'error',
  summary: 'A listener has OAUTHBEARER among its mechanisms.',
  cause: 'No listener takes tokens.',
  remedy: 'set listener.name.<listener>.sasl.enabled.mechanisms=OAUTHBEARER',
  source: KAFKA_SASL,
};

export const LISTENER_SEVERAL: RuleText = {
  id: 'KAFKA_LISTENER_SEVERAL',
  level: 'warning',
  summary: 'One listener takes tokens.',
  cause: 'Each listener has settings of its own; only the first by name is read.',
  remedy: 'judge the other listeners in copies of the file that leave the first one out',
  source: KAFKA_SASL,
};

export const UNSECURED_VALIDATOR: RuleText = {
  id: 'KAFKA_UNSECURED_VALIDATOR',
  level: 'error',
  summary: 'The listener names the callback handler that verifies tokens.',
  cause: 'Without it Kafka uses the validator for tests, which accepts tokens that nobody signed.',
  remedy: 'set listener.name.<listener>.oauthbearer.sasl.server.callback.handler.class=' +
    'org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler',
  source: KAFKA_SASL,
};

export const HANDLER_MOVED: RuleText = {
  id: 'KAFKA_HANDLER_MOVED',
  level: 'error',
  summary: 'The callback handler is named by its present place.',
  cause: 'The class in the package "secured" is gone in 4.0, so the broker does not start.',
  remedy: 'drop "secured." from the class name',
  source: 'apache/kafka OAuthBearerValidatorCallbackHandler.java, branches 3.9 and 4.0',
};

export const HANDLER_FOREIGN: RuleText = {
  id: 'KAFKA_HANDLER_FOREIGN',
  level: 'warning',
  summary: 'The callback handler is Kafka\'s own.',
  cause: 'Another class decides by rules of its own; what is said here holds for Kafka\'s validator.',
  remedy: 'judge that class by its own documentation',
  source: KAFKA_SASL,
};

export const LOGIN_MODULE_MISSING: RuleText = {
  id: 'KAFKA_LOGIN_MODULE',
  level: 'error',
  summary: 'The JAAS entry of the listener names OAuthBearerLoginModule.',
  cause: 'Without a JAAS entry in the file the broker needs one of its JVM, or does not start; another module belongs to another mechanism.',
  remedy: 'set listener.name.<listener>.oauthbearer.sasl.jaas.config=' +
    'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required ;',
  source: KAFKA_SASL,
};

export const JAAS_OPTIONS: RuleText = {
  id: 'KAFKA_JAAS_OPTIONS',
  level: 'warning',
  summary: 'The JAAS entry of the listener has no options.',
  cause: 'Options concern the broker\'s own logins or TLS towards the identity provider; they are kept in the file but not understood here.',
  remedy: 'nothing, unless the options are left over from the validator for tests (`unsecured...`)',
  source: KAFKA_SASL,
};

export const URL_NOT_ALLOWED: RuleText = {
  id: 'KAFKA_URL_NOT_ALLOWED',
  level: 'error',
  summary: 'The JVM option lists the key URL, letter by letter.',
  cause: 'The broker refuses to start with a key URL that the system property does not list.',
  remedy: 'add the key URL to -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls',
  source: 'apache/kafka ConfigurationUtils.java',
};

export const ACL_COMMAND: RuleText = {
  id: 'KAFKA_ACL_COMMAND',
  level: 'error',
  summary: 'A list of ACL commands holds plain `kafka-acls.sh ... --add` commands.',
  cause: 'What a command does cannot be told, so the rights in the list are not known in full.',
  remedy: 'write kafka-acls.sh --add with principal, operation and resource, without shell expansions or shorthands such as --producer',
  source: ACL_TOOL,
};

export const JSON_SYNTAX: RuleText = {
  id: 'KAFKA_JSON_SYNTAX',
  level: 'error',
  summary: 'A document of a service is a JSON object.',
  cause: 'Anything else cannot be read.',
  remedy: 'write the object that the service\'s API shows',
  source: AIVEN_OIDC,
};

export const FIELD_UNKNOWN: RuleText = {
  id: 'KAFKA_FIELD_UNKNOWN',
  level: 'warning',
  summary: 'Every OAuth field of the service is one that the Terraform provider has.',
  cause: 'A field that the provider does not know cannot be set by Terraform; it is not read.',
  remedy: 'correct the name, or keep the field where it is set now',
  source: 'aiven/terraform-provider-aiven 4.61.0, resource aiven_kafka',
};

export const SASL_SWITCH: RuleText = {
  id: 'KAFKA_SASL_SWITCH',
  level: 'error',
  summary: 'A service that takes tokens has its SASL port open.',
  cause: 'OAUTHBEARER is served on the SASL port only, which is closed unless `kafka_authentication_methods.sasl` is true.',
  remedy: 'set kafka_authentication_methods.sasl to true',
  source: AIVEN_OIDC,
};

export const BROKER_SETTINGS_MISSING: RuleText = {
  id: 'KAFKA_BROKER_SETTINGS_MISSING',
  level: 'error',
  summary: 'OAuth settings join the settings that a broker has.',
  cause: 'A broker needs its own node id, listeners and log directories; with our keys alone it does not start.',
  remedy: 'put the broker\'s own server.properties in place first',
  source: 'kafka.apache.org/documentation, section "KRaft"',
};

export const LISTENER_MISSING: RuleText = {
  id: 'KAFKA_LISTENER_MISSING',
  level: 'error',
  summary: 'The broker has the listener.',
  cause: 'Kafka ignores settings of a listener that `listeners` does not name.',
  remedy: 'add the listener to listeners and advertised.listeners, or name another one',
  source: KAFKA_SASL,
};

export const LISTENER_NOT_SASL: RuleText = {
  id: 'KAFKA_LISTENER_NOT_SASL',
  level: 'error',
  summary: 'The listener speaks SASL.',
  cause: 'A listener whose security protocol is PLAINTEXT or SSL never asks for a token and lets everybody in as its transport says.',
  remedy: 'map the listener to SASL_SSL in listener.security.protocol.map',
  source: KAFKA_SASL,
};

export const INTER_BROKER_MECHANISM: RuleText = {
  id: 'KAFKA_INTER_BROKER_MECHANISM',
  level: 'error',
  summary: 'The listener that brokers use among themselves keeps their mechanism.',
  cause: 'The broker refuses to start when sasl.mechanism.inter.broker.protocol is not enabled on the inter-broker listener.',
  remedy: 'add that mechanism to enabledMechanisms, or give clients a listener of their own',
  source: 'apache/kafka KafkaConfig.scala',
};

export const PARSE_RULES: readonly RuleText[] = [
  FILE_NONE, FILE_UNKNOWN, FILE_TOO_LARGE, PROPERTIES_SYNTAX, PROPERTIES_ENCODING, KEY_DUPLICATE, KEY_UNKNOWN, VALUE_TYPE, VALUE_PLACEHOLDER,
  LISTENER_NONE, LISTENER_SEVERAL, UNSECURED_VALIDATOR, HANDLER_MOVED, HANDLER_FOREIGN, LOGIN_MODULE_MISSING, JAAS_OPTIONS, URL_NOT_ALLOWED,
  ACL_COMMAND, JSON_SYNTAX, FIELD_UNKNOWN, SASL_SWITCH, BROKER_SETTINGS_MISSING, LISTENER_MISSING, LISTENER_NOT_SASL, INTER_BROKER_MECHANISM,
];
