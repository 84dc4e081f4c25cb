import { FIT_SCOPE_RULES } from '../../../src/identity/fit/scope-rules';
import { entraProfile, oktaProfile, uaaProfile } from '../../../src/identity/profiles';
import { EntraTokenVersion } from '../../../src/identity/provider-kind';
import { ScopeClaim } from '../../../src/identity/token-profile';
import { fit, needs, PASSED, provider, testRules, TOKEN } from '../support';

const okta = provider({}, oktaProfile({}));
const entra = provider({}, entraProfile({ tokenVersion: EntraTokenVersion.V2 }));
const uaa = provider({}, uaaProfile());
const claims = (...scopeClaims: ScopeClaim[]) => provider({}, { scopeClaims });
const reads = (names: readonly string[], arrayReadIn: readonly string[] = [], arrayRejectsTokenIn: readonly string[] = []) =>
  needs({ scopes: { claims: names, arrayReadIn, arrayRejectsTokenIn } });
const lavin = (...additional: string[]) => reads(['scope', ...additional], additional, ['scope']);

testRules(FIT_SCOPE_RULES, {
  IDENTITY_SCOPE_UNREADABLE: {
    fails: [
      [fit({ provider: okta }), 'scopes of the provider\'s tokens stand in scp (array), while the broker reads scope'],
      [fit({ provider: okta, needs: reads(['scp']) }), 'scopes of the provider\'s tokens stand in scp (array), while the broker reads scp'],
      [fit({ provider: entra, needs: reads(['scp']) }), 'scopes of the provider\'s tokens stand in roles (array), while the broker reads scp'],
      [fit({ needs: reads([]) }), 'scopes of the provider\'s tokens stand in scope (string), while the broker reads no claim'],
    ],
    passes: [
      fit(),
      fit({ needs: needs({ scopes: undefined }), provider: okta }),
      fit({ provider: okta, needs: lavin('scp') }),
      fit({ provider: uaa, needs: lavin() }),
      fit({ provider: entra, needs: lavin('roles') }),
      fit({ provider: claims({ name: 'scope', shape: 'string-or-array' }) }),
    ],
    unresolved: [[fit({ provider: { ...okta, issuer: TOKEN }, needs: lavin('scp') }), PASSED]],
  },
  IDENTITY_SCOPE_SHAPE_VARIES: {
    fails: [
      [fit({ provider: claims({ name: 'scope', shape: 'string-or-array' }) }), 'scopes in claim scope may be an array, which the broker does not read'],
      [fit({ provider: claims({ name: 'scope', shape: 'string-or-array' }), needs: lavin() }),
        'scopes in claim scope may be an array, which the broker does not read'],
    ],
    passes: [
      fit(),
      fit({ provider: claims({ name: 'scope', shape: 'string-or-array' }), needs: reads(['scope'], ['scope']) }),
      fit({ provider: claims({ name: 'scope', shape: 'string-or-array' }), needs: needs({ scopes: undefined }) }),
    ],
    unresolved: [[fit({ provider: provider({ issuer: TOKEN }) }), PASSED]],
  },
  IDENTITY_SCOPE_ARRAY_REJECTED: {
    fails: [
      [fit({ provider: uaa, needs: lavin() }), 'scopes are an array in claim scope, and the broker refuses every token that has one there'],
      [fit({ provider: uaa, needs: lavin('authorities') }), 'scopes are an array in claim scope, and the broker refuses every token that has one there'],
    ],
    passes: [fit({ provider: okta, needs: lavin('scp') }), fit({ needs: lavin() }), fit({ provider: uaa, needs: needs({ scopes: undefined }) })],
    unresolved: [[fit({ provider: provider({ issuer: TOKEN }), needs: lavin() }), PASSED]],
  },
});
