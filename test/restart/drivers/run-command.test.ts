import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../../../src/restart/drivers/run-command';
import { temporaryFolder } from '../support/folder';

const folder = temporaryFolder();
const run = (argv: readonly string[], more = {}) =>
  runCommand({ argv, environment: { PATH: process.env.PATH }, timeoutSeconds: 10, keepBytes: 1000, ...more });
const node = (script: string, ...words: string[]) => [process.execPath, '-e', script, ...words];

test('gives exit code and output', async () => {
  expect(await run(node('console.log("out"); console.error("err")'))).toEqual({ ok: true, ending: 'exit code 0', stdout: 'out\n', stderr: 'err\n' });
  expect(await run(node('process.exit(3)'))).toMatchObject({ ok: false, ending: 'exit code 3' });
});

test('passes words as they are, since no shell looks at them', async () => {
  const hostile = '$(touch x); `id` "\' *';
  expect((await run(node('console.log(process.argv[1])', hostile))).stdout).toBe(`${hostile}\n`);
});

test('gives the command the named environment and nothing else', async () => {
  process.env.NOT_FOR_COMMANDS = 'secret';
  const result = await run(node('console.log(Object.keys(process.env).join())'), { environment: { ONE: '1', NONE: undefined } });
  delete process.env.NOT_FOR_COMMANDS;
  expect(result.stdout.trim().split(',').filter((name) => !name.startsWith('__'))).toEqual(['ONE']);
});

test('keeps the last bytes of much output', async () => {
  const result = await run(node('process.stdout.write("x".repeat(100000) + "end")'), { keepBytes: 10 });
  expect(result.stdout).toBe('xxxxxxxend');
});

test('tells of a program that does not exist', async () => {
  expect(await run(['/no/such/program'])).toEqual({ ok: false, ending: 'cannot run /no/such/program (ENOENT)', stdout: '', stderr: '' });
});

test('ends a command that takes too long, with everything it started', async () => {
  const mark = join(folder(), 'mark');
  const grandchild = `setTimeout(() => require('fs').writeFileSync(${JSON.stringify(mark)}, ''), 1500)`;
  const script = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`;
  const result = await run(node(script), { timeoutSeconds: 0.5 });
  expect(result).toMatchObject({ ok: false, ending: 'took longer than 0.5 s' });
  await sleep(1500);
  expect(existsSync(mark)).toBe(false);
});

test('does not wait for what it cannot end', async () => {
  const begun = Date.now();
  expect(await run(['sh', '-c', 'trap "" TERM; setsid sleep 20 & wait'], { timeoutSeconds: 0.5 })).toMatchObject({ ok: false, ending: 'took longer than 0.5 s' });
  expect(await run(['setsid', '--wait', 'sleep', '20'], { timeoutSeconds: 0.5 })).toMatchObject({ ok: false, ending: 'took longer than 0.5 s' });
  expect(Date.now() - begun).toBeLessThan(15_000);
});

test('does not wait for a daemon that keeps the output open', async () => {
  const daemon = 'require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 5000)"], { stdio: "inherit", detached: true }).unref()';
  const begun = Date.now();
  expect((await run(node(daemon))).ok).toBe(true);
  expect(Date.now() - begun).toBeLessThan(4000);
});
