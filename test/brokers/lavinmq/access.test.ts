import * as fc from 'fast-check';
import { DestinationMatch } from '../../../src/brokers/grant';
import { LavinMqAccess, LavinMqTag } from '../../../src/brokers/lavinmq/access';

const { LITERAL, PREFIX, PATTERN } = DestinationMatch;

test.each([
  [LavinMqAccess.write('/', 'orders.*'), 'write:%2F/orders.*', 'write on "orders.*" in virtual host "/"'],
  [LavinMqAccess.read('shop', 'orders'), 'read:shop/orders', 'read on "orders" in virtual host "shop"'],
  [LavinMqAccess.configure('prod-*', '*'), 'configure:prod-*/*', 'configure on "*" in virtual host "prod-*"'],
  [LavinMqAccess.write('/', 'a/b c+d%e'), 'write:%2F/a%2Fb%20c%2Bd%25e', 'write on "a/b c+d%e" in virtual host "/"'],
  [LavinMqAccess.write('a:b', 'c:d@e'), 'write:a:b/c:d@e', 'write on "c:d@e" in virtual host "a:b"'],
  [LavinMqAccess.write('/', 'größe"\\'), 'write:%2F/gr%C3%B6%C3%9Fe%22%5C', 'write on "größe\\"\\\\" in virtual host "/"'],
  [LavinMqAccess.write('/', '${a}'), 'write:%2F/%24%7Ba%7D', 'write on "${a}" in virtual host "/"'],
  [LavinMqAccess.write('/', 'orders.', { match: PREFIX }), 'write:%2F/orders.*', 'write on "orders.*" in virtual host "/"'],
  [LavinMqAccess.write('/', '', { match: PREFIX }), 'write:%2F/*', 'write on "*" in virtual host "/"'],
  [LavinMqAccess.write('prod', 'orders', { match: LITERAL, vhostMatch: PREFIX }), 'write:prod*/orders', 'write on "orders" in virtual host "prod*"'],
  [LavinMqAccess.tag(LavinMqTag.MONITORING), 'tag:monitoring', 'tag monitoring'],
])('%s', (access, scope, text) => {
  expect(access.unprefixedScope).toBe(scope);
  expect(access.toString()).toBe(text);
});

test('the prefix stands in front, whatever it is', () => {
  const access = LavinMqAccess.write('/', 'orders');
  expect([undefined, '', 'lavinmq.', '${TfToken[TOKEN.1]}.'].map((prefix) => access._scope(prefix))).toEqual([
    'write:%2F/orders', 'write:%2F/orders', 'lavinmq.write:%2F/orders', '${TfToken[TOKEN.1]}.write:%2F/orders',
  ]);
});

test.each([
  [() => LavinMqAccess.write('/', 'a*', { match: LITERAL }), 'LavinMqAccess.write: name holds a "*", which cannot be escaped, got "a*"', 'LAVINMQ_ACCESS_WILDCARD'],
  [() => LavinMqAccess.read('/', 'a*', { match: PREFIX }), 'LavinMqAccess.read: name holds a "*", which cannot be escaped, got "a*"', 'LAVINMQ_ACCESS_WILDCARD'],
  [() => LavinMqAccess.read('*', 'a', { vhostMatch: LITERAL }), 'LavinMqAccess.read: vhost holds a "*", which cannot be escaped, got "*"', 'LAVINMQ_ACCESS_WILDCARD'],
  [() => LavinMqAccess.configure('', 'a'), 'LavinMqAccess.configure: vhost is empty', 'LAVINMQ_ACCESS_NAME'],
  [() => LavinMqAccess.write('/', ''), 'LavinMqAccess.write: name is empty', 'LAVINMQ_ACCESS_NAME'],
  [() => LavinMqAccess.write('/', 'a\nb'), 'LavinMqAccess.write: name must be well-formed text without control characters, got "a\\nb"', 'LAVINMQ_ACCESS_NAME'],
  [() => LavinMqAccess.write('/', 'a\ud800'), 'LavinMqAccess.write: name must be well-formed text without control characters, got "a\\ud800"', 'LAVINMQ_ACCESS_NAME'],
  [() => LavinMqAccess.write('${TfToken[TOKEN.1]}', 'a'), 'LavinMqAccess.write: vhost is known only at apply', 'LAVINMQ_ACCESS_UNKNOWN'],
])('fails on what a scope cannot say (%#)', (make, message, rule) => {
  expect(make).toThrow(message);
  expect(make).toThrow(`[${rule}]`);
});

/** What the broker makes of a scope: the parts are split on slashes, then form-decoded. */
function decode(scope: string): string[] {
  return scope.slice(scope.indexOf(':') + 1).split('/').map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
}

test('the broker decodes every name to what was given, and the scope is a scope token', () => {
  const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 })
    .filter((text) => !/[\x00-\x1f\x7f]|\p{Cs}|TfToken\[/u.test(text));
  fc.assert(fc.property(name, name, (vhost, pattern) => {
    const scope = LavinMqAccess.write(vhost, pattern, { match: PATTERN }).unprefixedScope;
    expect(decode(scope)).toEqual([vhost, pattern]);
    expect(scope).toMatch(/^[\x21\x23-\x5B\x5D-\x7E]+$/);
  }));
});
