import * as fc from 'fast-check';
import { allows, patternMatches, Permissions, sourceOf, vhostMatches } from '../../../../src/brokers/lavinmq/semantics/permissions';

const PIECES = fc.constantFrom('a', 'b', '*', '\n', 'ab', '.', '$');
const TEXT = fc.array(PIECES, { maxLength: 8 }).map((pieces) => pieces.join(''));

/** The broker's expression in the syntax of JavaScript, whose `.` and `$` differ from PCRE's. */
function inJavaScript(pattern: string): RegExp {
  return new RegExp(sourceOf([pattern]).replaceAll('.*', '[^\\n]*').replace(/\$$/, '(?=\\n?$(?![\\s\\S]))'));
}

test('a pattern matches what its expression matches', () => {
  fc.assert(fc.property(TEXT, TEXT, (pattern, name) => {
    const plain = name.replaceAll('*', 'x');

    expect([pattern, plain, patternMatches(pattern, plain)]).toEqual([pattern, plain, inJavaScript(pattern).test(plain)]);
  }), { numRuns: 2000 });
});

test.each([
  ['*', 'any\nthing', true],
  ['a*', 'a\nb', false],
  ['a*', 'ab\n', true],
  ['a', 'a\n', true],
  ['a', 'a\n\n', false],
  ['*a\n*b', 'xa\nyb', true],
  ['', '', true],
])('pattern %j on %j: %s', (pattern, name, expected) => {
  expect(patternMatches(pattern, name)).toBe(expected);
});

test('many wildcards do not take long', () => {
  const pattern = `${'*a'.repeat(500)}b`;

  expect(patternMatches(pattern, 'a'.repeat(2000))).toBe(false);
}, 5000);

test.each([
  ['*', 'any', true],
  ['*', '', true],
  ['prod-*', 'prod-', true],
  ['prod-*', 'production', false],
  ['*-production', 'x-production', true],
  ['prod-*-db', 'prod--db', true],
  ['prod-*-db', 'prod-db', false],
  ['a**b', 'ab', true],
  ['ab*ab', 'abab', true],
  ['ab*ab', 'ab', false],
  ['a*b*c', 'aXbYc', true],
  ['a*b*c', 'aXcYb', false],
  ['plain', 'plain', true],
  ['plain', 'plain-text', false],
  ['plain', 'Plain', false],
])('virtual host pattern %s on %s: %s', (pattern, vhost, expected) => {
  expect(vhostMatches(pattern, vhost)).toBe(expected);
});

test.each([
  ['\n*', '\n', true], ['\n*a', '\nba', true], ['a*b*', 'a\nb', false], ['a*\n*b', 'a\nb', true], ['*a*', 'xay', true], ['*a*b', 'aab', true],
  ['a*b', 'xab', false], ['a*', 'a\n\n', false], ['*ab', 'aab', true], ['ab', 'xab', false], ['', '\n', true], ['', 'a', false], ['a*b', 'ab\nc', false], ['a*b', 'abc', false],
  ['*b', '\nb', false],
])('pattern %j on %j: %s', (pattern, name, expected) => {
  expect(patternMatches(pattern, name)).toBe(expected);
});

test.each([
  [[], '^$'], [['a'], '^a$'], [[''], '^$'], [['*'], '.*'], [['a.b'], '^a\\.b$'], [['a*'], '^a.*$'], [['a', '*', 'b_c-d'], '^a$|.*|^b_c-d$'],
  [['+?^${}()|[]\\'], '^\\+\\?\\^\\$\\{\\}\\(\\)\\|\\[\\]\\\\$'],
])('patterns %j make the expression %s', (patterns, expected) => {
  expect(sourceOf(patterns)).toBe(expected);
});

test.each([
  [[''], '', false], [['', ''], '', true], [[], 'a', false], [['a'], 'a', true], [['a', 'b'], 'b', true], [['', 'b'], 'b', true],
])('an entry with the patterns %j allows %j: %s', (read, name, expected) => {
  expect(allows({ read, write: [], configure: [] }, 'read', name)).toBe(expected);
});

test('entries are kept in the order of the token, an exact one counts before a wildcard, the empty pattern gives way', () => {
  const permissions = new Permissions();
  permissions.add('read', '*', 'w');
  permissions.add('read', 'b', '');
  permissions.add('read', 'b', 'x');
  permissions.add('read', 'b', '');
  permissions.add('write', 'a', 'y');

  expect(permissions.describe()).toEqual([
    { vhost: '*', configure: '^$', read: '^w$', write: '^$' },
    { vhost: 'b', configure: '^$', read: '^x$|^$', write: '^$' },
    { vhost: 'a', configure: '^$', read: '^$', write: '^y$' },
  ]);
  expect([permissions.find('a')?.write, permissions.find('c')?.read, permissions.exact('c'), permissions.exact('b')?.read]).toEqual([['y'], ['w'], undefined, ['x', '']]);
});

test('without a wildcard that matches there is no entry', () => {
  const permissions = new Permissions();
  permissions.add('read', 'a-*', 'x');

  expect([permissions.find('b-c'), permissions.find('a-c')?.read]).toEqual([undefined, ['x']]);
});

test.each([
  ['a*a', 'a', false], ['a*b', 'xab', false], ['*a*', 'xay', true], ['*', 'a\nb', true], ['a*b*c', 'abxc', true], ['a*bc*c', 'abc', false],
  ['a*b', 'aXbY', false], ['*b', 'b', true],
])('virtual host pattern %s on %j: %s', (pattern, vhost, expected) => {
  expect(vhostMatches(pattern, vhost)).toBe(expected);
});
