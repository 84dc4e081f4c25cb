import { z } from 'zod';
import { AMQP_LOGIN } from './amqp-login';
import { KAFKA_LOGIN } from './kafka-login';
import { MQTT_LOGIN } from './mqtt-login';

/** How a node is asked whether it lets a token in. */
export const LOGIN = z.discriminatedUnion('kind', [MQTT_LOGIN, AMQP_LOGIN, KAFKA_LOGIN]);
export type LoginSpec = z.infer<typeof LOGIN>;
