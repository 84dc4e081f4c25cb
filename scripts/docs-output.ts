import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { COMMANDS } from '../src/cli/commands';
import { runProgram } from '../src/cli/program';

/*
 * Writes what the program prints into docs/preview.md; with `--check` only compares.
 *
 * A block behind `<!-- file: NAME -->` is a file. A `console` block is a command behind `$ `, what it prints, and its exit code where that
 * is not 0; the command runs in a folder with the files above it.
 */

export const PAGE = path.resolve(__dirname, '..', 'docs', 'preview.md');

const FILE = /<!-- file: (?<name>[\w./-]+) -->\n```\w*\n(?<contents>[\s\S]*?)^```$/gm;
const CONSOLE = /^```console\n\$ (?<command>(?:.*\\\n)*.*)\n[\s\S]*?^```$/gm;

/** The page with the outputs of now. */
export async function withOutputs(page: string): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-oauth-docs-'));
  const before = process.cwd();
  try {
    process.chdir(folder);
    for (const { groups } of page.matchAll(FILE)) {
      fs.writeFileSync(groups!.name, groups!.contents);
    }
    let [result, end] = ['', 0];
    for (const match of page.matchAll(CONSOLE)) {
      const { command } = match.groups!;
      result += `${page.slice(end, match.index)}\`\`\`console\n$ ${command}\n${await outputOf(command)}\`\`\``;
      end = match.index + match[0].length;
    }
    return result + page.slice(end);
  } finally {
    process.chdir(before);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What a command prints. Words are as a shell reads them, as far as the page has any. */
async function outputOf(command: string): Promise<string> {
  const words = [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
  const [program, ...rest] = words;
  if (program !== 'broker-oauth') {
    throw new Error(`docs/preview.md runs ${program}`);
  }
  const printed: string[] = [];
  const code = await runProgram(COMMANDS, rest, {
    write: (text) => printed.push(text),
    complain: (text) => printed.push(text),
    stdin: async function* () { yield* []; },
    // Examples name their time; one that does not is refused.
    now: () => NaN,
  }, '0.0.0');
  return `${printed.join('')}${code === 0 ? '' : `(exit code ${code})\n`}`;
}

async function main(): Promise<void> {
  const page = fs.readFileSync(PAGE, 'utf8');
  const fresh = await withOutputs(page);
  if (!process.argv.includes('--check')) {
    fs.writeFileSync(PAGE, fresh);
  } else if (fresh !== page) {
    console.error('docs/preview.md is out of date; run "npm run docs:output" and commit it');
    process.exitCode = 1;
  }
}

if (require.main === module) {
  void main();
}
