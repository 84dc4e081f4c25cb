import { writeRecords } from '../test/preview/recorded';
import { BROKERS_WITH_VECTORS } from '../test/preview/vector-file';

/*
 * Records how every vector's login goes, after a change that is meant to change it.
 *
 * Usage: npm run vectors:record
 */

BROKERS_WITH_VECTORS.forEach(writeRecords);
