import * as fc from 'fast-check';
import { EntraApiPlace, FALLBACK_ROLE, ownResources, secretOf, sharedResources, subjectOf } from '../../../src/identity/entra/resources';
import { roleId } from '../../../src/identity/entra/role-id';
import { CREATED_ENTRA_API_RULES, entraRegistrationRules } from '../../../src/identity/entra/rules';
import { ClientAuthenticationMethod as Method } from '../../../src/identity/registration/client-authentication';
import { ofApplication } from '../../../src/identity/registration/planned-resource';
import { application, demand, idOf, shown, subject } from '../registration/support';
import { atApplyWith, broken, judge, PASSED, testRules, TOKEN } from '../support';

const CREATED = { name: 'Messaging', identifierUri: undefined };
const API: EntraApiPlace = { roleSeed: 'Messaging', created: CREATED };
const EXISTING: EntraApiPlace = { roleSeed: 'object', objectId: 'object', servicePrincipalObjectId: 'principal', clientId: 'client' };
const orders = application({ clientId: undefined, demands: [demand('scope', 'mq.write'), demand('scope', 'mq.read')] });

const role = (value: string) =>
  ({ id: roleId('Messaging', value), allowed_member_types: ['Application'], description: value, display_name: value, enabled: true, value });
const CLIENT = { id: 'Client', type: 'azuread_application', display_name: 'orders', sign_in_audience: 'AzureADMyOrg' };
const PRINCIPAL = { id: 'Principal', type: 'azuread_service_principal', client_id: '${application:Client.client_id}' };
const password = (name: string) =>
  ({ id: `Password-${name}`, type: 'azuread_application_password', application_id: '${application:Client.id}', display_name: name });
const assignment = (value: string) => ({
  id: `RoleAssignment-${value}`, type: 'azuread_app_role_assignment', app_role_id: roleId('Messaging', value),
  principal_object_id: '${application:Principal.object_id}', resource_object_id: '${provider:ApiPrincipal.object_id}', after: ['${provider:Api.id}'],
});

test('an API issues version 2 tokens to assigned applications alone, with a role for each right', () => {
  expect(shown(sharedResources(API, [orders], idOf))).toEqual([
    {
      id: 'Api', type: 'azuread_application', display_name: 'Messaging', sign_in_audience: 'AzureADMyOrg',
      api: [{ requested_access_token_version: 2 }], app_role: [role('mq.read'), role('mq.write')],
    },
    { id: 'ApiPrincipal', type: 'azuread_service_principal', client_id: '${provider:Api.client_id}', app_role_assignment_required: true },
  ]);
  expect(shown(ownResources(API, orders, idOf))).toEqual([CLIENT, PRINCIPAL, password('default'), assignment('mq.read'), assignment('mq.write')]);
});

test('an API that exists gets the roles one by one', () => {
  expect(shown(sharedResources(EXISTING, [application({ demands: [demand('scope', 'mq.read')] })], idOf))).toEqual([{
    id: 'AppRole-mq.read', type: 'azuread_application_app_role', application_id: '/applications/object', role_id: roleId('object', 'mq.read'),
    allowed_member_types: ['Application'], description: 'mq.read', display_name: 'mq.read', value: 'mq.read',
  }]);
  expect(shown(ownResources(EXISTING, orders, idOf))[3]).toEqual({
    ...assignment('mq.read'), app_role_id: '${provider:AppRole-mq.read.role_id}', resource_object_id: 'principal', after: undefined,
  });
});

test('an application without rights at the provider has a role, without which it would get no token', () => {
  const quiet = application({ demands: [demand('subject', 'x')] });
  expect(shown(ownResources(API, quiet, idOf)).at(-1)).toEqual(assignment(FALLBACK_ROLE));
  expect(shown(ownResources(API, application({ role: { claim: 'roles', name: 'publisher' } }), idOf)).at(-1)).toEqual(assignment('publisher'));
});

test('several secrets are good at once, and the last is the one to use', () => {
  const rotating = application({ authentication: { method: Method.SECRET, details: { names: ['2026-11', '2027-01'] } } });
  expect(shown(ownResources(API, rotating, idOf)).slice(2, 4)).toEqual([password('2026-11'), password('2027-01')]);
  expect(secretOf(rotating, idOf)).toMatchObject({ resource: 'Password-2027-01', attribute: 'value' });
});

