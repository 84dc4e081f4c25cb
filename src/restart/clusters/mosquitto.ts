import { applyDynamicSecurity } from './mosquitto-apply';
import { ControlProblem, withControl } from './mosquitto-control';
import { Files } from '../../brokers/broker-core';
import { ClusterView, NodeRole, ProbeResult, StepOutcome } from '../engine/ports';
import { GateFact } from '../plan';
import { TcpProbe } from '../probes/tcp';
import { ACCOUNTS_FILE, MosquittoClusterSpec } from '../spec/mosquitto-cluster';
import { World } from '../world';

const VOTING = '$SYS/broker/cedalo/ha/voting_nodes';
/** Retained messages come right after the subscription. */
const WAIT_MILLISECONDS = 1000;

/** How the nodes answered. */
interface Sight {
  /** Nodes whose listener of clients is open. */
  readonly leaders: readonly string[];
  /** Nodes that do not answer at all, with the reason. */
  readonly silent: ReadonlyMap<string, string>;
}

/**
 * A cluster of Pro Mosquitto in full synchronisation: followers first, the leader last.
 *
 * The listener of clients is closed on followers, so the node that opens it leads; more than one, or none, and nobody can tell. How far a
 * follower lags is nowhere to be read; what can be is the number of voting nodes, by the leader's `$SYS` topics.
 *
 * @see https://docs.cedalo.com
 */
export class MosquittoHaCluster implements ClusterView {
  readonly prepare?: (files: Files) => Promise<StepOutcome>;

  constructor(private readonly spec: MosquittoClusterSpec, private readonly world: World) {
    if (spec.controlApi?.accounts === true) {
      this.prepare = (files) => this.bringAccounts(files);
    }
  }

  async roles(): Promise<ReadonlyMap<string, NodeRole>> {
    const { leaders } = await this.look();
    return new Map(leaders.length !== 1 ? [] : this.names.map((name): [string, NodeRole] => {
      const leads = name === leaders[0];
      return [name, { group: 0, leads, decidesLogins: leads, text: leads ? 'leader' : 'follower, takes no clients' }];
    }));
  }

  async safety(names: readonly string[]): Promise<readonly GateFact[]> {
    if (this.names.length < 2) {
      return [];
    }
    const sight = await this.look();
    const others = [...sight.silent].filter(([name]) => !names.includes(name));
    const facts = [
      fact('leader', sight.leaders.length === 1, this.leaderText(sight)),
      fact('members', others.length === 0, others.length === 0 ? 'the other nodes answer' : others.map(([name, why]) => `${name} does not answer (${why})`).join(', ')),
    ];
    const voting = sight.leaders.length === 1 ? await this.votingNodes(sight.leaders[0]) : undefined;
    if (voting === undefined) {
      return facts;
    }
    if (voting.problem !== undefined) {
      return [...facts, fact('voting-nodes', false, voting.problem)];
    }
    const { online, total } = voting;
    // A node that goes down and is down already is missing before.
    const missing = names.filter((name) => sight.silent.has(name)).length;
    return [...facts, fact('voting-nodes', online >= total - missing, `${online} of ${total} voting nodes are online`)];
  }

  async rejoined(name: string): Promise<ProbeResult> {
    if (this.names.length < 2) {
      return { healthy: true, detail: 'the only node of its cluster' };
    }
    const sight = await this.look();
    const why = sight.silent.get(name);
    if (why !== undefined) {
      return { healthy: false, detail: `does not answer (${why})` };
    }
    if (sight.leaders.length !== 1) {
      return { healthy: false, detail: this.leaderText(sight) };
    }
    const voting = await this.votingNodes(sight.leaders[0]);
    const role = sight.leaders[0] === name ? 'leads' : `follows ${sight.leaders[0]}`;
    if (voting === undefined) {
      return { healthy: true, detail: `${role}; nobody says whether it is in sync` };
    }
    if (voting.problem !== undefined) {
      return { healthy: false, detail: voting.problem };
    }
    const { online, total } = voting;
    return { healthy: online >= total, detail: `${role}; ${online} of ${total} voting nodes are online` };
  }

  private get names(): readonly string[] {
    return Object.keys(this.spec.nodes);
  }

  private async look(): Promise<Sight> {
    const answers = await Promise.all(this.names.map(async (name) => {
      const { host, port, clientHost = host, clientPort } = this.spec.nodes[name];
      const [always, clients] = await Promise.all([[host, port], [clientHost, clientPort]].map(([at, where]) =>
        new TcpProbe(at as string, where as number).check(this.spec.timeoutSeconds)));
      return { name, always, clients };
    }));
    return {
      leaders: answers.filter(({ clients }) => clients.healthy).map(({ name }) => name),
      silent: new Map(answers.filter(({ always }) => !always.healthy).map(({ name, always }) => [name, always.detail])),
    };
  }

  private leaderText({ leaders }: Sight): string {
    return leaders.length === 1 ? `${leaders[0]} leads`
      : leaders.length === 0 ? 'no node takes clients, so none leads' : `${leaders.join(', ')} take clients, where only the leader should`;
  }

  /** Undefined where nobody is to ask. */
  private async votingNodes(leader: string): Promise<Voting | undefined> {
    if (this.spec.controlApi?.votingNodes !== true) {
      return undefined;
    }
    try {
      const topics = [`${VOTING}/total`, `${VOTING}/online`];
      const found = await this.atLeader(leader, (control) => control.retained(topics, WAIT_MILLISECONDS));
      const [total, online] = topics.map((topic) => Number(found.get(topic) ?? NaN));
      // A follower says -1.
      return Number.isInteger(total) && Number.isInteger(online) && total > 0 && online >= 0
        ? { total, online } : { problem: `${leader} does not tell how many voting nodes are online` };
    } catch (error) {
      return { problem: `${leader} cannot be asked for its voting nodes: ${problemOf(error)}` };
    }
  }

  private async bringAccounts(files: Files): Promise<StepOutcome> {
    const text = files[ACCOUNTS_FILE];
    if (text === undefined) {
      return { ok: true, detail: 'the stack has no accounts' };
    }
    const twice = this.world.spec.nodes.filter((node) => node.files[ACCOUNTS_FILE] !== undefined).map(({ name }) => name);
    if (twice.length > 0) {
      const detail = `${ACCOUNTS_FILE} goes to ${twice.join(', ')} and to the leader's control API; leave it out of the nodes' files`;
      return { ok: false, begun: false, detail };
    }
    const sight = await this.look();
    if (sight.leaders.length !== 1) {
      return { ok: false, begun: false, detail: `accounts cannot be brought in: ${this.leaderText(sight)}` };
    }
    try {
      return await this.atLeader(sight.leaders[0], (control) => applyDynamicSecurity(control, text));
    } catch (error) {
      return { ok: false, begun: false, detail: `accounts cannot be brought in at ${sight.leaders[0]}: ${problemOf(error)}` };
    }
  }

  private atLeader<T>(leader: string, work: Parameters<typeof withControl<T>>[3]): Promise<T> {
    const { host, clientHost = host, clientPort } = this.spec.nodes[leader];
    return withControl({ host: clientHost, port: clientPort, account: this.spec.controlApi! }, this.world, this.spec.timeoutSeconds, work);
  }
}

type Voting = { readonly total: number; readonly online: number; readonly problem?: undefined } | { readonly problem: string };

function fact(gate: string, holds: boolean, text: string): GateFact {
  return { gate, holds, unsatisfiable: false, text };
}

function problemOf(error: unknown): string {
  if (error instanceof ControlProblem) {
    return error.message;
  }
  throw error;
}
