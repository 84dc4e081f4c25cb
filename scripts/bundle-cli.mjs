/*
 * Bundles the command line into one file that needs nothing but Node, beside it what `smoke` needs of the restart engine, and writes the JSON
 * Schemas of what it reads and prints.
 *
 *   node scripts/bundle-cli.mjs [<output folder>]
 *
 * Without an output folder it writes lib/cli/broker-oauth.cjs, lib/cli/broker-oauth-smoke.cjs and lib/schemas/*.schema.json.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundle, englishOnly, root } from './bundling.mjs';

const folder = process.argv[2] === undefined ? join(root, 'lib') : resolve(process.argv[2]);
const program = join(folder, 'cli', 'broker-oauth.cjs');
/** Left in a file of its own, so that judging a token does not load the clients of every protocol. */
const smokeApart = {
  name: 'smoke-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/smoke-run$/ }, () => ({ path: './broker-oauth-smoke.cjs', external: true }));
  },
};
await bundle('cli/main.ts', program, [englishOnly, smokeApart]);
await bundle('cli/smoke-run.ts', join(folder, 'cli', 'broker-oauth-smoke.cjs'), [englishOnly]);
chmodSync(program, 0o755);

const scratch = mkdtempSync(join(tmpdir(), 'broker-oauth-'));
try {
  const module = join(scratch, 'schemas.cjs');
  await bundle('preview/published-schemas.ts', module);
  mkdirSync(join(folder, 'schemas'), { recursive: true });
  for (const [name, schema] of Object.entries(createRequire(import.meta.url)(module).publishedSchemas())) {
    writeFileSync(join(folder, 'schemas', name), `${JSON.stringify(schema, undefined, 2)}\n`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
