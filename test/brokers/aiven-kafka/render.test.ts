import { listener, LISTENER, rendered, SERVICE, service, UNKNOWN, UNKNOWN_LIST, WRITE_ORDERS } from './support/settings';
import { KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType } from '../../../src/brokers/aiven-kafka/acl';
import { aclArguments } from '../../../src/brokers/aiven-kafka/acl-commands';
import { renderSettings } from '../../../src/brokers/aiven-kafka/render';
import { fillTemplate, plainText } from '../../../src/text/template';

describe('an Aiven service', () => {
  test('has the four fields and the SASL switch, the subject claim written out', () => {
    expect(rendered(SERVICE)).toEqual({
      'aiven-user-config.json': [
        '{',
        '  "kafka": {',
        '    "sasl_oauthbearer_expected_audience": "messaging",',
        '    "sasl_oauthbearer_expected_issuer": "https://sso.example.com/realms/messaging",',
        '    "sasl_oauthbearer_jwks_endpoint_url": "https://sso.example.com/realms/messaging/keys",',
        '    "sasl_oauthbearer_sub_claim_name": "sub"',
        '  },',
        '  "kafka_authentication_methods": {',
        '    "sasl": true',
        '  }',
        '}',
        '',
      ].join('\n'),
    });
  });

  test('has every companion that is set', () => {
    const { 'aiven-user-config.json': text } = rendered(service({
      certificate: false,
      plain: false,
      scramSha256: true,
      scramSha512: false,
      letsencryptSasl: true,
      letsencryptSaslPrivatelink: false,
      kafkaRest: true,
      kafkaRestAuthorization: true,
      schemaRegistry: true,
      saslOauthbearerAllowedUrls: ['https://a.example', 'https://b.example'],
    }, { audience: ['a', 'b'], subClaimName: 'azp' }));
    expect(JSON.parse(text)).toEqual({
      kafka: {
        sasl_oauthbearer_expected_audience: 'a,b',
        sasl_oauthbearer_expected_issuer: 'https://sso.example.com/realms/messaging',
        sasl_oauthbearer_jwks_endpoint_url: 'https://sso.example.com/realms/messaging/keys',
        sasl_oauthbearer_sub_claim_name: 'azp',
      },
      kafka_authentication_methods: { certificate: false, sasl: true },
      kafka_sasl_mechanisms: { plain: false, scram_sha_256: true, scram_sha_512: false },
      letsencrypt_sasl: true,
      letsencrypt_sasl_privatelink: false,
      kafka_rest: true,
      kafka_rest_authorization: true,
      schema_registry: true,
      sasl_oauthbearer_allowed_urls: ['https://a.example', 'https://b.example'],
    });
  });

  test('closes the SASL port and keeps the fields when OAuth is turned off', () => {
    const config = JSON.parse(rendered(service({ disabled: true }))['aiven-user-config.json']);
    expect(config.kafka_authentication_methods).toEqual({ sasl: false });
    expect(config.kafka.sasl_oauthbearer_jwks_endpoint_url).toBe('https://sso.example.com/realms/messaging/keys');
  });

  test('of an Inkless plan has the subject claim only where it is not the default', () => {
    const field = (settings: object) => JSON.parse(rendered(service({ plan: 'inkless-1' }, settings))['aiven-user-config.json']).kafka.sasl_oauthbearer_sub_claim_name;
    expect(field({})).toBeUndefined();
    expect(field({ subClaimName: 'azp' })).toBe('azp');
  });

  test('shows its entries as the API does, each once, in order', () => {
    const read = { ...WRITE_ORDERS, operation: KafkaOperation.READ };
    const files = rendered({ ...SERVICE, nativeAcls: [WRITE_ORDERS, read, WRITE_ORDERS], aivenAcls: [{ username: 'u', topic: 't', permission: 'read' as never }] });
    const entry = { host: '*', pattern_type: 'LITERAL', permission_type: 'ALLOW', principal: 'User:orders', resource_name: 'orders', resource_type: 'Topic' };
    expect(JSON.parse(files['aiven-acls.json'])).toEqual({
      acl: [{ permission: 'read', topic: 't', username: 'u' }],
      kafka_acl: [{ ...entry, operation: 'Read' }, { ...entry, operation: 'Write' }],
    });
  });

  test('leaves a place for what only apply knows', () => {
    const [{ text }] = renderSettings({ ...SERVICE, issuer: UNKNOWN, audience: UNKNOWN_LIST }, undefined);
    const filled = fillTemplate(text, (hole) => `<${hole.encoding.hcl('x')}>`);
    expect(filled).toContain('"sasl_oauthbearer_expected_audience": <jsonencode(join(",", x))>,');
    expect(filled).toContain('"sasl_oauthbearer_expected_issuer": <jsonencode(x)>,');
  });
});

