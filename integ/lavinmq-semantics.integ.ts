import { AmqpClient } from './support/amqp-client';
import { LocalIdentityProvider } from './support/identity-provider';
import { Chance, makeSetup, makeToken, NAMES, servedBy, Setup, VHOSTS } from './support/lavinmq-cases';
import { LAVINMQ_BIN, LavinMqNode, releaseOf } from './support/lavinmq-node';
import { connectMqtt } from './support/mqtt-client';
import { LAVINMQ } from '../src/brokers/lavinmq/core';
import { LAVINMQ_SEMANTICS } from '../src/brokers/lavinmq/semantics';
import { PreviewCase, Protocol } from '../src/preview/case';
import { preview } from '../src/preview/preview';
import { PreviewResult } from '../src/preview/result';

/*
 * Our semantics against a real LavinMQ: generated tokens and files of settings, logged in over AMQP, MQTT and HTTP, each with attempts to
 * configure, write and read. LAVINMQ_SETUPS and LAVINMQ_TOKENS set the counts, LAVINMQ_SEED repeats a run.
 */

const SETUPS = Number(process.env.LAVINMQ_SETUPS ?? 36);
const TOKENS = Number(process.env.LAVINMQ_TOKENS ?? 12);
const SEED = Number(process.env.LAVINMQ_SEED ?? Chance.freshSeed());

const testWithBroker = LAVINMQ_BIN === undefined ? test.skip : test;
const reason = LAVINMQ_BIN === undefined ? ' (skipped: LAVINMQ_BIN names no broker)' : `, seed ${SEED}`;

interface Tally {
  readonly disagreements: object[];
  readonly counts: Record<string, number>;
}

testWithBroker(`the preview says what a real LavinMQ does${reason}`, async () => {
  const provider = await LocalIdentityProvider.start();
  const release = releaseOf(LAVINMQ_BIN!);
  const chance = new Chance(SEED);
  const tally: Tally = { disagreements: [], counts: {} };
  try {
    for (let index = 0; index < SETUPS; index++) {
      await compareSetup(provider, release, chance, index, tally);
    }
  } finally {
    await provider.stop();
  }

  process.stdout.write(`LavinMQ ${release}, seed ${SEED}: ${JSON.stringify(tally.counts)}\n`);
  expect(tally.disagreements).toEqual([]);
  expect(tally.counts['amqp accept']).toBeGreaterThan(SETUPS);
});

async function compareSetup(provider: LocalIdentityProvider, release: string, chance: Chance, index: number, tally: Tally): Promise<void> {
  const setup = makeSetup(chance, index);
  const issuer = provider.add(`r${index}`, setup.realm);
  const { ports, directory, ini: foreign } = await LavinMqNode.plan();
  const ini = `${foreign}\n${setup.ini.replace('ISSUER', issuer)}`;
  const node = await LavinMqNode.start(LAVINMQ_BIN!, directory, ports, ini);
  try {
    const base = { broker: LAVINMQ.kind, brokerVersion: release, settings: ini, username: 'any', ...servedBy(setup, issuer) };
    if (!node.isRunning) {
      const { loads } = judge({ ...base, now: 0, token: 'x' });
      count(tally, `loads ${String(loads)}`);
      disagree(tally, loads !== false, { index, ini: setup.ini, broker: `ended: ${node.err}`, loads });
      return;
    }
    await createVhosts(node);
    for (let tokens = 0; tokens < TOKENS; tokens++) {
      const token = makeToken(chance, issuer, Math.floor(Date.now() / 1000));
      await compareToken(node, { ...base, now: Date.now() / 1000, token }, setup, tally);
    }
  } finally {
    await node.stop();
  }
}

/** One after the other: before 2.9 virtual hosts created at the same time may get lost. */
async function createVhosts(node: LavinMqNode): Promise<void> {
  for (const vhost of VHOSTS.slice(1)) {
    const { status, body } = await node.http('PUT', `/api/vhosts/${encodeURIComponent(vhost)}`, 'guest:guest');
    if (status !== 201) {
      throw new Error(`virtual host ${vhost} was not created: ${status} ${body}`);
    }
  }
}

function judge(input: PreviewCase): PreviewResult {
  const result = preview(LAVINMQ_SEMANTICS, input);
  if ('error' in result) {
    throw new Error(JSON.stringify(result));
  }
  return result;
}

async function compareToken(node: LavinMqNode, input: PreviewCase, setup: Setup, tally: Tally): Promise<void> {
  for (const protocol of ['amqp', 'mqtt', 'http'] as const) {
    const result = judge({ ...input, protocol });
    const broker = await logsIn(node, protocol, input.token as string);
    count(tally, `${protocol} ${result.decision}`);
    disagree(tally, result.decision !== 'undetermined' && (result.decision === 'accept') !== broker,
      { protocol, broker, result, token: input.token, ini: setup.ini, keys: setup.realm, log: node.out.split('\n').slice(-6) });
  }
  const result = judge({ ...input, protocol: 'amqp' });
  if (result.decision === 'accept') {
    for (const vhost of VHOSTS) {
      await compareRights(node, input, vhost, tally);
    }
  }
}

async function logsIn(node: LavinMqNode, protocol: Protocol, token: string): Promise<boolean> {
  if (protocol === 'http') {
    return (await node.http('GET', '/api/whoami', `any:${token}`)).status === 200;
  }
  if (protocol === 'mqtt') {
    const mqtt = await connectMqtt(node.ports.mqtt, { username: 'any', password: token, clientId: 'c1' });
    mqtt?.end(true);
    return mqtt !== undefined;
  }
  const { end, client } = await AmqpClient.login(node.ports.amqp, 'any', token, '/');
  client.close();
  return end === 'open' || end === 'no-vhost';
}

async function compareRights(node: LavinMqNode, input: PreviewCase, vhost: string, tally: Tally): Promise<void> {
  const asked = [...NAMES, ''].flatMap((resource) => ['configure', 'write', 'read'].map((action) => ({ action, vhost, resource })))
    .filter(({ action, resource }) => resource !== '' || action === 'write');
  const { can, permissions } = judge({ ...input, protocol: 'amqp', can: asked });
  const { end, client } = await AmqpClient.login(node.ports.amqp, 'any', input.token as string, vhost);
  const shut = can[0].reason === 'LAVINMQ_VHOST_ENTRY';
  disagree(tally, shut !== (end === 'no-vhost'), { vhost, end, permissions, token: input.token });
  if (end === 'open') {
    const may = { configure: 'mayConfigure', write: 'mayWrite', read: 'mayRead' } as const;
    const answers = await Promise.all(asked.map(async ({ action, resource }) => client[may[action as keyof typeof may]](resource)));
    answers.forEach((allowed, index) => {
      count(tally, `action ${allowed ? 'allowed' : 'denied'}`);
      disagree(tally, can[index].allowed !== allowed, { asked: asked[index], broker: allowed, ours: can[index], permissions });
    });
  }
  client.close();
}

function count(tally: Tally, what: string): void {
  tally.counts[what] = (tally.counts[what] ?? 0) + 1;
}

function disagree(tally: Tally, differs: boolean, what: object): void {
  if (differs) {
    tally.disagreements.push(what);
  }
}
