/*
 * Compiles every TypeScript code block of README.md and docs/ as a user's compiler would.
 *
 * The README goes through jsii-rosetta, which also compiles the examples of docstrings. It does not look at docs/,
 * so the blocks there are written beside the tests' configuration and compiled with it. What a block takes for granted stands in a
 * comment of the page above it, which readers do not see: `<!-- setup`, imports and declarations, `-->`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(root, 'tmp', 'docs-check');

function codeBlocks(file) {
  const text = readFileSync(path.join(root, file), 'utf8');
  const parts = [...text.matchAll(/^```(?:ts|typescript)\n(?<code>[\s\S]*?)^```$|^<!-- setup\n(?<setup>[\s\S]*?)^-->$/gm)].map(({ groups }) => groups);
  return parts.flatMap(({ code }, index) => {
    const setup = parts.slice(0, index).map((part) => part.setup ?? '').join('');
    return code === undefined ? [] : [{ file, index, code: `${setup}${code}` }];
  });
}

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

/** Each block is a module of its own, so that names do not collide. */
function compileDocs() {
  const pages = readdirSync(path.join(root, 'docs'), { recursive: true }).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  const blocks = pages.flatMap(codeBlocks);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, index, code } of blocks) {
    writeFileSync(path.join(folder, `${file.slice('docs/'.length, -'.md'.length).replaceAll('/', '-')}-${index + 1}.ts`), `${code}\nexport {};\n`);
  }
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({
    extends: '../../test/tsconfig.json',
    compilerOptions: { baseUrl: '../..', rootDir: '../..', isolatedModules: false, noUnusedLocals: false, noUnusedParameters: false },
    include: ['*.ts'],
  }));
  console.log(`${blocks.length} code blocks in ${pages.length} pages of docs/`);
  return blocks.length === 0 || run('npx', ['tsc', '--noEmit', '--project', path.join(folder, 'tsconfig.json')]);
}

const good = [
  run('npx', ['jsii-rosetta', 'extract', '--compile', '--fail']),
  compileDocs(),
];
rmSync(folder, { recursive: true, force: true });
// Translations to other languages, which nobody asked for here.
rmSync(path.join(root, '.jsii.tabl.json'), { force: true });
process.exit(good.every(Boolean) ? 0 : 1);
