import { BrokerSemantics } from '../preview/semantics';

/** Loads one broker's way of judging tokens, and nothing of the others'. */
type LoadSemantics = () => Promise<BrokerSemantics>;

/** Every broker's semantics, by its stable key. */
const SEMANTICS: ReadonlyMap<string, LoadSemantics> = new Map<string, LoadSemantics>([
  ['lavinmq', async () => (await import('./lavinmq/semantics.js')).LAVINMQ_SEMANTICS],
  ['hivemq', async () => (await import('./hivemq/semantics.js')).HIVEMQ_SEMANTICS],
  ['mosquitto', async () => (await import('./mosquitto/semantics.js')).MOSQUITTO_SEMANTICS],
  ['aiven-kafka', async () => (await import('./aiven-kafka/semantics.js')).KAFKA_SEMANTICS],
]);

/** The keys of all brokers whose tokens can be previewed. */
export const PREVIEWED_BROKERS: readonly string[] = [...SEMANTICS.keys()];

/** The semantics of a broker, loaded when first asked for; undefined where there is no such broker. */
export async function loadSemantics(kind: string): Promise<BrokerSemantics | undefined> {
  return SEMANTICS.get(kind)?.();
}
