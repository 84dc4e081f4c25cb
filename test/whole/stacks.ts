import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { KafkaAccess } from '../../src/brokers/aiven-kafka/access';
import { AivenKafkaPermission } from '../../src/brokers/aiven-kafka/acl';
import { AivenKafkaOAuth, AivenKafkaOAuthProps } from '../../src/brokers/aiven-kafka/aiven-kafka-oauth';
import { SelfManagedKafkaOAuth } from '../../src/brokers/aiven-kafka/self-managed-kafka-oauth';
import { KafkaVersion } from '../../src/brokers/aiven-kafka/version';
import type { BrokerOAuth } from '../../src/brokers/broker-oauth';
import { DestinationMatch } from '../../src/brokers/grant';
import { HiveMqOAuth } from '../../src/brokers/hivemq/hivemq-oauth';
import { HiveMqTarget } from '../../src/brokers/hivemq/target';
import { HiveMqVersion } from '../../src/brokers/hivemq/version';
import { LavinMqAccess } from '../../src/brokers/lavinmq/access';
import { LavinMqOAuth } from '../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../../src/brokers/lavinmq/version';
import { MosquittoOAuth } from '../../src/brokers/mosquitto/mosquitto-oauth';
import { MosquittoVersion } from '../../src/brokers/mosquitto/version';
import { IdentityApplication, IIdentityApplication } from '../../src/identity/identity-application';
import { IIdentityProvider } from '../../src/identity/identity-provider';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { MachineSubject } from '../../src/identity/provider-kind';
import { RestartDriver } from '../../src/restart/restart-driver';
import { RestartVehicle } from '../../src/restart/restart-node';
import { RestartProbe } from '../../src/restart/restart-probe';
import { RollingRestart } from '../../src/restart/rolling-restart';
import { Cdk } from '../support/cdks';

/*
 * Stacks with every option that adds a resource, each with values that are known and, on request, with values that are known only at apply.
 */

/** A stack to build; `text` gives either the value itself or a variable of that name with it as default. */
export type Build = (stack: Cdktf.TerraformStack, cdk: Cdk, text: (name: string, value: string) => string) => void;

interface Common {
  readonly identityProvider: IIdentityProvider;
  readonly orders: IIdentityApplication;
  readonly audience: string;
}

function common(stack: Construct, text: (name: string, value: string) => string): Common {
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', {
    issuer: text('issuer', 'https://sso.example.com'), jwksUri: text('jwks_uri', 'https://sso.example.com/keys'),
    clientIdClaim: 'client_id', machineSubject: MachineSubject.CLIENT_ID,
  });
  const orders = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider, clientId: text('client_id', 'orders') });
  return { identityProvider, orders, audience: text('audience', 'messaging') };
}

function restart(stack: Construct, broker: BrokerOAuth, files: readonly string[], vehicle?: RestartVehicle): void {
  new RollingRestart(stack, `${broker.node.id}Restart`, {
    broker, vehicle,
    // These nodes stand for processes of the one machine that applies.
    acknowledge: ['RESTART_LEASE_LOCAL'],
    nodes: ['a', 'b', 'c'].map((letter) => ({
      name: `node-${letter}`,
      files: Object.fromEntries(files.map((file) => [file, `/mnt/${letter}/${file}`])),
      driver: RestartDriver.command({ stop: ['true'], start: ['true'], pidFile: `/run/${letter}.pid` }),
      probes: [RestartProbe.tcp(`${letter}.example.com`, 1883)],
    })),
  });
}

const SELF_HOSTED = (vehicle?: RestartVehicle): Build => (stack, _cdk, text) => {
  const { orders, ...props } = common(stack, text);
  const lavinMq = new LavinMqOAuth(stack, 'LavinMq', { ...props, target: LavinMqTarget.selfHosted(), brokerVersion: LavinMqVersion.V2_9_1, resourceServerId: 'lavinmq' });
  lavinMq.grantPublish(orders, 'orders');
  restart(stack, lavinMq, ['lavinmq.ini'], vehicle);
  const hiveMq = new HiveMqOAuth(stack, 'HiveMq', { ...props, brokerVersion: HiveMqVersion.V4_36, allowAllExtensionDisabled: true });
  hiveMq.grantPublish(orders, 'orders/#', { match: DestinationMatch.PATTERN });
  restart(stack, hiveMq, ['config.xml', 'ese-file-realm.xml'], vehicle);
  const mosquitto = new MosquittoOAuth(stack, 'Mosquitto', { ...props, brokerVersion: MosquittoVersion.PRO_3_3 });
  mosquitto.grantConsume(orders, 'orders/#', { match: DestinationMatch.PATTERN });
  restart(stack, mosquitto, ['jwt.json', 'mosquitto.conf', 'dynamic-security.json'], vehicle);
  const kafka = new SelfManagedKafkaOAuth(stack, 'Kafka', { ...props, audience: [props.audience], listener: 'SASL_SSL', brokerVersion: KafkaVersion.V4_2 });
  kafka.grantConsume(orders, 'orders', { group: 'orders' });
  restart(stack, kafka, ['server.properties', 'kafka-jvm.options'], vehicle);
};

