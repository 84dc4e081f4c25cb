import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleEngine } from '../support/local-cluster';
import { MosquittoCluster, NO_MOSQUITTO } from '../support/mosquitto-cluster';
import { MosquittoObserver } from '../support/mosquitto-observer';
import { MosquittoTrials, Trouble } from '../support/mosquitto-trial';
import { ENGINE_VEHICLE } from '../support/mosquitto-vehicle';

jest.setTimeout(180_000);

const title = `real Mosquitto processes, killed at random instants; npm run reliability does many${NO_MOSQUITTO === undefined ? '' : ` (${NO_MOSQUITTO})`}`;

(NO_MOSQUITTO === undefined ? test : test.skip)(`${title}: no promise is broken and all is well in the end`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broker-oauth-reliability-'));
  const bundle = bundleEngine(folder);
  const cluster = await MosquittoCluster.prepare(folder);
  await cluster.start();
  const observer = new MosquittoObserver(cluster);
  try {
    await observer.ready();
    const trials = new MosquittoTrials(cluster, observer, bundle, ENGINE_VEHICLE);
    await trials.begin();
    const troubles: readonly Trouble[] = ['engine killed', 'node killed', 'second run'];
    for (const [index, trouble] of troubles.entries()) {
      expect(await trials.run(index + 1, [trouble])).toMatchObject({ trouble, violations: [] });
    }
  } finally {
    await observer.end();
    cluster.end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
