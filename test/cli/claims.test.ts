import * as fs from 'node:fs';
import * as path from 'node:path';
import { brokerOAuth, scratchFolder } from './command-line';
import { CLAIM_KINDS } from '../../src/oauth/normalised-claims';

interface ClaimsVector {
  readonly name: string;
  readonly idp: string;
  readonly claims: object;
  readonly expect: object;
}

const { vectors } = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../vectors/claims/claims.json'), 'utf8')) as { vectors: readonly ClaimsVector[] };
const { write } = scratchFolder();
const compactOf = (claims: object) => ['{"alg":"RS256"}', JSON.stringify(claims), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');

test('every kind of provider has vectors', () => {
  expect(new Set(vectors.map(({ idp }) => idp))).toEqual(new Set(CLAIM_KINDS));
});

test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_name, { idp, claims, expect: expected }) => {
  const { code, out } = await brokerOAuth(['claims', '--idp', idp, '--token', '-', '--json'], compactOf(claims));

  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(expected);
  expect(Object.keys(JSON.parse(out))).toEqual(['scopes', 'audiences', 'subject', 'clientId', 'machine', 'username', 'warnings']);
});

test('a batch adds the id, in order, and goes on behind a line that cannot be read', async () => {
  const lines = vectors.map(({ idp, claims }, index) => JSON.stringify({ id: `v${index}`, idp, token: index % 2 === 0 ? compactOf(claims) : { header: {}, claims } }));
  const odd = ['{', '', '[]', '{"id":"x","idp":"rabbit","token":"a.b.c"}', '{"id":"y","idp":"uaa","token":"a.b.c"}', '{"id":"z","idp":"uaa"}'];

  const { code, out } = await brokerOAuth(['claims', '--batch', write('tokens.jsonl', [...odd, ...lines].join('\n'))]);

  const found = out.split('\n').slice(0, -1).map((line) => JSON.parse(line));
  expect(code).toBe(1);
  expect(found.slice(0, odd.length).map(({ id, error }) => [id, error.rule])).toEqual([
    [null, 'CLAIMS_LINE'], [null, 'CLAIMS_LINE'], [null, 'CLAIMS_LINE'], ['x', 'CLAIMS_IDP'], ['y', 'CLAIMS_TOKEN'], ['z', 'CLAIMS_TOKEN'],
  ]);
  expect(found.slice(odd.length)).toEqual(vectors.map(({ expect: expected }, index) => ({ id: `v${index}`, ...expected })));
  expect((await brokerOAuth(['claims', '--batch', write('good.jsonl', lines.join('\n'))])).code).toBe(0);
});

test('people read words, and warnings as complaints', async () => {
  const claims = { scope: 'a b', aud: ['x', 'y\u001b[31m'], sub: 's', azp: 'c', permissions: 7 };

  expect(await brokerOAuth(['claims', '--idp', 'auth0', '--token', write('t.json', { claims })])).toEqual({
    code: 0,
    out: 'scopes     a, b\naudiences  x, y\\u001b[31m\nsubject    s\nclient id  c\nmachine    no\nuser name  s\n',
    err: expect.stringMatching(/^warning: permissions .* \[malformed-claim\]\n$/),
  });
  expect((await brokerOAuth(['claims', '--idp', 'okta', '--token', write('e.json', { claims: {} })])).out)
    .toBe('scopes     (none)\naudiences  (none)\nsubject    (none)\nclient id  (none)\nmachine    yes\nuser name  (none)\n');
});

test.each<[string, readonly string[], string, RegExp]>([
  ['no provider', ['--token', '-'], '', /give --idp and --token, or --batch/],
  ['no token', ['--idp', 'okta'], '', /give --idp and --token, or --batch/],
  ['an unknown provider', ['--idp', 'ping', '--token', '-'], 'a.b.c', /idp "ping" is none of keycloak, okta, auth0, entra, uaa, generic.*\[CLAIMS_IDP\]/],
  ['a batch with a provider', ['--idp', 'okta', '--batch', '-'], '', /exclude each other/],
  ['an opaque token', ['--idp', 'okta', '--token', '-'], 'opaque', /CLAIMS_TOKEN/],
  ['an encrypted token', ['--idp', 'okta', '--token', '-'], 'eyJhbGciOiJkaXIifQ.a.b.c.d', /CLAIMS_TOKEN/],
  ['claims that are no object', ['--idp', 'okta', '--token', '-'], `${Buffer.from('{}').toString('base64url')}.${Buffer.from('[]').toString('base64url')}.x`, /CLAIMS_TOKEN/],
  ['claims that are no UTF-8', ['--idp', 'okta', '--token', '-'], `e30.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.x`, /CLAIMS_TOKEN/],
  ['JSON without claims', ['--idp', 'okta', '--token', '-'], '{"header":{}}', /CLAIMS_TOKEN/],
])('%s is bad usage', async (_what, words, stdin, message) => {
  const { code, out, err } = await brokerOAuth(['claims', ...words], stdin);

  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(message);
  expect(err).not.toContain('eyJ');
});
