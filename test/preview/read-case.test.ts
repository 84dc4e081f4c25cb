import * as fc from 'fast-check';
import { LONGEST_CASE, checkCase, readCase } from '../../src/preview/read-case';
import { jsonSchemas } from '../../src/preview/schemas';

const FULL = {
  id: 'a', broker: 'lavinmq', brokerVersion: '2.9', now: 1, settings: { issuer: 'i' }, fileRealm: '', dynamicSecurity: {}, acls: [{ topic: 't' }],
  plugins: ['token'], allowAnonymous: false, allowAllExtension: true, target: 'aiven', protocol: 'mqtt', token: { header: {}, claims: {} },
  signature: 'valid', username: 'u', password: 'p', mqttClientId: 'c', authenticatedAs: 'n', jwks: { keys: [], maxAge: 1 },
  discovery: { document: {}, status: 200 }, introspection: { status: 200, body: {}, delayMs: 5 }, revocation: { reachable: false },
  can: ['a:b', { action: 'x', vhost: '/', resource: 'r', qos: 1, retain: true, share: 'g', host: 'h' }],
};

test('a case with every member is read as it is', () => {
  expect(readCase(JSON.stringify(FULL))).toEqual({ id: 'a', input: FULL });
});

test.each([
  ['unreachable keys', { jwks: { reachable: false, at: 'login' } }],
  ['a compact token', { token: 'a.b.c' }],
  ['settings as text', { settings: '[main]' }],
])('%s are read', (_what, more) => {
  expect(checkCase({ ...FULL, ...more }).problem).toBeUndefined();
});

test.each([
  ['no JSON', '{"id":', null, 'PREVIEW_CASE_JSON'],
  ['a list', '[]', null, 'PREVIEW_CASE_JSON'],
  ['null', 'null', null, 'PREVIEW_CASE_JSON'],
  ['without broker', '{"id":"x","now":1,"settings":""}', 'x', 'PREVIEW_CASE_SHAPE'],
  ['a member of another name', JSON.stringify({ ...FULL, audiance: 'x' }), 'a', 'PREVIEW_CASE_SHAPE'],
  ['a time as text', JSON.stringify({ ...FULL, now: '1' }), 'a', 'PREVIEW_CASE_SHAPE'],
  ['another signature', JSON.stringify({ ...FULL, signature: 'good' }), 'a', 'PREVIEW_CASE_SHAPE'],
  ['too long', ' '.repeat(LONGEST_CASE + 1), null, 'PREVIEW_CASE_TOO_LARGE'],
  ['too deep', `{"id":"d","settings":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'd', 'PREVIEW_CASE_TOO_LARGE'],
])('a case is refused: %s', (_what, text, id, rule) => {
  expect(readCase(text)).toEqual({ id, problem: { rule, message: expect.stringMatching(/; \S/) } });
});

test('a problem shows nothing of the token', () => {
  expect(JSON.stringify(readCase('{"token":"eyJhbGciOiJSUzI1NiJ9.secret.x"'))).not.toContain('secret');
});

test('no text throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    expect(readCase(text)).toHaveProperty('id');
  }));
});

test('the published schemas know the keys of case and result', () => {
  const schemas = jsonSchemas() as Record<string, { properties?: object; anyOf?: { properties: object }[] }>;

  expect(Object.keys(schemas['preview-case.schema.json'].properties!).sort()).toEqual(Object.keys(FULL).sort());
  expect(schemas['preview-result.schema.json'].anyOf!.map(({ properties }) => Object.keys(properties))).toEqual([
    ['id', 'broker', 'brokerVersion', 'loads', 'decision', 'reason', 'principal', 'mqttClientId', 'permissions', 'tags', 'can', 'expiresAt',
      'disconnectsAt', 'willPublished', 'checks', 'warnings'],
    ['id', 'error'],
  ]);
});
