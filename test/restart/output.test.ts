import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { temporaryFolder } from './support/folder';
import { ConsoleOutput, lineOf } from '../../src/restart/output';
import { redactor } from '../../src/restart/redact';

const folder = temporaryFolder();

function output(more = {}, fail = false) {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done(fail ? Object.assign(new Error('broken pipe'), { code: 'EPIPE' }) : null);
    },
  });
  const shown = new ConsoleOutput(stream as unknown as NodeJS.WriteStream, {
    json: false, terminal: false, redact: redactor({ KEY: 'hunter22' }, ['KEY']), date: () => new Date(0), ...more,
  });
  return { shown, text: () => text };
}

const WAIT = { event: 'phase', node: 'n1', phase: 'wait', text: '1 of 3 good checks', position: 2, of: 3, elapsedSeconds: 4.26 } as const;

test('a line tells position, node, phase and elapsed time', () => {
  expect(lineOf(WAIT)).toBe('[2/3] n1 wait: 1 of 3 good checks (4.3 s)');
  expect(lineOf({ event: 'problem', text: 'x' })).toBe('problem: x');
});

test('shows one line an event and hides secrets', () => {
  const { shown, text } = output();
  shown.tell({ event: 'notice', text: 'key hunter22' });
  shown.line('end hunter22');
  expect(text()).toBe('notice: key (hidden)\nend (hidden)\n');
});

test('tells the same state once where nobody watches', () => {
  const { shown, text } = output();
  shown.tell(WAIT);
  shown.tell({ ...WAIT, elapsedSeconds: 6 });
  shown.tell({ ...WAIT, text: '2 of 3 good checks' });
  expect(text()).toBe('[2/3] n1 wait: 1 of 3 good checks (4.3 s)\n[2/3] n1 wait: 2 of 3 good checks (4.3 s)\n');
});

test('waits on one line with a bar where somebody watches', () => {
  const { shown, text } = output({ terminal: true });
  shown.tell(WAIT);
  shown.line('done');
  expect(text()).toBe('\r\u001b[K[#######.............] [2/3] n1 wait: 1 of 3 good checks (4.3 s)\r\u001b[Kdone\n');
});

test('writes JSON lines on request', () => {
  const { shown, text } = output({ json: true });
  shown.tell({ event: 'notice', text: 'x' });
  expect(text()).toBe('{"event":"notice","text":"x"}\n');
});

test('goes on with its log when the reader has gone away', async () => {
  const logFile = join(folder(), 'state', 'engine.log');
  const { shown } = output({ logFile }, true);
  shown.tell({ event: 'notice', text: 'one' });
  await new Promise((done) => setImmediate(done));
  shown.tell({ event: 'notice', text: 'two' });
  expect(readFileSync(logFile, 'utf8')).toBe(
    '{"at":"1970-01-01T00:00:00.000Z","event":"notice","text":"one"}\n{"at":"1970-01-01T00:00:00.000Z","event":"notice","text":"two"}\n');
});

test('goes on without a log where none can be written', () => {
  writeFileSync(join(folder(), 'state'), 'a file where the folder should be');
  const { shown, text } = output({ logFile: join(folder(), 'state', 'engine.log') });
  shown.tell({ event: 'notice', text: 'x' });
  expect(text()).toBe('notice: x\n');
});
