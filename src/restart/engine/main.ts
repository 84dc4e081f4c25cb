import { runCommandLine } from './command-line';

/** Entry of the bundled engine. */
let stopReason: string | undefined;
const parent = process.ppid;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // The node in hand is finished first: left alone half-way, nobody would know its condition.
  process.on(signal, () => {
    stopReason ??= `received ${signal}`;
  });
}

// A pipe that Terraform has closed must not end a run; the log beside the state goes on.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

runCommandLine({
  words: process.argv.slice(2),
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  stopRequested: () => stopReason ?? (process.ppid === parent ? undefined : 'the process that started the engine has ended'),
}).then((code) => {
  process.exitCode = code;
}, (error: unknown) => {
  process.stderr.write(`the engine failed: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
});
