import * as fc from 'fast-check';
import { memberOf, readJson, valueOf } from '../../../src/brokers/mosquitto/json-text';

describe('reading JSON with places', () => {
  test('gives the same values as JSON.parse', () => {
    fc.assert(fc.property(fc.json(), fc.constantFrom('', ' ', '\n\t', '\r\n'), (text, blank) => {
      const { root } = readJson(blank + text + blank);
      expect(root && valueOf(root)).toEqual(JSON.parse(text));
    }));
  });

  test('knows where each value stands, and keeps the text of numbers', () => {
    const text = '{ "a": [1, 12345678901234567890], "B": "x\\"y" }';
    const { root } = readJson(text);
    const [first, second] = [memberOf(root, 'a'), memberOf(root, 'b')].map((member) => member && text.slice(member.value.start, member.value.end));
    expect([first, second]).toEqual(['[1, 12345678901234567890]', '"x\\"y"']);
  });

  test('a byte order mark is taken for none', () => {
    expect(readJson('\ufeff1').root).toMatchObject({ kind: 'number', start: 1, end: 2 });
  });

  test.each([
    ['', 'has something that is no JSON value (line 1)'],
    ['{\n"a" 1}', 'lacks a key in double quotes and a colon (line 2)'],
    ['{a:1}', 'lacks a key in double quotes and a colon (line 1)'],
    ['[1 2]', 'lacks a comma or "]" (line 1)'],
    ['[1,]', 'has something that is no JSON value (line 1)'],
    ['"a', 'has a string that does not end, or a control character or an unknown escape in it (line 1)'],
    ['"\\', 'has a string that does not end, or a control character or an unknown escape in it (line 1)'],
    ['"\\x"', 'has a string that does not end, or a control character or an unknown escape in it (line 1)'],
    ['"a\nb"', 'has a string that does not end, or a control character or an unknown escape in it (line 1)'],
    ['01', 'has text after its end (line 1)'],
    ['1 1', 'has text after its end (line 1)'],
    ['nul', 'has something that is no JSON value (line 1)'],
    ['{"a":'.repeat(200), 'is nested deeper than 100 levels (line 1)'],
    [' '.repeat(16_000_001), 'is larger than 16000000 characters'],
  ])('tells what is wrong with %s', (text, problem) => {
    expect(readJson(text)).toEqual({ problem });
  });
});
