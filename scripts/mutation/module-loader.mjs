/*
 * Loads TypeScript modules into a fresh registry, as jest does for every test file, but compiles each only once in a process.
 */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/** Compiles everything below src and test; returns a function that makes a registry, itself a function that loads a file into it. */
export async function compileAll(root, substitutes) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/**/*.ts', 'test/**/*.ts'],
    outbase: root,
    outdir: root,
    bundle: false,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    supported: { 'dynamic-import': false },
    logLevel: 'error',
  });
  const texts = new Map(outputFiles.map((file) => [file.path.replace(/\.js$/, '.ts'), file]));
  const compiled = new Map();
  const nativeRequire = createRequire(path.join(root, 'package.json'));

  function functionOf(file) {
    let found = compiled.get(file);
    if (found === undefined) {
      found = compileFunction(texts.get(file).text, PARAMETERS, { filename: file });
      compiled.set(file, found);
    }
    return found;
  }

  function resolve(from, name) {
    if (name === 'cdktf-broker-oauth') {
      return path.join(root, 'src/index.ts');
    }
    const target = path.resolve(path.dirname(from), name);
    return [target, `${target}.ts`, path.join(target, 'index.ts')].find((file) => texts.has(file)) ?? target;
  }

  return function registry() {
    const modules = new Map();
    return function load(file) {
      const known = modules.get(file);
      if (known !== undefined) {
        return known.exports;
      }
      const module = { exports: {} };
      modules.set(file, module);
      if (!texts.has(file)) {
        module.exports = file.endsWith('.json') ? JSON.parse(readFileSync(file, 'utf8')) : nativeRequire(existing(file));
        return module.exports;
      }
      const require = (name) => {
        if (Object.hasOwn(substitutes, name)) {
          return substitutes[name];
        }
        return name.startsWith('.') || path.isAbsolute(name) || name === 'cdktf-broker-oauth' ? load(resolve(file, name)) : nativeRequire(name);
      };
      functionOf(file).call(module.exports, module.exports, require, module, file, path.dirname(file));
      return module.exports;
    };
  };
}

function existing(file) {
  statSync(file);
  return file;
}
