import { Rule, RuleText } from '../../rules/rule';

const INI_SOURCE = 'crystal-lang/crystal, src/ini.cr; cloudamqp/lavinmq, src/lavinmq/config.cr';

/** A rule that only a parser reports, so it has nothing to check on settings. */
function parseRule(text: RuleText): Rule<never> {
  return { ...text, check: () => undefined };
}

export const FILE_UNKNOWN = parseRule({
  id: 'LAVINMQ_FILE_UNKNOWN',
  level: 'error',
  summary: 'Files go by the names under which LavinMQ\'s settings travel.',
  cause: 'A file of another name is not read.',
  remedy: 'name the broker\'s file lavinmq.ini',
  source: 'cloudamqp/lavinmq, docs/configuration.md',
});

export const FILE_MISSING = parseRule({
  id: 'LAVINMQ_FILE_MISSING',
  level: 'error',
  summary: 'The node has a lavinmq.ini already.',
  cause: 'A file with our sections alone starts an empty broker in a default data directory that looks healthy.',
  remedy: 'point at the node\'s own lavinmq.ini, with its data directory and its listeners in it',
  source: 'cloudamqp/lavinmq, src/lavinmq/config/options.cr',
});

export const FILE_TOO_LARGE = parseRule({
  id: 'LAVINMQ_FILE_TOO_LARGE',
  level: 'error',
  summary: 'A settings file has at most a million characters.',
  cause: 'Nothing that people or this library write is that long; it is probably another file.',
  remedy: 'check the path of the file',
  source: 'limit of this library',
});

export const INI_SYNTAX = parseRule({
  id: 'LAVINMQ_INI_SYNTAX',
  level: 'error',
  summary: 'Every line is empty, a comment, a section or "key = value" inside a section.',
  cause: 'The broker does not start with such a line.',
  remedy: 'correct or remove the line',
  source: INI_SOURCE,
});

export const INI_UNKNOWN_SECTION = parseRule({
  id: 'LAVINMQ_INI_UNKNOWN_SECTION',
  level: 'error',
  summary: 'Every section is one that the broker knows.',
  cause: 'The broker does not start with an unknown section; names are not trimmed, and [replication] has been replaced by [clustering].',
  remedy: 'correct or remove the section',
  source: INI_SOURCE,
});

export const INI_UNKNOWN_KEY = parseRule({
  id: 'LAVINMQ_INI_UNKNOWN_KEY',
  level: 'warning',
  summary: 'Every key of [oauth] is one that LavinMQ knows, and its keys stand there.',
  cause: 'The broker writes one warning at its start and ignores the key; RabbitMQ\'s scope_aliases and resource_server_type are examples.',
  remedy: 'correct the name, move the key to its section or remove it',
  source: INI_SOURCE,
});

export const INI_REPEATED_KEY = parseRule({
  id: 'LAVINMQ_INI_REPEATED_KEY',
  level: 'warning',
  summary: 'A key stands once.',
  cause: 'The last value wins, also across repeated sections; the others only mislead.',
  remedy: 'remove all but the last',
  source: INI_SOURCE,
});

export const INI_BOOLEAN = parseRule({
  id: 'LAVINMQ_INI_BOOLEAN',
  level: 'error',
  summary: 'A switch is written as true or false.',
  cause: 'The broker takes 1, true, yes, on and y for true and every other text for false, ' +
    'so a typing error or a comment behind the value turns it off.',
  remedy: 'write true or false, and comments on lines of their own',
  source: INI_SOURCE,
});

export const INI_NUMBER = parseRule({
  id: 'LAVINMQ_INI_NUMBER',
  level: 'error',
  summary: 'jwks_cache_ttl is a whole number.',
  cause: 'The broker does not start with any other text.',
  remedy: 'write the seconds in digits only',
  source: INI_SOURCE,
});

export const INI_MISLEADING_VALUE = parseRule({
  id: 'LAVINMQ_INI_MISLEADING_VALUE',
  level: 'error',
  summary: 'No value has quotes around it or a comment behind it.',
  cause: 'There is no quoting and comments are whole lines only, so the broker takes quotes and comment as part of the value.',
  remedy: 'remove the quotes, and put the comment on a line of its own',
  source: INI_SOURCE,
});

export const CLOUDAMQP_JSON = parseRule({
  id: 'LAVINMQ_CLOUDAMQP_JSON',
  level: 'error',
  summary: 'The attributes of the CloudAMQP resource are a JSON object.',
  cause: 'Nothing can be read from any other text.',
  remedy: 'give the attributes of cloudamqp_oauth2_configuration as one JSON object',
  source: 'cloudamqp/terraform-provider-cloudamqp, docs/resources/oauth2_configuration.md',
});

export const CLOUDAMQP_ATTRIBUTE = parseRule({
  id: 'LAVINMQ_CLOUDAMQP_ATTRIBUTE',
  level: 'error',
  summary: 'Every attribute is one that LavinMQ has a setting for, and of its type.',
  cause: 'scope_aliases, for one, exists for RabbitMQ only.',
  remedy: 'remove or correct the attribute',
  source: 'cloudamqp/terraform-provider-cloudamqp, docs/resources/oauth2_configuration.md',
});

export const CLOUDAMQP_VERIFY_AUD = parseRule({
  id: 'LAVINMQ_CLOUDAMQP_VERIFY_AUD',
  level: 'error',
  summary: 'verify_aud is always given.',
  cause: 'Without it the provider sends false, although its documentation names true as the default.',
  remedy: 'write verify_aud explicitly',
  source: 'cloudamqp/terraform-provider-cloudamqp, test/fixtures/vcr/TestAccOAuth2Configuration_MinimalConfig.yaml',
});

/** Every rule that only parsing or merging reports. */
export const LAVINMQ_PARSE_RULES: readonly Rule<never>[] = [
  FILE_UNKNOWN, FILE_MISSING, FILE_TOO_LARGE, INI_SYNTAX, INI_UNKNOWN_SECTION, INI_UNKNOWN_KEY, INI_REPEATED_KEY, INI_BOOLEAN,
  INI_NUMBER, INI_MISLEADING_VALUE, CLOUDAMQP_JSON, CLOUDAMQP_ATTRIBUTE, CLOUDAMQP_VERIFY_AUD,
];
