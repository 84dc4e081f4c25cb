/*
 * Checks what npm would publish: everything a user needs, and nothing else.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { bundledDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const REQUIRED = [
  '.jsii', 'API.md', 'CHANGELOG.md', 'LICENSE', 'README.md', 'RULES.md', 'package.json',
  'lib/index.js', 'lib/index.d.ts', 'lib/restart/engine.bundle.cjs', 'lib/restart/engine-etcd.cjs', 'lib/restart/engine-kubernetes.cjs',
  'lib/cli/broker-oauth.cjs', 'lib/cli/broker-oauth-smoke.cjs',
  ...['expectations', 'preview-case', 'preview-result', 'smoke-result'].map((name) => `lib/schemas/${name}.schema.json`),
  ...bundledDependencies.map((name) => `node_modules/${name}/package.json`),
];
const ALLOWED = [
  /^(\.jsii|API\.md|CHANGELOG\.md|LICENSE|README\.md|RULES\.md|package\.json)$/,
  /^lib\/.+\.(js|d\.ts|cjs)$/,
  /^lib\/schemas\/[\w-]+\.schema\.json$/,
  /^node_modules\//,
];
/** Packed and unpacked size in MB beyond which something has slipped in; zod alone unpacks to more than 8 MB, programs with their clients to 10. */
const MAXIMUM = { size: 8, unpackedSize: 36 };

const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }));
const files = packed.files.map((file) => file.path);
const own = files.filter((file) => !file.startsWith('node_modules/'));
const bundled = [...new Set(files.filter((file) => file.startsWith('node_modules/')).map((file) => packageOf(file)))];

function packageOf(file) {
  const [first, second] = file.slice('node_modules/'.length).split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

const problems = [
  ...REQUIRED.filter((file) => !files.includes(file)).map((file) => `missing: ${file}`),
  ...files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file))).map((file) => `not wanted: ${file}`),
  ...files.filter((file) => /\.(pem|key|npmrc|tfstate)$/.test(file)).map((file) => `looks secret: ${file}`),
  ...bundled.filter((name) => ['cdktf', 'cdktn', 'constructs'].includes(name)).map((name) => `must come from the app: ${name}`),
  ...declarationsReachedFrom('lib/index.d.ts').flatMap(({ file, modules }) =>
    modules.filter((name) => !['constructs'].includes(name)).map((name) => `${file} shows types of ${name}, which an app need not have`)),
  ...Object.entries(MAXIMUM).filter(([key, most]) => packed[key] > most * 1e6).map(([key, most]) => `${key} is ${packed[key]}, more than ${most} MB`),
];
console.log(`${own.length} own files, bundled: ${bundled.join(', ')}; ${megabytes(packed.size)} packed, ${megabytes(packed.unpackedSize)} unpacked`);
problems.forEach((problem) => console.error(problem));
process.exit(problems.length === 0 ? 0 : 1);

/** Declarations that a user's compiler reads, with the packages whose types they name. */
function declarationsReachedFrom(entry) {
  const reached = new Map();
  const waiting = [entry];
  while (waiting.length > 0) {
    const file = waiting.pop();
    if (!reached.has(file) && existsSync(path.join(root, file))) {
      const text = readFileSync(path.join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
      const modules = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, name]) => name);
      reached.set(file, modules.filter((name) => !name.startsWith('.')));
      waiting.push(...modules.filter((name) => name.startsWith('.')).map((name) => path.join(path.dirname(file), `${name}.d.ts`)));
    }
  }
  return [...reached].map(([file, modules]) => ({ file, modules: [...new Set(modules)] }));
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
