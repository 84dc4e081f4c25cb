import { brokerRejoined, CONTROLLER_QUORUM, controllerRejoined, IN_SYNC, inSyncFact, mergeMetadata, quorumFact } from './kafka-facts';
import { KafkaQuestions } from './kafka-questions';
import { ClusterView, NodeRole, ProbeResult } from '../engine/ports';
import { Quorum } from '../kafka-wire/quorum-messages';
import { GateFact } from '../plan';
import { KafkaClusterSpec } from '../spec/kafka-cluster';
import { World } from '../world';

/** Brokers whose knowledge is taken together, since a single one may be behind. */
const VIEWS = 3;

/** Nodes of this group restart before those of the next. */
const CONTROLLERS = 0;
const BROKERS = 1;

/** What a Kafka cluster with KRaft says about its nodes. */
export class KafkaCluster implements ClusterView {
  private readonly questions: KafkaQuestions;

  constructor(private readonly spec: KafkaClusterSpec, world: World) {
    this.questions = new KafkaQuestions(spec, world);
  }

  /** Nodes that vote first, dedicated or combined, the active one last of them; then those that are brokers alone. */
  async roles(): Promise<ReadonlyMap<string, NodeRole>> {
    const [quorum, up] = await Promise.all([this.questions.quorum(), this.questions.brokersUp()]);
    if (quorum.answer === undefined) {
      return new Map();
    }
    const { leader, voters } = quorum.answer;
    const roles = await Promise.all(Object.entries(this.spec.nodes).map(async ([name, { nodeId }]): Promise<[string, NodeRole]> => {
      if (!voters.some((voter) => voter.id === nodeId)) {
        return [name, { group: BROKERS, leads: false, text: 'broker' }];
      }
      const leads = leader === nodeId;
      const text = leads ? 'active controller' : 'controller';
      if (up.includes(nodeId)) {
        return [name, { group: CONTROLLERS, leads, text: `${text} and broker` }];
      }
      // Either it takes no clients, so that no token can be tried on it, or it is a broker that is down.
      const takesClients = (await this.questions.takesClients(name)).answer;
      return [name, { group: CONTROLLERS, leads, ...takesClients === false ? { decidesLogins: false } : {}, text }];
    }));
    return new Map(roles);
  }

  async safety(names: readonly string[]): Promise<readonly GateFact[]> {
    const strangers = names.filter((name) => this.spec.nodes[name] === undefined);
    if (strangers.length > 0) {
      return [{ gate: IN_SYNC, holds: false, unsatisfiable: true, text: `the cluster's description lacks ${strangers.join(', ')}` }];
    }
    const [inSync, controllers] = await Promise.all([this.inSync(names), this.controllers(names)]);
    return [inSync, ...controllers === undefined ? [] : [controllers]];
  }

  async rejoined(name: string): Promise<ProbeResult> {
    const node = this.spec.nodes[name];
    if (node === undefined) {
      return { healthy: false, detail: `the cluster's description lacks ${name}` };
    }
    const [own, quorum] = await Promise.all([this.questions.ownWord(name), this.questions.quorum([name])]);
    if (own.answer === undefined || quorum.answer === undefined) {
      return { healthy: false, detail: own.problem ?? `no active controller can be asked: ${quorum.problem}` };
    }
    if (own.answer.objection !== undefined) {
      return { healthy: false, detail: own.answer.objection };
    }
    const found: ProbeResult[] = [];
    if (own.answer.metadata !== undefined) {
      const others = await this.questions.metadata(VIEWS, [name]);
      found.push(brokerRejoined(node.nodeId, mergeMetadata([own.answer.metadata, ...others.answers])));
    }
    if (votes(quorum.answer, node.nodeId)) {
      found.push(controllerRejoined(node.nodeId, quorum.answer, this.spec.fetchTimeoutSeconds));
    }
    return { healthy: found.every((one) => one.healthy), detail: found.map((one) => one.detail).join('; ') || 'a controller that does not vote' };
  }

  private async inSync(names: readonly string[]): Promise<GateFact> {
    const shut = (text: string, unsatisfiable = false): GateFact => ({ gate: IN_SYNC, holds: false, unsatisfiable, text });
    const ids = names.map((name) => this.spec.nodes[name].nodeId);
    const [views, own] = await Promise.all([
      this.questions.metadata(VIEWS, names), Promise.all(names.map((name) => this.questions.ownWord(name))),
    ]);
    if (views.answers.length === 0) {
      return shut(`no broker can be asked about replicas: ${views.problems}`);
    }
    // A node that cannot be asked is down already, or it is what this restart repairs; what the others say of it counts.
    const objections = own.flatMap(({ answer }) => answer?.objection ?? []);
    if (objections.length > 0) {
      return shut(objections.join('; '), true);
    }
    const { partitions } = mergeMetadata(views.answers);
    const topics = [...new Set(partitions.filter(({ replicas }) => replicas.some((id) => ids.includes(id))).map(({ topic }) => topic))];
    const leastInSync = await this.questions.leastInSync(topics, names);
    if (leastInSync.answer === undefined) {
      return shut(`min.insync.replicas cannot be asked for: ${leastInSync.problem}`);
    }
    return inSyncFact({ names: names.join(', '), ids, partitions, leastInSync: leastInSync.answer });
  }

  private async controllers(names: readonly string[]): Promise<GateFact | undefined> {
    const { answer, problem } = await this.questions.quorum(names);
    if (answer === undefined) {
      return { gate: CONTROLLER_QUORUM, holds: false, unsatisfiable: false, text: `no active controller can be asked: ${problem}` };
    }
    return quorumFact(names.join(', '), names.map((name) => this.spec.nodes[name].nodeId), answer, this.spec.fetchTimeoutSeconds);
  }
}

function votes({ voters }: Quorum, id: number): boolean {
  return voters.some((voter) => voter.id === id);
}
