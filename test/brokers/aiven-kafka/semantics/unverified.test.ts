import { judgeUnverified } from '../../../../src/brokers/aiven-kafka/semantics/unverified';
import { Demands } from '../../../../src/brokers/aiven-kafka/semantics/validator';
import { JsonMembers } from '../../../../src/preview/case';
import { CheckList } from '../../../../src/preview/check';

const DEMANDS: Demands = { issuer: undefined, audience: undefined, anyAudience: false, subClaim: 'sub', scopeClaim: 'scope', skewSeconds: 30 };

function judged(token: string | JsonMembers, urlAlphabet = true) {
  const checks = new CheckList();
  const given = typeof token === 'string' ? token : { header: {}, claims: token };
  const bearer = judgeUnverified(given, { urlAlphabet }, DEMANDS, checks);
  const steps = checks.checks.filter(({ outcome }) => outcome !== 'pass').map(({ rule, outcome }) => `${rule.replace('KAFKA_TOKEN_', '')} ${outcome}`);
  return bearer === undefined ? steps : [bearer.subject, bearer.expiryMillis, ...steps];
}

const payload = (text: string | Buffer) => Buffer.from(text).toString('base64url');
const of = (text: string | Buffer) => `h.${payload(text)}.s`;
const GOOD = '{"sub":"alice","exp":2000}';

test.each<[string, readonly unknown[]]>([
  [of(GOOD), ['alice', 2_000_000]], [`${of(GOOD)}.`, ['alice', 2_000_000]], [`${of(GOOD)}...`, ['alice', 2_000_000]],
  [`h.${payload(GOOD)}`, ['PARTS fail']], [`${of(GOOD)}.x`, ['PARTS fail']], [`.${payload(GOOD)}.s`, ['PARTS fail']], ['h..s', ['PARTS fail']],
  [`h.${payload(GOOD)}.`, ['PARTS fail']], ['h.A.s', ['PAYLOAD fail']], ['h.AAA!.s', ['PAYLOAD fail']], ['h.!AAA.s', ['PAYLOAD fail']],
  [`h.!${payload(GOOD)}.s`, ['PAYLOAD fail']], [`h.${payload(GOOD)}!.s`, ['PAYLOAD fail']], [`h.${payload(`${GOOD}    `)}A.s`, ['PAYLOAD fail']],
  [of('[]'), ['PAYLOAD fail']], [of('{'), ['PAYLOAD fail']], [of(Buffer.concat([Buffer.from('{"sub":"alice","exp":2000,"x":"'), Buffer.from([0xff]), Buffer.from('"}')])), ['PAYLOAD fail']],
  [of(`${GOOD} x`), ['alice', 2_000_000]], [of(`${GOOD}}`), ['alice', 2_000_000]], [of('{"sub":"alice","exp":2000,"x":"\\ud800"}'), ['alice', 2_000_000]],
  [of('{"sub":"alice","exp":2000,"x":"\\ud800"'), ['PAYLOAD fail']],
  [of('{"sub":"alice","exp":"2000"}'), ['CLAIMS fail']], [of('{"sub":"alice","exp":null}'), ['CLAIMS fail']], [of('{"sub":"alice","exp":2000,"iat":"1"}'), ['CLAIMS fail']],
  [of('{"sub":"alice"}'), ['CLAIMS fail']], [of('{"sub":"alice","scope":{}}'), ['SCOPE fail']], [of('{"sub":"alice","exp":-1}'), ['CLAIMS fail']], [of('{"sub":"alice","exp":2000,"iat":-1}'), ['CLAIMS fail']],
  [of('{"sub":"alice","exp":0,"iat":0}'), ['alice', 0]], [of('{"sub":"alice","exp":1e400}'), ['CLAIMS fail']], [of('{"sub":5,"exp":2000}'), ['CLAIMS fail']],
  [of('{"sub":["a"],"exp":2000}'), ['CLAIMS fail']], [of('{"sub":null,"exp":2000}'), ['null', 2_000_000]], [of('{"sub":true,"exp":2000}'), ['true', 2_000_000]],
  [of('{"sub":{},"exp":2000}'), ['SUBJECT fail']], [of('{"sub":" a ","exp":2000}'), ['a', 2_000_000]], [of('{"sub":" ","exp":2000}'), ['SUBJECT fail']],
  [of('{"exp":2000}'), ['SUBJECT fail']], [of('{"sub":"a","exp":2000,"scope":[]}'), ['a', 2_000_000]], [of('{"sub":"a","exp":2000,"scope":5}'), ['a', 2_000_000]],
  [of('{"sub":"a","exp":2000,"scope":[5,1.50]}'), ['a', 2_000_000]], [of('{"sub":"a","exp":2000,"scope":[5,"5"]}'), ['SCOPE fail']],
  [of('{"sub":"a","exp":2000,"scope":[1.50,"1.5"]}'), ['SCOPE fail']], [of('{"sub":"a","exp":2000,"scope":{}}'), ['SCOPE fail']],
  [of('{"sub":"a","exp":2000,"scope":[[]]}'), ['SCOPE fail']], [of('{"sub":"a","exp":2000,"scope":null}'), ['a', 2_000_000]],
  [of('{"sub":"a","exp":2000,"scope":[null,"null"]}'), ['SCOPE fail']],
])('the token %s: %j', (token, expected) => {
  expect(judged(token)).toEqual(expected);
});

