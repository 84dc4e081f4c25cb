import { auth0Profile, entraProfile, GUID, keycloakProfile, oidcProfile, oktaProfile, uaaProfile } from '../../src/identity/profiles';
import { Auth0SigningAlgorithm, Auth0TokenDialect, EntraTokenVersion, MachineSubject } from '../../src/identity/provider-kind';
import { releaseSince } from '../../src/identity/release-since';

describe('releaseSince', () => {
  test.each([
    [undefined, undefined],
    ['26', undefined],
    ['${TfToken[TOKEN.1]}', undefined],
    ['nightly', undefined],
    ['26.6', undefined],
    ['26.6.1', false],
    ['26.6.2', true],
    ['26.6.10', true],
    ['26.5', false],
    ['25', false],
    ['26.7', true],
    ['27', true],
    ['26.6.2.1', true],
  ])('%s is 26.6.2 or later: %s', (version, answer) => expect(releaseSince(version, '26.6.2')).toBe(answer));
});

describe('Keycloak', () => {
  test.each([
    [undefined, 'unknown'],
    ['26.6', 'unknown'],
    ['26.6.1', 'client-authentication'],
    ['26.6.2', 'caller-in-audience'],
  ])('of version %s answers introspection by the rule %s', (version, rule) => {
    expect(keycloakProfile({ version }).introspection).toBe(rule);
  });

  test('adds no audience by itself and makes up the subject', () => {
    const { audience, machineSubject, clientIdClaim } = keycloakProfile({});
    expect(audience).toEqual({ setBy: 'mapper', several: true, present: false, freeChoice: true, issued: undefined });
    expect([machineSubject, clientIdClaim]).toEqual(['uuid', 'azp']);
  });
});

describe('Okta', () => {
  test('writes scopes as an array into scp and one audience', () => {
    const { scopeClaims, audience } = oktaProfile({ audience: 'api://mq' });
    expect(scopeClaims).toEqual([{ name: 'scp', shape: 'array' }]);
    expect([audience.several, audience.issued]).toEqual([false, ['api://mq']]);
    expect(oktaProfile({}).audience.issued).toBeUndefined();
  });
});

describe('Auth0', () => {
  test('signs with HS256 unless it is told otherwise', () => {
    expect(auth0Profile({}).defaultAlgorithm).toBe('HS256');
    expect(auth0Profile({}).algorithms).toEqual(['HS256', 'RS256', 'PS256']);
    expect(auth0Profile({ signingAlgorithm: Auth0SigningAlgorithm.RS256 }).algorithms).toEqual(['RS256']);
  });

  test.each([
    [undefined, 'azp', ['scope']],
    [Auth0TokenDialect.ACCESS_TOKEN, 'azp', ['scope']],
    [Auth0TokenDialect.ACCESS_TOKEN_AUTHZ, 'azp', ['scope', 'permissions']],
    [Auth0TokenDialect.RFC9068_PROFILE, 'client_id', ['scope']],
    [Auth0TokenDialect.RFC9068_PROFILE_AUTHZ, 'client_id', ['scope', 'permissions']],
  ])('in dialect %s has the client id in %s and scopes in %s', (tokenDialect, claim, scopes) => {
    const profile = auth0Profile({ tokenDialect });
    expect(profile.clientIdClaim).toBe(claim);
    expect(profile.scopeClaims.map(({ name }) => name)).toEqual(scopes);
  });
});

describe('Entra', () => {
  test('version 2 has the API\'s client id as audience and azp, version 1 leaves the choice and has appid', () => {
    const second = entraProfile({ tokenVersion: EntraTokenVersion.V2, apiClientId: 'id' });
    expect([second.audience.freeChoice, second.audience.issued, second.clientIdClaim]).toEqual([false, ['id'], 'azp']);
    const first = entraProfile({ tokenVersion: EntraTokenVersion.V1, apiClientId: 'id' });
    expect([first.audience.freeChoice, first.audience.issued, first.clientIdClaim]).toEqual([true, undefined, 'appid']);
  });

  test('keys do not name their algorithm', () => {
    expect(entraProfile({ tokenVersion: EntraTokenVersion.V2 }).keysNameAlg).toBe(false);
  });
});

describe('UAA', () => {
  test('writes scopes as an array into scope and makes audiences of their names', () => {
    const { scopeClaims, audience } = uaaProfile();
    expect(scopeClaims).toEqual([{ name: 'scope', shape: 'array' }]);
    expect(audience.setBy).toBe('scope-names');
  });
});

describe('a generic provider', () => {
  test('leaves unknown what it is not told', () => {
    expect(oidcProfile({})).toMatchObject({
      scopeClaims: [{ name: 'scope', shape: 'string' }],
      audience: { setBy: 'unknown', several: undefined, present: undefined, issued: undefined },
      machineSubject: 'unknown',
      clientIdClaim: undefined,
      introspection: 'unknown',
      defaultAlgorithm: 'RS256',
      keysNameAlg: undefined,
      keysNameUse: undefined,
    });
  });

  test('is what it is told', () => {
    const profile = oidcProfile({
      scopeClaims: ['scope', 'roles'],
      arrayScopeClaims: ['roles'],
      audiences: [],
      machineSubject: MachineSubject.CLIENT_ID,
      signingAlgorithm: 'ES256',
    });
    expect(profile.scopeClaims).toEqual([{ name: 'scope', shape: 'string' }, { name: 'roles', shape: 'array' }]);
    expect(profile.audience.present).toBe(false);
    expect([profile.machineSubject, profile.algorithms]).toEqual(['client-id', ['ES256']]);
  });
});

test.each([
  ['11111111-2222-3333-4444-555555555555', true],
  ['ABCDEFAB-2222-3333-4444-555555555555', true],
  ['common', false],
  ['11111111222233334444555555555555', false],
  ['{11111111-2222-3333-4444-555555555555}', false],
])('%s is a GUID: %s', (text, good) => expect(new RegExp(GUID.pattern, 'u').test(text)).toBe(good));
