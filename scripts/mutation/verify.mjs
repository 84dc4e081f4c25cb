/*
 * Shows that verdicts of `npm run mutate` are those of jest: writes a sample of its mutants into a copy of the sources, one at a time, and
 * runs the same test files there. Usage: node scripts/mutation/verify.mjs <room> [count]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { roomNamed, testFilesOf } from './rooms.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const room = roomNamed(process.argv[2] ?? '');
const count = Number(process.argv[3] ?? 30);
const copy = path.join(root, 'tmp/mutation/verify');

function offsetOf(text, { line, column }) {
  return text.split('\n').slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}

/** Every n-th mutant, those killed and those that survived in equal parts. */
function sample(mutants) {
  return [['Killed'], ['Survived', 'NoCoverage']].flatMap((statuses) => {
    const found = mutants.filter(({ status }) => statuses.includes(status));
    const step = Math.max(1, Math.floor(found.length / Math.ceil(count / 2)));
    return found.filter((_mutant, index) => index % step === 0).slice(0, Math.ceil(count / 2));
  });
}

function prepare() {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const name of ['src', 'test', 'package.json', 'jest.config.json', 'tsconfig.json']) {
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
}

function survivesJest({ file, source, location, replacement, killers }) {
  const target = path.join(copy, file);
  writeFileSync(target, source.slice(0, offsetOf(source, location.start)) + replacement + source.slice(offsetOf(source, location.end)));
  const files = killers.length > 0 ? killers : testFilesOf(room, root);
  // By a path of its own: anything below tmp/ is hidden from a search for tests.
  const { status } = spawnSync(process.execPath, [path.join(root, 'node_modules/jest/bin/jest.js'), '--rootDir', copy, '--config',
    path.join(copy, 'jest.config.json'), '-w', '1', '--bail', '--runTestsByPath', ...files.map((each) => path.join(copy, each))], { cwd: copy, encoding: 'utf8' });
  writeFileSync(target, source);
  return status === 0;
}

const { files } = JSON.parse(readFileSync(path.join(root, `tmp/mutation/${room.name}/report.json`), 'utf8'));
const { testFiles } = JSON.parse(readFileSync(path.join(root, `tmp/mutation/${room.name}/report.json`), 'utf8'));
const fileOfTest = new Map(Object.entries(testFiles).flatMap(([file, { tests }]) => tests.map(({ id }) => [id, file])));
const mutants = Object.entries(files).flatMap(([file, { source, mutants: found }]) => found.map((mutant) => ({
  ...mutant, file, source, killers: [...new Set((mutant.killedBy ?? []).map((id) => fileOfTest.get(id)).filter(Boolean))],
})));

prepare();
let differences = 0;
for (const mutant of sample(mutants)) {
  const expected = mutant.status !== 'Killed';
  const found = survivesJest(mutant);
  differences += expected === found ? 0 : 1;
  process.stdout.write(`${expected === found ? 'same' : 'DIFFERS'}: ${mutant.status}, ${mutant.file}:${mutant.location.start.line} ${mutant.mutatorName} => ` +
    `${mutant.replacement.replace(/\s+/g, ' ').slice(0, 80)}\n`);
}
process.stdout.write(`${differences} differences\n`);
process.exitCode = differences === 0 ? 0 : 1;
