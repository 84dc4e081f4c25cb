import { ownResources, realmName, secretOf, sharedResources, subjectOf } from '../../../src/identity/keycloak/resources';
import { keycloakRegistrationRules } from '../../../src/identity/keycloak/rules';
import { ClientAuthenticationMethod as Method } from '../../../src/identity/registration/client-authentication';
import { publicJwk } from '../../../src/identity/registration/public-jwk';
import { evaluate } from '../../../src/rules/rule';
import { PUBLIC_KEY } from '../registration/stacks';
import { application, demand, idOf, shown, subject } from '../registration/support';
import { atApplyWith, broken, PASSED, testRules, TOKEN } from '../support';

const REALM = { realm: 'messaging', audiences: [], existingScopes: [] };
const EXISTING = { realm: 'messaging', audiences: ['messaging'], existingScopes: ['mq.read'] };
const GRANTED = [demand('audience', 'messaging'), demand('scope', 'mq.read')];

const CLIENT = {
  id: 'Client', type: 'keycloak_openid_client', realm_id: 'messaging', client_id: 'orders', name: 'orders', access_type: 'CONFIDENTIAL',
  service_accounts_enabled: true, standard_flow_enabled: false, implicit_flow_enabled: false, direct_access_grants_enabled: false,
  full_scope_allowed: false,
};
const AUDIENCE_MAPPER = {
  id: 'AudienceMapper-messaging', type: 'keycloak_openid_audience_protocol_mapper', realm_id: 'messaging', client_id: '${application:Client.id}',
  name: 'audience messaging', included_client_audience: '${provider:Audience-messaging.client_id}', add_to_id_token: false, add_to_access_token: true,
  add_to_token_introspection: true,
};
const DEFAULT_SCOPES = {
  id: 'DefaultScopes', type: 'keycloak_openid_client_default_scopes', realm_id: 'messaging', client_id: '${application:Client.id}',
  default_scopes: ['basic', 'service_account', 'profile', '${provider:Scope-mq.read.name}'],
};

/** A mapper that writes one value on this client alone. */
const claim = (id: string, name: string, value: string) => ({
  id, type: 'keycloak_generic_protocol_mapper', realm_id: 'messaging', client_id: '${application:Client.id}', name: `claim ${name.replace(/\\/g, '')}`,
  protocol: 'openid-connect', protocol_mapper: 'oidc-hardcoded-claim-mapper',
  config: {
    'claim.name': name, 'claim.value': value, 'jsonType.label': 'String', 'access.token.claim': 'true', 'id.token.claim': 'false',
    'userinfo.token.claim': 'false', 'introspection.token.claim': 'true',
  },
});

const typesOf = (resources: readonly unknown[]) => (resources as { id: string }[]).map(({ id }) => id);

test('a machine client has an audience, its scopes, and the default scopes without which tokens lack sub', () => {
  const orders = application({ demands: GRANTED });

  expect(shown(ownResources(REALM, orders, idOf))).toEqual([CLIENT, AUDIENCE_MAPPER, DEFAULT_SCOPES]);
  expect(shown(sharedResources(REALM, [orders, orders], idOf))).toEqual([
    {
      id: 'Audience-messaging', type: 'keycloak_openid_client', realm_id: 'messaging', client_id: 'messaging', access_type: 'CONFIDENTIAL',
      service_accounts_enabled: false, standard_flow_enabled: false, implicit_flow_enabled: false, direct_access_grants_enabled: false,
      full_scope_allowed: false,
    },
    {
      id: 'Scope-mq.read', type: 'keycloak_openid_client_scope', realm_id: 'messaging', name: 'mq.read', include_in_token_scope: true,
      include_in_openid_provider_metadata: false,
    },
  ]);
});

test('what exists in the realm is used and not created', () => {
  const orders = application({ demands: GRANTED });

  expect(sharedResources(EXISTING, [orders], idOf)).toEqual([]);
  expect(shown(ownResources(EXISTING, orders, idOf))).toEqual([
    CLIENT,
    { ...AUDIENCE_MAPPER, included_client_audience: undefined, included_custom_audience: 'messaging' },
    { ...DEFAULT_SCOPES, default_scopes: ['basic', 'service_account', 'profile', 'mq.read'] },
  ]);
});

describe('sub', () => {
  test.each([
    ['not written while no right hangs on it', {}, []],
    ['the client id once rights hang on it', { demands: [demand('subject', 'orders')] }, [claim('SubjectMapper', 'sub', 'orders')]],
    ['the client id once a broker asks for the claim', { demands: [demand('claim', 'sub')] }, [claim('SubjectMapper', 'sub', 'orders')]],
    ['what was asked for', { subject: 'service/orders' }, [claim('SubjectMapper', 'sub', 'service/orders')]],
  ])('is %s', (_, part, mappers) => {
    const planned = shown(ownResources(REALM, application(part), idOf)).filter((resource) => (resource as { type: string }).type.endsWith('generic_protocol_mapper'));
    expect(planned).toEqual(mappers);
  });

  test('is never fixed on a client that users log in through, nor in a scope that clients share', () => {
    const users = { redirectUris: ['https://a.example.com'], publicClient: false };
    const orders = application({ users, demands: [demand('subject', 'orders')] });

    expect(subjectOf(orders)).toBeUndefined();
    expect(typesOf(ownResources(REALM, orders, idOf))).toEqual(['Client', 'DefaultScopes']);
    expect(sharedResources(REALM, [application({ subject: 'x', demands: [demand('subject', 'x')] })], idOf)).toEqual([]);
  });
});

