import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { FrontOptions, runFront } from '../../../src/restart/worker/front';
import { StopRequest } from '../../../src/restart/worker/stop-request';
import { temporaryFolder } from '../support/folder';

const folder = temporaryFolder();

/** Runs a front over a worker that is this script. */
function front(script: string, own: Partial<FrontOptions> = {}) {
  const program = join(folder(), 'worker.cjs');
  writeFileSync(program, script);
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const stop = new StopRequest();
  const ended = runFront({
    program, words: ['--worker', 'spec.json'], environment: { PATH: process.env.PATH, GIVEN: 'x' }, stdout, stderr, stop, patienceSeconds: async () => 30, ...own,
  }).then(async (code) => {
    stdout.end();
    stderr.end();
    return { code, out: await text(stdout), err: await text(stderr) };
  });
  return { ended, stop };
}

test('hands on words and environment, shows both outputs and gives the exit code', async () => {
  const { ended } = front('console.log(process.argv.slice(2).join(" "), process.env.GIVEN); console.error("and this"); process.exitCode = 3;');
  expect(await ended).toEqual({ code: 3, out: '--worker spec.json x\n', err: 'and this\n' });
});

test('the worker leads a session of its own', async () => {
  const { ended } = front('console.log(require("fs").readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ")[3] === String(process.pid));');
  expect((await ended).out).toBe('true\n');
});

test('passes requests to stop on', async () => {
  const { ended, stop } = front('process.stdin.on("data", (line) => { console.log("asked:", String(line).trim()); process.stdin.destroy(); });');
  stop.ask('received SIGTERM');
  expect(await ended).toEqual({ code: 0, out: 'asked: received SIGTERM\n', err: '' });
});

test('tells when the worker was killed', async () => {
  const { ended } = front('process.kill(process.pid, "SIGKILL");');
  expect(await ended).toEqual({ code: 2, out: '', err: 'the engine was ended by SIGKILL; run it again, it goes on where this run stopped\n' });
});

test('tells when there is no worker', async () => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const real = process.execPath;
  process.execPath = '/no/such/node';
  const ended = runFront({ program: 'x', words: [], environment: {}, stdout, stderr, stop: new StopRequest(), patienceSeconds: async () => 1 });
  process.execPath = real;
  expect(await ended).toBe(2);
  stderr.end();
  expect(await text(stderr)).toMatch(/^the engine could not be started: spawn \/no\/such\/node ENOENT; no node was touched\n$/);
});

test('leaves a worker alone that takes too long after a request, and says where it is', async () => {
  const { ended, stop } = front('console.log("begun"); setTimeout(() => {}, 3000);', { patienceSeconds: async () => 0.2 });
  await sleep(300);
  stop.ask('received SIGTERM');
  const { code, err } = await ended;
  expect(code).toBe(2);
  expect(err).toMatch(/^the engine \(process \d+\) has not ended within 0\.2 s; it goes on by itself and holds the lease until its end\n$/);
});
