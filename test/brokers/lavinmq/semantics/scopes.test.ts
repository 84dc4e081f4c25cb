import { readClaims, Claims } from '../../../../src/brokers/lavinmq/semantics/claims';
import { nodeSettings } from '../../../../src/brokers/lavinmq/semantics/node-settings';
import { formDecode, readRights } from '../../../../src/brokers/lavinmq/semantics/scopes';
import { treeOf, JsonObject } from '../../../../src/oauth/json-tree';
import { JsonMembers } from '../../../../src/preview/case';

function rights(claims: JsonMembers, settings: JsonMembers = {}) {
  return readRights(readClaims(treeOf(claims) as JsonObject) as Claims, nodeSettings(settings));
}

/** What can be read, as `vhost expression`. */
function readable(claims: JsonMembers, settings?: JsonMembers): readonly string[] {
  return rights(claims, settings).permissions.describe().map(({ vhost, read }) => `${vhost as string} ${read as string}`);
}

test('what scopes say is counted', () => {
  expect(rights({ scope: 'mq.read:%2F/a mq.tag:management openid' }, { scope_prefix: 'mq.' })).toMatchObject({
    found: 3, kept: 2, unreadable: false, longest: 'read:%2F/a'.length + 'tag:management'.length, tags: ['management'],
  });
  expect(rights({})).toMatchObject({ found: 0, kept: 0, unreadable: false, longest: 0, tags: [] });
});

test('the scopes of a client come before the claim scope, those of further claims after it, in the order of the settings', () => {
  const claims = { two: 'read:two/*', one: 'read:one/*', scope: 'read:scope/*', resource_access: { mq: { roles: ['read:role/*'] }, other: { roles: ['read:other/*'] } } };
  const settings = { resource_server_id: 'mq', scope_prefix: '', additional_scopes_keys: ['one', 'missing', 'two'] };

  expect(readable(claims, settings)).toEqual(['role .*', 'scope .*', 'one .*', 'two .*']);
  expect(readable(claims, { scope_prefix: '' })).toEqual(['scope .*']);
  expect(readable({}, settings)).toEqual([]);
  expect(rights({}, settings).found).toBe(0);
});

test.each([
  ['a text of several', 'read:a/* read:b/*', ['a .*', 'b .*']],
  ['a list of texts', ['read:a/*', 'read:b/* read:c/*'], ['a .*', 'b .*', 'c .*']],
  ['lists of lists', [['read:a/*'], [['read:b/*']]], ['a .*', 'b .*']],
  ['an object, every member', { x: 'read:a/*', y: ['read:b/*'] }, ['a .*', 'b .*']],
  ['what is no text', [1, null, true], []],
])('a further claim may be %s', (_what, roles, expected) => {
  expect(readable({ roles: roles as JsonMembers['x'] }, { additional_scopes_keys: ['roles'] })).toEqual(expected);
});

test('with a resource server only the member of its name is entered', () => {
  const settings = { resource_server_id: 'mq', scope_prefix: '', additional_scopes_keys: ['roles'] };

  expect(readable({ roles: { mq: 'read:a/*', other: 'read:b/*' } }, settings)).toEqual(['a .*']);
  expect(readable({ roles: { mq: { other: 'read:a/*', mq: 'read:b/*' } } }, settings)).toEqual(['b .*']);
});

test.each([
  ['blanks of ASCII', 'read:a/*\t\n\v\f\r read:b/*', ['a .*', 'b .*']],
  ['blanks at the ends', '  read:a/*  ', ['a .*']],
  ['a no-break space in a text beyond ASCII', 'read:a/*\u00a0\u2003read:b/*', ['a .*', 'b .*']],
  ['blanks of ASCII in a text beyond ASCII', 'read:\u00e4/* \tread:b/*', ['\u00e4 .*', 'b .*']],
  ['one letter beyond ASCII at the end', 'read:a/*\u2003read:b/\u00e4', ['a .*', 'b ^\u00e4$']],
])('scopes are parted by %s', (_what, scope, expected) => {
  expect(readable({ scope })).toEqual(expected);
  expect(rights({ scope }).found).toBe(expected.length);
});

test.each([
  'read', 'read:', ':a/b', 'read:a', 'read:a/b/c/d', 'READ:a/b', 'publish:a/b', 'readx:a/b', 'x', '',
])('the scope %j grants nothing and harms nothing', (scope) => {
  expect(readable({ scope })).toEqual([]);
  expect(rights({ scope }).unreadable).toBe(false);
});

test.each([
  ['read:a/b/c', 'a ^b$'], ['read:a/', 'a ^$'], ['read:/b', ' ^b$'], ['read:%2F/b', '/ ^b$'], ['read:a/b:c', 'a ^b:c$'],
])('the scope %j grants %j', (scope, expected) => {
  expect(readable({ scope })).toEqual([expected]);
});

test.each([
  ['administrator'], ['Management', 'management'], ['policy-maker', 'policymaker'], ['MONI_TORING', 'monitoring'], ['impersonator'],
])('the tag %s is known', (tag, expected = tag) => {
  expect(rights({ scope: `tag:${tag}` }).tags).toEqual([expected]);
});

test.each(['', 'admin', 'managementx', 'xmanagement'])('the tag %j is not', (tag) => {
  expect(rights({ scope: `tag:${tag}` }).tags).toEqual([]);
});

test('a tag is held once', () => {
  expect(rights({ scope: 'tag:management tag:MANAGEMENT' }).tags).toEqual(['management']);
});

test.each([
  ['plain', 'plain'], ['a+b', 'a b'], ['a%2Fb', 'a/b'], ['a%2fb', 'a/b'], ['%41%42', 'AB'], ['%4', '%4'], ['%', '%'], ['%zz', '%zz'], ['%4g', '%4g'], ['%%41', '%A'],
  ['%C3%A4', '\u00e4'], ['\u00e4+%20', '\u00e4  '], ['%2B+', '+ '], ['%411', 'A1'], ['4%1', '4%1'],
])('%j is decoded to %j', (text, expected) => {
  expect(formDecode(text)).toBe(expected);
});
