import { TOY } from './toy-semantics';
import { PreviewCase } from '../../src/preview/case';
import { CASE_SETTINGS, CaseError, caseProblem } from '../../src/preview/case-problem';
import { distinctReleases, preview } from '../../src/preview/preview';
import { PreviewResult } from '../../src/preview/result';

const CASE: PreviewCase = { broker: 'toy', now: 1, settings: '', can: ['do:this', { action: 'do', resource: 'secret' }] };

function result(more: Partial<PreviewCase>): PreviewResult {
  return preview(TOY, { ...CASE, ...more }) as PreviewResult;
}

test('an accepted token has every key, null where it does not apply', () => {
  expect(result({ brokerVersion: '1.1', id: 'a' })).toEqual({
    id: 'a',
    broker: 'toy',
    brokerVersion: '1.1',
    loads: true,
    decision: 'accept',
    reason: null,
    principal: 'someone',
    mqttClientId: null,
    permissions: [{ release: '1.1' }],
    tags: null,
    can: [
      { action: 'do', vhost: null, resource: 'this', allowed: true, reason: null },
      { action: 'do', vhost: null, resource: 'secret', allowed: false, reason: 'TOY_RIGHT' },
    ],
    expiresAt: 5,
    disconnectsAt: 5,
    willPublished: null,
    checks: [{ rule: 'TOY_DOOR', outcome: 'pass', detail: 'open', source: 'a page' }],
    warnings: [],
  });
});

test('a rejected token has no principal, no rights and no expiry, and may do nothing for the reason of the decision', () => {
  expect(result({ brokerVersion: '1.2' })).toMatchObject({
    decision: 'reject', reason: 'TOY_GUARD', principal: null, permissions: null, expiresAt: null, disconnectsAt: null,
    can: [{ allowed: false, reason: 'TOY_GUARD' }, { allowed: false, reason: 'TOY_GUARD' }],
  });
});

test('what an undetermined token may do is unknown, and what it may not do in any case is not', () => {
  expect(result({ brokerVersion: '2.0' })).toMatchObject({
    decision: 'undetermined', reason: 'TOY_GUARD', principal: 'someone', permissions: [{ release: '2.0' }], disconnectsAt: 'unknown',
    can: [{ allowed: 'unknown', reason: 'TOY_GUARD' }, { allowed: false, reason: 'TOY_RIGHT' }],
  });
});

test('releases that disagree leave it undetermined and say which is which', () => {
  const { decision, reason, checks, can, principal, disconnectsAt } = result({ brokerVersion: '1' });

  expect({ decision, reason, principal, disconnectsAt }).toEqual({ decision: 'undetermined', reason: 'TOY_GUARD', principal: 'someone', disconnectsAt: 5 });
  expect(checks.map(({ rule, outcome, detail }) => [rule, outcome, detail])).toEqual([
    ['TOY_DOOR', 'pass', 'open'],
    ['TOY_GUARD', 'unknown', '1.2: fail, met nobody'],
  ]);
  expect(can.map(({ allowed, reason: why }) => [allowed, why])).toEqual([['unknown', 'TOY_GUARD'], [false, 'TOY_RIGHT']]);
});

test('releases that agree decide together', () => {
  expect(result({ brokerVersion: '1', username: 'alice' })).toMatchObject({ decision: 'accept', reason: null, can: [{ allowed: true }, { allowed: false }] });
});

test('without a version every release counts', () => {
  expect(result({ username: 'alice' })).toMatchObject({ brokerVersion: null, decision: 'undetermined', disconnectsAt: 'unknown' });
});

test.each([
  [undefined, ['1.0', '1.2', '2.0']],
  ['1', ['1.0', '1.2']],
  ['1.1', ['1.1']],
  ['9', ['2.0']],
])('version %s means one release of every stretch that behaves alike', (version, expected) => {
  expect(distinctReleases(TOY, version)).toEqual(expected);
});

test('a version newer than known counts as the newest, with a warning', () => {
  expect(result({ brokerVersion: '3.0' })).toMatchObject({
    decision: 'undetermined',
    warnings: [{ rule: 'PREVIEW_VERSION_NEWER', message: 'Toy 3.0 is newer than any release known here; it was judged as 2.0' }],
  });
});

test.each([
  ['an action of another broker', { can: ['fly:away'] }, 'PREVIEW_CASE_ACTION'],
  ['an action of another broker as an object', { can: [{ action: 'fly' }] }, 'PREVIEW_CASE_ACTION'],
  ['a version that is none', { brokerVersion: 'newest' }, 'PREVIEW_CASE_VERSION'],
])('%s is a problem of the case', (_what, more, rule) => {
  expect(preview(TOY, { ...CASE, id: 'x', ...more })).toEqual({ id: 'x', error: { rule, message: expect.stringMatching(/; \S/) } });
});

test('a case that the broker cannot read is a problem of the case', () => {
  const semantics = { ...TOY, evaluate: () => { throw new CaseError(caseProblem(CASE_SETTINGS, 'settings are missing')); } };

  expect(preview(semantics, CASE)).toEqual({
    id: null,
    error: { rule: 'PREVIEW_CASE_SETTINGS', message: 'settings are missing; give the broker\'s own file or an object of its keys' },
  });
});

test('a fault of the program is not taken for a problem of the case', () => {
  const semantics = { ...TOY, evaluate: () => { throw new TypeError('oops'); } };

  expect(() => preview(semantics, CASE)).toThrow('oops');
});

test('without settings there is nothing to judge, unless the broker can be judged by other files', () => {
  expect(preview(TOY, { ...CASE, settings: undefined } as never)).toEqual({
    id: null, error: { rule: 'PREVIEW_CASE_SETTINGS', message: 'settings are missing; give the broker\'s own file or an object of its keys' },
  });
  expect(preview({ ...TOY, judgesWithoutSettings: true }, { ...CASE, settings: undefined, brokerVersion: '1.0' } as never)).toMatchObject({ decision: 'accept' });
});
