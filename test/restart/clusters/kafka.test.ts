import { KafkaCluster } from '../../../src/restart/clusters/kafka';
import { KAFKA_CLUSTER } from '../../../src/restart/spec/kafka-cluster';
import { FakeAnswer, FakeKafka, FakeRequest } from '../support/fake-kafka';
import * as encoding from '../support/kafka-encoding';
import { worldOf } from '../support/world';

/** What the nodes of a cluster answer; a test changes it. */
interface State {
  brokers: number[];
  topics: encoding.TopicData[];
  leader: number;
  /** Milliseconds that each voter is behind. */
  behind: { [id: number]: number };
  least: { [topic: string]: string | undefined };
  /** Topics on disks, and those that are not shown. */
  hidden: string[];
  logDirsError: number;
  configError: number;
}

const fakes: FakeKafka[] = [];
afterEach(async () => {
  await Promise.all(fakes.splice(0).map((fake) => fake.stop()));
});

const orders = (inSync: number[]): encoding.TopicData => ({ name: 'orders', partitions: [{ index: 0, leader: 1, replicas: [1, 2, 3], inSync }] });

/** A cluster whose nodes 1 to 3 are brokers, and 4 a controller alone. */
async function cluster(more: Partial<State> = {}, own: { readonly [id: number]: Partial<State> | 'down' | 'silent' } = {}) {
  const state: State = {
    brokers: [1, 2, 3], topics: [orders([1, 2, 3])], leader: 1, behind: { 1: 0, 2: 0, 4: 0 }, least: { orders: '2' }, hidden: [], logDirsError: 0, configError: 0, ...more,
  };
  const nodes: { [name: string]: object } = {};
  for (const id of [1, 2, 3, 4]) {
    const told = own[id];
    const fake = await FakeKafka.start((request) => (told === 'down' ? 'close' : told === 'silent' ? 'silence' : answerOf(id, { ...state, ...told }, request)));
    fakes.push(fake);
    nodes[`n${id}`] = { nodeId: id, host: '127.0.0.1', port: fake.port };
  }
  return new KafkaCluster(KAFKA_CLUSTER.parse({ kind: 'kafka', nodes, timeoutSeconds: 2 }), worldOf('aiven-kafka'));
}

function answerOf(id: number, state: State, { key, version, body }: FakeRequest): FakeAnswer | undefined {
  const isController = id === 4;
  switch (key) {
    case 18:
      return isController ? encoding.apiVersions([[18, 0, 4], [32, 1, 4], [55, 0, 2], [60, 0, 1]]) : undefined;
    case 3: {
      const hidden = state.hidden.filter((topic) => body.includes(Buffer.from(topic))).map((name) => ({ name, error: 29 }));
      return encoding.metadata(version, state.brokers, hidden.length > 0 ? hidden : state.topics);
    }
    case 32: {
      const own = body.includes(Buffer.from('node.id'));
      const asksForMe = own && body.includes(Buffer.from([4, 2, 48 + id]));
      return own
        ? encoding.describeConfigs([{ name: String(id), error: asksForMe ? state.configError : 42 }])
        : encoding.describeConfigs(Object.entries(state.least).map(([name, least]) =>
          ({ name, error: least === undefined ? 29 : 0, settings: { 'min.insync.replicas': least } })));
    }
    case 35:
      return encoding.describeLogDirs(version, [...state.topics.map(({ name }) => name), ...state.hidden], state.logDirsError);
    case 55:
      // A controller that does not lead sends whoever asks away; brokers pass the question on.
      return isController && state.leader !== id
        ? encoding.describeQuorum(version, { error: 6 })
        : encoding.describeQuorum(version, {
          leader: state.leader, voters: Object.entries(state.behind).map(([voter, behind]) => [Number(voter), 1_000_000 - behind]),
        });
    default:
      return 'close';
  }
}