function detailOf(text: string, rule: string): string | undefined {
  const checks = new CheckList();
  judgeUnverified(of(text), { urlAlphabet: true }, DEMANDS, checks);
  return checks.checks.find((step) => step.rule === `KAFKA_TOKEN_${rule}`)?.detail;
}

test.each([
  ['{"sub":"a","exp":2000}', 'SCOPE', 'is neither a text nor a list, so there are none'],
  ['{"sub":"a","exp":2000,"scope":5}', 'SCOPE', 'is neither a text nor a list, so there are none'],
  ['{"sub":"a","exp":2000,"scope":"5"}', 'SCOPE', 'has one scope, which the broker does not use'],
  ['{"sub":"a","exp":"2000"}', 'CLAIMS', 'exp is a text, not a number'],
  ['{"sub":"a","exp":2000,"iat":true}', 'CLAIMS', 'iat is a boolean, not a number'],
  ['{"exp":2000}', 'SUBJECT', '"sub" is missing'], ['{"sub":" ","exp":2000}', 'SUBJECT', '"sub" is blank'], ['{"sub":" a","exp":2000}', 'SUBJECT', '"sub" is "a"'],
])('of the claims %s the step %s says: %s', (text, rule, expected) => {
  expect(detailOf(text, rule)).toBe(expected);
});

test('before 4.2 the payload is decoded by the alphabet of files', () => {
  const dashed = of('{"sub":"alice","exp":2000,"x":"\u00fb\u00ff>>>"}');

  expect(dashed).toMatch(/[-_]/);
  expect([judged(dashed), judged(dashed, false)]).toEqual([['alice', 2_000_000], ['PAYLOAD fail']]);
  expect([judged(of(GOOD), false), judged('h.AA+/.s'), judged('h.AA+/.s', false)]).toEqual([['alice', 2_000_000], ['PAYLOAD fail'], ['PAYLOAD fail']]);
});

test.each<[JsonMembers, boolean, readonly unknown[]]>([
  [{ sub: 'alice', exp: 2000 }, true, ['alice', 2_000_000]], [{ sub: 'alice', exp: 2000 }, false, ['alice', 2_000_000]],
  [{ sub: 'alice?', exp: 2000 }, true, ['alice?', 2_000_000]], [{ sub: 'alice?', exp: 2000 }, false, ['alice?', 2_000_000, 'PAYLOAD unknown']],
  [{ sub: null, exp: 2000 }, true, ['null', 2_000_000]], [{ exp: 2000 }, true, ['SUBJECT fail']], [{ sub: 'a', exp: null }, true, ['CLAIMS fail']],
])('the open claims %j with the alphabet of URLs %s: %j', (claims, urlAlphabet, expected) => {
  expect(judged(claims, urlAlphabet)).toEqual(expected);
});
