import { discoveryProblem, isHttpUrl, keepKeys } from '../../../../src/brokers/lavinmq/semantics/keys';
import { JsonData } from '../../../../src/preview/case';

const KEY = { kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'k1', n: 'AQAB', e: 'AQAB' };

/** The ids of the keys kept, or why there are none. */
function kept(keys: JsonData, needsAlg = false): readonly string[] | string {
  const found = keepKeys(keys, needsAlg);
  return 'problem' in found ? found.problem : [...found.keys.keys(), `of ${found.served}`];
}

test.each([
  ['a signing key', [KEY], ['k1', 'of 1']],
  ['a key without kid, under its place', [{ ...KEY, use: 'enc' }, { ...KEY, kid: null }], ['unknown-1', 'of 2']],
  ['the last of two keys of one kid', [KEY, KEY], ['k1', 'of 2']],
  ['no key for another use', [{ ...KEY, use: 'enc' }], ['of 1']],
  ['no key without a use', [{ ...KEY, use: null }], ['of 1']],
  ['no key of another kind', [{ ...KEY, kty: 'EC' }], ['of 1']],
  ['no key for another algorithm', [{ ...KEY, alg: 'RS512' }], ['of 1']],
  ['no key without modulus', [{ ...KEY, n: null }], ['of 1']],
  ['no key without exponent', [{ ...KEY, e: null }], ['of 1']],
  ['nothing of an empty list', [], ['of 0']],
])('of a set is kept: %s', (_what, keys, expected) => {
  expect(kept(keys)).toEqual(expected);
});

test.each([
  [{ ...KEY, alg: null }, false, ['k1', 'of 1']], [{ ...KEY, alg: null }, true, ['of 1']], [KEY, true, ['k1', 'of 1']],
])('key %j where a key must name its algorithm: %s', (key, needsAlg, expected) => {
  expect(kept([key], needsAlg)).toEqual(expected);
});

test('a set is filtered once for each of the two ways', () => {
  const keys = [{ ...KEY, alg: null }];

  expect(keepKeys(keys, false)).toBe(keepKeys(keys, false));
  expect(keepKeys(keys, true)).not.toEqual(keepKeys(keys, false));
});

test.each([
  [null, 'keys is no list'], ['x', 'keys is no list'], [{}, 'keys is no list of objects'], [[null], 'keys is no list of objects'],
])('%j is no set', (keys, problem) => {
  expect(kept(keys)).toBe(problem);
});

test.each(['kty', 'n', 'e', 'use', 'alg', 'kid'])('%s of another type drops the whole set, also in a key of another kind', (name) => {
  expect(kept([KEY, { kty: 'EC', [name]: 1 }])).toBe(`${name} of key 1 is no text, at which the broker drops the whole set`);
});

test.each(['n', 'e'])('%s that is no base64url drops the whole set', (name) => {
  expect(kept([{ ...KEY, [name]: 'A' }])).toBe('n or e of key 0 is no base64url, at which the broker drops the whole set');
});

const ISSUER = 'https://sso.example.com';
const DOCUMENT = { issuer: ISSUER, jwks_uri: 'https://sso.example.com/keys', authorization_endpoint: 'https://sso.example.com/auth' };

test.each([
  ['a good document', { document: DOCUMENT }, true],
  ['one slash at the end of the issuer', { document: { ...DOCUMENT, issuer: `${ISSUER}/` } }, true],
  ['no document in the case', {}, true],
  ['status 200', { document: DOCUMENT, status: 200 }, true],
  ['status 299', { document: DOCUMENT, status: 299 }, true],
  ['endpoints left out or null', { document: { ...DOCUMENT, authorization_endpoint: null } }, true],
  ['status 199', { document: DOCUMENT, status: 199 }, false],
  ['status 300', { document: DOCUMENT, status: 300 }, false],
  ['a redirect without a document', { status: 302 }, false],
  ['null', { document: null }, false],
  ['a text', { document: 'x' }, false],
  ['a list', { document: [] }, false],
  ['no issuer', { document: { ...DOCUMENT, issuer: null } }, false],
  ['no jwks_uri', { document: { ...DOCUMENT, jwks_uri: 1 } }, false],
  ['another issuer', { document: { ...DOCUMENT, issuer: 'https://other.example.com' } }, false],
  ['two slashes at the end of the issuer', { document: { ...DOCUMENT, issuer: `${ISSUER}//` } }, false],
  ['a jwks_uri of another scheme', { document: { ...DOCUMENT, jwks_uri: 'ftp://sso.example.com/keys' } }, false],
])('discovery with %s: %s', (_what, served, isGood) => {
  expect(discoveryProblem(served, ISSUER, true) === undefined).toBe(isGood);
});

test('what is wrong with a document is told', () => {
  expect([[], 'x', 5, null].map((document) => discoveryProblem({ document }, ISSUER, true))).toEqual(Array(4).fill('the discovery document is no object'));
  expect(discoveryProblem({ document: { issuer: ISSUER } }, ISSUER, true)).toBe('the discovery document has no text as jwks_uri');
});

test.each(['authorization_endpoint', 'token_endpoint'])('%s must be a text in releases that read it', (name) => {
  const document = { ...DOCUMENT, [name]: 1 };

  expect(discoveryProblem({ document }, ISSUER, true)).toBe(`${name} of the discovery document is no text`);
  expect(discoveryProblem({ document }, ISSUER, false)).toBeUndefined();
});

test.each([
  ['http://a', true], ['HTTPS://a', true], ['https://', false], ['https:///a', false], ['xhttp://a', false], ['ftp://a', false], ['a', false],
])('%s is an http or https URL: %s', (url, expected) => {
  expect(isHttpUrl(url)).toBe(expected);
});
