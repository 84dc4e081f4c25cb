import {
  BASE_URL, differByTrailingSlash, discoveryUrlOf, ENDPOINT, HOST, ISSUER, metadataUrlOf, ORIGIN_URL, originOf, PATH_SEGMENT, sameIssuer,
} from '../../src/oauth/issuer';

const TOKEN = '${TfToken[TOKEN.1]}';

describe('ISSUER', () => {
  test.each([
    'https://sso.example.com',
    'https://sso.example.com/',
    'https://sso.example.com:8443/realms/messaging',
    'http://127.0.0.1:8080/realms/a%20b',
    'https://[::1]/x',
  ])('%s can be an issuer', (url) => expect(ISSUER.test(url)).toBe(true));

  test.each([
    '',
    'sso.example.com',
    '/realms/messaging',
    'ftp://sso.example.com',
    'https://',
    'https://sso.example.com?x=1',
    'https://sso.example.com/#top',
    'https://user@sso.example.com/',
    'https://sso.example.com/a b',
    'https://sso.example.com/a\nb',
    'https://sso.example.com/a"b',
    'https://login.microsoftonline.com/{tenantid}/v2.0',
  ])('%j cannot be an issuer', (url) => expect(ISSUER.test(url)).toBe(false));
});

describe('parts of URLs', () => {
  test.each([
    ['https://sso.example.com', true],
    ['https://sso.example.com/auth', true],
    ['https://sso.example.com/', false],
    ['https://sso.example.com/auth/', false],
    ['https://sso.example.com/auth?x', false],
  ])('%s as base URL: %s', (url, good) => expect(BASE_URL.test(url)).toBe(good));

  test.each([
    ['https://example.okta.com', true],
    ['https://example.okta.com/', false],
    ['https://example.okta.com/oauth2', false],
  ])('%s as origin: %s', (url, good) => expect(ORIGIN_URL.test(url)).toBe(good));

  test.each([
    ['https://login.example.com/keys?appid=1', true],
    ['https://login.example.com/keys#1', false],
    ['keys', false],
  ])('%s as endpoint: %s', (url, good) => expect(ENDPOINT.test(url)).toBe(good));

  test.each([
    ['messaging', true],
    ['a%20b', true],
    ['a b', false],
    ['a/b', false],
    ['a%2', false],
    ['', false],
  ])('%j as path segment: %s', (text, good) => expect(PATH_SEGMENT.test(text)).toBe(good));

  test.each([
    ['example.eu.auth0.com', true],
    ['localhost:3000', true],
    ['https://example.eu.auth0.com', false],
    ['example.eu.auth0.com/', false],
    ['', false],
  ])('%j as host: %s', (text, good) => expect(HOST.test(text)).toBe(good));

  test('the origin of a URL is what stands before its path', () => {
    expect(originOf('https://sso.example.com:8443/realms/a')).toBe('https://sso.example.com:8443');
  });
});

describe('comparison of issuers', () => {
  test.each([
    ['https://a.example.com', 'https://a.example.com', true, false],
    ['https://a.example.com', 'https://a.example.com/', false, true],
    ['https://a.example.com', 'https://A.example.com', false, false],
    ['https://a.example.com', 'https://a.example.com:443', false, false],
    ['https://a.example.com/%7Ea', 'https://a.example.com/~a', false, false],
    ['https://a.example.com/', 'https://a.example.com//', false, false],
    ['https://a.example.com', 'https://a.example.com//', false, false],
  ])('%s and %s: same %s, only a slash apart %s', (one, other, same, slash) => {
    expect(sameIssuer(one, other)).toBe(same);
    expect(differByTrailingSlash(one, other)).toBe(slash);
    expect(differByTrailingSlash(other, one)).toBe(slash);
  });
});

describe('documents of an issuer', () => {
  test.each([
    ['https://sso.example.com', 'https://sso.example.com/.well-known/openid-configuration', 'https://sso.example.com/.well-known/oauth-authorization-server'],
    ['https://sso.example.com/', 'https://sso.example.com/.well-known/openid-configuration', 'https://sso.example.com/.well-known/oauth-authorization-server'],
    [
      'https://sso.example.com/realms/a',
      'https://sso.example.com/realms/a/.well-known/openid-configuration',
      'https://sso.example.com/.well-known/oauth-authorization-server/realms/a',
    ],
    [
      'https://sso.example.com:8443/realms/a/',
      'https://sso.example.com:8443/realms/a/.well-known/openid-configuration',
      'https://sso.example.com:8443/.well-known/oauth-authorization-server/realms/a',
    ],
  ])('of %s', (issuer, discovery, metadata) => {
    expect(discoveryUrlOf(issuer)).toBe(discovery);
    expect(metadataUrlOf(issuer)).toBe(metadata);
  });

  test('are not derived from an issuer that is known only at apply', () => {
    expect(discoveryUrlOf(TOKEN)).toBeUndefined();
    expect(metadataUrlOf(TOKEN)).toBeUndefined();
  });
});
