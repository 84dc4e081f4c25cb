import * as fs from 'node:fs';
import * as path from 'node:path';
import { describeReport } from '../../src/lint/describe';
import { lintFiles } from '../../src/lint/lint';

const DOCUMENT = fs.readFileSync(path.resolve(__dirname, '../../docs/lint.md'), 'utf8');
const EXAMPLES = [...DOCUMENT.matchAll(/```(?:ini|xml|json|properties)\n([^]*?)```\n\n```text\n\$ broker-oauth lint (\S+) --broker-version (\S+)\n([^]*?)```/g)]
  .map(([, text, file, version, output]) => [file, version, text, output] as const);

test.each(EXAMPLES)('docs/lint.md shows what is said of %s', (file, version, text, output) => {
  expect(describeReport(lintFiles([{ path: file, text }], { broker: undefined, version, acknowledged: [] }))).toBe(output);
});

test('docs/lint.md has an example a broker', () => {
  expect(EXAMPLES.map(([file]) => file)).toEqual(['lavinmq.ini', 'config.xml', 'jwt.json', 'server.properties']);
});
