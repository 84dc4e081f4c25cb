import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { EXTENSION, HiveMqNode, TITLE } from './support/hivemq-node';
import { HiveMqExtensionDriver } from '../src/restart/drivers/hivemq-extension';
import { LocalHost } from '../src/restart/drivers/host';
import { isYounger } from '../src/restart/engine/evidence';
import { LOCAL_CLOCK } from '../src/restart/engine/local-ports';
import { deliveredMarker } from '../src/restart/engine/marker';
import { HIVEMQ_EXTENSION_DRIVER } from '../src/restart/spec/hivemq-extension-driver';
import { fetchHiveMq, HIVEMQ_RELEASE } from '../test/support/hivemq-broker';

/*
 * The driver at a real HiveMQ Community Edition with an extension of ours. This edition looks at the marker DISABLED when it starts and not
 * while it runs (it has no code for that), so its part here is: the lines of its log are the ones that the driver reads, the marker counts at
 * a start, and an extension that nobody stops is left as it was.
 */

const PORT = Number(process.env.HIVEMQ_PORT ?? 26_110);
const folder = mkdtempSync(join(tmpdir(), 'broker-oauth-hivemq-'));
const classPath = fetchHiveMq(join(folder, 'maven'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const name = `HiveMQ CE ${HIVEMQ_RELEASE}${classPath.missing === undefined ? '' : ` (skipped: ${classPath.missing})`}`;
(classPath.jars === undefined ? describe.skip : describe)(name, () => {
  let node: HiveMqNode;
  beforeAll(async () => {
    node = new HiveMqNode(classPath.jars!, join(folder, 'node'), PORT);
    await node.start();
  });
  afterAll(() => node.stop());

  const driver = (commandSeconds = 30) => new HiveMqExtensionDriver(HIVEMQ_EXTENSION_DRIVER.parse({
    kind: 'hivemq-extension', extensionsFolder: node.extensions, logFile: node.log, extension: EXTENSION, title: TITLE,
  }), { host: new LocalHost({ PATH: process.env.PATH }), clock: LOCAL_CLOCK, redact: (text) => text, commandSeconds });

  async function letsIn(username: string): Promise<boolean> {
    const options = { username, protocolVersion: 5 as const, reconnectPeriod: 0, connectTimeout: 10_000 };
    const client = await connectAsync(`mqtt://127.0.0.1:${PORT}`, options).catch(() => undefined);
    await client?.endAsync(true);
    return client !== undefined;
  }

  test('says in its log when an extension started, in the words that the driver reads', async () => {
    expect(await driver().process()).toEqual({
      state: 'running',
      detail: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO *- Extension "Marker Extension" version 1\.0\.0 started successfully\.$/),
      startText: expect.any(String),
    });
    expect([await letsIn('old'), await letsIn('new')]).toEqual([true, false]);
  });

  test('does not look at the marker while it runs; the driver says so, takes it away again, and clients come in as before', async () => {
    await driver().files.replace(node.config, 'new', true);
    const waited = Number(process.env.HIVEMQ_WAIT ?? 60);
    expect(await driver(waited).restart()).toEqual({
      ok: false, detail: expect.stringMatching(/^HiveMQ's log does not say within \d+\.\d s that the extension stopped; the marker is taken away again$/),
    });
    expect(existsSync(join(node.home, 'DISABLED'))).toBe(false);
    expect([await letsIn('old'), await letsIn('new')]).toEqual([true, false]);
  });

  test('restarted as a whole proves by its log that the extension has read the new file', async () => {
    const marker = deliveredMarker('a', 'f', {}, await driver().process());
    await node.stop();
    expect((await driver().process())).toMatchObject({ state: 'stopped', detail: expect.stringContaining('version 1.0.0 stopped successfully.') });
    await node.start();
    const seen = await driver().process();
    expect(isYounger(marker, seen)).toBe(true);
    expect([await letsIn('old'), await letsIn('new')]).toEqual([false, true]);
  });

  test('started with the marker runs without the extension and lets nobody in', async () => {
    await node.stop();
    writeFileSync(join(node.home, 'DISABLED'), '');
    await node.start();
    expect(await driver().process()).toEqual({ state: 'stopped', detail: `${EXTENSION} has the marker DISABLED` });
    expect(await letsIn('new')).toBe(false);
  });

  test('with an extension folder that lets everybody in is refused', async () => {
    mkdirSync(join(node.extensions, 'hivemq-allow-all-extension'));
    expect(await driver().restart()).toMatchObject({ ok: false, detail: expect.stringContaining('hivemq-allow-all-extension is not disabled') });
  });
});
