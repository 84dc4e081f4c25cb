import { rmSync } from 'node:fs';
import { HiveMqExtensionDriver, HiveMqExtensionDriverSpec } from '../../../src/restart/drivers/hivemq-extension';
import { eventOf } from '../../../src/restart/drivers/hivemq-log';
import { Host, LocalHost, SshHost } from '../../../src/restart/drivers/host';
import { isYounger } from '../../../src/restart/engine/evidence';
import { LOCAL_CLOCK } from '../../../src/restart/engine/local-ports';
import { deliveredMarker } from '../../../src/restart/engine/marker';
import { HIVEMQ_EXTENSION_DRIVER } from '../../../src/restart/spec/hivemq-extension-driver';
import { temporaryFolder } from '../support/folder';
import { ImitatedHiveMq } from '../support/imitated-hivemq';
import { SSHD, SshServer } from '../support/ssh-server';

/* The Enterprise Security Extension cannot be had, so HiveMQ is stood in for by an imitated one. */

const folder = temporaryFolder();
let hivemq: ImitatedHiveMq;
beforeEach(() => {
  hivemq = new ImitatedHiveMq(folder());
});
afterEach(() => hivemq.stop());

const HERE = new LocalHost({ PATH: process.env.PATH });

function driver(more: Partial<HiveMqExtensionDriverSpec> = {}, host: Host = HERE, commandSeconds = 5): HiveMqExtensionDriver {
  const spec = HIVEMQ_EXTENSION_DRIVER.parse({ kind: 'hivemq-extension', extensionsFolder: hivemq.extensions, logFile: hivemq.log, ...more });
  return new HiveMqExtensionDriver(spec, { host, clock: LOCAL_CLOCK, redact: (text) => text.replace(/hunter2/g, '***'), commandSeconds });
}

const STARTED = 'Extension "HiveMQ Enterprise Security Extension" version 4.36.0 started successfully.';