test('certificates stand for secrets', () => {
  const signed = application({ authentication: { method: Method.CERTIFICATE, details: { keys: [{ name: 'a', pem: TOKEN }] } } });
  const { id, type, attributes } = ownResources(API, signed, idOf)[2];
  expect([id, type]).toEqual(['Certificate-a', 'azuread_application_certificate']);
  expect(attributes).toEqual({ application_id: ofApplication('Client', 'id'), type: 'AsymmetricX509Cert', encoding: 'pem', value: TOKEN });
  expect(secretOf(signed, idOf)).toBeUndefined();
});

test('users get permissions instead of roles, under the same ids', () => {
  const users = { redirectUris: ['https://a.example.com/back'], publicClient: false };
  const dashboard = application({ users, demands: [demand('scope', 'mq.read')] });

  expect(sharedResources(API, [orders, dashboard], idOf)[0].attributes.api).toEqual([{
    requested_access_token_version: 2,
    oauth2_permission_scope: [{
      id: roleId('Messaging', 'mq.read'), value: 'mq.read', type: 'User', enabled: true, admin_consent_description: 'mq.read',
      admin_consent_display_name: 'mq.read',
    }],
  }]);
  expect(shown(ownResources(API, dashboard, idOf))).toEqual([
    {
      ...CLIENT, api: [{ requested_access_token_version: 2 }], web: [{ redirect_uris: users.redirectUris }],
      required_resource_access: [{ resource_app_id: '${provider:Api.client_id}', resource_access: [{ id: roleId('Messaging', 'mq.read'), type: 'Scope' }] }],
    },
    PRINCIPAL,
    password('default'),
  ]);
  expect(subjectOf(dashboard)).toBeUndefined();
});

describe('the id of a role', () => {
  test('stays the same in every release', () => {
    expect(roleId('Messaging', 'lavinmq.read:%2F/orders')).toBe('bbf16a61-e5ff-5059-ab6a-53451926dd49');
  });

  test('is a UUID of version 5, and another for another API or value', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(fc.string(), fc.string()), { minLength: 2, selector: (pair) => JSON.stringify(pair) }), (pairs) => {
      const ids = pairs.map(([api, value]) => roleId(api, value));
      expect(new Set(ids).size).toBe(pairs.length);
      ids.forEach((id) => expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));
    }), { numRuns: 50 });
  });
});

testRules(CREATED_ENTRA_API_RULES, {
  ENTRA_IDENTIFIER_URI: {
    fails: [
      [{ ...CREATED, identifierUri: 'api://messaging/' }, expect.stringContaining('identifierUri must be') as unknown as string],
      [{ ...CREATED, identifierUri: 'messaging' }, expect.stringContaining('identifierUri must be') as unknown as string],
    ],
    passes: [CREATED, { ...CREATED, identifierUri: 'api://messaging' }],
    unresolved: [[{ ...CREATED, identifierUri: TOKEN }, atApplyWith('identifierUri: ')]],
  },
  ENTRA_API_NAME: {
    fails: [[{ ...CREATED, name: ' ' }, 'name must be a text that is not blank, got " "']],
    passes: [CREATED],
    unresolved: [[{ ...CREATED, name: TOKEN }, { broken: ['name is known only at apply'], atApply: [expect.any(String)], deferred: [] }]],
  },
});

const [apiUnknown, roleKnown] = entraRegistrationRules({ ...EXISTING, servicePrincipalObjectId: undefined });

test('an API that exists is named by all of its ids', () => {
  expect(judge(apiUnknown, subject())).toEqual(broken('identityProvider does not name the API by all of its ids'));
  expect(judge(entraRegistrationRules(EXISTING)[0], subject())).toEqual(PASSED);
  expect(judge(entraRegistrationRules(API)[0], subject())).toEqual(PASSED);
});

test('roles are known at synthesis, since their ids are made from them', () => {
  expect(judge(roleKnown, subject({}, { demands: [demand('scope', TOKEN)] }))).toEqual(broken('scopes[0] is known only at apply'));
  expect(judge(roleKnown, subject({}, { demands: [demand('scope', 'mq.read')] }))).toEqual(PASSED);
});
