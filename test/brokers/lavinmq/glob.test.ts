import * as fc from 'fast-check';
import { covers, overlaps } from '../../../src/brokers/lavinmq/glob';

test.each([
  ['*', '', true], ['*', 'a*b', true], ['a*', 'ab', true], ['a*', 'a*', true], ['a*', '*', false], ['ab', 'ab', true], ['ab', 'a', false],
  ['a', 'ab', false], ['*b', 'a*b', true], ['a*b', 'a*b*', false], ['a**b', 'ab', true], ['ab*ab', 'ab', false], ['ab*ab', 'abab', true],
  ['prod-*', 'production', false], ['prod-*', 'prod-', true], ['prod-*-db', 'prod--db', true], ['prod-*-db', 'prod-db', false], ['', '', true], ['', 'a', false],
  ['*😀', 'a😀', true],
])('%j covers %j: %s', (outer, inner, expected) => {
  expect(covers(outer, inner)).toBe(expected);
});

test.each([
  ['a*', '*b', true], ['a', 'a', true], ['a', 'b', false], ['a*', 'b*', false], ['*', 'x', true], ['a*c', 'ab*', true], ['a*', '', false], ['*', '', true],
  ['x*a*', '*b*y', true], ['😀*', '*', true],
])('%j and %j overlap: %s', (one, other, expected) => {
  expect(overlaps(one, other)).toBe(expected);
  expect(overlaps(other, one)).toBe(expected);
});

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
const plain = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });
function matchesByRegExp(glob: string, text: string): boolean {
  return new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text);
}

test('a text is covered exactly when the broker\'s regular expression matches it', () => {
  fc.assert(fc.property(pattern, plain, (glob, text) => {
    expect(covers(glob, text)).toBe(matchesByRegExp(glob, text));
    expect(overlaps(glob, text)).toBe(matchesByRegExp(glob, text));
  }));
});

test('what one pattern covers, both match', () => {
  fc.assert(fc.property(pattern, pattern, plain, (outer, inner, text) => {
    fc.pre(covers(outer, inner) && matchesByRegExp(inner, text));
    expect(matchesByRegExp(outer, text)).toBe(true);
  }));
});

test('patterns that share a text overlap', () => {
  fc.assert(fc.property(pattern, pattern, plain, (one, other, text) => {
    fc.pre(matchesByRegExp(one, text) && matchesByRegExp(other, text));
    expect(overlaps(one, other)).toBe(true);
  }));
});
