import * as fc from 'fast-check';
import { fits, isPattern } from '../../../../src/brokers/mosquitto/semantics/patterns';

test.each([
  ['messaging', 'messaging', 'yes'],
  ['messaging', 'Messaging', 'no'],
  ['*', '', 'yes'],
  ['**', 'x', 'yes'],
  ['a*', 'a', 'yes'],
  ['*a', 'ba', 'yes'],
  ['a*a', 'a', 'no'],
  ['a*b*c', 'a-b-b-c', 'yes'],
  ['a*b*c', 'a-c-b', 'no'],
  ['a.c', 'abc', 'no'],
  ['/a.c/', 'abc', 'yes'],
  ['/a.c/', 'xabcx', 'yes'],
  ['/^a.c$/', 'xabc', 'no'],
  ['/ABC/i', 'abc', 'yes'],
  ['/b/y', 'abc', 'no'],
  ['/b/g', 'abc', 'yes'],
  ['/a.c/s', 'a\nc', 'yes'],
  ['/^b/m', 'a\nb', 'yes'],
  ['/^.$/u', '😀', 'yes'],
  ['/^.$/', '😀', 'no'],
  ['/a/gg', 'a', 'unknown'],
  ['/(/', '(', 'unknown'],
  ['/a/x', '/a/x', 'yes'],
  ['/a', '/a', 'yes'],
  ['//', '//', 'yes'],
  ['/a\\/b/', 'a/b', 'yes'],
  ['/a/b/', 'a/b', 'yes'],
  ['/^(a|b)$/', 'b', 'yes'],
  ['/^(?:a|b)?c$/', 'c', 'yes'],
  ['/^[a-z)(*+]+$/', 'a)', 'yes'],
  ['/^x{2,3}$/', 'xxx', 'yes'],
  ['/^x{2}$/', 'xxx', 'no'],
  ['/^(?<name>a)b$/', 'ab', 'yes'],
  ['/^(?=a)a$/', 'a', 'yes'],
  ['/^(ab)+$/', 'abab', 'yes'],
  ['/^https:\\/\\/[^/]+\\.example\\.com\\/.*$/', 'https://sso.example.com/realms/messaging', 'yes'],
] as const)('%s against %j: %s', (pattern, value, expected) => {
  expect(fits(pattern, value)).toBe(expected);
});

test.each([
  ['(a+)+$'], ['(a|a)*$'], ['(a*)*b'], ['(?:a?){30}a{30}'], ['(.*)\\1\\1\\1'], ['a*a*a*a*a*a*a*b'], ['((a{1,9}){1,9}){1,9}b'], ['(x+x+)+y'], ['(?<n>a)\\k<n>+'],
])('the expression %s is not tried on a long text', (expression) => {
  const before = process.hrtime.bigint();

  expect(fits(`/${expression}/`, `${'a'.repeat(3000)}!`)).toBe('unknown');
  expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(500);
});

test('whatever the pattern and the text, an answer comes at once', () => {
  const piece = fc.constantFrom('a', 'b', '.', '(', ')', '(?:', '(?=', '|', '*', '+', '?', '{2}', '{1,5}', '{2,}', '[ab]', '[^a]', '\\1', '\\w', '^', '$', 'a*', '(a+)');
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('', 'i', 'u'), fc.integer({ min: 0, max: 300 }), (pieces, flags, length) => {
    const before = process.hrtime.bigint();
    const answer = fits(`/${pieces.join('')}/${flags}`, `${'a'.repeat(length)}!`);

    expect(['yes', 'no', 'unknown']).toContain(answer);
    expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(3000);
  }), { numRuns: 2000 });
});

test('stars mean what an expression of any characters means', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
  const value = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
  fc.assert(fc.property(text.filter((pattern) => pattern.includes('*')), value, (pattern, given) => {
    const expression = new RegExp(`^${pattern.split('*').join('.*')}$`, 's');

    expect(fits(pattern, given)).toBe(expression.test(given) ? 'yes' : 'no');
  }));
});

test.each([['a*', true], ['/a/', true], ['/a/i', true], ['a', false], ['/a', false], ['/a/q', false], ['a/x/', false]])('%s is a pattern: %s', (value, expected) => {
  expect(isPattern(value)).toBe(expected);
});
