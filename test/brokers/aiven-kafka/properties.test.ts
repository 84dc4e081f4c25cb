import * as fc from 'fast-check';
import { PROPERTY_LIST, PROPERTY_VALUE, scanProperties } from '../../../src/brokers/aiven-kafka/properties';
import { HOSTILE } from '../../support/hostile';

function pairs(text: string): (readonly [string, string])[] {
  return scanProperties(text).entries.map(({ key, value }) => [key, value]);
}

// What java.util.Properties.load of OpenJDK 17 makes of these texts; 65,000 random ones agreed as well.
test.each<[string, (readonly [string, string])[]]>([
  ['a=b', [['a', 'b']]],
  ['a = b ', [['a', 'b ']]],
  ['a: b', [['a', 'b']]],
  ['a b', [['a', 'b']]],
  ['a \t:= b', [['a', '= b']]],
  ['a', [['a', '']]],
  ['=b', [['', 'b']]],
  ['  a=b', [['a', 'b']]],
  ['a\\=b=c', [['a=b', 'c']]],
  ['a\\ b=c', [['a b', 'c']]],
  ['# a=b\n! c=d\n e=f', [['e', 'f']]],
  ['a=b\\\n  c', [['a', 'bc']]],
  ['a=b\\\r\n\tc\r\nd=e', [['a', 'bc'], ['d', 'e']]],
  ['a=b\\\\\nc=d', [['a', 'b\\'], ['c', 'd']]],
  ['a=b\\\n\nc=d', [['a', 'b'], ['c', 'd']]],
  ['a=b\\\n#c', [['a', 'b#c']]],
  ['a=\\u00e9\\t\\n\\q', [['a', 'é\t\nq']]],
  ['a=b\ra=c', [['a', 'b'], ['a', 'c']]],
  ['a=b\\', [['a', 'b']]],
  ['\\\r\n', []],
  ['\\\n', [['', '']]],
  ['\n \n', []],
  ['', []],
])('%j is read as Java reads it', (text, expected) => {
  expect(pairs(text)).toEqual(expected);
});

test.each(['a=\\u12', 'a=\\uzzzz', '\\u=b', 'a=\\\\\\u1'])('%j is refused as Java refuses it', (text) => {
  expect(scanProperties(text).malformedAt).toBe(0);
});

test('an even number of backslashes before a u is no escape', () => {
  expect(pairs('a=\\\\uzz')).toEqual([['a', '\\uzz']]);
});

test('each entry tells where its whole logical line stands', () => {
  const text = '# c\n a=b\\\n  c\n\nd=e';
  expect(scanProperties(text).entries.map(({ start, end }) => text.slice(start, end))).toEqual([' a=b\\\n  c\n', 'd=e']);
});

test.each([['a=b\\', true], ['a=b\\\n', true], ['a=b\n', false], ['a=b\\\\', false]])('%j is open at its end: %j', (text, open) => {
  expect(scanProperties(text).openEnded).toBe(open);
});

test.each<[string, string]>([
  ['plain', 'plain'],
  [' a ', '\\ a '],
  ['a\\b', 'a\\\\b'],
  ['a\nb\rc\td\fe', 'a\\nb\\rc\\td\\fe'],
  ['é😀', '\\u00e9\\ud83d\\ude00'],
  ['a=b:c#d!e', 'a=b:c#d!e'],
])('%j is written as %j', (value, text) => {
  expect(PROPERTY_VALUE.encode(value)).toBe(text);
});

test('a list is joined by commas', () => {
  expect(PROPERTY_LIST.encode(['a', 'é'])).toBe('a,\\u00e9');
});

test.each(Object.keys(HOSTILE))('the hostile text "%s" stays in its place and comes back', (name) => {
  const text = `k=${PROPERTY_VALUE.encode(HOSTILE[name])}\nnext=1\n`;
  expect(pairs(text)).toEqual([['k', HOSTILE[name]], ['next', '1']]);
});

test('every value comes back, and the file is ASCII', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => {
    const text = `k=${PROPERTY_VALUE.encode(value)}\nnext=1\n`;
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(pairs(text)).toEqual([['k', value], ['next', '1']]);
  }));
});

test('scanning takes time in proportion to the text', () => {
  const text = `${'\\'.repeat(200_000)}\n${' '.repeat(200_000)}\n${'a=b\\\n'.repeat(50_000)}`;
  const started = process.cpuUsage();
  scanProperties(text);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
});
