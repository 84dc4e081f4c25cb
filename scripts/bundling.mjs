/*
 * How programs of the package are bundled: into one file that needs nothing but Node, straight from the sources.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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

/** Leaves what src/restart/extras imports in files of their own, which are loaded from a folder relative to the bundle. */
export const extras = (folder) => ({
  name: 'extras',
  setup(build) {
    build.onResolve({ filter: /\/extras\/[a-z]+$/ }, ({ path, kind }) => kind === 'entry-point' ? undefined : {
      path: `${folder}engine-${path.slice(path.lastIndexOf('/') + 1)}.cjs`, external: true,
    });
  },
});

/** Puts the protocol of etcd3 into the bundle, which its client otherwise reads from files of its package. */
export const inlineProtos = {
  name: 'inline-protos',
  setup(build) {
    // protobufjs takes 64-bit numbers for inexact ones where it finds an ES module.
    build.onResolve({ filter: /^long$/ }, ({ importer }) => ({ path: createRequire(importer).resolve('long') }));
    build.onLoad({ filter: /etcd3\/lib\/connection-pool\.js$/ }, ({ path }) => {
      const { Root } = createRequire(createRequire(path).resolve('@grpc/proto-loader'))('protobufjs');
      const protocol = new Root().loadSync(join(dirname(path), '..', 'proto', 'rpc.proto'), { keepCase: true });
      const source = readFileSync(path, 'utf8');
      const contents = source.replace('.loadSync)(`${__dirname}/../proto/rpc.proto`,', () => `.fromJSON)(${JSON.stringify(protocol.toJSON())},`);
      return contents === source ? { errors: [{ text: 'reads its protocol in another way than it did' }] } : { contents };
    });
  },
};

/** Takes ws for `require`: the one for `import`, which the conditions below would choose, lacks a function that mqtt calls on it. */
const requiredWs = {
  name: 'required-ws',
  setup(build) {
    build.onResolve({ filter: /^ws$/ }, ({ importer }) => ({ path: createRequire(importer).resolve('ws') }));
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
    plugins: [requiredWs, ...plugins],
  });
}
