import { TOKEN } from './support';
import { claimValueOf, machineSubjectOf } from '../../src/identity/principal';
import { auth0Profile, entraProfile, keycloakProfile, oidcProfile, oktaProfile, uaaProfile } from '../../src/identity/profiles';
import { Auth0TokenDialect, EntraTokenVersion } from '../../src/identity/provider-kind';

const entra = entraProfile({ tokenVersion: EntraTokenVersion.V2 });

describe('the subject of an application\'s own tokens', () => {
  test.each([
    ['Okta', oktaProfile({}), 'orders'],
    ['UAA', uaaProfile(), 'orders'],
    ['Auth0', auth0Profile({}), 'orders@clients'],
    ['Keycloak', keycloakProfile({}), undefined],
    ['Entra', entra, undefined],
    ['a generic provider', oidcProfile({}), undefined],
  ])('at %s', (_name, profile, subject) => expect(machineSubjectOf(profile, 'orders')).toBe(subject));

  test('follows a client id that is known only at apply', () => {
    expect(machineSubjectOf(auth0Profile({}), TOKEN)).toBe(`${TOKEN}@clients`);
  });
});

describe('the value of a claim', () => {
  test.each([
    ['Keycloak', keycloakProfile({}), ['azp', 'client_id']],
    ['Okta', oktaProfile({}), ['cid']],
    ['Auth0', auth0Profile({}), ['azp']],
    ['Auth0 by RFC 9068', auth0Profile({ tokenDialect: Auth0TokenDialect.RFC9068_PROFILE }), ['client_id']],
    ['Entra version 2', entra, ['azp']],
    ['Entra version 1', entraProfile({ tokenVersion: EntraTokenVersion.V1 }), ['appid']],
    ['UAA', uaaProfile(), ['client_id', 'cid', 'azp']],
    ['a generic provider', oidcProfile({}), []],
  ])('is the client id at %s in %j alone', (_name, profile, claims) => {
    const found = ['azp', 'client_id', 'cid', 'appid', 'name'].filter((claim) => claimValueOf(profile, 'orders', undefined, claim) === 'orders');
    expect(found.sort()).toEqual([...claims].sort());
  });

  test('sub is what the user stated, before what is usual', () => {
    expect(claimValueOf(oktaProfile({}), 'orders', 'stated', 'sub')).toBe('stated');
    expect(claimValueOf(keycloakProfile({}), 'orders', undefined, 'sub')).toBeUndefined();
  });

  test.each([
    ['orders', 'service-account-orders'],
    ['Orders', undefined],
    [TOKEN, undefined],
  ])('of Keycloak\'s preferred_username for %s is %s', (clientId, username) => {
    expect(claimValueOf(keycloakProfile({}), clientId, undefined, 'preferred_username')).toBe(username);
  });
});
