import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const ROOT = path.resolve(__dirname, '../..');

/** The blocks of a page in one language, as they stand there. */
function blocks(page: string, language: string): readonly string[] {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, block]) => block);
}

/** Runs a block, with the tests that it declares, and gives what it prints. */
function run(code: string): string {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const printed: string[] = [];
  const log = { log: (text: unknown) => printed.push(String(text)) };
  let tests = 0;
  const runTest = (_name: string, body: () => void) => {
    tests++;
    body();
  };
  const load = (name: string) => (name === '@jest/globals' ? { test: runTest, expect } : require(name) as unknown);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, no-new-func -- the page's own program is the test
  new Function('require', 'exports', 'console', outputText)(load, {}, log);
  expect(tests + printed.length).toBeGreaterThan(0);
  return printed.join('\n');
}

const PAGE = 'docs/preview-in-stacks.md';

test('the test on the page passes, and prints what the page shows', () => {
  expect(run(blocks(PAGE, 'ts')[0])).toBe(blocks(PAGE, 'text')[0]);
});

test('the preview without a stack on the page is denied what no role allows', () => {
  expect(run(blocks(PAGE, 'ts')[1])).toBe('no');
});

test('the preview in the README says what its remarks say', () => {
  const [block] = blocks('README.md', 'ts').filter((code) => code.includes('.preview('));

  expect(run(`${block}console.log([letIn, publishes, reads].join(' '));`)).toBe('true true false');
});
