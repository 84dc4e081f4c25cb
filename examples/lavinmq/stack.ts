import {
  GrantProtocol, IdentityApplication, KeycloakIdentityProvider, LavinMqAccess, LavinMqOAuth, LavinMqTag, LavinMqTarget, LavinMqVersion,
} from 'cdktf-broker-oauth';
import { Construct } from 'constructs';

/**
 * LavinMQ on CloudAMQP. Rights live in scopes at the identity provider.
 *
 * To apply it, set CLOUDAMQP_APIKEY; the settings take effect when the broker is restarted.
 */
export function build(stack: Construct): void {
  const sso = new KeycloakIdentityProvider(stack, 'Sso', {
    baseUrl: 'https://sso.example.com', realm: 'messaging', audiences: ['messaging'], version: '26.4',
  });
  const orders = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider: sso, clientId: 'orders-service' });
  const dashboard = IdentityApplication.fromClientId(stack, 'Dashboard', { identityProvider: sso, clientId: 'orders-dashboard' });
  const sensors = IdentityApplication.fromClientId(stack, 'Sensors', { identityProvider: sso, clientId: 'warehouse-sensors' });

  const lavinmq = new LavinMqOAuth(stack, 'LavinMq', {
    identityProvider: sso,
    target: LavinMqTarget.cloudAmqp({ instanceId: '1234' }),
    brokerVersion: LavinMqVersion.V2_9_1,
    audience: 'messaging',
    resourceServerId: 'lavinmq',
    verifyAud: true,
    preferredUsernameClaims: ['preferred_username', 'sub'],
    // Documented for RabbitMQ plans; proved on a test instance before this stack was applied.
    acknowledge: ['LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY'],
  });

  lavinmq.grantPublish(orders, 'orders');
  lavinmq.grantConsume(orders, 'orders.replies', { declare: true });
  lavinmq.grant(dashboard, LavinMqAccess.read('/', 'orders.*'));
  lavinmq.grant(dashboard, LavinMqAccess.tag(LavinMqTag.MONITORING));
  // Over MQTT the broker has no rights for single topics, so the grant says that it gives more than was asked.
  lavinmq.grantPublish(sensors, 'warehouse/temperature', { protocol: GrantProtocol.MQTT, acceptWider: true });
}
