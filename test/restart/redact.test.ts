import { redactor } from '../../src/restart/redact';

const redact = redactor({ PATH: '/usr/bin', KEY: 'hunter22', LONG: 'hunter22-more', SHORT: 'abc' }, ['PATH', 'KEY', 'LONG', 'SHORT', 'UNSET']);

test.each([
  ['values of variables, the longer first', 'a hunter22-more b hunter22 c', 'a (hidden) b (hidden) c'],
  ['tokens', 'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.sig-_x end', 'got (token hidden) end'],
  ['passwords in URLs', 'amqp://user:pw@host/ and http://host/', 'amqp://(hidden)@host/ and http://host/'],
  ['authorization headers', 'Authorization: Bearer abcdefgh12', 'Authorization: Bearer (hidden)'],
])('hides %s', (_name, text, expected) => {
  expect(redact(text)).toBe(expected);
});

test('leaves variables that hold no secret, and values too short to be one', () => {
  expect(redact('/usr/bin abc')).toBe('/usr/bin abc');
});
