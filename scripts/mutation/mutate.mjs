/*
 * Mutation testing: `npm run mutate -- lavinmq` changes the rules and semantics of LavinMQ in thousands of ways, one at a time, and tells
 * which changes no test notices. Without a room it goes through all of them. Reports are in tmp/mutation.
 *
 * MUTATION_FILES names the files to change instead of the whole room, parted by commas. With MUTATION_INCREMENTAL what was
 * killed before is tried again only where its code or the test that killed it is another; survivors are always tried again.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { roomNamed, ROOMS, testFilesOf } from './rooms.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

function optionsOf(room) {
  const out = `tmp/mutation/${room.name}`;
  return {
    mutate: (process.env.MUTATION_FILES?.split(',') ?? room.mutate).filter((pattern) => pattern.includes('*') || existsSync(path.join(root, pattern))),
    incremental: process.env.MUTATION_INCREMENTAL !== undefined,
    incrementalFile: `${out}/incremental.json`,
    testRunner: 'in-process',
    plugins: ['runner.mjs', 'texts.mjs'].map((name) => path.join(root, 'scripts/mutation', name)),
    ignorers: ['texts'],
    mutation: { testFiles: testFilesOf(room, root) },
    coverageAnalysis: 'perTest',
    concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 1),
    timeoutMS: 20_000,
    reporters: ['html', 'json', 'progress-append-only'],
    htmlReporter: { fileName: `${out}/report.html` },
    jsonReporter: { fileName: `${out}/report.json` },
    tempDirName: `tmp/mutation/sandbox-${room.name}`,
    ignorePatterns: ['*', '!src/**', '!test/**', '!package.json', '!tsconfig.json', 'test/support/*.java', ...room.hidden],
    allowConsoleColors: false,
    logLevel: 'warn',
    fileLogLevel: process.env.MUTATION_LOG ?? 'off',
    warnings: { unknownOptions: false },
  };
}

/** Stryker would keep the survival of mutants that are in force as a file loads, whatever tests there are since. */
function forgetSurvivors({ incremental, incrementalFile }) {
  if (!incremental || !existsSync(incrementalFile)) {
    return;
  }
  const kept = JSON.parse(readFileSync(incrementalFile, 'utf8'));
  for (const file of Object.values(kept.files)) {
    file.mutants = file.mutants.filter(({ status }) => !['Survived', 'NoCoverage'].includes(status));
  }
  writeFileSync(incrementalFile, JSON.stringify(kept));
}

function count(mutants, ...statuses) {
  return mutants.filter(({ status }) => statuses.includes(status)).length;
}

/** A line of the table in docs/TESTING.md, and the survivors. */
function report(room, mutants) {
  const judged = mutants.filter(({ status }) => status !== 'Ignored');
  const [killed, timedOut, survived] = [['Killed'], ['Timeout'], ['Survived', 'NoCoverage']].map((statuses) => count(judged, ...statuses));
  const score = (100 * (killed + timedOut) / (killed + timedOut + survived)).toFixed(1);
  const lines = judged.filter(({ status }) => !['Killed', 'Timeout'].includes(status)).map(({ status, fileName, location, mutatorName, replacement }) =>
    `${status} ${path.relative(root, fileName)}:${location.start.line}:${location.start.column + 1} ${mutatorName} => ${replacement.replace(/\s+/g, ' ').slice(0, 120)}`);
  process.stdout.write([...lines.sort(), `| ${room.name} | ${killed + timedOut + survived} | ${killed} | ${timedOut} | ${survived} | ${score} % |`, ''].join('\n'));
}

const names = process.argv.slice(2);
const rooms = (names.length === 0 ? Object.keys(ROOMS) : names).map((name) => roomNamed(name));
if (rooms.includes(undefined)) {
  process.stderr.write(`usage: npm run mutate -- [${Object.keys(ROOMS).join('|')}]...\n`);
  process.exit(1);
}
process.chdir(root);
for (const room of rooms) {
  mkdirSync(`tmp/mutation/${room.name}`, { recursive: true });
  const options = optionsOf(room);
  forgetSurvivors(options);
  report(room, await new Stryker(options).runMutationTest());
}
