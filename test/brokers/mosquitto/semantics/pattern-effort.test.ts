import { fits } from '../../../../src/brokers/mosquitto/semantics/patterns';

/*
 * How far expressions are followed: as long as all lengths of all quantifiers and all alternatives, multiplied, stay below 20 million.
 * Where the answer must be `unknown` the texts are so short that trying would end at once.
 */

const text = (length: number) => 'a'.repeat(length);

test.each([
  ['a*a*a*b', 65], ['a*a*a+b', 65], ['a*a*a*?b', 65], ['a*a*a{2,}b', 65], ['a*a*a{0,500}b', 65], ['a*a*a*b{1}', 65],
  ['a*a*a*(b)', 65], ['a*a*a*(?:b)', 65], ['a*a*a*(?=b)', 65], ['a*a*a*(?!a)b', 65], ['a*a*a*(?<=b)', 65], ['a*a*a*(?<!a)b', 65], ['a*a*a*(?<name>b)', 65],
  ['a*a*a*[*+?(|]', 65], ['a*a*a*[\\]*]', 65], ['a*a*a*\\*', 65], ['a*a*a*\\(', 65], ['a*a*a*\\|', 65], ['a*a*a*b{', 65],
  ['a*a*a*b?c', 55], ['a*a*a*b{0,1}c', 55], ['a*a*a*(b|c)', 55], ['a*a*a*b|c', 55], ['a*a*a*b??c', 55],
  ['a*a*a*b{0,2}c', 49], ['a*a*a*b{2}c', 49], ['a*a*a*b{10,12}c', 49], ['a*a*a*(b|c|d)', 49], ['a*a*a*b|c|d', 49],
  ['a*a*a*((b|c)|d)', 46], ['a*a*a*(b|c)(d|e)', 46], ['a*a*a*(b|c)|d', 46],
])('%s is followed on a text of %d characters, and on no longer one', (expression, most) => {
  expect(fits(`/${expression}/`, text(most))).toBe('no');
  expect(fits(`/${expression}/`, text(most + 1))).toBe('unknown');
});

test('20 million is not too much', () => {
  expect(fits('/a*a*a*a*a*a*b?c/', text(9))).toBe('no');
  expect(fits('/a*a*a*a*a*a*b?c|d/', text(9))).toBe('unknown');
});

test.each([
  '(a+)+', '(a*)*', '(?:a|b)+', '(?:a|b){3}', '(a?)+', '(a?){2,}', '(a{2})+', '((a?)b)+', '(?:(?:a+)b)*', '(a{1,3})*', '((a|b))+', '(?<n>a+)+',
  '(a)\\1', '(?<n>a)\\k<n>', '()()()()()()()()()\\9', '\\1', '(a+){5}',
])('what is repeated and varies is not followed: %s', (expression) => {
  expect(fits(`/${expression}/`, 'aaa')).toBe('unknown');
});

test.each([
  ['(a)+', 'aaa', 'yes'], ['^(ab)+$', 'abab', 'yes'], ['(a?)?', 'aaa', 'yes'], ['^(a?)b+$', 'abb', 'yes'], ['^(a+)b*$', 'aab', 'yes'], ['^(a{1})+$', 'aaa', 'yes'],
  ['^(a|b){2}$', 'a', 'no'], ['^(?:a|b)c+$', 'acc', 'yes'], ['^[\\1]$', '\u0001', 'yes'], ['^\\\\1$', '\\1', 'yes'], ['^(a|b)(c)+$', 'bcc', 'yes'],
  ['^(a)(b?)(c)+$', 'abc', 'yes'], ['^\\(a+\\)+$', '(aa))', 'yes'], ['^[(]a+[)]+$', '(aa)', 'yes'], ['^(?=a*)b+$', 'bb', 'yes'], ['^\u{1f600}+$', '\u{1f600}', 'yes'],
] as const)('what is repeated and fixed is followed: %s against %j', (expression, value, expected) => {
  expect(fits(`/${expression}/`, value)).toBe(expected);
});

test.each([
  ['a*b*b', 'ab', 'no'], ['a*b*b', 'abb', 'yes'], ['ab*ba', 'aba', 'no'], ['ab*ba', 'abba', 'yes'], ['a*', 'ba', 'no'], ['*a', 'ab', 'no'],
  ['a*b*c*d', 'abcd', 'yes'], ['a*c*b*d', 'abcd', 'no'], ['*b*', 'abc', 'yes'], ['*bb*', 'abc', 'no'], ['a*aa*a', 'aaa', 'no'], ['a*aa*a', 'aaaa', 'yes'],
] as const)('pieces between stars do not overlap: %s against %s', (pattern, value, expected) => {
  expect(fits(pattern, value)).toBe(expected);
});

test('flags tell expressions apart, and a flag that remembers starts anew', () => {
  expect([fits('/ABC/i', 'abc'), fits('/ABC/', 'abc'), fits('/ABC/i', 'abc')]).toEqual(['yes', 'no', 'yes']);
  expect([fits('/b/g', 'ab'), fits('/b/g', 'ab'), fits('/b/g', 'ab')]).toEqual(['yes', 'yes', 'yes']);
});
