import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type * as Cdktf from 'cdktf';
import { Measurement, Side, SIDES } from './measurement';

/*
 * Synthesizes one workload once and prints what it took, as JSON. Every measurement is a process of its own: memory is the process's
 * peak, and no run profits from code that an earlier one has warmed up.
 */

/** The library's own files beside the stack; see src/cdk/stack-files.ts. */
const FILES_CHILD = 'BrokerOAuthFiles';
const CUSTOM_SYNTHESIS = Symbol.for('cdktf/customSynthesis');

const [side, count, cdkName, keep] = process.argv.slice(2);
// eslint-disable-next-line @typescript-eslint/no-require-imports -- either CDK, by name
const cdk: typeof Cdktf = require(cdkName);
const outdir = keep ?? fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-bench-'));

const shared = process.env.BENCH_SHARED === undefined ? {} : JSON.parse(fs.readFileSync(process.env.BENCH_SHARED, 'utf8'));

const start = processorMs();
const app = new cdk.App({ outdir, skipValidation: false });
const stack = new cdk.TerraformStack(app, 'Stack');
new cdk.LocalBackend(stack, { path: 'terraform.tfstate' });
SIDES[side as Side](stack, cdk, Number(count), shared);
const built = processorMs();
const files = timeOfFiles(stack);
app.synth();
const end = processorMs();

const measurement: Measurement = {
  constructMs: built - start,
  synthesisMs: end - built - files.milliseconds,
  filesMs: files.milliseconds,
  // Kilobytes on every system but macOS, where this bench was not tried.
  peakMb: process.resourceUsage().maxRSS / 1024,
};
if (keep === undefined) {
  fs.rmSync(outdir, { recursive: true });
}
process.stdout.write(JSON.stringify(measurement));

/** Time of the processor, which other processes do not change as they change the clock's. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Measures the writing of the manifest and of native files, which hand-written resources have no counterpart of. */
function timeOfFiles(scope: Cdktf.TerraformStack): { milliseconds: number } {
  const spent = { milliseconds: 0 };
  const child = scope.node.tryFindChild(FILES_CHILD) as { [CUSTOM_SYNTHESIS]?: { onSynthesize(session: unknown): void } } | undefined;
  const synthesis = child?.[CUSTOM_SYNTHESIS];
  if (synthesis !== undefined) {
    const write = synthesis.onSynthesize;
    synthesis.onSynthesize = (session) => {
      const before = processorMs();
      write(session);
      spent.milliseconds += processorMs() - before;
    };
  }
  return spent;
}
