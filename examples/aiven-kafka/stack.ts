import { AivenKafkaOAuth, Auth0IdentityProvider, Auth0SigningAlgorithm, IdentityApplication, KafkaVersion } from 'cdktf-broker-oauth';
import { Construct } from 'constructs';

/** The service as any stack describes it; the OAuth fields are merged into its user configuration. */
export const SERVICE = {
  project: 'example-project',
  service_name: 'orders-kafka',
  cloud_name: 'google-europe-west3',
  plan: 'business-4',
  kafka_user_config: [{ kafka_version: '4.2', kafka: [{ auto_create_topics_enable: false }] }],
};

/**
 * Aiven for Apache Kafka. Rights live in native access control entries for the principal that a token names.
 *
 * To apply it, set AIVEN_TOKEN. Aiven restarts the brokers one after the other as soon as the settings change.
 */
export function build(stack: Construct, service: Construct): void {
  const auth0 = new Auth0IdentityProvider(stack, 'Auth0', {
    domain: 'example.eu.auth0.com', audience: 'https://kafka.example.com', signingAlgorithm: Auth0SigningAlgorithm.RS256,
  });
  const orders = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider: auth0, clientId: 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY' });
  const dashboard = IdentityApplication.fromClientId(stack, 'Dashboard', { identityProvider: auth0, clientId: 'zY1xW2vU3tS4rQ5pN6mL7kJ8hG9fE0dC' });

  const kafka = new AivenKafkaOAuth(stack, 'Kafka', {
    identityProvider: auth0,
    project: SERVICE.project,
    serviceName: SERVICE.service_name,
    plan: SERVICE.plan,
    brokerVersion: KafkaVersion.V4_2,
    audience: ['https://kafka.example.com'],
    service,
    mergeIntoService: true,
  });
  kafka.grantPublish(orders, 'orders');
  kafka.grantConsume(orders, 'replies', { group: 'orders-service' });
  kafka.grantConsume(dashboard, 'orders', { group: 'dashboard' });
}
