import { listener, LISTENER, SERVICE, service, UNKNOWN, UNKNOWN_LIST, UNKNOWN_NUMBER, WRITE_ORDERS } from './support/settings';
import { KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType, NativeAcl } from '../../../src/brokers/aiven-kafka/acl';
import { GRANT_RULES } from '../../../src/brokers/aiven-kafka/grants';
import { PARSE_RULES } from '../../../src/brokers/aiven-kafka/parse-rules';
import { KAFKA_RULES } from '../../../src/brokers/aiven-kafka/rules';
import { AivenKafkaSettings, withoutAbsent } from '../../../src/brokers/aiven-kafka/settings';
import { evaluate } from '../../../src/rules/rule';

interface Case {
  readonly rule: string;
  /** Settings that break the rule, with what it says. */
  readonly fails: readonly (readonly [AivenKafkaSettings, string, string?])[];
  /** Settings that it lets pass; the second member is a version. */
  readonly passes: readonly (readonly [AivenKafkaSettings, string?])[];
  /** Settings with unknown values, and what becomes of the rule. */
  readonly later?: readonly (readonly [AivenKafkaSettings, readonly string[], string?])[];
}

function judge(rule: string, settings: AivenKafkaSettings, version = '4.2') {
  const rules = KAFKA_RULES.filter((candidate) => candidate.id === rule);
  expect(rules).toHaveLength(1);
  const { findings, preconditions, deferred } = evaluate(rules, { settings, version: version === 'unknown' ? undefined : version, acknowledged: [] });
  return {
    findings: findings.map((found) => `${found.path} ${found.message}`),
    later: [...preconditions.map((found) => `precondition ${found.path}`), ...deferred.map((found) => `deferred ${found.path}`)],
  };
}

function acl(settings: Partial<NativeAcl>): AivenKafkaSettings {
  return { ...SERVICE, nativeAcls: [{ ...WRITE_ORDERS, ...settings }] };
}

function without(settings: AivenKafkaSettings, prop: keyof AivenKafkaSettings): AivenKafkaSettings {
  return withoutAbsent({ ...settings, [prop]: undefined });
}

const LONG = (length: number) => 'x'.repeat(length);
const DENY = KafkaPermissionType.DENY;
const GROUP = { resourceType: KafkaResourceType.GROUP, operation: KafkaOperation.READ };
const aiven = (username: string, topic = 'orders') => ({ ...SERVICE, aivenAcls: [{ username, topic, permission: 'read' as never }] });
const TRIMMED = 'one line without control characters, a text without blanks at its ends';
const NATIVE = 'nativeAcls[0].';