describe('roles in a Kafka cluster', () => {
  test('controllers come before brokers, the active one leads, dedicated ones judge no token', async () => {
    expect([...await (await cluster()).roles()]).toEqual([
      ['n1', { group: 0, leads: true, text: 'active controller and broker' }],
      ['n2', { group: 0, leads: false, text: 'controller and broker' }],
      ['n3', { group: 1, leads: false, text: 'broker' }],
      ['n4', { group: 0, leads: false, decidesLogins: false, text: 'controller' }],
    ]);
  });

  test('a controller that is down may be a broker too', async () => {
    const roles = await (await cluster({ brokers: [1, 3], leader: 4 }, { 2: 'down' })).roles();
    expect(roles.get('n2')).toEqual({ group: 0, leads: false, text: 'controller' });
    expect(roles.get('n4')).toEqual({ group: 0, leads: true, decidesLogins: false, text: 'active controller' });
  });

  test('a node that keeps silent is not waited for', async () => {
    const view = await cluster({}, { 3: 'silent' });
    const begun = Date.now();
    expect((await view.roles()).get('n1')).toEqual({ group: 0, leads: true, text: 'active controller and broker' });
    expect(Date.now() - begun).toBeLessThan(1500);
  });

  test('nobody can tell where nobody answers', async () => {
    expect(await (await cluster({}, { 1: 'down', 2: 'down', 3: 'down', 4: 'down' })).roles()).toEqual(new Map());
    // The dedicated controller answers, yet is not the active one.
    expect(await (await cluster({}, { 1: 'down', 2: 'down', 3: 'down' })).roles()).toEqual(new Map());
  });
});

describe('whether nodes of a Kafka cluster may go down', () => {
  const facts = async (view: KafkaCluster, ...names: string[]) =>
    (await view.safety(names)).map(({ gate, holds, unsatisfiable, text }) => [gate, holds, unsatisfiable, text]);

  test('both gates hold where all is well', async () => {
    expect(await facts(await cluster(), 'n2')).toEqual([
      ['in-sync', true, false, '1 partitions on n2 have enough other replicas in sync'],
      ['controller-quorum', true, false, '2 of 3 controllers remain caught up without n2, 2 are needed'],
    ]);
  });

  test('a node that does not vote is asked about replicas alone', async () => {
    expect(await facts(await cluster(), 'n3')).toEqual([['in-sync', true, false, '1 partitions on n3 have enough other replicas in sync']]);
  });

  test('one broker that is behind the others does not open the gate', async () => {
    const view = await cluster({}, { 3: { topics: [orders([1, 2])] } });
    expect(await facts(view, 'n2')).toEqual([
      ['in-sync', false, false, 'partitions cannot spare n2 now: orders-0 (in sync 1 2 of 1 2 3, min.insync.replicas 2)'],
      ['controller-quorum', true, false, expect.any(String)],
    ]);
  });

  test('who cannot be asked is a fact that does not hold', async () => {
    const down = { 1: 'down', 2: 'down', 3: 'down', 4: 'down' } as const;
    expect(await facts(await cluster({}, down), 'n2')).toEqual([
      ['in-sync', false, false, expect.stringMatching(/^no broker can be asked about replicas: n1: the peer closed the connection; n3: .*; n2: /)],
      ['controller-quorum', false, false, expect.stringMatching(/^no active controller can be asked: n1: /)],
    ]);
  });

  test('a node that is down itself is judged by what the others say', async () => {
    expect(await facts(await cluster({ topics: [orders([1, 3])], brokers: [1, 3], behind: { 1: 0, 2: 9000, 4: 0 } }, { 2: 'down' }), 'n2')).toEqual([
      ['in-sync', true, false, expect.any(String)], ['controller-quorum', true, false, expect.any(String)],
    ]);
  });

  test.each<[string, Partial<State>, boolean, RegExp]>([
    ['settings of a topic', { least: { orders: undefined } }, false, /^min\.insync\.replicas is not told for orders$/],
    ['topics', { hidden: ['secrets'] }, true, /^n2: 1 of its topics are not shown, such as secrets; the right Describe on all topics is needed$/],
    ['disks', { logDirsError: 31 }, true, /^n2: DescribeLogDirs is not allowed; the rights Describe and DescribeConfigs on the cluster are needed$/],
    ['settings of the cluster', { configError: 31 }, true, /^n2: DescribeConfigs is not allowed/],
  ])('want of a right to see %s shuts the gate', async (_what, more, unsatisfiable, text) => {
    expect((await facts(await cluster(more), 'n2'))[0]).toEqual(['in-sync', false, unsatisfiable, expect.stringMatching(text)]);
  });

  test('another node at the address shuts the gate', async () => {
    const view = await cluster();
    const [{ port }] = fakes;
    const spec = { kind: 'kafka', nodes: { n1: { nodeId: 2, host: '127.0.0.1', port }, n3: { nodeId: 3, host: '127.0.0.1', port: fakes[2].port } } };
    const swapped = new KafkaCluster(KAFKA_CLUSTER.parse(spec), worldOf('aiven-kafka'));
    expect((await facts(swapped, 'n1'))[0]).toEqual(['in-sync', false, true, 'n1: another node than 2 answers there']);
    expect(await swapped.rejoined('n1')).toEqual({ healthy: false, detail: 'n1: another node than 2 answers there' });
    expect((await facts(view, 'n1'))[0][1]).toBe(true);
  });

  test('a node that the description lacks shuts the gate', async () => {
    const view = await cluster();
    expect(await facts(view, 'n9')).toEqual([['in-sync', false, true, 'the cluster\'s description lacks n9']]);
    expect(await view.rejoined('n9')).toEqual({ healthy: false, detail: 'the cluster\'s description lacks n9' });
  });
});

