import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

/*
 * Runs one bench, or all of them.
 *
 * Usage: npm run bench -- [synth | preview | restart] [options of that bench]
 */

const BENCHES = ['synth', 'preview', 'restart'];

const [first, ...rest] = process.argv.slice(2);
const isNamed = BENCHES.includes(first);
for (const name of isNamed ? [first] : BENCHES) {
  const options = isNamed ? rest : process.argv.slice(2);
  const register = path.resolve(__dirname, '..', 'scripts', 'register.cjs');
  const { status } = spawnSync(process.execPath, ['--require', register, path.join(__dirname, `${name}.ts`), ...options], { stdio: 'inherit' });
  process.exitCode = status === 0 ? process.exitCode : 1;
}
