import { auth0Endpoints, keycloakEndpoints } from '../../../src/identity/endpoints';
import { FIT_INTROSPECTION_RULES } from '../../../src/identity/fit/introspection-rules';
import { auth0Profile, keycloakProfile } from '../../../src/identity/profiles';
import { deferred, fit, needs, OTHER_TOKEN, PASSED, provider, testRules, TOKEN } from '../support';

const auth0 = provider({ introspectionEndpoint: undefined, ...auth0Endpoints({ domain: 'example.auth0.com' }) }, auth0Profile({}));
const keycloak = (version?: string, audiences?: readonly string[]) => provider({}, keycloakProfile({ version, audiences }));
const asks = (caller: string | undefined, audiences: readonly string[] = ['messaging']) => needs({ introspection: { caller }, audiences });
const inside = (issuer?: string) =>
  provider(keycloakEndpoints({ baseUrl: 'http://keycloak:8080', realm: 'a', issuer }), keycloakProfile({ version: '26.4.0' }));
const NOT_AUDIENCE = 'introspection is asked by a client that is not among the audiences of the tokens, got "broker"';

testRules(FIT_INTROSPECTION_RULES, {
  IDENTITY_INTROSPECTION_MISSING: {
    fails: [
      [fit({ provider: auth0, needs: asks('broker') }), 'introspection is demanded, and this identity provider has no introspection endpoint'],
      [fit({ provider: provider({ introspectionEndpoint: undefined }), needs: asks(undefined) }),
        'introspection is demanded, and this identity provider has no introspection endpoint'],
    ],
    passes: [fit({ provider: auth0 }), fit({ needs: asks('broker') })],
    unresolved: [[fit({ provider: provider({ introspectionEndpoint: TOKEN }), needs: asks(TOKEN) }), PASSED]],
  },
  IDENTITY_INTROSPECTION_CALLER: {
    fails: [
      [fit({ provider: keycloak('26.6.2'), needs: asks('broker') }), NOT_AUDIENCE],
      [fit({ provider: keycloak('27', ['messaging']), needs: asks('broker', []) }), NOT_AUDIENCE],
    ],
    passes: [
      fit({ provider: keycloak('26.6.2') }),
      fit({ provider: keycloak('26.6.1'), needs: asks('broker') }),
      fit({ provider: keycloak('26.6'), needs: asks('broker') }),
      fit({ provider: keycloak('26.6.2'), needs: asks('messaging') }),
      fit({ provider: keycloak('26.6.2', ['messaging', 'broker']), needs: asks('broker') }),
    ],
    unresolved: [
      [fit({ provider: keycloak('26.6.2'), needs: asks(undefined) }), deferred('introspection')],
      [fit({ provider: keycloak('26.6.2'), needs: asks(TOKEN) }), deferred('introspection')],
      [fit({ provider: keycloak('26.6.2'), needs: asks(TOKEN, [TOKEN]) }), PASSED],
      [fit({ provider: keycloak('26.6.2'), needs: asks('broker', [OTHER_TOKEN]) }), deferred('introspection')],
      [fit({ provider: keycloak('26.6.2'), needs: asks('broker', ['messaging', 'broker']) }), deferred('introspection')],
    ],
  },
  IDENTITY_INTROSPECTION_CALLER_UNSURE: {
    fails: [[fit({ provider: keycloak('26.6'), needs: asks('broker') }), NOT_AUDIENCE], [fit({ provider: keycloak(), needs: asks('broker') }), NOT_AUDIENCE]],
    passes: [fit({ provider: keycloak() }), fit({ provider: keycloak('26.6.2'), needs: asks('broker') }), fit({ provider: keycloak(), needs: asks('messaging') })],
    unresolved: [[fit({ provider: keycloak(), needs: asks(TOKEN) }), deferred('introspection')]],
  },
  IDENTITY_INTROSPECTION_HOST: {
    fails: [[
      fit({ provider: inside('https://sso.example.com/realms/a'), needs: asks('broker') }),
      'introspection goes to http://keycloak:8080, while tokens name https://sso.example.com',
    ]],
    passes: [
      fit({ provider: inside(), needs: asks('broker') }),
      fit({ provider: inside('https://sso.example.com/realms/a') }),
      fit({ provider: inside('http://keycloak:8080/auth/realms/a'), needs: asks('broker') }),
      fit({ provider: provider({ introspectionEndpoint: 'https://other.example.com/ask' }), needs: asks('broker') }),
    ],
    unresolved: [
      [fit({ provider: inside(TOKEN), needs: asks('broker') }), deferred('introspection')],
      [fit({ provider: provider(keycloakEndpoints({ baseUrl: TOKEN, realm: 'a' }), keycloakProfile({})), needs: asks('broker') }), PASSED],
    ],
  },
});
