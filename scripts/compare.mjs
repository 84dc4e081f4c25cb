/*
 * Compares the preview with a real part over many cases; the tests run the same with few.
 *
 *   npm run compare:kafka -- [COUNT]     COUNT is 300 where it is left out
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const COMPARISONS = {
  kafka: { count: 'KAFKA_COMPARE', test: 'test/brokers/aiven-kafka/semantics/real-classes' },
  mosquitto: { count: 'MOSQUITTO_DOCUMENTS', test: 'test/brokers/mosquitto/semantics/real-rights' },
  hivemq: { count: 'HIVEMQ_COMPARE', test: 'test/brokers/hivemq/semantics/real-permissions' },
};

const [name, count = '300'] = process.argv.slice(2);
const comparison = COMPARISONS[name];
if (comparison === undefined || !/^[1-9]\d*$/.test(count)) {
  console.error(`usage: npm run compare:NAME -- [COUNT], where NAME is ${Object.keys(COMPARISONS).join(', ')}`);
  process.exit(1);
}
const { status } = spawnSync('npx', ['jest', comparison.test], {
  cwd: path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'),
  env: { ...process.env, [comparison.count]: count },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
