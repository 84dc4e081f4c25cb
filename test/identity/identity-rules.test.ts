import { atApply, atApplyWith, deferred, PASSED, provider, testRules, TOKEN } from './support';
import { AUTH0_RULES } from '../../src/identity/auth0-rules';
import { ENTRA_RULES } from '../../src/identity/entra-rules';
import { TOLD_PROVIDER_RULES } from '../../src/identity/identity-rules';
import { KEYCLOAK_RULES } from '../../src/identity/keycloak-rules';
import { OKTA_RULES } from '../../src/identity/okta-rules';
import { EntraCloud, EntraTokenVersion } from '../../src/identity/provider-kind';
import { UAA_RULES } from '../../src/identity/uaa-rules';

const URL_EXPECTED = 'an absolute http or https URL';
const TENANT = '11111111-2222-3333-4444-555555555555';

describe('rules on every provider', () => {
  const issuer = (text: string) => provider({ issuer: text });
  testRules(TOLD_PROVIDER_RULES, {
    IDENTITY_ISSUER_URL: {
      fails: [
        [issuer('id.example.com'), `issuer must be ${URL_EXPECTED} without user, query and fragment, got "id.example.com"`],
        [
          issuer('https://login.microsoftonline.com/{tenantid}/v2.0'),
          `issuer must be ${URL_EXPECTED} without user, query and fragment, got "https://login.microsoftonline.com/{tenantid}/v2.0"`,
        ],
      ],
      passes: [issuer('https://id.example.com'), issuer('http://127.0.0.1:8080/')],
      unresolved: [[issuer(TOKEN), atApplyWith('issuer: can(regex(')]],
    },
    IDENTITY_ENDPOINT_URL: {
      fails: [
        [provider({ jwksUri: '/keys' }), `jwksUri must be ${URL_EXPECTED} without user and fragment, got "/keys"`],
        [provider({ introspectionEndpoint: '' }), `introspectionEndpoint must be ${URL_EXPECTED} without user and fragment, got ""`],
        [provider({ tokenEndpoint: 'x', discoveryUrl: 'y' }),
          `tokenEndpoint must be ${URL_EXPECTED} without user and fragment, got "x"`,
          `discoveryUrl must be ${URL_EXPECTED} without user and fragment, got "y"`],
      ],
      passes: [provider(), provider({ jwksUri: 'https://id.example.com/keys?appid=1' })],
      unresolved: [[provider({ jwksUri: TOKEN }), atApplyWith('jwksUri: can(regex(')]],
    },
    IDENTITY_ISSUER_SLASH: {
      fails: [
        [provider({}, { issuerEndsInSlash: true }), 'issuer must be a URL with a slash at its end, got "https://id.example.com"'],
        [provider({ issuer: 'https://a.example.com/' }, { issuerEndsInSlash: false }),
          'issuer must be a URL without slash at its end, got "https://a.example.com/"'],
      ],
      passes: [provider(), issuer('https://id.example.com/'), provider({ issuer: 'https://a.example.com/' }, { issuerEndsInSlash: true })],
      unresolved: [
        [provider({ issuer: TOKEN }, { issuerEndsInSlash: false }), atApply('issuer: can(regex("[^/]$", x))')],
        [issuer(TOKEN), PASSED],
      ],
    },
    IDENTITY_SIGNING_ALGORITHM: {
      fails: [[
        provider({}, { defaultAlgorithm: 'none' }),
        'signingAlgorithm must be one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, HS256, HS384, HS512, got "none"',
      ]],
      passes: [provider({}, { defaultAlgorithm: 'ES256' })],
      unresolved: [[
        provider({}, { defaultAlgorithm: TOKEN }),
        atApplyWith('signingAlgorithm: contains(["RS256"'),
      ]],
    },
  });
});

