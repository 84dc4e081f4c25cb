import { spawnSync, SpawnSyncOptions } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { goldenFiles, synthesizedFiles } from '../test/examples/examples';

/*
 * What the checks of other languages have in common: package the library for a language, synthesize the example written in it, and
 * compare the result with the committed output of the same example in TypeScript.
 */

export const ROOT = path.resolve(__dirname, '..');
/** Kept between runs, so that a second run is quick; never committed. */
export const WORK = path.join(ROOT, 'tmp', 'bindings');

/** The example that is written in every language. */
export const EXAMPLE = 'lavinmq';

const QUIET = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', PIP_DISABLE_PIP_VERSION_CHECK: '1' };

/** The package.json in a folder of this project. */
export function packageJson(folder: string): any {
  return JSON.parse(fs.readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8'));
}

/** Ends the process as skipped; scripts/ci.mjs counts that exit code so. */
export function skip(reason: string): never {
  console.log(`skipped: ${reason}`);
  process.exit(77);
}

/** Runs a command; false when it fails. */
export function attempt(command: string, args: readonly string[], options: SpawnSyncOptions = {}): boolean {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options, env: { ...process.env, ...QUIET, ...options.env } }).status === 0;
}

/** Runs a command; ends the process when it fails. */
export function demand(command: string, args: readonly string[], options: SpawnSyncOptions = {}): void {
  if (!attempt(command, args, options)) {
    console.error(`failed: ${command} ${args.join(' ')}`);
    process.exit(1);
  }
}

/** Packages the library for a language and returns the folder of what came out; unchanged sources are packaged once. */
export function packageFor(language: 'python' | 'java'): string {
  if (!fs.existsSync(path.join(ROOT, '.jsii'))) {
    demand('npx', ['projen', 'compile']);
  }
  demand('node', ['scripts/bundle-engine.mjs']);
  return pacmak('.', WORK, language);
}

/** Packages an installed jsii package for a language and returns the folder of what came out. */
export function packageOther(name: string, language: string): string {
  return pacmak(`node_modules/${name}`, path.join(WORK, `made-${name}`), language);
}

function pacmak(folder: string, outdir: string, language: string): string {
  demand('npx', ['jsii-pacmak', '--target', language, '--outdir', outdir, '--no-npmignore', folder]);
  return path.join(outdir, language);
}

/** Runs what synthesizes the example into CDKTF_OUTDIR and compares it with the committed output; returns whether they are the same. */
export function givesGoldenOutput(label: string, synthesize: (environment: NodeJS.ProcessEnv) => void): boolean {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-binding-'));
  try {
    synthesize({ CDKTF_OUTDIR: outdir });
    const golden = goldenFiles(EXAMPLE);
    const written = synthesizedFiles(outdir, EXAMPLE);
    const names = [...new Set([...Object.keys(golden), ...Object.keys(written)])].sort();
    const differing = names.filter((name) => golden[name] !== written[name]);
    differing.forEach((name) => console.error(`${label}: ${name} ${firstDifference(golden[name], written[name])}`));
    console.log(`${label}: ${differing.length === 0 ? `the same ${names.length} files as TypeScript` : `${differing.length} files differ`}`);
    return differing.length === 0 && names.length > 0;
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function firstDifference(expected: string | undefined, got: string | undefined): string {
  if (expected === undefined || got === undefined) {
    return got === undefined ? 'is missing' : 'is not expected';
  }
  const [left, right] = [expected.split('\n'), got.split('\n')];
  const line = [...left, ...right].findIndex((_text, index) => left[index] !== right[index]);
  return `differs in line ${line + 1}:\n  TypeScript: ${left[line] ?? '(end)'}\n  here:       ${right[line] ?? '(end)'}`;
}
