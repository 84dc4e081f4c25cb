import { show } from '../../src/text/show';

test.each([
  ['text', '"text"'],
  ['a\nb"c', '"a\\nb\\"c"'],
  ['\u202e\u0085', '"\\u202e\\u0085"'],
  [['a'], '["a"]'],
  [undefined, 'undefined'],
  ['x'.repeat(100), `"${'x'.repeat(79)}… (100 characters)`],
  [`${'x'.repeat(78)}😀${'x'.repeat(20)}`, `"${'x'.repeat(78)}… (100 characters)`],
])('shows %j', (value, expected) => {
  expect(show(value)).toBe(expected);
});

test('never shows a token', () => {
  const token = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.${'s'.repeat(40)}`;
  expect(show(token)).toBe(`a token of ${token.length} characters`);
  expect(show({ password: token })).not.toContain('eyJ');
});