describe('rules on Keycloak', () => {
  const place = { baseUrl: 'https://sso.example.com', realm: 'messaging' };
  testRules(KEYCLOAK_RULES, {
    KEYCLOAK_BASE_URL: {
      fails: [[
        { ...place, baseUrl: 'https://sso.example.com/' },
        'baseUrl must be an absolute http or https URL without query, fragment and slash at its end, got "https://sso.example.com/"',
      ]],
      passes: [place, { ...place, baseUrl: 'https://sso.example.com/auth' }, { ...place, baseUrl: 'http://127.0.0.1:8080' }],
      unresolved: [[{ ...place, baseUrl: TOKEN }, atApplyWith('baseUrl: can(regex(')]],
    },
    KEYCLOAK_REALM_IN_BASE_URL: {
      fails: [[
        { ...place, baseUrl: 'https://sso.example.com/realms/messaging' },
        'baseUrl must be a URL without /realms/, got "https://sso.example.com/realms/messaging"',
      ]],
      passes: [place],
      unresolved: [[{ ...place, baseUrl: TOKEN }, atApply('baseUrl: length(regexall("/realms/", x)) == 0')]],
    },
    KEYCLOAK_REALM: {
      fails: [
        [{ ...place, realm: 'a b' }, 'realm must be one segment of a URL path, with other characters percent-encoded, got "a b"'],
        [{ ...place, realm: '' }, 'realm must be one segment of a URL path, with other characters percent-encoded, got ""'],
      ],
      passes: [place, { ...place, realm: 'a%20b' }],
      unresolved: [[{ ...place, realm: TOKEN }, atApplyWith('realm: can(regex(')]],
    },
    KEYCLOAK_ISSUER_REALM: {
      fails: [[
        { ...place, issuer: 'https://sso.example.com/realms/other' },
        'issuer must be a URL that ends in /realms/messaging, got "https://sso.example.com/realms/other"',
      ]],
      passes: [place, { ...place, issuer: 'https://public.example.com/realms/messaging' }, { ...place, realm: TOKEN }],
      unresolved: [
        [{ ...place, issuer: TOKEN }, atApply('issuer: endswith(x, "/realms/messaging")')],
        [{ ...place, realm: TOKEN, issuer: 'https://sso.example.com/realms/other' }, deferred('issuer')],
      ],
    },
    KEYCLOAK_VERSION: {
      fails: [[{ ...place, version: '26.6.2.Final' }, 'version must be a dotted number such as 26.6.2 or a prefix of one, got "26.6.2.Final"']],
      passes: [place, { ...place, version: '26.6.2' }, { ...place, version: '26' }],
      unresolved: [[{ ...place, version: TOKEN }, atApply('version: can(regex("^[0-9]+(\\\\.[0-9]+)*$", x))')]],
    },
  });
});

describe('rules on Okta', () => {
  const place = { orgUrl: 'https://example.okta.com', authorizationServerId: 'aus1' };
  const issuer = 'https://example.okta.com/oauth2/aus1';
  testRules(OKTA_RULES, {
    OKTA_SERVER_NAMED_ONCE: {
      fails: [
        [{}, 'orgUrl is missing'],
        [{ orgUrl: place.orgUrl }, 'authorizationServerId is missing'],
        [{ ...place, issuer }, 'issuer is given beside `orgUrl` or `authorizationServerId`'],
      ],
      passes: [place, { issuer }],
      unresolved: [[{ issuer: TOKEN }, PASSED], [{ orgUrl: TOKEN, authorizationServerId: TOKEN }, PASSED]],
    },
    OKTA_ORG_URL: {
      fails: [[
        { ...place, orgUrl: 'https://example.okta.com/' },
        'orgUrl must be an http or https URL of scheme and host alone, without slash at its end, got "https://example.okta.com/"',
      ]],
      passes: [place],
      unresolved: [[{ ...place, orgUrl: TOKEN }, atApplyWith('orgUrl: can(regex(')]],
    },
    OKTA_SERVER_ID: {
      fails: [[
        { ...place, authorizationServerId: '' },
        'authorizationServerId must be one segment of a URL path, with other characters percent-encoded, got ""',
      ]],
      passes: [place, { ...place, authorizationServerId: 'default' }],
      unresolved: [[
        { ...place, authorizationServerId: TOKEN },
        atApplyWith('authorizationServerId: can(regex('),
      ]],
    },
    OKTA_ORG_SERVER: {
      fails: [[
        { issuer: 'https://example.okta.com' },
        'issuer must be the issuer of a custom authorization server, which ends in /oauth2/<id>, got "https://example.okta.com"',
      ]],
      passes: [place, { issuer }],
      unresolved: [[{ issuer: TOKEN }, atApply('issuer: can(regex("/oauth2/[^/]+$", x))')]],
    },
    OKTA_CUSTOM_DOMAIN: {
      fails: [[{ ...place, orgUrl: 'https://login.example.com' }, 'orgUrl must be below one of Okta\'s own domains, got "https://login.example.com"']],
      passes: [place, { ...place, orgUrl: 'https://example.oktapreview.com' }, { issuer: 'https://login.example.com/oauth2/aus1' }],
      unresolved: [[{ ...place, orgUrl: TOKEN }, deferred('orgUrl')]],
    },
  });
});

