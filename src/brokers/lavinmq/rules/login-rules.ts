import { wholeNumber } from '../../../rules/condition';
import { Rule } from '../../../rules/rule';
import { isUnresolved } from '../../../text/unresolved';
import { Subject } from '../../broker-core';
import { ISSUER_URL, NOT_EMPTY } from '../conditions';
import { DEFAULTS, expectedAudience, LavinMqSettings, verifiesAudience } from '../settings';

type LavinMqRule = Rule<Subject<LavinMqSettings>>;

/** Crystal reads the setting as a signed 32-bit number. */
const LONGEST_TTL = 2147483647;

const ISSUER_REQUIRED: LavinMqRule = {
  id: 'LAVINMQ_ISSUER_REQUIRED',
  level: 'error',
  summary: 'The issuer is set.',
  cause: 'Without it the broker logs one error, leaves the oauth backend out and falls back to its local users.',
  remedy: 'name the issuer of the identity provider',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/chain.cr',
  check: ({ settings }, report) => {
    if (settings.issuer === undefined || settings.issuer === '') {
      report.broken('issuer', { message: 'is missing' });
    }
  },
};

const ISSUER_SYNTAX: LavinMqRule = {
  id: 'LAVINMQ_ISSUER_SYNTAX',
  level: 'error',
  summary: 'The issuer is an absolute http or https URL without query and fragment.',
  cause: 'The broker appends /.well-known/openid-configuration to it; any other text leads to no document, hence to no keys and no login.',
  remedy: 'copy the issuer from the identity provider\'s discovery document',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/jwks_fetcher.cr; RFC 8414 section 2',
  check: ({ settings }, report) => {
    if (settings.issuer !== '') {
      report.value('issuer', settings.issuer, ISSUER_URL);
    }
  },
};

const AUDIENCE_REQUIRED: LavinMqRule = {
  id: 'LAVINMQ_AUDIENCE_REQUIRED',
  level: 'error',
  summary: 'With verify_aud on, audience or resource_server_id is set.',
  cause: 'The broker then rejects every token, since it has nothing to compare `aud` with.',
  remedy: 'set audience or resourceServerId, or turn verifyAud off',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_verifier.cr and spec/token_verifier_spec.cr',
  check: ({ settings }, report) => {
    if (verifiesAudience(settings) && expectedAudience(settings) === undefined) {
      report.broken('audience', { message: 'is missing, and so is resourceServerId, while verifyAud is on: no token would be accepted' });
    }
  },
};

const EMPTY_IDENTIFIER: LavinMqRule = {
  id: 'LAVINMQ_EMPTY_VALUE',
  level: 'error',
  summary: 'Texts other than scope_prefix are not empty.',
  cause: 'The broker takes an empty text as a value: an empty audience matches no token, an empty resource_server_id makes "." the scope prefix.',
  remedy: 'leave the setting out',
  source: 'cloudamqp/lavinmq, src/lavinmq/config.cr and src/lavinmq/auth/jwt/token_claim.cr',
  check: ({ settings }, report) => {
    report.value('audience', settings.audience, NOT_EMPTY);
    report.value('resourceServerId', settings.resourceServerId, NOT_EMPTY);
    report.value('clientId', settings.clientId, NOT_EMPTY);
  },
};

const VERIFY_AUD_OFF: LavinMqRule = {
  id: 'LAVINMQ_VERIFY_AUD_OFF',
  level: 'warning',
  summary: 'The audience is verified.',
  cause: 'With verify_aud off every token of the issuer is let in, also one meant for another service.',
  remedy: 'turn verifyAud on and set audience, or acknowledge the rule',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_verifier.cr; RFC 9068 section 4',
  check: ({ settings }, report) => {
    if (!verifiesAudience(settings)) {
      report.broken('verifyAud', { message: 'is off: tokens meant for other services are accepted', got: false });
    }
  },
};

