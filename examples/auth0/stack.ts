import {
  AivenKafkaOAuth, Auth0Api, DestinationMatch, HiveMqOAuth, HiveMqVersion, IdentityApplication, KafkaVersion, LavinMqOAuth, LavinMqTarget,
  LavinMqVersion, MosquittoOAuth, MosquittoVersion,
} from 'cdktf-broker-oauth';
import { Construct } from 'constructs';

const PATTERN = { match: DestinationMatch.PATTERN };

/**
 * One application with rights on four brokers, created at Auth0: API, permissions, client, credentials and grant.
 *
 * To apply it, set AUTH0_DOMAIN, what the Auth0 provider authenticates with, and AIVEN_TOKEN.
 */
export function build(stack: Construct): void {
  const sso = new Auth0Api(stack, 'Sso', { domain: 'example.eu.auth0.com', identifier: 'https://mq.example.com', name: 'Messaging' });
  const orders = new IdentityApplication(stack, 'Orders', { identityProvider: sso, name: 'orders-service', outputSecret: true });
  const common = { identityProvider: sso, audience: sso.audience };

  const lavinmq = new LavinMqOAuth(stack, 'LavinMq', {
    ...common, target: LavinMqTarget.selfHosted(), brokerVersion: LavinMqVersion.V2_9_1, resourceServerId: 'lavinmq', mqttPermissionCheckEnabled: true,
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
