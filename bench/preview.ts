import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import { ColdStart, coldStart } from './cold-start';
import { updateSection } from './page';
import type { PreviewTimes } from './preview-child';
import { quartiles } from './report';

/*
 * Previews a second, with and without signatures, beside jose.jwtVerify on the same tokens; and the start of the command line beside
 * that of Node alone. All in one run.
 *
 * Usage: npm run bench -- preview [--repeats 9] [--milliseconds 300] [--update]
 */

const ROOT = path.resolve(__dirname, '..');
const { values: options } = parseArgs({
  options: {
    repeats: { type: 'string', default: '9' },
    milliseconds: { type: 'string', default: '300' },
    update: { type: 'boolean', default: false },
  },
});

const COLUMNS = ['broker', 'header and claims', 'compact token', 'with signature', 'jose.jwtVerify', 'ratio'];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-bench-'));
try {
  const measured = JSON.parse(execFileSync(process.execPath, [compileChild(), options.repeats, options.milliseconds], { encoding: 'utf8' })) as PreviewTimes[];
  const text = section(measured, coldStart(bundleProgram(), 21));
  console.log(text);
  if (options.update) {
    updateSection('Token preview', text);
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}

/** One plain JavaScript file, of ES modules first, as the command line is bundled. */
function compileChild(): string {
  const outfile = path.join(folder, 'child.cjs');
  buildSync({
    entryPoints: [path.join(__dirname, 'preview-child.ts')], outfile, bundle: true, platform: 'node', mainFields: ['module', 'main'], conditions: ['import'],
    logLevel: 'error',
  });
  return outfile;
}

/** The command line as the package has it, which looks for its version in package.json. */
function bundleProgram(): string {
  const lib = path.join(folder, 'lib');
  execFileSync(process.execPath, [path.join(ROOT, 'scripts', 'bundle-cli.mjs'), lib], { stdio: ['ignore', 'ignore', 'inherit'] });
  fs.copyFileSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  return path.join(lib, 'cli', 'broker-oauth.cjs');
}

function row({ title, open, compact, signed, jose }: PreviewTimes): readonly string[] {
  const ratios = signed.map((time, round) => time / jose[round]);
  const [low, middle, high] = quartiles(ratios);
  return [title, perSecond(open), perSecond(compact), perSecond(signed), perSecond(jose), `${middle.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`];
}

/** Of the median, and of the fastest round, which other work on the machine has slowed down least. */
function perSecond(micros: readonly number[]): string {
  const rate = (time: number) => (Math.round(1e4 / time) * 100).toLocaleString('en-US');
  return `${rate(quartiles(micros)[1])} (${rate(Math.min(...micros))})`;
}

function section(measured: readonly PreviewTimes[], { bareMs, programMs, ratio }: ColdStart): string {
  const table = [COLUMNS, COLUMNS.map((_, index) => (index === 0 ? '---' : '---:')), ...measured.map(row)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `Previews a second on one core, of the median of ${options.repeats} rounds and, in brackets, of the fastest. Node ${process.versions.node}.

${table}

- Each preview is one of 200 tokens, no two alike, judged with one right asked for, by settings that all of them share, as in a batch. All are let in.
- "Header and claims" and "compact token" judge claims only: without keys the signature is skipped. "With signature" verifies RS256 with a key
  of 2048 bits; so does \`jose.jwtVerify\`, with the key imported before, and issuer, audience and time checked.
- The ratio is the time of a preview with signature by that of jose in the same round: the median, and the quartiles in brackets.
- Time is the processor's, of all threads. jose verifies in threads of its own, so many calls at once overlap on several cores; a preview takes one core.
- Cold start: \`node -e 0\` takes ${bareMs.toFixed(0)} ms, \`broker-oauth preview\` of one case ${programMs.toFixed(0)} ms, medians in turn: a ratio of ${ratio.toFixed(2)}.

The aims are 100,000 previews of claims a second, at most 1.1 times jose's time with signature, and a cold start of at most 2.5 times Node alone.`;
}
