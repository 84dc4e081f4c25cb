import { lookup } from 'node:dns/promises';
import { ListedFollower, metricsOfLeader, readFollowers } from './lavinmq-answers';
import { askHttp, HttpAnswer } from '../bounded-http';
import { ClusterSpec } from '../spec/clusters';
import { readTls } from '../tls-files';
import { tokenFrom } from '../tokens/token-from';
import { World } from '../world';

/** A LavinMQ cluster as a spec describes it. */
export type LavinMqClusterSpec = Extract<ClusterSpec, { readonly kind: 'lavinmq' }>;

/** What was seen of a cluster at one moment. */
export interface LavinMqSight {
  readonly leader?: string;
  /** Why nobody is known to lead, or why followers are unknown; undefined where both are known. */
  readonly problem?: string;
  /** Names of the followers that the leader lists. */
  readonly inSync: ReadonlySet<string>;
  /** How many it lists, whoever they are. */
  readonly listed: number;
  /** Nodes that do not answer themselves, with the reason. */
  readonly silent: ReadonlyMap<string, string>;
  /** Those of them where nobody listens, so that the leader cannot have a connection to them either. */
  readonly gone: ReadonlySet<string>;
}

/** What the metrics of a node tell: whether it leads, or why that is not known. */
interface OwnWord {
  readonly leads?: boolean;
  readonly problem?: string;
  readonly gone?: boolean;
}

/** What came of asking for followers; `reached` where the node answered, whatever it said. */
interface FollowersAnswer {
  readonly followers?: readonly ListedFollower[];
  readonly reached: boolean;
  readonly problem?: string;
}

const LARGEST_ANSWER = 4 * 1024 * 1024;

/**
 * Looks at a LavinMQ cluster through the ports of its nodes.
 *
 * A follower hands its management port on to the leader, so that every node gives the leader's answer; only its metrics are its own.
 */
export class LavinMqLook {
  readonly names: readonly string[];

  constructor(private readonly spec: LavinMqClusterSpec, private readonly world: World) {
    this.names = Object.keys(spec.nodes);
  }

  /** Whether a node can be told from the others by its clustering id. */
  hasId(name: string): boolean {
    return this.spec.nodes[name].clusteringId !== undefined;
  }

  /** Asks everybody, anew. Never throws. */
  async look(): Promise<LavinMqSight> {
    const words = new Map(await Promise.all(this.names.map(async (name) => [name, await this.ownWord(name)] as const)));
    const leaders = this.names.filter((name) => words.get(name)?.leads === true);
    const answers = await this.askForFollowers(leaders, words);
    const followers = answers.find(([, answer]) => answer.followers !== undefined)?.[1].followers;
    const inSync = await this.namesOf(followers ?? []);
    const leader = this.leaderOf(leaders, words, followers === undefined ? undefined : inSync);
    const unheard = answers.map(([name, { problem }]) => `${name}: ${problem}`).join(', ');
    return {
      leader: leader.name,
      problem: followers === undefined ? unheard : leader.problem,
      inSync,
      listed: followers?.length ?? 0,
      silent: this.silent(words, answers),
      gone: new Set(this.names.filter((name) => words.get(name)?.gone === true)),
    };
  }

  /** What a node's metrics say; undefined where they cannot be asked for. */
  private async ownWord(name: string): Promise<OwnWord | undefined> {
    const { host, metricsHost = host, metricsPort } = this.spec.nodes[name];
    if (metricsPort === undefined) {
      return undefined;
    }
    const answer = await this.ask(`http://${bracketed(metricsHost)}:${metricsPort}/metrics`);
    if (answer.problem !== undefined || !isGood(answer)) {
      return { problem: `metrics: ${objectionTo(answer)}`, gone: answer.problem?.includes('ECONNREFUSED') === true };
    }
    const leads = metricsOfLeader(answer.body);
    return leads === undefined ? { problem: 'metrics: an answer that is none of LavinMQ' } : { leads };
  }

  /** Asks the leader where one is known, else everybody; whoever has no metrics is asked to see that it answers at all. */
  private async askForFollowers(
    leaders: readonly string[], words: ReadonlyMap<string, OwnWord | undefined>,
  ): Promise<readonly (readonly [string, FollowersAnswer])[]> {
    const asked = this.names.filter((name) => leaders.length !== 1 || name === leaders[0] || words.get(name) === undefined);
    const found = await tokenFrom(this.spec.password, this.world);
    const first = leaders.length === 1 ? leaders : [];
    return Promise.all([...first, ...asked.filter((name) => !first.includes(name))].map(async (name) =>
      [name, found.token === undefined ? { reached: true, problem: found.problem } : await this.followersBy(name, found.token)] as const));
  }

