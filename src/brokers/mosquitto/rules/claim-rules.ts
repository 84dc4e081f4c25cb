import { isUnresolved } from '../../../text/unresolved';
import { JwtCommon } from '../settings';
import { jwtRule, MosquittoRule } from './rule-kinds';
import { JWT_PAGE } from './sources';

/*
 * Rules on what a token must say.
 */

/** Values that the plugin may take as patterns, by where they stand. */
function patternsOf(common: JwtCommon): readonly (readonly [string, string])[] {
  const listed = (key: 'issuers' | 'audiences') => (common[key] ?? []).map((value, index) => [`jwt.common.${key}[${index}]`, value] as const);
  const audience = common.audience === undefined ? [] : [['jwt.common.audience', common.audience] as const];
  return [...listed('issuers'), ...audience, ...listed('audiences')];
}

/** Whether a value has the form of a pattern: a star, or slashes around a regular expression. */
export function isPattern(value: string): boolean {
  return value.includes('*') || REGULAR_EXPRESSION.test(value);
}

const REGULAR_EXPRESSION = /^\/(.*)\/([A-Za-z]*)$/s;
const FLAGS = /^[gimsuy]*$/;
const ANYTHING = /^(\*+|\/\^?\.[*+]\$?\/[a-z]*)$/;

export const MOSQUITTO_ISSUER_UNCHECKED = jwtRule({
  id: 'MOSQUITTO_ISSUER_UNCHECKED',
  level: 'warning',
  summary: 'The issuer is checked.',
  cause: 'Any token that the keys verify is accepted, also one that another realm or tenant with the same keys issued.',
  remedy: 'set `issuer`',
  source: JWT_PAGE,
}, ({ common }, report) => {
  if (common.issuer === undefined && !(common.issuers?.length || common.validateIssuerAgainstEnvs?.length)) {
    report.broken('jwt.common.issuer', { message: 'is not set, nor is issuers or validateIssuerAgainstEnvs' });
  }
});

export const MOSQUITTO_ISSUER_TWICE = jwtRule({
  id: 'MOSQUITTO_ISSUER_TWICE',
  level: 'warning',
  summary: 'The issuer is named in one place.',
  cause: 'Which of `issuer` and `issuers` wins is not documented.',
  remedy: 'use `issuers` alone where there are several',
  source: JWT_PAGE,
}, ({ common }, report) => {
  if (common.issuer !== undefined && common.issuers !== undefined) {
    report.broken('jwt.common.issuers', { message: 'stands beside issuer' });
  }
});

export const MOSQUITTO_ISSUER_PATTERN = jwtRule({
  id: 'MOSQUITTO_ISSUER_PATTERN',
  level: 'warning',
  summary: 'Issuers are written out.',
  cause: '`issuer` is compared as plain text; whether `issuers` takes patterns the documentation says in one place and denies in another.',
  remedy: 'list every issuer in full in `issuers`',
  source: JWT_PAGE,
}, ({ common }, report) => {
  const places = [['jwt.common.issuer', common.issuer] as const, ...(common.issuers ?? []).map((value, index) => [`jwt.common.issuers[${index}]`, value] as const)];
  for (const [path, value] of places) {
    if (isUnresolved(value)) {
      report.deferred(path);
    } else if (value !== undefined && isPattern(value)) {
      report.broken(path, { message: 'looks like a pattern', got: value });
    }
  }
});

export const MOSQUITTO_AUDIENCE_UNCHECKED = jwtRule({
  id: 'MOSQUITTO_AUDIENCE_UNCHECKED',
  level: 'warning',
  summary: 'The audience is checked.',
  cause: 'A token that was issued for another service opens this broker too.',
  remedy: 'set `audience` (a release before the setting has no such check at all)',
  source: JWT_PAGE,
}, ({ common }, report) => {
  if (common.audience === undefined && !(common.audiences?.length || common.validateAudienceAgainstEnvs?.length)) {
    report.broken('jwt.common.audience', { message: 'is not set, nor is audiences or validateAudienceAgainstEnvs' });
  }
});

export const MOSQUITTO_AUDIENCE_TWICE = jwtRule({
  id: 'MOSQUITTO_AUDIENCE_TWICE',
  level: 'warning',
  summary: 'The audience is named in one place.',
  cause: 'Which of `audience` and `audiences` wins is not documented.',
  remedy: 'use `audiences` alone where there are several',
  source: JWT_PAGE,
}, ({ common }, report) => {
  if (common.audience !== undefined && common.audiences !== undefined) {
    report.broken('jwt.common.audiences', { message: 'stands beside audience' });
  }
});

