import { FALLBACK_SCOPE, OktaServer, ownResources, secretOf, sharedResources } from '../../../src/identity/okta/resources';
import { CREATED_OKTA_SERVER_RULES, oktaRegistrationRules } from '../../../src/identity/okta/rules';
import { ClientAuthenticationMethod as Method } from '../../../src/identity/registration/client-authentication';
import { ofProvider } from '../../../src/identity/registration/planned-resource';
import { publicJwk } from '../../../src/identity/registration/public-jwk';
import { PUBLIC_KEY } from '../registration/stacks';
import { application, demand, idOf, shown, subject } from '../registration/support';
import { atApplyWith, broken, judge, PASSED, testRules, TOKEN } from '../support';

const CREATED = { name: 'Messaging', description: 'Messaging', audience: 'messaging', issuerMode: undefined };
const SERVER: OktaServer = { id: ofProvider('Server', 'id'), created: CREATED, existingScopes: [], defaultScopes: false };
const EXISTING: OktaServer = { id: 'aus1', existingScopes: ['mq.read'], defaultScopes: false };
const orders = application({ clientId: undefined, demands: [demand('audience', 'messaging'), demand('scope', 'mq.read'), demand('scope', 'mq.write')] });

const CLIENT = {
  id: 'Client', type: 'okta_app_oauth', label: 'orders', grant_types: ['client_credentials'], response_types: ['token'],
  token_endpoint_auth_method: 'client_secret_basic',
};
const scope = (name: string) => ({
  id: `Scope-${name}`, type: 'okta_auth_server_scope', auth_server_id: '${provider:Server.id}', name, consent: 'IMPLICIT', metadata_publish: 'NO_CLIENTS',
});
const POLICY = {
  id: 'Policy', type: 'okta_auth_server_policy', auth_server_id: '${provider:Server.id}', name: 'orders', description: 'Tokens for orders', priority: 1,
  client_whitelist: ['${application:Client.client_id}'],
};
const RULE = {
  id: 'PolicyRule', type: 'okta_auth_server_policy_rule', auth_server_id: '${provider:Server.id}', policy_id: '${application:Policy.id}', name: 'orders',
  priority: 1, grant_type_whitelist: ['client_credentials'], scope_whitelist: ['${provider:Scope-mq.read.name}', '${provider:Scope-mq.write.name}'],
};

// `type` of the resource and `type` of the application share a name, so the client is shown without the former.
const clientOf = (part: Parameters<typeof application>[0]) => ownResources(SERVER, application(part), idOf, [application(part)])[0];

test('a machine client has a policy of its own with one rule that covers its scopes', () => {
  expect(shown(ownResources(SERVER, orders, idOf, [orders]))).toEqual([{ ...CLIENT, type: 'service' }, POLICY, RULE]);
  expect(shown(sharedResources(SERVER, [orders], idOf))).toEqual([
    { id: 'Server', type: 'okta_auth_server', name: 'Messaging', description: 'Messaging', audiences: ['messaging'] }, scope('mq.read'), scope('mq.write'),
  ]);
  expect(clientOf({}).type).toBe('okta_app_oauth');
  expect(clientOf({}).attributes.type).toBe('service');
});

test('policies are made one after the other, in the order of their priorities', () => {
  const second = application({ path: 'Stack/Second', name: 'second' });
  expect(shown(ownResources(SERVER, second, idOf, [orders, second]))[1]).toEqual({
    ...POLICY, name: 'second', description: 'Tokens for second', priority: 2, after: ['${Stack/Orders:Policy.id}'],
  });
});

test('an application without scopes gets one, since a token request must name one', () => {
  const quiet = application({ demands: [demand('subject', 'orders')] });
  expect(shown(sharedResources(EXISTING, [quiet], idOf))).toEqual([{ ...scope(FALLBACK_SCOPE), auth_server_id: 'aus1' }]);
  expect(shown(ownResources(SERVER, quiet, idOf, [quiet]))[2]).toEqual({ ...RULE, scope_whitelist: [`\${provider:Scope-${FALLBACK_SCOPE}.name}`] });
});

