import * as path from 'node:path';
import { APPS, EXAMPLES } from './examples';
import type { IBrokerOAuth } from '../../src/brokers/broker-oauth';
import type { IIdentityApplication } from '../../src/identity/identity-application';
import { TokenPreview } from '../../src/preview/facade/token-preview';
import { PreviewDecision, PreviewVerdict } from '../../src/preview/facade/vocabulary';
import { CdkName, CDKS, cdkModule } from '../support/cdks';

const NOW = 1_800_000_000;

/** Actions of an application on a broker, and whether they are allowed. */
type Rights = Readonly<Record<string, 'yes' | 'no' | 'unknown'>>;

/** By example, broker and application: every right granted, and one beside it that was not. */
const RIGHTS: Readonly<Record<string, Rights>> = {
  'aiven-kafka/Kafka Orders': {
    'Write:Topic:orders': 'yes', 'Describe:Topic:orders': 'yes', 'Read:Topic:replies': 'yes', 'Read:Group:orders-service': 'yes',
    'Read:Topic:orders': 'no', 'Read:Group:dashboard': 'no',
  },
  'aiven-kafka/Kafka Dashboard': { 'Read:Topic:orders': 'yes', 'Read:Group:dashboard': 'yes', 'Write:Topic:orders': 'no' },
  'all-brokers/LavinMq Orders': {
    'write:%2F/orders': 'yes', 'configure:%2F/orders.replies': 'yes', 'read:%2F/orders.replies': 'yes', 'read:%2F/orders.dashboard': 'no', 'write:b/orders': 'no',
  },
  'all-brokers/LavinMq Dashboard': { 'read:%2F/orders.dashboard': 'yes', 'configure:%2F/orders.dashboard': 'no', 'write:%2F/orders': 'no' },
  'all-brokers/HiveMq Orders': { 'publish:orders/7/created': 'yes', 'subscribe:orders/+/replies': 'yes', 'publish:orders/7/x': 'no', 'subscribe:orders/#': 'no' },
  'all-brokers/HiveMq Dashboard': { 'subscribe:orders/#': 'yes', 'subscribe:#': 'no', 'publish:orders/7/created': 'no' },
  'all-brokers/Mosquitto Orders': {
    'publish:orders/7/created': 'yes', 'subscribe:orders/+/replies': 'yes', 'receive:orders/7/replies': 'yes', 'publish:orders/7/x': 'no', 'subscribe:#': 'no',
  },
  'all-brokers/Mosquitto Dashboard': { 'subscribe:orders/#': 'yes', 'receive:orders/7': 'yes', 'publish:orders/7/created': 'no', 'subscribe:#': 'no' },
  'all-brokers/Kafka Orders': { 'Write:Topic:orders': 'yes', 'Read:Topic:replies': 'yes', 'Read:Group:orders-service': 'yes', 'Read:Topic:orders': 'no' },
  'all-brokers/Kafka Dashboard': { 'Read:Topic:orders': 'yes', 'Read:Group:dashboard': 'yes', 'Write:Topic:orders': 'no' },
  'hivemq/HiveMq Gateway': { 'publish:orders/7/status': 'yes', 'publish:orders/7': 'no', 'subscribe:orders/#': 'no' },
  'hivemq/HiveMq Dashboard': { 'subscribe:orders/#': 'yes', 'publish:dashboards/c1/state': 'yes', 'publish:dashboards/c2/state': 'no' },
  'lavinmq/LavinMq Orders': { 'write:%2F/orders': 'yes', 'read:%2F/orders.replies': 'yes', 'configure:%2F/orders.replies': 'yes', 'read:%2F/orders': 'no' },
  'lavinmq/LavinMq Dashboard': { 'read:%2F/orders.replies': 'yes', 'read:%2F/orders': 'no', 'write:%2F/orders.replies': 'no' },
  'lavinmq/LavinMq Sensors': { 'write:%2F/mqtt.default': 'yes', 'read:%2F/mqtt.default': 'no' },
  'mosquitto/Mosquitto Orders': { 'publish:orders/7/created': 'yes', 'subscribe:orders/+/status': 'yes', 'receive:orders/7/status': 'yes', 'publish:orders/7': 'no' },
  'mosquitto/Mosquitto Dashboard': { 'subscribe:orders/#': 'yes', 'receive:orders/7': 'yes', 'publish:orders/7/created': 'no' },
};

