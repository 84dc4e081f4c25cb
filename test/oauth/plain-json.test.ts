import * as fc from 'fast-check';
import { readLenientObject } from '../../src/brokers/aiven-kafka/semantics/lenient-json';
import { dataOf, JsonObject } from '../../src/oauth/json-tree';
import { formOf, readSegment } from '../../src/oauth/jwt';
import { isStrict, readPlainSegment } from '../../src/oauth/plain-json';

const encode = (text: string | Buffer) => Buffer.from(text).toString('base64url');

const dataIn = (segment: string) => {
  const plain = readPlainSegment(segment);
  return plain === undefined ? undefined : dataOf(plain);
};

test.each([
  ['{}'], ['{"a":1}'], [' {"a": 1.0 } '], ['{"exp":1e+21,"aud":["x","é😀"]}'], ['{"a":{"b":[true,null,"\\n\\u0061"]}}'], ['{"2":1,"1":{"2":1}}'],
])('%s is plain', (text) => {
  expect(dataIn(encode(text))).toEqual(JSON.parse(text));
});

test('a member may have the name of a property of every object', () => {
  const value = dataIn(encode('{"b":1,"__proto__":{"a":1}}'))!;

  expect([Object.keys(value), Object.getPrototypeOf(value) === Object.prototype]).toEqual([['b', '__proto__'], true]);
});

test.each([
  ['[]'], ['"a"'], ['1'], ['null'], [''], ['{'], ['{} x'], ['{"a":1,"a":1}'], ['{"a":1,"b":2,"a":3}'], ['{"a":{"b":1,"b":1}}'], ['{"a":[[{"b":1,"b":1}]]}'],
  ['{"a":"\\ud800"}'], ['{"a":"\ufffd"}'], ['\ufeff{}'], ['{"a":01}'], ['{"a":1,}'],
])('%j is left to a reader that sees more', (text) => {
  expect(readPlainSegment(encode(text))).toBeUndefined();
});

test('many names are compared too', () => {
  const text = (names: readonly number[]) => `{${names.map((name) => `"${name}":0`).join()},"o":{"a":0}}`;
  const names = Array.from({ length: 100 }, (_, index) => index);

  expect(readPlainSegment(encode(text(names)))).toBeDefined();
  expect(readPlainSegment(encode(text([...names, 7])))).toBeUndefined();
  expect(readPlainSegment(encode(text(names).replace('"a":0', '"a":0,"a":0')))).toBeUndefined();
});

test('so is what is no UTF-8, too deep, or not strict base64url', () => {
  expect(readPlainSegment(encode(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])))).toBeUndefined();
  expect(readPlainSegment(encode(`{"a":${'['.repeat(512)}${']'.repeat(512)}}`))).toBeUndefined();
  expect(readPlainSegment(encode(`{"a":${'['.repeat(511)}${']'.repeat(511)}}`))).toBeDefined();
  expect(['e30=', 'e31', 'e3 0', 'e', encode('{"a":"ÿÿ?"}').replace('_', '/')].map(readPlainSegment)).toEqual(Array(5).fill(undefined));
  expect([isStrict('e30'), isStrict('e31'), isStrict('e30='), isStrict('')]).toEqual([true, false, false, true]);
});

test('what is plain means the same to every reader', () => {
  const texts = fc.oneof(fc.json(), fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()).map((value) => JSON.stringify(value)));
  fc.assert(fc.property(texts, (text) => {
    const segment = encode(text);
    const plain = readPlainSegment(segment);

    if (plain !== undefined) {
      const read = readSegment(segment);
      expect(read.isUtf8 && read.value instanceof JsonObject && read.value.duplicate === undefined).toBe(true);
      expect([dataOf(read.value!), dataOf(readLenientObject(text) as JsonObject)]).toEqual([JSON.parse(text), JSON.parse(text)]);
      expect(dataOf(plain)).toEqual(JSON.parse(text));
      expect(formOf(segment)).toEqual({ urlAlphabet: true, anyAlphabet: true, padded: false, impossibleLength: false, strayBits: false });
    }
  }), { numRuns: 1000 });
});
