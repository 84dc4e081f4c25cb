import { MOSQUITTO_SEMANTICS } from '../../../../src/brokers/mosquitto/semantics';
import { PreviewCase } from '../../../../src/preview/case';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';

/*
 * Edges of the claims, with what the steps tell people. Source: docs.cedalo.com, "JWT Authentication", which leaves open what is unknown here.
 */

const LEFT_OPEN = ', on which the documents, or the releases that may be meant, leave the answer open';

function judged(common: object, claims: object, more: object = {}): PreviewResult {
  const settings = { algorithm: 'RS256', mode: 'jwks', options: { modes: { jwks: { uri: 'https://sso.example.com/keys' } }, common } };
  const token = { header: { alg: 'RS256' }, claims: { exp: 2000, ...claims } };
  return preview(MOSQUITTO_SEMANTICS, {
    broker: 'mosquitto', brokerVersion: '3.3', now: 1000, settings, token, signature: 'valid', username: 'orders', mqttClientId: 'c1', plugins: ['token'], ...more,
  } as unknown as PreviewCase) as PreviewResult;
}

/** What one step says. */
function told(rule: string, result: PreviewResult): readonly string[] {
  return result.checks.filter((check) => check.rule === `MOSQUITTO_${rule}`).map(({ outcome, detail }) => `${outcome}: ${detail}`);
}

/** A token as it travels, whose payload may hold what no object can. */
function written(payload: string): object {
  const segments = ['{"alg":"RS256"}', payload].map((text) => Buffer.from(text, 'utf8').toString('base64url'));
  return { token: `${segments.join('.')}.c2ln` };
}

describe('iss', () => {
  const LISTED = { issuers: ['5', '["a"]'] };

  test.each<[object, object, string, string]>([
    [{}, { iss: 'a' }, '3.3', 'skipped: neither issuer nor issuers is compared'],
    [{ issuer: 'a' }, { iss: 'a' }, '3.3', 'pass: iss is "a"'],
    [{ issuer: 'a' }, { iss: 'b' }, '3.3', 'fail: iss is "b"'],
    [{ issuer: 'a' }, {}, '3.3', 'fail: iss is missing'],
    [{ issuer: '5' }, { iss: 5 }, '3.3', `unknown: iss is no text${LEFT_OPEN}`],
    [{ issuer: '5' }, { iss: 6 }, '3.3', 'fail: iss is no text'],
    [{ issuer: '["a"]' }, { iss: ['a'] }, '3.3', `unknown: iss is a list of 1${LEFT_OPEN}`],
    [{ issuer: 'a' }, { iss: ['a', 'b'] }, '3.3', 'fail: iss is a list of 2'],
    [LISTED, { iss: 5 }, '3.3', `unknown: iss is no text${LEFT_OPEN}`],
    [LISTED, { iss: ['a'] }, '3.3', `unknown: iss is a list of 1${LEFT_OPEN}`],
    [{ issuer: 'undefined' }, {}, '3.3', 'fail: iss is missing'],
    [{ issuer: '' }, {}, '3.3', 'fail: iss is missing'],
    [LISTED, { iss: 6 }, '3.3', 'fail: iss is no text'],
    [LISTED, { iss: '5' }, '3.3', 'pass: iss is "5"'],
    [{ issuers: ['undefined', '*', '/./'] }, {}, '3.3', 'fail: iss is missing'],
    [{ issuers: ['/(a+)+$/'] }, { iss: 'aaa' }, '3.3', `unknown: iss is "aaa"${LEFT_OPEN}`],
    [{ issuers: [] }, { iss: 'a' }, '3.3', `unknown: iss is "a"${LEFT_OPEN}`],
    [{ issuers: ['a'] }, { iss: 'a' }, '3.1', 'pass: iss is "a"'],
    [{ issuers: ['a'] }, { iss: 'b' }, '3.1', `unknown: iss is "b"${LEFT_OPEN}`],
    [{ issuers: ['a'], issuer: 'b' }, { iss: 'b' }, '3.1', `unknown: iss is "b"${LEFT_OPEN}`],
    [{ issuers: ['a'], issuer: 'a' }, { iss: 'b' }, '3.1', 'fail: iss is "b"'],
    [{ issuers: ['a'], issuer: 'b' }, { iss: 'b' }, '3.0', 'pass: iss is "b"'],
    [{ issuers: ['a'] }, { iss: 'b' }, '3.0', 'skipped: neither issuer nor issuers is compared'],
  ])('%j, %j in %s: %s', (common, claims, brokerVersion, expected) => {
    expect(told('TOKEN_ISSUER', judged(common, claims, { brokerVersion }))).toEqual([expected]);
  });

  test.each([['3.3', ['MOSQUITTO_ISSUER_PATTERN']], ['3.0', ['MOSQUITTO_SETTING_UNSUPPORTED']]])('a pattern is warned of where it is compared: %s', (brokerVersion, expected) => {
    const rules = judged({ issuers: ['a*'] }, { iss: 'ab' }, { brokerVersion }).warnings.map(({ rule }) => rule);

    expect(rules.filter((rule) => rule !== 'MOSQUITTO_EVERYTHING_ALLOWED')).toEqual(expected);
  });
});