describe('whether a node is back in its Kafka cluster', () => {
  test.each<[string, string, Partial<State>, { readonly [id: number]: Partial<State> | 'down' }, object]>([
    ['a broker and controller in full', 'n2', {}, {}, { healthy: true, detail: 'in sync with 1 partitions; follows controller 1' }],
    ['a broker', 'n3', {}, {}, { healthy: true, detail: 'in sync with 1 partitions' }],
    ['a controller', 'n4', {}, {}, { healthy: true, detail: 'follows controller 1' }],
    ['a controller that does not vote', 'n4', { behind: { 1: 0, 2: 0 } }, {}, { healthy: true, detail: 'a controller that does not vote' }],
    ['a controller that is behind', 'n4', { behind: { 1: 0, 2: 0, 4: 5000 } }, {}, { healthy: false, detail: 'has not caught up with controller 1' }],
    ['one that the others do not count yet', 'n3', { brokers: [1, 2] }, { 3: { brokers: [1, 2, 3] } },
      { healthy: false, detail: 'broker 3 is not counted among those that are up (1, 2)' }],
    ['one that others see out of sync', 'n2', {}, { 1: { topics: [orders([1, 3])] } },
      { healthy: false, detail: 'not in sync yet with 1 of 1 partitions: orders-0; follows controller 1' }],
    ['one that does not answer', 'n3', {}, { 3: 'down' }, { healthy: false, detail: 'n3: the peer closed the connection' }],
  ])('%s', async (_what, name, more, own, result) => {
    expect(await (await cluster(more, own)).rejoined(name)).toEqual(result);
  });

  test('nobody can tell without an active controller', async () => {
    const view = await cluster({}, { 1: 'down', 2: 'down', 3: 'down' });
    const detail = /^no active controller can be asked: n1: .*; n4: DescribeQuorum: NOT_LEADER_OR_FOLLOWER$/;
    expect(await view.rejoined('n4')).toEqual({ healthy: false, detail: expect.stringMatching(detail) });
  });
});

test('two nodes cannot have one id', () => {
  const node = { nodeId: '7', host: 'k', port: 9092 };
  expect(KAFKA_CLUSTER.safeParse({ kind: 'kafka', nodes: { a: node, b: { ...node, nodeId: 7 } } }).error?.issues.map(({ message }) => message))
    .toEqual(['a and b have the same nodeId, 7']);
  expect(KAFKA_CLUSTER.parse({ kind: 'kafka', nodes: { a: node } })).toEqual({ kind: 'kafka', nodes: { a: { ...node, nodeId: 7 } }, timeoutSeconds: 15, fetchTimeoutSeconds: 2 });
});
