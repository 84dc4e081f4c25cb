import { PARENT_GONE, StopRequest, stopAtSignals } from '../../../src/restart/worker/stop-request';

test('keeps the first reason and tells of every request', () => {
  const stop = new StopRequest();
  const told: [string, string][] = [];
  stop.listen((text, reason) => told.push([text, reason]));
  expect(stop.reason).toBeUndefined();
  stop.ask('received SIGINT');
  stop.ask('received SIGTERM');
  expect(stop.reason).toBe('received SIGINT');
  expect(told).toEqual([
    ['received SIGINT: finishes the node in hand, then stops', 'received SIGINT'],
    ['received SIGTERM: goes on finishing the node in hand; left half-way, nobody would know its condition', 'received SIGTERM'],
  ]);
});

test('is asked once nobody waits any more, without an event', () => {
  let alone = false;
  const stop = new StopRequest(() => alone);
  const told: string[] = [];
  stop.listen((_text, reason) => told.push(reason));
  expect(stop.reason).toBeUndefined();
  alone = true;
  expect([stop.reason, stop.reason]).toEqual([PARENT_GONE, PARENT_GONE]);
  expect(told).toEqual([PARENT_GONE]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s is a request, until nobody listens', (signal) => {
  const before = process.listenerCount(signal);
  const stop = new StopRequest();
  const over = stopAtSignals(stop);
  process.emit(signal);
  over();
  expect(stop.reason).toBe(`received ${signal}`);
  expect(process.listenerCount(signal)).toBe(before);
});
