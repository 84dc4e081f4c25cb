/*
 * Bundles the restart engine into one file that needs nothing but Node, and beside it a file for each client library that few restarts need.
 *
 *   node scripts/bundle-engine.mjs [<output file>]
 *
 * Without an output file it writes lib/restart/engine.bundle.cjs. The others are named engine-<name>.cjs.
 */
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bundle, englishOnly, extras, inlineProtos, root } from './bundling.mjs';

const outfile = process.argv[2] === undefined ? join(root, 'lib', 'restart', 'engine.bundle.cjs') : resolve(process.argv[2]);
await bundle('restart/engine/main.ts', outfile, [englishOnly, extras('./')]);
for (const file of readdirSync(join(root, 'src', 'restart', 'extras'))) {
  await bundle(`restart/extras/${file}`, join(dirname(outfile), `engine-${file.replace(/\.ts$/, '.cjs')}`), [inlineProtos]);
}
