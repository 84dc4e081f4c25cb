import * as fc from 'fast-check';
import { coversFilter, coversFilter20, filterOf, isFilter, isShare, isTopic, matchesTopic } from '../../../../src/brokers/mosquitto/semantics/topics';

const NOBODY = { username: undefined, clientId: undefined };
const level = fc.constantFrom('a', 'b', '');
const wild = fc.constantFrom('a', 'b', '', '+');
const join = (list: readonly string[]) => list.join('/');
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map(join).filter((text) => text !== '');
const filter = fc.tuple(fc.array(wild, { maxLength: 4 }), fc.boolean()).map(([levels, rest]) => join(rest ? [...levels, '#'] : levels)).filter((text) => text !== '');

/** Every topic of up to five levels out of few names. */
const TOPICS = ['a', 'b', ''].reduce<string[][]>((lists) => [...lists, ...lists.flatMap((list) => ['a', 'b', ''].map((name) => [...list, name]))], [[]])
  .filter((list) => list.length > 0).map(join).filter((text) => text !== '');

test('what covers a filter matches every topic that the filter matches', () => {
  fc.assert(fc.property(filter, filter, (entry, asked) => {
    const [own, other] = [filterOf(entry), filterOf(asked)];
    if (coversFilter(own, other, NOBODY)) {
      const escaped = TOPICS.filter((text) => matchesTopic(other, filterOf(text), NOBODY) && !matchesTopic(own, filterOf(text), NOBODY));
      expect(escaped).toEqual([]);
    }
  }), { numRuns: 2000 });
});

test('a topic is covered where it is matched', () => {
  fc.assert(fc.property(filter, topic, (entry, text) => {
    const [own, other] = [filterOf(entry), filterOf(text)];
    expect(coversFilter(own, other, NOBODY)).toBe(matchesTopic(own, other, NOBODY));
  }));
});

test('2.0 and 2.1 agree where neither $ nor a filter of one # is asked', () => {
  fc.assert(fc.property(filter, filter.filter((text) => !text.includes('#')), (entry, asked) => {
    expect(coversFilter20(filterOf(entry), filterOf(asked))).toBe(coversFilter(filterOf(entry), filterOf(asked), NOBODY));
  }));
});

test('filters of MQTT match as section 4.7 says', () => {
  fc.assert(fc.property(filter, topic, (entry, text) => {
    const source = entry.split('/').map((part) => (part === '+' ? '[^/]*' : part)).join('/');
    const expression = source === '#' ? /^.*$/s : new RegExp(`^${source.replace(/\/#$/, '(/.*)?')}$`, 's');

    expect(matchesTopic(filterOf(entry), filterOf(text), NOBODY)).toBe(expression.test(text));
  }), { numRuns: 2000 });
});

test.each([
  ['', false, false], ['a', true, true], ['a/+', false, true], ['+a', false, false], ['a/#', false, true], ['#/a', false, false], ['a#', false, false],
  ['a/+b/c', false, false], ['/', true, true], ['é'.repeat(32767), true, true], ['é'.repeat(32768), false, false], ['/'.repeat(200), true, true],
  ['/'.repeat(201), false, false], ['a\0', false, false], ['+', false, true], ['#', false, true],
])('%#: a topic: %s, a filter: %s', (text, aTopic, aFilter) => {
  expect([isTopic(text), isFilter(text)]).toEqual([aTopic, aFilter]);
});

test.each([
  ['a', true], ['$share', false], ['$share/g', false], ['$share/g/', false], ['$share/g/a', true], ['$share//a', true], ['$share/+/a', false],
  ['$share/g/+', true], ['$shared/g', true], ['$share/g//', true],
])('%s can be taken apart: %s', (text, expected) => {
  expect(isShare(text)).toBe(expected);
});
