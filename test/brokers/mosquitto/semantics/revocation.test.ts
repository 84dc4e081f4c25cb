import { MOSQUITTO_SEMANTICS } from '../../../../src/brokers/mosquitto/semantics';
import { PreviewCase } from '../../../../src/preview/case';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';

/*
 * Edges of what the endpoints answer, with what the step tells people. Sources: docs.cedalo.com, "JWT Authentication"; RFC 7662 section 2.2.
 */

const INTROSPECTION = { introspection: { uri: 'https://a', clientId: 'c', clientSecret: { env: 'S' } } };
const plain = (response: object = {}) => ({ plain: { uri: 'https://a', response } });

function judged(revocation: object, more: object = {}): PreviewResult {
  const settings = { algorithm: 'RS256', mode: 'jwks', options: { modes: { jwks: { uri: 'https://sso.example.com/keys' } }, common: {}, revocation } };
  const token = { header: { alg: 'RS256' }, claims: { exp: 2000 } };
  return preview(MOSQUITTO_SEMANTICS, {
    broker: 'mosquitto', brokerVersion: '3.3', now: 1000, settings, token, signature: 'valid', username: 'orders', plugins: ['token'], ...more,
  } as unknown as PreviewCase) as PreviewResult;
}

/** What one step says. */
function told(rule: string, revocation: object, more: object = {}): readonly string[] {
  return judged(revocation, more).checks.filter((check) => check.rule === `MOSQUITTO_${rule}`).map(({ outcome, detail }) => `${outcome}: ${detail}`);
}

const MISSING = 'the answer has no active that is true or false; what the plugin makes of it is not documented';
const ACTIVE = { active: true };

test.each<[object, object, string]>([
  [{}, { body: ACTIVE }, 'pass: the token is active'],
  [{}, { body: '{"active":true}' }, 'pass: the token is active'],
  [{}, { body: { active: false } }, 'fail: the token is not active'],
  [{}, { body: '{"active":' }, `unknown: ${MISSING}`],
  [{}, { body: 'active' }, `unknown: ${MISSING}`],
  [{}, { body: null }, `unknown: ${MISSING}`],
  [{}, { body: [true] }, `unknown: ${MISSING}`],
  [{}, { body: 5 }, `unknown: ${MISSING}`],
  [{}, {}, `unknown: ${MISSING}`],
  [{}, { body: { active: 'true' } }, `unknown: ${MISSING}`],
  [{}, { status: 199, body: ACTIVE }, 'unknown: the endpoint answers 199; what the plugin makes of it is not documented'],
  [{}, { status: 200, body: ACTIVE }, 'pass: the token is active'],
  [{}, { status: 299, body: ACTIVE }, 'pass: the token is active'],
  [{}, { status: 300, body: ACTIVE }, 'unknown: the endpoint answers 300; what the plugin makes of it is not documented'],
  [{}, { reachable: false }, 'fail: the endpoint does not answer, so that the login is denied'],
  [{}, { delayMs: 10000, body: ACTIVE }, 'pass: the token is active'],
  [{}, { delayMs: 10001, body: ACTIVE }, 'fail: the endpoint answers after 10001 ms, the timeout is 10000 ms'],
  [{ timeoutMs: 0 }, { delayMs: 1, body: ACTIVE }, 'unknown: what a timeout of 0 ms means is not documented'],
  [{ timeoutMs: -1 }, { delayMs: 1, body: ACTIVE }, 'unknown: what a timeout of -1 ms means is not documented'],
  [{ timeoutMs: 0 }, { delayMs: 0, body: ACTIVE }, 'pass: the token is active'],
  [{ timeoutMs: -1 }, { body: ACTIVE }, 'pass: the token is active'],
  [{ timeoutMs: 1 }, { delayMs: 1, body: ACTIVE }, 'pass: the token is active'],
  [{ timeoutMs: 1 }, { delayMs: 2, body: ACTIVE }, 'fail: the endpoint answers after 2 ms, the timeout is 1 ms'],
])('introspection %j, %j: %s', (more, introspection, expected) => {
  expect(told('REVOCATION', { ...INTROSPECTION, ...more }, { introspection })).toEqual([expected]);
});

