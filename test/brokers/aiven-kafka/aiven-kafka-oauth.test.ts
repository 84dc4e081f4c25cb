import type * as Cdktf from 'cdktf';
import { KafkaAccess } from '../../../src/brokers/aiven-kafka/access';
import { AivenKafkaPermission, KafkaOperation, KafkaPermissionType, KafkaResourceType } from '../../../src/brokers/aiven-kafka/acl';
import { AivenKafkaOAuth, AivenKafkaOAuthProps } from '../../../src/brokers/aiven-kafka/aiven-kafka-oauth';
import { KafkaVersion } from '../../../src/brokers/aiven-kafka/version';
import { DestinationMatch } from '../../../src/brokers/grant';
import { IdentityApplication } from '../../../src/identity/identity-application';
import { KeycloakIdentityProvider } from '../../../src/identity/keycloak-identity-provider';
import { Cdk, CDKS, resource, resourcesOf, synthesize } from '../../support/cdks';
import { describeWithProviderSchemas, schemaProblems } from '../../support/provider-schemas';

const SUBJECT = '3f0e2a54-6b0c-4a3c-9a53-111111111111';
const KEYS = 'https://sso.example.com/realms/messaging/protocol/openid-connect/certs';

function kafkaIn(stack: Cdktf.TerraformStack, props: Partial<AivenKafkaOAuthProps> = {}) {
  const sso = new KeycloakIdentityProvider(stack, 'Sso', {
    baseUrl: 'https://sso.example.com', realm: 'messaging', version: '26.4.0', audiences: ['messaging'],
  });
  const kafka = new AivenKafkaOAuth(stack, 'Kafka', {
    identityProvider: sso, project: 'shop', serviceName: 'events', audience: ['messaging'], brokerVersion: KafkaVersion.V4_2, ...props,
    // Keycloak makes up `sub`; that is not what is tested here.
    acknowledge: ['IDENTITY_SUBJECT_NOT_A_NAME', ...(props.acknowledge ?? [])],
  });
  const orders = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider: sso, clientId: 'orders-service', subject: SUBJECT });
  return { sso, kafka, orders };
}

/** The resource of the service as a generic one, or as a binding with values of its own. */
function serviceIn(stack: Cdktf.TerraformStack, cdk: Cdk, bound?: unknown): Cdktf.TerraformResource {
  class Service extends cdk.TerraformResource {
    protected override synthesizeAttributes() {
      return { project: 'shop', service_name: 'events', plan: 'business-4', ...(bound === undefined ? {} : { kafka_user_config: bound }) };
    }
  }
  return new Service(stack, 'Service', { terraformResourceType: 'aiven_kafka' });
}

function required(stack: Cdktf.TerraformStack) {
  stack.addOverride('terraform.required_providers.aiven', { source: 'aiven/aiven' });
}

