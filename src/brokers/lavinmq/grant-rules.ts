import { Rule, RuleText } from '../../rules/rule';

const TOKEN_CLAIM = 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_claim.cr';

/** A rule that grants report themselves, so it has nothing to check on settings. */
function grantRule(text: RuleText): Rule<never> {
  return { ...text, check: () => undefined };
}

export const ACCESS_NAME = grantRule({
  id: 'LAVINMQ_ACCESS_NAME',
  level: 'error',
  summary: 'Names of virtual hosts, exchanges and queues are not empty and hold no control characters.',
  cause: 'An empty pattern denies everything or matches the default exchange, depending on the order of scopes in a token.',
  remedy: 'name the exchange or queue; the default exchange is reached by "*" only',
  source: TOKEN_CLAIM,
});

export const ACCESS_UNKNOWN = grantRule({
  id: 'LAVINMQ_ACCESS_UNKNOWN',
  level: 'error',
  summary: 'Names in rights are known at synthesis.',
  cause: 'They become names of scopes, which must be encoded and compared before anything is deployed.',
  remedy: 'write the name out',
  source: TOKEN_CLAIM,
});

export const ACCESS_WILDCARD = grantRule({
  id: 'LAVINMQ_ACCESS_WILDCARD',
  level: 'error',
  summary: 'A literal name holds no "*".',
  cause: 'The broker decodes scopes before it looks for wildcards, so a "*" stands for any text even as %2A.',
  remedy: 'ask for a pattern (match: DestinationMatch.PATTERN) or rename the exchange, queue or virtual host',
  source: TOKEN_CLAIM,
});

export const GRANT_WIDER = grantRule({
  id: 'LAVINMQ_GRANT_WIDER',
  level: 'error',
  summary: 'A grant gives no more than was asked.',
  cause: 'The default exchange is checked as the empty name, which no pattern but "*" reaches, and MQTT has no rights per topic.',
  remedy: 'set acceptWider where the wider right is acceptable',
  source: 'cloudamqp/lavinmq, src/lavinmq/amqp/client.cr and src/lavinmq/mqtt/client.cr',
});

export const GRANT_OPTION = grantRule({
  id: 'LAVINMQ_GRANT_OPTION',
  level: 'error',
  summary: 'A grant has only options that LavinMQ can honour.',
  cause: 'The option has no meaning there, so nothing would be done about it.',
  remedy: 'remove the option',
  source: 'cloudamqp/lavinmq, src/lavinmq/mqtt/client.cr',
});

export const GRANT_HIDDEN = grantRule({
  id: 'LAVINMQ_GRANT_HIDDEN',
  level: 'error',
  summary: 'No grant of an application hides another one.',
  cause: 'Entries of virtual hosts are never merged: the exact one counts, else the first pattern in the token, ' +
    'so the rights of the other are missing there.',
  remedy: 'repeat the hidden right on the narrower virtual host, or drop one of the two',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/oauth_user.cr',
});

export const GRANT_REGULAR_EXPRESSION = grantRule({
  id: 'LAVINMQ_GRANT_REGULAR_EXPRESSION',
  level: 'warning',
  summary: 'A pattern in a scope is a glob.',
  cause: 'Everything but "*" stands for itself, unlike in permissions of local users; a regular expression matches next to nothing.',
  remedy: 'write a glob such as orders.*, or acknowledge the rule where the name really holds these characters',
  source: TOKEN_CLAIM,
});

export const GRANT_LOGIN_FRAME = grantRule({
  id: 'LAVINMQ_LOGIN_FRAME',
  level: 'warning',
  summary: 'The token of an application fits into the login frame.',
  cause: 'LavinMQ closes an AMQP connection without an error when the login frame, ' +
    'token and client properties included, exceeds 4,096 bytes; MQTT has no such limit.',
  remedy: 'grant fewer and wider patterns, or split the application',
  source: 'cloudamqp/lavinmq, src/lavinmq/amqp/connection_factory.cr',
});

/** Every problem that grants report. */
export const LAVINMQ_GRANT_RULES: readonly Rule<never>[] = [
  ACCESS_NAME, ACCESS_UNKNOWN, ACCESS_WILDCARD, GRANT_WIDER, GRANT_OPTION, GRANT_HIDDEN, GRANT_REGULAR_EXPRESSION, GRANT_LOGIN_FRAME,
];