test.each<[object, object, string]>([
  [{}, { status: 200 }, 'pass: the endpoint answers 200'],
  [{}, {}, 'pass: the endpoint answers 200'],
  [{}, { status: 208 }, 'pass: the endpoint answers 208'],
  [{}, { status: 209 }, 'fail: the endpoint answers 209, which is not among the statuses of success'],
  [{ checkHttpStatus: false }, { status: 209 }, 'unknown: the endpoint answers 209, which is not among the statuses of success'],
  [{ checkHttpStatus: true }, { status: 209 }, 'fail: the endpoint answers 209, which is not among the statuses of success'],
  [{ successHttpCodes: [] }, { status: 200 }, 'fail: the endpoint answers 200, which is not among the statuses of success'],
  [{ jsonPath: 'a.b' }, { body: { a: { b: 1 } } }, 'pass: the answer\'s a.b counts as true'],
  [{ jsonPath: 'a.b' }, { body: { a: { b: 0 } } }, 'fail: the answer\'s a.b does not count as true'],
  [{ jsonPath: 'a.b' }, { body: { a: null } }, 'fail: the answer\'s a.b does not count as true'],
  [{ jsonPath: 'a.b' }, {}, 'fail: the answer\'s a.b does not count as true'],
  [{ jsonPath: 'toString' }, { body: {} }, 'fail: the answer\'s toString does not count as true'],
  [{ jsonPath: 'length' }, { body: 'text' }, 'fail: the answer\'s length does not count as true'],
  [{ jsonPath: 'a.0' }, { body: { a: [1] } }, 'unknown: the answer\'s a.0 leads through a list, on which nothing is documented'],
  [{ jsonPath: 'a' }, { body: [1] }, 'unknown: the answer\'s a leads through a list, on which nothing is documented'],
  [{ jsonPath: 'a' }, { body: { a: [1] } }, 'pass: the answer\'s a counts as true'],
  [{ successValue: 'good' }, { body: 'good' }, 'pass: the answer is the value of success'],
  [{ successValue: 'good' }, { body: 'bad' }, 'fail: the answer is not the value of success'],
  [{ successValue: 'undefined' }, {}, 'fail: the answer is not the value of success'],
  [{ successValue: 5 }, { body: '5' }, 'pass: the answer is the value of success'],
  [{ successValue: '5' }, { body: 5 }, 'unknown: the answer is the value of success in another type'],
  [{ jsonPath: 'a', successValue: true }, { body: { a: true } }, 'pass: the answer\'s a is the value of success'],
  [{ jsonPath: 'a', successValue: true }, { body: { a: 'true' } }, 'unknown: the answer\'s a is the value of success in another type'],
  [{ jsonPath: 'a', successValue: 'undefined' }, { body: {} }, 'fail: the answer\'s a is not the value of success'],
])('a response of %j, %j: %s', (response, revocation, expected) => {
  expect(told('REVOCATION', plain(response), { revocation })).toEqual([expected]);
});

test('an answer that is not given is not judged', () => {
  expect(told('REVOCATION', INTROSPECTION, { revocation: { status: 500 } })).toEqual(['skipped: the case does not say what the introspection endpoint answers']);
  expect(told('REVOCATION', plain(), { introspection: { status: 500 } })).toEqual(['skipped: the case does not say what the revocation endpoint answers']);
});

const BEHIND = '; what the broker does without the plugin is not documented';
const MAY_LOAD = '; whether the plugin loads is not documented';

test.each<[object, string]>([
  [INTROSPECTION, 'pass: conforms to the published schema'],
  [plain(), 'pass: conforms to the published schema'],
  [{ introspection: {} }, 'unknown: options.revocation.introspection.uri is missing; ' +
    'options.revocation.introspection.clientId must be a text, or have one of plain, env and filePath; ' +
    `options.revocation.introspection.clientSecret must be a text, or have one of plain, env and filePath${BEHIND}`],
  [{ introspection: { ...INTROSPECTION.introspection, includeTokenTypeHint: 'yes' } }, `unknown: options.revocation.introspection.includeTokenTypeHint must be true or false${BEHIND}`],
  [{ introspection: { ...INTROSPECTION.introspection, clientId: { env: 'A', plain: 'b' } } }, `unknown: options.revocation.introspection.clientId has plain and env${MAY_LOAD}`],
  [{ introspection: { ...INTROSPECTION.introspection, clientId: 5 } }, 'unknown: options.revocation.introspection.clientId must be an object; ' +
    `options.revocation.introspection.clientId must be a text, or have one of plain, env and filePath${BEHIND}`],
  [{ plain: {} }, `unknown: options.revocation.plain.uri is missing${BEHIND}`],
  [{ plain: { uri: 'a', bodyEncoding: 5 } }, `unknown: options.revocation.plain.bodyEncoding must be a text${BEHIND}`],
  [plain({ successValue: {} }), `unknown: successValue must be a text, a number, true or false${BEHIND}`],
  [plain({ successValue: null }), 'pass: conforms to the published schema'],
  [plain({ successHttpCodes: 200 }), `unknown: options.revocation.plain.response.successHttpCodes must be a list of numbers${BEHIND}`],
  [plain({ successHttpCodes: [200, '200'] }), `unknown: options.revocation.plain.response.successHttpCodes must be a list of numbers${BEHIND}`],
  [plain({ successHttpCodes: 'all' }), `unknown: options.revocation.plain.response.successHttpCodes must be a list of numbers${BEHIND}`],
  [plain({ jsonPath: 5, checkHttpStatus: 'no' }), 'unknown: options.revocation.plain.response.jsonPath must be a text; ' +
    `options.revocation.plain.response.checkHttpStatus must be true or false${BEHIND}`],
  [{}, `unknown: options.revocation has neither introspection nor plain${MAY_LOAD}`],
  [{ ...INTROSPECTION, ...plain() }, `unknown: options.revocation has both introspection and plain${MAY_LOAD}`],
  [{ ...INTROSPECTION, timeoutMs: '5' }, `unknown: options.revocation.timeoutMs must be a number${BEHIND}`],
])('settings %j: %s', (revocation, expected) => {
  expect(told('SETTINGS_LOAD', revocation)).toEqual([expected]);
});

test.each([[{}], [{ ...INTROSPECTION, ...plain() }]])('what is asked is not known: %j', (revocation) => {
  expect(told('REVOCATION', revocation, { introspection: { body: ACTIVE }, revocation: {} }))
    .toEqual(['unknown: options.revocation does not name exactly one of introspection and plain']);
});