const JWKS_CACHE_TTL: LavinMqRule = {
  id: 'LAVINMQ_JWKS_CACHE_TTL',
  level: 'error',
  summary: 'jwks_cache_ttl is a positive number of seconds.',
  cause: 'With 0 or less the keys count as expired at once and every token fails unless the key set\'s response sends a positive max-age; ' +
    'a text that is no 32-bit number keeps the broker from starting.',
  remedy: 'leave it out for one hour, or give a number of seconds of at least 1',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/jwt/jwks_fetcher.cr and src/lavinmq/config.cr',
  check: ({ settings }, report) => report.value('jwksCacheTtlSeconds', settings.jwksCacheTtlSeconds, wholeNumber(1, LONGEST_TTL)),
};

const OAUTH_BACKEND: LavinMqRule = {
  id: 'LAVINMQ_OAUTH_BACKEND',
  level: 'error',
  summary: 'auth_backends contains oauth.',
  cause: 'Without it the whole [oauth] section has no effect; the default is local users only.',
  remedy: 'set authBackends to local, oauth',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/chain.cr',
  check: ({ settings }, report) => {
    const { authBackends } = settings;
    if (settings.cloudAmqp !== undefined) {
      return;
    }
    if (isUnresolved(authBackends)) {
      report.deferred('authBackends');
    } else if (!(authBackends ?? DEFAULTS.authBackends as readonly string[]).includes('oauth')) {
      report.broken('authBackends', { message: 'must contain oauth', got: authBackends ?? DEFAULTS.authBackends });
    }
  },
};

const AUTH_BACKEND_UNKNOWN: LavinMqRule = {
  id: 'LAVINMQ_AUTH_BACKEND_UNKNOWN',
  level: 'error',
  summary: 'auth_backends holds local and oauth only.',
  cause: 'Any other name stops the broker at its start.',
  remedy: 'use local, oauth or both',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/chain.cr',
  check: ({ settings }, report) => {
    for (const backend of settings.authBackends ?? []) {
      if (isUnresolved(backend)) {
        report.deferred('authBackends');
      } else if (backend !== 'local' && backend !== 'oauth') {
        report.broken('authBackends', { message: 'must hold only local and oauth', got: backend });
      }
    }
  },
};

const NO_LOCAL_LOGIN: LavinMqRule = {
  id: 'LAVINMQ_NO_LOCAL_LOGIN',
  level: 'warning',
  summary: 'Some way in besides tokens is left.',
  cause: 'Without the local backend no user, guest included, can log in over the network: ' +
    'while the identity provider is down or misconfigured, nobody can. ' +
    'On a self-hosted node lavinmqctl on the control socket still works.',
  remedy: 'keep the local backend (on CloudAMQP: disableBasicAuth off), or acknowledge the rule once logins by token have been proven',
  source: 'cloudamqp/lavinmq, src/lavinmq/auth/chain.cr and src/lavinmq/http/handler/auth_handler.cr',
  check: ({ settings }, report) => {
    if (settings.cloudAmqp?.disableBasicAuth === true) {
      report.broken('target.disableBasicAuth', { message: 'leaves no way in besides tokens', got: true });
    }
    const { authBackends } = settings;
    if (authBackends === undefined || authBackends.includes('local')) {
      return;
    }
    if (isUnresolved(authBackends)) {
      report.deferred('authBackends');
    } else if (authBackends.includes('oauth')) {
      report.broken('authBackends', { message: 'leaves no way in besides tokens', got: authBackends });
    }
  },
};

/** Rules on who can log in at all. */
export const LOGIN_RULES: readonly LavinMqRule[] = [
  ISSUER_REQUIRED, ISSUER_SYNTAX, AUDIENCE_REQUIRED, EMPTY_IDENTIFIER, VERIFY_AUD_OFF, JWKS_CACHE_TTL,
  OAUTH_BACKEND, AUTH_BACKEND_UNKNOWN, NO_LOCAL_LOGIN,
];
