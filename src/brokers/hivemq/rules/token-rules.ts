import { Condition, everyMember, matches } from '../../../rules/condition';
import { isUnresolved, isUnresolvedText } from '../../../text/unresolved';
import { jwtManagersOf, realmsOf } from '../model';
import { HiveMqJwtAuthenticationManager, HiveMqJwtRealm } from '../settings';
import { MANUAL, OKTA_ARTICLE } from './sources';
import { HiveMqRule, HiveMqSubject, judge, scalarsOf } from './subject';

/*
 * Rules on who issues tokens and what is demanded of them.
 */

function jwtRealms(subject: HiveMqSubject) {
  return realmsOf(subject.settings.config).filter((realm) => realm.kind === 'jwtRealm').map(({ path, of }) => ({ path, realm: of as HiveMqJwtRealm }));
}

export const HIVEMQ_JWKS_ENDPOINT_REQUIRED: HiveMqRule = {
  id: 'HIVEMQ_JWKS_ENDPOINT_REQUIRED',
  level: 'error',
  summary: 'A JWT realm has a key set.',
  cause: 'The schema lets it be left out, the manual does not: without keys no token can be verified.',
  remedy: 'give the URL of the identity provider\'s JSON Web Key Set',
  source: MANUAL,
  check: (subject, report) => jwtRealms(subject).forEach(({ path, realm }) => {
    if (realm.configuration?.jwksEndpoint === undefined) {
      report.broken(`${path}.configuration.jwksEndpoint`, { message: 'is missing' });
    }
  }),
};

export const HIVEMQ_ENDPOINT_URL: HiveMqRule = {
  id: 'HIVEMQ_ENDPOINT_URL',
  level: 'error',
  summary: 'Endpoints are absolute URLs.',
  cause: 'The broker cannot call them otherwise, and nobody gets in.',
  remedy: 'give the whole URL',
  source: MANUAL,
  check: (subject, report) => scalarsOf(subject.settings, 'endpoint').forEach((at) => judge(report, at, at.scalar.condition!)),
};

const NOT_PLAIN_HTTP: Condition = {
  expects: 'a URL that starts with https://',
  test: (value) => !String(value).startsWith('http://'),
  hcl: (reference) => `!startswith(${reference}, "http://")`,
};

export const HIVEMQ_PLAIN_HTTP: HiveMqRule = {
  id: 'HIVEMQ_PLAIN_HTTP',
  level: 'warning',
  summary: 'Endpoints are called by https.',
  cause: 'Whoever can change the answer decides which keys the broker trusts.',
  remedy: 'use https, or acknowledge for a test on one machine',
  source: 'RFC 8414, section 2',
  check: (subject, report) => scalarsOf(subject.settings, 'endpoint').forEach((at) => judge(report, at, NOT_PLAIN_HTTP)),
};

export const HIVEMQ_SIMPLE_AUTH_UNUSED: HiveMqRule = {
  id: 'HIVEMQ_SIMPLE_AUTH_UNUSED',
  level: 'warning',
  summary: 'Credentials are given only with an introspection endpoint.',
  cause: 'The credentials are for that endpoint; without it they are never used.',
  remedy: 'give `introspectionEndpoint` too, or leave `simpleAuth` out',
  source: OKTA_ARTICLE,
  check: (subject, report) => jwtRealms(subject).forEach(({ path, realm }) => {
    if (realm.configuration?.simpleAuth !== undefined && realm.configuration.introspectionEndpoint === undefined) {
      report.broken(`${path}.configuration.simpleAuth`, { message: 'is given without an introspection endpoint' });
    }
  }),
};

function introspects(manager: HiveMqJwtAuthenticationManager): boolean {
  return manager.jwtValidation?.enableIntrospection?.enabled === true;
}

export const HIVEMQ_INTROSPECTION_UNUSED: HiveMqRule = {
  id: 'HIVEMQ_INTROSPECTION_UNUSED',
  level: 'warning',
  summary: 'An introspection endpoint is asked by some manager.',
  cause: 'The endpoint in the realm does not switch introspection on; revoked tokens are accepted until they expire.',
  remedy: 'set `enableIntrospection` in the manager\'s validation, or leave the endpoint out',
  source: MANUAL,
  check: (subject, report) => {
    const managers = jwtManagersOf(subject.settings.config);
    jwtRealms(subject).filter(({ realm }) => realm.configuration?.introspectionEndpoint !== undefined).forEach(({ path, realm }) => {
      const at = `${path}.configuration.introspectionEndpoint`;
      if (managers.some((manager) => introspects(manager.of) && manager.of.realm === realm.name)) {
        return;
      }
      if (isUnresolvedText(realm.name ?? '') || managers.some((manager) => introspects(manager.of) && isUnresolvedText(manager.of.realm ?? ''))) {
        report.deferred(at);
      } else {
        report.broken(at, { message: 'is asked by no manager' });
      }
    });
  },
};

