import * as fc from 'fast-check';
import { visible, visibleJson } from '../../src/text/visible';

test.each([
  ['an escape sequence', '\u001b[2Jgone', '\\u001b[2Jgone'],
  ['a control sequence of one character', 'a\u009b31m', 'a\\u009b31m'],
  ['a title of the window', '\u001b]0;x\u0007', '\\u001b]0;x\\u0007'],
  ['carriage return and line feed', 'a\r\nb', 'a\\u000d\\u000ab'],
  ['a turn of direction', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['separators of lines', '\u2028\u2029', '\\u2028\\u2029'],
  ['halves of characters', '\ud800x\udc00', '\\ud800x\\udc00'],
  ['plain text of any language', 'größer, 中文 😀', 'größer, 中文 😀'],
])('shows %s', (_what, text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('no text has an effect on a terminal', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(visible(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }));
});

test('JSON on one line parses to the same value', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    const json = visibleJson({ text });
    expect(JSON.parse(json)).toEqual({ text });
    expect(json).not.toMatch(/\p{Cc}/u);
  }));
});
