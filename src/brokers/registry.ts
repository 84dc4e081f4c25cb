import { AIVEN_KAFKA } from './aiven-kafka/core';
import { AIVEN_USER_CONFIG } from './aiven-kafka/files';
import { BrokerCore } from './broker-core';
import { HIVEMQ } from './hivemq/core';
import { LAVINMQ } from './lavinmq/core';
import { CLOUDAMQP_FILE } from './lavinmq/settings';
import { MOSQUITTO } from './mosquitto/core';

/** A broker without the type of its settings. */
export type AnyBrokerCore = BrokerCore<any>;

/** Every broker, by its stable key. */
const BROKERS: readonly AnyBrokerCore[] = [LAVINMQ, HIVEMQ, MOSQUITTO, AIVEN_KAFKA];

/** The keys of all brokers. */
export const BROKER_KINDS: readonly string[] = BROKERS.map((core) => core.kind);

/** Names under which the settings of services travel, by the kind of service. */
export const SERVICE_FILES = { cloudamqp: CLOUDAMQP_FILE, aiven: AIVEN_USER_CONFIG } as const;

/** The broker of a key; undefined when there is none. */
export function brokerCore(kind: string): AnyBrokerCore | undefined {
  return BROKERS.find((core) => core.kind === kind);
}
