import { decodeSegment, fitsInt64, isReadable, readObject } from '../../../../src/brokers/lavinmq/semantics/segments';
import { readJson } from '../../../../src/oauth/json-reader';

test.each([
  ['YWJj', 'abc'], ['YWI', 'ab'], ['YQ', 'a'], ['YQ==', 'a'], ['YWI=', 'ab'], ['-_-_', '\u00fb\u00ff\u00bf'], ['+/+/', '\u00fb\u00ff\u00bf'], ['', ''],
  ['YWJj\nYW=', 'abca'], ['YWJj\r\nYQ', 'abca'], ['\nYWJjYW=', 'abca'],
])('%j is decoded', (segment, expected) => {
  expect(decodeSegment(segment)?.toString('latin1')).toBe(expected);
});

test.each([['Y'], ['YWJjY'], ['Y Q='], ['Y=Q='], ['YW\nJj12'], ['YQ!='], ['é='], ['YWJj\nY==']])('%j is not', (segment) => {
  expect(decodeSegment(segment)).toBeUndefined();
});

const encode = (text: string) => Buffer.from(text).toString('base64url');

test.each([
  ['{}', 'object'], ['{"a":1} ', 'object'], ['[]', undefined], ['1', undefined], ['{"a":1', undefined], ['{} x', undefined], ['{}}', undefined],
  ['{},{"b":1}', 'unknown'], ['[],{"b":1}', undefined], ['{}]', undefined], ['{"a":1,}', undefined], ['"a"', undefined],
])('%s is read as %s', (text, expected) => {
  const read = readObject(encode(text));

  expect(typeof read === 'object' ? 'object' : read).toBe(expected);
});

test.each([
  ['9223372036854775807', true], ['9223372036854775808', false], ['-9223372036854775808', true], ['-9223372036854775809', false], ['0', true],
])('%s fits into 64 bits: %s', (digits, expected) => {
  expect(fitsInt64(digits)).toBe(expected);
});

test.each([
  ['1e308', true], ['1e309', false], ['-1e309', false], ['4.9e-324', true], ['1e-324', false], ['0.0e-999', true], ['0e999', true], ['[[{"a":1e309}]]', false],
  ['9223372036854775808', false], ['{"a":[null,true,"x",1.5]}', true], ['[1,1e309]', false], ['[1e309,1]', false], ['{"a":1,"b":1e309}', false],
  ['{"a":1e309,"b":1}', false], ['null', true], ['false', true], ['0.0E-5', true], ['0.01e-999', false], ['1234567890123456789', true],
])('%s can be read: %s', (text, expected) => {
  expect(isReadable(readJson(text).value!)).toBe(expected);
});
