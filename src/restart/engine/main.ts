import { Arguments, readArguments } from './arguments';
import { runCommandLine, runRestart, Surroundings } from './command-line';
import { screenOf } from '../progress/screen';
import { runFront } from '../worker/front';
import { followLeash } from '../worker/leash';
import { parentWatch, stopAtSignals, StopRequest } from '../worker/stop-request';

/* Entry of the bundled engine: a program of its own, and what `broker-oauth restart` loads. */
export { parentWatch, runRestart, screenOf, stopAtSignals, StopRequest };
export type { Arguments, Surroundings };

/** How long the loop of events may go on after the run has ended; a client that does not let go must not hold up Terraform. */
const LAST_MILLISECONDS = 5000;

/** How often it is looked whether the parent is still there. */
const LOOK_MILLISECONDS = 100;

/** Beyond the limits of the spec, for what is done between its steps. */
const SPARE_SECONDS = 120;

async function main(words: readonly string[]): Promise<number> {
  const given = readArguments(words).arguments;
  const stop = new StopRequest(given?.worker ? undefined : parentWatch());
  stopAtSignals(stop);
  const surroundings: Surroundings = {
    environment: process.env, screen: screenOf(process.stdout, process.env), complain: (text) => process.stderr.write(text), stop,
  };
  process.stderr.on('error', () => undefined);
  if (given?.worker) {
    followLeash(process.stdin, stop);
    return runCommandLine(words, surroundings).finally(() => process.stdin.destroy());
  }
  setInterval(() => stop.look(), LOOK_MILLISECONDS).unref();
  if (given?.detached && !given.dryRun && !given.preflight) {
    return runFront({
      program: __filename,
      words: ['--worker', ...words.filter((word) => word !== '--detached')],
      environment: process.env,
      stdout: process.stdout,
      stderr: process.stderr,
      stop,
      patienceSeconds: async () => longestStep(given.spec),
    });
  }
  return runCommandLine(words, surroundings);
}

/** The longest that one node may take: every limit of the spec but that of the whole run. */
async function longestStep(specPath: string): Promise<number> {
  const { loadSpec } = await import('./read-input.js');
  const spec = await loadSpec(specPath, process.env).catch(() => undefined);
  const { runSeconds: _, ...limits } = spec?.timeouts ?? { runSeconds: 0 };
  return Object.values(limits).reduce((sum, seconds) => sum + 3 * seconds, (spec?.settleSeconds ?? 0) + SPARE_SECONDS);
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`the engine failed: ${error instanceof Error ? error.message : error}\n`);
    return 2;
  }).then((code) => {
    process.exitCode = code;
    setTimeout(() => process.exit(code), LAST_MILLISECONDS).unref();
  }, () => undefined);
}
