import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as Cdktf from 'cdktf';
import { TOKEN_LISTENER } from './kafka-node';
import { SelfManagedKafkaOAuth } from '../../src/brokers/aiven-kafka/self-managed-kafka-oauth';
import { KAFKA_SEMANTICS } from '../../src/brokers/aiven-kafka/semantics';
import { KafkaVersion } from '../../src/brokers/aiven-kafka/version';
import { HiveMqOAuth } from '../../src/brokers/hivemq/hivemq-oauth';
import { HIVEMQ_SEMANTICS } from '../../src/brokers/hivemq/semantics';
import { HiveMqVersion } from '../../src/brokers/hivemq/version';
import { LavinMqOAuth } from '../../src/brokers/lavinmq/lavinmq-oauth';
import { LAVINMQ_SEMANTICS } from '../../src/brokers/lavinmq/semantics';
import { LavinMqTarget } from '../../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../../src/brokers/lavinmq/version';
import { MosquittoOAuth } from '../../src/brokers/mosquitto/mosquitto-oauth';
import { MOSQUITTO_SEMANTICS } from '../../src/brokers/mosquitto/semantics';
import { MosquittoVersion } from '../../src/brokers/mosquitto/version';
import { IdentityApplication } from '../../src/identity/identity-application';
import { KeycloakIdentityProvider } from '../../src/identity/keycloak-identity-provider';
import { Manifest, ManifestBroker, parseManifest } from '../../src/manifest/manifest';
import { CaseRest, manifestCase, previewParts } from '../../src/preview/manifest-case';
import { PreviewResult } from '../../src/preview/result';
import { BrokerSemantics } from '../../src/preview/semantics';
import { Synthesized } from '../../test/support/cdks';

/*
 * One stack: a realm, two applications that it creates there, and four brokers. `orders-service` has rights on all of them,
 * `reports` on all but LavinMQ, where rights are scopes.
 */

export const REALM = 'messaging';
export const AUDIENCE = 'messaging';

const SEMANTICS = [LAVINMQ_SEMANTICS, HIVEMQ_SEMANTICS, MOSQUITTO_SEMANTICS, KAFKA_SEMANTICS];

/** What the stack is told of the parts that run. */
export interface Parts {
  readonly baseUrl: string;
  readonly keycloak: string;
  readonly lavinmq: string;
  readonly kafka: string;
}

/** What each part warns of here: public names of scopes, plain HTTP, which stays on loopback, and logins by passwords, which nobody has. */
const ACKNOWLEDGED = {
  keycloak: ['KEYCLOAK_SCOPES_PUBLISHED'],
  lavinmq: ['IDENTITY_HTTP_UNWISE'],
  hivemq: ['IDENTITY_HTTP_UNWISE', 'HIVEMQ_PLAIN_HTTP'],
  mosquitto: ['IDENTITY_HTTP_UNWISE', 'MOSQUITTO_PLAIN_HTTP', 'MOSQUITTO_PASSWORD_LOGINS'],
  kafka: ['IDENTITY_HTTP_UNWISE', 'KAFKA_JWKS_URL_PLAIN_HTTP', 'KAFKA_TOKENS_ONLY'],
};

export function buildFourBrokers(stack: Cdktf.TerraformStack, parts: Parts): void {
  const identityProvider = new KeycloakIdentityProvider(stack, 'Sso', { baseUrl: parts.baseUrl, realm: REALM, version: parts.keycloak });
  const orders = new IdentityApplication(stack, 'Orders', {
    identityProvider, clientId: 'orders-service', outputSecret: true, acknowledge: ACKNOWLEDGED.keycloak,
  });
  const reports = new IdentityApplication(stack, 'Reports', { identityProvider, clientId: 'reports', outputSecret: true });

  const lavinmq = new LavinMqOAuth(stack, 'LavinMq', {
    identityProvider,
    target: LavinMqTarget.selfHosted(),
    brokerVersion: LavinMqVersion.of(parts.lavinmq),
    audience: AUDIENCE,
    resourceServerId: 'lavinmq',
    mqttPermissionCheckEnabled: true,
    acknowledge: ACKNOWLEDGED.lavinmq,
  });
  lavinmq.grantPublish(orders, 'orders');
  lavinmq.grantConsume(orders, 'orders.replies', { declare: true });

  const hivemq = new HiveMqOAuth(stack, 'HiveMq', {
    identityProvider, brokerVersion: HiveMqVersion.V4_36, allowAllExtensionDisabled: true, audience: AUDIENCE, acknowledge: ACKNOWLEDGED.hivemq,
  });
  const mosquitto = new MosquittoOAuth(stack, 'Mosquitto', {
    identityProvider, brokerVersion: MosquittoVersion.PRO_3_3, audience: AUDIENCE, existingClients: ['admin'], acknowledge: ACKNOWLEDGED.mosquitto,
  });
  const kafka = new SelfManagedKafkaOAuth(stack, 'Kafka', {
    identityProvider,
    listener: TOKEN_LISTENER,
    brokerVersion: KafkaVersion.of(parts.kafka),
    audience: [AUDIENCE],
    clockSkewSeconds: 1,
    acknowledge: ACKNOWLEDGED.kafka,
  });
  for (const broker of [hivemq, mosquitto]) {
    broker.grantPublish(orders, 'orders/new');
    broker.grantConsume(orders, 'orders/replies');
    broker.grantConsume(reports, 'orders/new');
  }
  kafka.grantPublish(orders, 'orders');
  kafka.grantConsume(orders, 'replies', { group: 'orders-service' });
  kafka.grantConsume(reports, 'orders', { group: 'reports' });
}

/** How a broker of the stack judges tokens. */
export function semanticsOf(kind: string): BrokerSemantics {
  return SEMANTICS.find((semantics) => semantics.kind === kind)!;
}

/** What a synthesis tells the preview. */
export class FourBrokers {
  private readonly manifest: Manifest;

  constructor(synthesized: Synthesized) {
    const read = parseManifest(fs.readFileSync(path.join(synthesized.directory, 'broker-oauth', 'manifest.json'), 'utf8'));
    if ('problem' in read) {
      throw new Error(read.problem);
    }
    this.manifest = read.manifest;
  }

  broker(kind: string): ManifestBroker {
    return this.manifest.brokers.find((broker) => broker.kind === kind)!;
  }

  /** The text of one of a broker's files. */
  file(kind: string, name: string): string {
    return this.broker(kind).files.find((file) => file.name === name)!.text;
  }

  /** What the preview says of a client at a broker of the stack. */
  preview(kind: string, rest: CaseRest): PreviewResult {
    const semantics = semanticsOf(kind);
    const parts = manifestCase(semantics, this.broker(kind));
    const result = 'rule' in parts ? undefined : previewParts(semantics, parts, rest);
    if (result === undefined || 'error' in result) {
      throw new Error(JSON.stringify(result ?? parts));
    }
    return result;
  }
}
