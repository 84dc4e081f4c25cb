import * as fs from 'node:fs';
import * as path from 'node:path';
import { buildSync } from 'esbuild';
import { loadESLint } from 'eslint';

const ROOT = path.resolve(__dirname, '..');

interface BorderOverride {
  readonly files: readonly string[];
  readonly excludedFiles?: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
}

/** Ids of the lint rules that code breaks at a place in the tree; the place need not exist. */
async function broken(file: string, code: string): Promise<string[]> {
  const ESLint = await loadESLint({ useFlatConfig: false });
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: {
      parserOptions: { projectService: false },
      // These two ask for types, which a file that does not exist has not.
      rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/return-await': 'off' },
    },
  } as object);
  const [result] = await eslint.lintText(code, { filePath: path.join(ROOT, file) });
  return [...new Set(result.messages.map((message) => message.ruleId ?? message.message))].filter((rule) => BORDER_RULES.has(rule));
}

const IMPORTS = '@typescript-eslint/no-restricted-imports';
const PATHS = 'import/no-restricted-paths';
const SYNTAX = 'no-restricted-syntax';
const GLOBALS = 'no-restricted-globals';
const REQUIRE = '@typescript-eslint/no-require-imports';
const BORDER_RULES = new Set([IMPORTS, PATHS, SYNTAX, GLOBALS, REQUIRE]);

describe('a border is guarded', () => {
  test.each([
    ['only types come from cdktf', 'src/cdk/block.ts', "import { Fn } from 'cdktf';", IMPORTS],
    ['only types come from cdktn', 'src/brokers/broker-oauth.ts', "import { Fn } from 'cdktn';", IMPORTS],
    ['only types come from inside cdktf', 'src/cdk/block.ts', "import { Fn } from 'cdktf/lib/functions';", IMPORTS],
    ['no prebuilt provider is loaded', 'src/restart/rolling-restart.ts', "import { Resource } from '@cdktf/provider-null';", IMPORTS],
    ['no CDK is required', 'src/restart/rolling-restart.ts', "require('cdktf');", REQUIRE],
    ['the text kernel knows no constructs', 'src/text/any.ts', "import { Construct } from 'constructs';", IMPORTS],
    ['the text kernel knows no constructs, not even their types', 'src/text/any.ts', "import type { Construct } from 'constructs';", IMPORTS],
    ['the rules read no files', 'src/rules/any.ts', "import * as fs from 'node:fs';", IMPORTS],
    ['the preview reads no files', 'src/preview/any.ts', "import * as fs from 'fs';", IMPORTS],
    ['the doctor fetches nothing itself', 'src/doctor/any.ts', "import * as https from 'node:https';", IMPORTS],
    ['a plan starts no process', 'src/restart/plan.ts', "import { spawn } from 'node:child_process';", IMPORTS],
    ['OAuth syntax opens no connection', 'src/oauth/any.ts', "import * as https from 'node:https';", IMPORTS],
    ['the pure part of a broker knows no constructs', 'src/brokers/mosquitto/any.ts', "import { Construct } from 'constructs';", IMPORTS],
    ['the pure part of a broker knows no CDK', 'src/brokers/hivemq/any.ts', "import { addBlock } from '../../cdk/block';", IMPORTS],
    ['the pure part of a broker in a deeper folder knows no CDK', 'src/brokers/hivemq/rules/any.ts', "import { addBlock } from '../../../cdk/block';", IMPORTS],
    ['profiles know no CDK', 'src/identity/profiles.ts', "import { cdkOf } from '../cdk/binding';", IMPORTS],
    ['the pure core does not fetch', 'src/oauth/any.ts', "export const keys = fetch('https://idp.example.com/keys');", GLOBALS],
    ['the pure core reads no environment', 'src/brokers/lavinmq/any.ts', 'export const home = process.env.HOME;', GLOBALS],
    ['the pure core prints nothing', 'src/rules/any.ts', "console.log('here');", GLOBALS],
    ['the pure core has no timer', 'src/restart/plan.ts', 'setTimeout(() => undefined, 1);', GLOBALS],
    ['the pure core does not ask for the time', 'src/brokers/aiven-kafka/any.ts', 'export const now = Date.now();', SYNTAX],
    ['the pure core makes no date of the present', 'src/preview/any.ts', 'export const now = new Date();', SYNTAX],
    ['the pure core is not random', 'src/text/any.ts', 'export const id = Math.random();', SYNTAX],
    ['the pure core makes no random ids', 'src/text/any.ts', "import * as c from 'crypto';\nexport const id = c.randomUUID();", SYNTAX],
    ['identity knows no broker', 'src/identity/any.ts', "import { SETTINGS } from '../brokers/lavinmq/settings';", PATHS],
    ['restart knows no broker', 'src/restart/engine/any.ts', "import { SETTINGS } from '../../brokers/mosquitto/settings';", PATHS],
    ['the command line knows no broker', 'src/cli/any.ts', "import { SETTINGS } from '../brokers/aiven-kafka/settings';", PATHS],
    ['the doctor knows no broker', 'src/doctor/any.ts', "import { SETTINGS } from '../brokers/lavinmq/settings';", PATHS],
    ['a broker does not know another', 'src/brokers/mosquitto/any.ts', "import { SETTINGS } from '../hivemq/settings';", PATHS],
    ['nobody compares the name of a broker', 'src/cli/any.ts', "export const isKafka = (kind: string) => kind === 'aiven-kafka';", SYNTAX],
    ['nobody switches on the name of a broker', 'src/restart/any.ts',
      "export function f(kind: string) {\n  switch (kind) {\n    case 'hivemq': return 1;\n    default: return 2;\n  }\n}", SYNTAX],
    ['nobody compares the name of a broker in the pure core', 'src/preview/any.ts', "export const is = (kind: string) => 'lavinmq' !== kind;", SYNTAX],
  ])('%s', async (_sentence, file, code, rule) => {
    expect(await broken(file, `${code}\n`)).toContain(rule);
  });
});

