import * as fs from 'node:fs';
import * as path from 'node:path';

/** Where the examples are. */
export const EXAMPLES = path.resolve(__dirname, '../../examples');

/** Every example that is an app: a folder with two entry points, one for each CDK. */
export const APPS = fs.readdirSync(EXAMPLES).filter((name) => fs.existsSync(path.join(EXAMPLES, name, 'main.cdktn.ts'))).sort();

/** The entry point of an example under each CDK. */
export const ENTRY_POINTS = { cdktf: 'main.ts', cdktn: 'main.cdktn.ts' } as const;

/** What is the same program in every stack and would only fill the folder. */
const LEFT_OUT = ['engine.cjs'];

/** What a reader looks at after a synthesis: the stack without the CDK's own remarks, and every file beside it, by path. */
export function synthesizedFiles(outdir: string, stack: string): Record<string, string> {
  const folder = path.join(outdir, 'stacks', stack);
  const beside = path.join(folder, 'broker-oauth');
  const names = fs.readdirSync(beside, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !LEFT_OUT.includes(entry.name))
    .map((entry) => path.relative(beside, path.join(entry.parentPath, entry.name)));
  return {
    'cdk.tf.json': stackWithoutMetadata(fs.readFileSync(path.join(folder, 'cdk.tf.json'), 'utf8')),
    ...Object.fromEntries(names.sort().map((name) => [`broker-oauth/${name}`, fs.readFileSync(path.join(beside, name), 'utf8')])),
  };
}

/** The committed output of an example, by path. */
export function goldenFiles(example: string): Record<string, string> {
  const folder = path.join(EXAMPLES, example, 'golden');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  return Object.fromEntries(names.filter((entry) => entry.isFile()).map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(folder, file), fs.readFileSync(file, 'utf8')] as const;
  }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Leaves out what differs between the CDKs, and the path of the local state, which is absolute. */
function stackWithoutMetadata(text: string): string {
  const stack = JSON.parse(text, (key, value) => (key === '//' ? undefined : value));
  delete stack.terraform?.backend;
  return `${JSON.stringify(stack, undefined, 2)}\n`;
}