describe('aud', () => {
  const LIST = '; what the plugin makes of a list is not documented';

  test.each<[object, object, string, string]>([
    [{}, { aud: 'a' }, '3.3', 'skipped: neither audience nor audiences is compared'],
    [{ audience: 'a' }, { aud: 'a' }, '3.0', 'skipped: this release does not compare it'],
    [{}, { aud: 'a' }, '3.0', 'skipped: neither audience nor audiences is compared'],
    [{ audience: 'a' }, { aud: 'a' }, '3.3', 'pass: aud is "a"'],
    [{ audience: '*' }, {}, '3.3', 'fail: aud is missing'],
    [{ audience: 'a' }, { aud: ['a'] }, '3.3', `unknown: aud is a list of 1${LIST}`],
    [{ audience: 'a,b' }, { aud: ['a', 'b'] }, '3.3', `unknown: aud is a list of 2${LIST}`],
    [{ audience: '["a"]' }, { aud: ['a'] }, '3.3', `unknown: aud is a list of 1${LIST}`],
    [{ audience: 'b' }, { aud: ['a'] }, '3.3', 'fail: aud is a list of 1'],
    [{ audience: '' }, { aud: 5 }, '3.3', `unknown: aud is no text${LEFT_OPEN}`],
    [{ audience: 'Stryker was here' }, { aud: 5 }, '3.3', 'fail: aud is no text'],
    [{ audience: '5' }, { aud: 5 }, '3.3', `unknown: aud is no text${LEFT_OPEN}`],
    [{ audience: 'a' }, { aud: 5 }, '3.3', 'fail: aud is no text'],
    [{ audiences: [] }, { aud: 'a' }, '3.3', `unknown: aud is "a"${LEFT_OPEN}`],
    [{ audiences: [] }, { aud: ['a'] }, '3.3', `unknown: aud is a list of 1${LIST}`],
    [{ audiences: ['/(/', 'a'] }, { aud: 'a' }, '3.3', 'pass: aud is "a"'],
    [{ audiences: ['/(/', 'a'] }, { aud: 'b' }, '3.3', `unknown: aud is "b"${LEFT_OPEN}`],
    [{ audiences: ['/(/'] }, { aud: ['b'] }, '3.3', `unknown: aud is a list of 1${LIST}`],
  ])('%j, %j in %s: %s', (common, claims, brokerVersion, expected) => {
    expect(told('TOKEN_AUDIENCE', judged(common, claims, { brokerVersion }))).toEqual([expected]);
  });
});

