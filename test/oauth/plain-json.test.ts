import * as fc from 'fast-check';
import { readLenientObject } from '../../src/brokers/aiven-kafka/semantics/lenient-json';
import { dataOf, JsonObject } from '../../src/oauth/json-tree';
import { formOf, readSegment } from '../../src/oauth/jwt';
import { isStrict, readPlainSegment } from '../../src/oauth/plain-json';

const encode = (text: string | Buffer) => Buffer.from(text).toString('base64url');

test.each([
  ['{}', {}], ['{"a":1}', { a: 1 }], ['{"exp":1e+21,"aud":["x","é😀"]}', { exp: 1e21, aud: ['x', 'é😀'] }], ['{"a":{"b":[true,null,"\\n"]}}', { a: { b: [true, null, '\n'] } }],
])('%s is plain', (text, value) => {
  expect(readPlainSegment(encode(text))).toEqual(value);
});

test('a member may have the name of a property of every object', () => {
  const value = readPlainSegment(encode('{"__proto__":{"a":1}}'))!;

  expect([Object.keys(value), Object.getPrototypeOf(value) === Object.prototype]).toEqual([['__proto__'], true]);
});

test.each([
  ['[]'], ['"a"'], ['1'], ['null'], [''], ['{'], ['{"a":1,"a":1}'], ['{"a":1,"b":2,"a":3}'], [' {}'], ['{} '], ['{"a": 1}'], ['{"a":1.0}'], ['{"a":1E3}'], ['{"a":-0}'],
  ['{"a":12345678901234567890}'], ['{"a":1e999}'], ['{"a":"\\u0061"}'], ['{"a":"\\/"}'], ['{"a":"\ufffd"}'], ['\ufeff{}'], ['{"2":1,"1":1}'], ['{"a":{"b":1,"b":1}}'],
])('%j is left to a reader that sees more', (text) => {
  expect(readPlainSegment(encode(text))).toBeUndefined();
});

test('so is what is no UTF-8, too deep, or not strict base64url', () => {
  expect(readPlainSegment(encode(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])))).toBeUndefined();
  expect(readPlainSegment(encode(`{"a":${'['.repeat(500)}${']'.repeat(500)}}`))).toBeUndefined();
  expect(readPlainSegment(encode(`{"a":${'['.repeat(499)}${']'.repeat(499)}}`))).toBeDefined();
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
      expect(JSON.stringify(dataOf(read.value!))).toBe(JSON.stringify(plain));
      expect(JSON.stringify(dataOf(readLenientObject(text) as JsonObject))).toBe(text);
      expect(formOf(segment)).toEqual({ urlAlphabet: true, anyAlphabet: true, padded: false, impossibleLength: false, strayBits: false });
    }
  }), { numRuns: 1000 });
});
