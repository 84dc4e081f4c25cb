import { cdk, javascript } from 'projen';

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
  bundledDeps: ['jose@^6.2.0', 'saxes@^6.0.0', 'zod@^4.6.0'],
  devDeps: [
    '@cdktf/provider-null@11.0.1',
    '@types/node@^20',
    'aedes@^1.2.0',
    'cdktf@0.21.0',
    'cdktn@0.24.0',
    'constructs@10.7.2',
    'esbuild@^0.28.0',
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
    junitReporting: false,
    configFilePath: 'jest.config.json',
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'node'],
      collectCoverage: false,
      testTimeout: 30000,
      // jose is published as ES modules only; jest loads CommonJS.
      transformIgnorePatterns: ['/node_modules/(?!jose/)'],
      transform: { '^.+/node_modules/jose/.+\\.js$': new javascript.Transform('ts-jest', { tsconfig: 'test/tsconfig.json', diagnostics: false }) },
    },
  },
  eslintOptions: { dirs: ['src', 'test', 'examples', 'integ', 'bench', 'scripts'], ignorePatterns: ['*.d.ts', 'examples/*/golden/'] },
  gitignore: ['/lib/', '/.jsii', 'tsconfig.jsii.json', '/tsconfig.tsbuildinfo', 'cdktf.out/', '/tmp/', '*.tfstate*', '.terraform/', '.terraform.lock.hcl', '/test-reports/', '/coverage/'],
});

/*
 * The borders of docs/ARCHITECTURE.md, as lint rules.
 */
const CDK_BORDER = {
  paths: ['cdktf', 'cdktn'].map((name) => ({ name, allowTypeImports: true, message: 'Take the CDK from the enclosing stack: src/cdk/binding.ts.' })),
};
const IO = ['fs', 'fs/promises', 'net', 'tls', 'http', 'https', 'child_process', 'dns', 'os', 'worker_threads', 'timers', 'timers/promises'];
const PURE_IMPORTS = {
  paths: [
    ...CDK_BORDER.paths,
    { name: 'constructs', message: 'Pure folders know no constructs.' },
    ...IO.flatMap((name) => [name, `node:${name}`]).map((name) => ({ name, message: 'Pure folders do no I/O.' })),
  ],
  patterns: [{ group: ['**/cdk/*', '**/cdk/**'], message: 'Pure folders know no CDK.' }],
};
const BROKERS = ['lavinmq', 'hivemq', 'mosquitto', 'aiven-kafka'];
const PURE_FILES = [
  'src/text/**', 'src/rules/**', 'src/oauth/**', 'src/preview/**', 'src/manifest/manifest.ts',
  'src/restart/plan.ts', 'src/restart/spec.ts', 'src/restart/fingerprint.ts', 'src/restart/engine/classify.ts',
  'src/brokers/broker-core.ts', 'src/brokers/requirements.ts', 'src/brokers/token-needs.ts', 'src/brokers/lockout-rules.ts',
  'src/identity/token-profile.ts', 'src/identity/profiles.ts', 'src/identity/endpoints.ts', 'src/identity/*-rules.ts', 'src/identity/checklist.ts',
  ...BROKERS.map((broker) => `src/brokers/${broker}/**`),
];
const CLOCK = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pure folders have no clock; take the time as an argument.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Pure folders have no clock; take the time as an argument.' },
];
project.eslint?.addRules({
  '@typescript-eslint/no-restricted-imports': ['error', CDK_BORDER],
  'no-restricted-imports': 'off',
  'max-len': ['error', { code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreComments: false }],
  '@stylistic/max-len': 'off',
});
project.eslint?.addOverride({
  files: PURE_FILES,
  excludedFiles: BROKERS.map((broker) => `src/brokers/${broker}/*-oauth.ts`),
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', PURE_IMPORTS],
    'no-restricted-globals': ['error', 'fetch', 'process', 'setTimeout', 'setInterval', 'performance'],
    'no-restricted-syntax': ['error', ...CLOCK],
  },
});
// Nobody but the registry, the public index and the broker itself asks which broker it is.
project.eslint?.addRules({
  'import/no-restricted-paths': ['error', {
    zones: BROKERS.map((broker) => ({
      target: ['cdk', 'identity', 'manifest', 'oauth', 'preview', 'restart', 'rules', 'text', 'cli']
        .concat(BROKERS.filter((other) => other !== broker).map((other) => `brokers/${other}`)).map((folder) => `./src/${folder}`),
      from: `./src/brokers/${broker}`,
      message: 'Know brokers by BrokerCore and the registry.',
    })),
  }],
});

// A later release of this resolver names platform packages that do not exist, which breaks `npm ci`.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

for (const path of ['/bench/', '/integ/', '/scripts/', '/docs/', '/examples/', '/.ci/', '/jest.config.json', '/.projenrc.ts']) {
  project.npmignore?.exclude(path);
}

project.synth();
