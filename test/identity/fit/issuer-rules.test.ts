import { FIT_ISSUER_RULES } from '../../../src/identity/fit/issuer-rules';
import { atApply, deferred, fit, needs, OTHER_TOKEN, PASSED, provider, testRules, TOKEN } from '../support';

const V1 = 'https://sts.windows.net/11111111-2222-3333-4444-555555555555/';
const V2 = 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0';

const entra = provider({ issuer: V2, lookalikes: [{ issuer: V1, means: 'the issuer of version 1 tokens' }] });
const plain = provider({ issuer: 'http://id.example.com', jwksUri: 'http://id.example.com/keys', introspectionEndpoint: 'http://id.example.com/ask' });
const httpMessage = (path: string, url: string) => `identityProvider.${path} must be a URL that starts with https://, got "${url}"`;
const discovery = needs({ keySource: 'discovery' });
const behindQuery = provider({ discoveryUrl: 'https://id.example.com/.well-known/openid-configuration?appid=1' });
const elsewhere = provider({ discoveryUrl: 'https://other.example.com/.well-known/openid-configuration' });

testRules(FIT_ISSUER_RULES, {
  IDENTITY_ISSUER_SLASH_DIFFERS: {
    fails: [
      [fit({ needs: needs({ issuer: 'https://id.example.com/' }) }),
        'issuer differs from https://id.example.com by the slash at its end, got "https://id.example.com/"'],
      [fit({ provider: provider({ issuer: 'https://id.example.com/' }), names: { issuer: 'jwt.issuer' } }),
        'jwt.issuer differs from https://id.example.com/ by the slash at its end, got "https://id.example.com"'],
    ],
    passes: [
      fit(),
      fit({ needs: needs({ issuer: undefined }) }),
      fit({ needs: needs({ issuer: 'https://id.example.com/', issuerComparison: 'one-trailing-slash' }) }),
      fit({ needs: needs({ issuer: 'https://id.example.com/', issuerComparison: 'pattern' }) }),
    ],
    unresolved: [[fit({ needs: needs({ issuer: TOKEN }) }), PASSED]],
  },
  IDENTITY_ISSUER_LOOKALIKE: {
    fails: [[fit({ provider: entra, needs: needs({ issuer: V1 }) }), `issuer is the issuer of version 1 tokens; tokens carry ${V2}, got "${V1}"`]],
    passes: [fit(), fit({ provider: entra, needs: needs({ issuer: V2 }) })],
    unresolved: [[fit({ provider: { ...entra, lookalikes: [{ issuer: TOKEN, means: 'x' }] }, needs: needs({ issuer: TOKEN }) }), PASSED]],
  },
  IDENTITY_ISSUER_DIFFERS: {
    fails: [
      [fit({ needs: needs({ issuer: 'https://ID.example.com' }) }), 'issuer must be https://id.example.com, got "https://ID.example.com"'],
      [fit({ needs: needs({ issuer: 'https://id.example.com:443' }) }), 'issuer must be https://id.example.com, got "https://id.example.com:443"'],
    ],
    passes: [
      fit(),
      fit({ needs: needs({ issuer: undefined }) }),
      fit({ needs: needs({ issuer: 'https://*.example.com', issuerComparison: 'pattern' }) }),
    ],
    unresolved: [
      [fit({ needs: needs({ issuer: TOKEN }) }), atApply('issuer: contains(["https://id.example.com"], x)')],
      [fit({ provider: provider({ issuer: TOKEN }) }), atApply('issuer: contains(["https://id.example.com"], x)')],
      [fit({ provider: provider({ issuer: TOKEN }), needs: needs({ issuer: TOKEN }) }), PASSED],
      [fit({ provider: provider({ issuer: OTHER_TOKEN }), needs: needs({ issuer: TOKEN }) }), deferred('issuer')],
      [fit({ needs: needs({ issuer: TOKEN, issuerComparison: 'one-trailing-slash' }) }), deferred('issuer')],
    ],
  },
  IDENTITY_HTTP_REFUSED: {
    fails: [
      [fit({ provider: plain, needs: needs({ plainHttp: 'refused' }) }), httpMessage('issuer', 'http://id.example.com'), httpMessage('jwksUri', 'http://id.example.com/keys')],
      [fit({ provider: plain, needs: needs({ plainHttp: 'refused', introspection: { caller: undefined } }) }),
        httpMessage('issuer', 'http://id.example.com'),
        httpMessage('jwksUri', 'http://id.example.com/keys'),
        httpMessage('introspectionEndpoint', 'http://id.example.com/ask')],
    ],
    passes: [fit({ needs: needs({ plainHttp: 'refused' }) }), fit({ provider: plain })],
    unresolved: [[
      fit({ provider: provider({ issuer: TOKEN }), needs: needs({ plainHttp: 'refused' }) }),
      atApply('identityProvider.issuer: startswith(x, "https://")'),
    ]],
  },
  IDENTITY_HTTP_UNWISE: {
    fails: [[fit({ provider: plain }), httpMessage('issuer', 'http://id.example.com'), httpMessage('jwksUri', 'http://id.example.com/keys')]],
    passes: [fit(), fit({ provider: plain, needs: needs({ plainHttp: 'refused' }) })],
    unresolved: [[fit({ provider: provider({ issuer: TOKEN }) }), deferred('identityProvider.issuer')]],
  },
  IDENTITY_KEYS_BEHIND_QUERY: {
    fails: [[
      fit({ provider: behindQuery, needs: discovery }),
      'identityProvider publishes the keys only behind a query, and the broker looks under the issuer alone',
    ]],
    passes: [fit({ needs: discovery }), fit({ provider: behindQuery }), fit({ provider: elsewhere, needs: discovery })],
    unresolved: [[fit({ provider: provider({ discoveryUrl: TOKEN }), needs: discovery }), PASSED]],
  },
  IDENTITY_DISCOVERY_ELSEWHERE: {
    fails: [[
      fit({ provider: elsewhere, needs: discovery }),
      'identityProvider has its discovery document at https://other.example.com/.well-known/openid-configuration, and the broker looks under https://id.example.com',
    ]],
    passes: [
      fit({ needs: discovery }),
      fit({ provider: elsewhere }),
      fit({ provider: provider({ discoveryUrl: undefined }), needs: discovery }),
      fit({ provider: provider({ issuer: TOKEN, discoveryUrl: `${TOKEN}/.well-known/openid-configuration` }), needs: discovery }),
    ],
    unresolved: [
      [fit({ provider: provider({ discoveryUrl: TOKEN }), needs: discovery }), deferred('identityProvider')],
      [fit({ provider: provider({ issuer: TOKEN }), needs: discovery }), deferred('identityProvider')],
    ],
  },
});
