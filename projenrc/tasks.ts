import { cdk } from 'projen';

/** Runs a TypeScript file of the repository; see scripts/register.cjs. */
const RUN = 'node --require ./scripts/register.cjs';

/** Adds the project's own tasks; docs/TESTING.md tells what each is for. */
export function addTasks(project: cdk.JsiiProject): void {
  const bundle = project.addTask('bundle', {
    description: 'Bundle the restart engine and the command line, and write the JSON Schemas',
    exec: 'node scripts/bundle-engine.mjs',
  });
  bundle.exec('node scripts/bundle-cli.mjs');
  // Before docgen: everything a package needs is then there.
  project.postCompileTask.prependSpawn(bundle);

  // Linting has a task of its own, so that tests stay quick.
  project.testTask.reset();
  project.testTask.spawn(bundle);
  project.testTask.exec('jest --ci', { receiveArgs: true });

  const lint = project.addTask('lint', { description: 'Check types of everything, then lint, borders included' });
  // Tests are transpiled file by file by an older notion of modules; types are checked as Node 20 runs them.
  lint.exec('tsc --noEmit --project test/tsconfig.json --isolatedModules false --module nodenext --moduleResolution nodenext --lib es2024');
  lint.spawn(project.eslint!.eslintTask);

  // `npm run build` makes what a package needs; `npx projen build` also regenerates the project's files and tests.
  project.setScript('build', 'projen compile && projen post-compile');
  // Packages of all languages are made on request only: they need the toolchains of those languages.
  project.packageTask.reset();

  project.addTask('rules', { description: 'Regenerate RULES.md', exec: `${RUN} scripts/generate-rules.ts`, receiveArgs: true });
  project.addTask('vectors:record', { description: 'Record every step of the vectors of the token preview anew', exec: `${RUN} scripts/record-vectors.ts` });
  project.addTask('docs:check', { description: 'Compile the code blocks of README and docs', exec: 'node scripts/check-docs.mjs' });
  project.addTask('docs:output', { description: 'Rewrite what the program prints in docs/preview.md', exec: `${RUN} scripts/docs-output.ts`, receiveArgs: true });
  project.addTask('package:check', { description: 'Check what npm would publish', exec: 'node scripts/check-package.mjs' });
  project.addTask('package:check-python', { description: 'Use the wheel from Python, under both CDKs', exec: `${RUN} scripts/check-python.ts` });
  project.addTask('package:check-java', { description: 'Use the jar from Java', exec: `${RUN} scripts/check-java.ts` });
  addComparisons(project);
  project.addTask('fuzz', {
    description: 'Feed random and mutated inputs to the parsers and to the preview', exec: `${RUN} scripts/fuzz.ts`, receiveArgs: true,
  });
  project.addTask('reliability', {
    description: 'Kill the engine, Terraform and real brokers at random instants and run again', exec: `${RUN} scripts/reliability.ts`, receiveArgs: true,
  });
  project.addTask('bench', { description: 'Compare synthesis with hand-written resources, and previews with jose', exec: `${RUN} bench/bench.ts`, receiveArgs: true });
  project.addTask('mutate', { description: 'Mutation testing of rules and semantics, a room at a time', exec: 'node scripts/mutation/mutate.mjs', receiveArgs: true });

  const golden = project.addTask('golden', { description: 'Compare what the examples synthesize with their golden files' });
  golden.spawn(bundle);
  golden.exec(`${RUN} scripts/golden.ts`);
  const goldenUpdate = project.addTask('golden:update', { description: 'Rewrite the golden files of the examples' });
  goldenUpdate.spawn(bundle);
  goldenUpdate.exec(`${RUN} scripts/golden.ts --update`);

  const demo = project.addTask('demo', { description: 'Show the library at work' });
  demo.spawn(bundle);
  demo.exec(`${RUN} examples/demo/demo.ts`, { receiveArgs: true });
}

/** Previews against real parts, many cases each; the same tests run with few in every run of the tests. */
function addComparisons(project: cdk.JsiiProject): void {
  const parts = { kafka: 'Kafka\'s own classes', mosquitto: 'a real Mosquitto', hivemq: 'a real HiveMQ CE' };
  for (const [name, part] of Object.entries(parts)) {
    project.addTask(`compare:${name}`, { description: `Compare the preview with ${part}`, exec: `node scripts/compare.mjs ${name}`, receiveArgs: true });
  }
}
