import { LavinMqStandIn } from './lavinmq-stand-in';
import { LavinMqCluster } from '../../../src/restart/clusters/lavinmq';
import { makeCluster } from '../../../src/restart/clusters/make-cluster';
import { LOCAL_CLOCK } from '../../../src/restart/engine/local-clock';
import { LAVINMQ_CLUSTER } from '../../../src/restart/spec/lavinmq-cluster';
import { World } from '../../../src/restart/world';
import { worldOf } from '../support/world';

const NAMES = ['a', 'b', 'c'];

let cluster: LavinMqStandIn;
beforeEach(async () => {
  cluster = await LavinMqStandIn.start(NAMES, 'b');
});
afterEach(() => cluster.stop());

const plain = worldOf('lavinmq', { PASSWORD: 'secret' }, LOCAL_CLOCK);
const world: World = { ...plain, spec: { ...plain.spec, timeouts: { ...plain.spec.timeouts, probeSeconds: 0.3 } } };

/** How much the view is told of each node. */
type Told = 'metrics' | 'ids' | 'both' | 'neither';

function view(told: Told = 'both', more: object = {}): LavinMqCluster {
  const nodes = Object.fromEntries([...cluster.nodes].map(([name, { id, host, port, metricsPort }]) => [name, {
    host, port,
    ...told === 'metrics' || told === 'both' ? { metricsPort } : {},
    ...told === 'ids' || told === 'both' ? { clusteringId: id } : {},
  }]));
  return makeCluster(LAVINMQ_CLUSTER.parse({ kind: 'lavinmq', nodes, username: 'admin', password: { kind: 'variable', name: 'PASSWORD' }, ...more }), world) as LavinMqCluster;
}

const TOLD: readonly Told[] = ['metrics', 'ids', 'both'];

describe('roles', () => {
  test.each(TOLD)('name the leader, who alone decides logins (told %s)', async (told) => {
    const roles = await view(told).roles();
    expect([...roles].map(([name, { leads, decidesLogins, group }]) => [name, leads, decidesLogins, group]))
      .toEqual([['a', false, false, 0], ['b', true, true, 0], ['c', false, false, 0]]);
    expect(roles.get('b')!.text).toBe('leader');
  });

  test('say which follower is in sync', async () => {
    cluster.listed.delete('c');
    const roles = await view().roles();
    expect(['a', 'c'].map((name) => roles.get(name)!.text)).toEqual(['follower, in sync', 'follower']);
  });

  test('are asked anew each time', async () => {
    const same = view();
    await same.roles();
    cluster.leader = 'c';
    cluster.listed.clear();
    ['a', 'b'].forEach((name) => cluster.listed.add(name));
    expect((await same.roles()).get('c')!.leads).toBe(true);
  });

  test('are unknown where nobody says that it leads', async () => {
    cluster.leader = undefined;
    expect(await view().roles()).toEqual(new Map());
  });

  test('are unknown where two nodes say that they lead, or nothing tells nodes apart', async () => {
    cluster.alsoLeads = 'a';
    expect(await view('metrics').roles()).toEqual(new Map());
    cluster.alsoLeads = undefined;
    expect((await view('metrics').roles()).size).toBe(3);
    expect(await view('neither').roles()).toEqual(new Map());
  });
});

const texts = async (told: Told, names: readonly string[]) => (await view(told).safety(names)).map(({ gate, holds, unsatisfiable, text }) =>
  [gate, holds, unsatisfiable, text]);

describe('the gate in-sync', () => {
  test.each(TOLD)('is open where all followers are in sync (told %s)', async (told) => {
    expect(await texts(told, ['a'])).toEqual([['in-sync', true, false, 'c in sync; b leads']]);
    expect(await texts(told, ['b'])).toEqual([['in-sync', true, false, 'a, c in sync; b leads']]);
  });

  test.each<[Told, string]>([
    ['both', 'c is not among the followers that are in sync; b leads'],
    ['metrics', 'c is not among the followers that are in sync (1 more are listed, whom neither a clusteringId nor an address names); b leads'],
    ['ids', 'nobody can tell which followers are in sync: it may be b or c that leads'],
  ])('is shut while another follower is out of sync, and opens once it has healed (told %s)', async (told, text) => {
    cluster.listed.delete('c');
    expect(await texts(told, ['a'])).toEqual([['in-sync', false, false, text]]);
    cluster.listed.add('c');
    expect((await view(told).safety(['a'])).every(({ holds }) => holds)).toBe(true);
  });

  test('never lets the leader go while no follower is in sync', async () => {
    cluster.listed.clear();
    expect((await view().safety(['b'])).map(({ holds }) => holds)).toEqual([false, false]);
  });

  test('lets a follower go that is out of sync itself', async () => {
    cluster.listed.delete('a');
    expect(await texts('both', ['a'])).toEqual([['in-sync', true, false, 'c in sync; b leads']]);
  });

  test.each(TOLD)('is shut while a follower hangs that is listed all the same (told %s)', async (told) => {
    cluster.node('c').state = 'hangs';
    expect(await texts(told, ['a'])).toEqual([
      ['in-sync', false, false, `c does not answer: ${told === 'ids' ? '' : 'metrics: '}no answer within 0.3 s; b leads`],
    ]);
  });

  test('is shut for good where the leader would go with every follower', async () => {
    expect(await texts('both', NAMES)).toEqual([['in-sync', false, true, 'the leader b would go down with every follower']]);
  });

  test('is shut while the leader cannot be asked', async () => {
    cluster.node('b').state = 'down';
    const [[, holds, , text]] = await texts('both', ['a']);
    expect(holds).toBe(false);
    expect(text).toMatch(/^nobody can tell which followers are in sync: .*a: cannot connect \(ECONNRESET\)/);
  });

  test('is shut where the user may not see followers, is refused, or has no password', async () => {
    cluster.administrator = false;
    expect((await texts('both', ['a']))[0][3]).toContain('the user needs the tag administrator');
    const refused = await view('both', { username: 'else' }).safety(['a']);
    expect(refused[0]).toMatchObject({ holds: false, text: 'nobody can tell which followers are in sync: b: status 401' });
    const without = await view('both', { password: { kind: 'variable', name: 'NONE' } }).safety(['a']);
    expect(without[0].text).toContain('the environment variable NONE');
  });

  test('has nothing to say on a single node', async () => {
    await cluster.stop();
    cluster = await LavinMqStandIn.start(['a'], 'a');
    expect(await view().safety(['a'])).toEqual([]);
    expect(await view().rejoined('a')).toEqual({ healthy: true, detail: 'the only node of its cluster' });
  });
});

