import { javascript } from 'projen';

/*
 * The borders of docs/ARCHITECTURE.md, as lint rules. test/borders.test.ts proves that each of them fires.
 */

const BROKERS = ['lavinmq', 'hivemq', 'mosquitto', 'aiven-kafka'];

const CDK_MESSAGE = 'Take the CDK from the enclosing stack: src/cdk/binding.ts.';
const CDK_BORDER = {
  paths: ['cdktf', 'cdktn'].map((name) => ({ name, allowTypeImports: true, message: CDK_MESSAGE })),
  patterns: [{ group: ['cdktf/*', 'cdktn/*', '@cdktf/*', '@cdktn/*'], allowTypeImports: true, message: CDK_MESSAGE }],
};

const IO = [
  'child_process', 'cluster', 'dgram', 'dns', 'fs', 'fs/promises', 'http', 'http2', 'https', 'net', 'os', 'process', 'timers', 'timers/promises',
  'tls', 'worker_threads',
];
const PURE_IMPORTS = {
  paths: [
    ...CDK_BORDER.paths,
    { name: 'constructs', message: 'Pure folders know no constructs.' },
    ...IO.flatMap((name) => [name, `node:${name}`]).map((name) => ({ name, message: 'Pure folders do no I/O.' })),
  ],
  patterns: [
    ...CDK_BORDER.patterns,
    { group: ['**/cdk/*', '**/cdk/**'], message: 'Pure folders know no CDK.' },
  ],
};

/** Everything that must work without constructs, a CDK, a file system, a network and a clock. */
const PURE_FILES = [
  'src/text/**', 'src/rules/**', 'src/oauth/**', 'src/preview/**', 'src/lint/**', 'src/doctor/**', 'src/manifest/manifest.ts',
  'src/restart/plan.ts', 'src/restart/spec.ts', 'src/restart/spec/**', 'src/restart/fingerprint.ts', 'src/restart/*rules.ts',
  'src/restart/engine/classify.ts',
  'src/brokers/broker-core.ts', 'src/brokers/requirements.ts', 'src/brokers/token-needs.ts', 'src/brokers/lockout-rules.ts',
  'src/brokers/catalogue.ts', 'src/brokers/registry.ts', 'src/brokers/broker-lint.ts', 'src/brokers/lint-registry.ts', 'src/identity/**',
];
const BROKER_FILES = BROKERS.map((broker) => `src/brokers/${broker}/**`);
const CONSTRUCT_FILES = [
  ...BROKERS.map((broker) => `src/brokers/${broker}/*-oauth.ts`),
  'src/identity/identity-application.ts', 'src/identity/identity-provider.ts', 'src/identity/*-identity-provider.ts',
  'src/identity/*/*-authorization-server.ts', 'src/identity/*/*-api.ts',
  ...['registered-resources', 'shared-resources', 'created-client'].map((file) => `src/identity/registration/${file}.ts`),
];

const NO_CLOCK = 'Pure folders have no clock; take the time as an argument.';
const NO_CHANCE = 'Pure folders are deterministic.';
const PURE_SYNTAX = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: NO_CLOCK },
  { selector: "CallExpression[callee.name='Date']", message: NO_CLOCK },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: NO_CLOCK },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: NO_CHANCE },
  { selector: 'CallExpression[callee.property.name=/^random(Bytes|UUID|Int)$/]', message: NO_CHANCE },
];

const BROKER_NAME = `Literal[value=/^(${BROKERS.join('|')})$/]`;
const ANONYMOUS_SYNTAX = [`BinaryExpression[operator=/^[!=]==?$/] > ${BROKER_NAME}`, `SwitchCase > ${BROKER_NAME}.test`]
  .map((selector) => ({ selector, message: 'Nothing outside a broker\'s folder asks which broker it is.' }));

/** Folders that know brokers by their common contract only. */
const FOLDERS_WITHOUT_BROKERS = ['cdk', 'doctor', 'identity', 'lint', 'manifest', 'oauth', 'preview', 'restart', 'rules', 'text', 'cli'];

/** Adds the borders to the project's ESLint configuration. */
export function addBorders(eslint: javascript.Eslint): void {
  eslint.addRules({
    'no-restricted-imports': 'off',
    'import/no-restricted-paths': ['error', {
      zones: BROKERS.map((broker) => ({
        target: FOLDERS_WITHOUT_BROKERS
          .concat(BROKERS.filter((other) => other !== broker).map((other) => `brokers/${other}`))
          .map((folder) => `./src/${folder}`),
        from: `./src/brokers/${broker}`,
        message: 'Know brokers by BrokerCore and the registry.',
      })),
    }],
  });
  eslint.addOverride({
    files: ['src/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', CDK_BORDER] },
  });
  eslint.addOverride({
    files: ['src/**'],
    excludedFiles: BROKER_FILES,
    rules: { 'no-restricted-syntax': ['error', ...ANONYMOUS_SYNTAX] },
  });
  eslint.addOverride({ files: PURE_FILES, excludedFiles: CONSTRUCT_FILES, rules: pureRules([...PURE_SYNTAX, ...ANONYMOUS_SYNTAX]) });
  eslint.addOverride({ files: BROKER_FILES, excludedFiles: CONSTRUCT_FILES, rules: pureRules(PURE_SYNTAX) });
}

function pureRules(restrictedSyntax: readonly object[]) {
  return {
    '@typescript-eslint/no-restricted-imports': ['error', PURE_IMPORTS],
    'no-restricted-globals': ['error', 'fetch', 'process', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'console', 'crypto'],
    'no-restricted-syntax': ['error', ...restrictedSyntax],
  };
}
