import { Rule } from '../../../rules/rule';
import { isKnown, isUnresolved } from '../../../text/unresolved';
import { Subject } from '../../broker-core';
import { SCOPE_CHARACTERS } from '../conditions';
import { LavinMqSettings } from '../settings';

type LavinMqRule = Rule<Subject<LavinMqSettings>>;

/** Claims that the broker reads into typed fields, of which none but `sub` and `iss` can name the user. */
const NO_USERNAME = ['exp', 'iat', 'nbf', 'aud', 'scope', 'resource_access'];

/** Claims that additional_scopes_keys cannot reach, since the broker has read them into typed fields. */
export const TYPED_CLAIMS: readonly string[] = ['scope', 'sub', 'aud', 'iss', 'resource_access', 'exp', 'iat', 'nbf'];

/** Claims of which people know a member, and the key that reads it. */
const NESTED_CLAIMS = ['realm_access', 'resource_access', 'authorization'];

const USERNAME_CLAIMS: LavinMqRule = {
  id: 'LAVINMQ_USERNAME_CLAIMS',
  level: 'error',
  summary: 'preferred_username_claims holds at least one claim that can name the user.',
  cause: 'A token in which none of the claims names the user is rejected; setting the list replaces the default.',
  remedy: 'name a string claim such as sub, client_id or azp, or leave the setting out for sub, client_id',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_claim.cr',
  check: ({ settings }, report) => {
    const claims = settings.preferredUsernameClaims;
    if (claims === undefined) {
      return;
    }
    if (claims.every((claim) => NO_USERNAME.includes(claim))) {
      report.broken('preferredUsernameClaims', { message: 'holds no claim that can name the user', got: claims });
    } else if (claims.every((claim) => isUnresolved(claim) || NO_USERNAME.includes(claim))) {
      report.deferred('preferredUsernameClaims');
    }
  },
};

const USERNAME_CLAIM_UNREADABLE: LavinMqRule = {
  id: 'LAVINMQ_USERNAME_CLAIM_UNREADABLE',
  level: 'warning',
  summary: 'Every claim in preferred_username_claims can name the user.',
  cause: `The broker never takes a user name from ${NO_USERNAME.join(', ')}; such an entry does nothing.`,
  remedy: 'remove it',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_claim.cr and jwt.cr',
  check: ({ settings }, report) => {
    settings.preferredUsernameClaims?.forEach((claim) => {
      if (isUnresolved(claim)) {
        report.deferred('preferredUsernameClaims');
      } else if (NO_USERNAME.includes(claim)) {
        report.broken('preferredUsernameClaims', { message: 'names a claim that is never taken as the user name', got: claim });
      }
    });
  },
};

const SCOPES_KEY_UNREACHABLE: LavinMqRule = {
  id: 'LAVINMQ_SCOPES_KEY_UNREACHABLE',
  level: 'warning',
  summary: 'Every claim in additional_scopes_keys can be read.',
  cause: 'The broker looks for a top-level claim of exactly this name, dots included; claims it has read into typed fields are not found, and ' +
    'with resource_server_id set only the member of that name is entered in an object.',
  remedy: 'have the identity provider write the scopes into a top-level string or array claim and name that claim',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_claim.cr',
  check: ({ settings }, report) => {
    settings.additionalScopesKeys?.forEach((key) => {
      if (isUnresolved(key)) {
        report.deferred('additionalScopesKeys');
        return;
      }
      const problem = unreachable(key, settings.resourceServerId);
      if (problem !== undefined) {
        report.broken('additionalScopesKeys', { message: problem, got: key });
      }
    });
  },
};

function unreachable(key: string, resourceServerId: string | undefined): string | undefined {
  if (TYPED_CLAIMS.includes(key)) {
    return 'names a claim that is not read this way';
  }
  if (NESTED_CLAIMS.some((claim) => key.startsWith(`${claim}.`))) {
    return 'is a path, but keys are names of top-level claims';
  }
  if (key === 'realm_access' && isKnown(resourceServerId) && resourceServerId !== 'roles') {
    return `has its roles under "roles", and only the member ${JSON.stringify(resourceServerId)} is entered while resourceServerId is set`;
  }
  return undefined;
}

const SCOPE_PREFIX: LavinMqRule = {
  id: 'LAVINMQ_SCOPE_PREFIX',
  level: 'error',
  summary: 'The text that scopes must begin with can stand in a scope.',
  cause: 'The broker drops every scope that does not begin with scope_prefix or, without one, with resource_server_id and a dot; ' +
    'no identity provider can issue a scope that begins with a character which scopes cannot hold, so no right would arrive.',
  remedy: 'use printable ASCII without blanks, quotes and backslashes, or set scopePrefix beside resourceServerId',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_claim.cr; RFC 6749 section 3.3',
  check: ({ settings }, report) => {
    if (settings.scopePrefix !== undefined) {
      report.value('scopePrefix', settings.scopePrefix, SCOPE_CHARACTERS);
    } else {
      report.value('resourceServerId', settings.resourceServerId, SCOPE_CHARACTERS);
    }
  },
};

/** Rules on the claims that name users and carry scopes. */
export const CLAIM_RULES: readonly LavinMqRule[] = [USERNAME_CLAIMS, USERNAME_CLAIM_UNREADABLE, SCOPES_KEY_UNREACHABLE, SCOPE_PREFIX];
