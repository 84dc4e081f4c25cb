import { credentialOf, looksLikeToken, partsOf, passwordLength } from '../../../../src/brokers/lavinmq/semantics/token';
import { PreviewCase } from '../../../../src/preview/case';

const credential = (parts: Partial<PreviewCase>) => credentialOf({ broker: 'lavinmq', settings: '', now: 0, ...parts } as PreviewCase);
const OPEN = { header: { alg: 'RS256' }, claims: { sub: 'a' } };

test('a case has a token, a password or neither', () => {
  expect(credential({ token: 'ey.a.b' })).toEqual({ isToken: true, text: 'ey.a.b', open: undefined });
  expect(credential({ token: OPEN })).toEqual({ isToken: true, text: undefined, open: OPEN });
  expect(credential({ password: 'p' })).toEqual({ isToken: false, text: 'p', open: undefined });
  expect(credential({})).toEqual({ isToken: false, text: '', open: undefined });
});

test.each([['ey', true], ['eyJ.a.b', true], ['e', false], ['xey', false], ['', false]])('%j looks like a token: %s', (token, expected) => {
  expect(looksLikeToken(credential({ token }))).toBe(expected);
});

test('only an empty header is encoded otherwise', () => {
  expect([looksLikeToken(credential({ token: OPEN })), looksLikeToken(credential({ token: { header: {}, claims: {} } }))]).toEqual([true, false]);
});

test.each(['', 'ey', 'ey.a', 'ey.a.b.c', 'ey...', 'ey.a.b.'])('%j has not three parts', (token) => {
  expect(partsOf(credential({ token }))).toBeUndefined();
});

test.each([
  ['eyJ9.YQ.c2ln', 'eyJ9.YQ', 'c2ln'], ['..', '.', ''], ['.a.b', '.a', 'b'], ['a..b', 'a.', 'b'],
])('%j has three parts', (token, input, segment) => {
  expect(partsOf(credential({ token }))!.signed).toEqual({ input, segment });
});

test('header and payload are those of their parts', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const parts = partsOf(credential({ token: `${encode({ alg: 'RS256' })}.${encode({ sub: 'a' })}.x` }))!;

  expect([parts.header, parts.payload()]).toMatchObject([{ members: [{ name: 'alg', value: 'RS256' }] }, { members: [{ name: 'sub', value: 'a' }] }]);
  expect(partsOf(credential({ token: OPEN }))).toMatchObject({ header: { members: [{ name: 'alg' }] }, signed: undefined });
});

test('the length of a password counts bytes', () => {
  expect([passwordLength(credential({ token: 'eyé' })), passwordLength(credential({}))]).toEqual([4, 0]);
});

test('a token that is not encoded is as long as its parts would be, two dots and the shortest signature', () => {
  // {"alg":"RS256"} is 15 bytes, 20 when encoded; {"sub":"a"} is 11 bytes, 15 when encoded.
  expect(passwordLength(credential({ token: OPEN }))).toBe(20 + 15 + 342 + 2);
});