const CASES: readonly Case[] = [
  {
    rule: 'KAFKA_JWKS_URL_REQUIRED',
    fails: [
      [without(SERVICE, 'jwksEndpointUrl'), 'jwksEndpointUrl is missing'],
      [{ ...LISTENER, jwksEndpointUrl: ' ' }, 'jwksEndpointUrl must be a text that is not blank, got " "'],
    ],
    passes: [[SERVICE], [LISTENER]],
    later: [[{ ...SERVICE, jwksEndpointUrl: UNKNOWN }, ['precondition jwksEndpointUrl']]],
  },
  {
    rule: 'KAFKA_JWKS_URL_HTTPS',
    fails: [[{ ...SERVICE, jwksEndpointUrl: 'http://a.example' }, 'jwksEndpointUrl must be a URL that starts with https://, got "http://a.example"']],
    passes: [[SERVICE], [{ ...LISTENER, jwksEndpointUrl: 'http://a.example' }]],
    later: [[{ ...SERVICE, jwksEndpointUrl: UNKNOWN }, ['precondition jwksEndpointUrl']]],
  },
  {
    rule: 'KAFKA_JWKS_URL_PLAIN_HTTP',
    fails: [[{ ...LISTENER, jwksEndpointUrl: 'http://a.example' }, 'jwksEndpointUrl must be a URL that starts with https: or file:, got "http://a.example"']],
    passes: [[LISTENER], [{ ...LISTENER, jwksEndpointUrl: 'file:///etc/jwks.json' }], [{ ...SERVICE, jwksEndpointUrl: 'http://a.example' }]],
    later: [[{ ...LISTENER, jwksEndpointUrl: UNKNOWN }, ['deferred jwksEndpointUrl']]],
  },
  {
    rule: 'KAFKA_JWKS_URL_LENGTH',
    fails: [[{ ...SERVICE, jwksEndpointUrl: LONG(2049) }, `jwksEndpointUrl must be at most 2048 characters, got "${LONG(79)}… (2049 characters)`]],
    passes: [[{ ...SERVICE, jwksEndpointUrl: LONG(2048) }], [{ ...LISTENER, jwksEndpointUrl: LONG(2049) }]],
    later: [[{ ...SERVICE, jwksEndpointUrl: UNKNOWN }, ['precondition jwksEndpointUrl']]],
  },
  {
    rule: 'KAFKA_JWKS_URL_FORM',
    fails: ['keys', 'https://', 'ftp://a', 'https://a,b', 'https://a b', 'https://é', 'https://a\n'].map((url) => [
      { ...LISTENER, jwksEndpointUrl: url },
      `jwksEndpointUrl must be an absolute http, https or file URL in ASCII without blanks and commas, got ${JSON.stringify(url)}`,
    ] as const),
    passes: [...['https://a/b?c=d&e#f', 'http://127.0.0.1:80/', 'file:/jwks', 'file:///jwks'].map((url) => [{ ...LISTENER, jwksEndpointUrl: url }] as const), [{ ...SERVICE, jwksEndpointUrl: 'x' }]],
    later: [[listener({ allowedUrls: [UNKNOWN] }, { jwksEndpointUrl: UNKNOWN }), ['precondition jwksEndpointUrl', 'precondition allowedUrls[0]']]],
  },
  {
    rule: 'KAFKA_JWKS_URL_TEXT',
    fails: [[{ ...SERVICE, jwksEndpointUrl: 'https://a ' }, `jwksEndpointUrl must be ${TRIMMED}, got "https://a "`]],
    passes: [[SERVICE]],
    later: [[{ ...SERVICE, jwksEndpointUrl: UNKNOWN }, ['precondition jwksEndpointUrl']]],
  },
  {
    rule: 'KAFKA_ISSUER_REQUIRED',
    fails: [
      [without(SERVICE, 'issuer'), 'issuer is missing'],
      [{ ...SERVICE, issuer: '' }, 'issuer must be a text that is not blank, got ""'],
      [without(listener({ allowUnverifiedIssuer: true }), 'issuer'), 'issuer is missing', '4.3'],
      [without(listener({ allowUnverifiedIssuer: true }), 'issuer'), 'issuer is missing', 'unknown'],
      [without(LISTENER, 'issuer'), 'issuer is missing', '4.4'],
    ],
    passes: [[SERVICE], [without(listener({ allowUnverifiedIssuer: true }), 'issuer'), '4.4']],
    later: [[{ ...SERVICE, issuer: UNKNOWN }, ['precondition issuer']]],
  },
  {
    rule: 'KAFKA_ISSUER_TEXT',
    fails: [
      [{ ...SERVICE, issuer: ' a' }, `issuer must be ${TRIMMED}, at most 128 characters, got " a"`],
      [{ ...SERVICE, issuer: LONG(129) }, `issuer must be ${TRIMMED}, at most 128 characters, got "${LONG(79)}… (129 characters)`],
      [{ ...LISTENER, issuer: 'a\nb' }, `issuer must be ${TRIMMED}, printable ASCII where it arrives at apply, got "a\\nb"`],
    ],
    passes: [[SERVICE], [{ ...LISTENER, issuer: LONG(129) }], [{ ...LISTENER, issuer: 'é' }]],
    later: [[{ ...SERVICE, issuer: UNKNOWN }, ['precondition issuer']]],
  },
  {
    rule: 'KAFKA_AUDIENCE_REQUIRED',
    fails: [
      [without(SERVICE, 'audience'), 'audience is missing'],
      [{ ...SERVICE, audience: [] }, 'audience must be a list of at least one member, got []'],
      [without(listener({ allowUnverifiedAudience: true }), 'audience'), 'audience is missing', '4.3'],
    ],
    passes: [[SERVICE], [without(listener({ allowUnverifiedAudience: true }), 'audience'), '4.4']],
    later: [[{ ...SERVICE, audience: UNKNOWN_LIST }, ['precondition audience']]],
  },
  {
    rule: 'KAFKA_AUDIENCE_COMMA',
    fails: [[{ ...SERVICE, audience: ['a', 'b,c'] }, 'audience[1] must be a text without a comma, got "b,c"']],
    passes: [[SERVICE], [without(SERVICE, 'audience')]],
    later: [
      [{ ...SERVICE, audience: ['a', UNKNOWN] }, ['precondition audience[1]']],
      [{ ...SERVICE, audience: UNKNOWN_LIST }, ['precondition audience']],
    ],
  },
  {
    rule: 'KAFKA_AUDIENCE_TEXT',
    fails: [[{ ...SERVICE, audience: ['a '] }, `audience[0] must be ${TRIMMED}, got "a "`]],
    passes: [[SERVICE], [{ ...LISTENER, audience: ['é'] }]],
    later: [[{ ...LISTENER, audience: [UNKNOWN] }, ['precondition audience[0]']]],
  },
  {
    rule: 'KAFKA_AUDIENCE_EMPTY',
    fails: [
      [{ ...SERVICE, audience: ['a', ''] }, 'audience[1] must be a text of at least one character, got ""'],
      [{ ...SERVICE, audience: [''] }, 'audience[0] must be a text of at least one character, got ""', 'unknown'],
    ],
    passes: [[SERVICE], [{ ...SERVICE, audience: ['a', ''] }, '4.1']],
    later: [[{ ...SERVICE, audience: [UNKNOWN] }, ['precondition audience[0]']]],
  },
  {
    rule: 'KAFKA_AUDIENCE_EMPTY_IGNORED',
    fails: [[{ ...SERVICE, audience: ['a', ''] }, 'audience[1] must be a text of at least one character, got ""', '4.1']],
    passes: [[SERVICE, '4.1'], [{ ...SERVICE, audience: ['a', ''] }]],
    later: [[{ ...SERVICE, audience: [UNKNOWN] }, ['deferred audience[0]'], '4.1']],
  },
  {
    rule: 'KAFKA_AUDIENCE_LENGTH',
    fails: [[
      { ...SERVICE, audience: [LONG(64), LONG(64)] },
      `audience must be at most 128 characters in all, commas between the members included, got ["${LONG(64)}","${LONG(11)}… (133 characters)`,
    ]],
    passes: [[{ ...SERVICE, audience: [LONG(64), LONG(63)] }], [{ ...LISTENER, audience: [LONG(129)] }]],
    later: [[{ ...SERVICE, audience: ['a', UNKNOWN] }, ['precondition audience']]],
  },
  {
    rule: 'KAFKA_SUB_CLAIM_NAME',
    fails: [
      [{ ...LISTENER, subClaimName: ' ' }, `subClaimName must be a text that is not blank, ${TRIMMED}, printable ASCII where it arrives at apply, got " "`],
      [{ ...SERVICE, subClaimName: LONG(129) }, `subClaimName must be a text that is not blank, ${TRIMMED}, at most 128 characters, got "${LONG(79)}… (129 characters)`],
    ],
    passes: [[SERVICE], [{ ...SERVICE, subClaimName: 'client_id' }]],
    later: [[{ ...SERVICE, subClaimName: UNKNOWN }, ['precondition subClaimName']]],
  },
  {
    rule: 'KAFKA_SUB_CLAIM_PATH',
    fails: ['realm_access.roles', '$.sub', '/sub', 'groups[0]'].map((name) => [
      { ...SERVICE, subClaimName: name }, `subClaimName must be a plain name or a URL, got ${JSON.stringify(name)}`,
    ] as const),
    passes: [[SERVICE], [{ ...SERVICE, subClaimName: 'https://example.com/user.name' }]],
    later: [[{ ...SERVICE, subClaimName: UNKNOWN }, ['deferred subClaimName']]],
  },
  {
    rule: 'KAFKA_UNSET_TRAP',
    fails: [[service({ disabled: true }), 'disabled closes the SASL port and leaves the fields at Aiven']],
    passes: [[SERVICE], [service({ disabled: false })], [LISTENER]],
  },
  {
    rule: 'KAFKA_TOKENS_ONLY',
    fails: [
      [service({ certificate: false, plain: false, scramSha256: false, scramSha512: false }), 'certificate and every other mechanism is off, which leaves tokens as the only way in, got false'],
      [listener({ enabledMechanisms: undefined }), 'enabledMechanisms leave tokens as the only way in on this listener, got ["OAUTHBEARER"]'],
      [listener({ enabledMechanisms: ['OAUTHBEARER'] }), 'enabledMechanisms leave tokens as the only way in on this listener, got ["OAUTHBEARER"]'],
    ],
    passes: [
      [service({ disabled: true, certificate: false, plain: false, scramSha256: false, scramSha512: false })],
      [SERVICE],
      [LISTENER],
      [service({ certificate: false, plain: false, scramSha256: false })],
      [service({ plain: false, scramSha256: false, scramSha512: false })],
    ],
  },
  {
    rule: 'KAFKA_MECHANISMS_NONE',
    fails: [[without(service({ plain: false, scramSha256: false, scramSha512: false }), 'jwksEndpointUrl'), 'plain and both SCRAM mechanisms are off while no key URL is set, got false']],
    passes: [[service({ plain: false, scramSha256: false, scramSha512: false })], [without(service({ plain: false }), 'jwksEndpointUrl')]],
  },
  {
    rule: 'KAFKA_FORGED_TOKENS',
    fails: [
      [SERVICE, 'brokerVersion may be 4.1.0 or 4.1.1, got "4.1"', '4.1'],
      [SERVICE, 'brokerVersion may be 4.1.0 or 4.1.1, got "4.1.0"', '4.1.0'],
      [SERVICE, 'brokerVersion is not given, so the service may run 4.1.0 or 4.1.1', 'unknown'],
    ],
    passes: [[SERVICE, '3.9'], [SERVICE, '4.2'], [SERVICE, '4.1.2'], [LISTENER, '4.1']],
  },
  {
    rule: 'KAFKA_VERSION_DEPRECATED',
    fails: ['3.1', '3.8', '4.0', '4.0.1'].map((version) => [SERVICE, `brokerVersion is deprecated at Aiven, got "${version}"`, version] as const),
    passes: [[SERVICE, '3.9'], [SERVICE, '4.2'], [SERVICE, 'unknown'], [LISTENER, '4.0'], [SERVICE, '13.1'], [SERVICE, '3.10']],
  },
  {
    rule: 'KAFKA_PLAN_WITHOUT_OAUTH',
    fails: [
      [service({ plan: 'free-0' }), 'plan belongs to the free tier, which has no OAuth fields, got "free-0"'],
      [service({ plan: 'developer-1' }), 'plan belongs to the developer tier, which has no OAuth fields, got "developer-1"'],
      [service({ plan: 'inkless-1' }, { subClaimName: 'azp' }), 'subClaimName is no option of Inkless plans, got "azp"'],
    ],
    passes: [[SERVICE], [service({ plan: 'business-4' })], [service({ plan: 'inkless-1' })], [service({ plan: UNKNOWN })]],
  },
  {
    rule: 'KAFKA_REST_AUTHORIZATION',
    fails: [
      [service({ kafkaRest: true }), 'kafkaRestAuthorization is off while the REST proxy is on'],
      [service({ kafkaRest: true, kafkaRestAuthorization: false }), 'kafkaRestAuthorization is off while the REST proxy is on, got false'],
      [service({ kafkaRest: false, kafkaRestAuthorization: true }), 'kafkaRestAuthorization is on while the REST proxy is off, got true'],
    ],
    passes: [[SERVICE], [service({ kafkaRest: true, kafkaRestAuthorization: true })],
      [service({ kafkaRest: false })], [service({ kafkaRestAuthorization: true })]],
  },
  {
    rule: 'KAFKA_ALLOWED_URLS',
    fails: [[service({ saslOauthbearerAllowedUrls: ['http://a'] }), 'saslOauthbearerAllowedUrls[0] must be a URL that starts with https://, got "http://a"']],
    passes: [[SERVICE], [service({ saslOauthbearerAllowedUrls: ['https://a'] })]],
    later: [[service({ saslOauthbearerAllowedUrls: [UNKNOWN] }), ['precondition saslOauthbearerAllowedUrls[0]', 'precondition saslOauthbearerAllowedUrls[0]']]],
  },
  {
    rule: 'KAFKA_VERSION_NEWER',
    fails: [[SERVICE, 'brokerVersion is newer than 4.4.0, got "4.5"', '4.5']],
    passes: [[SERVICE], [SERVICE, '4.4.0'], [SERVICE, 'unknown'], [SERVICE, 'latest'], [SERVICE, '5.x']],
  },
  {
    rule: 'KAFKA_VERSION_OLDER',
    fails: [[LISTENER, 'brokerVersion is older than 3.9.0, got "3.8"', '3.8']],
    passes: [[LISTENER, '3.9'], [LISTENER, 'unknown'], [SERVICE, '3.8']],
  },
  {
    rule: 'KAFKA_LISTENER_NAME',
    fails: [
      [listener({ listener: 'a.b' }), 'listener must be letters, digits, - and _, at most 64, got "a.b"'],
      [listener({ listener: '' }), 'listener must be letters, digits, - and _, at most 64, got ""'],
      [listener({ listener: UNKNOWN }), 'listener must be known at synthesis'],
    ],
    passes: [[LISTENER], [SERVICE]],
  },
  {
    rule: 'KAFKA_MECHANISMS',
    fails: [
      [listener({ enabledMechanisms: ['PLAIN'] }), 'enabledMechanisms must hold OAUTHBEARER, got ["PLAIN"]'],
      [listener({ enabledMechanisms: ['OAUTHBEARER', 'a,b'] }), 'enabledMechanisms[1] must be a SASL mechanism name: A-Z, 0-9, - and _, at most 20, got "a,b"'],
    ],
    passes: [[LISTENER], [listener({ enabledMechanisms: undefined })]],
    later: [[listener({ enabledMechanisms: [UNKNOWN] }), ['precondition enabledMechanisms[0]']]],
  },
  {
    rule: 'KAFKA_LISTENER_TEXT',
    fails: [[listener({ jwtValidatorClass: ' a' }), `jwtValidatorClass must be a text that is not blank, ${TRIMMED}, printable ASCII where it arrives at apply, got " a"`],
      [listener({ scopeClaimName: '' }), `scopeClaimName must be a text that is not blank, ${TRIMMED}, printable ASCII where it arrives at apply, got ""`]],
    passes: [[LISTENER], [listener({ scopeClaimName: 'scp', jwtValidatorClass: 'com.example.Own' })]],
    later: [[listener({ scopeClaimName: UNKNOWN }), ['precondition scopeClaimName']]],
  },
  {
    rule: 'KAFKA_LISTENER_NUMBER',
    fails: [
      [listener({ clockSkewSeconds: -1 }), 'clockSkewSeconds must be a whole number from 0 to 2147483647, got -1'],
      [listener({ clockSkewSeconds: 2 ** 31 }), 'clockSkewSeconds must be a whole number from 0 to 2147483647, got 2147483648'],
      [listener({ jwksEndpointRefreshMs: 1.5 }), 'jwksEndpointRefreshMs must be a whole number from 0 to 9007199254740991, got 1.5'],
    ],
    passes: [[LISTENER], [listener({ clockSkewSeconds: 0, connectionsMaxReauthMs: 3600000 })], [listener({ scopeClaimName: 'scp', allowUnverifiedIssuer: true })]],
    later: [[listener({ clockSkewSeconds: UNKNOWN_NUMBER }), ['precondition clockSkewSeconds']]],
  },
  {
    rule: 'KAFKA_SETTING_UNSUPPORTED',
    fails: [
      [listener({ jwtValidatorClass: 'com.example.Own' }), 'jwtValidatorClass exists since 4.1.0, and the broker has 4.0, got "com.example.Own"', '4.0'],
      [listener({ allowUnverifiedIssuer: false }), 'allowUnverifiedIssuer exists since 4.4.0, and the broker has 4.3, got false', '4.3'],
    ],
    passes: [[LISTENER], [listener({ allowUnverifiedIssuer: true }), '4.4'], [listener({ allowUnverifiedIssuer: true }), 'unknown']],
  },
  {
    rule: 'KAFKA_VALIDATOR_CLASS',
    fails: ['4.1', '4.1.0', 'unknown'].map((version) => [
      listener({ jwtValidatorClass: 'org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator' }),
      'jwtValidatorClass does not verify tokens in 4.1.0 and 4.1.1, got "org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator"',
      version,
    ] as const),
    passes: [
      [LISTENER, '4.1'],
      [listener({ jwtValidatorClass: 'org.apache.kafka.common.security.oauthbearer.BrokerJwtValidator' }), '4.1'],
      [listener({ jwtValidatorClass: 'org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator' }), '4.2'],
    ],
  },
  {
    rule: 'KAFKA_VALIDATOR_FOREIGN',
    fails: [[listener({ jwtValidatorClass: 'com.example.Own' }), 'jwtValidatorClass is no class of Kafka, got "com.example.Own"']],
    passes: [[LISTENER], [listener({ jwtValidatorClass: 'org.apache.kafka.common.security.oauthbearer.BrokerJwtValidator' })]],
  },
  {
    rule: 'KAFKA_UNVERIFIED_OPT_OUT',
    fails: [
      [listener({ allowUnverifiedIssuer: true }), 'allowUnverifiedIssuer lets unverified tokens in, got true'],
      [listener({ allowUnverifiedAudience: true }), 'allowUnverifiedAudience lets unverified tokens in, got true'],
    ],
    passes: [[LISTENER], [listener({ allowUnverifiedIssuer: false })]],
  },
  {
    rule: 'KAFKA_ACL_PRINCIPAL',
    fails: [
      [acl({ principal: 'orders' }), `${NATIVE}principal must be "User:" and a subject, ${TRIMMED}, at most 256 characters, got "orders"`],
      [acl({ principal: 'User:' }), `${NATIVE}principal must be "User:" and a subject, ${TRIMMED}, at most 256 characters, got "User:"`],
      [acl({ principal: `User:${LONG(252)}` }), `${NATIVE}principal must be "User:" and a subject, ${TRIMMED}, at most 256 characters, got "User:${LONG(74)}… (257 characters)`],
    ],
    passes: [[acl({})], [acl({ principal: `User:${LONG(251)}` })], [acl({ principal: 'User:auth0|a@b:c/d' })], [{ ...LISTENER, nativeAcls: [{ ...WRITE_ORDERS, principal: `User:${LONG(300)}` }] }]],
    later: [[acl({ principal: `User:${UNKNOWN}` }), [`precondition ${NATIVE}principal`]]],
  },
  {
    rule: 'KAFKA_ACL_EVERYBODY',
    fails: [
      [acl({ principal: 'User:*' }), `${NATIVE}principal must be the name of one principal, got "User:*"`],
      [acl({ principal: 'User:a*' }), `${NATIVE}principal must be the name of one principal, got "User:a*"`],
      [{ ...LISTENER, nativeAcls: [{ ...WRITE_ORDERS, principal: 'User:*' }] }, `${NATIVE}principal must be the name of one principal, got "User:*"`],
    ],
    passes: [[acl({})], ...['User:a*', 'User:**'].map((principal) => [{ ...LISTENER, nativeAcls: [{ ...WRITE_ORDERS, principal }] }] as const)],
    later: [[acl({ principal: `User:${UNKNOWN}` }), [`precondition ${NATIVE}principal`]]],
  },
  {
    rule: 'KAFKA_ACL_RESOURCE_NAME',
    fails: [
      ...['', '.', '..', 'a b', 'orders/*', LONG(250)].map((resourceName) => [acl({ resourceName }), expect.stringContaining(`${NATIVE}resourceName must be a topic name`) as never] as const),
      [acl({ resourceName: '', patternType: KafkaPatternType.PREFIXED }), expect.stringContaining(`${NATIVE}resourceName must be the beginning of a topic name`) as never],
      [acl({ resourceName: '*', patternType: KafkaPatternType.PREFIXED }), expect.stringContaining(`${NATIVE}resourceName must be the beginning of a topic name`) as never],
      [acl({ ...GROUP, resourceName: ' ' }), `${NATIVE}resourceName must be a text that is not blank, ${TRIMMED}, at most 256 characters, got " "`],
      [acl({ resourceType: KafkaResourceType.CLUSTER, resourceName: 'x' }), `${NATIVE}resourceName must be one of kafka-cluster, got "x"`],
      [acl({ resourceType: KafkaResourceType.CLUSTER, resourceName: 'kafka-cluster', patternType: KafkaPatternType.PREFIXED }), `${NATIVE}resourceName must be "kafka-cluster" with the pattern type LITERAL, got "kafka-cluster"`],
    ],
    passes: [
      ...['orders', '*', '...', '.a', 'a.b_c-D9', LONG(249)].map((resourceName) => [acl({ resourceName })] as const),
      [acl({ resourceName: '.', patternType: KafkaPatternType.PREFIXED })],
      [acl({ ...GROUP, resourceName: 'any thing*' })],
      [acl({ resourceType: KafkaResourceType.CLUSTER, resourceName: 'kafka-cluster' })],
    ],
    later: [[acl({ resourceName: UNKNOWN }), [`precondition ${NATIVE}resourceName`]]],
  },
  {
    rule: 'KAFKA_ACL_UNKNOWN_WILDCARD',
    fails: [],
    passes: [[acl({ resourceName: '*' })]],
    later: [[acl({ resourceName: UNKNOWN }), [`precondition ${NATIVE}resourceName`]]],
  },
  {
    rule: 'KAFKA_ACL_HOST',
    fails: ['', 'app.example.com', '10.0.0.0/8', '10.0.0'].map((host) => [acl({ host }), `${NATIVE}host must be an IP address in lower case, or "*", got ${JSON.stringify(host)}`] as const),
    passes: ['*', '10.0.0.1', '::1', '2001:db8::1'].map((host) => [acl({ host })] as const),
    later: [[acl({ host: UNKNOWN }), [`precondition ${NATIVE}host`]]],
  },
  {
    rule: 'KAFKA_ACL_OPERATION',
    fails: [[acl({ ...GROUP, operation: KafkaOperation.WRITE }), `${NATIVE}operation must be one of All, Read, Describe, Delete, DescribeConfigs, AlterConfigs for a Group, got "Write"`]],
    passes: [[acl({})], [acl({ ...GROUP })], [acl({ operation: KafkaOperation.ALL })]],
  },
  {
    rule: 'KAFKA_ACL_CONTRADICTION',
    fails: [[{ ...SERVICE, nativeAcls: [WRITE_ORDERS, { ...WRITE_ORDERS, permissionType: DENY }] }, 'nativeAcls[0] allows User:orders to Write Topic "orders", which another entry denies']],
    passes: [
      [{ ...SERVICE, nativeAcls: [WRITE_ORDERS, { ...WRITE_ORDERS, permissionType: DENY, host: '10.0.0.1' }] }],
      [{ ...SERVICE, nativeAcls: [WRITE_ORDERS, { ...WRITE_ORDERS, permissionType: DENY, operation: KafkaOperation.DELETE }] }],
      [{ ...SERVICE, nativeAcls: [WRITE_ORDERS, WRITE_ORDERS] }],
    ],
  },
  {
    rule: 'KAFKA_AIVEN_ACL_USERNAME',
    fails: ['a@clients', 'auth0|x', 'a*', '', LONG(65)].map((username) => [aiven(username), expect.stringContaining('aivenAcls[0].username must be letters, digits, ".", "_" and "-", at most 64 characters, got "') as never] as const),
    passes: [[aiven('orders-1.x_Y')], [aiven(LONG(64))]],
    later: [[aiven(UNKNOWN), ['precondition aivenAcls[0].username']]],
  },
  {
    rule: 'KAFKA_AIVEN_ACL_TOPIC',
    fails: [[aiven('u', ''), `aivenAcls[0].topic must be a text that is not blank, ${TRIMMED}, at most 249 characters, got ""`]],
    passes: [[aiven('u', 'orders*')]],
    later: [[aiven('u', UNKNOWN), ['precondition aivenAcls[0].topic']]],
  },
  {
    rule: 'KAFKA_AIVEN_ACL_NEEDS_USER',
    fails: [[aiven('u'), 'aivenAcls need a service user of the same name, got "u"']],
    passes: [[acl({})]],
  },
  {
    rule: 'KAFKA_AIVEN_ACL_TARGET',
    fails: [[{ ...LISTENER, aivenAcls: aiven('u').aivenAcls }, 'aivenAcls do not exist outside Aiven']],
    passes: [[aiven('u')], [LISTENER]],
  },
];

