import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { APPS, ENTRY_POINTS, EXAMPLES, goldenFiles, synthesizedFiles } from '../test/examples/examples';

/*
 * Compares what the examples synthesize with their committed output, or writes it anew after a change that is meant to change it.
 *
 * Usage: npm run golden
 *        npm run golden:update
 */

const update = process.argv.includes('--update');

for (const example of APPS) {
  const written = synthesize(example);
  const differing = [...new Set([...Object.keys(written), ...Object.keys(goldenFiles(example))])]
    .filter((name) => written[name] !== goldenFiles(example)[name]);
  if (update && differing.length > 0) {
    write(example, written);
  }
  for (const name of differing) {
    console.log(`examples/${example}/golden/${name} ${update ? 'is written anew' : 'differs'}`);
    process.exitCode = update ? 0 : 2;
  }
}

function synthesize(example: string): Record<string, string> {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-golden-'));
  try {
    const register = path.join(__dirname, 'register.cjs');
    execFileSync(process.execPath, ['--require', register, path.join(EXAMPLES, example, ENTRY_POINTS.cdktf)], {
      stdio: 'inherit',
      env: { ...process.env, CDKTF_OUTDIR: outdir },
    });
    return synthesizedFiles(outdir, example);
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function write(example: string, files: Record<string, string>): void {
  const golden = path.join(EXAMPLES, example, 'golden');
  fs.rmSync(golden, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(golden, name)), { recursive: true });
    fs.writeFileSync(path.join(golden, name), text);
  }
}
