import { atApply, atApplyWith, deferred, PASSED, testRules, TOKEN } from './support';
import { auth0Profile, entraProfile, keycloakProfile, oktaProfile, uaaProfile } from '../../src/identity/profiles';
import { EntraTokenVersion } from '../../src/identity/provider-kind';
import { SCOPE_LIMIT_RULES } from '../../src/identity/scope-limits';
import { TokenProfile } from '../../src/identity/token-profile';
import { evaluate } from '../../src/rules/rule';

const scopes = (profile: TokenProfile, ...names: string[]) => ({ limits: profile.scopeLimits, scopes: names });
const keycloak = (...names: string[]) => scopes(keycloakProfile({}), ...names);
const okta = (...names: string[]) => scopes(oktaProfile({}), ...names);
const auth0 = (...names: string[]) => scopes(auth0Profile({}), ...names);
const entra = (...names: string[]) => scopes(entraProfile({ tokenVersion: EntraTokenVersion.V2 }), ...names);
const uaa = (...names: string[]) => scopes(uaaProfile(), ...names);
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `mq.read:v/${index}`);
const TOKEN_TEXT = 'printable ASCII without blank, double quote and backslash, at least one character';
const OKTA_RESERVED = 'none of the reserved names openid profile email address phone offline_access groups device_sso okta *';

testRules(SCOPE_LIMIT_RULES, {
  IDENTITY_SCOPE_TOKEN: {
    fails: [[keycloak('good', 'a b'), `scopes[1] must be ${TOKEN_TEXT}, got "a b"`]],
    passes: [keycloak(), keycloak('mq.read:%2F/*')],
    unresolved: [[keycloak(TOKEN), atApplyWith('scopes[0]: can(regex(')]],
  },
  IDENTITY_SCOPE_RESERVED: {
    fails: [
      [okta('email'), `scopes[0] must be ${OKTA_RESERVED}, got "email"`],
      [okta('*'), `scopes[0] must be ${OKTA_RESERVED}, got "*"`],
      [auth0('nickname'),
        'scopes[0] must be none of the reserved names address created_at email email_verified family_name given_name identities name nickname ' +
        'offline_access openid phone picture profile, got "nickname"'],
    ],
    passes: [keycloak('email'), okta('Email'), okta('groups2')],
    unresolved: [[okta(TOKEN), atApplyWith('scopes[0]: !contains(["openid", "profile"')], [keycloak(TOKEN), PASSED]],
  },
  IDENTITY_SCOPE_PREFIX: {
    fails: [
      [okta('okta.mq'), 'scopes[0] must be a name that does not begin with okta. or okta:, got "okta.mq"'],
      [okta('okta:mq'), 'scopes[0] must be a name that does not begin with okta. or okta:, got "okta:mq"'],
      [entra('.mq'), 'scopes[0] must be a name that does not begin with ., got ".mq"'],
    ],
    passes: [okta('oktamq'), entra('m.q'), keycloak('okta.mq')],
    unresolved: [[okta(TOKEN), atApply('scopes[0]: !startswith(x, "okta.") && !startswith(x, "okta:")')]],
  },
  IDENTITY_SCOPE_CHARACTERS: {
    fails: [
      [okta('a<b>'), 'scopes[0] must be a name without one of < and >, got "a<b>"'],
      [entra('ä'), 'scopes[0] must be letters, digits and ! # $ % & \' ( ) * + , - . / : ; < = > ? @ [ ] ^ _ ` { | } ~, got "ä"'],
    ],
    passes: [okta('a<b'), okta('a>b'), entra('mq.read:*/*'), entra('!#$%&\'()*+,-./:;<=>?@[]^_`{|}~'), keycloak('a<b>')],
    unresolved: [[okta(TOKEN), atApply('scopes[0]: can(regex("^([^<]*|[^>]*)$", x))')]],
  },
  IDENTITY_SCOPE_LENGTH: {
    fails: [
      [entra('a'.repeat(121)), `scopes[0] must be at most 120 characters, got "${'a'.repeat(79)}… (121 characters)`],
      [auth0('a'.repeat(281)), `scopes[0] must be at most 280 characters, got "${'a'.repeat(79)}… (281 characters)`],
    ],
    passes: [entra('a'.repeat(120)), auth0('a'.repeat(280)), keycloak('a'.repeat(5000))],
    unresolved: [[entra(TOKEN), atApply('scopes[0]: length(split("", x)) <= 120')]],
  },
  IDENTITY_SCOPE_COUNT: {
    fails: [[auth0(...numbered(1001)), 'scopes must be at most 1000, got 1001']],
    passes: [auth0(...numbered(1000)), keycloak(...numbered(1001))],
    unresolved: [[auth0(TOKEN), PASSED]],
  },
  IDENTITY_SCOPE_REQUEST_LENGTH: {
    fails: [[okta('a'.repeat(512), 'b'.repeat(512)), 'scopes must have at most 1024 characters together in one token request, got 1025']],
    passes: [okta(), okta('a'.repeat(512), 'b'.repeat(511)), auth0('a'.repeat(600), 'b'.repeat(600))],
    unresolved: [[okta('a', TOKEN), deferred('scopes')]],
  },
  IDENTITY_SCOPE_LIST_LENGTH: {
    fails: [[uaa('a'.repeat(512), 'b'.repeat(512)), 'scopes must have at most 1024 characters together in the client\'s list, got 1025']],
    passes: [uaa('a'.repeat(512), 'b'.repeat(511)), okta('a'.repeat(2000))],
    unresolved: [[uaa(TOKEN), deferred('scopes')]],
  },
  IDENTITY_SCOPE_WILDCARD: {
    fails: [[uaa('mq.read:v/a', 'mq.read:*/*'), 'scopes[1] contains a star, a wildcard in the list of a client, got "mq.read:*/*"']],
    passes: [uaa('mq.read:v/a'), okta('mq.read:*/*')],
    unresolved: [[uaa(TOKEN), deferred('scopes[0]')]],
  },
});

test('scopes as brokers write them pass at every provider but for the star at UAA', () => {
  const usual = ['lavinmq.read:%2F/orders', 'lavinmq.write:*/*', 'lavinmq.configure:v/q#1', 'lavinmq.tag:monitoring'];
  for (const subject of [keycloak, okta, auth0, entra].map((make) => make(...usual))) {
    expect(evaluate(SCOPE_LIMIT_RULES, subject).findings).toEqual([]);
  }
  expect(evaluate(SCOPE_LIMIT_RULES, uaa(...usual)).findings.map(({ rule }) => rule)).toEqual(['IDENTITY_SCOPE_WILDCARD']);
});
