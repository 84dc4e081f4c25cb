import { DoctorRule } from './finding';

/*
 * What only one vendor's issuers and names demand.
 */

export const ISSUER_SLASH: DoctorRule = {
  id: 'DOCTOR_ISSUER_SLASH',
  ref: 'P1',
  level: 'error',
  summary: 'The issuer ends in a slash where the vendor\'s issuers do, and only there.',
  cause: 'The slash is part of iss, so no token matches.',
  remedy: 'write the issuer as tokens carry it: with a slash at Auth0 and for Entra tokens of version 1, without at Keycloak, Okta, UAA and for version 2',
  source: 'auth0.com/docs/secure/tokens/json-web-tokens; learn.microsoft.com/entra/identity-platform/access-tokens; RFC 7519 section 4.1.1',
};

export const ENTRA_VERSION: DoctorRule = {
  id: 'DOCTOR_ENTRA_VERSION',
  ref: 'P2',
  level: 'error',
  summary: 'Entra tokens have the version that the issuer belongs to.',
  cause: 'The registration of the API decides the version, not the endpoint, and issuer, audience and key set change with it.',
  remedy: 'set requestedAccessTokenVersion of the API (null or 1 is version 1), or configure issuer, audience and key set of the other version',
  source: 'learn.microsoft.com/entra/identity-platform/reference-app-manifest; learn.microsoft.com/entra/identity-platform/access-tokens',
};

export const ENTRA_DOCUMENT_ELSEWHERE: DoctorRule = {
  id: 'DOCTOR_ENTRA_DOCUMENT_ELSEWHERE',
  ref: 'P3',
  level: 'warning',
  summary: 'A broker that finds keys by discovery uses Entra tokens of version 2.',
  cause: 'The document of version 1 lies at the login host, not below the issuer, so strict discovery fails.',
  remedy: 'give the broker the URL of the key set or of the document, or let the API ask for version 2',
  source: 'learn.microsoft.com/entra/identity-platform/v2-protocols-oidc',
};

export const ENTRA_TENANT: DoctorRule = {
  id: 'DOCTOR_ENTRA_TENANT',
  ref: 'P4',
  level: 'error',
  summary: 'An Entra issuer names the tenant by its GUID.',
  cause: 'Tokens carry the GUID, whatever name was asked; documents of all tenants together hold a placeholder in its place.',
  remedy: 'write the directory (tenant) id in place of the name',
  source: 'learn.microsoft.com/entra/identity-platform/v2-protocols-oidc',
};

export const ENTRA_TENANT_DOCUMENT: DoctorRule = {
  id: 'DOCTOR_ENTRA_TENANT_DOCUMENT',
  ref: 'P4',
  level: 'warning',
  summary: 'The document is that of the tenant.',
  cause: 'The issuer of a document for all tenants is a placeholder, which a broker that compares it refuses.',
  remedy: 'fetch the document under the tenant\'s GUID',
  source: 'learn.microsoft.com/entra/identity-platform/v2-protocols-oidc',
};

export const OKTA_ORG: DoctorRule = {
  id: 'DOCTOR_OKTA_ORG',
  ref: 'P6',
  level: 'error',
  summary: 'An Okta issuer is that of a custom authorization server, with /oauth2/ and an id.',
  cause: 'Tokens of the org authorization server are for Okta\'s own APIs; others must not validate them.',
  remedy: 'use the authorization server "default" or one of your own',
  source: 'developer.okta.com/docs/concepts/auth-servers; developer.okta.com/docs/guides/validate-access-tokens',
};

export const UAA_ISSUER: DoctorRule = {
  id: 'DOCTOR_UAA_ISSUER',
  ref: 'P10',
  level: 'error',
  summary: 'The issuer of a UAA ends in /oauth/token.',
  cause: 'Tokens carry the token endpoint as issuer, not the address of the server.',
  remedy: 'append /oauth/token to the address of the UAA or of the identity zone',
  source: 'cloudfoundry/uaa, UaaTokenUtils.constructTokenEndpointUrl',
};

export const SCOPE_NAME: DoctorRule = {
  id: 'DOCTOR_SCOPE_NAME',
  ref: 'S4',
  level: 'error',
  summary: 'A scope has a name that the provider takes.',
  cause: 'The provider refuses to create it, or gives it a meaning of its own.',
  remedy: 'choose another name; docs/identity-providers.md lists each provider\'s limits',
  source: 'developer.okta.com/docs/reference/api/authorization-servers; auth0.com/docs/get-started/apis/add-api-permissions; '
    + 'learn.microsoft.com/graph/api/resources/approle; cloudfoundry/uaa, docs/UAA-Tokens.md',
};

export const SCOPE_NAME_UNWISE: DoctorRule = {
  id: 'DOCTOR_SCOPE_NAME_UNWISE',
  ref: 'S4',
  level: 'warning',
  summary: 'The scopes fit into one token request and mean what they say.',
  cause: 'Okta refuses a scope parameter of more than 1024 characters; in the list of a UAA client a star is a wildcard.',
  remedy: 'mark scopes as default and ask for none, or name them without a star',
  source: 'developer.okta.com/docs/reference/api/oidc; cloudfoundry/uaa, UaaStringUtils.constructSimpleWildcardPattern',
};

export const VENDOR_RULES: readonly DoctorRule[] = [
  ISSUER_SLASH, ENTRA_VERSION, ENTRA_DOCUMENT_ELSEWHERE, ENTRA_TENANT, ENTRA_TENANT_DOCUMENT, OKTA_ORG, UAA_ISSUER, SCOPE_NAME, SCOPE_NAME_UNWISE,
];
