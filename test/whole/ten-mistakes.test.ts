import type * as Cdktf from 'cdktf';
import { AivenKafkaOAuth } from '../../src/brokers/aiven-kafka/aiven-kafka-oauth';
import { HiveMqOAuth } from '../../src/brokers/hivemq/hivemq-oauth';
import { HiveMqVersion } from '../../src/brokers/hivemq/version';
import { LavinMqOAuth } from '../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../../src/brokers/lavinmq/target';
import { LavinMqVersion } from '../../src/brokers/lavinmq/version';
import { MosquittoOAuth } from '../../src/brokers/mosquitto/mosquitto-oauth';
import { MosquittoVersion } from '../../src/brokers/mosquitto/version';
import { IdentityApplication } from '../../src/identity/identity-application';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { MachineSubject } from '../../src/identity/provider-kind';
import { RestartDriver } from '../../src/restart/restart-driver';
import { RestartProbe } from '../../src/restart/restart-probe';
import { RollingRestart } from '../../src/restart/rolling-restart';
import { ValidationError } from '../../src/rules/validation-error';
import { CDKS, synthesize } from '../support/cdks';

/** The construct, the setting, the value as the error shows it, and the rule. */
type Mistake = readonly [construct: string, path: string, value: string, rule: string];

const MISTAKES: readonly Mistake[] = [
  ['Stack/Sso', 'issuer', '"https://sso.example.com?tenant=1"', 'IDENTITY_ISSUER_URL'],
  ['Stack/Sso', 'signingAlgorithm', '"none"', 'IDENTITY_SIGNING_ALGORITHM'],
  ['Stack/Orders', 'clientId', '"Bestellungen für alle"', 'IDENTITY_CLIENT_ID'],
  ['Stack/LavinMq', 'jwksCacheTtlSeconds', '0', 'LAVINMQ_JWKS_CACHE_TTL'],
  ['Stack/LavinMq', 'preferredUsernameClaims', '"sub,client_id"', 'LAVINMQ_LIST_MEMBER'],
  ['Stack/HiveMq', 'config.realms[0].jwtRealm.name', '"identity provider"', 'HIVEMQ_NAME_NCNAME'],
  ['Stack/Mosquitto', 'conf.listeners[0].port', '70000', 'MOSQUITTO_LISTENER'],
  ['Stack/Kafka', 'audience[0]', '"a,b"', 'KAFKA_AUDIENCE_COMMA'],
  ['Stack/Kafka', 'saslOauthbearerAllowedUrls[0]', '"http://sso.example.com"', 'KAFKA_ALLOWED_URLS'],
  ['Stack/Restart', 'nodes[0].name', '"node one"', 'RESTART_NODE_NAME'],
];

function tenMistakes(stack: Cdktf.TerraformStack): void {
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', {
    issuer: 'https://sso.example.com?tenant=1', jwksUri: 'https://sso.example.com/keys', signingAlgorithm: 'none',
    clientIdClaim: 'client_id', machineSubject: MachineSubject.CLIENT_ID,
  });
  const orders = IdentityApplication.fromClientId(stack, 'Orders', { identityProvider, clientId: 'Bestellungen für alle' });
  const lavinMq = new LavinMqOAuth(stack, 'LavinMq', {
    identityProvider, target: LavinMqTarget.selfHosted(), brokerVersion: LavinMqVersion.V2_9_1, audience: 'messaging',
    jwksCacheTtlSeconds: 0, preferredUsernameClaims: ['sub,client_id'],
  });
  const hiveMq = new HiveMqOAuth(stack, 'HiveMq', {
    identityProvider, brokerVersion: HiveMqVersion.V4_36, allowAllExtensionDisabled: true, audience: 'messaging', realmName: 'identity provider',
  });
  const mosquitto = new MosquittoOAuth(stack, 'Mosquitto', {
    identityProvider, brokerVersion: MosquittoVersion.PRO_3_3, audience: 'messaging', listeners: [{ port: 70000 }],
  });
  const kafka = new AivenKafkaOAuth(stack, 'Kafka', {
    identityProvider, project: 'project', serviceName: 'service', audience: ['a,b'], saslOauthbearerAllowedUrls: ['http://sso.example.com'],
  });
  for (const broker of [lavinMq, hiveMq, mosquitto, kafka]) {
    broker.grantPublish(orders, 'orders');
  }
  new RollingRestart(stack, 'Restart', {
    broker: lavinMq,
    nodes: [{
      name: 'node one', files: { 'lavinmq.ini': '/etc/lavinmq.ini' }, driver: RestartDriver.command({ restart: ['x'], pidFile: '/x' }),
      probes: [RestartProbe.tcp('127.0.0.1', 5672)],
    }],
  });
}

describe.each(CDKS)('ten mistakes in one stack under %s', (cdk) => {
  let told: ValidationError;
  beforeAll(() => {
    try {
      synthesize(cdk, tenMistakes);
    } catch (error) {
      told = error as ValidationError;
    }
  });

  test('are one validation error that counts its lines', () => {
    expect(ValidationError.is(told)).toBe(true);
    expect(told.message.split('\n')[0]).toBe(`${told.problems.length} problems found:`);
    expect(told.message.split('\n')).toHaveLength(told.problems.length + 1);
    expect(told.problems.length).toBeGreaterThanOrEqual(MISTAKES.length);
  });

  test.each(MISTAKES)('%s: %s tells the value %s and the rule %s', (construct, path, value, rule) => {
    const lines = told.message.split('\n').filter((line) => line.startsWith(`  ${construct}: ${path}`) && line.endsWith(`[${rule}]`));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(value);
  });

  test('are told in the same words every time', () => {
    expect(() => synthesize(cdk, tenMistakes)).toThrow(told.message);
  });
});
