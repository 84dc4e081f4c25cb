import { TOKEN } from './support';
import { auth0Endpoints, entraEndpoints, keycloakEndpoints, oidcEndpoints, oktaEndpoints, uaaEndpoints } from '../../src/identity/endpoints';
import { EntraCloud, EntraTokenVersion } from '../../src/identity/provider-kind';
import { discoveryUrlOf } from '../../src/oauth/issuer';

const TENANT = '11111111-2222-3333-4444-555555555555';
const API = '66666666-7777-8888-9999-000000000000';

describe('Keycloak', () => {
  test('everything stands below the realm', () => {
    expect(keycloakEndpoints({ baseUrl: 'https://sso.example.com', realm: 'messaging' })).toEqual({
      issuer: 'https://sso.example.com/realms/messaging',
      jwksUri: 'https://sso.example.com/realms/messaging/protocol/openid-connect/certs',
      tokenEndpoint: 'https://sso.example.com/realms/messaging/protocol/openid-connect/token',
      introspectionEndpoint: 'https://sso.example.com/realms/messaging/protocol/openid-connect/token/introspect',
      discoveryUrl: 'https://sso.example.com/realms/messaging/.well-known/openid-configuration',
      lookalikes: [{ issuer: 'https://sso.example.com', means: 'the server\'s address without the realm' }],
    });
  });

  test('a base path is kept as given, and none is added (P8)', () => {
    expect(keycloakEndpoints({ baseUrl: 'https://sso.example.com/auth', realm: 'a' }).issuer).toBe('https://sso.example.com/auth/realms/a');
  });

  test('an issuer of another host leaves the endpoints where brokers reach them (P9)', () => {
    const endpoints = keycloakEndpoints({ baseUrl: 'http://keycloak:8080', realm: 'a', issuer: 'https://sso.example.com/realms/a' });
    expect(endpoints.issuer).toBe('https://sso.example.com/realms/a');
    expect(endpoints.jwksUri).toBe('http://keycloak:8080/realms/a/protocol/openid-connect/certs');
    expect(endpoints.discoveryUrl).toBe('https://sso.example.com/realms/a/.well-known/openid-configuration');
  });
});

describe('Okta', () => {
  const expected = {
    issuer: 'https://example.okta.com/oauth2/aus1',
    jwksUri: 'https://example.okta.com/oauth2/aus1/v1/keys',
    tokenEndpoint: 'https://example.okta.com/oauth2/aus1/v1/token',
    introspectionEndpoint: 'https://example.okta.com/oauth2/aus1/v1/introspect',
    discoveryUrl: 'https://example.okta.com/oauth2/aus1/.well-known/openid-configuration',
  };

  test('everything stands below the authorization server', () => {
    expect(oktaEndpoints({ orgUrl: 'https://example.okta.com', authorizationServerId: 'aus1' })).toEqual({
      ...expected,
      lookalikes: [{ issuer: 'https://example.okta.com', means: 'the org authorization server, whose tokens are for Okta alone' }],
    });
  });

  test('an issuer that is given is taken as it is (P7)', () => {
    expect(oktaEndpoints({ issuer: 'https://example.okta.com/oauth2/aus1' })).toEqual({ ...expected, lookalikes: [] });
    expect(oktaEndpoints({ issuer: TOKEN })).toMatchObject({ issuer: TOKEN, jwksUri: `${TOKEN}/v1/keys` });
  });
});

describe('Auth0', () => {
  test('the issuer ends in a slash, the endpoints have one alone (P1)', () => {
    expect(auth0Endpoints({ domain: 'example.eu.auth0.com' })).toEqual({
      issuer: 'https://example.eu.auth0.com/',
      jwksUri: 'https://example.eu.auth0.com/.well-known/jwks.json',
      tokenEndpoint: 'https://example.eu.auth0.com/oauth/token',
      discoveryUrl: 'https://example.eu.auth0.com/.well-known/openid-configuration',
      lookalikes: [],
    });
  });
});

