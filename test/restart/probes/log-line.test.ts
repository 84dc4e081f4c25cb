import * as fs from 'node:fs';
import * as path from 'node:path';
import { LogLineProbe } from '../../../src/restart/probes/log-line';
import { LogLineProbeSpec } from '../../../src/restart/spec/log-line-probe';
import { PROBE } from '../../../src/restart/spec/probes';
import { temporaryFolder } from '../support/folder';

const folder = temporaryFolder();
const file = () => path.join(folder(), 'broker.log');
const log = (...lines: string[]) => fs.writeFileSync(file(), lines.map((line) => `${line}\n`).join(''));

const make = (spec: object) => new LogLineProbe(PROBE.parse({ kind: 'log-line', ...spec }) as LogLineProbeSpec, { PATH: process.env.PATH, WORD: 'loaded' });
const check = (more: object) => make({ file: file(), startedBy: 'version 2.0 starting', ...more }).check(5);

describe('a log line probe of a file', () => {
  test('looks at the lines since the last start alone', async () => {
    log('1: version 2.0 starting', '2: token plugin loaded', '3: terminating', '4: version 2.0 starting', '5: Error: no licence');
    expect(await check({ holds: 'token plugin loaded' })).toEqual({ healthy: false, detail: '2 lines since the start, and none has the wanted text' });
    expect(await check({ lacks: 'Error' })).toEqual({ healthy: false, detail: '2 lines since the start, and one has the text that none may have' });
    log('1: version 2.0 starting', '2: Error: no licence', '3: version 2.0 starting', '4: token plugin loaded');
    expect(await check({ holds: 'token plugin loaded', lacks: 'Error' })).toEqual({ healthy: true, detail: '2 lines since the start' });
  });

  test('is not healthy where no start is logged, be it since the log was rotated', async () => {
    log('1: token plugin loaded');
    expect(await check({ holds: 'loaded' })).toEqual({ healthy: false, detail: 'no line of a start in the log' });
  });

  test('follows a log that was rotated', async () => {
    log('1: version 2.0 starting', '2: loaded');
    const probe = make({ file: file(), startedBy: 'version 2.0 starting', holds: 'loaded' });
    expect((await probe.check(5)).healthy).toBe(true);
    fs.renameSync(file(), `${file()}.1`);
    log('1: version 2.0 starting');
    expect((await probe.check(5)).healthy).toBe(false);
  });

  test('takes no line that is not finished', async () => {
    fs.writeFileSync(file(), '1: version 2.0 starting\n2: loaded');
    expect((await check({ holds: 'loaded' })).healthy).toBe(false);
  });

  test('looks at the end of a large log, and takes no line that is cut', async () => {
    const filler = 'x'.repeat(999);
    log('0: version 2.0 starting', ...Array.from({ length: 3000 }, () => filler));
    expect(await check({ holds: 'loaded' })).toEqual({ healthy: false, detail: 'no line of a start in the last 1048576 bytes of the log' });
    log(...Array.from({ length: 3000 }, () => filler), '1: version 2.0 starting', '2: loaded');
    expect(await check({ holds: 'loaded' })).toEqual({ healthy: true, detail: '2 lines since the start' });
  });

  test('tells that a file cannot be read', async () => {
    expect(await check({ holds: 'x' })).toEqual({ healthy: false, detail: `${file()} cannot be read (ENOENT)` });
  });

  test('shows no line, which may hold what is secret', async () => {
    log('1: version 2.0 starting', '2: password is hidden');
    expect(JSON.stringify([await check({ lacks: 'password' }), await check({ holds: 'password' }), await check({ holds: 'none' })])).not.toContain('hidden');
  });
});

describe('a log line probe of a command', () => {
  const command = (script: string, more: object) => make({ command: ['sh', '-c', script], environment: ['PATH', 'WORD'], ...more }).check(2);

  test('looks at everything that it prints, where that is of the present process alone', async () => {
    expect(await command('echo "plugin $WORD"; echo done', { holds: 'plugin loaded' })).toEqual({ healthy: true, detail: '2 lines since the start' });
    expect((await command('echo Error', { lacks: 'Error' })).healthy).toBe(false);
  });

  test('looks at what comes after the last start, where it prints more', async () => {
    expect((await command('echo starting; echo Error; echo starting; echo ready', { startedBy: 'starting', lacks: 'Error' })).healthy).toBe(true);
  });

  test('looks at what it writes to its standard error too, in the order in which it was written', async () => {
    expect((await command('echo fine; echo Error >&2', { lacks: 'Error' })).healthy).toBe(false);
    expect((await command('echo loaded >&2', { holds: 'loaded' })).healthy).toBe(true);
    expect((await command('echo Error >&2; echo starting; echo ready >&2', { startedBy: 'starting', holds: 'ready', lacks: 'Error' })).healthy).toBe(true);
  });

  test('takes the last line without a line feed, since the command has ended', async () => {
    expect((await command('printf "starting\\nloaded"', { holds: 'loaded' })).healthy).toBe(true);
    expect((await command('printf "starting\\nError"', { lacks: 'Error' })).healthy).toBe(false);
  });

  test.each(['true', 'echo'])('is not healthy where %j prints nothing, which proves nothing', async (script) => {
    const expected = { healthy: false, detail: 'the command printed nothing: let it print what the broker has logged since its start' };
    expect(await command(script, { lacks: 'Error' })).toEqual(expected);
  });

  test('tells that there is no such program', async () => {
    expect((await make({ command: ['a-program-that-is-not-there'], holds: 'x' }).check(2)).detail)
      .toBe('a-program-that-is-not-there: exit code 127 (is there such a program?)');
  });

  test('is not healthy where the command fails, hangs or prints too much to be sure', async () => {
    expect(await command('echo loaded; exit 3', { holds: 'loaded' })).toEqual({ healthy: false, detail: 'sh: exit code 3' });
    expect((await make({ command: ['sleep', '20'], holds: 'x' }).check(0.2)).detail).toBe('sleep: took longer than 0.2 s');
    expect((await command('yes fine | head -c 1500000', { lacks: 'Error' })).detail).toBe('the command printed more than 1048576 bytes, so that not every line was seen');
  });
});

test('the target names the log', () => {
  expect([make({ file: '/var/log/a.log', startedBy: 'a', holds: 'b' }).target, make({ command: ['journalctl', '--unit=a'], holds: 'b' }).target])
    .toEqual(['log /var/log/a.log', 'log journalctl']);
});

test.each<[string, object, string]>([
  ['neither file nor command', { holds: 'a' }, 'must name a file or a command'],
  ['both', { file: 'a', command: ['b'], startedBy: 'c', holds: 'd' }, 'must name a file or a command'],
  ['a file without the text of a start', { file: 'a', holds: 'b' }, 'must say by startedBy'],
  ['nothing to look for', { file: 'a', startedBy: 'b' }, 'must name a text'],
])('a probe with %s is refused', (_name, spec, message) => {
  expect(PROBE.safeParse({ kind: 'log-line', ...spec }).error?.issues.map((issue) => issue.message).join()).toContain(message);
});
