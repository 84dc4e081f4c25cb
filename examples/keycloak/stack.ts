import {
  DestinationMatch, HiveMqOAuth, HiveMqVersion, IdentityApplication, KafkaVersion, KeycloakIdentityProvider, LavinMqOAuth,
  LavinMqTarget, LavinMqVersion, MosquittoOAuth, MosquittoVersion, SelfManagedKafkaOAuth,
} from 'cdktf-broker-oauth';
import { Construct } from 'constructs';

/** What differs between a realm of one's own and the one of this example. */
export interface Surroundings {
  /** @default "https://sso.example.com" */
  readonly baseUrl?: string;
  /** @default "messaging" */
  readonly realm?: string;
  /** @default "26.4" */
  readonly version?: string;
}

/**
 * One application with rights on four brokers, created in a Keycloak realm: client, audience, scopes, mappers and the list of default scopes.
 *
 * To apply it, set KEYCLOAK_URL, KEYCLOAK_CLIENT_ID and what the Keycloak provider authenticates with, such as KEYCLOAK_CLIENT_SECRET.
 */
export function build(stack: Construct, { baseUrl = 'https://sso.example.com', realm = 'messaging', version = '26.4' }: Surroundings = {}): void {
  const sso = new KeycloakIdentityProvider(stack, 'Sso', { baseUrl, realm, version });
  const orders = new IdentityApplication(stack, 'Orders', { identityProvider: sso, clientId: 'orders-service', outputSecret: true });
  const common = { identityProvider: sso, audience: 'messaging' };

  const lavinmq = new LavinMqOAuth(stack, 'LavinMq', {
    ...common, target: LavinMqTarget.selfHosted(), brokerVersion: LavinMqVersion.V2_9_1, resourceServerId: 'lavinmq', mqttPermissionCheckEnabled: true,
  });
  lavinmq.grantPublish(orders, 'orders');
  lavinmq.grantConsume(orders, 'orders.replies', { declare: true });

  const hivemq = new HiveMqOAuth(stack, 'HiveMq', { ...common, brokerVersion: HiveMqVersion.V4_36, allowAllExtensionDisabled: true });
  hivemq.grantPublish(orders, 'orders/+/created', { match: DestinationMatch.PATTERN });
  hivemq.grantConsume(orders, 'orders/+/replies', { match: DestinationMatch.PATTERN });

  const mosquitto = new MosquittoOAuth(stack, 'Mosquitto', {
    // Whether accounts with a password still get in behind the token plugin is not documented; here nobody uses one from outside.
    ...common, brokerVersion: MosquittoVersion.PRO_3_3, existingClients: ['admin'], acknowledge: ['MOSQUITTO_PASSWORD_LOGINS'],
  });
  mosquitto.grantPublish(orders, 'orders/+/created', { match: DestinationMatch.PATTERN });
  mosquitto.grantConsume(orders, 'orders/+/replies', { match: DestinationMatch.PATTERN });

  const kafka = new SelfManagedKafkaOAuth(stack, 'Kafka', {
    identityProvider: sso, brokerVersion: KafkaVersion.V4_2, audience: ['messaging'], listener: 'SASL_SSL',
    enabledMechanisms: ['OAUTHBEARER', 'SCRAM-SHA-512'],
  });
  kafka.grantPublish(orders, 'orders');
  kafka.grantConsume(orders, 'replies', { group: 'orders-service' });
}
