import * as fc from 'fast-check';
import { anyTrial } from './any-accounts';
import { MOSQUITTO_SEMANTICS } from '../../../../src/brokers/mosquitto/semantics';
import { PreviewCase } from '../../../../src/preview/case';
import { preview } from '../../../../src/preview/preview';
import { PreviewFailure, PreviewResult } from '../../../../src/preview/result';
import { RESULT_SHAPE } from '../../../../src/preview/schemas';
import { vectorsOf } from '../../../preview/vector-file';

const VERSIONS = [undefined, '2', '2.0', '2.0.11', '2.0.22', '2.1', '2.1.2', '2.9', '3', '3.0', '3.1', '3.3', '9'];
const version = fc.constantFrom(...VERSIONS);
const CAN = ['publish:a', 'subscribe:a/#', 'receive:$SYS/x', 'unsubscribe:$share/g/a'];

function judged(input: object): PreviewResult | PreviewFailure {
  return preview(MOSQUITTO_SEMANTICS, { broker: 'mosquitto', now: 1000, settings: {}, can: CAN, ...input } as PreviewCase);
}

function settings(common: object, more: object = {}): object {
  return { algorithm: 'RS256', mode: 'jwks', options: { modes: { jwks: { uri: 'https://sso.example.com/keys' } }, common, ...more } };
}

test('every step and every ground of refusal stands in a vector', () => {
  const told = new Set(vectorsOf('mosquitto').flatMap(({ input }) => {
    const result = preview(MOSQUITTO_SEMANTICS, input);
    return 'error' in result ? [] : [...result.checks.filter(({ outcome }) => outcome !== 'skipped').map(({ rule }) => rule), ...result.can.map(({ reason }) => reason)];
  }));

  expect(MOSQUITTO_SEMANTICS.facts.map(({ rule }) => rule).filter((rule) => !told.has(rule))).toEqual([]);
});

test('every fact has its own rule, of which people read what is looked at and what to change', () => {
  const rules = MOSQUITTO_SEMANTICS.facts.map(({ rule }) => rule);

  expect(new Set(rules).size).toBe(rules.length);
  MOSQUITTO_SEMANTICS.facts.forEach(({ rule, looksAt, remedy, source }) => {
    expect(rule).toMatch(/^MOSQUITTO_[A-Z]+(_[A-Z]+)*$/);
    expect([looksAt, remedy, source].every((text) => /^\S.*[^.\s]$/.test(text))).toBe(true);
  });
});

test.each<[string, object, boolean]>([
  ['settings that load', { plugins: ['dynamic-security', 'token'], settings: settings({}) }, true],
  ['settings that do not', { plugins: ['dynamic-security', 'token'] }, false],
  ['settings that do not, and no plugin that reads them', { plugins: ['dynamic-security'] }, true],
  ['no settings', { plugins: ['dynamic-security', 'token'], settings: undefined }, true],
  ['no settings, and no plugin that reads them', { plugins: ['dynamic-security'], settings: undefined }, true],
])('whom dynamic security refuses is refused, and the token plugin loads or not by its settings: %s', (_what, input, loads) => {
  const dynamicSecurity = { clients: [{ username: 'u', disabled: true }] };

  expect(judged({ username: 'u', password: 'x', dynamicSecurity, ...input })).toMatchObject({ decision: 'reject', loads });
});

describe('nothing throws', () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  const strings = fc.oneof(value, fc.constantFrom('', '*', '/(/', 'x'));

  test('whatever stands in settings, token, keys and answers', () => {
    const common = fc.dictionary(fc.constantFrom('issuer', 'issuers', 'audience', 'audiences', 'matchUsernameToSubject', 'matchUsernameToClaim',
      'validateExpiration', 'validateAudienceAgainstEnvs', 'kickExpiredClients'), strings);
    const revocation = fc.dictionary(fc.constantFrom('introspection', 'plain', 'timeoutMs'), fc.oneof(value, fc.constant({ uri: 'u', clientId: 'a', clientSecret: 'b' })));
    const file = fc.oneof(value, fc.tuple(common, revocation).map(([claims, asked]) => settings(claims, { revocation: asked })));
    const endpoint = fc.record({ status: fc.integer(), body: value, delayMs: fc.nat() }, { requiredKeys: [] });
    const members = fc.dictionary(fc.constantFrom('iss', 'aud', 'sub', 'exp', 'nbf', 'iat', 'alg', 'kid', 'crit', 'toString', '__proto__'), value);
    const token = fc.oneof(fc.string(), fc.record({ header: members, claims: members }), fc.tuple(members, members)
      .map((parts) => [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), 'c2ln'].join('.')));
    fc.assert(fc.property(fc.record({
      settings: fc.oneof(file.filter((found) => found !== null && typeof found === 'object' && !Array.isArray(found)), fc.string(), file.map((found) => JSON.stringify(found))),
      token, brokerVersion: version, introspection: endpoint, revocation: endpoint, username: fc.option(fc.string(), { nil: undefined }),
      jwks: fc.option(fc.record({ keys: value }), { nil: undefined }), signature: fc.option(fc.constantFrom('valid', 'invalid'), { nil: undefined }),
    }), (input) => {
      expect(RESULT_SHAPE.problem(judged(input))).toBeUndefined();
    }), { numRuns: 1500 });
  });

  test('whatever stands in dynamic-security.json', () => {
    const entries = fc.array(fc.dictionary(fc.constantFrom('username', 'Roles', 'roles', 'rolename', 'acls', 'acltype', 'topic', 'allow', 'priority',
      'groupname', 'clients', 'password', 'salt', 'iterations', 'encoded_password', 'disabled', 'clientid'), fc.jsonValue({ maxDepth: 5 })), { maxLength: 3 });
    const file = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('clients', 'roles', 'groups', 'anonymousGroup', 'defaultACLAccess'), fc.oneof(entries, value)));
    const plugin = fc.constantFrom(['dynamic-security'], ['dynamic-security', 'token']);
    fc.assert(fc.property(file, version, fc.constantFrom('orders', ''), plugin, (dynamicSecurity, brokerVersion, username, plugins) => {
      for (const written of [dynamicSecurity, JSON.stringify(dynamicSecurity)]) {
        expect(RESULT_SHAPE.problem(judged({ dynamicSecurity: written, brokerVersion, username, password: 'p', plugins }))).toBeUndefined();
      }
    }), { numRuns: 1500 });
  });
});

