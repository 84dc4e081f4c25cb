import { fillUnresolved } from '../../src/text/fill-unresolved';

const MARK = '${TfToken[TOKEN.1]}';

test('a mark is replaced wherever it stands in a text, by the value as it is', () => {
  expect(fillUnresolved({ a: [`x${MARK}y${MARK}`, { b: MARK }], c: 1, d: null, e: undefined, f: true }, { [MARK]: '$& é' }))
    .toEqual({ a: ['x$& éy$& é', { b: '$& é' }], c: 1, d: null, e: undefined, f: true });
});

test('what no value is known for stays, and so do objects of classes', () => {
  const date = new Date(0);

  expect(fillUnresolved([MARK, date], { '${TfToken[TOKEN.2]}': 'x', '': 'y' })).toEqual([MARK, date]);
  expect(fillUnresolved({ date }, { [MARK]: 'x' }).date).toBe(date);
});
