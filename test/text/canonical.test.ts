import fc from 'fast-check';
import { byCodePoint, canonicalJson } from '../../src/text/canonical';

test('objects with the same members give the same bytes', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined, a: null }], a: 'x' })).toBe('{"a":"x","b":[{"a":null,"d":1}]}');
});

test('the order is that of UTF-8 bytes for any two well-formed texts', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
    expect(Math.sign(byCodePoint(a, b))).toBe(Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')));
  }));
});

test('keys are ordered by UTF-8 bytes, whatever the locale', () => {
  expect(['ä', 'Z', 'a', '😀', '\uffee'].sort(byCodePoint)).toEqual(['Z', 'a', 'ä', '\uffee', '😀']);
});