describe.each(CDKS)('AivenKafkaOAuth under %s', (cdkName) => {
  test('carries the user config and exports its fields behind the check of current settings', () => {
    let fields: Record<string, string> = {};
    const { json, annotations } = synthesize(cdkName, (stack) => {
      const { kafka } = kafkaIn(stack);
      fields = kafka.kafkaFields;
      expect(kafka.sasl).toBe(true);
    });
    expect(JSON.parse(resource(json, 'terraform_data', 'Settings').input['aiven-user-config.json'])).toEqual({
      kafka: {
        sasl_oauthbearer_expected_audience: 'messaging',
        sasl_oauthbearer_expected_issuer: 'https://sso.example.com/realms/messaging',
        sasl_oauthbearer_jwks_endpoint_url: KEYS,
        sasl_oauthbearer_sub_claim_name: 'sub',
      },
      kafka_authentication_methods: { sasl: true },
    });
    const [name, block] = Object.entries<any>(resourcesOf(json, 'terraform_data')).find(([found]) => found.includes('Fields'))!;
    expect(block).toEqual({
      input: expect.stringMatching(/^\$\{jsondecode\(terraform_data\.Kafka_Settings_\w+\.input\["aiven-user-config\.json"\]\)\}$/),
      depends_on: [expect.stringMatching(/^terraform_data\.Kafka_Preflight_/)],
    });
    expect(fields).toEqual(Object.fromEntries(['expected_audience', 'expected_issuer', 'jwks_endpoint_url', 'sub_claim_name']
      .map((field) => [`sasl_oauthbearer_${field}`, `\${terraform_data.${name}.input.kafka.sasl_oauthbearer_${field}}`])));
    expect(resourcesOf(json, 'aiven_kafka_native_acl')).toEqual({});
    expect(json.terraform.required_providers).toBeUndefined();
    expect(annotations).toEqual([]);
  });

  test('turns grants into native entries of the principal that tokens name', () => {
    const { json } = synthesize(cdkName, (stack) => {
      const { kafka, orders } = kafkaIn(stack);
      expect(kafka.grantPublish(orders, 'orders')).toEqual({
        broker: 'Stack/Kafka', clientId: 'orders-service', rights: ['ALLOW Write on Topic orders', 'ALLOW Describe on Topic orders'], scopes: [],
      });
      kafka.grantConsume(orders, 'order', { group: 'billing', match: DestinationMatch.PREFIX });
      kafka.grant(orders, KafkaAccess.of({
        operation: KafkaOperation.DELETE, resourceType: KafkaResourceType.TOPIC, resourceName: 'orders', permission: KafkaPermissionType.DENY, host: '10.0.0.1',
      }));
    });
    const common = { project: 'shop', service_name: 'events', principal: `User:${SUBJECT}`, host: '*', permission_type: 'ALLOW', pattern_type: 'LITERAL' };
    expect(Object.values(resourcesOf(json, 'aiven_kafka_native_acl'))).toEqual(expect.arrayContaining([
      { ...common, operation: 'Write', resource_type: 'Topic', resource_name: 'orders' },
      { ...common, operation: 'Describe', resource_type: 'Topic', resource_name: 'orders' },
      { ...common, operation: 'Read', resource_type: 'Topic', resource_name: 'order', pattern_type: 'PREFIXED' },
      { ...common, operation: 'Describe', resource_type: 'Topic', resource_name: 'order', pattern_type: 'PREFIXED' },
      { ...common, operation: 'Read', resource_type: 'Group', resource_name: 'billing' },
      { ...common, operation: 'Delete', resource_type: 'Topic', resource_name: 'orders', permission_type: 'DENY', host: '10.0.0.1' },
    ]));
    expect(Object.keys(resourcesOf(json, 'aiven_kafka_native_acl'))).toHaveLength(6);
    expect(Object.keys(resourcesOf(json, 'aiven_kafka_native_acl'))[0]).toMatch(/^Kafka_Acl-orders-service-\w+-Topic-orders/);
    expect(json.terraform.required_providers.aiven).toEqual({ source: 'aiven/aiven', version: '~> 4.48' });
    expect(JSON.parse(resource(json, 'terraform_data', 'Settings').input['aiven-acls.json']).kafka_acl).toHaveLength(6);
  });

  test('asked twice grants once, and rights that two grants share exist once', () => {
    const { json } = synthesize(cdkName, (stack) => {
      const { kafka, orders } = kafkaIn(stack);
      const first = kafka.grantPublish(orders, 'orders');
      expect(kafka.grantPublish(orders, 'orders')).toBe(first);
      kafka.grant(orders, KafkaAccess.consume('orders', 'billing'));
      expect(kafka.grants).toHaveLength(2);
    });
    expect(Object.keys(resourcesOf(json, 'aiven_kafka_native_acl'))).toHaveLength(4);
  });

  test('an entry keeps its address when something else is granted first', () => {
    const addresses = (before: boolean) => Object.keys(resourcesOf(synthesize(cdkName, (stack, cdk) => {
      const { kafka, orders } = kafkaIn(stack);
      const topic = new cdk.TerraformVariable(stack, 'topic', { type: 'string' });
      const other = new cdk.TerraformVariable(stack, 'other', { type: 'string' });
      if (before) {
        kafka.grantPublish(orders, other.stringValue);
      }
      kafka.grantPublish(orders, topic.stringValue);
    }).json, 'aiven_kafka_native_acl'));
    expect(addresses(true)).toEqual(expect.arrayContaining(addresses(false)));
    expect(addresses(false)).toHaveLength(2);
  });

  test('asks the identity provider for the audience, and for a claim that is not sub', () => {
    synthesize(cdkName, (stack) => {
      const { kafka, orders } = kafkaIn(stack, { subClaimName: 'azp' });
      kafka.grantPublish(orders, 'orders');
      expect((orders as IdentityApplication)._demands).toEqual([
        { broker: 'Stack/Kafka', kind: 'audience', value: 'messaging', reason: 'the broker lets in no token without it' },
        { broker: 'Stack/Kafka', kind: 'claim', value: 'azp', reason: 'it names the principal whose entries decide' },
      ]);
      expect(kafka._settings().nativeAcls[0].principal).toBe('User:orders-service');
    });
  });

  test('fails when nobody knows the principal', () => {
    expect(() => synthesize(cdkName, (stack) => {
      const { kafka, sso } = kafkaIn(stack);
      kafka.grantPublish(IdentityApplication.fromClientId(stack, 'Stock', { identityProvider: sso, clientId: 'stock' }), 'orders');
    })).toThrow('[IDENTITY_PRINCIPAL_UNKNOWN]');
  });

  test('fails on contradictory grants', () => {
    expect(() => synthesize(cdkName, (stack) => {
      const { kafka, orders } = kafkaIn(stack);
      kafka.grantPublish(orders, 'orders');
      kafka.grant(orders, KafkaAccess.of({
        operation: KafkaOperation.WRITE, resourceType: KafkaResourceType.TOPIC, resourceName: 'orders', permission: KafkaPermissionType.DENY,
      }));
    })).toThrow('[KAFKA_ACL_CONTRADICTION]');
  });

  test('fails on options that Kafka does not honour, all at once', () => {
    synthesize(cdkName, (stack) => {
      const { kafka, orders } = kafkaIn(stack);
      expect(() => kafka.grantConsume(orders, '*', { vhost: '/' })).toThrow(
        /Stack\/Kafka\.grantConsume: destination must be one name, got "\*".*\n.*group is missing.*\n.*vhost is no option of Kafka/);
    });
  });

  test('makes Aiven entries where they are asked for', () => {
    const { json, annotations } = synthesize(cdkName, (stack) => {
      const { kafka, orders } = kafkaIn(stack, { subClaimName: 'azp' });
      kafka.grant(orders, KafkaAccess.aivenAcl('orders*', AivenKafkaPermission.READ));
    });
    expect(resource(json, 'aiven_kafka_acl')).toEqual({
      project: 'shop', service_name: 'events', username: 'orders-service', topic: 'orders*', permission: 'read',
    });
    expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('[KAFKA_AIVEN_ACL_NEEDS_USER]')]);
  });

  test('passes values on that are known only at apply, behind a gate', () => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      const text = new cdk.TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      const { kafka, sso } = kafkaIn(stack, { audience: [text], project: text });
      kafka.grantPublish(IdentityApplication.fromClientId(stack, 'Stock', { identityProvider: sso, clientId: 'stock', subject: text }), text);
    });
    const acl = Object.values<any>(resourcesOf(json, 'aiven_kafka_native_acl'))[0];
    expect(acl.principal).toMatch(/^\$\{local\.\w+\[\d+\]\}$/);
    expect(acl.depends_on).toEqual([expect.stringMatching(/^terraform_data\.Kafka_Gate_/)]);
    const values: any[] = Object.values<any>(json.locals)[0];
    expect(values).toEqual(expect.arrayContaining(['User:${var.text}', '${var.text}']));
    const messages = resource(json, 'terraform_data', 'Gate').lifecycle.precondition.map((found: any) => found.error_message).join('\n');
    for (const rule of ['KAFKA_AUDIENCE_COMMA', 'KAFKA_AUDIENCE_LENGTH', 'KAFKA_ACL_PRINCIPAL', 'KAFKA_ACL_EVERYBODY', 'KAFKA_ACL_UNKNOWN_WILDCARD']) {
      expect(messages).toContain(`[${rule}]`);
    }
  });

  test('warns of versions that accept forged tokens until it is acknowledged', () => {
    const messages = (acknowledge: string[]) => synthesize(cdkName, (stack) => kafkaIn(stack, { brokerVersion: KafkaVersion.V4_1, acknowledge }))
      .annotations.map(({ message }) => message);
    expect(messages([])).toEqual([expect.stringContaining('[KAFKA_FORGED_TOKENS]')]);
    expect(messages(['KAFKA_FORGED_TOKENS'])).toEqual([]);
  });

  test('turned off, closes the port, keeps the fields and tells the rest', () => {
    const { json, annotations } = synthesize(cdkName, (stack) => {
      expect(kafkaIn(stack, { disabled: true }).kafka.sasl).toBe(false);
    });
    const config = JSON.parse(resource(json, 'terraform_data', 'Settings').input['aiven-user-config.json']);
    expect(config.kafka_authentication_methods.sasl).toBe(false);
    expect(config.kafka.sasl_oauthbearer_jwks_endpoint_url).toBe(KEYS);
    expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('--remove-option kafka.sasl_oauthbearer_jwks_endpoint_url')]);
  });

  test.each([
    ['KAFKA_SERVICE_REFERENCE', (_stack: Cdktf.TerraformStack, service: Cdktf.TerraformResource) => ({ service, serviceName: service.getStringAttribute('service_name') })],
    ['KAFKA_SERVICE_NAME', () => ({ project: '' })],
    ['KAFKA_SERVICE_KIND', (stack: Cdktf.TerraformStack) => ({ service: stack })],
    ['KAFKA_SERVICE_KIND', () => ({ mergeIntoService: true })],
  ])('fails on %s', (rule, props) => {
    expect(() => synthesize(cdkName, (stack, cdk) => kafkaIn(stack, props(stack, serviceIn(stack, cdk))))).toThrow(`[${rule}]`);
  });

  test('takes names from variables', () => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      const name = new cdk.TerraformVariable(stack, 'name', { type: 'string' });
      const { kafka, orders } = kafkaIn(stack, { serviceName: name.stringValue });
      kafka.grantPublish(orders, 'orders');
    });
    expect(Object.values<any>(resourcesOf(json, 'aiven_kafka_native_acl'))[0].service_name).toMatch(/^\$\{local\./);
  });

  describe('merging into the user config of the service', () => {
    type Prepare = (service: Cdktf.TerraformResource, stack: Cdktf.TerraformStack, cdk: Cdk) => void;
    const merged = (bound: unknown, prepare: Prepare = () => undefined, props: Partial<AivenKafkaOAuthProps> = {}) => {
      const { json } = synthesize(cdkName, (stack, cdk) => {
        required(stack);
        const service = serviceIn(stack, cdk, bound);
        const { kafka, orders } = kafkaIn(stack, { service, mergeIntoService: true, ...props });
        kafka.grantPublish(orders, 'orders');
        prepare(service, stack, cdk);
      });
      const fields = Object.keys(resourcesOf(json, 'terraform_data')).find((name) => name.includes('Fields'));
      const ours = Object.fromEntries(['expected_audience', 'expected_issuer', 'jwks_endpoint_url', 'sub_claim_name']
        .map((field) => [`sasl_oauthbearer_${field}`, `\${terraform_data.${fields}.input.kafka.sasl_oauthbearer_${field}}`]));
      return { config: resource(json, 'aiven_kafka').kafka_user_config, ours, json, fields };
    };

    test('no block: ours is the whole of it, and entries wait for the service', () => {
      const { config, ours, json } = merged(undefined);
      expect(config).toEqual([{ kafka: [ours], kafka_authentication_methods: [{ sasl: true }] }]);
      expect(Object.values<any>(resourcesOf(json, 'aiven_kafka_native_acl')).map((acl) => acl.depends_on)).toEqual([['aiven_kafka.Service'], ['aiven_kafka.Service']]);
    });

    test.each([
      ['one block as an object', { kafka_version: '4.2', kafka: { log_retention_ms: 5, num_partitions: undefined }, public_access: { kafka: true } }],
      ['one block in a list', [{ kafka_version: '4.2', kafka: [{ log_retention_ms: 5 }], public_access: [{ kafka: true }] }]],
    ])('a binding with %s keeps its settings', (_name, bound) => {
      const { config, ours } = merged(bound);
      expect(config).toEqual([{
        kafka_version: '4.2',
        kafka: [{ log_retention_ms: 5, ...ours }],
        public_access: expect.anything(),
        kafka_authentication_methods: [{ sasl: true }],
      }]);
    });

    test('an override of the whole list keeps its settings, and those of a binding in a list', () => {
      const override: Prepare = (service) => service.addOverride('kafka_user_config', [{ kafka: [{ num_partitions: 3 }], schema_registry: true }]);
      const { config, ours } = merged(undefined, override);
      expect(config).toEqual([{ schema_registry: true, kafka: [{ num_partitions: 3, ...ours }], kafka_authentication_methods: [{ sasl: true }] }]);
      expect(merged([{ kafka: [{ log_retention_ms: 5 }] }], override).config).toEqual([
        { schema_registry: true, kafka: [{ log_retention_ms: 5, num_partitions: 3, ...ours }], kafka_authentication_methods: [{ sasl: true }] },
      ]);
      // The CDK itself lets a list take the place of an object.
      expect(merged({ kafka: { log_retention_ms: 5 } }, override).config).toEqual(config);
    });

    test.each([
      ['without a binding', undefined, {}],
      ['beside a binding', { kafka: { log_retention_ms: 5 } }, { log_retention_ms: 5 }],
      ['beside a binding in a list', [{ kafka: [{ log_retention_ms: 5 }] }], { log_retention_ms: 5 }],
    ])('an override by path keeps its settings, %s', (_name, bound, rest) => {
      const { config, ours } = merged(bound, (service) => service.addOverride('kafka_user_config.0.kafka.0.num_partitions', 3));
      expect(config).toEqual([{ kafka: [{ ...rest, num_partitions: 3, ...ours }], kafka_authentication_methods: [{ sasl: true }] }]);
    });

    test('an equal value is no conflict, companions are written too', () => {
      const { config, ours, fields } = merged({ kafka: { sasl_oauthbearer_sub_claim_name: 'sub' }, kafka_authentication_methods: { sasl: true, certificate: true } }, undefined, {
        plain: false, kafkaRest: true, kafkaRestAuthorization: true, saslOauthbearerAllowedUrls: ['https://a.example'],
      });
      expect(config).toEqual([{
        kafka: [ours],
        kafka_authentication_methods: [{ sasl: true, certificate: true }],
        kafka_sasl_mechanisms: [{ plain: false }],
        kafka_rest: true,
        kafka_rest_authorization: true,
        sasl_oauthbearer_allowed_urls: `\${terraform_data.${fields}.input.sasl_oauthbearer_allowed_urls}`,
      }]);
    });

    const asBound: Prepare = () => undefined;
    test.each<[string, string, unknown, Prepare]>([
      ['another issuer', 'KAFKA_USER_CONFIG_CONFLICT', { kafka: { sasl_oauthbearer_expected_issuer: 'https://other.example.com' } }, asBound],
      ['a closed port', 'KAFKA_USER_CONFIG_CONFLICT', { kafka_authentication_methods: { sasl: false } }, asBound],
      ['another issuer by override', 'KAFKA_USER_CONFIG_CONFLICT', undefined, (service) => service.addOverride('kafka_user_config.0.kafka.0.sasl_oauthbearer_expected_issuer', 'x')],
      ['two values for one setting', 'KAFKA_USER_CONFIG_CONFLICT', [{ kafka_version: '4.1' }], (service) => service.addOverride('kafka_user_config', [{ kafka_version: '4.2' }])],
      ['a value of ours that is an expression', 'KAFKA_USER_CONFIG_UNRESOLVED', { kafka: { sasl_oauthbearer_expected_issuer: '${var.issuer}' } }, asBound],
      ['a value of ours that is a reference', 'KAFKA_USER_CONFIG_UNRESOLVED', undefined, (service, stack, cdk) =>
        service.addOverride('kafka_user_config.0.kafka.0.sasl_oauthbearer_expected_issuer', new cdk.TerraformVariable(stack, 'issuer', {}).stringValue)],
      ['a block that is a reference', 'KAFKA_USER_CONFIG_UNRESOLVED', undefined, (service, stack, cdk) =>
        service.addOverride('kafka_user_config', new cdk.TerraformVariable(stack, 'config', {}).value)],
      ['a block that is none', 'KAFKA_USER_CONFIG_SHAPE', 'text', asBound],
    ])('fails on %s', (_name, rule, bound, prepare) => {
      expect(() => merged(bound, prepare)).toThrow(`[${rule}]`);
    });

    test('values that are not ours may be known only at apply', () => {
      const { config } = merged(undefined, (service, stack, cdk) =>
        service.addOverride('kafka_user_config.0.kafka.0.num_partitions', new cdk.TerraformVariable(stack, 'count', {}).numberValue));
      expect(config[0].kafka[0].num_partitions).toBe('${var.count}');
    });

    test('a value of ours that only apply knows cannot be compared', () => {
      expect(() => synthesize(cdkName, (stack, cdk) => {
        const service = serviceIn(stack, cdk, { kafka: { sasl_oauthbearer_expected_issuer: 'https://a.example.com' } });
        kafkaIn(stack, { service, mergeIntoService: true, issuer: new cdk.TerraformVariable(stack, 'issuer', {}).stringValue });
      })).toThrow('[KAFKA_USER_CONFIG_UNRESOLVED]');
    });
  });

  describeWithProviderSchemas('against the provider\'s schema', () => {
    test('every attribute is one it takes', () => {
      const { json } = synthesize(cdkName, (stack, cdk) => {
        required(stack);
        const service = serviceIn(stack, cdk);
        service.addOverride('cloud_name', 'aws-eu-west-1');
        const { kafka, orders } = kafkaIn(stack, {
          service, mergeIntoService: true, certificate: true, plain: false, scramSha256: true, scramSha512: true, letsencryptSasl: true,
          letsencryptSaslPrivatelink: false, kafkaRest: true, kafkaRestAuthorization: true, schemaRegistry: true,
          saslOauthbearerAllowedUrls: ['https://a.example'], subClaimName: 'azp',
        });
        kafka.grantConsume(orders, 'orders', { group: 'billing' });
        kafka.grant(orders, KafkaAccess.aivenAcl('orders', AivenKafkaPermission.WRITE));
      });
      expect(schemaProblems(json)).toEqual([]);
    });
  });
});
