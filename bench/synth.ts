import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import type { Measurement, Side } from './measurement';
import { updateSection } from './page';
import { median, Row, section, table } from './report';

/*
 * Compares what synthesis costs through the library with the same resources written by hand, in the same run.
 *
 * Usage: npm run bench -- synth [--sizes 100,1000,5000] [--repeats 5] [--cdk cdktf] [--ceiling 1.5] [--update]
 *
 * With --ceiling it fails when a ratio of time or memory is above it; with --update it writes its section of docs/BENCHMARKS.md.
 */

const ROOT = path.resolve(__dirname, '..');
const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,1000,5000' },
    repeats: { type: 'string', default: '5' },
    cdk: { type: 'string', default: 'cdktf' },
    ceiling: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});

const CEILING = Number(options.ceiling ?? Infinity);

/** What there are many of. */
const ENTRIES = 'aiven_kafka_native_acl';

/** The smallest size is over in less than a tenth of a second, too short to hold a ceiling against. */
const SMALLEST_JUDGED = 1000;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-bench-'));
try {
  const child = compileChild();
  const rows = options.sizes.split(',').map((size) => measureSteadily(child, Number(size)));
  console.log(table(rows));
  if (options.update) {
    updateSection('Synthesis', section(rows, options.cdk, Number(options.repeats)));
  }
  judge(rows);
} finally {
  fs.rmSync(folder, { recursive: true });
}

/** Plain JavaScript, so that no compiler takes part in what is measured; the engine, which a stack carries, lies beside it. */
function compileChild(): string {
  const outfile = path.join(folder, 'child.cjs');
  buildSync({
    entryPoints: [path.join(__dirname, 'child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    alias: { 'cdktf-broker-oauth': path.join(ROOT, 'src', 'index.ts') },
    external: ['cdktf', 'cdktn', 'constructs'],
    logLevel: 'error',
  });
  execFileSync(process.execPath, [path.join(ROOT, 'scripts', 'bundle-engine.mjs'), path.join(folder, 'engine.bundle.cjs')]);
  return outfile;
}

function measure(child: string, count: number): Row {
  assertSameResources(child, count);
  const taken: Record<Side, Measurement[]> = { library: [], hand: [] };
  for (let repeat = 0; repeat < Number(options.repeats); repeat += 1) {
    // In turn, so that both suffer alike from whatever else the machine does.
    taken.hand.push(run(child, 'hand', count));
    taken.library.push(run(child, 'library', count));
  }
  return { count, library: summaryOf(taken.library), hand: summaryOf(taken.hand) };
}

function run(child: string, side: Side, count: number, outdir?: string): Measurement {
  const args = [child, side, String(count), options.cdk, ...(outdir === undefined ? [] : [outdir])];
  const shared = side === 'hand' ? { BENCH_SHARED: sharedFile(count) } : {};
  const environment = { ...process.env, ...shared, NODE_PATH: path.join(ROOT, 'node_modules') };
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: environment }));
}

/** The fastest run, which whatever else the machine did disturbed least, with the median of the peaks. */
function summaryOf(measurements: readonly Measurement[]): Measurement {
  const time = ({ constructMs, synthesisMs }: Measurement) => constructMs + synthesisMs;
  const fastest = measurements.reduce((best, next) => (time(next) < time(best) ? next : best));
  return { ...fastest, peakMb: median(measurements.map(({ peakMb }) => peakMb)) };
}

/** Both sides must give the same resources; what the library's stack holds once is written by hand as well. */
function assertSameResources(child: string, count: number): void {
  const library = resourcesOf(child, 'library', count);
  const { [ENTRIES]: _entries, ...once } = library;
  fs.writeFileSync(sharedFile(count), JSON.stringify(once, withoutRemarks));
  const hand = resourcesOf(child, 'hand', count);
  for (const type of new Set([...Object.keys(hand), ...Object.keys(library)])) {
    const [ours, theirs] = [bodies(library[type]), bodies(hand[type])];
    const differing = theirs.findIndex((body, index) => body !== ours[index]);
    if (ours.length !== theirs.length || differing >= 0) {
      throw new Error(`${count}: ${type} differs: ${ours.length} and ${theirs.length}, for one ${ours[differing]} and ${theirs[differing]}`);
    }
  }
}

function resourcesOf(child: string, side: Side, count: number): Record<string, Record<string, object>> {
  const outdir = path.join(folder, `${side}-${count}`);
  run(child, side, count, outdir);
  const { resource } = JSON.parse(fs.readFileSync(path.join(outdir, 'stacks', 'Stack', 'cdk.tf.json'), 'utf8'));
  fs.rmSync(outdir, { recursive: true });
  return resource;
}

function sharedFile(count: number): string {
  return path.join(folder, `shared-${count}.json`);
}

function bodies(resources: Record<string, object> = {}): string[] {
  return Object.values(resources).map((body) => JSON.stringify(body, withoutRemarks)).sort();
}

function withoutRemarks(key: string, value: unknown): unknown {
  return key === '//' ? undefined : value;
}

/** Other work on the machine can only slow a side down, so what is above the ceiling is measured again before it is believed. */
function measureSteadily(child: string, count: number): Row {
  let best = measure(child, count);
  for (let again = 0; again < 4 && count >= SMALLEST_JUDGED && timeRatio(best) > CEILING; again += 1) {
    const next = measure(child, count);
    best = timeRatio(next) < timeRatio(best) ? next : best;
  }
  return best;
}

function timeRatio({ library, hand }: Row): number {
  return (library.constructMs + library.synthesisMs) / (hand.constructMs + hand.synthesisMs);
}

function judge(rows: readonly Row[]): void {
  for (const row of rows.filter(({ count }) => count >= SMALLEST_JUDGED)) {
    const ratios = { time: timeRatio(row), memory: row.library.peakMb / row.hand.peakMb };
    for (const [name, ratio] of Object.entries(ratios).filter(([, found]) => found > CEILING)) {
      console.error(`${row.count} resources: the ratio of ${name} is ${ratio.toFixed(2)}, above ${CEILING}`);
      process.exitCode = 1;
    }
  }
}
