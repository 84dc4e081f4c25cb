import type { BrokerSemantics } from '../preview/semantics';

/*
 * The semantics of brokers for callers that cannot wait. Each is loaded when it is first asked for, so that a stack without a preview
 * does not pay for any.
 */

/* eslint-disable @typescript-eslint/no-require-imports -- an import would load all of them at the start, import() would make callers wait */
const SEMANTICS: ReadonlyMap<string, () => BrokerSemantics> = new Map<string, () => BrokerSemantics>([
  ['lavinmq', () => (require('./lavinmq/semantics') as typeof import('./lavinmq/semantics')).LAVINMQ_SEMANTICS],
  ['hivemq', () => (require('./hivemq/semantics') as typeof import('./hivemq/semantics')).HIVEMQ_SEMANTICS],
  ['mosquitto', () => (require('./mosquitto/semantics') as typeof import('./mosquitto/semantics')).MOSQUITTO_SEMANTICS],
  ['aiven-kafka', () => (require('./aiven-kafka/semantics') as typeof import('./aiven-kafka/semantics')).KAFKA_SEMANTICS],
]);
/* eslint-enable @typescript-eslint/no-require-imports */

/** The semantics of a broker by its stable key; undefined where there is no such broker. */
export function semanticsOf(kind: string): BrokerSemantics | undefined {
  return SEMANTICS.get(kind)?.();
}

/** The keys of all brokers whose tokens can be previewed. */
export function allKinds(): readonly string[] {
  return [...SEMANTICS.keys()];
}
