import type * as Cdktf from 'cdktf';
import { SelfManagedKafkaOAuth } from '../../../src/brokers/aiven-kafka/self-managed-kafka-oauth';
import { SelfManagedKafkaOAuthProps } from '../../../src/brokers/aiven-kafka/self-managed-kafka-oauth-props';
import { KafkaVersion } from '../../../src/brokers/aiven-kafka/version';
import { IdentityApplication } from '../../../src/identity/identity-application';
import { KeycloakIdentityProvider } from '../../../src/identity/keycloak-identity-provider';
import { CDKS, resource, resourcesOf, synthesize } from '../../support/cdks';

function kafkaIn(stack: Cdktf.TerraformStack, props: Partial<SelfManagedKafkaOAuthProps> = {}) {
  const sso = new KeycloakIdentityProvider(stack, 'Sso', {
    baseUrl: 'https://sso.example.com', realm: 'messaging', version: '26.4.0', audiences: ['messaging'],
  });
  const kafka = new SelfManagedKafkaOAuth(stack, 'Kafka', {
    identityProvider: sso, listener: 'OAUTH', audience: ['messaging'], subClaimName: 'azp', enabledMechanisms: ['OAUTHBEARER', 'SCRAM-SHA-512'],
    brokerVersion: KafkaVersion.V4_2, ...props,
  });
  const orders = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider: sso, clientId: 'orders-service' });
  return { kafka, orders };
}

describe.each(CDKS)('SelfManagedKafkaOAuth under %s', (cdkName) => {
  test('carries broker properties, the JVM option and ACL commands', () => {
    const { json, annotations } = synthesize(cdkName, (stack) => {
      const { kafka, orders } = kafkaIn(stack, { clockSkewSeconds: 5, allowedUrls: ['https://sso.example.com/token'] });
      expect(kafka.grantConsume(orders, 'orders', { group: 'billing' }).rights).toHaveLength(3);
      expect(kafka.settingsText('server.properties')).toMatch(/^\$\{terraform_data\.Kafka_Settings_\w+\.input\["server\.properties"\]\}$/);
    });
    const keys = 'https://sso.example.com/realms/messaging/protocol/openid-connect/certs';
    expect(resource(json, 'terraform_data', 'Settings').input).toEqual({
      'server.properties': [
        'listener.name.oauth.sasl.enabled.mechanisms=OAUTHBEARER,SCRAM-SHA-512',
        'listener.name.oauth.oauthbearer.sasl.server.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler',
        'listener.name.oauth.oauthbearer.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required ;',
        `listener.name.oauth.oauthbearer.sasl.oauthbearer.jwks.endpoint.url=${keys}`,
        'listener.name.oauth.oauthbearer.sasl.oauthbearer.expected.issuer=https://sso.example.com/realms/messaging',
        'listener.name.oauth.oauthbearer.sasl.oauthbearer.expected.audience=messaging',
        'listener.name.oauth.oauthbearer.sasl.oauthbearer.sub.claim.name=azp',
        'listener.name.oauth.oauthbearer.sasl.oauthbearer.clock.skew.seconds=5',
        '',
      ].join('\n'),
      'kafka-jvm.options': `"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${keys},https://sso.example.com/token"\n`,
      'kafka-acls.txt': expect.stringMatching(/--allow-principal='User:orders-service' .* --group='billing' --resource-pattern-type=literal\n/),
    });
    expect(resourcesOf(json, 'aiven_kafka_native_acl')).toEqual({});
    expect(json.terraform.required_providers).toBeUndefined();
    expect(annotations).toEqual([]);
  });

  test('warns where tokens are the only way in on the listener', () => {
    const { annotations } = synthesize(cdkName, (stack) => kafkaIn(stack, { enabledMechanisms: undefined }));
    expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('[KAFKA_TOKENS_ONLY]')]);
  });

  test('fails with every problem at once', () => {
    expect(() => synthesize(cdkName, (stack) => kafkaIn(stack, { listener: 'a.b', audience: [], clockSkewSeconds: -1 })))
      .toThrow(/audience must be a list .*\[KAFKA_AUDIENCE_REQUIRED\]\n.*\[KAFKA_LISTENER_NAME\]\n.*\[KAFKA_LISTENER_NUMBER\]/);
  });

  test('a value known only at apply fills its place behind the gate', () => {
    const { json } = synthesize(cdkName, (stack, cdk) => {
      kafkaIn(stack, { issuer: new cdk.TerraformVariable(stack, 'issuer', { type: 'string' }).stringValue });
    });
    expect(resource(json, 'terraform_data', 'Settings').input['server.properties']).toMatch(/expected\.issuer=\$\{replace\(.*local\.\w+\[0\]/);
    expect(resource(json, 'terraform_data', 'Gate').lifecycle.precondition.map((found: any) => found.error_message).join()).toContain('[KAFKA_ISSUER_TEXT]');
  });
});
