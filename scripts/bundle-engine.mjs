/*
 * Bundles the restart engine into one file that needs nothing but Node.
 *
 *   node scripts/bundle-engine.mjs [<output file>]
 *
 * Without an output file it writes lib/restart/engine.bundle.cjs. It bundles straight from the sources.
 */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = process.argv[2] === undefined ? join(root, 'lib', 'restart', 'engine.bundle.cjs') : resolve(process.argv[2]);

await build({
  entryPoints: [join(root, 'src', 'restart', 'engine', 'main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  // ES modules first, of which only what is used gets into the bundle.
  mainFields: ['module', 'main'],
  conditions: ['import'],
  tsconfig: join(root, 'tsconfig.json'),
  // Names in stack traces stay readable; the file is read by people who review what they run.
  minify: false,
  sourcemap: false,
  legalComments: 'inline',
  logLevel: 'warning',
});
