import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { LAVINMQ_SEMANTICS } from '../../../../src/brokers/lavinmq/semantics';
import { PreviewCase } from '../../../../src/preview/case';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const OTHER = generateKeyPairSync('rsa', { modulusLength: 2048 });
const JWK = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' } as Record<string, string>;
const CASE: PreviewCase = {
  broker: 'lavinmq', brokerVersion: '2.9.1', now: 1000,
  settings: '[main]\nauth_backends = oauth\n[oauth]\nissuer = https://sso.example.com\naudience = mq\n',
  jwks: { keys: [JWK] },
};
const CLAIMS = { exp: 2000, iss: 'https://sso.example.com', aud: 'mq', sub: 'orders', scope: 'read:%2F/*' };

function token(claims: object = {}, kid = 'k1', key = privateKey): string {
  const input = [{ alg: 'RS256', kid }, { ...CLAIMS, ...claims }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

function judge(more: Partial<PreviewCase>): PreviewResult {
  return preview(LAVINMQ_SEMANTICS, { ...CASE, ...more }) as PreviewResult;
}

test('a signed token is verified by the key it names', () => {
  expect(judge({ token: token() })).toMatchObject({ decision: 'accept', principal: 'orders' });
  expect(judge({ token: token({}, 'k1', OTHER.privateKey) })).toMatchObject({ decision: 'reject', reason: 'LAVINMQ_TOKEN_SIGNATURE' });
});

test('before 2.9.0 every key is tried for a token that names none of them', () => {
  const otherJwk = { ...OTHER.publicKey.export({ format: 'jwk' }), kid: 'k2', use: 'sig', alg: 'RS256' } as Record<string, string>;
  const jwks = { keys: [otherJwk, JWK] };

  expect(judge({ token: token({}, 'k9'), jwks, brokerVersion: '2.8.2' })).toMatchObject({ decision: 'accept' });
  expect(judge({ token: token({}, 'k2'), jwks, brokerVersion: '2.8.2' })).toMatchObject({ decision: 'reject', reason: 'LAVINMQ_TOKEN_SIGNATURE' });
  expect(judge({ token: token({}, 'k9'), jwks })).toMatchObject({ decision: 'reject', reason: 'LAVINMQ_TOKEN_KEY' });
});

test('no change to a signed token is let in', () => {
  const good = token();
  fc.assert(fc.property(fc.nat(good.length - 1), fc.constantFrom(...'ABCxyz019-_.'), (at, letter) => {
    const changed = good.slice(0, at) + letter + good.slice(at + 1);
    const sameBytes = Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(Buffer.from(good.split('.')[2], 'base64url'))
      && changed.split('.').slice(0, 2).join('.') === good.split('.').slice(0, 2).join('.');

    expect([changed, judge({ token: changed }).decision]).toEqual([changed, sameBytes ? 'accept' : 'reject']);
  }));
});

test('whatever is sent as a token, there is a result without any of it', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string().map((text) => `ey${text}..`), fc.base64String().map((text) => `ey${text}.${text}.${text}`)), (text) => {
    const result = judge({ token: text });

    expect(result.decision).toBe('reject');
    expect(text.length > 20 && JSON.stringify(result).includes(text)).toBe(false);
  }));
});

test('no result shows the token or anything like one', () => {
  const good = token({ iss: token(), aud: token(), sub: token() });

  expect(JSON.stringify(judge({ token: good }).checks)).not.toContain(good.split('.')[1]);
});

const padded = (length: number) => token({ pad: 'x'.repeat(length) });

test.each([
  ['small enough for any client', 0, 'pass'],
  ['too large for some clients', 2300, 'unknown'],
  ['too large for every client', 3000, 'fail'],
])('a login frame is %s', (_what, length, outcome) => {
  expect(judge({ token: padded(length) }).checks.find(({ rule }) => rule === 'LAVINMQ_LOGIN_FRAME')?.outcome).toBe(outcome);
});

test('the size of the login frame does not matter over MQTT and HTTP', () => {
  const large = token({ pad: 'x'.repeat(3000), scope: 'read:%2F/* tag:management' });

  expect([judge({ token: large, protocol: 'mqtt' }).decision, judge({ token: large, protocol: 'http' }).decision]).toEqual(['accept', 'accept']);
});

test('an open token is as long as its encoded form would be', () => {
  const claims = { ...CLAIMS, pad: 'x'.repeat(3000) };

  expect(judge({ token: { header: { alg: 'RS256', kid: 'k1' }, claims }, signature: 'valid' })).toMatchObject({ reason: 'LAVINMQ_LOGIN_FRAME' });
});

test('settings that are too large are a problem of the case', () => {
  expect(preview(LAVINMQ_SEMANTICS, { ...CASE, token: token(), settings: '#'.repeat(1_000_001) }))
    .toEqual({ id: null, error: { rule: 'LAVINMQ_FILE_TOO_LARGE', message: expect.stringMatching(/^lavinmq\.ini has 1000001 characters; [^[]+$/) } });
});

test.each([
  ['a list of lists', { audience: [['a']] }], ['an object', { audience: {} }], ['an object that is no text', { audience: { toString: 1 } }],
  ['a list of them', { audience: [{ toString: 1 }] }], ['null', { audience: null }], ['two lines', { audience: 'a\nissuer = b' }],
])('settings of an object must be plain: %s', (_what, settings) => {
  expect(preview(LAVINMQ_SEMANTICS, { ...CASE, token: token(), settings } as PreviewCase)).toMatchObject({ error: { rule: 'PREVIEW_CASE_SETTINGS' } });
});

test('an object of settings says what the file says', () => {
  const settings = {
    'auth_backends': ['oauth'], 'issuer': 'https://sso.example.com', 'oauth.audience': 'mq', 'mqtt.permission_check_enabled': true, 'mqtt.default_vhost': 'iot',
  };
  const text = '[main]\nauth_backends = oauth\n[oauth]\nissuer = https://sso.example.com\naudience = mq\n' +
    '[mqtt]\npermission_check_enabled = true\ndefault_vhost = iot\n';
  const input = { token: token({ scope: 'read:iot/mqtt.default' }), protocol: 'mqtt', can: ['read:iot/mqtt.default'] } as const;

  expect(judge({ ...input, settings })).toEqual(judge({ ...input, settings: text }));
  expect(judge({ ...input, settings }).can).toMatchObject([{ allowed: true }]);
});

test('settings are read once for the same text, and the memory of them is bounded', () => {
  const settingsOf = (index: number) => `${CASE.settings as string}# ${createHash('sha256').update(String(index)).digest('hex')}\n`;
  for (let index = 0; index < 300; index++) {
    expect(judge({ token: token(), settings: settingsOf(index) }).decision).toBe('accept');
  }
});
