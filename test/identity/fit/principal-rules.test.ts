import { PrincipalNeed } from '../../../src/brokers/token-needs';
import { FIT_PRINCIPAL_RULES } from '../../../src/identity/fit/principal-rules';
import { entraProfile, keycloakProfile, oktaProfile } from '../../../src/identity/profiles';
import { EntraTokenVersion } from '../../../src/identity/provider-kind';
import { maxLength } from '../../../src/rules/condition';
import { atApply, fit, needs, PASSED, provider, testRules, TOKEN } from '../support';

const keycloak = provider({}, keycloakProfile({}));
const entra = provider({}, entraProfile({ tokenVersion: EntraTokenVersion.V2 }));
const okta = provider({}, oktaProfile({}));
const NEED: PrincipalNeed = { claim: 'sub', use: 'the user name of an account', maxLength: undefined, pattern: undefined, patternText: undefined };
const principal = (part: Partial<PrincipalNeed> = {}) => needs({ principal: { ...NEED, ...part } });
const known = (name: string | undefined, clientId = 'orders') => [{ clientId, principal: name }];
const short = { maxLength: 5, pattern: '^[a-z@]+$', patternText: 'lower case letters' };

testRules(FIT_PRINCIPAL_RULES, {
  IDENTITY_PRINCIPAL_UNKNOWN: {
    fails: [
      [fit({ provider: keycloak, needs: principal(), applications: known(undefined) }),
        'applications[orders] has no known value of claim sub, which is a UUID that the provider makes up; the broker needs it as the user name of an account'],
      [fit({ provider: entra, needs: principal(), applications: known(undefined, TOKEN) }),
        'applications[0] has no known value of claim sub, which is the object id of the service principal; the broker needs it as the user name of an account'],
      [fit({ provider: okta, needs: principal({ claim: 'email' }), applications: known(undefined) }),
        'applications[orders] has no known value of claim email, which is not known to hold anything that is known of the application; ' +
        'the broker needs it as the user name of an account'],
    ],
    passes: [
      fit({ provider: keycloak, applications: known(undefined) }),
      fit({ provider: keycloak, needs: principal({ decidesRights: false }), applications: known(undefined) }),
      fit({ provider: keycloak, needs: principal(), applications: known('11111111-2222-3333-4444-555555555555') }),
    ],
    unresolved: [[fit({ provider: keycloak, needs: principal(), applications: known(TOKEN) }), PASSED]],
  },
  IDENTITY_SUBJECT_NOT_A_NAME: {
    fails: [
      [fit({ provider: keycloak, needs: principal(), names: { principal: 'sub_claim_name' } }),
        'sub_claim_name is sub, which is a UUID that the provider makes up; the client id is in claim azp'],
      [fit({ provider: entra, needs: principal() }), 'principal is sub, which is the object id of the service principal; the client id is in claim azp'],
    ],
    passes: [
      fit({ provider: okta, needs: principal() }),
      fit({ provider: keycloak, needs: principal({ claim: 'azp' }) }),
      fit({ provider: keycloak, needs: principal({ decidesRights: false }) }),
      fit({ provider: keycloak, needs: principal(), applications: known('11111111-2222-3333-4444-555555555555') }),
    ],
    unresolved: [[fit({ provider: keycloak, needs: principal(), applications: known(TOKEN) }), PASSED]],
  },
  IDENTITY_PRINCIPAL_NAME: {
    fails: [
      [fit({ needs: principal(short), applications: known('toolong') }), 'applications[orders] must be at most 5 characters, lower case letters, got "toolong"'],
      [fit({ needs: principal(short), applications: known('a|b') }), 'applications[orders] must be at most 5 characters, lower case letters, got "a|b"'],
    ],
    passes: [
      fit({ needs: principal(short), applications: known('abc') }),
      fit({ needs: principal(short), applications: known(undefined) }),
      fit({ needs: principal(), applications: known('anything at all') }),
    ],
    unresolved: [[
      fit({ needs: principal(short), applications: known(TOKEN) }),
      atApply(`applications[orders]: (${maxLength(5).hcl('x')}) && (can(regex("^[a-z@]+$", x)))`),
    ]],
  },
});
