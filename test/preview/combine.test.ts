import { combine } from '../../src/preview/combine';
import { PreviewResult } from '../../src/preview/result';

const ACCEPTED: PreviewResult = {
  id: null, broker: 'toy', brokerVersion: null, loads: true, decision: 'accept', reason: null, principal: 'p', mqttClientId: null,
  permissions: [], tags: null, can: [], expiresAt: null, disconnectsAt: null, willPublished: null, checks: [], warnings: [],
};
const check = (rule: string, outcome: 'pass' | 'fail' | 'unknown', detail = outcome as string) => ({ rule, outcome, detail, source: 's' });
const rejected = (...checks: PreviewResult['checks']): PreviewResult =>
  ({ ...ACCEPTED, decision: 'reject', principal: null, permissions: null, checks, reason: checks[checks.length - 1].rule });

function combined(...results: PreviewResult[]): PreviewResult {
  return combine(results.map((result, index) => ({ label: `r${index}`, result })));
}

test('where all reject for different reasons, the newest speaks', () => {
  expect(combined(rejected(check('A', 'fail')), rejected(check('A', 'pass'), check('B', 'fail')))).toMatchObject({ decision: 'reject', reason: 'B' });
});

test('no failing step stands in an undetermined result', () => {
  const result = combined(rejected(check('A', 'pass'), check('OLD', 'fail')), { ...ACCEPTED, checks: [check('A', 'pass')] });

  expect(result).toMatchObject({ decision: 'undetermined', reason: 'OLD', principal: 'p' });
  expect(result.checks).toEqual([check('A', 'pass'), { ...check('OLD', 'unknown'), detail: 'r0: fail, fail' }]);
});

test('a step that stands twice is compared with its like', () => {
  const result = combined(
    rejected(check('A', 'pass', 'first'), check('A', 'fail', 'second')),
    { ...ACCEPTED, checks: [check('A', 'pass', 'first'), check('A', 'pass', 'second')] },
  );

  expect(result.checks.map(({ outcome, detail }) => [outcome, detail])).toEqual([
    ['pass', 'first'],
    ['unknown', 'r0: fail, second; r1: pass, second'],
  ]);
});

test('what readings disagree on is unknown', () => {
  const can = (allowed: boolean) => [{ action: 'do', vhost: null, resource: null, allowed, reason: allowed ? null : 'WHY' }];
  const result = combined(
    { ...ACCEPTED, loads: true, disconnectsAt: 1, willPublished: true, can: can(true) },
    { ...ACCEPTED, loads: 'unknown', disconnectsAt: 2, willPublished: false, can: can(false) },
  );

  expect(result).toMatchObject({ decision: 'accept', loads: 'unknown', disconnectsAt: 'unknown', willPublished: 'unknown' });
  expect(result.can).toEqual([{ action: 'do', vhost: null, resource: null, allowed: 'unknown', reason: 'WHY' }]);
});

test('a warning is told once', () => {
  const warnings = [{ rule: 'W', message: 'm' }];

  expect(combined({ ...ACCEPTED, warnings }, { ...ACCEPTED, warnings: [...warnings, { rule: 'W', message: 'n' }] }).warnings)
    .toEqual([{ rule: 'W', message: 'm' }, { rule: 'W', message: 'n' }]);
});