test('scopes that exist are used and not created, and may be default ones', () => {
  expect(shown(sharedResources(EXISTING, [orders], idOf))).toEqual([{ ...scope('mq.write'), auth_server_id: 'aus1' }]);
  expect(shown(ownResources(EXISTING, orders, idOf, [orders]))[2])
    .toEqual({ ...RULE, auth_server_id: 'aus1', scope_whitelist: ['mq.read', '${provider:Scope-mq.write.name}'] });
  expect(shown(sharedResources({ ...SERVER, defaultScopes: true }, [orders], idOf))[1]).toEqual({ ...scope('mq.read'), default: true });
});

test('a client for users has the authorization code flow, and a rule for everybody it is assigned to', () => {
  const users = { redirectUris: ['https://a.example.com/back'], publicClient: true };
  const [client, , rule] = shown(ownResources(SERVER, application({ users }), idOf, [application({ users })]));
  expect(client).toEqual({
    ...CLIENT, type: 'browser', client_id: 'orders', grant_types: ['authorization_code'], response_types: ['code'], redirect_uris: users.redirectUris,
    pkce_required: true, token_endpoint_auth_method: 'none',
  });
  expect(rule).toMatchObject({ grant_type_whitelist: ['authorization_code'], group_whitelist: ['EVERYONE'] });
});

describe('the client proves who it is', () => {
  const key = { name: '2026-11', pem: PUBLIC_KEY };
  const { use: _use, ...jwk } = publicJwk(key)!;
  test.each([
    ['by a secret that is handed through and not read back', { method: Method.WRITE_ONLY_SECRET, details: { secret: TOKEN, secretVersion: 3 } },
      { token_endpoint_auth_method: 'client_secret_basic', client_basic_secret_wo: TOKEN, client_basic_secret_wo_version: 3, omit_secret: true }],
    ['by keys it publishes', { method: Method.PRIVATE_KEY_JWT, details: { jwksUri: 'https://a.example.com/keys' } },
      { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://a.example.com/keys' }],
    ['by keys that are registered', { method: Method.PRIVATE_KEY_JWT, details: { keys: [key] } },
      { token_endpoint_auth_method: 'private_key_jwt', jwks: [jwk] }],
  ])('%s', (_, authentication, attributes) => {
    expect(clientOf({ authentication }).attributes).toMatchObject(attributes);
    expect(secretOf(application({ authentication }))).toBeUndefined();
  });
});

testRules(CREATED_OKTA_SERVER_RULES, {
  OKTA_SERVER_AUDIENCE: {
    fails: [[{ ...CREATED, audience: 'mes:' }, 'audience must be a text without colon or a URI, got "mes:"']],
    passes: [CREATED, { ...CREATED, audience: 'https://mq.example.com' }],
    unresolved: [[{ ...CREATED, audience: TOKEN }, atApplyWith('audience: can(regex(')]],
  },
  OKTA_ISSUER_MODE: {
    fails: [[{ ...CREATED, issuerMode: 'CUSTOM' }, 'issuerMode must be ORG_URL, CUSTOM_URL or DYNAMIC, got "CUSTOM"']],
    passes: [CREATED, { ...CREATED, issuerMode: 'DYNAMIC' }],
    unresolved: [[{ ...CREATED, issuerMode: TOKEN }, atApplyWith('issuerMode: can(regex(')]],
  },
});

const RULES = { unknown: oktaRegistrationRules({ ...EXISTING, id: '' }), known: oktaRegistrationRules({ ...EXISTING, id: TOKEN, defaultScopes: true }) };

test('a server must have a known id, which may be a reference', () => {
  expect(judge(RULES.unknown[0], subject())).toEqual(broken('identityProvider has no known server id'));
  expect(judge(RULES.known[0], subject())).toEqual(PASSED);
});

test('default scopes are the same for all applications, or nobody knows what a request without scope gets', () => {
  const different = subject({ neighbours: [orders, application()] });
  expect(judge(RULES.known[1], different)).toEqual(broken('identityProvider has default scopes, and its applications have different ones'));
  expect(judge(RULES.known[1], subject({ neighbours: [orders, orders] }))).toEqual(PASSED);
  expect(judge(RULES.known[1], subject({ neighbours: [application({ demands: [demand('scope', TOKEN)] })] }))).toEqual(PASSED);
  expect(judge(RULES.unknown[1], different)).toEqual(PASSED);
});
