import { cdk, javascript } from 'projen';
import { addBorders } from './projenrc/borders';
import { addTasks } from './projenrc/tasks';

const nodeVersion = '20.19.0';

const project = new cdk.JsiiProject({
  name: 'cdktf-broker-oauth',
  description: 'OAuth 2.0 for message brokers as Terraform CDK constructs: LavinMQ, HiveMQ ESE, Pro Mosquitto and Aiven for Apache Kafka',
  author: 'cdktf-broker-oauth authors',
  authorAddress: 'maintainers@cdktf-broker-oauth.example.com',
  repositoryUrl: 'https://github.com/cdktf-broker-oauth/cdktf-broker-oauth.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdktf-broker-oauth authors',
  keywords: ['cdktf', 'cdktn', 'terraform', 'oauth2', 'oidc', 'lavinmq', 'hivemq', 'mosquitto', 'kafka', 'aiven'],
  packageManager: javascript.NodePackageManager.NPM,
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  jsiiVersion: '~5.9.0',
  typescriptVersion: '~5.9.0',
  minNodeVersion: nodeVersion,
  peerDeps: ['constructs@^10.4.2'],
  peerDependencyOptions: { pinnedDevDependency: false },
  github: false,
  release: false,
  depsUpgrade: false,
  pullRequestTemplate: false,
  // The README, the license and the change log are written by hand.
  sampleCode: false,
  bin: { 'broker-oauth': 'lib/cli/broker-oauth.cjs' },
  bundledDeps: ['commander@^14.0.0', 'jose@^6.2.0', 'saxes@^6.0.0', 'yaml@^2.9.0', 'zod@^4.6.0'],
  devDeps: [
    '@cdktf/provider-null@11.0.1',
    '@cloudamqp/amqp-client@^4.1.0',
    '@kubernetes/client-node@^1.4.0',
    '@stryker-mutator/api@^9.0.0',
    '@stryker-mutator/core@^9.0.0',
    '@types/node@^20',
    'aedes@^1.2.0',
    'ajv@^8.20.0',
    'cdktf@0.21.0',
    'cdktn@0.24.0',
    'constructs@10.7.2',
    'esbuild@^0.28.0',
    'etcd3@^1.1.2',
    'fast-check@^4.10.0',
    'jsii-pacmak@^1.140.0',
    'jsii-rosetta@~5.9.0',
    'mqtt@^5.16.0',
    'oidc-provider@^9.13.0',
  ],
  publishToPypi: { distName: 'cdktf-broker-oauth', module: 'cdktf_broker_oauth' },
  publishToMaven: {
    javaPackage: 'io.github.cdktfbrokeroauth',
    mavenGroupId: 'io.github.cdktfbrokeroauth',
    mavenArtifactId: 'cdktf-broker-oauth',
  },
  publishToGo: { moduleName: 'github.com/cdktf-broker-oauth/cdktf-broker-oauth-go' },
  publishToNuget: { dotNetNamespace: 'CdktfBrokerOAuth', packageId: 'CdktfBrokerOAuth' },
  docgen: true,
  // Types are checked by the build and by `npm run lint`; in tests only speed counts.
  tsJestOptions: { transformOptions: { diagnostics: false } as object },
  jestOptions: {
    jestVersion: '^30',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    junitReporting: false,
    configFilePath: 'jest.config.json',
    jestConfig: {
      moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'node'],
      collectCoverage: false,
      testTimeout: 30000,
      // Copies of the project, as mutation testing makes them, are no modules of it.
      modulePathIgnorePatterns: ['<rootDir>/tmp/'],
      setupFiles: ['<rootDir>/test/property-seed.ts'],
      moduleNameMapper: { '^cdktf-broker-oauth$': '<rootDir>/src/index.ts' },
      // jose is published as ES modules only; jest loads CommonJS.
      transformIgnorePatterns: ['/node_modules/(?!jose/)'],
      transform: { '^.+/node_modules/jose/.+\\.js$': new javascript.Transform('ts-jest', { tsconfig: 'test/tsconfig.json', diagnostics: false }) },
    },
  },
  tsconfigDev: { compilerOptions: { baseUrl: '..', paths: { 'cdktf-broker-oauth': ['src/index.ts'] } } },
  eslintOptions: {
    dirs: ['src', 'test', 'examples', 'integ', 'bench', 'scripts'],
    ignorePatterns: ['*.d.ts', 'examples/*/golden/'],
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] },
  },
  gitignore: ['/lib/', '/.jsii', '/.jsii.tabl.json', 'tsconfig.jsii.json', '/tsconfig.tsbuildinfo', 'cdktf.out/', '/tmp/', '*.tfstate*', '.terraform/', '.terraform.lock.hcl', '/test-reports/', '/coverage/'],
});

project.eslint?.addRules({
  'max-len': ['error', { code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreComments: false }],
  '@stylistic/max-len': 'off',
  // Tables of cases read best with a row a line, however many properties it has.
  '@stylistic/object-property-newline': 'off',
  '@stylistic/object-curly-newline': ['error', { consistent: true }],
  // File modes and open flags are sets of bits.
  'no-bitwise': 'off',
  // Examples import the package by its own name, as its users do; scripts/register.cjs and the tsconfig files map it to src.
  'import/no-unresolved': ['error', { ignore: ['^cdktf-broker-oauth$'] }],
});
project.eslint?.addOverride({ files: ['examples/**', 'docs/**'], rules: { 'import/no-extraneous-dependencies': 'off' } });
// What a command line or a preview does not need is not loaded.
project.eslint?.addOverride({ files: ['src/cli/commands.ts', 'src/cli/lint.ts', 'src/cli/preview.ts', 'src/brokers/semantics-registry.ts', 'src/brokers/lint-registry.ts', 'src/restart/leases/make-lease.ts'], rules: { '@typescript-eslint/no-require-imports': 'off' } });
// Client libraries are bundled with the engine, so the package does not depend on them.
project.eslint?.allowDevDeps('src/restart/**');
// Modules are chosen by name in tests: the two CDKs, and entry points of examples.
project.eslint?.addOverride({ files: ['test/**'], rules: { '@typescript-eslint/no-require-imports': 'off' } });
// projen adds patterns of its own, of which one takes src/restart/spec.ts for a test.
project.tryFindObjectFile('jest.config.json')?.addOverride('testMatch', ['<rootDir>/test/**/*.test.ts']);
addBorders(project.eslint!);
addTasks(project);

// Editors and the linter look for the nearest tsconfig.json; `npm run lint` checks all folders in one run by test/tsconfig.json.
const FOLDERS = ['bench', 'examples', 'integ', 'scripts'];
for (const folder of FOLDERS) {
  project.tsconfigDev.addInclude(`../${folder}/**/*.ts`);
  new javascript.TypescriptConfig(project, {
    fileName: `${folder}/tsconfig.json`,
    extends: javascript.TypescriptConfigExtends.fromPaths(['../test/tsconfig.json']),
    compilerOptions: {},
    include: ['**/*.ts'],
  });
  project.eslint?.allowDevDeps(`**/${folder}/**`);
}

// A later release of this resolver names platform packages that do not exist, which breaks `npm ci`.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

for (const path of ['/bench/', '/integ/', '/scripts/', '/docs/', '/examples/', '/.ci/', '/tmp/', '/jest.config.json', '/stryker.log', '/.projenrc.ts']) {
  project.npmignore?.exclude(path);
}

// What the README's code needs besides the package and its own dependencies.
project.package.addField('jsiiRosetta', { exampleDependencies: { cdktf: '0.21.0' } });

project.synth();