describe('a border lets through', () => {
  test.each([
    ['types of the CDK', 'src/cdk/block.ts', "import type * as Cdktf from 'cdktf';\nexport type Stack = Cdktf.TerraformStack;"],
    ['constructs where a broker becomes one', 'src/brokers/lavinmq/lavin-mq-oauth.ts', "import { Construct } from 'constructs';\nexport class A extends Construct {}"],
    ['the CDK where a broker becomes a construct', 'src/brokers/hivemq/hivemq-oauth.ts', "import { addBlock } from '../../cdk/block';\nexport const a = addBlock;"],
    ['the kernel in a pure file', 'src/brokers/hivemq/any.ts', "import { show } from '../../text/show';\nexport const a = show;"],
    ['a date that was given', 'src/preview/any.ts', 'export const at = (seconds: number) => new Date(seconds * 1000);'],
    ['files in the engine', 'src/restart/engine/any.ts', "import * as fs from 'node:fs';\nexport const a = fs.existsSync('a');"],
    ['a broker asking in its own folder', 'src/brokers/lavinmq/any.ts', "export const isOurs = (kind: string) => kind === 'lavinmq';"],
    ['brokers in the index', 'src/index.ts', "export * from './brokers/lavinmq/settings';"],
    ['a CDK in a test', 'test/cdk/any.test.ts', "import { Fn } from 'cdktf';\nexport const a = Fn;"],
  ])('%s', async (_sentence, file, code) => {
    expect(await broken(file, `${code}\n`)).toEqual([]);
  });
});

/** Files of the pure core, as the lint configuration lists them. */
function pureFiles(): string[] {
  const { overrides } = JSON.parse(fs.readFileSync(path.join(ROOT, '.eslintrc.json'), 'utf8').replace(/^\/\/.*$/m, '')) as { overrides: BorderOverride[] };
  return overrides.filter((override) => GLOBALS in override.rules).flatMap((override) => {
    const excluded = (override.excludedFiles ?? []).flatMap(matches);
    return override.files.flatMap(matches).filter((file) => !excluded.includes(file));
  });
}

function matches(pattern: string): string[] {
  const expression = new RegExp(`^${pattern.replace(/[.]/g, '\\.').replace(/\*\*/g, '§').replace(/\*/g, '[^/]*').replace(/§/g, '.*')}$`);
  return fs.readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith('.ts') && expression.test(file));
}

test('no pure file loads constructs, a CDK or I/O, not even through another file', () => {
  const files = pureFiles();
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: files,
    outdir: 'unused',
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    platform: 'node',
    logLevel: 'silent',
  });
  // Own files stay external only where nothing but their types is used.
  const loaded = Object.entries(metafile.inputs).flatMap(([file, input]) => input.imports
    .filter((found) => found.external === true && !found.path.startsWith('.'))
    .map((found) => ({ file, module: found.path })));

  const allowed = new Set(['jose', 'node:crypto', 'node:zlib', 'saxes', 'zod']);
  expect(files.length).toBeGreaterThan(20);
  expect(loaded.filter((found) => !allowed.has(found.module))).toEqual([]);
});
