import { atApply, atApplyWith, deferred, PASSED, provider, testRules, TOKEN } from './support';
import { APPLICATION_RULES, ApplicationSubject } from '../../src/identity/application-rules';
import { DemandKind, IdentityDemand } from '../../src/identity/identity-demand';
import { auth0Profile, entraProfile, keycloakProfile, oktaProfile, uaaProfile } from '../../src/identity/profiles';
import { EntraTokenVersion } from '../../src/identity/provider-kind';
import { SCOPE_LIMIT_RULES } from '../../src/identity/scope-limits';
import { TokenProfile } from '../../src/identity/token-profile';
import { evaluate } from '../../src/rules/rule';

const GUID = '11111111-2222-3333-4444-555555555555';
const GUID_TEXT = 'a GUID such as 00000000-0000-0000-0000-000000000000';
const okta = oktaProfile({});
const keycloak = keycloakProfile({});
const entra = entraProfile({ tokenVersion: EntraTokenVersion.V2 });

function application(profile: TokenProfile, part: Partial<ApplicationSubject> = {}): ApplicationSubject {
  return { provider: provider({}, profile), clientId: 'orders', subject: undefined, demands: [], ...part };
}

function demand(broker: string, value: string, kind: DemandKind = 'audience'): IdentityDemand {
  return { broker, kind, value, reason: 'r' };
}

const apart = [demand('A', 'a'), demand('B', 'b')];
const together = [demand('A', 'a'), demand('A', 'c'), demand('B', 'b'), demand('B', 'c')];
const APART_TEXT = 'audience must be one that all brokers of the application take, since a token of this provider has one, got "a, b"';

const limitIds = new Set(SCOPE_LIMIT_RULES.map(({ id }) => id));

const orders = { path: 'Stack/Orders', subject: 'orders' };
const OF_USERS = 'sub is the login name of users, which can equal "orders", under which Stack/Orders has rights';

testRules(APPLICATION_RULES.filter(({ id }) => !limitIds.has(id)), {
  IDENTITY_SUBJECT_OF_USERS: {
    fails: [
      [application(okta, { userSubject: 'login-name', principals: [orders] }), OF_USERS],
      [
        application(keycloak, { userSubject: 'unknown', principals: [orders] }),
        'sub may be chosen by users and can equal "orders", under which Stack/Orders has rights',
      ],
      [
        application(okta, { userSubject: 'login-name', principals: [{ path: 'Stack/Orders', subject: TOKEN }] }),
        'sub is the login name of users, which can equal the one that is known at apply, under which Stack/Orders has rights',
      ],
    ],
    passes: [
      application(okta, { principals: [orders] }),
      application(okta, { userSubject: 'login-name' }),
      application(keycloak, { userSubject: 'user-id', principals: [orders] }),
      application(entra, { userSubject: 'pairwise', principals: [orders] }),
      application(auth0Profile({}), { userSubject: 'prefixed', principals: [orders] }),
    ],
    unresolved: [[application(keycloak, { userSubject: 'user-id', principals: [{ path: 'Stack/Orders', subject: TOKEN }] }), PASSED]],
  },
  IDENTITY_CLIENT_ID: {
    fails: [
      [application(okta, { clientId: ' ' }), 'clientId must be a text that is not blank, printable ASCII, got " "'],
      [application(okta, { clientId: 'a\nb' }), 'clientId must be a text that is not blank, printable ASCII, got "a\\nb"'],
    ],
    passes: [application(okta), application(okta, { clientId: 'a b/c' })],
    unresolved: [[application(okta, { clientId: TOKEN }), atApplyWith('clientId: (can(regex("\\\\S", x))) && ')]],
  },
  IDENTITY_CLIENT_ID_FORM: {
    fails: [
      [application(entra), `clientId must be ${GUID_TEXT}, got "orders"`],
      [application(uaaProfile(), { clientId: 'a/b' }), 'clientId must be a text without slash and backslash, got "a/b"'],
      [application(uaaProfile(), { clientId: 'a\\b' }), 'clientId must be a text without slash and backslash, got "a\\\\b"'],
    ],
    passes: [application(entra, { clientId: GUID }), application(okta, { clientId: 'a/b' })],
    unresolved: [[application(uaaProfile(), { clientId: TOKEN }), atApply('clientId: can(regex("^[^/\\\\\\\\]+$", x))')]],
  },
  IDENTITY_SUBJECT_BLANK: {
    fails: [[application(keycloak, { subject: '' }), 'subject must be a text that is not blank, got ""']],
    passes: [application(keycloak), application(keycloak, { subject: GUID })],
    unresolved: [[application(keycloak, { subject: TOKEN }), atApply('subject: can(regex("\\\\S", x))')]],
  },
  IDENTITY_SUBJECT_FORM: {
    fails: [
      [application(keycloak, { subject: 'service-account-orders' }), `subject must be ${GUID_TEXT}, got "service-account-orders"`],
      [application(okta, { subject: 'somebody' }), 'subject is usually orders for this client, got "somebody"'],
      [application(auth0Profile({}), { subject: 'orders' }), 'subject is usually orders@clients for this client, got "orders"'],
    ],
    passes: [
      application(keycloak),
      application(keycloak, { subject: GUID }),
      application(okta, { subject: 'orders' }),
      application(auth0Profile({}), { subject: 'orders@clients' }),
      application(provider().profile, { subject: 'anything' }),
    ],
    unresolved: [
      [application(keycloak, { subject: TOKEN }), deferred('subject')],
      [application(okta, { subject: TOKEN }), deferred('subject')],
      [application(okta, { clientId: TOKEN, subject: TOKEN }), PASSED],
    ],
  },
  IDENTITY_APPLICATION_ONE_AUDIENCE: {
    fails: [[application(okta, { demands: apart }), APART_TEXT]],
    passes: [
      application(okta),
      application(okta, { demands: together }),
      application(okta, { demands: [demand('A', 'a'), demand('A', 'b')] }),
      application(okta, { demands: [demand('A', 'a', 'scope'), demand('B', 'b', 'scope')] }),
      application(keycloak, { demands: apart }),
      application(entra, { demands: apart }),
    ],
    unresolved: [[application(okta, { demands: [demand('A', 'a'), demand('B', TOKEN)] }), deferred('audience')]],
  },
  IDENTITY_APPLICATION_TOKENS_APART: {
    fails: [[application(entra, { demands: apart }), APART_TEXT], [application(auth0Profile({}), { demands: apart }), APART_TEXT]],
    passes: [application(okta, { demands: apart }), application(keycloak, { demands: apart }), application(entra, { demands: together })],
    unresolved: [
      [application(entra, { demands: [demand('A', TOKEN), demand('B', TOKEN)] }), PASSED],
      [application(entra, { demands: [demand('A', 'a'), demand('B', TOKEN)] }), deferred('audience')],
    ],
  },
});

test('the scopes demanded are judged by the provider\'s limits, each once', () => {
  const demands = [demand('A', 'email', 'scope'), demand('B', 'email', 'scope'), demand('B', 'email', 'audience')];

  expect(evaluate(APPLICATION_RULES, application(okta, { demands })).findings.map(({ rule, path }) => `${path} ${rule}`)).toEqual([
    'scopes[0] IDENTITY_SCOPE_RESERVED',
  ]);
});
