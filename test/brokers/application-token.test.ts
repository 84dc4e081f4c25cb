import { applicationClaims, MADE_UP_SUBJECT, openClaims, TokenOwner, tokenHeader } from '../../src/brokers/application-token';
import { IdentityDemand } from '../../src/identity/identity-demand';
import { claimValueOf } from '../../src/identity/principal';
import { auth0Profile, entraProfile, keycloakProfile, oidcProfile, oktaProfile, uaaProfile } from '../../src/identity/profiles';
import { Auth0SigningAlgorithm, EntraTokenVersion } from '../../src/identity/provider-kind';
import { TokenProfile } from '../../src/identity/token-profile';

const NOW = 1_800_000_000;
const demand = (kind: IdentityDemand['kind'], value: string): IdentityDemand => ({ broker: 'Stack/Broker', kind, value, reason: 'of a test' });
const SCOPES = [demand('scope', 'mq.write:a'), demand('scope', 'mq.read:b')];

function ownerOf(profile: TokenProfile, demands: readonly IdentityDemand[], subject?: string): TokenOwner {
  const claimValue = (claim: string) => claimValueOf(profile, 'orders', subject, claim);
  return { profile, issuer: 'https://sso.example.com', clientId: 'orders', demands, claimValue };
}

const claimsOf = (profile: TokenProfile, demands: readonly IdentityDemand[] = [demand('audience', 'messaging'), ...SCOPES], subject?: string) => {
  const { iss, iat, exp, ...claims } = applicationClaims(ownerOf(profile, demands, subject), NOW, 60).claims;
  expect([iss, iat, exp]).toEqual(['https://sso.example.com', NOW, NOW + 60]);
  return claims;
};

test('Keycloak writes scopes as one text, the audience of a mapper, and the client id in three claims', () => {
  expect(claimsOf(keycloakProfile({}))).toEqual({
    sub: MADE_UP_SUBJECT, aud: 'messaging', azp: 'orders', client_id: 'orders', preferred_username: 'service-account-orders', scope: 'mq.read:b mq.write:a',
  });
});

test('Okta writes scopes as a list, and the audience of its server', () => {
  expect(claimsOf(oktaProfile({ audience: 'hivemq' }))).toEqual({ sub: 'orders', aud: 'hivemq', cid: 'orders', scp: ['mq.read:b', 'mq.write:a'] });
});

test('Auth0 adds @clients to the subject', () => {
  expect(claimsOf(auth0Profile({ signingAlgorithm: Auth0SigningAlgorithm.RS256 })))
    .toEqual({ sub: 'orders@clients', aud: 'messaging', azp: 'orders', scope: 'mq.read:b mq.write:a' });
});

test('Entra writes app roles, and no scp without a user', () => {
  expect(claimsOf(entraProfile({ tokenVersion: EntraTokenVersion.V2, apiClientId: 'api' }), SCOPES, 'object'))
    .toEqual({ sub: 'object', aud: 'api', azp: 'orders', roles: ['mq.read:b', 'mq.write:a'] });
});

test('UAA makes a list of audiences from the names of scopes', () => {
  expect(claimsOf(uaaProfile()))
    .toEqual({ sub: 'orders', aud: ['orders', 'mq'], client_id: 'orders', cid: 'orders', azp: 'orders', scope: ['mq.read:b', 'mq.write:a'] });
});

test('without demands there is neither audience nor scope', () => {
  expect(claimsOf(oidcProfile({}), [])).toEqual({ sub: MADE_UP_SUBJECT });
});

test('several audiences are a list where the provider can write several, and the first where it cannot', () => {
  const both = [demand('audience', 'a'), demand('audience', 'b')];

  expect(claimsOf(keycloakProfile({}), both).aud).toEqual(['a', 'b']);
  expect(claimsOf(oktaProfile({}), both).aud).toBe('a');
});

test('a claim that a broker asks for is there where its value is known', () => {
  expect(claimsOf(oktaProfile({}), [demand('claim', 'cid'), demand('claim', 'tenant'), demand('claim', 'sub')])).toEqual({ sub: 'orders', cid: 'orders' });
});

test('everything assumed is told', () => {
  expect(applicationClaims(ownerOf(keycloakProfile({}), SCOPES), NOW, 60).assumed).toEqual([
    'it lives 60 s', `the provider makes up sub, for which ${MADE_UP_SUBJECT} stands`, 'everything that brokers demand for the application is registered',
  ]);
  expect(applicationClaims(ownerOf(oktaProfile({}), []), NOW, 60).assumed).toEqual(['it lives 60 s']);
});

test('the header has the provider\'s algorithm and a kid', () => {
  expect(tokenHeader(oidcProfile({ signingAlgorithm: 'ES256' }), undefined)).toEqual({ alg: 'ES256', kid: 'preview' });
  expect(tokenHeader(auth0Profile({}), 'k1')).toEqual({ alg: 'HS256', kid: 'k1' });
});

test('claims that are known only at apply are found, in lists as well', () => {
  expect(openClaims({ iss: 'https://x', aud: ['a', '${TfToken[TOKEN.1]}'], scp: ['#{TfToken[TOKEN.3]}'], sub: '${TfToken[TOKEN.2]}', exp: 1, x: null }))
    .toEqual(['aud', 'scp', 'sub']);
});
