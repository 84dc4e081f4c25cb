import { askNode, Asked } from '../kafka-wire/ask-node';
import { KafkaClient } from '../kafka-wire/client';
import { Metadata, METADATA } from '../kafka-wire/cluster-messages';
import { DESCRIBE_CONFIGS } from '../kafka-wire/config-messages';
import { DESCRIBE_LOG_DIRS } from '../kafka-wire/log-messages';
import { DESCRIBE_QUORUM, Quorum } from '../kafka-wire/quorum-messages';
import { errorName, shown, WireProblem } from '../kafka-wire/wire-problem';
import { KafkaClusterSpec } from '../spec/kafka-cluster';
import { World } from '../world';

/** Nodes that are asked at a time. */
const AT_ONCE = 4;
/** Topics in one question for settings. */
const TOPICS_AT_ONCE = 500;

const NO_ERROR = 0;
const TOPIC_AUTHORIZATION_FAILED = 29;
const CLUSTER_AUTHORIZATION_FAILED = 31;
const INVALID_REQUEST = 42;
/** Hidden topics that a text names. */
const NAMED = 3;

/** What a node says of itself. */
export interface OwnWord {
  /** Whether it takes clients; a dedicated controller does not. */
  readonly isBroker: boolean;
  /** What it knows of the cluster, where it is a broker. */
  readonly metadata?: Metadata;
  /** Why its answers cannot be relied upon, and no waiting will mend it: it is another node, or does not show us everything. */
  readonly objection?: string;
}

/** Good answers of some nodes, and why others gave none. */
export interface Answers<T> {
  readonly answers: readonly T[];
  /** For people; empty where every node that was asked answered. */
  readonly problems: string;
}

/** Asks the nodes of a Kafka cluster, each time anew. Never throws. */
export class KafkaQuestions {
  constructor(private readonly spec: KafkaClusterSpec, private readonly world: World) {}

  /** Asks one node. */
  async on<T>(name: string, ask: (client: KafkaClient) => Promise<T>): Promise<Asked<T>> {
    const { timeoutSeconds, nodes } = this.spec;
    const { answer, problem } = await askNode(nodes[name], this.world, timeoutSeconds, ask);
    return problem === undefined ? { answer: answer as T } : { problem: `${name}: ${problem}` };
  }

  /**
   * Asks nodes, a few at a time and those named last after the others, until as many as wanted have answered.
   *
   * Whoever answers late is not waited for then: a host that is gone keeps silent for as long as it is given.
   */
  async some<T>(wanted: number, last: readonly string[], ask: (client: KafkaClient) => Promise<T>): Promise<Answers<T>> {
    const names = Object.keys(this.spec.nodes);
    const order = [...names.filter((name) => !last.includes(name)), ...names.filter((name) => last.includes(name))];
    const answers: T[] = [];
    const problems = new Map<string, string>();
    const waiting = [...order];
    await new Promise<void>((enough) => {
      const work = async () => {
        for (let name = waiting.shift(); name !== undefined && answers.length < wanted; name = waiting.shift()) {
          const asked = await this.on(name, ask);
          asked.problem === undefined ? answers.push(asked.answer) : problems.set(name, asked.problem);
        }
        if (answers.length >= wanted) {
          enough();
        }
      };
      void Promise.all(Array.from({ length: AT_ONCE }, work)).then(() => enough());
    });
    return { answers: [...answers], problems: order.flatMap((name) => problems.get(name) ?? []).join('; ') };
  }

  /** Ids of the brokers that are up. */
  async brokersUp(): Promise<readonly number[]> {
    return (await this.some(1, [], (client) => client.ask(METADATA, []))).answers[0]?.brokers ?? [];
  }

  /** What brokers know of the cluster. */
  metadata(wanted: number, last: readonly string[] = []): Promise<Answers<Metadata>> {
    return this.some(wanted, last, (client) => client.ask(METADATA, undefined));
  }

  /** What the active controller says about the controllers; brokers pass the question on. */
  async quorum(last: readonly string[] = []): Promise<Asked<Quorum>> {
    const { answers: [answer], problems } = await this.some(1, last, async (client) => {
      const quorum = await client.ask(DESCRIBE_QUORUM, undefined);
      if (quorum.error !== NO_ERROR) {
        throw new WireProblem(`DescribeQuorum: ${errorName(quorum.error)}`);
      }
      return quorum;
    });
    return answer === undefined ? { problem: problems } : { answer };
  }

