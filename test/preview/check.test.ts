import { DOOR, GUARD, RIGHT } from './toy-semantics';
import { CheckList } from '../../src/preview/check';

test.each([
  ['nothing but passed and skipped steps accepts', ['pass', 'skip'], 'accept', null],
  ['an unknown step leaves it open', ['pass', 'unknown', 'unknown'], 'undetermined', 'TOY_GUARD'],
  ['a failing step settles it', ['unknown', 'pass', 'fail'], 'reject', 'TOY_RIGHT'],
  ['the first failing step is the reason', ['fail', 'fail'], 'reject', 'TOY_DOOR'],
] as const)('%s', (_sentence, outcomes, decision, reason) => {
  const checks = new CheckList();
  const facts = [DOOR, GUARD, RIGHT];

  outcomes.forEach((outcome, index) => checks[outcome](facts[index], 'seen'));

  expect({ decision: checks.decision, reason: checks.reason, failed: checks.failed })
    .toEqual({ decision, reason, failed: decision === 'reject' });
});

test('a judged step says whether it passed', () => {
  const checks = new CheckList();

  expect([checks.judge(DOOR, true, 'a'), checks.judge(GUARD, false, 'b')]).toEqual([true, false]);
  expect(checks.checks).toEqual([
    { rule: 'TOY_DOOR', outcome: 'pass', detail: 'a', source: 'a page' },
    { rule: 'TOY_GUARD', outcome: 'fail', detail: 'b', source: 'a page' },
  ]);
});
