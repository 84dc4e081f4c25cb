/*
 * Bundles the restart engine into one file that needs nothing but Node.
 *
 *   node scripts/bundle-engine.mjs [<output file>]
 *
 * Without an output file it writes lib/restart/engine.bundle.cjs.
 */
import { join, resolve } from 'node:path';
import { bundle, root } from './bundling.mjs';

const outfile = process.argv[2] === undefined ? join(root, 'lib', 'restart', 'engine.bundle.cjs') : resolve(process.argv[2]);
await bundle('restart/engine/main.ts', outfile);
