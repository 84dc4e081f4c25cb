import { Writable } from 'node:stream';
import { screenOf } from '../../../src/restart/progress/screen';

function stream(own: object = {}, write: (chunk: Buffer, done: (error?: Error) => void) => void = (_chunk, done) => done()) {
  const target = new Writable({ write: (chunk, _encoding, done) => write(chunk, done) });
  return Object.assign(target, own) as unknown as NodeJS.WriteStream;
}

test.each([
  ['a terminal has its columns', { isTTY: true, columns: 132 }, {}, 132],
  ['a terminal that does not tell has the usual ones', { isTTY: true }, {}, 80],
  ['one of no columns has a few', { isTTY: true, columns: 0 }, {}, 20],
  ['a pipe has none', { columns: 80 }, {}, undefined],
  ['nobody watches in CI', { isTTY: true, columns: 80 }, { CI: 'true' }, undefined],
  ['CI=false is no CI', { isTTY: true, columns: 80 }, { CI: 'false' }, 80],
  ['a terminal without control sequences gets none', { isTTY: true, columns: 80 }, { TERM: 'dumb' }, undefined],
])('%s', (_what, own, environment, columns) => {
  expect(screenOf(stream(own), environment).columns()).toBe(columns);
});

test('follows a terminal that is resized', () => {
  const target = stream({ isTTY: true, columns: 80 });
  const screen = screenOf(target, {});
  target.columns = 50;
  expect(screen.columns()).toBe(50);
});

test('a reader that goes away ends nothing', async () => {
  let writes = 0;
  const screen = screenOf(stream({}, (_chunk, done) => {
    writes += 1;
    done(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }));
  }), {});
  screen.write('a');
  await new Promise((done) => setImmediate(done));
  screen.write('b');
  expect(writes).toBe(1);
});

test('a reader that takes nothing costs a bounded amount of memory', () => {
  const target = stream({}, () => undefined);
  const screen = screenOf(target, {});
  for (let count = 0; count < 5000; count++) {
    screen.write('x'.repeat(1000));
  }
  expect(target.writableLength).toBeLessThan(1_100_000);
});
