import { LAVINMQ } from '../../../src/brokers/lavinmq/core';
import { LAVINMQ_SEMANTICS } from '../../../src/brokers/lavinmq/semantics';
import { RuleText } from '../../../src/rules/rule';

/*
 * Ids and levels are a public contract: people acknowledge, look up and count them. An id that is missing here, or another level, is a change
 * that users have to be told of.
 */

function levels(rules: readonly RuleText[]): Record<string, string> {
  return Object.fromEntries(rules.map(({ id, level }) => [id, level]));
}

test('rules on settings', () => {
  expect(levels(LAVINMQ.rules)).toEqual({
    LAVINMQ_AUDIENCE_REQUIRED: 'error',
    LAVINMQ_AUTH_BACKEND_UNKNOWN: 'error',
    LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY: 'warning',
    LAVINMQ_CLOUDAMQP_RESOURCE_SERVER_ID: 'error',
    LAVINMQ_CLOUDAMQP_UNSUPPORTED: 'error',
    LAVINMQ_EMPTY_LIST: 'error',
    LAVINMQ_EMPTY_VALUE: 'error',
    LAVINMQ_INI_VALUE: 'error',
    LAVINMQ_ISSUER_HTTPS: 'error',
    LAVINMQ_ISSUER_REQUIRED: 'error',
    LAVINMQ_ISSUER_SYNTAX: 'error',
    LAVINMQ_JWKS_CACHE_TTL: 'error',
    LAVINMQ_LIST_MEMBER: 'error',
    LAVINMQ_MGMT_BASE_URL: 'error',
    LAVINMQ_MGMT_SCOPES: 'error',
    LAVINMQ_MQTT_UNRESTRICTED: 'warning',
    LAVINMQ_NO_LOCAL_LOGIN: 'warning',
    LAVINMQ_OAUTH_BACKEND: 'error',
    LAVINMQ_SCOPES_KEY_UNREACHABLE: 'warning',
    LAVINMQ_SCOPE_PREFIX: 'error',
    LAVINMQ_SETTING_MAYBE_TOO_NEW: 'warning',
    LAVINMQ_SETTING_TOO_NEW: 'error',
    LAVINMQ_SSO_INCOMPLETE: 'warning',
    LAVINMQ_USERNAME_CLAIMS: 'error',
    LAVINMQ_USERNAME_CLAIM_UNREADABLE: 'warning',
    LAVINMQ_VERIFY_AUD_OFF: 'warning',
    LAVINMQ_VERSION_NEWER: 'warning',
    LAVINMQ_VERSION_TOO_OLD: 'error',
  });
});

test('rules on files, grants and previews', () => {
  expect(levels(LAVINMQ.parseRules)).toEqual({
    LAVINMQ_ACCESS_NAME: 'error',
    LAVINMQ_ACCESS_UNKNOWN: 'error',
    LAVINMQ_ACCESS_WILDCARD: 'error',
    LAVINMQ_CLOUDAMQP_ASSUMED: 'warning',
    LAVINMQ_CLOUDAMQP_ATTRIBUTE: 'error',
    LAVINMQ_CLOUDAMQP_INSTANCE_ID: 'error',
    LAVINMQ_CLOUDAMQP_JSON: 'error',
    LAVINMQ_CLOUDAMQP_VERIFY_AUD: 'error',
    LAVINMQ_FILE_MISSING: 'error',
    LAVINMQ_FILE_TOO_LARGE: 'error',
    LAVINMQ_FILE_UNKNOWN: 'error',
    LAVINMQ_GRANT_HIDDEN: 'error',
    LAVINMQ_GRANT_OPTION: 'error',
    LAVINMQ_GRANT_REGULAR_EXPRESSION: 'warning',
    LAVINMQ_GRANT_WIDER: 'error',
    LAVINMQ_IMPORT_FROM: 'error',
    LAVINMQ_INI_BOOLEAN: 'error',
    LAVINMQ_INI_MISLEADING_VALUE: 'error',
    LAVINMQ_INI_NUMBER: 'error',
    LAVINMQ_INI_REPEATED_KEY: 'warning',
    LAVINMQ_INI_SYNTAX: 'error',
    LAVINMQ_INI_UNKNOWN_KEY: 'warning',
    LAVINMQ_INI_UNKNOWN_SECTION: 'error',
    LAVINMQ_LOGIN_FRAME: 'warning',
    LAVINMQ_VERSION_SYNTAX: 'error',
  });
});

test('the broker and the steps of a login, in the order in which they are explained', () => {
  expect([LAVINMQ_SEMANTICS.kind, LAVINMQ_SEMANTICS.title]).toEqual(['lavinmq', 'LavinMQ']);
  expect(LAVINMQ_SEMANTICS.facts.map(({ rule }) => rule)).toEqual([
    'LAVINMQ_SETTINGS_LOAD',
    'LAVINMQ_LOGIN_FRAME',
    'LAVINMQ_LOCAL_BACKEND',
    'LAVINMQ_OAUTH_BACKEND',
    'LAVINMQ_TOKEN_PREFIX',
    'LAVINMQ_TOKEN_HEADER',
    'LAVINMQ_TOKEN_ALGORITHM',
    'LAVINMQ_TOKEN_CLAIMS',
    'LAVINMQ_TOKEN_EXPIRY',
    'LAVINMQ_TOKEN_ISSUED_AT',
    'LAVINMQ_TOKEN_NOT_BEFORE',
    'LAVINMQ_KEYS',
    'LAVINMQ_TOKEN_KEY',
    'LAVINMQ_TOKEN_SIGNATURE',
    'LAVINMQ_TOKEN_ISSUER',
    'LAVINMQ_TOKEN_AUDIENCE',
    'LAVINMQ_TOKEN_USERNAME',
    'LAVINMQ_TOKEN_SCOPES',
    'LAVINMQ_MQTT_VHOST',
    'LAVINMQ_HTTP_TAG',
    'LAVINMQ_VHOST_ENTRY',
    'LAVINMQ_PERMISSION',
    'LAVINMQ_HTTP_MANAGEMENT',
    'LAVINMQ_HTTP_VHOST_ENTRY',
    'LAVINMQ_MQTT_OTHER_VHOST',
    'LAVINMQ_LOCAL_RIGHTS',
  ]);
});