describe('variables', () => {
  const VALUES = 'unknown: the values of the variables are known on the node alone';

  test.each<[object, string, readonly string[]]>([
    [{ iss: 'a' }, '3.3', [VALUES]], [{}, '3.3', ['fail: iss is missing']], [{}, '3.1', [VALUES]], [{}, '3.0', []],
  ])('of iss, %j in %s: %j', (claims, brokerVersion, expected) => {
    expect(told('TOKEN_ISSUER_VARIABLE', judged({ validateIssuerAgainstEnvs: ['A'] }, claims, { brokerVersion }))).toEqual(expected);
  });

  test('without names nothing is certain', () => {
    expect(told('TOKEN_AUDIENCE_VARIABLE', judged({ validateAudienceAgainstEnvs: [] }, {}))).toEqual([VALUES]);
    expect(told('TOKEN_AUDIENCE_VARIABLE', judged({ validateAudienceAgainstEnvs: ['A'] }, {}))).toEqual(['fail: aud is missing']);
  });

  test('a claim that stands twice may be there', () => {
    expect(told('TOKEN_ISSUER_VARIABLE', judged({ validateIssuerAgainstEnvs: ['A'] }, {}, written('{"exp":2000,"iss":"a","iss":null}')))).toEqual([VALUES]);
  });
});

describe('times', () => {
  const UNDOCUMENTED = 'what the plugin makes of it is not documented';
  const WHETHER = 'whether the plugin looks at it is not documented';

  test.each<[object, string]>([
    [{ exp: undefined }, `unknown: exp is missing; ${UNDOCUMENTED}`],
    [{ exp: '2000' }, `unknown: exp is no number; ${UNDOCUMENTED}`],
    [{ exp: 1000 }, 'fail: exp is 1000, now is 1000'],
    [{ exp: 1000.5 }, 'pass: exp is 1000.5, now is 1000'],
  ])('%j: %s', (claims, expected) => {
    expect(told('TOKEN_EXPIRY', judged({}, claims))).toEqual([expected]);
  });

  test('a number beyond all numbers is none', () => {
    expect(told('TOKEN_EXPIRY', judged({}, {}, written('{"exp":1e999}')))).toEqual([`unknown: exp is no number; ${UNDOCUMENTED}`]);
  });

  test('a time that stands twice refuses for certain in no reading', () => {
    expect(told('TOKEN_EXPIRY', judged({}, {}, written('{"exp":1,"exp":1}')))).toEqual(['unknown: exp is 1, now is 1000']);
  });

  test('switched off it is not judged', () => {
    expect(told('TOKEN_EXPIRY', judged({ validateExpiration: false }, { exp: 1 }))).toEqual(['skipped: validateExpiration is off']);
  });

  test.each<[object, readonly string[]]>([
    [{ nbf: 1000, iat: 1000 }, []],
    [{ nbf: 1001, iat: 1001 }, [`unknown: nbf is 1001, now is 1000; ${WHETHER}`, `unknown: iat is 1001, now is 1000; ${WHETHER}`]],
    [{ nbf: '1', iat: true }, [`unknown: nbf is no number; ${WHETHER}`, `unknown: iat is no number; ${WHETHER}`]],
    [{ nbf: '', iat: null }, [`unknown: nbf is no number; ${WHETHER}`]],
  ])('%j: %j', (claims, expected) => {
    expect(told('TOKEN_TIMES', judged({}, claims))).toEqual(expected);
  });
});

