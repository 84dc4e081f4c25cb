import * as fc from 'fast-check';
import { anyTrial, CLIENT_ID, Trial } from './any-permissions';
import { config, copyClaim, fileRealm, FILE_AUTHORIZATION } from './documents';
import { HIVEMQ_SEMANTICS } from '../../../../src/brokers/hivemq/semantics';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';
import { temporaryFolder } from '../../../support/folders';
import { fetchHiveMq, Granted, HIVEMQ_RELEASE, HiveMqBroker, Verdict } from '../../../support/hivemq-broker';
import { freePort } from '../../mosquitto/real-broker';

/*
 * What a real HiveMQ Community Edition allows under generated permission lists, tried at MQTT 5, against what the preview says.
 *
 * HIVEMQ_COMPARE sets how many lists are tried, HIVEMQ_COMPARE_SEED which ones.
 */

const LISTS = Number(process.env.HIVEMQ_COMPARE ?? 40);
const SEED = Number(process.env.HIVEMQ_COMPARE_SEED ?? 1);
const folder = temporaryFolder();
const { jars, missing } = fetchHiveMq(folder);

const SETTINGS = config({ steps: copyClaim('azp'), authorization: FILE_AUTHORIZATION });

/** What must happen somewhere in a run, lest it show nothing. */
const KINDS = ['publish', 'subscribe', 'subscribe shared'].flatMap((action) => [0, 1, 2].flatMap((qos) => [true, false]
  .map((allowed) => `${action} at ${qos}: ${allowed}`)));

function foretold({ permissions, attempts }: Trial): PreviewResult {
  const result = preview(HIVEMQ_SEMANTICS, {
    broker: 'hivemq', brokerVersion: '4.36.0', now: 1000, settings: SETTINGS, allowAllExtension: false, mqttClientId: CLIENT_ID, signature: 'valid',
    fileRealm: fileRealm('orders', permissions), token: { header: { alg: 'RS256', kid: 'k' }, claims: { exp: 2000, azp: 'orders' } }, can: attempts,
  }) as PreviewResult;
  expect(result).toMatchObject({ decision: 'accept', reason: null });
  return result;
}

function isAllowed(verdict: Verdict): boolean {
  return verdict === 'allowed';
}

(missing === undefined ? describe : describe.skip)(`a real HiveMQ CE ${HIVEMQ_RELEASE} and the preview${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let broker: HiveMqBroker;

  beforeAll(async () => {
    broker = await HiveMqBroker.start(jars!, folder, await freePort());
  }, 120_000);
  afterAll(() => broker?.stop(), 60_000);

  test(`agree on ${LISTS} permission lists`, async () => {
    const kinds = new Set<string>();
    for (const trial of fc.sample(anyTrial, { seed: SEED, numRuns: LISTS })) {
      const told = foretold(trial);
      const verdicts = await broker.tryAll(CLIENT_ID, told.permissions as unknown as readonly Granted[], trial.attempts);
      const found = trial.attempts.flatMap((attempt, index) => (told.can[index].allowed === isAllowed(verdicts[index])
        ? [] : [`${JSON.stringify(attempt)}: the broker says ${verdicts[index]}, the preview ${told.can[index].allowed}`]));
      expect({ found, permissions: found.length > 0 ? trial.permissions : [] }).toEqual({ found: [], permissions: [] });
      trial.attempts.forEach(({ action, qos, resource }, index) =>
        kinds.add(`${action}${resource.startsWith('$share') ? ' shared' : ''} at ${qos}: ${isAllowed(verdicts[index])}`));
    }
    expect(KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
  }, 60_000 + LISTS * 3_000);
});
