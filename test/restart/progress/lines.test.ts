import { fit, lineOf, shownLines, toGo } from '../../../src/restart/progress/lines';

test('a line tells position, node, phase and elapsed time', () => {
  const wait = { event: 'phase', node: 'n1', phase: 'wait', text: '1 of 3 good checks', position: 2, of: 3, elapsedSeconds: 4.26 } as const;
  expect(lineOf(wait)).toBe('[2/3] n1 wait: 1 of 3 good checks (4.3 s)');
  expect(lineOf(wait, false)).toBe('[2/3] n1 wait: 1 of 3 good checks');
  expect(lineOf({ event: 'problem', text: 'x' })).toBe('problem: x');
});

test.each([[0.4, 'about 0 s to go'], [99, 'about 99 s to go'], [100, 'about 2 min to go'], [3600, 'about 60 min to go']])('%d seconds are %s', (seconds, text) => {
  expect(toGo(seconds)).toBe(text);
});

test('lines after the first are indented, blank ones at the end are dropped', () => {
  expect(shownLines('a\r\nb\n\nc\n\n')).toEqual(['a', '    b', '    ', '    c']);
  expect(shownLines('')).toEqual(['']);
});

test.each([['abc', 2, 'ab'], ['中a', 2, '中'], ['中', 1, ''], ['😀a', 3, '😀a']])('of %s into %d columns fits %s', (text, columns, kept) => {
  expect(fit(text, columns)).toBe(kept);
});
