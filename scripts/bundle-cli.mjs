/*
 * Bundles the command line into one file that needs nothing but Node, and writes the JSON Schemas of what it reads and prints.
 *
 *   node scripts/bundle-cli.mjs [<output folder>]
 *
 * Without an output folder it writes lib/cli/broker-oauth.cjs and lib/schemas/*.schema.json.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundle, englishOnly, root } from './bundling.mjs';

const folder = process.argv[2] === undefined ? join(root, 'lib') : resolve(process.argv[2]);
const program = join(folder, 'cli', 'broker-oauth.cjs');
await bundle('cli/main.ts', program, [englishOnly]);
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