describe('Entra', () => {
  const v1 = { tenantId: TENANT, tokenVersion: EntraTokenVersion.V1 };
  const v2 = { tenantId: TENANT, tokenVersion: EntraTokenVersion.V2 };

  test('issuer, key set and discovery document follow together from the token version (P2)', () => {
    expect(entraEndpoints(v2)).toEqual({
      issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
      jwksUri: `https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`,
      tokenEndpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
      discoveryUrl: `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
      lookalikes: [
        { issuer: `https://sts.windows.net/${TENANT}/`, means: 'the issuer of version 1 tokens, while this API\'s registration asks for version 2' },
        { issuer: `https://login.microsoftonline.com/${TENANT}/`, means: 'the tenant\'s address, which is the issuer of neither version' },
      ],
    });
  });

  test('the discovery document of version 1 is not below its issuer (P3)', () => {
    const { issuer, jwksUri, discoveryUrl } = entraEndpoints(v1);
    expect(issuer).toBe(`https://sts.windows.net/${TENANT}/`);
    expect(jwksUri).toBe(`https://login.microsoftonline.com/${TENANT}/discovery/keys`);
    expect(discoveryUrl).toBe(`https://login.microsoftonline.com/${TENANT}/.well-known/openid-configuration`);
    expect(discoveryUrlOf(issuer)).not.toBe(discoveryUrl);
  });

  test('keys of the API\'s own stand behind a query, the issuer does not (P5)', () => {
    const { issuer, jwksUri, discoveryUrl } = entraEndpoints({ ...v2, apiClientId: API, customSigningKey: true });
    expect(issuer).toBe(`https://login.microsoftonline.com/${TENANT}/v2.0`);
    expect(jwksUri).toBe(`https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys?appid=${API}`);
    expect(discoveryUrl).toBe(`https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration?appid=${API}`);
  });

  test.each([
    [EntraCloud.GLOBAL, 'https://login.microsoftonline.com'],
    [EntraCloud.US_GOVERNMENT, 'https://login.microsoftonline.us'],
    [EntraCloud.CHINA, 'https://login.partner.microsoftonline.cn'],
  ])('the cloud %s has its own host', (cloud, host) => {
    expect(entraEndpoints({ ...v2, cloud }).issuer).toBe(`${host}/${TENANT}/v2.0`);
  });
});

describe('UAA', () => {
  test('the issuer is the token endpoint (P10)', () => {
    expect(uaaEndpoints({ url: 'https://uaa.example.com' })).toEqual({
      issuer: 'https://uaa.example.com/oauth/token',
      jwksUri: 'https://uaa.example.com/token_keys',
      tokenEndpoint: 'https://uaa.example.com/oauth/token',
      introspectionEndpoint: 'https://uaa.example.com/introspect',
      discoveryUrl: 'https://uaa.example.com/oauth/token/.well-known/openid-configuration',
      lookalikes: [{ issuer: 'https://uaa.example.com', means: 'the server\'s address; tokens carry the token endpoint as issuer' }],
    });
  });
});

describe('a generic provider', () => {
  test('is what it is told, with the discovery document below the issuer', () => {
    expect(oidcEndpoints({ issuer: 'https://id.example.com/', jwksUri: 'https://id.example.com/keys' })).toEqual({
      issuer: 'https://id.example.com/',
      jwksUri: 'https://id.example.com/keys',
      tokenEndpoint: undefined,
      introspectionEndpoint: undefined,
      discoveryUrl: 'https://id.example.com/.well-known/openid-configuration',
      lookalikes: [],
    });
  });

  test('has no discovery document that is known while its issuer is not', () => {
    expect(oidcEndpoints({ issuer: TOKEN, jwksUri: TOKEN }).discoveryUrl).toBeUndefined();
    expect(oidcEndpoints({ issuer: TOKEN, jwksUri: TOKEN, discoveryUrl: TOKEN }).discoveryUrl).toBe(TOKEN);
  });
});

test('parts known only at apply are joined, never taken apart', () => {
  expect(keycloakEndpoints({ baseUrl: TOKEN, realm: TOKEN }).issuer).toBe(`${TOKEN}/realms/${TOKEN}`);
  expect(auth0Endpoints({ domain: TOKEN }).issuer).toBe(`https://${TOKEN}/`);
  expect(entraEndpoints({ tenantId: TOKEN, tokenVersion: EntraTokenVersion.V2 }).issuer).toBe(`https://login.microsoftonline.com/${TOKEN}/v2.0`);
  expect(uaaEndpoints({ url: TOKEN }).issuer).toBe(`${TOKEN}/oauth/token`);
});
