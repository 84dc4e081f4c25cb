import { CLIENT_AUTHENTICATION_RULES } from './client-authentication-rules';
import { naturalClaims, RegistrationSubject } from './registration';
import { matches, NOT_BLANK } from '../../rules/condition';
import { Rule } from '../../rules/rule';
import { isUnresolvedText } from '../../text/unresolved';

/*
 * Rules on applications that are created, whatever the kind of provider. What only one kind demands stands with that kind.
 */

export const IDENTITY_APPLICATION_BY_REFERENCE: Rule<RegistrationSubject> = {
  id: 'IDENTITY_APPLICATION_BY_REFERENCE',
  level: 'error',
  summary: 'An application is created only at a provider whose Terraform provider this library knows.',
  cause: 'Nothing would be created, and the application would have neither client nor rights.',
  remedy: 'register the client by hand, use IdentityApplication.fromClientId, and follow its checklist',
  source: 'docs/identity-providers.md',
  check: ({ registration, provider }, report) => {
    if (registration === undefined) {
      report.broken('identityProvider', { message: `is of the kind ${provider.kind}, at which nothing is created` });
    }
  },
};

export const IDENTITY_APPLICATION_STACK: Rule<RegistrationSubject> = {
  id: 'IDENTITY_APPLICATION_STACK',
  level: 'error',
  summary: 'An application that is created stands in the stack of its identity provider.',
  cause: 'Scopes and audiences are shared below the provider\'s construct, and resources of one stack cannot refer to those of another.',
  remedy: 'describe the provider in this stack too, or use IdentityApplication.fromClientId',
  source: 'docs/identity-providers.md',
  check: ({ otherStack }, report) => {
    if (otherStack) {
      report.broken('identityProvider', { message: 'stands in another stack' });
    }
  },
};

/** A constraint that allows nothing beyond its own major version, and that major version. */
const HELD_TO = /^\s*(?:=|~>|<=?)?\s*(\d+)(?:\.\d+)*\s*$/;

/** Whether a constraint keeps the provider below the major version that a range begins at; false where it cannot be told. */
function heldBelow(constraint: string, range: string): boolean {
  const [held, wanted] = [constraint, range].map((text) => Number(HELD_TO.exec(text)?.[1] ?? NaN));
  return held < wanted;
}

export const IDENTITY_TERRAFORM_PROVIDER_OLD: Rule<RegistrationSubject> = {
  id: 'IDENTITY_TERRAFORM_PROVIDER_OLD',
  level: 'error',
  summary: 'The stack\'s own Terraform provider is of the major version whose resources are written.',
  cause: 'The plan fails on attributes that the older provider does not have. Prebuilt bindings hold their provider to one version: those of Okta to 4.20.0.',
  remedy: 'put `stack.addOverride(\'terraform.required_providers.<name>.version\', ...)` with the range that the message names beside the provider construct',
  source: 'github.com/cdktf/cdktf-provider-okta: package.json; registry.terraform.io/providers/okta/okta/latest/docs/resources/app_oauth',
  check: ({ registration, ownVersion }, report) => {
    if (registration !== undefined && ownVersion !== undefined && heldBelow(ownVersion, registration.terraformProvider.version)) {
      const { name, version } = registration.terraformProvider;
      report.broken('identityProvider', { message: `needs the Terraform provider ${name} ${version}, and the stack holds it to another`, got: ownVersion });
    }
  },
};

export const IDENTITY_CLIENT_ID_GIVEN: Rule<RegistrationSubject> = {
  id: 'IDENTITY_CLIENT_ID_GIVEN',
  level: 'error',
  summary: 'A client id is given where it can be chosen, and only there.',
  cause: 'Auth0 and Entra make up the client id, so one that is given would be ignored; Keycloak makes up none that anybody could read.',
  remedy: 'set `clientId` at Keycloak; at Auth0 and Entra set `name`, and read the client id from the construct',
  source: 'registry.terraform.io/providers/auth0/auth0/latest/docs/resources/client; registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/application',
  check: ({ registration, application: { clientId } }, report) => {
    if (registration?.clientIds === 'assigned' && clientId !== undefined) {
      report.broken('clientId', { message: 'is given, while this provider makes it up', got: clientId });
    } else if (registration?.clientIds === 'chosen' && clientId === undefined) {
      report.broken('clientId', { message: 'is missing' });
    }
  },
};

export const IDENTITY_CLIENT_ID_TAKEN: Rule<RegistrationSubject> = {
  id: 'IDENTITY_CLIENT_ID_TAKEN',
  level: 'error',
  summary: 'No two applications that are created have the same client id.',
  cause: 'The provider refuses the second.',
  remedy: 'give each its own client id, or use one construct',
  source: 'RFC 6749 section 2.2',
  check: ({ application, neighbours }, report) => {
    const { clientId, path } = application;
    const other = neighbours.find((neighbour) => clientId !== undefined && neighbour.path !== path && neighbour.clientId === clientId);
    if (other !== undefined) {
      report.broken('clientId', { message: `is that of ${other.path} too`, got: clientId });
    }
  },
};

export const IDENTITY_SUBJECT_GIVEN: Rule<RegistrationSubject> = {
  id: 'IDENTITY_SUBJECT_GIVEN',
  level: 'error',
  summary: 'A `sub` is given only where it can be chosen.',
  cause: 'The provider writes its own, so rights would hang on a name that no token carries.',
  remedy: 'leave `subject` out: the library knows what this provider writes',
  source: 'docs/identity-providers.md',
  check: ({ registration, application: { subject } }, report) => {
    if (registration?.subjects === 'fixed' && subject !== undefined) {
      report.broken('subject', { message: 'cannot be chosen at this provider', got: subject });
    }
    report.value('subject', subject, NOT_BLANK);
  },
};

