import * as fc from 'fast-check';
import { JsonObject } from '../../src/oauth/json-tree';
import { bytesOf, formOf, isWellFormed, readSegment, segmentsOf, textOf, valueOf } from '../../src/oauth/jwt';

test('segments stand between the dots, however many there are', () => {
  expect([segmentsOf('a.b.c'), segmentsOf(''), segmentsOf('a..')]).toEqual([['a', 'b', 'c'], [''], ['a', '', '']]);
});

const STRICT = { urlAlphabet: true, anyAlphabet: true, padded: false, impossibleLength: false, strayBits: false };

test.each([
  ['YQ', {}],
  ['YWI', {}],
  ['YWJj', {}],
  ['', {}],
  ['YQ==', { padded: true }],
  ['YR', { strayBits: true }],
  ['YWJ', { strayBits: true }],
  ['Y', { impossibleLength: true }],
  ['-_8', {}],
  ['+/8', { urlAlphabet: false }],
  ['Y Q', { urlAlphabet: false, anyAlphabet: false }],
  ['YQ=Y', { urlAlphabet: false, anyAlphabet: false }],
])('segment %j is written so', (segment, more) => {
  expect(formOf(segment)).toEqual({ ...STRICT, ...more });
});

test('every byte sequence has one strict form', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    const segment = Buffer.from(bytes).toString('base64url');

    expect(formOf(segment)).toEqual(STRICT);
    expect(bytesOf(segment)).toEqual(Buffer.from(bytes));
  }));
});

test.each([
  [[0x61, 0xc3, 0xa9], 'aé', true],
  [[0xef, 0xbf, 0xbd], '\ufffd', true],
  [[0xff, 0x61], '\udcffa', false],
  [[0xc3], '\udcc3', false],
  [[0xed, 0xa0, 0x80], '\udced\udca0\udc80', false],
  [[0xf0, 0x9f, 0x98, 0x80, 0x80], '😀\udc80', false],
  [[0xef, 0xbf, 0xbd, 0xff], '\ufffd\udcff', false],
  [[0xef, 0xbb, 0xbf, 0x7b], '\ufeff{', true],
])('bytes %j are read as %j', (bytes, text, isUtf8) => {
  expect(textOf(Buffer.from(bytes))).toEqual({ text, isUtf8 });
  expect(isWellFormed(text)).toBe(isUtf8);
});

test('different bytes are different texts', () => {
  fc.assert(fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
    expect(textOf(Buffer.from(one)).text === textOf(Buffer.from(other)).text).toBe(Buffer.from(one).equals(Buffer.from(other)));
  }));
});

test('a segment of JSON is read', () => {
  const read = readSegment(Buffer.from('{"alg":"RS256"}').toString('base64url'));

  expect(read.isUtf8).toBe(true);
  expect((valueOf(read) as JsonObject).last('alg')).toBe('RS256');
  expect(valueOf(readSegment('YQ'))).toBeUndefined();
});
