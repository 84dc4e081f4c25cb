import { ScopeLimits } from './token-profile';
import { SCOPE_TOKEN } from '../oauth/scope-syntax';
import { Condition, matches, maxLength } from '../rules/condition';
import { Reporter, Rule } from '../rules/rule';
import { hclString } from '../text/hcl';
import { isUnresolvedText } from '../text/unresolved';

/** The scopes of one application and what the provider makes of names. */
export interface ScopeLimitsSubject {
  readonly limits: ScopeLimits;
  /** Names in the order shown to the user. */
  readonly scopes: readonly string[];
}

const OKTA_SCOPES = 'developer.okta.com/docs/reference/api/authorization-servers: scope object';
const AUTH0_LIMITS = 'auth0.com/docs/get-started/apis/add-api-permissions; auth0.com/docs/troubleshoot/customer-support/operational-policies/entity-limit-policy';
const ENTRA_ROLES = 'learn.microsoft.com/graph/api/resources/approle: value';
const UAA_SCOPES = 'cloudfoundry/uaa docs/UAA-Tokens.md; UaaStringUtils.constructSimpleWildcardPattern';

function each(subject: ScopeLimitsSubject, report: Reporter, condition: Condition | undefined): void {
  if (condition !== undefined) {
    subject.scopes.forEach((scope, index) => report.value(`scopes[${index}]`, scope, condition));
  }
}

export const IDENTITY_SCOPE_TOKEN: Rule<ScopeLimitsSubject> = {
  id: 'IDENTITY_SCOPE_TOKEN',
  level: 'error',
  summary: `A scope is ${SCOPE_TOKEN.expects}.`,
  cause: 'Blanks separate scopes, and a double quote or a backslash is refused by every provider.',
  remedy: 'percent-encode what the broker\'s scope grammar lets you encode, or rename the destination',
  source: 'RFC 6749 section 3.3',
  check: (subject, report) => each(subject, report, SCOPE_TOKEN),
};

function noneOf(names: readonly string[]): Condition {
  return {
    expects: `none of the reserved names ${names.join(' ')}`,
    test: (value) => !names.includes(String(value)),
    hcl: (reference) => `!contains([${names.map(hclString).join(', ')}], ${reference})`,
  };
}

export const IDENTITY_SCOPE_RESERVED: Rule<ScopeLimitsSubject> = {
  id: 'IDENTITY_SCOPE_RESERVED',
  level: 'error',
  summary: 'A scope has no name that the provider keeps for itself.',
  cause: 'The provider refuses to create the scope, or gives it a meaning of its own.',
  remedy: 'choose another name, for instance with a prefix for the broker',
  source: `${OKTA_SCOPES}; ${AUTH0_LIMITS}`,
  check: (subject, report) => {
    const { reserved } = subject.limits;
    each(subject, report, reserved.length === 0 ? undefined : noneOf(reserved));
  },
};

function noPrefixOf(prefixes: readonly string[]): Condition {
  return {
    expects: `a name that does not begin with ${prefixes.join(' or ')}`,
    test: (value) => !prefixes.some((prefix) => String(value).startsWith(prefix)),
    hcl: (reference) => prefixes.map((prefix) => `!startswith(${reference}, ${hclString(prefix)})`).join(' && '),
  };
}

export const IDENTITY_SCOPE_PREFIX: Rule<ScopeLimitsSubject> = {
  id: 'IDENTITY_SCOPE_PREFIX',
  level: 'error',
  summary: 'A scope does not begin as the provider\'s own scopes do.',
  cause: 'The provider refuses to create the scope.',
  remedy: 'choose another prefix',
  source: `${OKTA_SCOPES}; ${ENTRA_ROLES}`,
  check: (subject, report) => {
    const { reservedPrefixes } = subject.limits;
    each(subject, report, reservedPrefixes.length === 0 ? undefined : noPrefixOf(reservedPrefixes));
  },
};

export const IDENTITY_SCOPE_CHARACTERS: Rule<ScopeLimitsSubject> = {
  id: 'IDENTITY_SCOPE_CHARACTERS',
  level: 'error',
  summary: 'A scope has only characters that the provider takes.',
  cause: 'The provider refuses to create the scope.',
  remedy: 'leave the character out or percent-encode it',
  source: `${OKTA_SCOPES}; ${ENTRA_ROLES}`,
  check: (subject, report) => {
    const { pattern, patternText } = subject.limits;
    each(subject, report, pattern === undefined ? undefined : matches(pattern, patternText ?? `a text that matches ${pattern}`));
  },
};

