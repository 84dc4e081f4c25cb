import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandDriver } from '../../../src/restart/drivers/command';
import { redactor } from '../../../src/restart/redact';
import { CommandDriverSpec } from '../../../src/restart/spec';
import { temporaryFolder } from '../support/folder';

const folder = temporaryFolder();
const node = (script: string) => [process.execPath, '-e', script];
const ENVIRONMENT = { PATH: process.env.PATH, PASSWORD: 'hunter22' };

function driver(spec: Partial<CommandDriverSpec>): CommandDriver {
  const full: CommandDriverSpec = { kind: 'command', environment: ['PATH', 'PASSWORD'], ...spec };
  return new CommandDriver(full, { environment: ENVIRONMENT, redact: redactor(ENVIRONMENT, full.environment), commandSeconds: 10 });
}

test('shows the last lines of a command that fails, without the secrets it was given', async () => {
  const outcome = await driver({ restart: node('console.error("login with " + process.env.PASSWORD); process.exit(4)') }).restart();
  expect(outcome).toEqual({ ok: false, detail: `${process.execPath}: exit code 4: login with (hidden)` });
});

test('restarts by stop and start where there is no restart, and only starts what does not run', async () => {
  const log = join(folder(), 'log');
  const note = (word: string) => node(`require('fs').appendFileSync(${JSON.stringify(log)}, '${word} ')`);
  const read = () => require('node:fs').readFileSync(log, 'utf8') as string;
  expect((await driver({ stop: note('stop'), start: note('start') }).restart()).ok).toBe(true);
  expect(read()).toBe('stop start ');
  expect((await driver({ stop: note('stop'), start: note('start'), pidFile: join(folder(), 'none.pid') }).restart()).ok).toBe(true);
  expect(read()).toBe('stop start start ');
});

test('does not start what cannot be stopped', async () => {
  expect((await driver({ stop: node('process.exit(1)'), start: node('') }).restart()).ok).toBe(false);
});

test.each([
  ['a text', 'console.log("run-7")', { state: 'running', startText: 'run-7' }],
  ['a date', 'console.log("2026-01-02T03:04:05Z")', { state: 'running', startedAt: Date.parse('2026-01-02T03:04:05Z') }],
  ['nothing', '', { state: 'stopped' }],
  ['an error', 'process.exit(1)', { state: 'unknown' }],
])('a start time command that gives %s', async (_name, script, expected) => {
  expect(await driver({ startTimeCommand: node(script) }).process()).toMatchObject(expected);
});

test('knows nothing of a process without pid file and command', async () => {
  expect((await driver({}).process()).state).toBe('unknown');
});

test.each([
  ['exit code 0', 'process.exit(0)', undefined, true],
  ['another exit code', 'process.exit(1)', undefined, false],
  ['the text', 'console.log("role: leader")', 'leader', true],
  ['another text', 'console.log("role: follower")', 'leader', false],
])('a leader command with %s', async (_name, script, leaderOutput, expected) => {
  expect(await driver({ leaderCommand: node(script), leaderOutput }).leads()).toBe(expected);
});

test('cannot tell the leader without a command, or with one that does not run', async () => {
  expect(await driver({}).leads()).toBeUndefined();
  expect(await driver({ leaderCommand: ['/no/such/program'] }).leads()).toBeUndefined();
});

test('shows the end of a log file without secrets', async () => {
  const logFile = join(folder(), 'broker.log');
  writeFileSync(logFile, `${'x\n'.repeat(10000)}token hunter22\nlast\n`);
  const tail = await driver({ logFile }).logTail();
  expect(tail.split('\n').slice(-2)).toEqual(['token (hidden)', 'last']);
  expect(tail.split('\n')).toHaveLength(20);
  expect(await driver({ logFile: `${logFile}.none` }).logTail()).toContain('cannot be read (ENOENT)');
  expect(await driver({ logCommand: node('console.log("from command")') }).logTail()).toBe('from command');
  expect(await driver({}).logTail()).toBe('');
});
