import { MosquittoAccess } from '../../../src/brokers/mosquitto/access';
import { MosquittoKeys } from '../../../src/brokers/mosquitto/keys';
import { MosquittoDynamicSecurity, MosquittoOAuthProps } from '../../../src/brokers/mosquitto/mosquitto-oauth-props';
import { MosquittoBodyEncoding, MosquittoHttpMethod, MosquittoRequestParameters } from '../../../src/brokers/mosquitto/request-parameters';
import { MosquittoRevocation, MosquittoSuccessValue } from '../../../src/brokers/mosquitto/revocation';
import { settingsOf } from '../../../src/brokers/mosquitto/settings-of';
import { MosquittoSource } from '../../../src/brokers/mosquitto/source';

const PROVIDER = { issuer: 'https://sso', jwksUri: 'https://sso/keys', introspectionEndpoint: 'https://sso/introspect' };
const settings = (props: Partial<MosquittoOAuthProps>) => settingsOf(props as MosquittoOAuthProps, PROVIDER, []);

describe('the settings that props come to', () => {
  test.each([
    [MosquittoKeys.jwks({ uri: 'https://k', timeoutMs: 5, cacheEnabled: false, cacheTtlMs: 7, respectCacheHeaders: true }),
      { algorithm: 'RS256', mode: 'jwks', modes: { jwks: { uri: 'https://k', timeoutMs: 5, cache: { enabled: false, ttlMs: 7, respectCacheHeaders: true } } } }],
    [MosquittoKeys.jwksFile('/k.json'), { algorithm: 'RS256', mode: 'jwks', modes: { jwks: { filePath: '/k.json' } } }],
    [MosquittoKeys.publicKey('-----BEGIN'), { algorithm: 'RS256', mode: 'local', modes: { local: { plain: '-----BEGIN' } } }],
    [MosquittoKeys.publicKeyFrom(MosquittoSource.file('/k.pem')), { algorithm: 'RS256', mode: 'local', modes: { local: { filePath: '/k.pem' } } }],
    [MosquittoKeys.sharedSecret(MosquittoSource.environment('KEY')), { algorithm: 'HS256', mode: 'local', modes: { local: { env: 'KEY' } } }],
  ])('keys %#', (keys, expected) => {
    expect(settings({ keys }).jwt).toMatchObject(expected);
  });

  test.each([
    [{ issuer: 'https://i' }, 'https://i'], [{}, 'https://sso'], [{ issuers: ['a'] }, undefined], [{ validateIssuerAgainstEnvs: ['A'] }, undefined],
  ])('%j has the issuer %s', (props, issuer) => {
    expect(settings(props).jwt?.common.issuer).toBe(issuer);
  });

  test('a revocation service, with the body encoding in both places', () => {
    const requestParameters = MosquittoRequestParameters.of({ headers: { Accept: 'a' }, method: MosquittoHttpMethod.PUT, path: '/p', payloadJson: '{"t":"#:jwt_value:#"}' });
    expect(settings({
      revocation: MosquittoRevocation.service({
        uri: 'https://r', requestParameters, bodyEncoding: MosquittoBodyEncoding.JSON, jsonPath: 'a.b', successValue: MosquittoSuccessValue.ofBoolean(true),
        successHttpCodes: [200], checkHttpStatus: true, timeoutMs: 9,
      }),
    }).jwt?.revocation).toEqual({
      timeoutMs: 9,
      plain: {
        uri: 'https://r',
        bodyEncoding: 'application/json',
        requestParameters: { plain: { headers: { Accept: 'a' }, method: 'PUT', path: '/p', payload: { t: '#:jwt_value:#' }, bodyEncoding: 'application/json' } },
        response: { jsonPath: 'a.b', successValue: true, successHttpCodes: [200], checkHttpStatus: true },
      },
    });
  });

  test.each([[MosquittoSuccessValue.ofText('a'), 'a'], [MosquittoSuccessValue.ofNumber(1), 1]])('a success value %#', (successValue, expected) => {
    const { jwt } = settings({ revocation: MosquittoRevocation.service({ uri: 'https://r', jsonPath: 'a', successValue }) });
    expect(jwt?.revocation?.plain?.response).toEqual({ jsonPath: 'a', successValue: expected });
  });

  test('request parameters and a client id from elsewhere', () => {
    expect(settings({
      revocation: MosquittoRevocation.introspection({
        clientIdFrom: MosquittoSource.file('/id'), clientSecret: MosquittoSource.file('/secret'), includeTokenTypeHint: true,
        requestParameters: MosquittoRequestParameters.fromSource(MosquittoSource.environment('PARAMETERS')),
      }),
    }).jwt?.revocation).toEqual({
      introspection: {
        uri: 'https://sso/introspect', clientId: { filePath: '/id' }, clientSecret: { filePath: '/secret' }, includeTokenTypeHint: true,
        requestParameters: { env: 'PARAMETERS' },
      },
    });
  });

  test('a client id from two places is kept for the rule to refuse', () => {
    const revocation = MosquittoRevocation.introspection({ clientId: 'a', clientIdFrom: MosquittoSource.file('/id'), clientSecret: MosquittoSource.file('/s') });
    expect(settings({ revocation }).jwt?.revocation?.introspection?.clientId).toEqual({ plain: 'a', filePath: '/id' });
  });

  test('a payload that is no JSON is refused', () => {
    expect(() => MosquittoRequestParameters.of({ payloadJson: '{' })).toThrow(/payloadJson must be JSON text; .*\[MOSQUITTO_REQUEST_PARAMETERS\]/);
  });

  test('paths, further plugins and listeners', () => {
    expect(settings({
      persistenceLocation: '/data', allowAnonymous: false, tokenPluginPath: '/t/cedalo_jwt_auth.so', tokenPluginConfigFile: 'j.json',
      dynamicSecurityPluginPath: '/d.so', dynamicSecurityConfigFile: '/d.json', plugins: [{ path: '/x.so', options: { a: 'b' } }],
      listeners: [{ port: 1 }, { port: 2, tokens: false }],
    }).conf).toEqual({
      persistenceLocation: '/data',
      allowAnonymous: false,
      plugins: [
        { kind: 'token', path: '/t/cedalo_jwt_auth.so', configFile: 'j.json', name: 'tokens' },
        { kind: 'dynamic-security', path: '/d.so', configFile: '/d.json', name: 'accounts' },
        { kind: 'other', path: '/x.so', options: { a: 'b' }, name: 'plugin2' },
      ],
      listeners: [{ port: 1, plugins: ['tokens', 'accounts', 'plugin2'] }, { port: 2, plugins: ['accounts', 'plugin2'] }],
    });
  });

  test('dynamic security that others load is known but not rendered', () => {
    const { conf } = settings({ dynamicSecurity: MosquittoDynamicSecurity.LOADED_ELSEWHERE });
    expect([conf?.plugins.map((plugin) => plugin.kind), conf?.unmanagedPlugins?.map((plugin) => plugin.kind)]).toEqual([['token'], ['dynamic-security']]);
  });

  test('accounts, groups and roles of one\'s own', () => {
    expect(settings({
      defaultAclAccess: { unsubscribe: true },
      clients: [{ username: 'u', roles: [{ rolename: 'r', priority: 1 }] }, { username: 'v' }],
      groups: [{ groupname: 'g', clients: [{ username: 'u' }] }, { groupname: 'h', roles: [{ rolename: 'r' }] }],
      roles: [{ rolename: 'r', allowWildcardSubs: false, accesses: [MosquittoAccess.receive('a')] }],
      anonymousGroup: 'g',
      existingClients: ['admin'],
      existingGroups: ['eg'],
      existingRoles: ['er'],
    }).dynamicSecurity).toEqual({
      defaultAclAccess: { unsubscribe: true },
      clients: [{ username: 'u', roles: [{ rolename: 'r', priority: 1 }] }, { username: 'v', roles: [] }],
      groups: [{ groupname: 'g', roles: [], clients: [{ username: 'u' }] }, { groupname: 'h', roles: [{ rolename: 'r' }], clients: [] }],
      roles: [{ rolename: 'r', allowwildcardsubs: false, acls: [{ acltype: 'publishClientReceive', topic: 'a', allow: true }] }],
      anonymousGroup: 'g',
      unmanaged: { clients: [{ username: 'admin', roles: [] }], groups: [{ groupname: 'eg', roles: [], clients: [] }], roles: [{ rolename: 'er', acls: [] }], namesOnly: true },
    });
  });
});
