import { createServer, Server } from 'node:net';
import { MosquittoHaCluster } from '../../../src/restart/clusters/mosquitto';
import { MOSQUITTO_CLUSTER } from '../../../src/restart/spec/mosquitto-cluster';
import { reservedPorts } from '../support/mosquitto-cluster';
import { HaStandIn } from '../support/mosquitto-ha-stand-in';
import { worldOf } from '../support/world';

/* Pro Mosquitto's cluster needs a license: the nodes are listeners on this machine, and a stand-in tells what the leader's topics would. */

const VOTING = '$SYS/broker/cedalo/ha/voting_nodes';
const open: Server[] = [];
let ports: readonly number[];

beforeEach(async () => {
  ports = await reservedPorts(6);
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Opens the listeners that are always open, by the index of the node. */
async function answering(...indexes: number[]): Promise<void> {
  await Promise.all(indexes.map((index) => listen(ports[index])));
}

async function listen(port: number): Promise<void> {
  const server = createServer((socket) => socket.on('error', () => undefined).end());
  open.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}

/** Starts the stand-in on the listener for clients of a node. */
async function leading(index: number, total: string, online: string): Promise<void> {
  const { server } = await HaStandIn.start(ports[3 + index], 'right', { [`${VOTING}/total`]: total, [`${VOTING}/online`]: online });
  open.push(server);
}

function cluster(controlApi?: object, environment: { readonly [name: string]: string } = { PASSWORD: 'right' }): MosquittoHaCluster {
  const nodes = Object.fromEntries([0, 1, 2].map((index) => [`n${index + 1}`, { host: '127.0.0.1', port: ports[index], clientPort: ports[3 + index] }]));
  return new MosquittoHaCluster(MOSQUITTO_CLUSTER.parse({ kind: 'mosquitto', nodes, timeoutSeconds: 2, controlApi }), worldOf('mosquitto', environment));
}

const CONTROL = { password: { kind: 'variable', name: 'PASSWORD' } };
const gates = (facts: readonly { gate: string; holds: boolean }[]) => Object.fromEntries(facts.map(({ gate, holds }) => [gate, holds]));

test('the node that takes clients leads, and only it judges logins', async () => {
  await answering(0, 1, 2);
  await listen(ports[4]);
  const roles = await cluster().roles();
  expect([...roles].map(([name, { leads, decidesLogins }]) => [name, leads, decidesLogins])).toEqual([['n1', false, false], ['n2', true, true], ['n3', false, false]]);
});

test.each([
  ['none takes clients', [], 'no node takes clients, so none leads'],
  ['two take clients', [3, 5], 'n1, n3 take clients, where only the leader should'],
])('nobody can tell who leads where %s, and no node may go down', async (_, clients, text) => {
  await answering(0, 1, 2);
  await Promise.all(clients.map((index) => listen(ports[index])));
  expect(await cluster().roles()).toEqual(new Map());
  expect((await cluster().safety(['n1'])).filter(({ holds }) => !holds)).toEqual([{ gate: 'leader', holds: false, unsatisfiable: false, text }]);
  expect(await cluster().rejoined('n1')).toEqual({ healthy: false, detail: text });
});

test('a node may go down while the others answer, and not while another one is silent', async () => {
  await answering(0, 1);
  await listen(ports[3]);
  expect(gates(await cluster().safety(['n3']))).toEqual({ leader: true, members: true });
  expect(gates(await cluster().safety(['n2']))).toEqual({ leader: true, members: false });
});

test('a node is back when it answers; without an account nobody says whether it is in sync', async () => {
  await answering(0, 1);
  await listen(ports[3]);
  expect(await cluster().rejoined('n2')).toEqual({ healthy: true, detail: 'follows n1; nobody says whether it is in sync' });
  expect(await cluster().rejoined('n3')).toEqual({ healthy: false, detail: 'does not answer (cannot connect (ECONNREFUSED))' });
});

test.each([
  ['all', '3', true, true],
  ['a node less', '2', false, false],
])('with the leader\'s topics, while %s are online', async (_, online, safe, back) => {
  await answering(0, 1, 2);
  await leading(0, '3', online);
  expect(gates(await cluster(CONTROL).safety(['n2']))).toEqual({ 'leader': true, 'members': true, 'voting-nodes': safe });
  expect(await cluster(CONTROL).rejoined('n2')).toEqual({ healthy: back, detail: `follows n1; ${online} of 3 voting nodes are online` });
});

test('a node that is down may be repaired although it is missing among the voting nodes', async () => {
  await answering(0, 1);
  await leading(0, '3', '2');
  expect(gates(await cluster(CONTROL).safety(['n3']))).toEqual({ 'leader': true, 'members': true, 'voting-nodes': true });
});

test.each([
  ['a follower answers', '3', '-1', 'n1 does not tell how many voting nodes are online'],
  ['the topics hold nonsense', 'many', '3', 'n1 does not tell how many voting nodes are online'],
])('nothing is taken for health where %s', async (_, total, online, detail) => {
  await answering(0, 1, 2);
  await leading(0, total, online);
  expect(await cluster(CONTROL).rejoined('n2')).toEqual({ healthy: false, detail });
});

test('an account that is not let in keeps nodes from going down, and its password is not shown', async () => {
  await answering(0, 1, 2);
  await leading(0, '3', '3');
  const [fact] = (await cluster(CONTROL, { PASSWORD: 'hunter2-wrong' }).safety(['n2'])).filter(({ holds }) => !holds);
  expect(fact.text).toMatch(/^n1 cannot be asked for its voting nodes: /);
  expect(fact.text).not.toContain('hunter2');
});

test('accounts are brought in only where that is asked for', () => {
  expect([cluster().prepare, cluster({ ...CONTROL, accounts: false }).prepare]).toEqual([undefined, undefined]);
  expect(cluster(CONTROL).prepare).toBeInstanceOf(Function);
});

test('accounts are not brought in where nobody can tell who leads', async () => {
  await answering(0, 1, 2);
  expect(await cluster(CONTROL).prepare!({ 'dynamic-security.json': '{}' })).toEqual({
    ok: false, begun: false, detail: 'accounts cannot be brought in: no node takes clients, so none leads',
  });
  expect(await cluster(CONTROL).prepare!({})).toEqual({ ok: true, detail: 'the stack has no accounts' });
});