  private async followersBy(name: string, password: string): Promise<FollowersAnswer> {
    const { host, port } = this.spec.nodes[name];
    const authorization = `Basic ${Buffer.from(`${this.spec.username}:${password}`).toString('base64')}`;
    const answer = await this.ask(`${this.spec.tls === undefined ? 'http' : 'https'}://${bracketed(host)}:${port}/api/nodes`, authorization);
    if (answer.problem !== undefined || !isGood(answer)) {
      return { reached: answer.problem === undefined, problem: objectionTo(answer) };
    }
    return { reached: true, ...readFollowers(answer.body) };
  }

  private async ask(url: string, authorization?: string): Promise<HttpAnswer> {
    const tls = this.spec.tls === undefined || url.startsWith('http:') ? undefined : await readTls(this.spec.tls);
    if (tls?.problem !== undefined) {
      return { problem: tls.problem };
    }
    return askHttp({
      url, tls: tls?.material, timeoutSeconds: this.world.spec.timeouts.probeSeconds, largestBody: LARGEST_ANSWER,
      headers: authorization === undefined ? {} : { authorization, accept: 'application/json' },
    });
  }

  /** Which nodes the followers are: by their ids, else by the addresses of hosts that no other node has. */
  private async namesOf(followers: readonly ListedFollower[]): Promise<ReadonlySet<string>> {
    const idOf = (name: string) => this.spec.nodes[name].clusteringId;
    const known = this.names.filter((name) => followers.some(({ id }) => id === idOf(name)));
    const strangers = followers.filter(({ id }) => !this.names.some((name) => idOf(name) === id));
    if (strangers.length === 0) {
      return new Set(known);
    }
    const addresses = await Promise.all(this.names.map((name) => this.addresses(name)));
    const found = strangers.flatMap(({ address }) => {
      const owners = this.names.filter((_name, index) => addresses[index].includes(address));
      return owners.length === 1 && idOf(owners[0]) === undefined ? owners : [];
    });
    return new Set([...known, ...found]);
  }

  private async addresses(name: string): Promise<readonly string[]> {
    const over = new AbortController();
    const found = lookup(this.spec.nodes[name].host, { all: true }).then((all) => all.map(({ address }) => address.toLowerCase()), () => []);
    const late = this.world.clock.sleep(this.world.spec.timeouts.probeSeconds * 1000, over.signal).then(() => []);
    const first = await Promise.race([found, late]);
    over.abort();
    return first;
  }

  /** Who leads: by its own metrics, else the one node that is not listed as a follower. */
  private leaderOf(
    leaders: readonly string[], words: ReadonlyMap<string, OwnWord | undefined>, inSync: ReadonlySet<string> | undefined,
  ): { readonly name?: string; readonly problem?: string } {
    if (leaders.length > 0) {
      return leaders.length === 1 ? { name: leaders[0] } : { problem: `${leaders.join(' and ')} both say that they lead` };
    }
    const candidates = this.names.filter((name) => inSync?.has(name) !== true && words.get(name)?.leads !== false);
    if (candidates.length === 1 && inSync !== undefined) {
      return { name: candidates[0] };
    }
    return { problem: candidates.length === 0 ? 'every node says that it follows' : `it may be ${candidates.join(' or ')} that leads` };
  }

  private silent(
    words: ReadonlyMap<string, OwnWord | undefined>, answers: readonly (readonly [string, FollowersAnswer])[],
  ): ReadonlyMap<string, string> {
    const byMetrics = this.names.flatMap((name) => {
      const problem = words.get(name)?.problem;
      return problem === undefined ? [] : [[name, problem] as const];
    });
    const byPort = answers.flatMap(([name, { reached, problem }]) => (reached || words.get(name) !== undefined ? [] : [[name, problem!] as const]));
    return new Map([...byMetrics, ...byPort]);
  }
}

function isGood(answer: HttpAnswer): boolean {
  return answer.status === 200 && !answer.cut;
}

function objectionTo(answer: HttpAnswer): string {
  return answer.problem ?? (answer.cut ? 'an answer that is too long' : `status ${answer.status}`);
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
