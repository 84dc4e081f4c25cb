import { DemandKind } from './identity-demand';
import { IdentityProviderKind } from './provider-kind';

/**
 * What to create at a provider, in its own words.
 *
 * `{client}`, `{value}` and `{issuer}` are filled in; everything else is text.
 */
export interface ChecklistTexts {
  readonly title: string;
  /** How the application itself is registered. */
  readonly client: readonly string[];
  /** One sentence for each kind of demand. */
  readonly demands: Readonly<Record<DemandKind, string>>;
  /** What else to keep in mind once scopes are demanded. */
  readonly scopeNotes: readonly string[];
}

const KEYCLOAK: ChecklistTexts = {
  title: 'Keycloak',
  client: [
    'Client {client}: client authentication on, service accounts roles on, standard flow and direct access grants off.',
    'Full scope allowed: off.',
    'Default client scopes: `basic`, `service_account` and `profile` stay; a list without `basic` yields tokens without `sub`.',
  ],
  demands: {
    audience: 'Audience mapper on {client}, or on one of its default scopes, that adds {value} to access tokens and not to ID tokens.',
    scope: 'Client scope {value} with "Include in token scope" on and "Include in OpenID Provider Metadata" off, as default scope of {client}.',
    role: 'Role {value}, assigned to the service account of {client}.',
    claim: 'Claim {value} in access tokens of {client}, as a text.',
    subject: '`sub` of the tokens is {value}, the id of the service account user of {client}.',
    introspection: 'Confidential client {value} for introspection; from 26.6.2 on it must be an audience of the tokens too.',
  },
  scopeNotes: [],
};

const OKTA: ChecklistTexts = {
  title: 'Okta',
  client: [
    'Application {client} of type API Services with the grant type client credentials.',
    'Access policy on the authorization server {issuer} that is assigned to {client}; without policy and rule every token request fails.',
  ],
  demands: {
    audience: 'Authorization server {issuer} has {value} as its audience; a server has one.',
    scope: 'Scope {value} on the authorization server, consent implicit, not published in its metadata, and listed in the access policy\'s rule.',
    role: 'Claim of type access token that holds the role {value}.',
    claim: 'Claim {value} of type access token on the authorization server, as a text.',
    subject: '`sub` of the tokens is {value}; by default it is the client id.',
    introspection: 'Application {value} with client authentication, by which the broker asks the introspection endpoint.',
  },
  scopeNotes: [
    'Rule of the access policy: grant type client credentials, and exactly the scopes above.',
    'Mark the scopes as default and let the application request none, or keep the `scope` parameter within 1024 characters.',
  ],
};

const AUTH0: ChecklistTexts = {
  title: 'Auth0',
  client: ['Application {client} of type machine to machine.'],
  demands: {
    audience: 'API with the identifier {value} and the signing algorithm RS256; every token request of {client} sends it as `audience`.',
    scope: 'Permission {value} of the API, in the grant that authorizes {client} for it.',
    role: 'Permission {value} of the API, with RBAC and permissions in the access token.',
    claim: 'Claim {value} in access tokens, set by an Action, as a text.',
    subject: '`sub` of the tokens is {value}; for an application it is the client id followed by `@clients`.',
    introspection: 'Auth0 has no introspection endpoint; client {value} cannot ask one.',
  },
  scopeNotes: [],
};

const ENTRA: ChecklistTexts = {
  title: 'Microsoft Entra ID',
  client: [
    'App registration {client} with a service principal and a credential.',
    'Service principal of the API: assignment required, so that nobody else gets tokens for it.',
  ],
  demands: {
    audience: 'App registration of the API that tokens name as {value}, with `requestedAccessTokenVersion` set to the version the issuer {issuer} stands for.',
    scope: 'App role {value} of the API for the member type applications, assigned to the service principal of {client} with admin consent.',
    role: 'App role {value} of the API for the member type applications, assigned to the service principal of {client} with admin consent.',
    claim: 'Claim {value} in access tokens of the API, as a text.',
    subject: '`sub` of the tokens is {value}, the object id of the service principal of {client}.',
    introspection: 'Entra has no introspection endpoint; client {value} cannot ask one.',
  },
  scopeNotes: ['Token requests of {client} ask for `<identifier of the API>/.default`; the token then carries every role assigned.'],
};

const UAA: ChecklistTexts = {
  title: 'Cloud Foundry UAA',
  client: ['Client {client} with the grant type client_credentials.'],
  demands: {
    audience: 'An authority of {client} that begins with {value} and a dot and has no further dot; UAA makes the audience of it.',
    scope: 'Authority {value} of {client}.',
    role: 'Authority {value} of {client}.',
    claim: 'Claim {value} in access tokens, as a text.',
    subject: '`sub` of the tokens is {value}, the client id.',
    introspection: 'Client {value} with the authority `uaa.resource`, by which the broker asks the introspection endpoint.',
  },
  scopeNotes: ['Authorities are what an application has; the list of scopes serves users.'],
};

const OIDC: ChecklistTexts = {
  title: 'Identity provider',
  client: ['Client {client} with the grant type client_credentials and JWT access tokens.'],
  demands: {
    audience: 'Access tokens of {client} have {value} in `aud`.',
    scope: 'Scope {value}, granted to {client}.',
    role: 'Role {value}, granted to {client} and written into access tokens.',
    claim: 'Claim {value} in access tokens of {client}, as a text.',
    subject: '`sub` of the tokens of {client} is {value}.',
    introspection: 'Client {value} with client authentication, by which the broker asks the introspection endpoint.',
  },
  scopeNotes: [],
};

/** The texts for each kind of provider. */
export const CHECKLIST_TEXTS: Readonly<Record<IdentityProviderKind, ChecklistTexts>> = {
  [IdentityProviderKind.KEYCLOAK]: KEYCLOAK,
  [IdentityProviderKind.OKTA]: OKTA,
  [IdentityProviderKind.AUTH0]: AUTH0,
  [IdentityProviderKind.ENTRA]: ENTRA,
  [IdentityProviderKind.UAA]: UAA,
  [IdentityProviderKind.OIDC]: OIDC,
};
