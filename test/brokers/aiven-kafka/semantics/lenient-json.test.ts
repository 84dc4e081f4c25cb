import * as fc from 'fast-check';
import { readLenientObject } from '../../../../src/brokers/aiven-kafka/semantics/lenient-json';
import { dataOf, JsonObject } from '../../../../src/oauth/json-tree';

function read(text: string): unknown {
  const object = readLenientObject(text);
  return object instanceof JsonObject ? dataOf(object) : object;
}

test.each([
  ['{}', {}],
  ['{\t"a"\r:\n1}', { a: 1 }],
  [' {"a":1,"b":[true,false,null,"x"]} ', { a: 1, b: [true, false, null, 'x'] }],
  ['{,"a":1,,"b":2,}', { a: 1, b: 2 }],
  ['{"a" 1 "b"::2}', { a: 1, b: 2 }],
  ['{"a":[1 2,,3,]}', { a: [1, 2, 3] }],
  ['{"a":[,[,],{}]}', { a: [[], {}] }],
  ['{"a":007,"b":-0.5e2}', { a: 7, b: -50 }],
  ['{"a":"\u0001\n"}', { a: '\u0001\n' }],
  ['{"a":"\\q\\u12\\\\"}', { a: '\\q\\u12\\' }],
  ['{"a":"\\u0041\\/\\"\\b\\f\\n\\r\\t"}', { a: 'A/"\b\f\n\r\t' }],
  ['{"a":truefalse}', 'is no JSON'],
  ['{"a":1 true}', 'is no JSON'],
  ['{"a"}', 'is no JSON'],
  ['{"a":}', 'is no JSON'],
  ['{"a",1}', 'is no JSON'],
  ['{:1}', 'is no JSON'],
  ['{"a":1:}', 'is no JSON'],
  ['{::"a":1}', 'is no JSON'],
  ['{{', 'is no JSON'],
  ['{[', 'is no JSON'],
  ['[1:2]', 'is no JSON object'],
  ['{"a":[1:2]}', 'is no JSON'],
  ['{"a":[1}', 'is no JSON'],
  ['{"a":1]', 'is no JSON'],
  ['{[]:1}', 'is no JSON'],
  ['{{}:1}', 'is no JSON'],
  ['{5:1}', 'is no JSON'],
  ['{"a":1.}', 'is no JSON'],
  ['{"a":.5}', 'is no JSON'],
  ['{"a":+1}', 'is no JSON'],
  ['{"a":-}', 'is no JSON'],
  ['{"a":"x', 'ends within a text'],
  ['{"a":"\\"}', 'ends within a text'],
  ['{"a":1', 'ends too early'],
  ['', 'ends too early'],
  ['5', 'is no JSON object'],
  ['"x"', 'is no JSON object'],
  ['{}{}', 'has text behind the JSON object'],
  ['{"a":1,"a":1}', 'names a member twice'],
  ['{"a":{"b":1,"\\u0062":1}}', 'names a member twice'],
  ['\u00a0{}', 'is no JSON object'],
])('%j', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test('an empty object has no member', () => {
  expect(readLenientObject('{}')).toEqual(new JsonObject([]));
});

test('strict JSON without duplicates is read as JSON.parse reads it', () => {
  fc.assert(fc.property(fc.dictionary(fc.string().filter((name) => name !== '__proto__'), fc.jsonValue()), (value) => {
    const text = JSON.stringify(value);
    expect(read(text)).toEqual(JSON.parse(text));
  }));
});

test('depth and length are no trouble', () => {
  expect(readLenientObject(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)).toBeInstanceOf(JsonObject);
  expect(readLenientObject('{'.repeat(200_000))).toBe('is no JSON');
  expect(readLenientObject(`{"a":"${'\\'.repeat(400_000)}"}`)).toBeInstanceOf(JsonObject);
});
