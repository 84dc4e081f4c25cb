import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './support/folder';
import { ConsoleOutput } from '../../src/restart/output';
import { redactor } from '../../src/restart/redact';

const folder = temporaryFolder();

/** An output whose clock and terminal the test moves. */
function output({ columns, ...more }: { columns?: number; json?: boolean; logFile?: string } = {}) {
  const seen = { text: '', now: 0, columns };
  const shown = new ConsoleOutput({ write: (text) => { seen.text += text; }, columns: () => seen.columns }, {
    json: false, redact: redactor({ KEY: 'hunter22' }, ['KEY']), date: () => new Date(0), now: () => seen.now, ...more,
  });
  return { shown, seen };
}

const WAIT = { event: 'phase', node: 'n1', phase: 'wait', text: '1 of 3 good checks', position: 1, of: 3, elapsedSeconds: 4.26 } as const;
const DONE = { event: 'node', node: 'n1', phase: 'done', text: 'all probes good', position: 1, of: 3, elapsedSeconds: 10 } as const;
const HOSTILE = 'said \u001b[2J\u009b31mred\u202e\nn2 done: all good\r';

describe('where nobody watches', () => {
  test('shows one line an event and hides secrets', () => {
    const { shown, seen } = output();
    shown.tell({ event: 'notice', text: 'key hunter22' });
    shown.line('end hunter22');
    expect(seen.text).toBe('notice: key (hidden)\nend (hidden)\n');
  });

  test('tells the same state once, and again after a minute', () => {
    const { shown, seen } = output();
    shown.tell(WAIT);
    seen.now = 59_000;
    shown.tell({ ...WAIT, elapsedSeconds: 63 });
    expect(seen.text).toBe('[1/3] n1 wait: 1 of 3 good checks (4.3 s)\n');
    seen.now = 60_000;
    shown.tell({ ...WAIT, elapsedSeconds: 64 });
    expect(seen.text).toBe('[1/3] n1 wait: 1 of 3 good checks (4.3 s)\n[1/3] n1 wait: 1 of 3 good checks (64.0 s)\n');
  });

  test('tells after each node how long the rest is expected to take', () => {
    const { shown, seen } = output();
    shown.tell(WAIT);
    seen.now = 10_000;
    shown.tell(DONE);
    expect(seen.text.split('\n')[1]).toBe('[1/3] n1 done: all probes good (10.0 s; about 20 s to go)');
  });

  test('no control character of others gets through, and no line of theirs looks like ours', () => {
    const { shown, seen } = output();
    shown.tell({ event: 'problem', node: 'n1', phase: 'failed', text: HOSTILE });
    shown.tick();
    shown.end();
    expect(seen.text).toBe('n1 failed: said \\u001b[2J\\u009b31mred\\u202e\n    n2 done: all good\n');
  });
});

describe('on a terminal', () => {
  const ERASE = '\r\u001b[J';

  test('waits on one line with bar, node, phase, time and expected rest', () => {
    const { shown, seen } = output({ columns: 120 });
    shown.tell(WAIT);
    expect(seen.text).toBe('[....................] 0 of 3 done: n1 wait 4 s: 1 of 3 good checks');
    seen.now = 10_000;
    seen.text = '';
    shown.tell(DONE);
    shown.tell({ ...WAIT, node: 'n2', position: 2, elapsedSeconds: 0 });
    expect(seen.text).toBe(`${ERASE}[1/3] n1 done: all probes good (10.0 s)\n[#######.............] 1 of 3 done, about 20 s to go: n2 wait 0 s: 1 of 3 good checks`);
  });

  test('lets time go on while a command runs', () => {
    const { shown, seen } = output({ columns: 120 });
    shown.tell({ ...WAIT, phase: 'restart', text: 'restarting', elapsedSeconds: 0 });
    seen.now = 7000;
    seen.text = '';
    shown.tick();
    expect(seen.text).toBe(`${ERASE}[....................] 0 of 3 done: n1 restart 7 s: restarting`);
  });

  test('names all nodes that restart together', () => {
    const { shown, seen } = output({ columns: 120 });
    shown.tell(WAIT);
    shown.tell({ ...WAIT, node: 'n2', phase: 'restart' });
    expect(seen.text.split(ERASE)[1]).toBe('[....................] 0 of 3 done: n1 wait, n2 restart');
  });

  test('lines go above the line at the foot, which is drawn again', () => {
    const { shown, seen } = output({ columns: 120 });
    shown.tell(WAIT);
    const foot = seen.text;
    seen.text = '';
    shown.tell({ event: 'notice', text: 'received SIGINT' });
    expect(seen.text).toBe(`${ERASE}notice: received SIGINT\n${foot}`);
  });

  test('nothing is left of it at the end', () => {
    const { shown, seen } = output({ columns: 120 });
    shown.tell(WAIT);
    seen.text = '';
    shown.end();
    shown.tick();
    expect(seen.text).toBe(ERASE);
  });

  test('is never wider than the terminal, whatever a text holds', () => {
    const { shown, seen } = output({ columns: 30 });
    shown.tell({ ...WAIT, text: `中文中文中文中文中文 ${HOSTILE}` });
    expect(seen.text).toBe('0 of 3 done: n1 wait 4 s: 中');
  });

  test('erases every row that the line takes after the terminal became narrower', () => {
    const { shown, seen } = output({ columns: 120 });
    shown.tell(WAIT);
    seen.columns = 40;
    seen.text = '';
    shown.tick();
    expect(seen.text.startsWith('\u001b[1A\r\u001b[J0 of 3 done: n1 wait')).toBe(true);
  });
});

describe('as JSON', () => {
  test('is one object a line, in which no control character stands', () => {
    const { shown, seen } = output({ json: true, columns: 120 });
    shown.tell({ event: 'notice', text: HOSTILE });
    shown.tick();
    expect(seen.text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(JSON.parse(seen.text)).toEqual({ event: 'notice', text: HOSTILE });
  });

  test('has the expected rest', () => {
    const { shown, seen } = output({ json: true });
    shown.tell(WAIT);
    seen.now = 10_000;
    shown.tell(DONE);
    expect(JSON.parse(seen.text.split('\n')[1])).toEqual({ ...DONE, expectedRestSeconds: 20 });
  });
});

test('keeps a log of every event', () => {
  const logFile = join(folder(), 'state', 'engine.log');
  const { shown } = output({ logFile });
  shown.tell({ event: 'notice', text: 'one hunter22' });
  shown.tell({ event: 'notice', text: 'two' });
  expect(readFileSync(logFile, 'utf8')).toBe(
    '{"at":"1970-01-01T00:00:00.000Z","event":"notice","text":"one (hidden)"}\n{"at":"1970-01-01T00:00:00.000Z","event":"notice","text":"two"}\n');
});

test('goes on without a log where none can be written', () => {
  writeFileSync(join(folder(), 'state'), 'a file where the folder should be');
  const { shown, seen } = output({ logFile: join(folder(), 'state', 'engine.log') });
  shown.tell({ event: 'notice', text: 'x' });
  expect(seen.text).toBe('notice: x\n');
});
