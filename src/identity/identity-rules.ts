import { auth0RegistrationRules, CREATED_AUTH0_API_RULES } from './auth0/rules';
import { AUTH0_RULES } from './auth0-rules';
import { CREATED_ENTRA_API_RULES, entraRegistrationRules } from './entra/rules';
import { ENTRA_RULES } from './entra-rules';
import { keycloakRegistrationRules } from './keycloak/rules';
import { KEYCLOAK_INTROSPECTION_SECRET, KEYCLOAK_RULES } from './keycloak-rules';
import { CREATED_OKTA_SERVER_RULES, oktaRegistrationRules } from './okta/rules';
import { OKTA_RULES } from './okta-rules';
import { ProviderModel } from './provider-model';
import { REGISTRATION_RULES } from './registration/registration-rules';
import { UAA_RULES } from './uaa-rules';
import { ENDPOINT, ISSUER } from '../oauth/issuer';
import { OAUTH_SCOPE_TOKEN } from '../oauth/oauth-scope';
import { matches, oneOf } from '../rules/condition';
import { Rule, RuleText } from '../rules/rule';

/*
 * What an identity provider construct must be given, whatever its kind. What only one kind demands is in `<kind>-rules.ts`.
 */

export const IDENTITY_ISSUER_URL: Rule<ProviderModel> = {
  id: 'IDENTITY_ISSUER_URL',
  level: 'error',
  summary: `An issuer is ${ISSUER.expects}.`,
  cause: 'Brokers compare the issuer with `iss` to the character and build the discovery URL from it; a placeholder, query or fragment fits no token.',
  remedy: 'copy `issuer` from the discovery document of the tenant or realm itself',
  source: 'RFC 8414 section 2; OpenID Connect Discovery 1.0 section 3',
  check: (model, report) => report.value('issuer', model.issuer, ISSUER),
};

export const IDENTITY_ENDPOINT_URL: Rule<ProviderModel> = {
  id: 'IDENTITY_ENDPOINT_URL',
  level: 'error',
  summary: `Every endpoint is ${ENDPOINT.expects}.`,
  cause: 'A broker that cannot read the URL has no keys or no answer, so it refuses every token.',
  remedy: 'copy the URL from the discovery document',
  source: 'RFC 8414 section 2; RFC 3986 sections 3 and 4.3',
  check: (model, report) => {
    report.value('jwksUri', model.jwksUri, ENDPOINT);
    report.value('tokenEndpoint', model.tokenEndpoint, ENDPOINT);
    report.value('introspectionEndpoint', model.introspectionEndpoint, ENDPOINT);
    report.value('discoveryUrl', model.discoveryUrl, ENDPOINT);
  },
};

const ENDS_IN_SLASH = matches('/$', 'a URL with a slash at its end');
const ENDS_WITHOUT_SLASH = matches('[^/]$', 'a URL without slash at its end');

export const IDENTITY_ISSUER_SLASH: Rule<ProviderModel> = {
  id: 'IDENTITY_ISSUER_SLASH',
  level: 'error',
  summary: 'The issuer ends in a slash where the provider\'s issuers do, and only there.',
  cause: 'The slash is part of `iss`; brokers that compare to the character refuse every token.',
  remedy: 'write the issuer as tokens carry it',
  source: 'RFC 8414 section 4; RFC 7519 section 4.1.1',
  check: (model, report) => {
    if (model.profile.issuerEndsInSlash !== undefined) {
      report.value('issuer', model.issuer, model.profile.issuerEndsInSlash ? ENDS_IN_SLASH : ENDS_WITHOUT_SLASH);
    }
  },
};

const ALGORITHMS = oneOf(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'HS256', 'HS384', 'HS512']);

export const IDENTITY_SIGNING_ALGORITHM: Rule<ProviderModel> = {
  id: 'IDENTITY_SIGNING_ALGORITHM',
  level: 'error',
  summary: 'The signing algorithm is one that signs.',
  cause: 'Tokens with `alg` none carry no proof, and no broker knows an algorithm outside the registry.',
  remedy: 'name the algorithm of the access tokens as the header spells it',
  source: 'RFC 7518 section 3.1; RFC 8037 section 3.1; RFC 9068 section 4',
  check: (model, report) => report.value('signingAlgorithm', model.profile.defaultAlgorithm, ALGORITHMS),
};

/** For a provider that is told everything. */
export const TOLD_PROVIDER_RULES: readonly Rule<ProviderModel>[] = [
  IDENTITY_ISSUER_URL,
  IDENTITY_ENDPOINT_URL,
  IDENTITY_ISSUER_SLASH,
  IDENTITY_SIGNING_ALGORITHM,
];

/** For an issuer that is told while the rest follows from the kind; an issuer that follows too is judged by its parts. */
export const TOLD_ISSUER_RULES: readonly Rule<ProviderModel>[] = [IDENTITY_ISSUER_URL, IDENTITY_ISSUER_SLASH];

/** A provider construct that is none of this library. */
export const IDENTITY_PROVIDER_FOREIGN: RuleText = {
  id: 'IDENTITY_PROVIDER_FOREIGN',
  level: 'error',
  summary: 'An identity provider is a construct of this library.',
  cause: 'Nothing is known of the tokens of any other, so no rule could be judged.',
  remedy: 'use OidcIdentityProvider for a provider of another kind',
  source: 'docs/identity-providers.md',
};

/** An application construct that is none of this library. */
export const IDENTITY_APPLICATION_FOREIGN: RuleText = {
  id: 'IDENTITY_APPLICATION_FOREIGN',
  level: 'error',
  summary: 'An application is made by IdentityApplication.',
  cause: 'What brokers demand for it could not be remembered, nor its claims known.',
  remedy: 'use IdentityApplication.fromClientId',
  source: 'docs/identity-providers.md',
};

/** Every rule on identity providers, for the catalogue. */
export const IDENTITY_RULES: readonly RuleText[] = [
  OAUTH_SCOPE_TOKEN,
  IDENTITY_PROVIDER_FOREIGN,
  IDENTITY_APPLICATION_FOREIGN,
  ...TOLD_PROVIDER_RULES,
  ...REGISTRATION_RULES,
  ...KEYCLOAK_RULES,
  KEYCLOAK_INTROSPECTION_SECRET,
  ...keycloakRegistrationRules(),
  ...OKTA_RULES,
  ...CREATED_OKTA_SERVER_RULES,
  ...oktaRegistrationRules(),
  ...AUTH0_RULES,
  ...CREATED_AUTH0_API_RULES,
  ...auth0RegistrationRules(),
  ...ENTRA_RULES,
  ...CREATED_ENTRA_API_RULES,
  ...entraRegistrationRules(),
  ...UAA_RULES,
];