describe('an extension, by an imitated HiveMQ', () => {
  test('is stopped and started while the broker runs, and reads its file anew; the log proves it', async () => {
    await hivemq.start();
    const marker = deliveredMarker('a', 'f', {}, await driver().process());
    await driver().files.replace(hivemq.config, '<new/>', true);
    expect(isYounger(marker, await driver().process())).toBe(false);
    expect(hivemq.loaded).toBe('<old/>');
    expect(await driver().restart()).toEqual({ ok: true, detail: expect.stringMatching(/^stopped after \d\.\d s, started after \d\.\d s$/) });
    expect([hivemq.loaded, hivemq.disabled]).toEqual(['<new/>', false]);
    expect(isYounger(marker, await driver().process())).toBe(true);
  });

  test('whose marker stands there is stopped, and starting it takes the marker away', async () => {
    hivemq.disabled = true;
    await hivemq.start();
    expect(await driver().process()).toEqual({ state: 'stopped', detail: 'hivemq-enterprise-security-extension has the marker DISABLED' });
    expect(await driver().start()).toMatchObject({ ok: true });
    expect(await driver().process()).toMatchObject({ state: 'running', startText: expect.stringContaining(STARTED) });
  });

  test('is stopped for itself, for deliveries in between', async () => {
    await hivemq.start();
    expect(await driver().stop()).toMatchObject({ ok: true, detail: expect.stringMatching(/^stopped after/) });
    expect(hivemq.disabled).toBe(true);
    expect(await driver().stop()).toEqual({ ok: true, detail: 'it was stopped already' });
    expect(await driver().start()).toMatchObject({ ok: true });
  });

  test('of a run that was killed before HiveMQ saw the marker is stopped for certain before it is started', async () => {
    await hivemq.start(1500);
    hivemq.disabled = true;
    expect(await driver().restart()).toMatchObject({ ok: true });
    expect(await driver().process()).toMatchObject({ state: 'running' });
  });

  test('that cannot start is told in the words of HiveMQ', async () => {
    await hivemq.start();
    expect(await driver().stop()).toMatchObject({ ok: true });
    hivemq.mode = 'invalid';
    expect(await driver().start()).toEqual({ ok: false, detail: expect.stringMatching(/was prevented by the extension itself, reason: \*\*\*\. Extension will be disabled\.$/) });
    expect((await driver().process()).state).toBe('stopped');
    expect(await driver().logTail()).toContain('reason: ***');
  });

  test('of a HiveMQ that does not look at markers is left as it was', async () => {
    hivemq.mode = 'deaf';
    await hivemq.start();
    expect(await driver({}, undefined, 1).restart()).toEqual({
      ok: false, detail: expect.stringMatching(/^HiveMQ's log does not say within 1\.\d s that the extension stopped; the marker is taken away again$/),
    });
    expect(hivemq.disabled).toBe(false);
    hivemq.mode = 'good';
    expect((await driver().process()).state).toBe('running');
  });

  test('that does not start in time is told', async () => {
    await hivemq.start();
    await driver().stop();
    hivemq.mode = 'deaf';
    expect(await driver({}, undefined, 1).start()).toMatchObject({ ok: false, detail: expect.stringMatching(/does not say within 1\.\d s that the extension started$/) });
  });

  test('that is not there, or on a host that does not answer, is unknown', async () => {
    rmSync(hivemq.home, { recursive: true });
    expect(await driver().process()).toEqual({ state: 'unknown', detail: `there is no extension ${hivemq.home}` });
    expect(await driver().restart()).toEqual({ ok: false, detail: `there is no extension ${hivemq.home}` });
    expect(await driver().start()).toEqual({ ok: false, detail: `there is no extension ${hivemq.home}` });
    const silent: Host = { name: 'silent', run: async () => ({ code: undefined, stdout: Buffer.alloc(0), stderr: 'no route' }) };
    expect(await driver({}, silent).process()).toEqual({ state: 'unknown', detail: 'silent: no route' });
    expect(await driver({}, silent).logTail()).toBe('the log cannot be read: no route');
  });

  test.each([
    ['did nothing', false],
    ['lost its answer', true],
  ])('is opened again though the first call after the stop %s', async (_, runs) => {
    await hivemq.start();
    let calls = 0;
    const breaking: Host = { name: 'breaking', run: async (script, args, options) => {
      const breaks = /^rm -f/m.test(script) && calls++ === 0;
      const result = breaks && !runs ? undefined : await HERE.run(script, args, options);
      if (breaks) {
        // HiveMQ has the time to see what the call has done.
        await LOCAL_CLOCK.sleep(300);
      }
      return breaks || result === undefined ? { code: undefined, stdout: Buffer.alloc(0), stderr: 'Connection reset' } : result;
    } };
    expect(await driver({}, breaking).restart()).toMatchObject({ ok: true, detail: expect.stringContaining(', started after') });
    expect(hivemq.disabled).toBe(false);
  });

  test('is left open when the answer is lost whether it was stopped', async () => {
    await hivemq.start();
    let calls = 0;
    const breaking: Host = { name: 'breaking', run: async (script, args, options) => {
      const result = await HERE.run(script, args, options);
      return options?.effect === true && calls++ === 0 ? { code: undefined, stdout: Buffer.alloc(0), stderr: 'Connection reset' } : result;
    } };
    expect(await driver({}, breaking).stop()).toEqual({
      ok: false, detail: `${hivemq.home}/DISABLED cannot be written or removed: Connection reset; the marker is taken away again`,
    });
    expect(hivemq.disabled).toBe(false);
  });

  test('whose marker cannot be written is told, and nothing is waited for', async () => {
    await hivemq.start();
    const refusing: Host = { name: 'refusing', run: (script, args, options) => (options?.effect === true
      ? Promise.resolve({ code: 1, stdout: Buffer.alloc(0), stderr: 'Permission denied' }) : HERE.run(script, args, options)) };
    expect(await driver({}, refusing).restart()).toEqual({ ok: false, detail: `${hivemq.home}/DISABLED cannot be written or removed: exit code 1: Permission denied` });
    expect(await driver({}, refusing, 1).start()).toMatchObject({ ok: false, detail: expect.stringContaining('Permission denied') });
  });
});

describe('the proof that nobody is let in meanwhile', () => {
  test.each([
    ['its folder is there', false],
    ['its folder has the marker DISABLED', true],
  ])('the allow-all extension counts where %s', async (_, disabled) => {
    hivemq.allowAll(disabled);
    await hivemq.start();
    const restarted = await driver().restart();
    expect(restarted.ok).toBe(disabled);
    expect((await driver().process()).state).toBe(disabled ? 'running' : 'unknown');
    if (!disabled) {
      const refusal = `hivemq-allow-all-extension is not disabled in ${hivemq.extensions}: it lets everybody in while hivemq-enterprise-security-extension is off; remove its folder or put a file DISABLED into it`;
      expect(restarted.detail).toBe(refusal);
      expect((await driver().process()).detail).toBe(refusal);
      expect(hivemq.disabled).toBe(false);
    }
  });
});

describe('what the log proves', () => {
  test('outlives the night, when HiveMQ puts its log away', async () => {
    await hivemq.start();
    const before = await driver().process();
    hivemq.putLogAway('2026-11-21');
    expect(await driver().process()).toEqual(before);
    hivemq.write('2026-11-22 00:00:01,000 INFO        - something else');
    expect(await driver().process()).toEqual(before);
    expect(await driver().restart()).toMatchObject({ ok: true });
    expect((await driver().process()).startText).not.toBe(before.startText);
  });

  test('is found in a folder whose name has blanks', async () => {
    const blank = new ImitatedHiveMq(`${folder()}/my broker`);
    blank.write(`2026-11-20 10:00:00,000 INFO       - ${STARTED}`);
    blank.putLogAway('2026-11-20');
    const seen = await driver({ extensionsFolder: blank.extensions, logFile: blank.log }).process();
    expect(seen.startText).toContain('2026-11-20');
  });

  test('is the newest of the logs that were put away', async () => {
    hivemq.write(`2026-11-19 10:00:00,000 INFO       - ${STARTED}`);
    hivemq.putLogAway('2026-11-19');
    hivemq.write(`2026-11-20 10:00:00,000 INFO       - ${STARTED}`);
    hivemq.putLogAway('2026-11-20');
    hivemq.putLogAway('2026-11-21');
    expect((await driver().process()).startText).toContain('2026-11-20');
  });

  test('is nothing where no log tells of a start, so that such a node is never taken for one that runs the settings', async () => {
    hivemq.write('2026-11-22 10:00:00,000 INFO       - Started HiveMQ in 1ms');
    const seen = await driver().process();
    expect(seen).toEqual({ state: 'running', detail: 'no log of HiveMQ says when hivemq-enterprise-security-extension started' });
    expect(isYounger(deliveredMarker('a', 'f', {}, seen), seen)).toBeUndefined();
  });

  test.each([
    [STARTED, 'started'],
    ['Extension "HiveMQ Enterprise Security Extension" version 4.36.0 stopped successfully.', 'stopped'],
    ['Uncaught exception was thrown from extension with id "x" on extension stop. Extensions are responsible on their own to handle exceptions.', 'stopped'],
    ['Startup of extension with id "x" was prevented by the extension itself, reason: y. Extension will be disabled.', 'failed'],
    ['Extension with id "x" cannot be started because of an uncaught exception thrown by the extension. Extension will be disabled.', 'failed'],
    ['Extension with id "x" is of another kind', undefined],
    ['', undefined],
  ])('of the line %j is %s', (line, event) => {
    expect(eventOf(line)).toBe(event);
  });
});

(SSHD === undefined ? describe.skip : describe)('by a real OpenSSH server (skipped where sshd is not installed)', () => {
  let server: SshServer;
  beforeAll(async () => {
    server = await SshServer.start();
  });
  afterAll(() => server.stop());

  test('an extension is stopped and started on another host', async () => {
    await hivemq.start();
    const host = new SshHost(server.target(), { PATH: process.env.PATH, HOME: folder() });
    expect(await driver({}, host, 10).restart()).toEqual({ ok: true, detail: expect.stringMatching(/^stopped after .* s, started after .* s$/) });
  }, 120_000);
});

test.each([
  [{ extension: '../conf' }, 'must be the id of an extension'],
  [{ title: 'a" version' }, 'must hold no quotes'],
  [{ logFile: '' }, 'Too small'],
])('the spec refuses %j', (more, message) => {
  const spec = { kind: 'hivemq-extension', extensionsFolder: '/opt/hivemq/extensions', logFile: '/opt/hivemq/log/hivemq.log', ...more };
  expect(HIVEMQ_EXTENSION_DRIVER.safeParse(spec).error?.issues[0].message).toContain(message);
});
