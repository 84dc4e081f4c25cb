import { roleId } from './role-id';
import { byCodePoint } from '../../text/canonical';
import { ClientAuthenticationMethod } from '../registration/client-authentication';
import { AttributeReference, IdOf, ofApplication, ofProvider, PlannedResource, PlannedValue } from '../registration/planned-resource';
import { demandedByAll, RegisteredApplication } from '../registration/registration';

/*
 * What applications take at a tenant of Microsoft Entra ID, with the attributes of hashicorp/azuread 3.9.
 *
 * `application_id` of other resources is the resource id of an application, not its client id.
 * Source: registry.terraform.io/providers/hashicorp/azuread/latest/docs
 */

/** The API that stands for the brokers. */
export interface EntraApiPlace {
  /** What role ids are made from: another text makes other roles. */
  readonly roleSeed: string;
  /** Left out where the API exists. */
  readonly created?: CreatedEntraApi;
  /** Object id of the API's registration, where it exists. */
  readonly objectId?: string;
  /** Object id of the API's service principal, where it exists. */
  readonly servicePrincipalObjectId?: string;
  /** Client id of the API, where it exists. */
  readonly clientId?: string;
}

/** An API that is created. */
export interface CreatedEntraApi {
  readonly name: string;
  readonly identifierUri: string | undefined;
}

/** Ids of the resources that create the API. */
export const API = 'Api';
export const API_PRINCIPAL = 'ApiPrincipal';

/**
 * The role of an application whose brokers keep its rights themselves: the API issues tokens to assigned applications alone.
 */
export const FALLBACK_ROLE = 'broker-access';

/** What the API stands for in Terraform: attributes of the resources that create it, or values that are known. */
function apiOf(api: EntraApiPlace): Readonly<Record<'clientId' | 'applicationId' | 'principalObjectId', string | AttributeReference>> {
  return api.created === undefined
    ? { clientId: api.clientId ?? '', applicationId: `/applications/${api.objectId ?? ''}`, principalObjectId: api.servicePrincipalObjectId ?? '' }
    : { clientId: ofProvider(API, 'client_id'), applicationId: ofProvider(API, 'id'), principalObjectId: ofProvider(API_PRINCIPAL, 'object_id') };
}

/** The app roles of an application: what brokers demand, and the role that was asked for; without any it would get no token. */
function rolesOf(application: RegisteredApplication): readonly string[] {
  const { role, users } = application;
  if (users !== undefined) {
    return [];
  }
  const roles = [...new Set([...demandedByAll([application], 'scope'), ...(role === undefined ? [] : [role.name])])];
  return roles.length === 0 ? [FALLBACK_ROLE] : roles;
}

/** The permissions that users give an application they log in through. */
function permissionsOf(application: RegisteredApplication): readonly string[] {
  return application.users === undefined ? [] : demandedByAll([application], 'scope');
}

function ofAll(applications: readonly RegisteredApplication[], list: (application: RegisteredApplication) => readonly string[]): readonly string[] {
  return [...new Set(applications.flatMap(list))].sort(byCodePoint);
}

/** The API with its roles and permissions, and its service principal; for an API that exists, what it lacks. */
export function sharedResources(api: EntraApiPlace, applications: readonly RegisteredApplication[], idOf: IdOf): readonly PlannedResource[] {
  const [roles, permissions] = [ofAll(applications, rolesOf), ofAll(applications, permissionsOf)];
  if (api.created !== undefined) {
    return [apiRegistration(api, api.created, roles, permissions), apiPrincipal()];
  }
  return [
    ...roles.map((value): PlannedResource => ({
      id: idOf('AppRole', value),
      type: 'azuread_application_app_role',
      attributes: {
        application_id: apiOf(api).applicationId,
        role_id: roleId(api.roleSeed, value),
        allowed_member_types: ['Application'],
        description: value,
        display_name: value,
        value,
      },
    })),
    ...permissions.map((value): PlannedResource => ({
      id: idOf('Permission', value),
      type: 'azuread_application_permission_scope',
      attributes: {
        application_id: apiOf(api).applicationId,
        scope_id: roleId(api.roleSeed, value),
        admin_consent_description: value,
        admin_consent_display_name: value,
        value,
      },
    })),
  ];
}