export const IDENTITY_SECRET_OUTPUT: Rule<RegistrationSubject> = {
  id: 'IDENTITY_SECRET_OUTPUT',
  level: 'error',
  summary: 'A secret is read only where the provider made one up.',
  cause: 'Keys, certificates and secrets that are handed through cannot be read back, and a public client has none.',
  remedy: 'take the secret from where it came from, or use ClientAuthentication.secret()',
  source: 'docs/identity-providers.md',
  check: ({ registration, application }, report) => {
    if (registration !== undefined && application.outputSecret && registration.secret(application, (...names) => names.join('-')) === undefined) {
      report.broken('outputSecret', { message: 'is set, and there is no secret to read' });
    }
  },
};

export const IDENTITY_CLAIM_NOT_PRODUCED: Rule<RegistrationSubject> = {
  id: 'IDENTITY_CLAIM_NOT_PRODUCED',
  level: 'error',
  summary: 'A claim by which a broker knows an application is one that the provider can be made to write.',
  cause: 'Tokens come without the claim, so the broker finds no user or principal and the application has no rights.',
  remedy: 'let the broker use the claim that holds the client id, or have the claim written by hand and use IdentityApplication.fromClientId',
  source: 'docs/identity-providers.md',
  check: ({ registration, provider, application }, report) => {
    if (registration === undefined || registration.ownClaims === 'any') {
      return;
    }
    const written = [...naturalClaims(provider), ...registration.ownClaims];
    for (const { kind, value, broker } of application.demands) {
      if (kind === 'claim' && isUnresolvedText(value)) {
        report.deferred('claims');
      } else if (kind === 'claim' && !written.includes(value)) {
        const message = `of ${broker} cannot be created at this provider, which writes ${written.join(', ')}; it takes ${registration.claimRemedy}`;
        report.broken('claims', { message, got: value });
      }
    }
  },
};

export const IDENTITY_ROLE_NOT_PRODUCED: Rule<RegistrationSubject> = {
  id: 'IDENTITY_ROLE_NOT_PRODUCED',
  level: 'error',
  summary: 'A role stands in a claim that the provider can be made to write.',
  cause: 'Tokens come without the role, so the application has none of its rights.',
  remedy: 'name the claim that the provider has, or have the claim written by hand and use IdentityApplication.fromClientId',
  source: 'docs/identity-providers.md',
  check: ({ registration, application: { role } }, report) => {
    if (registration === undefined || role === undefined || registration.roles.claims === 'any') {
      return;
    }
    if (!registration.roles.claims.includes(role.claim)) {
      report.broken('role.claim', { message: `cannot be created at this provider: it takes ${registration.roles.remedy}`, got: role.claim });
    }
  },
};

export const IDENTITY_USER_FLOWS_UNSUPPORTED: Rule<RegistrationSubject> = {
  id: 'IDENTITY_USER_FLOWS_UNSUPPORTED',
  level: 'error',
  summary: 'Users log in through a created application only where this library can create such a client.',
  cause: 'A client without the settings of its login flow refuses every user.',
  remedy: 'register the client by hand and use IdentityApplication.fromClientId',
  source: 'docs/identity-providers.md',
  check: ({ registration, application: { users } }, report) => {
    if (registration?.userFlows === false && users !== undefined) {
      report.broken('userLogin', { message: 'cannot be created at this provider' });
    }
  },
};

const REDIRECT_URI = matches('^[A-Za-z][A-Za-z0-9+.-]*:[^\\s#*]+$', 'an absolute URI without fragment and wildcard');

export const IDENTITY_REDIRECT_URI: Rule<RegistrationSubject> = {
  id: 'IDENTITY_REDIRECT_URI',
  level: 'error',
  summary: 'A client that users log in through has redirect URIs, each absolute, without fragment and wildcard.',
  cause: 'Authorization codes are sent there; a wildcard lets them be sent to places that somebody else may control.',
  remedy: 'list every redirect URI of the application in full',
  source: 'RFC 6749 section 3.1.2; RFC 9700 section 2.1',
  check: ({ application: { users } }, report) => {
    if (users === undefined) {
      return;
    }
    if (users.redirectUris.length === 0) {
      report.broken('userLogin.redirectUris', { message: 'is empty' });
    }
    users.redirectUris.forEach((uri, index) => report.value(`userLogin.redirectUris[${index}]`, uri, REDIRECT_URI));
  },
};

/** The rules on every application that is created. */
export const REGISTRATION_RULES: readonly Rule<RegistrationSubject>[] = [
  IDENTITY_APPLICATION_BY_REFERENCE,
  IDENTITY_APPLICATION_STACK,
  IDENTITY_TERRAFORM_PROVIDER_OLD,
  IDENTITY_CLIENT_ID_GIVEN,
  IDENTITY_CLIENT_ID_TAKEN,
  IDENTITY_SUBJECT_GIVEN,
  IDENTITY_SECRET_OUTPUT,
  IDENTITY_CLAIM_NOT_PRODUCED,
  IDENTITY_ROLE_NOT_PRODUCED,
  IDENTITY_USER_FLOWS_UNSUPPORTED,
  IDENTITY_REDIRECT_URI,
  ...CLIENT_AUTHENTICATION_RULES,
];
