import * as fc from 'fast-check';
import { patternMatches, sourceOf, vhostMatches } from '../../../../src/brokers/lavinmq/semantics/permissions';

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
  ['plain', 'Plain', false],
])('virtual host pattern %s on %s: %s', (pattern, vhost, expected) => {
  expect(vhostMatches(pattern, vhost)).toBe(expected);
});