  /** `min.insync.replicas` of topics as it holds, whether set for the topic or a default. */
  async leastInSync(topics: readonly string[], last: readonly string[]): Promise<Asked<ReadonlyMap<string, number>>> {
    if (topics.length === 0) {
      return { answer: new Map() };
    }
    const { answers: [answer], problems } = await this.some(1, last, (client) => leastInSyncBy(client, topics));
    return answer === undefined ? { problem: problems } : { answer };
  }

  /** Whether a node is a broker; dedicated controllers take no clients. */
  takesClients(name: string): Promise<Asked<boolean>> {
    return this.on(name, async (client) => client.speaks(METADATA));
  }

  /** What a node says of itself, and whether it is the one that is meant. */
  ownWord(name: string): Promise<Asked<OwnWord>> {
    return this.on(name, async (client) => {
      const isBroker = client.speaks(METADATA);
      const stranger = await identityObjection(client, this.spec.nodes[name].nodeId);
      if (stranger !== undefined || !isBroker) {
        return { isBroker, objection: stranger === undefined ? undefined : `${name}: ${stranger}` };
      }
      const metadata = await client.ask(METADATA, undefined);
      const hidden = await hiddenObjection(client, metadata);
      return { isBroker, metadata, objection: hidden === undefined ? undefined : `${name}: ${hidden}` };
    });
  }
}

async function leastInSyncBy(client: KafkaClient, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (let at = 0; at < topics.length; at += TOPICS_AT_ONCE) {
    const resources = topics.slice(at, at + TOPICS_AT_ONCE).map((name) => ({ kind: 'topic' as const, name }));
    for (const { name, error, settings } of await client.ask(DESCRIBE_CONFIGS, { resources, keys: ['min.insync.replicas'] })) {
      const least = Number(settings.get('min.insync.replicas'));
      // A topic that is not told stays unknown, and the gate shut.
      if (error === NO_ERROR && Number.isInteger(least)) {
        found.set(name, least);
      }
    }
  }
  return found;
}

/** A node tells its own settings only, so that it refuses to tell those of another id. */
async function identityObjection(client: KafkaClient, nodeId: number): Promise<string | undefined> {
  const request = { resources: [{ kind: 'broker' as const, name: String(nodeId) }], keys: ['node.id'] };
  const [own] = await client.ask(DESCRIBE_CONFIGS, request);
  if (own?.error === INVALID_REQUEST) {
    return `another node than ${nodeId} answers there`;
  }
  return own === undefined ? 'DescribeConfigs: no answer' : objection('DescribeConfigs', own.error);
}

/**
 * Topics on the node's disks that Metadata leaves out for want of a right.
 *
 * It leaves them out without a word, so that a gate would take a cluster for healthy of which it sees nothing.
 */
async function hiddenObjection(client: KafkaClient, metadata: Metadata): Promise<string | undefined> {
  const { error, topics } = await client.ask(DESCRIBE_LOG_DIRS, undefined);
  const told = new Set(metadata.partitions.map((partition) => partition.topic));
  const missing = topics.filter((topic) => !told.has(topic));
  if (error !== NO_ERROR || missing.length === 0) {
    return objection('DescribeLogDirs', error);
  }
  // A topic that is being deleted is missing too; only one that may not be seen counts.
  const { untold } = await client.ask(METADATA, missing);
  const hidden = untold.filter((topic) => topic.error === TOPIC_AUTHORIZATION_FAILED).map(({ topic }) => topic);
  return hidden.length === 0 ? undefined
    : `${hidden.length} of its topics are not shown, such as ${hidden.slice(0, NAMED).map(shown).join(', ')}; the right Describe on all topics is needed`;
}

/** What a missing right comes to; any other error is a passing one. */
function objection(question: string, error: number): string | undefined {
  if (error === NO_ERROR) {
    return undefined;
  }
  if (error === CLUSTER_AUTHORIZATION_FAILED) {
    return `${question} is not allowed; the rights Describe and DescribeConfigs on the cluster are needed`;
  }
  throw new WireProblem(`${question}: ${errorName(error)}`);
}