test('the file as text and as an object come to the same', () => {
  fc.assert(fc.property(anyTrial, version, (trial, brokerVersion) => {
    const can = trial.subscribe.map((text) => `subscribe:${text}`);
    const asked = (dynamicSecurity: unknown) => judged({ dynamicSecurity, brokerVersion, authenticatedAs: 'one', plugins: ['dynamic-security'], can });

    expect(asked(JSON.stringify(trial.accounts))).toEqual(asked(trial.accounts));
  }), { numRuns: 50 });
});

test('no token is let in that a strict check refuses', () => {
  const text = fc.constantFrom('a', 'b', 'ab', 'a*');
  const claim = fc.oneof(text, fc.constant(undefined), fc.array(text, { maxLength: 2 }), fc.constantFrom(5, null, true));
  fc.assert(fc.property(fc.record({
    common: fc.record({ issuer: text, audience: text, matchUsernameToSubject: fc.boolean(), validateExpiration: fc.boolean() }, { requiredKeys: [] }),
    claims: fc.record({ iss: claim, aud: claim, sub: claim, exp: fc.oneof(fc.integer({ min: 990, max: 1010 }), claim) }),
    alg: fc.constantFrom('RS256', 'HS256', 'none', 5), signature: fc.constantFrom('valid', 'invalid'), username: text, brokerVersion: version,
  }), ({ common, claims, alg, signature, username, brokerVersion }) => {
    const known = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
    const token = { header: { alg }, claims: known };
    const result = judged({ settings: settings(common), token, signature, username, brokerVersion }) as PreviewResult;
    if (result.decision === 'accept') {
      const hasAudience = !['3.0', '2.9'].includes(brokerVersion ?? '');
      expect([alg, signature]).toEqual(['RS256', 'valid']);
      expect(common.issuer ?? claims.iss).toBe(claims.iss);
      expect(common.matchUsernameToSubject === true ? username : claims.sub).toBe(claims.sub);
      expect(common.validateExpiration === false || Number(claims.exp) > 1000).toBe(true);
      const isMeant = claims.aud === common.audience || (common.audience === 'a*' && String(claims.aud).startsWith('a'));
      expect(common.audience === undefined || !hasAudience || isMeant).toBe(true);
    }
  }), { numRuns: 3000 });
});

test('nothing of a token is shown', () => {
  const segment = Buffer.from('{"alg":"RS256","kid":"eyJhbGciOiJub25lIn0.secret"}').toString('base64url');
  const token = `${segment}.${Buffer.from('{"iss":"eyJhbGciOiJub25lIn0.secret","exp":2000}').toString('base64url')}.c2VjcmV0`;
  const result = judged({ settings: settings({ issuer: 'x' }), token, brokerVersion: '3.3', username: 'u' });

  expect(JSON.stringify(result)).not.toMatch(new RegExp(`secret|${segment.slice(0, 20)}`));
});

test.each([
  ['publish', undefined], ['fly', 'a'], ['Publish', 'a'],
])('the action %s on %s is none of Mosquitto\'s', (action, resource) => {
  expect(judged({ can: [{ action, resource }] })).toMatchObject({ error: { rule: 'PREVIEW_CASE_ACTION' } });
});

test.each(['publish', ':a', 'toString:a', ''])('the action "%s" is none of Mosquitto\'s', (asked) => {
  expect(judged({ can: [asked] })).toMatchObject({ error: { rule: 'PREVIEW_CASE_ACTION' } });
});

test('an action as an object names the group of a shared subscription', () => {
  const acls = [{ acltype: 'subscribePattern', topic: '$share/g/a', allow: true }];
  const dynamicSecurity = { clients: [{ username: 'u', roles: [{ rolename: 'r' }] }], roles: [{ rolename: 'r', acls }] };
  const can = [{ action: 'subscribe', resource: 'a', share: 'g' }, { action: 'subscribe', resource: 'a', share: 'h' }, 'subscribe:a'];

  expect((judged({ dynamicSecurity, authenticatedAs: 'u', can }) as PreviewResult).can.map(({ resource, allowed }) => [resource, allowed]))
    .toEqual([['$share/g/a', true], ['$share/h/a', false], ['a', false]]);
});

test('without jwt.json the token plugin cannot be judged', () => {
  expect(judged({ settings: undefined, plugins: ['token'] })).toMatchObject({ error: { rule: 'PREVIEW_CASE_SETTINGS' } });
});

test('with dynamic security\'s file alone it is the only plugin', () => {
  expect(judged({ settings: undefined, dynamicSecurity: {}, username: 'u', password: 'p' })).toMatchObject({ decision: 'reject', reason: 'MOSQUITTO_NOBODY_ACCEPTS' });
});
