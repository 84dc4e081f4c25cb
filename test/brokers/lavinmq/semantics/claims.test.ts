import { readClaims, readHeader } from '../../../../src/brokers/lavinmq/semantics/claims';
import { readJson } from '../../../../src/oauth/json-reader';
import { JsonObject } from '../../../../src/oauth/json-tree';

function object(text: string): JsonObject {
  return readJson(text).value as JsonObject;
}

test.each([
  ['{"alg":"RS256","kid":"k1"}', { alg: 'RS256', kid: 'k1' }],
  ['{"kid":"k1","typ":"JWT","alg":"RS256"}', { alg: 'RS256', kid: 'k1' }],
  ['{"alg":"RS256","kid":"k1","kid":null}', { alg: 'RS256', kid: undefined }],
  ['{"alg":"none","alg":"RS256"}', { alg: 'RS256', kid: undefined }],
  ['{"alg":"RS256","typ":null,"crit":["b64"],"b64":false,"x":1}', { alg: 'RS256', kid: undefined }],
  ['{"alg":1,"alg":"RS256"}', { problem: 'alg is no text' }],
  ['{"alg":null}', { problem: 'alg is no text' }],
  ['{"alg":"RS256","kid":1}', { problem: 'kid is no text' }],
  ['{"alg":"RS256","typ":1,"typ":"JWT"}', { problem: 'typ is no text' }],
  ['{"alg":"RS256","x":1e999}', { problem: 'a number is out of range' }],
  ['{"kid":"k1"}', { problem: 'alg is missing' }],
])('header %s', (text, expected) => {
  expect(readHeader(object(text))).toEqual(expected);
});

test.each([
  ['{"exp":1,"iat":2,"nbf":-3}', { exp: 1, iat: 2, nbf: -3 }],
  ['{"exp":1,"exp":null}', { exp: undefined }],
  ['{"iss":"i","sub":"","scope":"a b"}', { iss: 'i', sub: '', scope: 'a b' }],
  ['{"iss":"i","iss":null}', { iss: undefined }],
  ['{"aud":"mq"}', { aud: 'mq' }],
  ['{"aud":["mq","other"]}', { aud: ['mq', 'other'] }],
  ['{"aud":[]}', { aud: [] }],
  ['{"aud":"mq","aud":null}', { aud: undefined }],
  ['{"resource_access":{"a":{"roles":["x"]},"b":{},"c":{"roles":null},"d":{"other":1,"roles":["y"],"last":2}}}',
    { resourceAccess: new Map([['a', ['x']], ['b', undefined], ['c', undefined], ['d', ['y']]]) }],
  ['{"resource_access":{},"resource_access":null}', { resourceAccess: undefined }],
])('payload %s', (text, expected) => {
  expect(readClaims(object(text))).toEqual({ others: new Map(), ...expected });
});

test('claims without a type are kept as they are, the last of a name', () => {
  expect(readClaims(object('{"a":1,"a":[true,"x",null]}'))).toEqual({ others: new Map([['a', [true, 'x', null]]]) });
});

const ROLES = 'resource_access is not an object of objects whose roles are lists of texts';

test.each([
  ['{"exp":1.5}', 'exp is not a whole number'],
  ['{"iat":"1"}', 'iat is not a whole number'],
  ['{"nbf":true}', 'nbf is not a whole number'],
  ['{"nbf":1e3}', 'nbf is not a whole number'],
  ['{"exp":9223372036854775808}', 'exp is not a whole number'],
  ['{"iss":1}', 'iss is not a text'],
  ['{"sub":["a"]}', 'sub is not a text'],
  ['{"scope":["read:%2F/a"]}', 'scope is not a text'],
  ['{"aud":["mq",1]}', 'aud is not a text or a list of texts'],
  ['{"aud":{}}', 'aud is not a text or a list of texts'],
  ['{"aud":true,"aud":"mq"}', 'aud is not a text or a list of texts'],
  ['{"resource_access":[]}', ROLES],
  ['{"resource_access":{"a":["x"]}}', ROLES],
  ['{"resource_access":{"a":null}}', ROLES],
  ['{"resource_access":{"a":{"roles":"x"}}}', ROLES],
  ['{"resource_access":{"a":{"roles":["x",1]}}}', ROLES],
  ['{"a":1e999}', 'a number is out of range'],
])('payload %s is refused', (text, problem) => {
  expect(readClaims(object(text))).toEqual({ problem });
});
