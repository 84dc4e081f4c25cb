import { TOY } from './toy-semantics';
import { excerpt, excerpts } from '../../src/preview/excerpt';
import { explain } from '../../src/preview/explain';
import { preview } from '../../src/preview/preview';
import { PreviewResult } from '../../src/preview/result';
import { RESULT_SHAPE } from '../../src/preview/schemas';

test('a refusal tells what was looked at, what was found and what to change', () => {
  const result = preview(TOY, { id: 'one', broker: 'toy', brokerVersion: '1.2', now: 1, settings: '', username: 'b\u001b[2Job', can: ['do:this'] });

  expect(explain(result, TOY)).toBe([
    'one: Toy 1.2 refuses the client (TOY_GUARD).',
    '',
    'What it looks at:',
    '  ok      the TOY_DOOR: open',
    '  REFUSED the TOY_GUARD: met b\\u001b[2Job',
    '',
    'What it may do:',
    '  no      do "this" (TOY_GUARD)',
    '',
    'What to change:',
    '  change the TOY_GUARD [TOY_GUARD; a page]',
    '',
  ].join('\n'));
});

test('an open case tells what would apply', () => {
  const result = preview(TOY, { broker: 'toy', now: 1, settings: '', brokerVersion: '3.0', can: ['do:secret', 'do:this'] });

  expect(explain(result, TOY)).toBe([
    'Toy 3.0 may let the client in or not (TOY_GUARD).',
    '',
    'What it looks at:',
    '  ok      the TOY_DOOR: open',
    '  unknown the TOY_GUARD: was silent',
    '',
    'What the client then is:',
    '  principal: someone',
    '  permission: {"release":"2.0"}',
    '  token expires at: 5',
    '  is disconnected at: unknown',
    '',
    'What it may do:',
    '  no      do "secret" (TOY_RIGHT)',
    '  unknown do "this" (TOY_GUARD)',
    '',
    'Worth knowing:',
    '  Toy 3.0 is newer than any release known here; it was judged as 2.0 [PREVIEW_VERSION_NEWER]',
    '',
    'What to change:',
    '  change the TOY_GUARD [TOY_GUARD; a page]',
    '  change the TOY_RIGHT [TOY_RIGHT; a page]',
    '',
  ].join('\n'));
});

test('an old release is warned of', () => {
  const { warnings } = preview(TOY, { broker: 'toy', brokerVersion: '0.9', now: 1, settings: '', token: { header: {}, claims: {} } }) as PreviewResult;
  expect(warnings).toEqual([expect.objectContaining({
    rule: 'PREVIEW_VERSION_OLDER', message: expect.stringContaining('Toy 0.9 is older than any release known here; it was judged as 1.0'),
  })]);
});

test('a case that cannot be judged says why', () => {
  expect(explain(preview(TOY, { broker: 'toy', now: 1, settings: '', can: ['fly'] }), TOY))
    .toBe('cannot be judged: unknown action; write the action in the broker\'s own words [PREVIEW_CASE_ACTION]\n');
});

test('results have the published shape', () => {
  expect(RESULT_SHAPE.problem(preview(TOY, { broker: 'toy', now: 1, settings: '', can: ['do:x'] }))).toBeUndefined();
});

test.each([
  ['orders', '"orders"'],
  ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJh', 'a text of 35 characters that looks like a token'],
  ['x'.repeat(61), `"${'x'.repeat(60)}…" (61 characters)`],
])('the excerpt of %s shows no token', (value, expected) => {
  expect(excerpt(value)).toBe(expected.replace('35', String(value.length)));
});

test('many values are cut', () => {
  expect(excerpts(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('"a", "b", "c", "d", "e" and 2 more');
});