describe('rules on Auth0', () => {
  testRules(AUTH0_RULES, {
    AUTH0_DOMAIN: {
      fails: [
        [{ domain: 'https://example.eu.auth0.com' }, 'domain must be a host name without scheme, path and slash, got "https://example.eu.auth0.com"'],
        [{ domain: 'example.eu.auth0.com/' }, 'domain must be a host name without scheme, path and slash, got "example.eu.auth0.com/"'],
      ],
      passes: [{ domain: 'example.eu.auth0.com' }],
      unresolved: [[{ domain: TOKEN }, atApply('domain: can(regex("^[A-Za-z0-9.-]+(:[0-9]+)?$", x))')]],
    },
  });
});

describe('rules on Entra', () => {
  const place = { tenantId: TENANT, tokenVersion: EntraTokenVersion.V2 };
  const guid = 'a GUID such as 00000000-0000-0000-0000-000000000000';
  const pattern = '"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"';
  testRules(ENTRA_RULES, {
    ENTRA_TENANT_GUID: {
      fails: [
        [{ ...place, tenantId: 'common' }, `tenantId must be ${guid}, got "common"`],
        [{ ...place, tenantId: 'example.onmicrosoft.com' }, `tenantId must be ${guid}, got "example.onmicrosoft.com"`],
      ],
      passes: [place],
      unresolved: [[{ ...place, tenantId: TOKEN }, atApply(`tenantId: can(regex(${pattern}, x))`)]],
    },
    ENTRA_API_CLIENT_ID: {
      fails: [[{ ...place, apiClientId: 'api://mq' }, `apiClientId must be ${guid}, got "api://mq"`]],
      passes: [place, { ...place, apiClientId: TENANT }],
      unresolved: [[{ ...place, apiClientId: TOKEN }, atApply(`apiClientId: can(regex(${pattern}, x))`)]],
    },
    ENTRA_CUSTOM_KEY_NEEDS_API: {
      fails: [[{ ...place, customSigningKey: true }, 'apiClientId is missing, while `customSigningKey` is set']],
      passes: [place, { ...place, customSigningKey: true, apiClientId: TENANT }],
      unresolved: [[{ ...place, customSigningKey: true, apiClientId: TOKEN }, PASSED]],
    },
    ENTRA_V1_CLOUD: {
      fails: [[
        { ...place, tokenVersion: EntraTokenVersion.V1, cloud: EntraCloud.CHINA },
        'tokenVersion is not supported together with the cloud china, got "1"',
      ]],
      passes: [place, { ...place, tokenVersion: EntraTokenVersion.V1 }, { ...place, cloud: EntraCloud.CHINA }],
      unresolved: [[{ ...place, tenantId: TOKEN }, PASSED]],
    },
  });
});

describe('rules on UAA', () => {
  testRules(UAA_RULES, {
    UAA_URL: {
      fails: [[
        { url: 'https://uaa.example.com/' },
        'url must be an absolute http or https URL without query, fragment and slash at its end, got "https://uaa.example.com/"',
      ]],
      passes: [{ url: 'https://uaa.example.com' }, { url: 'http://127.0.0.1:8080/uaa' }],
      unresolved: [[{ url: TOKEN }, atApplyWith('url: can(regex(')]],
    },
    UAA_URL_IS_ISSUER: {
      fails: [[{ url: 'https://uaa.example.com/oauth/token' }, 'url must be a URL that does not end in /oauth/token, got "https://uaa.example.com/oauth/token"']],
      passes: [{ url: 'https://uaa.example.com' }],
      unresolved: [[{ url: TOKEN }, atApply('url: !endswith(x, "/oauth/token")')]],
    },
  });
});
