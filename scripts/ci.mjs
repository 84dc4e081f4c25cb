/*
 * Runs every check of the repository and ends with one line: "N passed, N failed, N skipped".
 *
 * Every jest test counts as one. So does every other check, such as lint or the wheel used from Python: it passes when its command
 * ends with 0, is skipped when it ends with 77, and fails otherwise. A test suite that cannot be loaded counts as one failure.
 * Checks go on after a failure, so that one run shows everything that is wrong.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const jestResult = path.join(root, 'tmp', 'jest.json');
const SKIPPED = 77;
const TYPESCRIPT = ['node', '--require', './scripts/register.cjs'];

const PASS = { passed: 1, failed: 0, skipped: 0 };
const FAIL = { passed: 0, failed: 1, skipped: 0 };
const SKIP = { passed: 0, failed: 0, skipped: 1 };

const treeAtStart = workingTree();
const CHECKS = [
  ['project files are as generated', () => leavesTree(['npx', 'projen'])],
  ['types and lint, borders included', () => task('lint')],
  ['compile with jsii', () => task('compile')],
  ['bundle the engine and the command line', () => task('bundle')],
  ['API.md is up to date', () => leavesTree(['npx', 'projen', 'docgen'])],
  ['RULES.md is up to date', () => run([...TYPESCRIPT, 'scripts/generate-rules.ts', '--check'])],
  ['code in README and docs compiles', () => task('docs:check')],
  ['tests under both CDKs', jest],
  ['examples give their golden output', () => task('golden')],
  ['package holds what it should', () => task('package:check')],
  ['wheel used from Python under cdktf', () => run([...TYPESCRIPT, 'scripts/check-python.ts', 'cdktf'])],
  ['wheel used from Python under cdktn', () => run([...TYPESCRIPT, 'scripts/check-python.ts', 'cdktn'])],
  ['bench stays below its ceiling', () => run([...TYPESCRIPT, 'bench/synth.ts', '--ceiling', '1.5'])],
  ['a rollout takes little more than its nodes', () => run([...TYPESCRIPT, 'bench/restart.ts', '--nodes', '3', '--without-plans', '--ceiling', '1.5'])],
  ['nothing in the working tree was rewritten', () => workingTree() === treeAtStart ? PASS : FAIL],
];

const total = { passed: 0, failed: 0, skipped: 0 };
const report = [];
for (const [name, check] of CHECKS) {
  console.log(`\n== ${name}`);
  const start = Date.now();
  const counted = check();
  Object.keys(total).forEach((key) => { total[key] += counted[key]; });
  report.push(`${verdict(counted).padEnd(8)}${String(Math.round((Date.now() - start) / 1000)).padStart(5)} s  ${name}`);
}
console.log(`\n== summary\n${report.join('\n')}\n\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

function run([command, ...args]) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // projen would otherwise install packages whenever it finds package.json changed.
    env: { ...process.env, PROJEN_DISABLE_POST: 'true' },
  });
  return status === 0 ? PASS : status === SKIPPED ? SKIP : FAIL;
}

function task(...args) {
  return run(['npx', 'projen', ...args]);
}

/** Runs a generator and fails where it changes a file. */
function leavesTree(command) {
  const before = workingTree();
  const outcome = run(command);
  if (workingTree() === before) {
    return outcome;
  }
  console.error('generated files differ from those committed:');
  run(['git', '--no-pager', 'diff', '--stat']);
  run(['git', 'status', '--short']);
  return FAIL;
}

function workingTree() {
  return ['status --porcelain', 'diff'].map((args) => spawnSync('git', args.split(' '), { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 }).stdout).join('\n');
}

function jest() {
  mkdirSync(path.dirname(jestResult), { recursive: true });
  rmSync(jestResult, { force: true });
  const { failed: crashed } = run(['npx', 'jest', '--ci', '--maxWorkers=100%', '--json', '--outputFile', jestResult]);
  let result;
  try {
    result = JSON.parse(readFileSync(jestResult, 'utf8'));
  } catch (error) {
    console.error(`jest left no result: ${error.message}`);
    return FAIL;
  }
  const tests = result.testResults.flatMap((suite) => suite.assertionResults);
  tests.filter((test) => ['pending', 'todo'].includes(test.status)).forEach((test) => console.log(`skipped: ${test.fullName}`));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    // A run that ended badly although no test failed, or without any test, is a failure too.
    failed: failed === 0 && (crashed > 0 || result.numPassedTests === 0) ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

function verdict({ passed, failed, skipped }) {
  return failed > 0 ? 'FAILED' : passed > 0 || skipped === 0 ? 'passed' : 'skipped';
}
