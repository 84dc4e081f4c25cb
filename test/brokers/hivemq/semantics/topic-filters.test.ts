import * as fc from 'fast-check';
import { compileFilter, filterMatches, isFilter, isPlainFilter, isTopicToPublish, mayCover, shareOf } from '../../../../src/brokers/hivemq/semantics/topic-filters';

test.each([
  ['a', 'a', true], ['a', 'a/', true], ['a', 'a//', true], ['a/', 'a', true], ['a', 'b', false], ['a', '/', false], ['/', '/', false], ['//', 'a', false],
  ['a/+', 'a/b', true], ['a/+', 'a/', true], ['a/+', 'a/b/', false], ['a/+', 'a/#', true], ['a/+', 'a/+', true], ['a/+', 'a', false], ['a/+/', 'a/b', true],
  ['+', '#', true], ['+', '', false], ['+/+', 'a/#', true], ['a/#', 'a', true], ['a/#', 'a/', true], ['a/#', 'a/b/c', true], ['a/#', 'ab', false],
  ['#', '', true], ['#', '#', true], ['#', '$SYS/x', true], ['a/+/#', 'a', false], ['a/+/#', 'a/b', true], ['a#', 'a#', false], ['#/a', '#/a', false],
])('%s covers %s: %p', (filter, topic, covers) => {
  expect(filterMatches(compileFilter(filter), topic)).toBe(covers);
});

test.each([
  ['a', true], ['#', true], ['+', true], ['a/+/#', true], ['', false], ['a#', false], ['#/a', false], ['a/b+', false], ['a\0', false], ['a'.repeat(65536), false],
])('whether it is a filter', (text, isOne) => {
  expect(isPlainFilter(text)).toBe(isOne);
  expect(isFilter(text)).toBe(isOne);
  expect(isFilter(`$share/g/${text}`)).toBe(false);
});

test.each([['a/b', true], ['', false], ['a/+', false], ['#', false], ['$SYS', false], ['a$', true], ['a\0', false], ['a'.repeat(65535), true], ['a'.repeat(65536), false]])(
  'whether a client may publish there', (topic, may) => {
    expect(isTopicToPublish(topic)).toBe(may);
  });

test('a shared subscription has a group and a filter', () => {
  expect(shareOf('$share/g/a/b')).toEqual({ group: 'g', filter: 'a/b' });
  expect(shareOf('$share//a')).toEqual({ group: '', filter: 'a' });
  expect(['$share/g', '$share', 'share/g/a', 'x/$share/g/a'].map(shareOf)).toEqual([undefined, undefined, undefined, undefined]);
});

const levels = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 5 });

test('a topic is covered by itself with any level replaced by +, and by any of its beginnings with #', () => {
  fc.assert(fc.property(levels, fc.nat(4), (parts, at) => {
    const topic = [...parts, 'x'].join('/');
    const place = at % parts.length;

    expect(filterMatches(compileFilter([...parts.slice(0, place), '+', ...parts.slice(place + 1), 'x'].join('/')), topic)).toBe(true);
    expect(filterMatches(compileFilter([...parts.slice(0, place), '#'].join('/')), topic)).toBe(true);
  }));
});

const piece = fc.array(fc.constantFrom('a', 'b', '/', '/', '+', '#'), { maxLength: 6 }).map((characters) => characters.join(''));

test('what some filter with this beginning covers, may be covered', () => {
  fc.assert(fc.property(piece, piece, piece.filter((topic) => topic !== ''), (beginning, rest, topic) => {
    expect(filterMatches(compileFilter(beginning + rest), topic) && !mayCover(beginning, topic)).toBe(false);
  }), { numRuns: 5000 });
});

test.each([
  ['', 'x', true], ['a/', 'a/x', true], ['a/', 'a/x/y', true], ['a/', 'a', true], ['a/', 'b', false], ['a/', 'b/x', false], ['a/b', 'a/bc', true],
  ['a/b', 'a/c', false], ['a/b/', 'a', false], ['+/b/', 'x/b/c', true], ['+/b/', 'x/c/c', false], ['a+', 'b', true], ['/a', 'a', false], ['a//', 'a', true], ['a/', '#', false],
  ['+/+/', 'x', false], ['a/#/b/', 'a', true], ['#/b/', 'x', true],
])('a filter that begins with %j may cover %j: %s', (beginning, topic, may) => {
  expect(mayCover(beginning, topic)).toBe(may);
});

test('slashes without end are compared in no time', () => {
  const slashes = '/'.repeat(60_000);

  expect(filterMatches(compileFilter(`a${slashes}`), `a${slashes}`)).toBe(true);
  expect(filterMatches(compileFilter(`${slashes}b`), `${slashes}a`)).toBe(false);
  expect([mayCover(`${slashes}b`, `${slashes}a`), mayCover(`a${slashes}`, 'a')]).toEqual([false, true]);
});
