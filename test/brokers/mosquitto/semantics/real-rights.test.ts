import { spawnSync } from 'node:child_process';
import * as os from 'node:os';
import * as fc from 'fast-check';
import { connectAsync, MqttClient } from 'mqtt';
import { anyTrial, OBSERVED, PUBLISHER, Trial, USERS } from './any-accounts';
import { MOSQUITTO_SEMANTICS } from '../../../../src/brokers/mosquitto/semantics';
import { preview } from '../../../../src/preview/preview';
import { PreviewResult } from '../../../../src/preview/result';
import { BROKER, freePort, passwordLine, PLUGIN, publishCode, RealBroker, subscribeCode } from '../real-broker';

/*
 * What a real Mosquitto allows under generated documents, tried at MQTT 5, against what the preview says of its release.
 *
 * MOSQUITTO_DOCUMENTS sets how many documents are tried, MOSQUITTO_SEED which ones, MOSQUITTO_BIN and MOSQUITTO_PLUGIN another broker.
 */

const DOCUMENTS = Number(process.env.MOSQUITTO_DOCUMENTS ?? 30);
const SEED = Number(process.env.MOSQUITTO_SEED ?? 20);
const DENIED = 0x87;
const missing = BROKER === undefined || PLUGIN === undefined;

/** Release of the broker that is installed. */
function release(): string {
  const { stdout } = spawnSync(BROKER as string, ['-h'], { encoding: 'utf8' });
  return /version (\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? '';
}

/** Every answer as one line, so that a disagreement shows what was asked. */
type Answers = Readonly<Record<string, boolean | 'unknown'>>;

function foretold(trial: Trial, version: string, username: string | undefined): Answers {
  const can = (['publish', 'subscribe', 'unsubscribe', 'receive'] as const).flatMap((action) => trial[action].map((text) => `${action}:${text}`));
  const result = preview(MOSQUITTO_SEMANTICS, {
    broker: 'mosquitto', brokerVersion: version, now: 0, settings: {}, dynamicSecurity: trial.accounts as never, plugins: ['dynamic-security'],
    can, ...(username === undefined ? { allowAnonymous: true } : { authenticatedAs: username }),
  }) as PreviewResult;
  expect(result.decision).toBe('accept');
  return Object.fromEntries(can.map((asked, index) => [asked, result.can[index].allowed]));
}

async function tried(broker: RealBroker, trial: Trial, username: string | undefined): Promise<Answers> {
  const answers: Record<string, boolean> = {};
  const client = await connect(broker, username);
  for (const topic of trial.publish) {
    answers[`publish:${topic}`] = await publishCode(client, topic) !== DENIED;
  }
  for (const filter of trial.subscribe) {
    answers[`subscribe:${filter}`] = await subscribeCode(client, filter) !== DENIED;
  }
  for (const filter of trial.unsubscribe) {
    answers[`unsubscribe:${filter}`] = await unsubscribeCode(client, filter) !== DENIED;
  }
  await client.endAsync(true);
  return username === 'stranger' ? answers : { ...answers, ...await received(broker, trial.receive, username) };
}

/** What reaches a client that may subscribe to everything. */
async function received(broker: RealBroker, topics: readonly string[], username: string | undefined): Promise<Answers> {
  const [client, publisher] = [await connect(broker, username), await connect(broker, PUBLISHER)];
  const seen = new Set<string>();
  client.on('message', (topic) => seen.add(topic));
  for (const filter of OBSERVED) {
    await subscribeCode(client, filter);
  }
  for (const topic of topics) {
    await publishCode(publisher, topic);
  }
  // What the broker had to deliver stands before this answer on the same connection.
  await publishCode(client, 'barrier');
  await Promise.all([client.endAsync(true), publisher.endAsync(true)]);
  return Object.fromEntries(topics.map((topic) => [`receive:${topic}`, seen.has(topic)]));
}

function connect(broker: RealBroker, username: string | undefined): Promise<MqttClient> {
  const who = username === undefined ? {} : { username, password: `${username}-password` };
  return connectAsync(`mqtt://127.0.0.1:${broker.port}`, { ...who, protocolVersion: 5, reconnectPeriod: 0, connectTimeout: 5000 });
}

/** MQTT 5 reason code of an unsubscription. */
function unsubscribeCode(client: MqttClient, filter: string): Promise<number> {
  return new Promise((resolve, reject) => client.unsubscribe(filter, (error, packet) =>
    (error ? reject(error) : resolve((packet as unknown as { granted: number[] }).granted[0]))));
}

async function disagreements(trial: Trial, version: string): Promise<readonly string[]> {
  const broker = new RealBroker(await freePort());
  try {
    broker.write('passwords', [...USERS, PUBLISHER].map((name) => passwordLine(name, `${name}-password`)).join(''));
    broker.write('dynamic-security.json', JSON.stringify(trial.accounts));
    broker.write('mosquitto.conf', [
      `user ${os.userInfo().username}`, `listener ${broker.port} 127.0.0.1`, 'allow_anonymous true', `password_file ${broker.file('passwords')}`,
      `plugin ${PLUGIN}`, `plugin_opt_config_file ${broker.file('dynamic-security.json')}`, '',
    ].join('\n'));
    await broker.start();
    const found: string[] = [];
    for (const username of [...USERS, undefined]) {
      const [real, told] = [await tried(broker, trial, username), foretold(trial, version, username)];
      found.push(...Object.keys(real).filter((asked) => real[asked] !== told[asked])
        .map((asked) => `${username ?? '(nobody)'} ${asked}: the broker says ${real[asked]}, the preview ${told[asked]}`));
    }
    return found;
  } finally {
    await broker.remove();
  }
}

(missing ? describe.skip : describe)(`a real Mosquitto and the preview${missing ? ' (skipped: mosquitto is not installed)' : ''}`, () => {
  const version = missing ? '' : release();
  const trials = fc.sample(anyTrial, { seed: SEED, numRuns: DOCUMENTS });

  test(`agree on ${DOCUMENTS} documents`, async () => {
    expect(version).toMatch(/^2\./);
    expect(trials.length).toBeGreaterThan(0);
    for (const [index, trial] of trials.entries()) {
      const found = await disagreements(trial, version);
      expect({ index, found, accounts: found.length > 0 ? JSON.stringify(trial.accounts) : '' }).toEqual({ index, found: [], accounts: '' });
    }
  }, 20_000 + DOCUMENTS * 5_000);
});
