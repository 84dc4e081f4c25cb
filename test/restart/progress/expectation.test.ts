import { Expectation } from '../../../src/restart/progress/expectation';

test('nothing is expected before the first node is done, and after the last', () => {
  const expectation = new Expectation();
  expectation.work(0);
  expect(expectation.rest(2, 500)).toBeUndefined();
  expectation.finish(1000);
  expect(expectation.rest(2, 1000)).toBe(1);
  expectation.finish(2000);
  expect(expectation.rest(2, 2000)).toBeUndefined();
});

test('goes down with the time and not below nothing', () => {
  const expectation = new Expectation();
  expectation.work(5000);
  expectation.finish(15_000);
  expect([15_000, 20_000, 60_000].map((now) => expectation.rest(3, now))).toEqual([20, 15, 0]);
});

test('nodes that restart together take half of the time each', () => {
  const expectation = new Expectation();
  expectation.work(0);
  expectation.finish(10_000);
  expectation.finish(10_000);
  expect(expectation.rest(4, 10_000)).toBe(10);
});
