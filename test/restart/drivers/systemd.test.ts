import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalHost } from '../../../src/restart/drivers/host';
import { SystemdDriver } from '../../../src/restart/drivers/systemd';
import { readSpec, SystemdDriverSpec } from '../../../src/restart/spec';
import { temporaryFolder } from '../support/folder';

/*
 * systemd itself needs a machine of its own, so its two programs are stood in for by scripts that answer as systemctl(1) and journalctl(1) say.
 */

const folder = temporaryFolder();

function program(name: string, script: string): void {
  mkdirSync(join(folder(), 'bin'), { recursive: true });
  const path = join(folder(), 'bin', name);
  writeFileSync(path, `#!/bin/sh\necho "${name} $*" >> "${folder()}/calls"\n${script}`);
  chmodSync(path, 0o755);
}

const calls = () => readFileSync(join(folder(), 'calls'), 'utf8').trim().split('\n');

/** Answers `show` with the properties that were asked for. */
function systemctl(state: { readonly load?: string; readonly active: string; readonly sub?: string; readonly pid: number }, verbs = 'exit 0'): void {
  program('systemctl', `
case "$*" in
  show*) printf 'LoadState=${state.load ?? 'loaded'}\\nActiveState=${state.active}\\nSubState=${state.sub ?? 'dead'}\\nMainPID=${state.pid}\\n' ;;
  *) ${verbs} ;;
esac`);
}

function driver(more: Partial<SystemdDriverSpec> = {}): SystemdDriver {
  const host = new LocalHost({ PATH: `${folder()}/bin:${process.env.PATH}` });
  const spec: SystemdDriverSpec = { kind: 'systemd', unit: 'mosquitto@a.service', sudo: false, environment: [], ...more };
  return new SystemdDriver(spec, { host, redact: (text) => text.replace(/hunter2/g, '***'), commandSeconds: 5 });
}

describe('a unit, by a stand-in for systemctl', () => {
  test('runs, with the start of its main process in seconds since the boot', async () => {
    systemctl({ active: 'active', pid: process.pid });
    const seen = await driver().process();
    const boot = await driver().bootTime();
    expect(seen).toMatchObject({ state: 'running', machineId: boot.machineId, bootId: boot.bootId, detail: expect.stringContaining(`process ${process.pid}`) });
    expect(boot.bootSeconds! - seen.startSeconds!).toBeGreaterThan(0);
    expect(Math.abs(Date.now() - process.uptime() * 1000 - seen.startedAt!)).toBeLessThan(5000);
    expect(Math.abs(boot.bootSeconds! - seen.startSeconds! - process.uptime())).toBeLessThan(5);
  });

  test.each([
    ['inactive', 0, 'stopped', 'the unit mosquitto@a.service is inactive'],
    ['failed', 0, 'stopped', 'the unit mosquitto@a.service is failed'],
    ['activating', 0, 'unknown', 'the unit mosquitto@a.service is activating and has no main process that can be looked at'],
    ['active', 99_999_999, 'unknown', 'the unit mosquitto@a.service is active and has no main process that can be looked at'],
  ])('that is %s with process %d is %s', async (active, pid, state, detail) => {
    systemctl({ active, pid });
    expect(await driver().process()).toEqual({ state, detail });
  });

  test.each(['auto-restart', 'auto-restart-queued'])('that does not stay up is stopped for a while, and must be told to stop (%s)', async (sub) => {
    systemctl({ active: 'activating', sub, pid: 0 });
    expect(await driver().process()).toEqual({
      state: 'stopped', startsItself: true, detail: 'the unit mosquitto@a.service does not stay up, and systemd tries again',
    });
  });

  test('that nobody has installed is not taken for a stopped one', async () => {
    systemctl({ load: 'not-found', active: 'inactive', pid: 0 });
    expect(await driver().process()).toEqual({ state: 'unknown', detail: 'the unit mosquitto@a.service is not-found' });
  });

  test('of a systemd that does not answer is unknown', async () => {
    program('systemctl', 'echo "Failed to connect to bus" >&2; exit 1');
    expect(await driver().process()).toEqual({ state: 'unknown', detail: expect.stringContaining('Failed to connect to bus') });
  });

  test('is restarted, stopped and started by name, without asking for a password', async () => {
    systemctl({ active: 'active', pid: 1 });
    program('sudo', 'shift; exec "$@"');
    expect(await driver().restart()).toEqual({ ok: true, detail: 'systemctl restart mosquitto@a.service: exit code 0' });
    await driver().stop();
    await driver({ sudo: true }).start();
    expect(calls()).toEqual([
      'systemctl --no-ask-password restart -- mosquitto@a.service',
      'systemctl --no-ask-password stop -- mosquitto@a.service',
      'sudo -n systemctl --no-ask-password start -- mosquitto@a.service',
      'systemctl --no-ask-password start -- mosquitto@a.service',
    ]);
  });

  test('that does not start says why, without secrets', async () => {
    systemctl({ active: 'failed', pid: 0 }, 'echo "password hunter2 is wrong" >&2; exit 1');
    expect(await driver().restart()).toEqual({ ok: false, detail: 'systemctl restart mosquitto@a.service: exit code 1: password *** is wrong' });
  });

  test('shows the last lines of its journal', async () => {
    program('journalctl', 'echo "started with hunter2"');
    expect(await driver().logTail()).toBe('started with ***');
    program('journalctl', 'echo "no permission" >&2; exit 1');
    expect(await driver().logTail()).toBe('the journal cannot be read: exit code 1: no permission');
  });

  test('leads where the command says so', async () => {
    expect(await driver().leads()).toBeUndefined();
    expect(await driver({ leaderCommand: ['true'] }).leads()).toBe(true);
    expect(await driver({ leaderCommand: ['false'] }).leads()).toBe(false);
    expect(await driver({ leaderCommand: ['echo', 'follower'], leaderOutput: 'leader' }).leads()).toBe(false);
  });
});

describe('a spec', () => {
  const spec = (driverSpec: object) => readSpec({
    schemaVersion: 1, broker: { kind: 'mosquitto', path: 'S/M' }, stateDirectory: 'state',
    nodes: [{ name: 'a', files: {}, driver: { kind: 'systemd', ...driverSpec }, probes: [{ kind: 'tcp', host: 'a', port: 1 }] }],
  });

  test('names unit and host', () => {
    expect(spec({ unit: 'a.service', ssh: { host: 'node-1.example.com', port: 2222, user: 'deploy' } }).problems).toBeUndefined();
  });

  test.each([
    [{ unit: '--now' }, /unit/],
    [{ unit: 'a b' }, /unit/],
    [{ unit: '$(id)' }, /unit/],
    [{ unit: 'a', ssh: { host: '-oProxyCommand=id' } }, /ssh\.host/],
    [{ unit: 'a', ssh: { host: 'a', user: '-l' } }, /ssh\.user/],
    [{ unit: 'a', ssh: { host: 'a b' } }, /ssh\.host/],
  ])('refuses %j', (driverSpec, problem) => {
    expect(spec(driverSpec).problems).toEqual([expect.stringMatching(problem)]);
  });
});
