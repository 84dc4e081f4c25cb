import { ScopeNeed } from '../../brokers/token-needs';
import { Rule } from '../../rules/rule';
import { ScopeClaim } from '../token-profile';
import { FitSubject } from './fit-subject';

/** Whether a broker gets scopes out of a claim; undefined where the claim has one form in one token and another in the next. */
function readable(claim: ScopeClaim, need: ScopeNeed): boolean | undefined {
  if (!need.claims.includes(claim.name)) {
    return false;
  }
  if (claim.shape === 'string' || need.arrayReadIn.includes(claim.name)) {
    return true;
  }
  return claim.shape === 'array' ? false : undefined;
}

function rejected(claim: ScopeClaim, need: ScopeNeed): boolean {
  return claim.shape === 'array' && need.arrayRejectsTokenIn.includes(claim.name);
}

function machineClaims(subject: FitSubject): readonly ScopeClaim[] {
  return subject.provider.profile.scopeClaims.filter((claim) => claim.tokens !== 'user');
}

function describe(claims: readonly ScopeClaim[]): string {
  return claims.map((claim) => `${claim.name} (${claim.shape.replace(/-/g, ' ')})`).join(', ') || 'no claim';
}

export const IDENTITY_SCOPE_UNREADABLE: Rule<FitSubject> = {
  id: 'IDENTITY_SCOPE_UNREADABLE',
  level: 'error',
  summary: 'The broker reads a claim in which the provider puts scopes.',
  cause: 'The broker finds no scopes in the tokens of applications, so they have no rights or are refused.',
  remedy: 'name the provider\'s claim in the broker\'s setting for scope claims, or add a claim that the broker reads at the provider',
  source: 'developer.okta.com/docs/reference/api/oidc: access token; learn.microsoft.com/entra/identity-platform/access-token-claims-reference',
  check: (subject, report) => {
    const { scopes } = subject.needs;
    const claims = machineClaims(subject);
    // A form that makes the broker refuse the token is the business of IDENTITY_SCOPE_ARRAY_REJECTED.
    if (scopes === undefined || claims.some((claim) => rejected(claim, scopes))) {
      return;
    }
    if (claims.every((claim) => readable(claim, scopes) === false)) {
      const reads = scopes.claims.join(', ') || 'no claim';
      report.broken('scopes', { message: `of the provider's tokens stand in ${describe(claims)}, while the broker reads ${reads}` });
    }
  },
};

export const IDENTITY_SCOPE_SHAPE_VARIES: Rule<FitSubject> = {
  id: 'IDENTITY_SCOPE_SHAPE_VARIES',
  level: 'warning',
  summary: 'The broker reads scopes in every form the provider may give them.',
  cause: 'Tokens whose scopes are an array have no rights or are refused.',
  remedy: 'let the provider issue one form, or acknowledge that it does',
  source: 'RFC 9068 section 2.2.3',
  check: (subject, report) => {
    const { scopes } = subject.needs;
    const varying = machineClaims(subject).filter((claim) => claim.shape === 'string-or-array');
    if (scopes === undefined) {
      return;
    }
    for (const claim of varying) {
      if (scopes.arrayRejectsTokenIn.includes(claim.name) || readable(claim, scopes) === undefined) {
        report.broken('scopes', { message: `in claim ${claim.name} may be an array, which the broker does not read` });
      }
    }
  },
};

export const IDENTITY_SCOPE_ARRAY_REJECTED: Rule<FitSubject> = {
  id: 'IDENTITY_SCOPE_ARRAY_REJECTED',
  level: 'error',
  summary: 'No claim has a form that makes the broker refuse the whole token.',
  cause: 'The broker decodes the claim into a text, fails on the array and refuses the token, even where its scopes are read elsewhere.',
  remedy: 'use another identity provider for this broker, or have the provider write the claim as a text',
  source: 'cloudamqp/lavinmq src/lavinmq/auth/jwt/jwt.cr; cloudfoundry/uaa docs/UAA-Tokens.md',
  check: (subject, report) => {
    const { scopes } = subject.needs;
    if (scopes === undefined) {
      return;
    }
    for (const claim of machineClaims(subject)) {
      if (rejected(claim, scopes)) {
        report.broken('scopes', { message: `are an array in claim ${claim.name}, and the broker refuses every token that has one there` });
      }
    }
  },
};

/** Scopes must arrive in a claim and a form that the broker reads. */
export const FIT_SCOPE_RULES: readonly Rule<FitSubject>[] = [
  IDENTITY_SCOPE_UNREADABLE,
  IDENTITY_SCOPE_SHAPE_VARIES,
  IDENTITY_SCOPE_ARRAY_REJECTED,
];