test('good settings break no rule', () => {
  for (const settings of [SERVICE, LISTENER, acl({})]) {
    expect(evaluate(KAFKA_RULES, { settings, version: '4.2', acknowledged: [] })).toEqual({ findings: [], preconditions: [], deferred: [] });
  }
});

test('every rule has its cases, and every id is given once', () => {
  expect(CASES.map(({ rule }) => rule).sort()).toEqual(KAFKA_RULES.map(({ id }) => id).sort());
  const ids = [...KAFKA_RULES, ...PARSE_RULES, ...GRANT_RULES].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(CASES)('$rule', ({ rule, fails, passes, later }) => {
  test('fails what breaks it', () => {
    for (const [settings, message, version] of fails) {
      expect(judge(rule, settings, version).findings).toEqual([message]);
    }
  });
  test('passes what is allowed', () => {
    for (const [settings, version] of passes) {
      expect(judge(rule, settings, version)).toEqual({ findings: [], later: [] });
    }
  });
  test('leaves values known only at apply to apply', () => {
    for (const [settings, expected, version] of later ?? []) {
      expect(judge(rule, settings, version)).toEqual({ findings: [], later: expected });
    }
  });
});

test('every value that only apply knows is left alone by every rule', () => {
  const unknown: AivenKafkaSettings[] = [
    service({ plan: UNKNOWN, saslOauthbearerAllowedUrls: UNKNOWN_LIST }, {
      jwksEndpointUrl: UNKNOWN, issuer: UNKNOWN, audience: UNKNOWN_LIST, subClaimName: UNKNOWN,
    }),
    listener({ scopeClaimName: UNKNOWN, clockSkewSeconds: UNKNOWN_NUMBER, allowedUrls: [UNKNOWN] }, { jwksEndpointUrl: UNKNOWN, issuer: UNKNOWN, audience: ['a', UNKNOWN] }),
    acl({ principal: `User:${UNKNOWN}`, resourceName: UNKNOWN, host: UNKNOWN }),
  ];
  for (const settings of unknown) {
    expect(evaluate(KAFKA_RULES, { settings, version: '4.2', acknowledged: [] }).findings).toEqual([]);
  }
});

describe('what Terraform judges', () => {
  function expressions(rule: string, settings: AivenKafkaSettings): readonly string[] {
    const { preconditions } = evaluate(KAFKA_RULES.filter(({ id }) => id === rule), { settings, version: '4.2', acknowledged: [] });
    return preconditions.map(({ condition }) => condition.hcl('it'));
  }

  test('a name that arrives at apply is not the one of every resource', () => {
    expect(expressions('KAFKA_ACL_UNKNOWN_WILDCARD', acl({ resourceName: UNKNOWN }))).toEqual(['can(regex("^(?:[^*]|.{2,})", it))']);
  });

  test('no prefix of the cluster\'s name will do', () => {
    const settings = acl({ resourceType: KafkaResourceType.CLUSTER, resourceName: UNKNOWN, patternType: KafkaPatternType.PREFIXED });

    expect(expressions('KAFKA_ACL_RESOURCE_NAME', settings)).toEqual(['false']);
  });

  test('audiences are counted with the commas between them, and there is one', () => {
    expect(expressions('KAFKA_AUDIENCE_LENGTH', { ...SERVICE, audience: UNKNOWN_LIST })).toEqual(['length(join(",", it)) <= 128']);
    expect(expressions('KAFKA_AUDIENCE_REQUIRED', { ...SERVICE, audience: UNKNOWN_LIST })).toEqual(['length(it) > 0']);
  });

  test('an issuer for properties is one line of printable ASCII', () => {
    expect(expressions('KAFKA_ISSUER_TEXT', { ...LISTENER, issuer: UNKNOWN })).toEqual([
      '(((can(regex("^[^\\\\x00-\\\\x1f\\\\x7f]*$", it))) && (can(regex("^([^ ]|[^ ].*[^ ])?$", it)))) && (can(regex("^[\\\\x20-\\\\x7e]*$", it))))',
    ]);
  });
});