export const HIVEMQ_INTROSPECTION_ENDPOINT_MISSING: HiveMqRule = {
  id: 'HIVEMQ_INTROSPECTION_ENDPOINT_MISSING',
  level: 'error',
  summary: 'A manager that introspects has a realm with an introspection endpoint.',
  cause: 'There is nobody to ask.',
  remedy: 'give the realm an introspection endpoint, or switch introspection off; Auth0 and Entra ID have none',
  source: MANUAL,
  check: (subject, report) => jwtManagersOf(subject.settings.config).filter((manager) => introspects(manager.of)).forEach((manager) => {
    const path = `${manager.path}.jwtValidation.enableIntrospection`;
    if (manager.realm === undefined && isUnresolved(manager.of.realm)) {
      report.deferred(path);
    } else if (manager.realm !== undefined && manager.realm.configuration?.introspectionEndpoint === undefined) {
      report.broken(path, { message: 'is set, but the realm has no introspection endpoint', got: manager.of.realm });
    }
  }),
};

export const HIVEMQ_TOKEN_UNRESTRICTED: HiveMqRule = {
  id: 'HIVEMQ_TOKEN_UNRESTRICTED',
  level: 'warning',
  summary: 'Tokens must have an audience, an issuer or scopes.',
  cause: 'Claims that the configuration does not name are not looked at, so every token of the key set is let in, whomever it is for.',
  remedy: 'demand `aud`, `iss` or `scope` in `reservedClaims`, or acknowledge',
  source: 'quarkiverse/quarkus-hivemq-client, integration-tests, JwtUtils.java',
  check: (subject, report) => jwtManagersOf(subject.settings.config).forEach((manager) => {
    const claims = manager.of.jwtValidation?.reservedClaims;
    const lists = [claims?.iss, claims?.scope?.scopes];
    if (claims?.aud === undefined && lists.every((list) => list === undefined || list.length === 0)) {
      report.broken(`${manager.path}.jwtValidation`, { message: 'demands neither audience nor issuer nor scopes' });
    }
  }),
};

export const HIVEMQ_SAMPLING_RANGE: HiveMqRule = {
  id: 'HIVEMQ_SAMPLING_RANGE',
  level: 'warning',
  summary: 'The share of introspected tokens is from 0 to 1.',
  cause: 'The schema allows any number; a share is presumably meant.',
  remedy: 'give a number from 0 to 1, or acknowledge',
  source: MANUAL,
  check: (subject, report) => jwtManagersOf(subject.settings.config).forEach((manager) => {
    report.value(`${manager.path}.jwtValidation.enableIntrospection.sampling`, manager.of.jwtValidation?.enableIntrospection?.sampling, SHARE);
  }),
};

const SHARE: Condition = {
  expects: 'a number from 0 to 1',
  test: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  hcl: (reference) => `${reference} >= 0 && ${reference} <= 1`,
};

const SCOPE_TOKEN = matches('^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$', 'a scope: printable ASCII without blank, `"` and `\\`');

export const HIVEMQ_SCOPE_SYNTAX: HiveMqRule = {
  id: 'HIVEMQ_SCOPE_SYNTAX',
  level: 'error',
  summary: 'Demanded scopes are scope tokens.',
  cause: 'No identity provider can issue another scope, so no token would be let in.',
  remedy: 'use printable ASCII without blank, double quote and backslash',
  source: 'RFC 6749, section 3.3',
  check: (subject, report) => jwtManagersOf(subject.settings.config).forEach((manager) => {
    report.value(`${manager.path}.jwtValidation.reservedClaims.scope.scopes`, manager.of.jwtValidation?.reservedClaims?.scope?.scopes, everyMember(SCOPE_TOKEN));
  }),
};

/** Rules on tokens. */
export const TOKEN_RULES: readonly HiveMqRule[] = [
  HIVEMQ_JWKS_ENDPOINT_REQUIRED, HIVEMQ_ENDPOINT_URL, HIVEMQ_PLAIN_HTTP, HIVEMQ_SIMPLE_AUTH_UNUSED, HIVEMQ_INTROSPECTION_UNUSED,
  HIVEMQ_INTROSPECTION_ENDPOINT_MISSING, HIVEMQ_TOKEN_UNRESTRICTED, HIVEMQ_SAMPLING_RANGE, HIVEMQ_SCOPE_SYNTAX,
];
