import { KAFKA_SEMANTICS } from './aiven-kafka/semantics';
import { HIVEMQ_SEMANTICS } from './hivemq/semantics';
import { LAVINMQ_SEMANTICS } from './lavinmq/semantics';
import { MOSQUITTO_SEMANTICS } from './mosquitto/semantics';
import { CheckFact } from '../preview/check';

/*
 * Every step of every preview. It is apart from the catalogue of rules, which constructs load: a step is no rule on settings, cannot be
 * acknowledged, and is known where tokens are judged.
 */

/** The steps of one broker, in the broker's order. */
export interface StepRoom {
  readonly room: string;
  readonly steps: readonly CheckFact[];
}

/** Every step there is, by broker. */
export const STEP_CATALOGUE: readonly StepRoom[] = [LAVINMQ_SEMANTICS, HIVEMQ_SEMANTICS, MOSQUITTO_SEMANTICS, KAFKA_SEMANTICS]
  .map(({ title, facts }) => ({ room: title, steps: facts }));
