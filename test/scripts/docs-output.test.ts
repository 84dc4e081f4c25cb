import * as fs from 'node:fs';
import { PAGE, withOutputs } from '../../scripts/docs-output';

test('docs/preview.md shows what the program prints', async () => {
  const page = fs.readFileSync(PAGE, 'utf8');

  expect(page.match(/^\$ broker-oauth preview /gm)?.length).toBeGreaterThanOrEqual(6);
  expect(await withOutputs(page)).toBe(page);
});

test('an output that has changed is replaced, and nothing else', async () => {
  const page = 'before\n<!-- file: t.json -->\n```json\n{"claims":{"sub":"s"}}\n```\n```console\n$ broker-oauth claims --idp uaa \\\n    --token t.json --json\nold\n```\nafter\n';

  expect(await withOutputs(page)).toBe(page.replace('old\n',
    `${JSON.stringify({ scopes: [], audiences: [], subject: 's', clientId: null, machine: false, username: 's', warnings: [] }, undefined, 2)}\n`));
});

test('the exit code is shown where it is not 0', async () => {
  expect(await withOutputs('```console\n$ broker-oauth nothing\n```\n')).toMatch(/^error: unknown command[\s\S]*\n\(exit code 1\)\n```\n$/m);
});

test('no other program runs', async () => {
  await expect(withOutputs('```console\n$ rm -r x\n```\n')).rejects.toThrow('runs rm');
});
