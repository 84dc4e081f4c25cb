import { generateKeyPairSync, sign } from 'node:crypto';
import { recheck } from '../../../scripts/fuzz/recheck';
import { JsonMembers, PreviewCase } from '../../../src/preview/case';

const KEYS = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const JWK = { ...KEYS.publicKey.export({ format: 'jwk' }), kid: 'k' } as JsonMembers;
const CLAIMS = { exp: 2000, iat: 900, iss: 'https://idp.example', aud: 'mq', sub: 'orders', scope: 'a b' };

const CASES: Readonly<Record<string, PreviewCase>> = {
  'lavinmq': { broker: 'lavinmq', now: 1000, settings: '[oauth]\nissuer = https://idp.example/\naudience = mq\n', token: { header: { alg: 'RS256' }, claims: CLAIMS } },
  'aiven-kafka': {
    broker: 'aiven-kafka', now: 1000, token: { header: { alg: 'ES256' }, claims: CLAIMS },
    settings: { jwks_url: 'https://idp.example/keys', sasl_oauthbearer_expected_issuer: 'https://idp.example', expected_audience: 'other,mq' },
  },
  'mosquitto': {
    broker: 'mosquitto', now: 1000, username: 'orders', token: { header: { alg: 'ES256' }, claims: CLAIMS },
    settings: { algorithm: 'ES256', options: { common: { issuer: 'https://idp.example', matchUsernameToSubject: true } } },
  },
  'hivemq': {
    broker: 'hivemq', now: 1000, token: { header: { alg: 'ES256' }, claims: CLAIMS },
    settings: '<a><jwt-authentication-manager><jwt-validation><reserved-claims><aud>mq</aud><iss>x https://idp.example</iss><sub>orders</sub><scope>a b</scope>' +
      '</reserved-claims></jwt-validation></jwt-authentication-manager></a>',
  },
};

function withClaims(broker: string, claims: JsonMembers, header: JsonMembers = {}): PreviewCase {
  const token = CASES[broker].token as { readonly header: JsonMembers; readonly claims: JsonMembers };
  return { ...CASES[broker], token: { header: { ...token.header, ...header }, claims: { ...token.claims, ...claims } } };
}

describe.each(Object.keys(CASES))('the re-check of %s', (broker) => {
  test('takes a good token', async () => {
    expect(await recheck(broker, CASES[broker])).toBeUndefined();
  });

  test('denies one that is expired, of another issuer, or not signed', async () => {
    expect(await recheck(broker, withClaims(broker, { exp: 900 }))).toBe('it is expired');
    expect(await recheck(broker, withClaims(broker, { exp: '2000' }))).toBe('it is expired');
    expect(await recheck(broker, withClaims(broker, { iss: 'https://idp.example.org' }))).toBe('the issuer is another');
    expect(await recheck(broker, withClaims(broker, {}, { alg: 'none' }))).toMatch(/^alg/);
    expect(await recheck(broker, { ...CASES[broker], signature: 'invalid' })).toBe('the signature is said to be invalid');
  });

  test('denies no token and half a token', async () => {
    expect(await recheck(broker, { ...CASES[broker], token: undefined })).toBe('there is no token');
    expect(await recheck(broker, { ...CASES[broker], token: 'ey.ey' })).toEqual(expect.any(String));
  });
});

test.each([
  ['lavinmq', { aud: 'other' }, 'the audience is another'], ['lavinmq', { nbf: 1001 }, 'it is not valid yet'], ['aiven-kafka', { aud: ['x'] }, 'the audience is another'],
  ['aiven-kafka', { sub: ' ' }, 'there is no subject'], ['mosquitto', { sub: 'x' }, 'the user name is not the subject'], ['hivemq', { aud: ['mq'] }, 'the audience is another'],
  ['hivemq', { sub: 'x' }, 'the subject is another'], ['hivemq', { scope: 'a' }, 'a scope is missing'],
])('%s denies %j: %s', async (broker, claims, fault) => {
  expect(await recheck(broker, withClaims(broker, claims as JsonMembers))).toBe(fault);
});

test('a signature is verified where there are keys', async () => {
  const input = [{ alg: 'ES256' }, CLAIMS].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const good = `${input}.${sign('sha256', Buffer.from(input), { key: KEYS.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  const bad = `${input}.${Buffer.alloc(64, 1).toString('base64url')}`;

  expect(await recheck('hivemq', { ...CASES.hivemq, token: good, jwks: { keys: [JWK] } })).toBeUndefined();
  expect(await recheck('hivemq', { ...CASES.hivemq, token: bad, jwks: { keys: [JWK] } })).toBe('no key of the set verifies the signature');
  expect(await recheck('hivemq', { ...CASES.hivemq, token: good, jwks: { keys: [] } })).toBe('no key of the set verifies the signature');
  expect(await recheck('hivemq', { ...CASES.hivemq, token: bad })).toBeUndefined();
});

test('a login without a token is not asked for one', async () => {
  expect(await recheck('lavinmq', { ...CASES.lavinmq, token: undefined, authenticatedAs: 'x' })).toBeUndefined();
  expect(await recheck('mosquitto', { ...CASES.mosquitto, token: undefined, allowAnonymous: true })).toBeUndefined();
});
