import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TokenRequirements } from '../../../src/brokers/requirements';
import { classifyChange, tokenObjections } from '../../../src/restart/engine/classify';
import { localKeySource } from '../../../src/restart/engine/key-source';
import { KeySource } from '../../../src/restart/engine/ports';
import { FILE, fakeBroker } from '../support/fake-broker';
import { temporaryFolder } from '../support/folder';
import { KEY_SET, TinyServer, tokenWith } from '../support/identity-provider';

const exact = (value: string) => [{ kind: 'exact', value } as const];
const BEFORE: TokenRequirements = {
  issuer: exact('https://idp.example.com'),
  audience: exact('a'),
  keys: ['https://idp.example.com/jwks'],
  claims: { alg: exact('RS256') },
  principal: ['sub'],
};
const AFTER: TokenRequirements = { ...BEFORE, audience: exact('b') };
const NOW = new Date(1_000_000_000_000);
const CLAIMS = { iss: 'https://idp.example.com', aud: ['a', 'b'], sub: 'orders', exp: 1_000_000_100 };
const KEYS: KeySource = { readJson: async (location) => (location.endsWith('/jwks') ? { value: KEY_SET } : { problem: 'cannot connect (ECONNREFUSED)' }) };

const judge = (token: string, before = BEFORE, after = AFTER, keys = KEYS) => tokenObjections(token, before, after, keys, NOW);

describe('classifyChange', () => {
  const change = (old: string | undefined, desired: string) =>
    classifyChange(fakeBroker, old === undefined ? {} : { [FILE]: old }, { [FILE]: desired });

  test.each([
    ['a first delivery', undefined, 'oauth.audience=a\n'],
    ['no change', 'oauth.audience=a\n', 'oauth.audience=a\n'],
    ['a change of something else', 'oauth.audience=a\n', 'oauth.audience=a\noauth.level=2\n'],
    ['switching OAuth on', 'keep=1\n', 'oauth.audience=a\n'],
    ['switching it on where the broker says so', 'no tokens\n', 'oauth.audience=a\n'],
    ['an odd part where tokens are in use and stay good', 'odd\noauth.audience=a\n', 'oauth.audience=a\n'],
  ])('%s is safe', (_name, old, desired) => {
    expect(change(old, desired)).toEqual({ kind: 'safe' });
  });

  test('another audience locks out', () => {
    expect(change('oauth.audience=a\n', 'oauth.audience=b\n')).toMatchObject({
      kind: 'locks-out', changes: [{ what: 'audience', setting: 'oauth.audience', before: '"a"', after: '"b"' }],
    });
  });

  test('what cannot be read is unknown and not safe', () => {
    expect(change('garbage', 'oauth.audience=b\n')).toEqual({
      kind: 'unknown', why: 'the settings of today cannot be read: broker.conf cannot be parsed [FAKE_UNREADABLE]',
    });
    expect(change('odd\n', 'oauth.audience=b\n')).toMatchObject({ kind: 'unknown', why: expect.stringContaining('is odd [FAKE_ODD]') });
    expect(change('oauth.audience=a\n', 'garbage')).toMatchObject({ kind: 'unknown', why: expect.stringContaining('the new settings cannot be read') });
  });
});

