/*
 * How programs of the package are bundled: into one file that needs nothing but Node, straight from the sources.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Leaves out the languages of zod's messages, of which only English is used; they would be a third of a bundle. */
export const englishOnly = {
  name: 'english-only',
  setup(build) {
    build.onResolve({ filter: /\/locales\/index\.js$/ }, () => ({ path: 'locales', namespace: 'english-only' }));
    build.onLoad({ filter: /.*/, namespace: 'english-only' }, () => ({ contents: 'export {};' }));
  },
};

/** Bundles an entry of src/. What is imported dynamically is evaluated when it is asked for. */
export async function bundle(entry, outfile, plugins = []) {
  await build({
    entryPoints: [join(root, 'src', entry)],
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
    plugins,
  });
}
