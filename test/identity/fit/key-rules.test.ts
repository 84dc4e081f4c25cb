import { FIT_KEY_RULES } from '../../../src/identity/fit/key-rules';
import { auth0Profile, entraProfile } from '../../../src/identity/profiles';
import { Auth0SigningAlgorithm, EntraTokenVersion } from '../../../src/identity/provider-kind';
import { deferred, fit, needs, PASSED, provider, testRules, TOKEN } from '../support';

const auth0 = (signingAlgorithm?: Auth0SigningAlgorithm) => provider({}, auth0Profile({ signingAlgorithm }));
const entra = provider({}, entraProfile({ tokenVersion: EntraTokenVersion.V2 }));
const keys = (keysNameAlg?: boolean, keysNameUse?: boolean) => provider({}, { keysNameAlg, keysNameUse });
// The mark that both CDKs give to a number known only at apply.
const NUMBER_TOKEN = new DataView(Uint8Array.of(0xfd, 0xff, 0, 0, 0, 0, 0, 1).buffer).getFloat64(0);

testRules(FIT_KEY_RULES, {
  IDENTITY_ALGORITHM_REFUSED: {
    fails: [
      [fit({ provider: auth0(Auth0SigningAlgorithm.HS256) }), 'identityProvider signs with HS256, while the broker needs RS256'],
      [fit({ provider: auth0(Auth0SigningAlgorithm.HS256), needs: needs({ algorithms: ['HS256', 'RS256'] }) }),
        'identityProvider signs with HS256, while the broker needs RS256'],
      [fit({ provider: auth0(Auth0SigningAlgorithm.PS256) }), 'identityProvider signs with PS256, while the broker needs RS256'],
      [fit({ needs: needs({ algorithms: ['HS256'], keySource: 'local' }) }), 'identityProvider signs with RS256, while the broker needs HS256'],
      [fit({ provider: auth0(Auth0SigningAlgorithm.HS256), needs: needs({ algorithms: [] }) }),
        'identityProvider signs with HS256, while the broker needs an algorithm whose key is public'],
    ],
    passes: [
      fit(),
      fit({ provider: auth0() }),
      fit({ provider: auth0(Auth0SigningAlgorithm.RS256) }),
      fit({ provider: auth0(Auth0SigningAlgorithm.HS256), needs: needs({ algorithms: ['HS256'], keySource: 'local' }) }),
      fit({ provider: auth0(Auth0SigningAlgorithm.PS256), needs: needs({ algorithms: [] }) }),
    ],
    unresolved: [[fit({ provider: provider({ issuer: TOKEN }) }), PASSED]],
  },
  IDENTITY_ALGORITHM_DEFAULT: {
    fails: [[fit({ provider: auth0() }), 'identityProvider signs with HS256 by default, while the broker needs RS256']],
    passes: [fit(), fit({ provider: auth0(Auth0SigningAlgorithm.RS256) }), fit({ provider: auth0(Auth0SigningAlgorithm.HS256) })],
    unresolved: [[fit({ provider: provider({ issuer: TOKEN }) }), PASSED]],
  },
  IDENTITY_KEYS_WITHOUT_ALG: {
    fails: [[
      fit({ provider: entra, needs: needs({ keyNeedsAlg: true }) }),
      'identityProvider publishes keys without `alg`, and this version of the broker drops those',
    ]],
    passes: [
      fit({ provider: entra }),
      fit({ provider: keys(true), needs: needs({ keyNeedsAlg: true }) }),
      fit({ provider: keys(undefined), needs: needs({ keyNeedsAlg: undefined }) }),
      fit({ provider: entra, needs: needs({ keyNeedsAlg: true, keySource: 'local' }) }),
    ],
    unresolved: [
      [fit({ provider: entra, needs: needs({ keyNeedsAlg: undefined }) }), deferred('identityProvider')],
      [fit({ provider: keys(undefined), needs: needs({ keyNeedsAlg: true }) }), deferred('identityProvider')],
    ],
  },
  IDENTITY_KEYS_WITHOUT_USE: {
    fails: [[
      fit({ provider: keys(true, false), needs: needs({ keyNeedsUse: true }) }),
      'identityProvider publishes keys without `use`, and this version of the broker drops those',
    ]],
    passes: [fit({ provider: entra, needs: needs({ keyNeedsUse: true }) }), fit({ provider: keys(true, false) })],
    unresolved: [[fit({ provider: keys(true, undefined), needs: needs({ keyNeedsUse: true }) }), deferred('identityProvider')]],
  },
  IDENTITY_KEY_CACHE_LONG: {
    fails: [[
      fit({ needs: needs({ keyCache: { seconds: 86401, refetchesUnknownKeys: undefined } }), names: { keys: 'jwks_cache_ttl' } }),
      'jwks_cache_ttl keeps keys longer than 86400 seconds, got 86401',
    ]],
    passes: [
      fit(),
      fit({ needs: needs({ keyCache: { seconds: 86400, refetchesUnknownKeys: false } }) }),
      fit({ needs: needs({ keyCache: { seconds: 604800, refetchesUnknownKeys: true } }) }),
    ],
    unresolved: [[fit({ needs: needs({ keyCache: { seconds: NUMBER_TOKEN, refetchesUnknownKeys: false } }) }), deferred('keys')]],
  },
});