interface Pair {
  readonly name: string;
  readonly broker: IBrokerOAuth;
  readonly application: IIdentityApplication;
}

/** Every broker of an example with every application. */
function pairsOf(example: string, cdkName: CdkName): readonly Pair[] {
  const cdk = cdkModule(cdkName);
  const stack = new cdk.TerraformStack(new cdk.App(), example);
  const service = new cdk.TerraformResource(stack, 'Service', { terraformResourceType: 'aiven_kafka' });
  const { build } = require(path.join(EXAMPLES, example, 'stack.ts')) as { build: (...parts: unknown[]) => void };
  build(stack, ...(example === 'aiven-kafka' ? [service] : []));
  const children = stack.node.children as unknown[];
  const brokers = children.filter((child): child is IBrokerOAuth => typeof (child as Partial<IBrokerOAuth>).brokerKind === 'string');
  const applications = children.filter((child): child is IIdentityApplication => typeof (child as Partial<IIdentityApplication>).clientId === 'string');
  return brokers.flatMap((broker) => applications.map((application) => ({ name: `${broker.node.path} ${application.node.id}`, broker, application })));
}

/** The preview; undefined where it is refused for values of apply that it names, as of clients that the stack itself creates. */
function previewOf({ broker, application }: Pair, can: string[]): TokenPreview | undefined {
  try {
    return broker.preview({ now: NOW, application, mqttClientId: 'c1', can });
  } catch (error) {
    expect((error as Error).message).toMatch(/known only at apply: [\w, .]+; .*\[PREVIEW_CASE_VALUE_AT_APPLY\]$/);
    return undefined;
  }
}

test('every example with rights of its own is looked at', () => {
  expect(Object.keys(RIGHTS).filter((name) => !APPS.includes(name.split('/')[0]))).toEqual([]);
});

describe.each(CDKS)('under %s', (cdkName) => {
  test.each(APPS)('the example %s lets its applications in with what they were granted', (example) => {
    const pairs = pairsOf(example, cdkName);
    expect(pairs.length).toBeGreaterThan(0);

    for (const { name, broker, application } of pairs) {
      const rights = RIGHTS[name] ?? {};
      const preview = previewOf({ name, broker, application }, Object.keys(rights));
      if (preview === undefined) {
        expect(rights).toEqual({});
        continue;
      }

      // What is known only at apply, or not documented, may leave a decision open; then the step has a name.
      expect({ name, decision: preview.decision, reason: preview.reason }).toEqual(preview.decision === PreviewDecision.UNDETERMINED
        ? { name, decision: PreviewDecision.UNDETERMINED, reason: expect.any(String) }
        : { name, decision: PreviewDecision.ACCEPT, reason: undefined });
      const can = Object.fromEntries(Object.keys(rights).map((action, index) => [action, preview.actions[index].allowed]));
      expect({ name, can }).toEqual({ name, can: rights });
      expect(preview.actions.filter(({ allowed, reason }) => allowed !== PreviewVerdict.YES && reason === undefined)).toEqual([]);
    }
  });
});

test('every pair of the five first examples has rights in the table', () => {
  const names = ['aiven-kafka', 'all-brokers', 'hivemq', 'lavinmq', 'mosquitto'].flatMap((example) => pairsOf(example, 'cdktf').map(({ name }) => name));

  expect(names.sort()).toEqual(Object.keys(RIGHTS).sort());
});