export const IDENTITY_SCOPE_LENGTH: Rule<ScopeLimitsSubject> = {
  id: 'IDENTITY_SCOPE_LENGTH',
  level: 'error',
  summary: 'A scope is no longer than the provider stores.',
  cause: 'The provider refuses to create the scope. Entra\'s Terraform provider lets more pass than the service documents, so the plan succeeds and the apply fails.',
  remedy: 'shorten the names of virtual host, exchange, queue or topic, or grant by a pattern',
  source: `${AUTH0_LIMITS}; ${ENTRA_ROLES}`,
  check: (subject, report) => each(subject, report, subject.limits.maxLength === undefined ? undefined : maxLength(subject.limits.maxLength)),
};

export const IDENTITY_SCOPE_COUNT: Rule<ScopeLimitsSubject> = {
  id: 'IDENTITY_SCOPE_COUNT',
  level: 'error',
  summary: 'There are no more scopes than one API holds.',
  cause: 'The provider refuses the scopes beyond the limit.',
  remedy: 'grant by patterns, or use several APIs',
  source: AUTH0_LIMITS,
  check: ({ limits, scopes }, report) => {
    if (limits.maxCount !== undefined && scopes.length > limits.maxCount) {
      report.broken('scopes', { message: `must be at most ${limits.maxCount}`, got: scopes.length });
    }
  },
};

/** Judges the length of all names together; not known before apply when any name is not. */
function listLength(scopes: readonly string[], most: number | undefined, report: Reporter, what: string): void {
  if (most === undefined || scopes.length === 0) {
    return;
  }
  if (scopes.some(isUnresolvedText)) {
    report.deferred('scopes');
    return;
  }
  const length = scopes.join(' ').length;
  if (length > most) {
    report.broken('scopes', { message: `must have at most ${most} characters together ${what}`, got: length });
  }
}

export const IDENTITY_SCOPE_REQUEST_LENGTH: Rule<ScopeLimitsSubject> = {
  id: 'IDENTITY_SCOPE_REQUEST_LENGTH',
  level: 'warning',
  summary: 'All scopes of an application fit into one token request.',
  cause: 'A request that names them all is refused; a request that names none gets the scopes marked as default.',
  remedy: 'mark the scopes as default and let the application ask for none, or grant by patterns',
  source: 'developer.okta.com/docs/reference/api/oidc: parameter scope',
  check: ({ limits, scopes }, report) => listLength(scopes, limits.maxRequestLength, report, 'in one token request'),
};

export const IDENTITY_SCOPE_LIST_LENGTH: Rule<ScopeLimitsSubject> = {
  id: 'IDENTITY_SCOPE_LIST_LENGTH',
  level: 'error',
  summary: 'All scopes of an application fit into the provider\'s column.',
  cause: 'The provider cannot store the client.',
  remedy: 'grant by patterns, or use several clients',
  source: 'cloudfoundry/uaa db/postgresql V1_7_3: oauth_client_details.scope and authorities',
  check: ({ limits, scopes }, report) => listLength(scopes, limits.maxListLength, report, 'in the client\'s list'),
};

export const IDENTITY_SCOPE_WILDCARD: Rule<ScopeLimitsSubject> = {
  id: 'IDENTITY_SCOPE_WILDCARD',
  level: 'warning',
  summary: 'A star in a scope means what the broker takes it for.',
  cause: 'In the list of a client, UAA takes `*` for any characters but the dot, so the client may ask for more scopes than this one.',
  remedy: 'name the destinations, or acknowledge that the client may obtain other scopes of that pattern too',
  source: UAA_SCOPES,
  check: ({ limits, scopes }, report) => {
    if (limits.wildcard !== true) {
      return;
    }
    scopes.forEach((scope, index) => {
      if (isUnresolvedText(scope)) {
        report.deferred(`scopes[${index}]`);
      } else if (scope.includes('*')) {
        report.broken(`scopes[${index}]`, { message: 'contains a star, a wildcard in the list of a client', got: scope });
      }
    });
  },
};

/** The rules on scopes at an identity provider. */
export const SCOPE_LIMIT_RULES: readonly Rule<ScopeLimitsSubject>[] = [
  IDENTITY_SCOPE_TOKEN,
  IDENTITY_SCOPE_RESERVED,
  IDENTITY_SCOPE_PREFIX,
  IDENTITY_SCOPE_CHARACTERS,
  IDENTITY_SCOPE_LENGTH,
  IDENTITY_SCOPE_COUNT,
  IDENTITY_SCOPE_REQUEST_LENGTH,
  IDENTITY_SCOPE_LIST_LENGTH,
  IDENTITY_SCOPE_WILDCARD,
];
