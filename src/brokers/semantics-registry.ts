import { BrokerSemantics } from '../preview/semantics';

/*
 * Each broker's semantics is loaded by the first who asks for it, so that a preview of one broker pays for no other.
 * `require` rather than `import()`: synchronous, and the same for Node, the bundler and the tests.
 */

/** Every broker's semantics, by its stable key. */
const SEMANTICS: ReadonlyMap<string, () => BrokerSemantics> = new Map([
  ['lavinmq', () => (require('./lavinmq/semantics') as typeof import('./lavinmq/semantics')).LAVINMQ_SEMANTICS],
  ['hivemq', () => (require('./hivemq/semantics') as typeof import('./hivemq/semantics')).HIVEMQ_SEMANTICS],
  ['mosquitto', () => (require('./mosquitto/semantics') as typeof import('./mosquitto/semantics')).MOSQUITTO_SEMANTICS],
  ['aiven-kafka', () => (require('./aiven-kafka/semantics') as typeof import('./aiven-kafka/semantics')).KAFKA_SEMANTICS],
]);

/** The keys of all brokers whose tokens can be previewed. */
export const PREVIEWED_BROKERS: readonly string[] = [...SEMANTICS.keys()];

/** How a broker judges tokens; undefined where there is no such broker. */
export function brokerSemantics(kind: string): BrokerSemantics | undefined {
  return SEMANTICS.get(kind)?.();
}
