import {
  AivenKafkaOAuth, DestinationMatch, HiveMqOAuth, HiveMqVersion, IdentityApplication, KafkaVersion, LavinMqOAuth, LavinMqTarget,
  LavinMqVersion, MosquittoOAuth, MosquittoVersion, OktaAuthorizationServer,
} from 'cdktf-broker-oauth';
import { Construct } from 'constructs';

const PATTERN = { match: DestinationMatch.PATTERN };

/**
 * One application with rights on four brokers, created at Okta: authorization server, scopes, client, access policy and rule.
 *
 * To apply it, set OKTA_ORG_NAME, OKTA_BASE_URL, what the Okta provider authenticates with, and AIVEN_TOKEN.
 */
export function build(stack: Construct): void {
  const sso = new OktaAuthorizationServer(stack, 'Sso', { name: 'Messaging', audience: 'messaging' });
  const orders = new IdentityApplication(stack, 'Orders', { identityProvider: sso, name: 'orders-service', outputSecret: true });
  const common = { identityProvider: sso, audience: sso.audience };

  const lavinmq = new LavinMqOAuth(stack, 'LavinMq', {
    ...common, target: LavinMqTarget.selfHosted(), brokerVersion: LavinMqVersion.V2_9_1, resourceServerId: 'lavinmq', mqttPermissionCheckEnabled: true,
    // Okta puts scopes into `scp`, as an array.
    additionalScopesKeys: ['scp'],
  });
  lavinmq.grantPublish(orders, 'orders');
  lavinmq.grantConsume(orders, 'orders.replies', { declare: true });

  const hivemq = new HiveMqOAuth(stack, 'HiveMq', { ...common, brokerVersion: HiveMqVersion.V4_36, allowAllExtensionDisabled: true });
  hivemq.grantPublish(orders, 'orders/+/created', PATTERN);
  hivemq.grantConsume(orders, 'orders/+/replies', PATTERN);

  const mosquitto = new MosquittoOAuth(stack, 'Mosquitto', {
    // Whether accounts with a password still get in behind the token plugin is not documented; here nobody uses one from outside.
    ...common, brokerVersion: MosquittoVersion.PRO_3_3, existingClients: ['admin'], acknowledge: ['MOSQUITTO_PASSWORD_LOGINS'],
  });
  mosquitto.grantPublish(orders, 'orders/+/created', PATTERN);
  mosquitto.grantConsume(orders, 'orders/+/replies', PATTERN);

  // The service itself is described elsewhere; its `kafka_user_config` takes `kafka.kafkaFields` and `kafka.sasl`.
  const kafka = new AivenKafkaOAuth(stack, 'Kafka', {
    identityProvider: sso, project: 'example-project', serviceName: 'orders-kafka', brokerVersion: KafkaVersion.V4_2, audience: [sso.audience],
  });
  kafka.grantPublish(orders, 'orders');
  kafka.grantConsume(orders, 'replies', { group: 'orders-service' });
}
