import { PassThrough, Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { relay } from '../../../src/restart/worker/relay';

const turn = () => sleep(5);

test('passes everything on', async () => {
  const [source, target] = [new PassThrough(), new PassThrough()];
  relay(source, target);
  source.write('a');
  source.write('b');
  await turn();
  expect(String(target.read())).toBe('ab');
});

test('a slow reader slows down the source', async () => {
  const waiting: (() => void)[] = [];
  const target = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => { waiting.push(done); } });
  let given = 0;
  const source = new Readable({ highWaterMark: 1, read() { this.push(`${given++}`); } });
  relay(source, target);
  await turn();
  const before = given;
  await turn();
  expect(given).toBe(before);
  waiting[0]();
  await turn();
  expect(given).toBeGreaterThan(before);
  source.destroy();
});

test('a reader that has gone away does not hold up the source', async () => {
  const target = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
  const source = new PassThrough();
  relay(source, target);
  for (let count = 0; count < 100; count++) {
    source.write('x'.repeat(16 * 1024));
    await turn();
  }
  expect(source.readableLength + source.writableLength).toBe(0);
});
