import { rollKafka } from '../test/restart/support/kafka-roll';

/*
 * A cluster with controllers of their own, rolled as test/restart/real/kafka-roll.test.ts rolls one without.
 *
 *   KAFKA_HOME=/path/to/kafka npx jest --config integ/jest.config.json integ/kafka-roll
 *
 * Without KAFKA_HOME Maven has the jars fetched, of KAFKA_RELEASE or of 4.1.2. TERRAFORM_BIN names another Terraform than that on PATH.
 */

rollKafka('three real Kafka controllers and three brokers', {
  b1: 'broker', c1: 'controller', b2: 'broker', c2: 'controller', b3: 'broker', c3: 'controller',
});
