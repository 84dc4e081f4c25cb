/*
 * The globals of a test file, which collect its tests instead of running them. `expect` and the tables of `each` are jest's own.
 */
import { expect } from 'expect';
import { bind } from 'jest-each';

const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];

function suiteOf(parent, name, skipped) {
  return { parent, name, skipped, beforeAll: [], beforeEach: [], afterEach: [], afterAll: [], begun: false };
}

/** Runs the body of a test file under these globals; returns its tests in order. */
export function collectTests(file, body) {
  const tests = [];
  const names = new Map();
  let suite = suiteOf(undefined, file, false);

  function addTest(name, run, skipped) {
    const full = `${pathOf(suite)} › ${name}`;
    const count = (names.get(full) ?? 0) + 1;
    names.set(full, count);
    tests.push({ id: count === 1 ? full : `${full} #${count}`, file, run, suite, skipped: skipped || suite.skipped });
  }

  function addSuite(name, run, skipped) {
    const outer = suite;
    suite = suiteOf(outer, name, skipped || outer.skipped);
    try {
      run();
    } finally {
      suite = outer;
    }
  }

  function variants(add) {
    const variant = (skipped) => {
      const plain = (name, run) => add(typeof name === 'function' ? name.name : name, run, skipped);
      return Object.assign(plain, { each: bind((name, run) => add(name, run, skipped), false) });
    };
    return Object.assign(variant(false), { skip: variant(true) });
  }

  const test = variants(addTest);
  const hooks = Object.fromEntries(HOOKS.map((hook) => [hook, (run) => suite[hook].push(run)]));
  Object.assign(globalThis, { describe: variants(addSuite), test, it: test, expect, ...hooks });
  body();
  return tests;
}

function pathOf(suite) {
  return suite.parent === undefined ? suite.name : `${pathOf(suite.parent)} › ${suite.name}`;
}

/** Outermost first. */
function ancestry(suite) {
  return suite === undefined ? [] : [...ancestry(suite.parent), suite];
}

/** Runs one test with the hooks around it; rejects where it fails. Hooks that run once count for no test, hence the callback. */
export async function runTest({ run, suite }, whenInTest) {
  const suites = ancestry(suite);
  for (const begun of suites.filter((candidate) => !candidate.begun)) {
    begun.begun = true;
    await runAll(begun.beforeAll);
  }
  whenInTest();
  try {
    await runAll(suites.flatMap((each) => each.beforeEach));
    await run();
  } finally {
    await runAll(suites.reverse().flatMap((each) => each.afterEach));
  }
}

/** What is left to do after the last test of a file. */
export async function finish(tests) {
  const begun = new Set(tests.flatMap(({ suite }) => ancestry(suite)).filter((suite) => suite.begun));
  await runAll([...begun].reverse().flatMap((suite) => suite.afterAll));
}

async function runAll(hooks) {
  for (const hook of hooks) {
    await hook();
  }
}
