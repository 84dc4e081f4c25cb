import { generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { config, copyClaim, fileRealm, FILE_AUTHORIZATION } from './documents';
import { renderHiveMq } from '../../../../src/brokers/hivemq/render';
import { HIVEMQ_SEMANTICS } from '../../../../src/brokers/hivemq/semantics';
import { JsonMembers, PreviewCase } from '../../../../src/preview/case';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';
import { plainText } from '../../../../src/text/template';
import { anySettings } from '../arbitrary';

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const OTHER = generateKeyPairSync('rsa', { modulusLength: 2048 });
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwkOf = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid }) as JsonMembers;
const KEYS = [jwkOf(RSA.publicKey, 'rsa'), jwkOf(EC.publicKey, 'ec')];
const CASE: PreviewCase = {
  broker: 'hivemq', brokerVersion: '4.36.0', now: 1000, settings: config(), allowAllExtension: false, mqttClientId: 'dev1', jwks: { keys: KEYS },
};

interface Signing {
  readonly alg: string;
  readonly kid?: string;
  readonly key: KeyObject;
}

const BY_RSA: Signing = { alg: 'RS256', kid: 'rsa', key: RSA.privateKey };
const BY_EC: Signing = { alg: 'ES256', kid: 'ec', key: EC.privateKey };

