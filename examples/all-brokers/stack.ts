import {
  AivenKafkaOAuth, DestinationMatch, HiveMqOAuth, HiveMqVersion, IdentityApplication, KafkaVersion, KeycloakIdentityProvider, LavinMqOAuth,
  LavinMqTarget, LavinMqVersion, MosquittoOAuth, MosquittoVersion, RestartDriver, RestartLease, RestartNode, RestartProbe, RollingRestart,
} from 'cdktf-broker-oauth';
import { Construct } from 'constructs';

const PATTERN = { match: DestinationMatch.PATTERN };

/**
 * One identity provider, two applications, four brokers.
 *
 * `orders-service` publishes orders and consumes replies everywhere; `orders-dashboard` only reads.
 */
export function build(stack: Construct): void {
  const sso = new KeycloakIdentityProvider(stack, 'Sso', {
    baseUrl: 'https://sso.example.com', realm: 'messaging', audiences: ['messaging'], version: '26.4',
  });
  // At Keycloak the subject is the id of the client's service account.
  const orders = IdentityApplication.fromClientId(stack, 'Orders', {
    identityProvider: sso, clientId: 'orders-service', subject: '8f4fd1b5-0f04-4d4b-9c55-0a3b1f6f2c11',
  });
  const dashboard = IdentityApplication.fromClientId(stack, 'Dashboard', {
    identityProvider: sso, clientId: 'orders-dashboard', subject: 'c2d9a1de-55a3-4c58-8a4f-6f3f0d6f7b22',
  });

  const lavinmq = new LavinMqOAuth(stack, 'LavinMq', {
    identityProvider: sso,
    target: LavinMqTarget.selfHosted(),
    brokerVersion: LavinMqVersion.V2_9_1,
    audience: 'messaging',
    resourceServerId: 'lavinmq',
  });
  lavinmq.grantPublish(orders, 'orders');
  lavinmq.grantConsume(orders, 'orders.replies', { declare: true });
  lavinmq.grantConsume(dashboard, 'orders.dashboard');

  const hivemq = new HiveMqOAuth(stack, 'HiveMq', {
    identityProvider: sso, brokerVersion: HiveMqVersion.V4_36, allowAllExtensionDisabled: true, audience: 'messaging',
  });
  hivemq.grantPublish(orders, 'orders/+/created', PATTERN);
  hivemq.grantConsume(orders, 'orders/+/replies', PATTERN);
  hivemq.grantConsume(dashboard, 'orders/#', PATTERN);

  const mosquitto = new MosquittoOAuth(stack, 'Mosquitto', {
    identityProvider: sso, brokerVersion: MosquittoVersion.PRO_3_3, audience: 'messaging', existingClients: ['admin'],
  });
  mosquitto.grantPublish(orders, 'orders/+/created', PATTERN);
  mosquitto.grantConsume(orders, 'orders/+/replies', PATTERN);
  mosquitto.grantConsume(dashboard, 'orders/#', PATTERN);

  // The service itself is described elsewhere; its `kafka_user_config` takes `kafka.kafkaFields` and `kafka.sasl`.
  const kafka = new AivenKafkaOAuth(stack, 'Kafka', {
    identityProvider: sso, project: 'example-project', serviceName: 'orders-kafka', brokerVersion: KafkaVersion.V4_2, audience: ['messaging'],
  });
  kafka.grantPublish(orders, 'orders');
  kafka.grantConsume(orders, 'replies', { group: 'orders-service' });
  kafka.grantConsume(dashboard, 'orders', { group: 'dashboard' });

  const clusters = [
    { broker: lavinmq, host: 'lavinmq', port: 5672, folder: 'etc', files: ['lavinmq.ini'] },
    {
      broker: hivemq, host: 'hivemq', port: 8883, folder: 'extensions/hivemq-enterprise-security-extension/conf', files: ['config.xml', 'ese-file-realm.xml'],
    },
    { broker: mosquitto, host: 'mosquitto', port: 8883, folder: 'data', files: ['jwt.json', 'mosquitto.conf', 'dynamic-security.json'] },
  ];
  for (const { broker, ...cluster } of clusters) {
    new RollingRestart(stack, `${broker.node.id}Restart`, {
      broker,
      nodes: ['a', 'b', 'c'].map((letter) => nodeOf(cluster, letter)),
      // Two applies on different machines exclude each other by a majority of the cluster's hosts.
      lease: RestartLease.hosts({ hosts: ['a', 'b', 'c'].map((letter) => ({ host: `${cluster.host}-${letter}.example.com` })) }),
    });
  }
}

interface Cluster {
  readonly host: string;
  readonly port: number;
  readonly folder: string;
  readonly files: string[];
}

/** A host whose folders are mounted where Terraform runs. */
function nodeOf(cluster: Cluster, letter: string): RestartNode {
  const name = `${cluster.host}-${letter}`;
  const ssh = ['ssh', `${name}.example.com`];
  return {
    name,
    files: Object.fromEntries(cluster.files.map((file) => [file, `/mnt/${name}/${cluster.folder}/${file}`])),
    driver: RestartDriver.command({
      stop: [...ssh, 'sudo', 'systemctl', 'stop', cluster.host],
      start: [...ssh, 'sudo', 'systemctl', 'start', cluster.host],
      // A unit that was stopped keeps its InvocationID, so it is asked for only while the unit is active.
      startTimeCommand: [...ssh, `systemctl is-active --quiet ${cluster.host} && systemctl show --property=InvocationID --value ${cluster.host} || true`],
      logCommand: [...ssh, 'journalctl', `--unit=${cluster.host}`, '--lines=20', '--output=cat'],
    }),
    probes: [RestartProbe.tcp(`${name}.example.com`, cluster.port)],
  };
}
