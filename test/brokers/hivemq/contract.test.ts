import { HIVEMQ } from '../../../src/brokers/hivemq/core';
import { HIVEMQ_SEMANTICS } from '../../../src/brokers/hivemq/semantics';
import { RuleText } from '../../../src/rules/rule';

/*
 * Ids and levels are a public contract: people acknowledge, look up and count them. An id that is missing here, or another level, is a change
 * that users have to be told of.
 */

function levels(rules: readonly RuleText[]): Record<string, string> {
  return Object.fromEntries(rules.map(({ id, level }) => [id, level]));
}

test('rules on settings', () => {
  expect(levels(HIVEMQ.rules)).toEqual({
    HIVEMQ_ALLOW_ALL_AUTHENTICATION: 'warning',
    HIVEMQ_ALLOW_ALL_AUTHORIZATION: 'warning',
    HIVEMQ_ALLOW_ALL_EXTENSION: 'error',
    HIVEMQ_AUTHORIZATION_KEYS_UNUSED: 'error',
    HIVEMQ_AUTHORIZATION_KEY_UNSET: 'warning',
    HIVEMQ_CUSTOM_PREPROCESSOR_VERSION: 'error',
    HIVEMQ_ENDPOINT_URL: 'error',
    HIVEMQ_FILE_REALM_MISSING: 'warning',
    HIVEMQ_FILE_REALM_UNREAD: 'error',
    HIVEMQ_INTROSPECTION_ENDPOINT_MISSING: 'error',
    HIVEMQ_INTROSPECTION_UNUSED: 'warning',
    HIVEMQ_JWKS_ENDPOINT_REQUIRED: 'error',
    HIVEMQ_LISTENER_AMBIGUOUS: 'warning',
    HIVEMQ_MUST_BE_KNOWN: 'error',
    HIVEMQ_NAME_NCNAME: 'error',
    HIVEMQ_NAME_UNIQUE: 'error',
    HIVEMQ_PASSWORD_HASH: 'warning',
    HIVEMQ_PASSWORD_LITERAL: 'error',
    HIVEMQ_PLACEHOLDER_UNKNOWN: 'warning',
    HIVEMQ_PLAIN_HTTP: 'warning',
    HIVEMQ_REALM_DISABLED: 'warning',
    HIVEMQ_REALM_KIND: 'error',
    HIVEMQ_REALM_RESOLVED: 'error',
    HIVEMQ_ROLE_CLAIM_BRACES: 'error',
    HIVEMQ_ROLE_CLAIM_UNPROVEN: 'warning',
    HIVEMQ_ROLE_DUPLICATE: 'error',
    HIVEMQ_ROLE_UNDEFINED: 'warning',
    HIVEMQ_RUNTIME_XML: 'error',
    HIVEMQ_SAMPLING_RANGE: 'warning',
    HIVEMQ_SCOPE_SYNTAX: 'error',
    HIVEMQ_SECRET_LITERAL: 'error',
    HIVEMQ_SETTING_CHOICE: 'error',
    HIVEMQ_SETTING_REQUIRED: 'error',
    HIVEMQ_SETTING_TYPE: 'error',
    HIVEMQ_SHARED_GROUP: 'error',
    HIVEMQ_SIMPLE_AUTH_UNUSED: 'warning',
    HIVEMQ_TEXT_BLANKS: 'error',
    HIVEMQ_TOKEN_UNRESTRICTED: 'warning',
    HIVEMQ_TOPIC_FILTER: 'error',
    HIVEMQ_TOPIC_PLACEHOLDER: 'error',
    HIVEMQ_TOPIC_SHARE: 'error',
    HIVEMQ_TOPIC_VARIABLE_UNPROVEN: 'warning',
    HIVEMQ_USER_DUPLICATE: 'error',
    HIVEMQ_VERSION_ERA: 'error',
    HIVEMQ_VERSION_SYNTAX: 'error',
    HIVEMQ_VERSION_UNKNOWN: 'warning',
    HIVEMQ_XML_CHARACTER: 'error',
  });
});

test('rules on files, grants and previews', () => {
  expect(levels(HIVEMQ.parseRules)).toEqual({
    HIVEMQ_ATTRIBUTE_UNKNOWN: 'error',
    HIVEMQ_CONFIG_MAP_METADATA: 'error',
    HIVEMQ_CONFIG_MAP_NAME: 'error',
    HIVEMQ_CONFIG_MAP_TARGET: 'error',
    HIVEMQ_CONFIG_MAP_VERSION: 'error',
    HIVEMQ_ELEMENT_MISNAMED: 'error',
    HIVEMQ_ELEMENT_ORDER: 'error',
    HIVEMQ_ELEMENT_REPEATED: 'error',
    HIVEMQ_ELEMENT_UNKNOWN: 'error',
    HIVEMQ_FILE_UNKNOWN: 'error',
    HIVEMQ_GRANT_DESTINATION: 'error',
    HIVEMQ_GRANT_OPTION: 'error',
    HIVEMQ_GRANT_WIDER: 'error',
    HIVEMQ_MERGE_CLASH: 'error',
    HIVEMQ_MERGE_MARKERS: 'error',
    HIVEMQ_MERGE_REFERENCE: 'error',
    HIVEMQ_PLUS_ADMITS_HASH: 'warning',
    HIVEMQ_PRINCIPAL_CLAIM_REQUIRED: 'error',
    HIVEMQ_ROLE_CLAIM_REQUIRED: 'error',
    HIVEMQ_SCHEMA_INVALID: 'error',
    HIVEMQ_SCHEMA_LOCATION: 'warning',
    HIVEMQ_SINCE_UNKNOWN: 'warning',
    HIVEMQ_TEXT_UNEXPECTED: 'error',
    HIVEMQ_VALUE_UNREADABLE: 'error',
    HIVEMQ_XML_UNREADABLE: 'error',
  });
});

test('the broker and the steps of a login, in the order in which they are explained', () => {
  expect([HIVEMQ_SEMANTICS.kind, HIVEMQ_SEMANTICS.title]).toEqual(['hivemq', 'HiveMQ ESE']);
  expect(HIVEMQ_SEMANTICS.facts.map(({ rule }) => rule)).toEqual([
    'HIVEMQ_SETTINGS_LOAD',
    'HIVEMQ_PIPELINE',
    'HIVEMQ_AUTHENTICATION',
    'HIVEMQ_AUTHENTICATION_CHAIN',
    'HIVEMQ_TOKEN_REALM',
    'HIVEMQ_TOKEN_FORM',
    'HIVEMQ_TOKEN_ALGORITHM',
    'HIVEMQ_TOKEN_KEY',
    'HIVEMQ_TOKEN_SIGNATURE',
    'HIVEMQ_TOKEN_EXPIRY',
    'HIVEMQ_TOKEN_NOT_BEFORE',
    'HIVEMQ_TOKEN_AUDIENCE',
    'HIVEMQ_TOKEN_ISSUER',
    'HIVEMQ_TOKEN_SUBJECT',
    'HIVEMQ_TOKEN_SCOPES',
    'HIVEMQ_TOKEN_CLAIM',
    'HIVEMQ_INTROSPECTION',
    'HIVEMQ_AUTHORIZATION',
    'HIVEMQ_PERMISSION',
    'HIVEMQ_PERMISSION_OPEN',
    'HIVEMQ_PERMISSION_DEFAULT',
    'HIVEMQ_ACTION_TOPIC',
  ]);
});
