import { Auth0ApiPlace, ownResources, secretOf, sharedResources } from '../../../src/identity/auth0/resources';
import { auth0RegistrationRules, CREATED_AUTH0_API_RULES } from '../../../src/identity/auth0/rules';
import { ClientAuthenticationMethod as Method } from '../../../src/identity/registration/client-authentication';
import { ofProvider } from '../../../src/identity/registration/planned-resource';
import { PUBLIC_KEY } from '../registration/stacks';
import { application, demand, idOf, shown, subject } from '../registration/support';
import { atApplyWith, broken, judge, PASSED, testRules, TOKEN } from '../support';

const CREATED = {
  identifier: 'https://mq.example.com', name: 'Messaging', signingAlgorithm: 'RS256', tokenDialect: 'access_token', tokenLifetimeSeconds: undefined,
};
const API: Auth0ApiPlace = { identifier: ofProvider('Api', 'identifier'), created: CREATED, existingScopes: [] };
const EXISTING: Auth0ApiPlace = { identifier: 'https://mq.example.com', existingScopes: ['mq.read'] };
const orders = application({ demands: [demand('scope', 'mq.write'), demand('scope', 'mq.read')] });

const CLIENT = { id: 'Client', type: 'auth0_client', name: 'orders', app_type: 'non_interactive', grant_types: ['client_credentials'] };
const CREDENTIALS = {
  id: 'Credentials', type: 'auth0_client_credentials', client_id: '${application:Client.client_id}', authentication_method: 'client_secret_post',
};
const GRANT = {
  id: 'Grant', type: 'auth0_client_grant', client_id: '${application:Client.client_id}', audience: '${provider:Api.identifier}', scopes: ['mq.read', 'mq.write'],
  after: ['${provider:Scopes.id}'],
};

test('an API signs with RS256 and holds every permission, and the grant waits for them', () => {
  expect(shown(sharedResources(API, [orders, application({ demands: [demand('scope', 'mq.all')] })], idOf))).toEqual([
    { id: 'Api', type: 'auth0_resource_server', identifier: 'https://mq.example.com', name: 'Messaging', signing_alg: 'RS256', token_dialect: 'access_token' },
    {
      id: 'Scopes', type: 'auth0_resource_server_scopes', resource_server_identifier: '${provider:Api.identifier}',
      scopes: [{ name: 'mq.all' }, { name: 'mq.read' }, { name: 'mq.write' }],
    },
  ]);
  expect(shown(ownResources(API, orders, idOf))).toEqual([CLIENT, CREDENTIALS, GRANT]);
});

test('an application without scopes still has a grant, else it would get no token', () => {
  const quiet = application({ demands: [demand('subject', 'x')] });
  expect(shown(sharedResources(API, [quiet], idOf))).toHaveLength(1);
  expect(shown(ownResources(API, quiet, idOf))[2]).toEqual({ ...GRANT, scopes: [], after: undefined });
});

test('permissions are added to an API that exists, one by one', () => {
  expect(shown(sharedResources(EXISTING, [orders], idOf))).toEqual([
    { id: 'Scope-mq.write', type: 'auth0_resource_server_scope', resource_server_identifier: 'https://mq.example.com', scope: 'mq.write' },
  ]);
  expect(shown(ownResources(EXISTING, orders, idOf))[2]).toEqual({ ...GRANT, audience: 'https://mq.example.com', after: ['${provider:Scope-mq.write.id}'] });
});

test.each([
  ['a secret that is handed through', { method: Method.WRITE_ONLY_SECRET, details: { secret: TOKEN, secretVersion: 3 } },
    { authentication_method: 'client_secret_post', client_secret_wo: TOKEN, client_secret_wo_version: 3 }],
  ['keys that are registered', { method: Method.PRIVATE_KEY_JWT, details: { keys: [{ name: '2026-11', pem: PUBLIC_KEY }] } }, {
    authentication_method: 'private_key_jwt',
    private_key_jwt: [{ credentials: [{ name: '2026-11', credential_type: 'public_key', algorithm: 'RS256', pem: PUBLIC_KEY }] }],
  }],
])('a client proves who it is by %s, and there is no secret to read', (_, authentication, attributes) => {
  expect(shown(ownResources(API, application({ authentication }), idOf))[1]).toEqual({ ...CREDENTIALS, ...attributes });
  expect(secretOf(application({ authentication }))).toBeUndefined();
});

testRules(CREATED_AUTH0_API_RULES, {
  AUTH0_API_IDENTIFIER: {
    fails: [[{ ...CREATED, identifier: '' }, 'identifier must be a text of 1 to 600 characters, got ""']],
    passes: [CREATED],
    unresolved: [[{ ...CREATED, identifier: TOKEN }, atApplyWith('identifier: can(regex(')]],
  },
  AUTH0_API_ALGORITHM: {
    fails: [[{ ...CREATED, signingAlgorithm: 'HS256' }, 'signingAlgorithm must be one of RS256, PS256, got "HS256"']],
    passes: [CREATED],
    unresolved: [[{ ...CREATED, signingAlgorithm: TOKEN }, atApplyWith('signingAlgorithm: contains(')]],
  },
  AUTH0_TOKEN_LIFETIME: {
    fails: [[{ ...CREATED, tokenLifetimeSeconds: 2592001 }, 'tokenLifetimeSeconds must be a whole number from 0 to 2592000, got 2592001']],
    passes: [CREATED, { ...CREATED, tokenLifetimeSeconds: 3600 }],
    unresolved: [[{ ...CREATED, identifier: TOKEN }, PASSED]],
  },
});

const [apiUnknown, clientKeys] = auth0RegistrationRules({ ...EXISTING, identifier: '' });
const keys = (...names: string[]) =>
  ({ authentication: { method: Method.PRIVATE_KEY_JWT, details: { keys: names.map((name) => ({ name, pem: TOKEN })) } } });

test('an API has a known identifier, which may be a reference', () => {
  expect(judge(apiUnknown, subject())).toEqual(broken('identityProvider has no `audience`'));
  expect(judge(auth0RegistrationRules(EXISTING)[0], subject())).toEqual(PASSED);
  expect(judge(auth0RegistrationRules(API)[0], subject())).toEqual(PASSED);
});

test('a client has two keys at most, and publishes none', () => {
  expect(judge(clientKeys, subject({}, keys('a', 'b', 'c')))).toEqual(broken('authentication.keys must be 2 at most, got 3'));
  expect(judge(clientKeys, subject({}, { authentication: { method: Method.PRIVATE_KEY_JWT, details: { jwksUri: TOKEN } } })))
    .toEqual(broken('authentication.jwksUri cannot be registered'));
  expect(judge(clientKeys, subject({}, keys('a', 'b')))).toEqual(PASSED);
});
