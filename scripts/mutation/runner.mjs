/*
 * A test runner for Stryker without processes, workers or sandboxes of its own: a mutant costs milliseconds.
 *
 * As in jest, every test file has a module registry of its own, so no mutant leaves anything behind in a cache of the code. Files are
 * compiled once. The runner proves now and then that the tests still pass without a mutant; where they do not, the run ends.
 */
import * as crypto from 'node:crypto';
import path from 'node:path';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import fastCheck from 'fast-check';
import { compileAll } from './module-loader.mjs';
import { collectTests, finish, runTest } from './test-globals.mjs';

/** Mutants between two proofs. */
const PROOF_EVERY = 100;

/** Tests of time and memory take long, and tell nothing about a mutant that others do not; one counts the runs of a property. */
const LEFT_OUT = /\b(?:in time|in no time|takes time|take long|memory|no trouble|strict check denies)\b/;

/** Runs of a property. A fixed seed gives a mutant the same verdict each time. */
const PROPERTY_RUNS = 25;

const fewRuns = {
  ...fastCheck,
  assert: (property, parameters) => fastCheck.assert(property, {
    ...parameters, seed: 1, endOnFailure: true, numRuns: Math.min(parameters?.numRuns ?? PROPERTY_RUNS, PROPERTY_RUNS),
  }),
};

/** Key pairs are made once a process: the tenth call of a file gets the tenth pair again. */
function cryptoWithKeptKeys() {
  const kept = new Map();
  let calls = 0;
  const generateKeyPairSync = (...parameters) => {
    const key = `${JSON.stringify(parameters)}#${calls++}`;
    if (!kept.has(key)) {
      kept.set(key, crypto.generateKeyPairSync(...parameters));
    }
    return kept.get(key);
  };
  const members = { ...Object.getOwnPropertyDescriptors(crypto.default), generateKeyPairSync: { value: generateKeyPairSync, enumerable: true } };
  return { module: Object.defineProperties({}, members), restart: () => { calls = 0; } };
}

class InProcessRunner {
  static inject = [commonTokens.options, commonTokens.logger];

  constructor({ mutation }, logger) {
    this.root = process.cwd();
    this.files = mutation.testFiles;
    this.log = logger;
    this.stryker = (globalThis.__stryker__ ??= {});
    this.crypto = cryptoWithKeptKeys();
    this.untilProof = PROOF_EVERY;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const substitutes = { 'fast-check': fewRuns, 'node:crypto': this.crypto.module };
    this.registry = await compileAll(this.root, substitutes);
  }

  async dryRun({ coverageAnalysis }) {
    this.stryker.mutantCoverage = { static: {}, perTest: {} };
    const { tests } = await this.run(this.files, { bail: false });
    const mutantCoverage = coverageAnalysis === 'off' ? undefined : this.stryker.mutantCoverage;
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  async mutantRun({ testFilter, activeMutant, hitLimit, mutantActivation, disableBail }) {
    const files = testFilter === undefined ? this.files : this.files.filter((file) => testFilter.some((id) => id.startsWith(`${file} ›`)));
    const only = testFilter === undefined ? undefined : new Set(testFilter);
    await this.proveNow(files, only);
    const start = performance.now();
    const { tests, hitCount } = await this.run(files, { bail: !disableBail, only, mutant: activeMutant.id, isStatic: mutantActivation === 'static', hitLimit });
    const dryRun = determineHitLimitReached(hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests };
    const result = toMutantRunResult(dryRun);
    const { id, fileName, location: { start: { line, column } }, mutatorName, replacement } = activeMutant;
    const milliseconds = Math.round(performance.now() - start);
    this.log.debug('%s %s:%d:%d %s => %s (mutant %s, %d ms)', result.status, fileName.replace(/^.*\/src\//, 'src/'), line + 1, column + 1, mutatorName, replacement, id, milliseconds);
    return result;
  }

  /** What has just killed a mutant must still pass without one. */
  async proveNow(files, only) {
    if (--this.untilProof > 0) {
      return;
    }
    this.untilProof = PROOF_EVERY;
    const { tests } = await this.run(files, { bail: true, only });
    const failed = tests.find(({ status }) => status === TestStatus.Failed);
    if (failed !== undefined) {
      throw new Error(`Fails without any mutant: ${failed.name}: ${failed.failureMessage}`);
    }
  }

  async run(files, options) {
    const results = [];
    const { stryker } = this;
    stryker.hitCount = options.hitLimit === undefined ? undefined : 0;
    stryker.hitLimit = options.hitLimit;
    for (const file of files) {
      results.push(...await this.runFile(file, options));
      if (options.bail && results.some(({ status }) => status === TestStatus.Failed)) {
        break;
      }
    }
    const { hitCount } = stryker;
    Object.assign(stryker, { activeMutant: undefined, currentTestId: undefined, hitCount: undefined, hitLimit: undefined });
    return { tests: results, hitCount };
  }

  async runFile(file, { bail, only, mutant, isStatic }) {
    const { stryker } = this;
    stryker.currentTestId = undefined;
    stryker.activeMutant = isStatic ? mutant : undefined;
    this.crypto.restart();
    let tests;
    const loads = await resultOf(`${file} › loads`, file, () => {
      tests = collectTests(file, () => this.registry()(path.join(this.root, file)));
    });
    const results = [loads];
    if (loads.status === TestStatus.Failed) {
      return results;
    }
    stryker.activeMutant = mutant;
    for (const test of tests.filter(({ id }) => (only === undefined || only.has(id)) && !LEFT_OUT.test(id))) {
      const result = test.skipped ? { id: test.id, name: test.id, fileName: file, timeSpentMs: 0, status: TestStatus.Skipped } :
        await resultOf(test.id, file, () => runTest(test, () => { stryker.currentTestId = test.id; }));
      stryker.currentTestId = undefined;
      results.push(result);
      if (bail && result.status === TestStatus.Failed) {
        break;
      }
    }
    await finish(tests);
    return results;
  }
}

async function resultOf(id, fileName, run) {
  const start = performance.now();
  const result = () => ({ id, name: id, fileName, timeSpentMs: performance.now() - start });
  try {
    await run();
    return { ...result(), status: TestStatus.Success };
  } catch (error) {
    return { ...result(), status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
