import { rollKafka } from '../support/kafka-roll';

rollKafka('three real Kafka nodes, each broker and controller', { n1: 'broker,controller', n2: 'broker,controller', n3: 'broker,controller' });