export const MOSQUITTO_PATTERN_INVALID = jwtRule({
  id: 'MOSQUITTO_PATTERN_INVALID',
  level: 'error',
  summary: 'A value between slashes is a regular expression with flags out of gimsuy.',
  cause: 'The plugin reads it as a JavaScript regular expression; a broken one matches no token, or stops the plugin.',
  remedy: 'correct the expression, or leave the slashes out where the value is meant as it stands',
  source: JWT_PAGE,
}, ({ common }, report) => patternsOf(common).forEach(([path, value]) => {
  if (isUnresolved(value)) {
    report.deferred(path);
    return;
  }
  const [, expression, flags] = REGULAR_EXPRESSION.exec(value) ?? [];
  if (expression !== undefined && !(FLAGS.test(flags) && compiles(expression, flags))) {
    report.broken(path, { message: 'is no regular expression', got: value });
  }
}));

export const MOSQUITTO_PATTERN_ANYTHING = jwtRule({
  id: 'MOSQUITTO_PATTERN_ANYTHING',
  level: 'warning',
  summary: 'No pattern accepts everything.',
  cause: 'Such a check lets every token through and looks as if it did not.',
  remedy: 'narrow the pattern, or leave the setting out',
  source: JWT_PAGE,
}, ({ common }, report) => patternsOf(common).forEach(([path, value]) => {
  if (isUnresolved(value)) {
    report.deferred(path);
  } else if (ANYTHING.test(value)) {
    report.broken(path, { message: 'matches every value', got: value });
  }
}));

export const MOSQUITTO_EXPIRATION_UNCHECKED = jwtRule({
  id: 'MOSQUITTO_EXPIRATION_UNCHECKED',
  level: 'warning',
  summary: 'Expired tokens are refused.',
  cause: 'A token that leaked once opens the broker for ever.',
  remedy: 'leave `validateExpiration` at its default, true',
  source: JWT_PAGE,
}, ({ common }, report) => {
  if (common.validateExpiration === false) {
    report.broken('jwt.common.validateExpiration', { message: 'is off' });
  }
});

export const MOSQUITTO_EXPIRED_SESSIONS = jwtRule({
  id: 'MOSQUITTO_EXPIRED_SESSIONS',
  level: 'warning',
  summary: 'A session ends with its token.',
  cause: 'A client that is connected stays, with all its rights, long after its token has expired.',
  remedy: 'leave `kickExpiredClients` at its default, true',
  source: JWT_PAGE,
}, ({ common }, report) => {
  if (common.kickExpiredClients === false) {
    report.broken('jwt.common.kickExpiredClients', { message: 'is off' });
  }
});

export const MOSQUITTO_TWO_MATCHES = jwtRule({
  id: 'MOSQUITTO_TWO_MATCHES',
  level: 'warning',
  summary: 'The user name and the client id are matched against one claim each.',
  cause: 'Whether both claims must fit or either is not documented.',
  remedy: 'use either the setting for the subject or the one for a claim',
  source: JWT_PAGE,
}, ({ common }, report) => {
  if (common.matchUsernameToSubject === true && common.matchUsernameToClaim !== undefined) {
    report.broken('jwt.common.matchUsernameToClaim', { message: 'stands beside matchUsernameToSubject' });
  }
  if (common.matchClientIdToSubject === true && common.matchClientIdToClaim !== undefined) {
    report.broken('jwt.common.matchClientIdToClaim', { message: 'stands beside matchClientIdToSubject' });
  }
});

function compiles(expression: string, flags: string): boolean {
  try {
    return new RegExp(expression, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Every rule of this file. */
export const CLAIM_RULES: readonly MosquittoRule[] = [
  MOSQUITTO_ISSUER_UNCHECKED, MOSQUITTO_ISSUER_TWICE, MOSQUITTO_ISSUER_PATTERN, MOSQUITTO_AUDIENCE_UNCHECKED, MOSQUITTO_AUDIENCE_TWICE,
  MOSQUITTO_PATTERN_INVALID, MOSQUITTO_PATTERN_ANYTHING, MOSQUITTO_EXPIRATION_UNCHECKED, MOSQUITTO_EXPIRED_SESSIONS, MOSQUITTO_TWO_MATCHES,
];