function token({ alg, kid, key }: Signing, claims: object = { exp: 2000, azp: 'orders' }): string {
  const input = [{ alg, kid }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function judge(more: Partial<PreviewCase>): PreviewResult {
  return preview(HIVEMQ_SEMANTICS, { ...CASE, ...more }) as PreviewResult;
}

test.each([
  ['RS256 by its key', BY_RSA, 'accept', null],
  ['ES256 by its key', BY_EC, 'accept', null],
  ['RS256 by another key', { ...BY_RSA, key: OTHER.privateKey }, 'reject', 'HIVEMQ_TOKEN_SIGNATURE'],
  ['RS256 under the name of an EC key', { ...BY_RSA, kid: 'ec' }, 'reject', 'HIVEMQ_TOKEN_KEY'],
  ['RS256 under no known name', { ...BY_RSA, kid: 'x' }, 'reject', 'HIVEMQ_TOKEN_KEY'],
  ['RS256 without a name', { ...BY_RSA, kid: undefined }, 'undetermined', 'HIVEMQ_TOKEN_KEY'],
  ['RS256 without a name by a key that is not in the set', { ...BY_RSA, kid: undefined, key: OTHER.privateKey }, 'reject', 'HIVEMQ_TOKEN_SIGNATURE'],
  ['RS384 that is really RS256', { ...BY_RSA, alg: 'RS384' }, 'reject', 'HIVEMQ_TOKEN_SIGNATURE'],
] as const)('a token signed with %s', (_what, signing, decision, reason) => {
  expect(judge({ token: token(signing) })).toMatchObject({ decision, reason });
});

test('an algorithm that nobody has seen working stays open even when the signature is good', () => {
  const input = [{ alg: 'RS512', kid: 'rsa' }, { exp: 2000 }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signed = `${input}.${sign('sha512', Buffer.from(input), RSA.privateKey).toString('base64url')}`;

  const result = judge({ token: signed });

  expect(result).toMatchObject({ decision: 'undetermined', reason: 'HIVEMQ_TOKEN_ALGORITHM' });
  expect(result.checks.find(({ rule }) => rule === 'HIVEMQ_TOKEN_SIGNATURE')?.outcome).toBe('pass');
});

test('no change to a signed token is let in', () => {
  const good = token(BY_RSA);
  fc.assert(fc.property(fc.nat(good.length - 1), fc.constantFrom(...'ABCxyz019-_.=+'), (at, letter) => {
    const changed = good.slice(0, at) + letter + good.slice(at + 1);

    expect([changed, judge({ token: changed }).decision === 'accept']).toEqual([changed, changed === good]);
  }));
});

test('whatever is sent as a token, there is a result without any of it', () => {
  const texts = fc.oneof(fc.string(), fc.string().map((text) => `ey${text}..`), fc.base64String().map((text) => `ey${text}.${text}.${text}`));
  fc.assert(fc.property(texts, (text) => {
    const result = judge({ token: text });

    expect(result.decision).not.toBe('accept');
    expect(text.length > 20 && JSON.stringify(result).includes(text)).toBe(false);
  }));
});

const WANTED = config({
  validation: '<exp-grace>10</exp-grace><reserved-claims><aud>mq</aud><iss>a b</iss><scope>p s</scope></reserved-claims>' +
    '<custom-claims><claim><name>client</name><value>${mqtt-clientid}</value></claim></custom-claims>',
});

const anyClaim = fc.oneof(
  fc.constantFrom('mq', 'a', 'b', 'p s', 's p x', 'p', 'dev1', 'dev2', ''),
  fc.constantFrom(989, 990, 991, 1000, 1001, 700, 0),
  fc.constantFrom([], ['mq'], ['p', 's']),
  fc.jsonValue(),
);
const anyClaims = fc.dictionary(fc.constantFrom('exp', 'aud', 'iss', 'scope', 'client', 'nbf', 'crit', '__proto__', 'x'), anyClaim, { maxKeys: 8 });
const goodClaims = { exp: 1001, aud: 'mq', iss: 'a', scope: 's p', client: 'dev1' };

test('nothing is let in that a strict check denies', () => {
  const changed = fc.record({
    claims: fc.oneof(anyClaims, anyClaims.map((claims) => ({ ...goodClaims, ...claims }))),
    signature: fc.constantFrom('valid', 'invalid', undefined),
  });
  let accepted = 0;
  fc.assert(fc.property(changed, ({ claims, signature }) => {
    const result = judge({ settings: WANTED, jwks: undefined, signature, token: { header: { alg: 'RS256', kid: 'rsa' }, claims: claims as JsonMembers } });

    if (result.decision === 'accept') {
      accepted++;
      expect(signature).not.toBe('invalid');
      expect(claims).toMatchObject({ aud: 'mq', client: 'dev1', iss: expect.stringMatching(/^[ab]$/), scope: expect.stringMatching(/(^| )p( |$)/) });
      expect(claims.scope).toMatch(/(^| )s( |$)/);
      expect(claims.exp).toBeGreaterThan(990);
      expect((claims as { nbf?: number }).nbf ?? 0).toBeLessThanOrEqual(1000);
    }
  }), { numRuns: 2000 });
  expect(accepted).toBeGreaterThan(20);
});

test('any settings and any claims give a result', () => {
  fc.assert(fc.property(anySettings, anyClaims, fc.constantFrom(true, false, undefined), (settings, claims, allowAllExtension) => {
    const [text, realm] = renderHiveMq(settings, '4.36').map((file) => plainText(file.text)!);
    const open = { header: { alg: 'RS256', kid: 'rsa' }, claims: claims as JsonMembers };
    const result = judge({ settings: text, fileRealm: realm, allowAllExtension, token: open, can: ['publish:a', 'subscribe:#'] });

    expect(result.checks[0].rule).toBe('HIVEMQ_SETTINGS_LOAD');
    expect(['accept', 'reject', 'undetermined']).toContain(result.decision);
  }), { numRuns: 300 });
});

test('any broken piece of a document gives a result', () => {
  const whole = config({ validation: '<exp-grace>1</exp-grace>', steps: copyClaim('azp'), authorization: FILE_AUTHORIZATION });
  const realm = fileRealm('orders', ['<topic>a</topic><activity>ALL</activity><qos>ALL</qos>']);
  const cut = (text: string) => fc.tuple(fc.nat(text.length), fc.nat(40), fc.constantFrom('', '<', '</', '>', '<a/>', '${', 'x', '&')).map(([at, length, piece]) =>
    text.slice(0, at) + piece + text.slice(at + length));
  fc.assert(fc.property(cut(whole), cut(realm), (settings, changedRealm) => {
    const result = judge({ settings, fileRealm: changedRealm, token: token(BY_RSA), can: ['publish:a'] });

    expect([true, false, 'unknown']).toContain(result.loads);
    expect(result.loads === true || result.decision !== 'accept').toBe(true);
  }), { numRuns: 500 });
});

test('what a document lacks is not made up', () => {
  const without = config().replace('<realm>idp</realm>', '');

  expect(judge({ settings: without, token: token(BY_RSA) })).toMatchObject({ loads: 'unknown', decision: 'undetermined', permissions: null });
});

test('settings are the text of the file', () => {
  const settings = {} as PreviewCase['settings'];

  expect(preview(HIVEMQ_SEMANTICS, { ...CASE, settings })).toMatchObject({ error: { rule: 'PREVIEW_CASE_SETTINGS' } });
  expect(preview(HIVEMQ_SEMANTICS, { ...CASE, settings: ' '.repeat(9_000_000) })).toMatchObject({ error: { rule: 'HIVEMQ_XML_UNREADABLE' } });
});

test('who is let in already is not asked for a token', () => {
  const result = judge({ authenticatedAs: 'alice', settings: config({ authorization: FILE_AUTHORIZATION }), fileRealm: fileRealm('alice', []) });

  expect(result).toMatchObject({ decision: 'undetermined', reason: 'HIVEMQ_AUTHORIZATION' });
  expect(judge({ authenticatedAs: 'alice' })).toMatchObject({ decision: 'accept' });
});

test('files are read once, and judged alike afterwards', () => {
  const settings = config({ steps: copyClaim('azp'), authorization: FILE_AUTHORIZATION });
  const realm = fileRealm('orders', ['<topic>${mqtt-clientid}/#</topic><activity>ALL</activity><qos>ALL</qos>']);
  const ask = (mqttClientId: string) => judge({ settings, fileRealm: realm, token: token(BY_RSA), mqttClientId, can: ['publish:dev1/a'] }).can[0].allowed;

  expect(['dev1', 'dev2', 'dev1'].map(ask)).toEqual([true, false, true]);
  Array.from({ length: 250 }, (_, index) => judge({ settings: config({ validation: `<exp-grace>${index}</exp-grace>` }), token: token(BY_RSA) }));
  expect(ask('dev1')).toBe(true);
});

test('every fact names its source and its remedy', () => {
  for (const fact of HIVEMQ_SEMANTICS.facts) {
    const text = expect.stringMatching(/\S/);
    expect(fact).toMatchObject({ rule: expect.stringMatching(/^HIVEMQ_[A-Z_]+$/), looksAt: text, remedy: text, source: text });
  }
  expect(new Set(HIVEMQ_SEMANTICS.facts.map(({ rule }) => rule)).size).toBe(HIVEMQ_SEMANTICS.facts.length);
});

test('a password that a step copies about is in no detail', () => {
  const password = 'correct horse battery staple';
  const copy = (to: string) => `<copy-byte-to-string-preprocessor><from>mqtt-password</from><to encoding="UTF8">${to}</to></copy-byte-to-string-preprocessor>`;
  const realm = fileRealm('alice', []);
  const settings = ['authorization-key', 'authorization-role-key'].map((key) => config({ steps: copy(key), authorization: FILE_AUTHORIZATION })
    .replace(/<jwt-authentication-manager>.*<\/jwt-authentication-manager>/, '<allow-all-authentication-manager/>').replace('>false<', '>true<'));

  for (const text of settings) {
    const result = judge({ settings: text, fileRealm: realm, password });
    expect(result.decision).toBe('undetermined');
    expect(JSON.stringify(result)).not.toContain('horse');
  }
});

test('a permission to subscribe that ends in + is warned of, and no other', () => {
  const of = (topic: string, activity: string) => `<topic>${topic}</topic><activity>${activity}</activity><qos>ALL</qos>`;
  const warned = (...permissions: readonly string[]) => judge({
    settings: config({ steps: copyClaim('azp'), authorization: FILE_AUTHORIZATION }), fileRealm: fileRealm('orders', permissions), token: token(BY_RSA),
  }).warnings.filter(({ rule }) => rule === 'HIVEMQ_PLUS_ADMITS_HASH').map(({ message }) => message);

  expect(warned(of('a', 'ALL'), of('a/+', 'SUBSCRIBE'), of('+', 'ALL'), of('b/+', 'PUBLISH'), of('c+', 'ALL'))).toEqual([
    '"a/+" lets the client subscribe to "a/#" too', '"+" lets the client subscribe to "#" too',
  ]);
  expect(warned(of('a', 'ALL'))).toEqual([]);
});

test('without a pipeline nothing is known of actions', () => {
  const settings = config().replace(/<listener-pipeline.*<\/listener-pipeline>/, '');

  expect(judge({ settings, token: token(BY_RSA), can: ['publish:a'] }).can.map(({ allowed, reason }) => [allowed, reason])).toEqual([['unknown', 'HIVEMQ_PIPELINE']]);
});

test('what all pipelines agree on is told, and which there are', () => {
  const one = config({ steps: copyClaim('azp'), authorization: FILE_AUTHORIZATION });
  const realm = fileRealm('orders', ['<topic>a</topic><activity>ALL</activity><qos>ALL</qos>']);
  const pipeline = /<listener-pipeline.*<\/listener-pipeline>/.exec(one)![0];
  const both = (second: string) => one.replace(pipeline, pipeline.replace('"ALL"', '"tcp"') + second.replace('"ALL"', '"tls"'));
  const of = (second: string) => judge({ settings: both(second), fileRealm: realm, token: token(BY_RSA), can: ['publish:a'] });
  const [agreed, split] = [of(pipeline), of(pipeline.replace('azp', 'sub'))];

  expect(agreed).toMatchObject({ decision: 'undetermined', reason: 'HIVEMQ_PIPELINE', principal: 'orders', can: [{ allowed: 'unknown' }] });
  expect(split.principal).toBeNull();
  expect(agreed.checks.find(({ rule }) => rule === 'HIVEMQ_PIPELINE')?.detail).toMatch(/^there are pipelines for "tcp", "tls"; /);
});