function apiRegistration(
  api: EntraApiPlace, { name, identifierUri }: CreatedEntraApi, roles: readonly string[], permissions: readonly string[],
): PlannedResource {
  const scopes = permissions.map((value) => ({
    id: roleId(api.roleSeed, value),
    value,
    type: 'User',
    enabled: true,
    admin_consent_description: value,
    admin_consent_display_name: value,
  }));
  const appRoles = roles.map((value) => ({
    id: roleId(api.roleSeed, value),
    allowed_member_types: ['Application'],
    description: value,
    display_name: value,
    enabled: true,
    value,
  }));
  return {
    id: API,
    type: 'azuread_application',
    attributes: {
      display_name: name,
      sign_in_audience: 'AzureADMyOrg',
      identifier_uris: identifierUri === undefined ? undefined : [identifierUri],
      // Left out it is version 1, with another issuer, audience and key set.
      api: [{ requested_access_token_version: 2, oauth2_permission_scope: scopes.length === 0 ? undefined : scopes }],
      app_role: appRoles.length === 0 ? undefined : appRoles,
    },
  };
}

/** Only applications that are assigned a role get tokens; else any application of the tenant gets one, without roles. */
function apiPrincipal(): PlannedResource {
  return {
    id: API_PRINCIPAL,
    type: 'azuread_service_principal',
    attributes: { client_id: ofProvider(API, 'client_id'), app_role_assignment_required: true },
  };
}

/** The registration, its service principal and credentials, and the roles that are assigned to it. */
export function ownResources(api: EntraApiPlace, application: RegisteredApplication, idOf: IdOf): readonly PlannedResource[] {
  return [
    registration(api, application),
    { id: 'Principal', type: 'azuread_service_principal', attributes: { client_id: CLIENT_ID } },
    ...credentials(application, idOf),
    ...rolesOf(application).map((role) => assignment(api, role, idOf)),
  ];
}

const CLIENT_ID = ofApplication('Client', 'client_id');

/** The client id, which Entra makes up. */
export function clientIdOf(): AttributeReference {
  return CLIENT_ID;
}

/** The object id of the service principal, which is `sub` and `oid` of the application's own tokens. */
export function subjectOf({ users }: RegisteredApplication): AttributeReference | undefined {
  return users === undefined ? ofApplication('Principal', 'object_id') : undefined;
}

/** The id of the last of several passwords. */
export function secretOf(application: RegisteredApplication, idOf: IdOf): AttributeReference | undefined {
  const name = namesOf(application).at(-1);
  return name === undefined ? undefined : ofApplication(idOf('Password', name), 'value');
}

function namesOf({ authentication, users }: RegisteredApplication): readonly string[] {
  const has = authentication.method === ClientAuthenticationMethod.SECRET && users?.publicClient !== true;
  return has ? authentication.details.names ?? ['default'] : [];
}

function registration(api: EntraApiPlace, application: RegisteredApplication): PlannedResource {
  const { users } = application;
  const permissions = permissionsOf(application).map((value) => ({ id: roleId(api.roleSeed, value), type: 'Scope' }));
  const redirects = users === undefined ? undefined : [{ redirect_uris: users.redirectUris }];
  return {
    id: 'Client',
    type: 'azuread_application',
    attributes: {
      display_name: application.name,
      sign_in_audience: 'AzureADMyOrg',
      // The form of the tokens is the API's business, but users may sign in to the application itself.
      api: users === undefined ? undefined : [{ requested_access_token_version: 2 }],
      ...(users?.publicClient === true ? { public_client: redirects } : { web: redirects }),
      required_resource_access: permissions.length === 0 ? undefined : [{ resource_app_id: apiOf(api).clientId, resource_access: permissions }],
    },
  };
}

function credentials(application: RegisteredApplication, idOf: IdOf): readonly PlannedResource[] {
  const { method, details } = application.authentication;
  const applicationId = ofApplication('Client', 'id');
  const passwords = namesOf(application).map((name): PlannedResource => ({
    id: idOf('Password', name),
    type: 'azuread_application_password',
    attributes: { application_id: applicationId, display_name: name },
  }));
  const certificates = method !== ClientAuthenticationMethod.CERTIFICATE ? [] : (details.keys ?? []).map(({ name, pem }): PlannedResource => ({
    id: idOf('Certificate', name),
    type: 'azuread_application_certificate',
    attributes: { application_id: applicationId, type: 'AsymmetricX509Cert', encoding: 'pem', value: pem },
  }));
  return [...passwords, ...certificates];
}

/** The role by its id; the API must have it before it can be assigned. */
function assignment(api: EntraApiPlace, role: string, idOf: IdOf): PlannedResource {
  const assigned: Readonly<Record<string, PlannedValue>> = {
    principal_object_id: ofApplication('Principal', 'object_id'),
    resource_object_id: apiOf(api).principalObjectId,
  };
  const id = idOf('RoleAssignment', role);
  return api.created === undefined
    ? { id, type: 'azuread_app_role_assignment', attributes: { app_role_id: ofProvider(idOf('AppRole', role), 'role_id'), ...assigned } }
    : { id, type: 'azuread_app_role_assignment', attributes: { app_role_id: roleId(api.roleSeed, role), ...assigned }, after: [ofProvider(API, 'id')] };
}