describe('a token that is to be good before and after', () => {
  test('is, with both audiences and a signature that holds', async () => {
    expect(await judge(tokenWith(CLAIMS))).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    ['only the old audience', { aud: 'a' }, ['after the change: claim aud does not match']],
    ['only the new audience', { aud: 'b' }, ['before the change: claim aud does not match']],
    ['another issuer', { iss: 'https://evil.example.com' }, ['before the change: claim iss does not match', 'after the change: claim iss does not match']],
    ['an end in the past', { exp: 999_999_999 }, ['before the change: the token has expired', 'after the change: the token has expired']],
    ['no end', { exp: undefined }, ['before the change: claim exp is missing', 'after the change: claim exp is missing']],
    ['a beginning in the future', { nbf: 1_000_000_050 }, ['before the change: the token is not valid yet', 'after the change: the token is not valid yet']],
    ['no principal', { sub: undefined }, [
      'before the change: none of the claims sub names a principal', 'after the change: none of the claims sub names a principal',
    ]],
  ])('is not, with %s', async (_name, claims, objections) => {
    expect(await judge(tokenWith({ ...CLAIMS, ...claims }))).toEqual(objections);
  });

  test('may have the issuer with a slash where the issuer does not change', async () => {
    expect(await judge(tokenWith({ ...CLAIMS, iss: 'https://idp.example.com/' }))).toEqual([]);
  });

  test('is not, when it becomes another principal', async () => {
    const objections = await judge(tokenWith({ ...CLAIMS, azp: 'other' }), BEFORE, { ...AFTER, principal: ['azp'] });
    expect(objections).toEqual(['the token names another principal after the change']);
  });

  test('is judged by changed claims, and what the broker judges in its own way is named', async () => {
    const demand = (claims: TokenRequirements['claims']) => judge(tokenWith({ ...CLAIMS, scope: 'read write', group: 'x' }), BEFORE, { ...AFTER, claims });
    expect(await demand({ ...BEFORE.claims, scope: exact('write') })).toEqual([]);
    expect(await demand({ ...BEFORE.claims, scope: exact('admin') })).toEqual(['after the change: claim scope does not match']);
    expect(await demand({ ...BEFORE.claims, group: [{ kind: 'pattern', value: 'x*' }] }))
      .toEqual(['after the change: cannot judge claim group, which the broker judges in a way of its own']);
    expect(await demand({ ...BEFORE.claims, scope_prefix: exact('x') }))
      .toEqual(['after the change: cannot judge claim scope_prefix, which the broker judges in a way of its own']);
  });

  test('is not, when its signature does not hold', async () => {
    const token = tokenWith(CLAIMS);
    const forged = `${token.split('.').slice(0, 2).join('.')}.${tokenWith({ ...CLAIMS, sub: 'x' }).split('.')[2]}`;
    expect(await judge(forged)).toEqual([
      'before the change: signed by no key of https://idp.example.com/jwks', 'after the change: signed by no key of https://idp.example.com/jwks',
    ]);
  });

  test.each([
    ['another key', async () => ({ value: { keys: [generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })] } }), /signed by no key/],
    ['a shared secret in the key set', async () => ({ value: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }), /signed by no key/],
    ['no key set', async () => ({ value: { hello: 1 } }), /cannot judge the signature: keys cannot be read: .*no JSON Web Key Set/],
    ['keys out of reach', async () => ({ problem: 'cannot connect (ECONNREFUSED)' }), /cannot judge the signature: keys cannot be read: .*ECONNREFUSED/],
  ])('is not, with %s', async (_name, readJson, objection) => {
    const objections = await judge(tokenWith(CLAIMS), BEFORE, AFTER, { readJson });
    expect(objections).toHaveLength(2);
    expect(objections[0]).toMatch(objection);
  });

  test('is not, without a signature', async () => {
    expect(await judge(tokenWith(CLAIMS, { alg: 'none' }))).toHaveLength(2);
  });

  test.each(['', 'opaque', 'a.b', 'a.b.c'])('is not, when it is no JWT: %j', async (token) => {
    expect(await judge(token)).toEqual(['the token is no JWT, so it cannot be judged']);
  });
});

describe('keys', () => {
  const folder = temporaryFolder();

  test('are found through a discovery document, as a key set and in a file', async () => {
    const server = await new TinyServer({ '/jwks': KEY_SET }).start();
    server.set('/.well-known/openid-configuration', { issuer: 'x', jwks_uri: `${server.url}/jwks` });
    const file = join(folder(), 'jwks.json');
    writeFileSync(file, JSON.stringify(KEY_SET));
    for (const key of [`${server.url}/.well-known/openid-configuration`, `${server.url}/jwks`, file, `file ${file}`, `file://${file}`]) {
      const objections = await judge(tokenWith(CLAIMS), { ...BEFORE, keys: [key] }, { ...AFTER, keys: [key] }, localKeySource);
      expect({ key, objections }).toEqual({ key, objections: [] });
    }
    await server.stop();
  });

  test.each([
    ['a missing file', '/no/such/file', 'cannot be read (ENOENT)'],
    ['a path that is not found', 'URL/none', 'status 404'],
    ['a text that is no JSON', 'URL/text', 'holds no JSON'],
  ])('cannot be read from %s', async (_name, location, problem) => {
    const server = await new TinyServer({ '/text': 'hello' }).start();
    expect(await localKeySource.readJson(location.replace('URL', server.url))).toEqual({ problem });
    await server.stop();
  });
});
