import { byCodePoint, canonicalJson } from '../../src/text/canonical';

test('objects with the same members give the same bytes', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined, a: null }], a: 'x' })).toBe('{"a":"x","b":[{"a":null,"d":1}]}');
});

test('keys are ordered by UTF-8 bytes, whatever the locale', () => {
  expect(['ä', 'Z', 'a', '😀', '\uffee'].sort(byCodePoint)).toEqual(['Z', 'a', 'ä', '\uffee', '😀']);
});