test('a claim that Keycloak does not write holds the client id, and a dot in its name is no level', () => {
  const demands = [demand('claim', 'azp'), demand('claim', 'hivemq.user')];
  expect(shown(ownResources(REALM, application({ demands, role: { claim: 'role', name: 'publisher' } }), idOf)).slice(1, -1)).toEqual([
    claim('ClaimMapper-hivemq.user', 'hivemq\\.user', 'orders'), claim('RoleMapper', 'role', 'publisher'),
  ]);
});

test('a client for users has the authorization code flow with PKCE and no service account', () => {
  const users = { redirectUris: ['https://a.example.com/back'], publicClient: true };
  expect(shown(ownResources(REALM, application({ users }), idOf))).toEqual([
    {
      ...CLIENT, access_type: 'PUBLIC', service_accounts_enabled: false, standard_flow_enabled: true,
      valid_redirect_uris: ['https://a.example.com/back'], pkce_code_challenge_method: 'S256',
    },
    { ...DEFAULT_SCOPES, default_scopes: ['basic', 'profile'] },
  ]);
});

describe('the client proves who it is', () => {
  const key = { name: '2026-11', pem: PUBLIC_KEY };
  test.each([
    ['by a secret that Keycloak makes up', { method: Method.SECRET, details: {} }, {}],
    [
      'by a secret that is handed through', { method: Method.WRITE_ONLY_SECRET, details: { secret: TOKEN, secretVersion: 3 } },
      { client_secret_wo: TOKEN, client_secret_wo_version: '3' },
    ],
    [
      'by keys it publishes', { method: Method.PRIVATE_KEY_JWT, details: { jwksUri: 'https://a.example.com/keys' } },
      { client_authenticator_type: 'client-jwt', extra_config: { 'use.jwks.url': 'true', 'jwks.url': 'https://a.example.com/keys' } },
    ],
    [
      'by keys that are registered', { method: Method.PRIVATE_KEY_JWT, details: { keys: [key] } },
      { client_authenticator_type: 'client-jwt', extra_config: { 'use.jwks.string': 'true', 'jwks.string': JSON.stringify({ keys: [publicJwk(key)] }) } },
    ],
  ])('%s', (_, authentication, attributes) => {
    expect(shown(ownResources(REALM, application({ authentication }), idOf))[0]).toEqual({ ...CLIENT, ...attributes });
    expect(secretOf(application({ authentication })) === undefined).toBe(authentication.method !== Method.SECRET);
  });
});

test('a key becomes a member of a key set, without anything private', () => {
  expect(publicJwk({ name: 'a', pem: PUBLIC_KEY })).toEqual({ kid: 'a', kty: 'RSA', use: 'sig', n: expect.any(String), e: 'AQAB' });
  expect(publicJwk({ name: 'a', pem: 'nothing' })).toBeUndefined();
});

test.each([['messaging', 'messaging'], ['my%20realm', 'my realm'], ['%E0%A4%A', '%E0%A4%A'], [TOKEN, TOKEN]])('the realm %s has the id %s', (segment, name) => {
  expect(realmName(segment)).toBe(name);
});

const UUID = '11111111-2222-3333-4444-555555555555';
const users = { redirectUris: ['https://a.example.com'], publicClient: false };

testRules(keycloakRegistrationRules({ ...EXISTING, version: '26.4.3' }), {
  KEYCLOAK_SUBJECT_OF_USERS: {
    fails: [[subject({}, { users, subject: 'orders' }), 'subject is given, while users log in through the client']],
    passes: [subject({}, { users }), subject({}, { subject: 'orders' })],
    unresolved: [[subject({}, { subject: TOKEN }), PASSED]],
  },
  KEYCLOAK_SUBJECT_UUID: {
    fails: [
      [subject({}, { subject: UUID }), `subject must be a text that is no UUID, got "${UUID}"`],
      [subject({}, { clientId: UUID }), `clientId must be a text that is no UUID, got "${UUID}"`],
    ],
    passes: [subject(), subject({}, { clientId: UUID, subject: 'orders' })],
    unresolved: [[subject({}, { subject: TOKEN }), atApplyWith('!can(regex(')]],
  },
  KEYCLOAK_CLIENT_IS_AUDIENCE: {
    fails: [[
      subject({ neighbours: [application({ path: 'Stack/Other', demands: [demand('audience', 'orders')] })] }),
      'clientId is the audience of a broker, got "orders"',
    ]],
    passes: [subject({ neighbours: [application({ demands: GRANTED })] })],
    unresolved: [[subject({ neighbours: [application({ demands: [demand('audience', TOKEN)] })] }), PASSED]],
  },
  KEYCLOAK_SCOPE_BUILT_IN: {
    fails: [[subject({}, { demands: [demand('scope', 'roles')] }), 'scopes has a name that every realm has, got "roles"']],
    passes: [subject({}, { demands: GRANTED })],
    unresolved: [[subject({}, { demands: [demand('scope', TOKEN)] }), PASSED]],
  },
  KEYCLOAK_SCOPES_PUBLISHED: {
    fails: [[subject({}, { demands: [demand('scope', 'mq.write')] }), 'scopes are told to everybody by Keycloak 26.4.3']],
    passes: [subject(), subject({}, { demands: GRANTED })],
    unresolved: [[subject({}, { demands: [demand('scope', TOKEN)] }), broken('scopes are told to everybody by Keycloak 26.4.3')]],
  },
});

test.each([['26.4.3', true], ['26.3', true], ['26.4', false], ['26.4.4', false], ['26.5', false], [undefined, false]])(
  'a server of version %s is known to publish the scopes: %s', (version, publishes) => {
    const rules = keycloakRegistrationRules({ ...REALM, version }).filter(({ id }) => id === 'KEYCLOAK_SCOPES_PUBLISHED');

    expect(evaluate(rules, subject({}, { demands: GRANTED })).findings).toHaveLength(publishes ? 1 : 0);
  });
