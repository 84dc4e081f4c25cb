import { KAFKA_FILES } from './aiven-kafka/recognise';
import type { BrokerLint, Recogniser } from './broker-lint';
import { HIVEMQ_FILES } from './hivemq/recognise';
import { LAVINMQ_FILES } from './lavinmq/recognise';
import { MOSQUITTO_FILES } from './mosquitto/recognise';

/** What tells a broker's files, and the rest, which is loaded when one is found. */
interface LintEntry {
  readonly kind: string;
  readonly recogniser: Recogniser;
  load(): BrokerLint;
}

/** Every broker whose files can be judged. */
export const LINTED_BROKERS: readonly LintEntry[] = [
  { kind: 'lavinmq', recogniser: LAVINMQ_FILES, load: () => (require('./lavinmq/lint') as typeof import('./lavinmq/lint')).LAVINMQ_LINT },
  { kind: 'hivemq', recogniser: HIVEMQ_FILES, load: () => (require('./hivemq/lint') as typeof import('./hivemq/lint')).HIVEMQ_LINT },
  { kind: 'mosquitto', recogniser: MOSQUITTO_FILES, load: () => (require('./mosquitto/lint') as typeof import('./mosquitto/lint')).MOSQUITTO_LINT },
  { kind: 'aiven-kafka', recogniser: KAFKA_FILES, load: () => (require('./aiven-kafka/lint') as typeof import('./aiven-kafka/lint')).KAFKA_LINT },
];

/** How a broker's files are judged; undefined where there is no such broker. */
export function brokerLint(kind: string): BrokerLint | undefined {
  return LINTED_BROKERS.find((entry) => entry.kind === kind)?.load();
}
