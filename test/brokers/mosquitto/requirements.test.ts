import { change } from './change';
import { GOOD } from './samples';
import { MOSQUITTO } from '../../../src/brokers/mosquitto/core';
import { needs, requirements } from '../../../src/brokers/mosquitto/requirements';
import { MosquittoSettings } from '../../../src/brokers/mosquitto/settings';
import { lockoutChanges } from '../../../src/brokers/requirements';

const changed = (after: MosquittoSettings, before: MosquittoSettings = GOOD) =>
  lockoutChanges(requirements(before), requirements(after), MOSQUITTO.requirementNames).map((found) => `${found.what} ${found.setting}`);

describe('what tokens must be', () => {
  test('follows from the settings', () => {
    expect(requirements(GOOD)).toEqual({
      issuer: [{ kind: 'exact', value: 'https://sso.example.com' }],
      audience: [{ kind: 'exact', value: 'messaging' }],
      keys: ['https://sso.example.com/keys'],
      claims: { alg: [{ kind: 'exact', value: 'RS256' }], exp: [{ kind: 'exact', value: 'in the future' }] },
      principal: ['sub'],
    });
  });

  test('tells patterns and variables from values', () => {
    const settings = change(GOOD, { 'jwt.common': { issuer: 'a*', issuers: ['/b/', 'c'], audience: 'm*', validateAudienceAgainstEnvs: ['AUD'] } });
    expect(requirements(settings)).toMatchObject({
      issuer: [{ kind: 'exact', value: 'a*' }, { kind: 'pattern', value: '/b/' }, { kind: 'exact', value: 'c' }],
      audience: [{ kind: 'pattern', value: 'm*' }, { kind: 'pattern', value: 'variable AUD' }],
      principal: [],
    });
  });

  test.each([
    [{ env: 'K' }, 'local variable K'], [{ filePath: '/k' }, 'local file /k'], [{ plain: '-----BEGIN' }, 'local -----BEGIN'],
  ])('names a local key %j', (local, key) => {
    expect(requirements(change(GOOD, { 'jwt.mode': 'local', 'jwt.modes': { local } })).keys).toEqual([key]);
  });

  test('asks nothing without jwt.json', () => {
    expect(requirements({})).toEqual({ issuer: 'any', audience: 'any', keys: [], claims: {}, principal: [] });
  });

  test.each([
    [{ 'jwt.common.issuer': 'https://other' }, ['issuer issuer']],
    [{ 'jwt.common.issuer': undefined, 'jwt.common.issuers': ['https://other', 'https://sso.example.com'] }, []],
    [{ 'jwt.common.audience': 'other' }, ['audience audience']],
    [{ 'jwt.common.audience': undefined, 'jwt.common.audiences': ['messaging', 'other'] }, []],
    [{ 'jwt.modes.jwks.uri': 'https://other/keys' }, ['key modes']],
    [{ 'jwt.common.matchUsernameToSubject': false, 'jwt.common.matchUsernameToClaim': 'azp' }, ['claim matchUsernameToSubject']],
    [{ 'jwt.common.matchClientIdToSubject': true }, ['claim sub']],
    [{ 'jwt.common.matchClientIdToClaim': 'device' }, ['claim device']],
    [{ 'jwt.revocation.introspection.uri': 'https://i' }, ['claim not revoked at']],
    [{ 'jwt.common.validateExpiration': false }, []],
  ])('%j changes what tokens must be: %j', (changes, expected) => {
    expect(changed(change(GOOD, changes))).toEqual(expected);
  });
});

describe('what the broker needs from the identity provider', () => {
  test('follows from the settings', () => {
    const settings = change(GOOD, { 'jwt.revocation.introspection': { uri: 'https://i', clientId: { plain: 'broker' }, clientSecret: { env: 'S' } } });
    expect(needs(settings)).toEqual({
      scopes: undefined,
      introspection: { caller: 'broker' },
      algorithms: ['RS256'],
      plainHttp: 'unwise',
      issuerComparison: 'exact',
      issuer: 'https://sso.example.com',
      audiences: ['messaging'],
      allAudiences: false,
      principal: { claim: 'sub', use: 'the MQTT user name, and with it a dynamic security account', maxLength: 65535, pattern: undefined, patternText: undefined },
      keyNeedsAlg: undefined,
      keyNeedsUse: undefined,
      keySource: 'jwks-uri',
      keyCache: { seconds: 60, refetchesUnknownKeys: undefined },
      audiencesArePatterns: false,
    });
  });

  test.each([
    [{ 'jwt.common': { issuers: ['a*'], audiences: ['m*', 'n'] } }, { issuerComparison: 'pattern', issuer: 'a*', audiences: ['m*', 'n'], audiencesArePatterns: true, principal: undefined }],
    [{ 'jwt.common': { issuers: ['a', 'b'], matchUsernameToClaim: 'azp' } }, { issuerComparison: 'exact', issuer: undefined, principal: expect.objectContaining({ claim: 'azp' }) }],
    [{ 'jwt.modes.jwks': { filePath: '/k' } }, { keySource: 'local' }],
    [{ jwt: undefined }, { algorithms: [], audiences: [], issuer: undefined, introspection: undefined, keySource: 'local' }],
  ])('%j', (changes, expected) => {
    expect(needs(change(GOOD, changes))).toMatchObject(expected);
  });
});