describe('a broker', () => {
  const LINES = [
    'listener.name.oauth.sasl.enabled.mechanisms=OAUTHBEARER,SCRAM-SHA-512',
    'listener.name.oauth.oauthbearer.sasl.server.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler',
    'listener.name.oauth.oauthbearer.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required ;',
    'listener.name.oauth.oauthbearer.sasl.oauthbearer.jwks.endpoint.url=https://sso.example.com/realms/messaging/keys',
    'listener.name.oauth.oauthbearer.sasl.oauthbearer.expected.issuer=https://sso.example.com/realms/messaging',
    'listener.name.oauth.oauthbearer.sasl.oauthbearer.expected.audience=messaging',
    'listener.name.oauth.oauthbearer.sasl.oauthbearer.sub.claim.name=sub',
  ];
  const VALIDATOR = 'listener.name.oauth.sasl.oauthbearer.jwt.validator.class=org.apache.kafka.common.security.oauthbearer.BrokerJwtValidator';
  const OPTION = '"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=https://sso.example.com/realms/messaging/keys"\n';

  test('of 4.2 has the properties of its listener and the allowed key URL', () => {
    expect(rendered(LISTENER, '4.2')).toEqual({ 'server.properties': `${LINES.join('\n')}\n`, 'kafka-jvm.options': OPTION });
  });

  test.each(['4.1', '4.1.0', '4.1.1', '4', undefined])('of version %s gets the validator that verifies', (version) => {
    expect(rendered(LISTENER, version)['server.properties']).toBe(`${[...LINES, VALIDATOR].join('\n')}\n`);
  });

  test.each(['3.9', '4.0', '4.1.2', '4.2', '4.4'])('of version %s needs no validator class', (version) => {
    expect(rendered(LISTENER, version)['server.properties']).not.toContain('jwt.validator.class');
  });

  test.each([['3.9', false], ['4.0', true], ['4.4.0', true], [undefined, true]])('of version %s needs allowed URLs: %j', (version, needed) => {
    expect('kafka-jvm.options' in rendered(LISTENER, version)).toBe(needed);
  });

  test('of 3.9 restricts URLs where others are named', () => {
    expect(rendered(listener({ allowedUrls: ['https://sso.example.com/token'] }), '3.9')['kafka-jvm.options'])
      .toBe('"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=https://sso.example.com/realms/messaging/keys,https://sso.example.com/token"\n');
  });

  test('has every optional property that is set', () => {
    const { 'server.properties': text } = rendered(listener({
      scopeClaimName: 'scp',
      clockSkewSeconds: 5,
      jwksEndpointRefreshMs: 1,
      jwksEndpointRetryBackoffMs: 2,
      jwksEndpointRetryBackoffMaxMs: 3,
      jwtValidatorClass: 'com.example.Own',
      allowUnverifiedIssuer: true,
      allowUnverifiedAudience: false,
      connectionsMaxReauthMs: 4,
    }), '4.4.0');
    expect(text.split('\n').slice(7, -1).map((one) => one.replace('listener.name.oauth.oauthbearer.', ''))).toEqual([
      'sasl.oauthbearer.scope.claim.name=scp',
      'sasl.oauthbearer.clock.skew.seconds=5',
      'sasl.oauthbearer.jwks.endpoint.refresh.ms=1',
      'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms=2',
      'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms=3',
      'listener.name.oauth.sasl.oauthbearer.jwt.validator.class=com.example.Own',
      'sasl.oauthbearer.allow.unverified.issuer=true',
      'sasl.oauthbearer.allow.unverified.audience=false',
      'connections.max.reauth.ms=4',
    ]);
  });

  test('gets commands for its entries', () => {
    const group = { ...WRITE_ORDERS, resourceType: KafkaResourceType.GROUP, resourceName: "it's", patternType: KafkaPatternType.PREFIXED, host: '10.0.0.1' };
    const denied = { ...WRITE_ORDERS, resourceType: KafkaResourceType.CLUSTER, resourceName: 'kafka-cluster', permissionType: KafkaPermissionType.DENY };
    expect(rendered({ ...LISTENER, nativeAcls: [WRITE_ORDERS, group, denied] }, '4.2')['kafka-acls.txt']).toBe([
      '#!/bin/sh',
      '# Adds access control entries: sh kafka-acls.txt --bootstrap-server HOST:PORT --command-config FILE',
      'set -eu',
      'kafka-acls.sh "$@" --add --deny-principal=\'User:orders\' --deny-host=\'*\' --operation=Write --cluster --resource-pattern-type=literal',
      'kafka-acls.sh "$@" --add --allow-principal=\'User:orders\' --allow-host=\'10.0.0.1\' --operation=Write --group=\'it\'\\\'\'s\' --resource-pattern-type=prefixed',
      'kafka-acls.sh "$@" --add --allow-principal=\'User:orders\' --allow-host=\'*\' --operation=Write --topic=\'orders\' --resource-pattern-type=literal',
      '',
    ].join('\n'));
  });

  test('the command that takes an entry away differs in its verb alone', () => {
    const [add, remove] = (['add', 'remove'] as const).map((action) => plainText(aclArguments(action, WRITE_ORDERS)));
    expect(remove).toBe(add!.replace('--add', '--remove'));
  });

  test('leaves a place for what only apply knows', () => {
    const settings = listener({}, { audience: UNKNOWN_LIST, nativeAcls: [{ ...WRITE_ORDERS, principal: `User:${UNKNOWN}` }] });
    const [properties, , commands] = renderSettings(settings, '4.2').map(({ text }) => fillTemplate(text, (hole) => `<${hole.encoding.hcl('x')}>`));
    expect(properties).toContain('expected.audience=<replace(replace(replace(replace(replace(replace(join(",", x), "\\\\", "\\\\\\\\"), "\\n", "\\\\n"), ');
    expect(commands).toContain('--allow-principal=<format("\'%s\'", replace(x, "\'", "\'\\\\\'\'"))> --allow-host');
  });
});
