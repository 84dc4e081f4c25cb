#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliIo } from './cli-io';
import { COMMANDS } from './commands';
import { ExitCode } from './exit-code';
import { runProgram } from './program';
import { watchedColumns } from '../restart/progress/screen';

/** Entry of the bundled command line. */
const io: CliIo = {
  write: (text) => { process.stdout.write(text); },
  drained: () => new Promise((resolve) => {
    if (!process.stdout.writableNeedDrain || process.stdout.destroyed) {
      resolve();
      return;
    }
    process.stdout.once('drain', resolve).once('close', resolve);
  }),
  columns: () => watchedColumns(process.stdout, process.env),
  complain: (text) => { process.stderr.write(text); },
  stdin: () => process.stdin,
  now: () => Math.floor(Date.now() / 1000),
};

let isLost = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads a pipe may close it early, as `head` does; what was found still decides the exit code.
  if (error.code !== 'EPIPE' && !isLost) {
    isLost = true;
    process.stderr.write(`error: the output cannot be written: ${error.code}\n`);
    process.exitCode = ExitCode.BAD_INPUT;
  }
});
process.stderr.on('error', () => undefined);

const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string };

runProgram(COMMANDS, process.argv.slice(2), io, version).then((code) => {
  process.exitCode = isLost ? ExitCode.BAD_INPUT : code;
}, (error: unknown) => {
  // What failed may hold a token, so only its place is told.
  const place = error instanceof Error ? error.stack?.split('\n').find((line) => /^\s+at /.test(line))?.trim() ?? '' : '';
  process.stderr.write(`error: broker-oauth failed by a fault of its own ${place}\n`);
  process.exitCode = ExitCode.BAD_INPUT;
});