describe('names', () => {
  test.each<[object, object, object, string]>([
    [{}, { sub: 'a' }, {}, 'skipped: the user name is not compared with the token'],
    [{ matchUsernameToSubject: true }, { sub: 'orders' }, {}, 'pass: the user name is "orders", "sub" is "orders"'],
    [{ matchUsernameToSubject: true }, { sub: 'a' }, {}, 'fail: the user name is "orders", "sub" is "a"'],
    [{ matchUsernameToSubject: true }, {}, {}, 'fail: the user name is "orders", "sub" is missing'],
    [{ matchUsernameToSubject: true }, { sub: 'a' }, { username: undefined }, 'fail: the user name is missing, "sub" is "a"'],
    [{ matchUsernameToSubject: true }, {}, { username: undefined }, `unknown: the user name is missing, "sub" is missing${LEFT_OPEN}`],
    [{ matchUsernameToSubject: true }, { sub: 5 }, { username: '5' }, `unknown: the user name is "5", "sub" is no text${LEFT_OPEN}`],
    [{ matchUsernameToSubject: true }, { sub: 5 }, { username: '6' }, 'fail: the user name is "6", "sub" is no text'],
    [{ matchUsernameToSubject: true }, { sub: ['a'] }, { username: '["a"]' }, `unknown: the user name is "[\\"a\\"]", "sub" is a list of 1${LEFT_OPEN}`],
    [{ matchUsernameToClaim: 'name' }, { name: 'orders' }, {}, 'pass: the user name is "orders", "name" is "orders"'],
    [{ matchUsernameToClaim: '' }, { '': 'orders' }, {}, 'skipped: the user name is not compared with the token'],
    [{ matchUsernameToSubject: true, matchUsernameToClaim: 'name' }, { sub: 'orders', name: 'b' }, {}, `unknown: the user name is "orders", "sub" is "orders"${LEFT_OPEN}`],
    [{ matchUsernameToClaim: 'name' }, { name: 'b' }, { brokerVersion: '3.0' }, 'skipped: the user name is not compared with the token'],
    [{ matchUsernameToClaim: 'name' }, { name: 'b' }, { brokerVersion: '3.2' }, `unknown: the user name is "orders", "name" is "b"${LEFT_OPEN}`],
  ])('%j, %j, %j: %s', (common, claims, more, expected) => {
    expect(told('TOKEN_USERNAME', judged(common, claims, more))).toEqual([expected.replace(/\\"/g, '"')]);
  });

  test.each<[object, object, readonly string[]]>([
    [{ matchUsernameToSubject: true }, { sub: 'a' }, ['the user name differs']],
    [{ matchUsernameToSubject: true }, {}, []],
    [{ matchUsernameToSubject: true }, { sub: 'orders' }, []],
    [{ matchClientIdToSubject: true }, { sub: 'a' }, ['the client id differs']],
    [{ matchClientIdToClaim: 'azp' }, { azp: 'a' }, ['the client id differs']],
    [{ matchUsernameToSubject: true, matchClientIdToSubject: true }, { sub: 'a' }, ['the user name differs', 'the client id differs']],
  ])('%j, %j warns that the documents contradict each other: %j', (common, claims, expected) => {
    const conflicts = judged(common, claims).warnings.filter(({ rule }) => rule === 'MOSQUITTO_NAME_CONFLICT');

    expect(conflicts.map(({ message }) => message.replace(/ from .*/, ''))).toEqual(expected);
  });

  test('the warning stands where the next plugin may decide', () => {
    const rules = judged({ matchUsernameToSubject: true }, { sub: 'a' }, { plugins: ['token', 'passwords'] }).warnings.map(({ rule }) => rule);

    expect(rules).toEqual(['MOSQUITTO_NAME_CONFLICT']);
  });
});

describe('settings that came later', () => {
  const LATER = ['issuers', 'audience', 'audiences', 'validateIssuerAgainstEnvs', 'validateAudienceAgainstEnvs', 'matchUsernameToClaim', 'matchClientIdToClaim'];

  test.each(LATER)('%s of a wrong type hinders the releases that know it', (name) => {
    const loads = (brokerVersion: string) => told('SETTINGS_LOAD', judged({ [name]: 5 }, {}, { brokerVersion }))[0];

    expect(loads('3.0')).toBe('pass: conforms to the published schema');
    expect(loads('3.1')).toMatch(new RegExp(`^unknown: options\\.common\\.${name} must be .*; whether the plugin loads is not documented$`));
    expect(loads('3.3')).toMatch(new RegExp(`^unknown: options\\.common\\.${name} must be .*; what the broker does without the plugin is not documented$`));
  });

  test.each(LATER)('%s is not known in 3.0, which is said', (name) => {
    const { warnings } = judged({ [name]: 'a' }, {}, { brokerVersion: '3.0' });

    expect(warnings.filter(({ rule }) => rule === 'MOSQUITTO_SETTING_UNSUPPORTED').map(({ message }) => message.split(':')[0])).toEqual([name]);
  });
});
