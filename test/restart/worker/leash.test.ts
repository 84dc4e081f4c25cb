import { PassThrough } from 'node:stream';
import { followLeash, sendStop } from '../../../src/restart/worker/leash';
import { PARENT_GONE, StopRequest } from '../../../src/restart/worker/stop-request';

function leash() {
  const pipe = new PassThrough();
  const stop = new StopRequest();
  const told: string[] = [];
  stop.listen((_text, reason) => told.push(reason));
  followLeash(pipe, stop);
  return { pipe, told };
}

const turn = () => new Promise((done) => setImmediate(done));

test('passes requests on, one a line, whatever pieces they come in', async () => {
  const { pipe, told } = leash();
  sendStop(pipe, 'received SIGTERM');
  pipe.write('received ');
  await turn();
  expect(told).toEqual(['received SIGTERM']);
  pipe.write('SIGINT\n');
  sendStop(pipe, 'a\nb');
  await turn();
  expect(told).toEqual(['received SIGTERM', 'received SIGINT', 'a b']);
});

test('its end says that nobody waits any more', async () => {
  const { pipe, told } = leash();
  pipe.end();
  await turn();
  await turn();
  expect(told).toEqual([PARENT_GONE]);
});

test('so does a fault of it, once', async () => {
  const { pipe, told } = leash();
  pipe.destroy(new Error('broken'));
  await turn();
  await turn();
  expect(told).toEqual([PARENT_GONE]);
});