const CLOUD_AMQP: Build = (stack, _cdk, text) => {
  const { orders, ...props } = common(stack, text);
  const lavinMq = new LavinMqOAuth(stack, 'LavinMq', {
    ...props, brokerVersion: LavinMqVersion.V2_9_1, resourceServerId: 'lavinmq', scopePrefix: 'lavinmq.', preferredUsernameClaims: ['sub'],
    additionalScopesKeys: ['roles'], clientId: 'ui', mgmtScopes: ['openid'], importFrom: '1234',
    target: LavinMqTarget.cloudAmqp({ instanceId: '1234', disableBasicAuth: false, baseUrl: 'https://customer.example.com' }),
  });
  lavinMq.grant(orders, LavinMqAccess.read('/', 'orders.*'));
};

const CONFIG_MAP: Build = (stack, cdk, text) => {
  const { orders, ...props } = common(stack, text);
  const hiveMq = new HiveMqOAuth(stack, 'HiveMq', {
    ...props, brokerVersion: HiveMqVersion.V4_36, allowAllExtensionDisabled: true,
    target: HiveMqTarget.configMap({ namespace: text('namespace', 'hivemq'), labels: { app: 'hivemq' } }),
  });
  hiveMq.grantPublish(orders, 'orders');
  new cdk.TerraformOutput(stack, 'config_map', { value: hiveMq.configMapName });
};

function aiven(stack: Construct, text: (name: string, value: string) => string, own: Partial<AivenKafkaOAuthProps>): AivenKafkaOAuth {
  const { orders, identityProvider, audience } = common(stack, text);
  const kafka = new AivenKafkaOAuth(stack, 'Kafka', {
    identityProvider, audience: [audience], project: text('project', 'project'), serviceName: text('service', 'kafka'), brokerVersion: KafkaVersion.V4_2, ...own,
  });
  kafka.grantPublish(orders, 'orders');
  kafka.grantConsume(orders, 'orders.', { match: DestinationMatch.PREFIX, group: 'orders' });
  kafka.grant(orders, KafkaAccess.aivenAcl('orders', AivenKafkaPermission.READ));
  return kafka;
}

const AIVEN: Build = (stack, cdk, text) => {
  const kafka = aiven(stack, text, {});
  new cdk.TerraformOutput(stack, 'fields', { value: kafka.kafkaFields });
};

const AIVEN_MERGED: Build = (stack, cdk, text) => {
  const service = new cdk.TerraformResource(stack, 'Service', { terraformResourceType: 'aiven_kafka' });
  service.addOverride('project', 'project');
  service.addOverride('service_name', 'kafka');
  service.addOverride('cloud_name', 'google-europe-west3');
  service.addOverride('plan', 'business-4');
  service.addOverride('kafka_user_config', [{ kafka_version: '4.2', kafka: [{ auto_create_topics_enable: false }] }]);
  aiven(stack, text, { service, mergeIntoService: true, plan: 'business-4', plain: false, scramSha256: true, kafkaRest: true, kafkaRestAuthorization: true });
};

/** Stacks that need no provider but the built-in one. */
export const BUILT_IN: Readonly<Record<string, Build>> = { 'four brokers of one\'s own': SELF_HOSTED() };

/** Stacks that need providers of vendors. */
export const WITH_PROVIDERS: Readonly<Record<string, Build>> = {
  'restarts carried by null_resource': SELF_HOSTED(RestartVehicle.NULL_RESOURCE),
  'LavinMQ on CloudAMQP': CLOUD_AMQP,
  'HiveMQ in a ConfigMap': CONFIG_MAP,
  'Kafka at Aiven, the service described elsewhere': AIVEN,
  'Kafka at Aiven, merged into the service': AIVEN_MERGED,
};

/** How values are given to a stack. */
export const WAYS: Readonly<Record<string, (stack: Cdktf.TerraformStack, cdk: Cdk) => (name: string, value: string) => string>> = {
  'with known values': () => (_name, value) => value,
  'with variables': (stack, cdk) => (name, value) => new cdk.TerraformVariable(stack, name, { type: 'string', default: value }).stringValue,
};
