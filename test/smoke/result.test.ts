import { brokerSemantics } from '../../src/brokers/semantics-registry';
import { writtenCase } from '../../src/preview/manifest-case';
import { foretell } from '../../src/smoke/foretell';
import { Foretold, judgeLogin, SmokedRestart, verdictOf } from '../../src/smoke/result';
import { tokenWith } from '../restart/support/identity-provider';

const foretold = (decision: Foretold['decision'], ...unknown: string[]): Foretold => ({ decision, reason: unknown[0] ?? null, unknown });
const login = (wanted: 'accepted' | 'refused', seen: 'accepted' | 'refused' | 'unclear') => ({ node: 'a', target: 't', wanted, seen, detail: 'd' });

test.each<['accepted' | 'refused', Foretold | undefined, 'accepted' | 'refused' | 'unclear', string]>([
  ['accepted', foretold('accept'), 'accepted', 'as expected'],
  ['accepted', foretold('reject'), 'accepted', 'contradicted'],
  ['accepted', foretold('reject'), 'refused', 'contradicted'],
  ['accepted', foretold('accept'), 'refused', 'contradicted'],
  ['accepted', undefined, 'accepted', 'as expected'],
  ['accepted', undefined, 'refused', 'contradicted'],
  ['accepted', foretold('undetermined', 'A'), 'accepted', 'as expected'],
  ['accepted', foretold('accept'), 'unclear', 'unclear'],
  ['refused', foretold('reject'), 'refused', 'as expected'],
  ['refused', foretold('accept'), 'refused', 'contradicted'],
  ['refused', foretold('reject'), 'accepted', 'contradicted'],
  ['refused', foretold('undetermined', 'A'), 'refused', 'as expected'],
  ['refused', foretold('reject'), 'unclear', 'unclear'],
])('a token that must be %s, foretold %j, seen %s: %s', (wanted, told, seen, verdict) => {
  expect(judgeLogin(login(wanted, seen), told).verdict).toBe(verdict);
});

test.each<['accepted' | 'refused' | 'unclear', Foretold, object]>([
  ['accepted', foretold('undetermined', 'A', 'B', 'A'), { settled: [{ rule: 'A', outcome: 'pass' }, { rule: 'B', outcome: 'pass' }], oneOf: [] }],
  ['refused', foretold('undetermined', 'A', 'A'), { settled: [{ rule: 'A', outcome: 'fail' }], oneOf: [] }],
  ['refused', foretold('undetermined', 'A', 'B'), { settled: [], oneOf: ['A', 'B'] }],
  ['unclear', foretold('undetermined', 'A'), { settled: [], oneOf: [] }],
  ['accepted', foretold('accept'), { settled: [], oneOf: [] }],
  // What refuses is known already; whether the rest would have is not.
  ['refused', foretold('reject', 'A'), { settled: [], oneOf: [] }],
])('a login that is %s settles of %j', (seen, told, settled) => {
  expect(judgeLogin(login('accepted', seen), told)).toMatchObject(settled);
});

test('one verdict for all: a contradiction weighs most, and nothing tried is unclear', () => {
  const restart = (...verdicts: string[]) => ({ logins: verdicts.map((verdict) => ({ verdict })) }) as unknown as SmokedRestart;
  expect([
    verdictOf([restart('as expected'), restart('as expected')]), verdictOf([restart('unclear', 'contradicted')]), verdictOf([restart('as expected', 'unclear')]),
    verdictOf([restart()]),
  ]).toEqual(['as expected', 'contradicted', 'unclear', 'unclear']);
});

describe('what is foretold of a token', () => {
  const semantics = brokerSemantics('lavinmq')!;
  const ini = '[main]\nauth_backends = oauth\n[oauth]\nissuer = https://sso.example.com\naudience = messaging\n';
  const parts = writtenCase(semantics, { files: { 'lavinmq.ini': ini }, open: [], stated: {} });
  const token = tokenWith({ iss: 'https://sso.example.com', aud: 'messaging', sub: 'orders', exp: 2000 });
  const told = (given: string, signature: 'good' | 'bad' | 'unknown') =>
    foretell(semantics, parts as never, '2.9.1', { token: given, signature, protocol: 'amqp', now: 1000 });

  test.each<['good' | 'bad' | 'unknown', object]>([
    ['good', { decision: 'accept', reason: null, unknown: [] }],
    ['unknown', { decision: 'accept', reason: null, unknown: [] }],
    ['bad', { decision: 'reject', reason: 'LAVINMQ_TOKEN_SIGNATURE', unknown: [] }],
  ])('with a signature that is %s', (signature, expected) => {
    expect(told(token, signature)).toEqual(expected);
  });

  test.each(['opaque', 'a.b.c', 'bnVsbA.bnVsbA.x'])('where it is no token: %s', (text) => {
    expect(told(text, 'bad')).toMatchObject({ decision: 'reject' });
  });
});
