import { readIni } from '../../../src/brokers/lavinmq/ini';

function brief(text: string) {
  return readIni(text).map(({ kind, section, key, value }) => (kind === 'entry' ? [section, key, value] : [kind, section]));
}

test.each([
  ['a section and an entry', '[main]\na=1\n', [['section', 'main'], ['main', 'a', '1']]],
  ['Windows line endings', '[main]\r\n\r\na = 1 \r\n', [['section', 'main'], ['empty', 'main'], ['main', 'a', '1']]],
  ['a carriage return at the very end', '[main]\na=1\r', [['section', 'main'], ['main', 'a', '1']]],
  ['a header that ends in a carriage return without newline', '[main]\r', [['malformed', undefined]]],
  ['blanks after a header', '[main] \n', [['malformed', undefined]]],
  ['text after a header', '[a]]\n', [['malformed', undefined]]],
  ['an open header', '[a\n', [['malformed', undefined]]],
  ['indentation and several equals signs', '  [main]\n  a = b = c\n', [['section', 'main'], ['main', 'a', 'b = c']]],
  ['a header with blanks inside', '[ main ]\na=1', [['section', ' main '], [' main ', 'a', '1']]],
  ['an entry before any section', 'a=1', [[undefined, 'a', '1']]],
  ['an empty key', '[main]\n=1', [['section', 'main'], ['main', '', '1']]],
  ['text without an equals sign', '[main]\na', [['section', 'main'], ['malformed', 'main']]],
  ['a carriage return inside a line', '[main]\na=1\rb=2\n', [['section', 'main'], ['main', 'a', '1\rb=2']]],
  ['comments behind every ASCII blank', '[main]\n\v; x\n\f#y\n\t #z', [['section', 'main'], ['comment', 'main'], ['comment', 'main'], ['comment', 'main']]],
  ['a semicolon behind a no-break space', '[main]\n\u00a0; x\n', [['section', 'main'], ['malformed', 'main']]],
  ['a line of blanks', '[main]\n \t\n', [['section', 'main'], ['blanks', 'main']]],
  ['blanks beyond ASCII around a value', '[main]\na=\u00a0\u30001\u2028\n', [['section', 'main'], ['main', 'a', '1']]],
  ['characters that only look like blanks', '[main]\na=\ufeff1\u200b\n', [['section', 'main'], ['main', 'a', '\ufeff1\u200b']]],
  ['a byte order mark', '\ufeff[main]\na=1', [['section', 'main'], ['main', 'a', '1']]],
])('reads %s as the broker does', (_name, text, expected) => {
  expect(brief(text)).toEqual(expected);
});

test('keeps every byte and counts lines from one', () => {
  const text = '\ufeff[main]\r\n; a\n\n \nb = c\r\n[x';
  const lines = readIni(text);
  expect(lines.map((line) => line.raw).join('')).toBe(text);
  expect(lines.map((line) => line.number)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('reads a megabyte of lines in time proportional to its length', () => {
  expect(readIni('a=\n'.repeat(333_000))).toHaveLength(333_000);
});