describe('a node is back', () => {
  test.each(TOLD)('once it is in sync, or leads (told %s)', async (told) => {
    expect(await view(told).rejoined('a')).toEqual({ healthy: true, detail: 'in sync; b leads' });
    expect(await view(told).rejoined('b')).toEqual({ healthy: true, detail: 'leads the cluster' });
  });

  test('not before', async () => {
    cluster.listed.delete('a');
    expect(await view().rejoined('a')).toEqual({ healthy: false, detail: 'a is not among the followers that are in sync' });
    expect((await view().rejoined('c')).healthy).toBe(true);
    cluster.node('c').state = 'down';
    expect(await view().rejoined('c')).toEqual({ healthy: false, detail: 'c does not answer: metrics: cannot connect (ECONNRESET)' });
  });

  test('although another one is gone and nothing but their number tells who is listed', async () => {
    await cluster.kill('c');
    expect(await view('metrics').rejoined('a')).toEqual({ healthy: true, detail: 'in sync; b leads' });
    cluster.listed.delete('a');
    expect((await view('metrics').rejoined('a')).healthy).toBe(false);
  });

  test('not where the one that is listed may be another one, which hangs', async () => {
    cluster.node('c').state = 'hangs';
    cluster.listed.delete('a');
    expect((await view('metrics').rejoined('a')).healthy).toBe(false);
  });

  test('not while nobody leads', async () => {
    cluster.leader = undefined;
    expect(await view().rejoined('a')).toMatchObject({ healthy: false, detail: expect.stringMatching(/^nobody can tell whether it is in sync/) });
  });
});

test('a follower is known by the address of its host where no id is given', async () => {
  cluster.ownAddresses = true;
  cluster.listed.delete('a');
  const roles = await view('neither').roles();
  expect(roles).toEqual(new Map());
  expect((await view('metrics').safety(['a'])).map(({ holds }) => holds)).toEqual([true]);
  expect((await view('metrics').safety(['c'])).map(({ text }) => text)).toEqual(['a is not among the followers that are in sync; b leads']);
  cluster.listed.add('a');
  expect([...await view('neither').roles()].filter(([, { leads }]) => leads).map(([name]) => name)).toEqual(['b']);
});

test('the password goes out by Basic authentication and stands in no text', async () => {
  const facts = await view().safety(['a']);
  expect(cluster.asked).toEqual([`Basic ${Buffer.from('admin:secret').toString('base64')}`]);
  expect(JSON.stringify(facts)).not.toContain('secret');
});

describe('the spec of a cluster', () => {
  const parse = (more: object, node: object = {}) => LAVINMQ_CLUSTER.safeParse({
    kind: 'lavinmq', nodes: { a: { host: 'h', ...node } }, password: { kind: 'file', path: '/p' }, ...more,
  });

  test('knows the usual port, and takes a port as a text of digits', () => {
    expect(parse({}).data!.nodes.a).toEqual({ host: 'h', port: 15672 });
    expect(parse({}, { port: '15673', metricsPort: '15692' }).data!.nodes.a).toEqual({ host: 'h', port: 15673, metricsPort: 15692 });
  });

  test('wants metrics where the management API speaks TLS', () => {
    expect(parse({ tls: {} }).error!.issues[0].message).toContain('metricsPort for every node');
    expect(parse({ tls: {} }, { metricsPort: 15692 }).success).toBe(true);
  });

  test.each(['', 'ABC', 'abcdefg', 'a b'])('takes no %j for a clustering id', (clusteringId) => {
    expect(parse({}, { clusteringId }).success).toBe(false);
  });
});
