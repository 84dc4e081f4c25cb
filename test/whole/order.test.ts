import type * as Cdktf from 'cdktf';
import * as fc from 'fast-check';
import { AivenKafkaOAuth } from '../../src/brokers/aiven-kafka/aiven-kafka-oauth';
import { SelfManagedKafkaOAuth } from '../../src/brokers/aiven-kafka/self-managed-kafka-oauth';
import type { BrokerOAuth } from '../../src/brokers/broker-oauth';
import { HiveMqOAuth } from '../../src/brokers/hivemq/hivemq-oauth';
import { HiveMqVersion } from '../../src/brokers/hivemq/version';
import { LavinMqOAuth } from '../../src/brokers/lavinmq/lavinmq-oauth';
import { LavinMqTarget } from '../../src/brokers/lavinmq/target';
import { MosquittoOAuth } from '../../src/brokers/mosquitto/mosquitto-oauth';
import { IdentityApplication } from '../../src/identity/identity-application';
import { IIdentityProvider } from '../../src/identity/identity-provider';
import { OidcIdentityProvider } from '../../src/identity/oidc-identity-provider';
import { MachineSubject } from '../../src/identity/provider-kind';
import { cdkModule } from '../support/cdks';

/*
 * What a stack says does not depend on the order in which grants are made, nor on how often the same one is: rights are sets.
 */

const BROKERS: Readonly<Record<string, (stack: Cdktf.TerraformStack, identityProvider: IIdentityProvider) => BrokerOAuth>> = {
  'LavinMQ': (stack, identityProvider) => new LavinMqOAuth(stack, 'Broker', { identityProvider, audience: 'messaging', target: LavinMqTarget.selfHosted() }),
  'HiveMQ': (stack, identityProvider) => new HiveMqOAuth(stack, 'Broker', {
    identityProvider, audience: 'messaging', brokerVersion: HiveMqVersion.V4_36, allowAllExtensionDisabled: true,
  }),
  'Mosquitto': (stack, identityProvider) => new MosquittoOAuth(stack, 'Broker', { identityProvider, audience: 'messaging' }),
  'self-managed Kafka': (stack, identityProvider) => new SelfManagedKafkaOAuth(stack, 'Broker', { identityProvider, audience: ['messaging'], listener: 'SASL' }),
  'Kafka at Aiven': (stack, identityProvider) => new AivenKafkaOAuth(stack, 'Broker', {
    identityProvider, audience: ['messaging'], project: 'project', serviceName: 'service',
  }),
};

interface Grant {
  readonly application: string;
  readonly publishes: boolean;
  readonly destination: string;
}

const grant: fc.Arbitrary<Grant> = fc.record({
  application: fc.constantFrom('orders', 'dashboard', 'billing'), publishes: fc.boolean(), destination: fc.constantFrom('a', 'b', 'c'),
});

/** The resources of a stack with these grants, and the files that travel. */
function stackWith(kind: string, grants: readonly Grant[]): string {
  const cdk = cdkModule('cdktf');
  const stack = new cdk.TerraformStack(new cdk.App({ outdir: '/nowhere' }), 'Stack');
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', {
    issuer: 'https://sso.example.com', jwksUri: 'https://sso.example.com/keys', clientIdClaim: 'client_id', machineSubject: MachineSubject.CLIENT_ID,
  });
  const broker = BROKERS[kind](stack, identityProvider);
  const applications = new Map(['orders', 'dashboard', 'billing'].map((clientId) =>
    [clientId, IdentityApplication.fromClientId(stack, clientId, { identityProvider, clientId })]));
  for (const { application, publishes, destination } of grants) {
    const to = applications.get(application)!;
    if (publishes) {
      broker.grantPublish(to, destination);
    } else {
      broker.grantConsume(to, destination, kind.includes('Kafka') ? { group: 'group' } : {});
    }
  }
  stack.prepareStack();
  const { resource } = stack.toTerraform();
  const checklists = [...applications.values()].map((application) => application.checklist());
  const blocks = Object.fromEntries(Object.entries<object>(resource).map(([type, members]) => [type, Object.entries(members).sort()]));
  return JSON.stringify([blocks, checklists]);
}

describe.each(Object.keys(BROKERS))('grants on %s', (kind) => {
  test('mean the same in any order, and once as often as twice', () => {
    const cases = fc.array(grant, { minLength: 1, maxLength: 6 }).chain((grants) =>
      fc.record({ grants: fc.constant(grants), others: fc.shuffledSubarray([...grants, ...grants], { minLength: grants.length * 2 }) }));
    fc.assert(fc.property(cases, ({ grants, others }) => {
      expect(stackWith(kind, others)).toBe(stackWith(kind, grants));
    }), { numRuns: 40 });
  });
});
