import { rollsItself } from './driver-facts';
import { RESTART_RULES } from './rules';
import { Finding, finding } from '../rules/rule';

/** One node as a plan sees it. */
export interface PlanNode {
  readonly name: string;
  /** Zone or rack; a batch of several nodes stays within one. */
  readonly zone?: string;
  /** How it is restarted; its kind tells whether the node is a whole service. */
  readonly driver?: { readonly kind?: unknown };
}

/** Why a node restarts. */
export interface RestartReason {
  readonly code:
  | 'fingerprint' // it does not run the desired fingerprint, or nobody has looked yet
  | 'no-marker' // nothing on the node says what it runs
  | 'files' // its files do not hold our part any more
  | 'process' // its process is older than the files
  | 'stopped' // no process runs
  | 'service' // its service does not say that it runs what it should
  | 'no-evidence' // nothing tells when its process started
  | 'unhealthy' // it runs what it should, yet is not healthy
  | 'in-doubt'; // an earlier run began with it and did not finish, by the journal or by the marker
  readonly text: string;
}

/** What the engine found on one node. */
export interface ObservedNode {
  /** How it answered when it was last asked. */
  readonly healthy: boolean;
  /** It is down for sure: no process runs, or it has not answered well for a long time. One bad answer says little. */
  readonly down?: boolean;
  /** Undefined when nobody can tell. */
  readonly leader?: boolean;
  /** Nodes of a lower group restart first; 0 where nobody tells. */
  readonly group?: number;
  /** The evidence that it runs the desired fingerprint; undefined when it does not provably run it. */
  readonly runs?: string;
  /** Why it restarts; empty when it needs no restart. */
  readonly reasons: readonly RestartReason[];
}

/** What a plan is made from. */
export interface PlanInput {
  readonly nodes: readonly PlanNode[];
  /** Names of all nodes in the wanted order. */
  readonly order?: readonly string[];
  readonly maxUnavailable: number;
  /** How many nodes must stay available. */
  readonly quorum?: number;
  /** Gates switched off by name. */
  readonly overrides?: readonly string[];
  /** How long the first node that restarts must stay good before the others follow; it restarts alone then. */
  readonly canarySeconds?: number;
  /** What was found on the nodes, by name; at synthesis nobody has looked, so every node is planned. */
  readonly observed?: { readonly [name: string]: ObservedNode };
}

/** A node in a batch. */
export interface PlannedNode {
  readonly name: string;
  readonly zone?: string;
  readonly reasons: readonly RestartReason[];
}

/** Nodes that restart together. */
export interface Batch {
  readonly nodes: readonly PlannedNode[];
  /** Which of the three turns it belongs to. */
  readonly turn: 'repair' | 'ordinary' | 'leader';
  /** Seconds for which it must stay good before the others follow, where it is the first to run the new settings. */
  readonly bakeSeconds?: number;
}

/** A fact that a gate looked at. */
export interface GateFact {
  /** Its name, by which it can be switched off where that is allowed. */
  readonly gate: string;
  readonly holds: boolean;
  /** Whether waiting cannot help. */
  readonly unsatisfiable: boolean;
  readonly text: string;
}

/** Ordered batches, what is left out, and what speaks against it. */
export interface RestartPlan {
  readonly batches: readonly Batch[];
  /** Nodes that need no restart, with the evidence. */
  readonly skipped: readonly { readonly name: string; readonly evidence: string }[];
  /** How many nodes must stay available. */
  readonly quorum: number;
  /** Gates switched off by name. */
  readonly overrides: readonly string[];
  readonly findings: readonly Finding[];
  /** Whether its nodes are services that restart their own machines one after the other. */
  readonly rollsItself?: boolean;
}

const NOT_LOOKED: readonly RestartReason[] = [{ code: 'fingerprint', text: 'restarts when its fingerprint changes' }];

/**
 * How many nodes must stay available by default: the majority of three or more, else all but one.
 *
 * Two nodes have no majority to spare; they take turns, and a single node is down while it restarts.
 */
export function defaultQuorum(nodeCount: number): number {
  return nodeCount >= 3 ? Math.floor(nodeCount / 2) + 1 : Math.max(0, nodeCount - 1);
}

/** The plan: nodes that are down first, then group by group the ordinary ones and the leader last. */
export function planRestart(input: PlanInput): RestartPlan {
  const quorum = input.quorum ?? defaultQuorum(input.nodes.length);
  return {
    batches: withCanary(input, ordered(input).filter((node) => reasonsOf(input, node).length > 0)),
    skipped: ordered(input).filter((node) => reasonsOf(input, node).length === 0)
      .map((node) => ({ name: node.name, evidence: input.observed?.[node.name]?.runs ?? 'needs no restart' })),
    quorum,
    overrides: input.overrides ?? [],
    findings: planFindings(input, quorum),
    ...servesAllTheWhile(input) ? { rollsItself: true } : {},
  };
}

/** Lets the first node that runs the new settings go alone; where one runs them already, it has done so for longer. */
function withCanary(input: PlanInput, pending: readonly PlanNode[]): readonly Batch[] {
  const batches = batchesOf(input, pending);
  const { canarySeconds = 0, nodes, observed } = input;
  if (canarySeconds === 0 || batches.length === 0 || nodes.some(({ name }) => observed?.[name]?.reasons.length === 0)) {
    return batches;
  }
  const [canary] = batches[0].nodes;
  const others = pending.filter(({ name }) => name !== canary.name);
  return [{ turn: batches[0].turn, nodes: [canary], bakeSeconds: canarySeconds }, ...batchesOf(input, others)];
}

function batchesOf(input: PlanInput, pending: readonly PlanNode[]): readonly Batch[] {
  const seen = ({ name }: PlanNode) => input.observed?.[name];
  const turnOf = (node: PlanNode): Batch['turn'] => {
    const isDown = seen(node)?.healthy === false || seen(node)?.reasons.some((reason) => reason.code === 'in-doubt');
    return isDown ? 'repair' : seen(node)?.leader ? 'leader' : 'ordinary';
  };
  const mayBeUp = (node: PlanNode) => seen(node)?.down !== true;
  const groupOf = (node: PlanNode) => seen(node)?.group ?? 0;
  const inTurn = (turn: Batch['turn']) => pending.filter((node) => turnOf(node) === turn);
  const batch = (turn: Batch['turn']) => (nodes: readonly PlanNode[]): Batch => ({
    turn, nodes: nodes.map((node) => ({ name: node.name, zone: node.zone, reasons: reasonsOf(input, node) })),
  });
  return [
    // One at a time: whether a node that is down comes back shows what the next one may be expected to do.
    // Those that are down for sure before the others: taking down one that may be up has to wait until they are back.
    ...[...inTurn('repair')].sort((x, y) => Number(mayBeUp(x)) - Number(mayBeUp(y))).map((node) => batch('repair')([node])),
    ...[...new Set(pending.map(groupOf))].sort((x, y) => x - y).flatMap((group) => [
      ...chunks(inTurn('ordinary').filter((node) => groupOf(node) === group), input.maxUnavailable).map(batch('ordinary')),
      ...inTurn('leader').filter((node) => groupOf(node) === group).map((node) => batch('leader')([node])),
    ]),
  ];
}

/**
 * Whether a batch may go down now.
 *
 * A batch of nodes that are down for sure takes nothing away, so it always may: only so can a broken cluster be repaired.
 */
export function batchGates(input: PlanInput, batch: Batch): readonly GateFact[] {
  const observed = input.observed ?? {};
  const names = batch.nodes.map((node) => node.name);
  const isHealthy = (name: string) => observed[name]?.healthy !== false;
  if (names.every((name) => observed[name]?.down === true)) {
    return [];
  }
  const others = input.nodes.map((node) => node.name).filter((name) => !names.includes(name));
  const available = others.filter(isHealthy).length;
  const unavailable = others.filter((name) => !isHealthy(name));
  const quorum = input.quorum ?? defaultQuorum(input.nodes.length);
  return [
    {
      gate: 'quorum',
      holds: available >= quorum || (input.overrides ?? []).includes('quorum'),
      unsatisfiable: others.length < quorum,
      text: `${available} of ${input.nodes.length} nodes would stay available while ${names.join(', ')} restarts, ${quorum} are needed`,
    },
    {
      gate: 'max-unavailable',
      holds: unavailable.length + names.length <= input.maxUnavailable,
      unsatisfiable: names.length > input.maxUnavailable,
      text: unavailable.length === 0
        ? `${names.length} would be down, ${input.maxUnavailable} may be`
        : `${unavailable.join(', ')} is down already and ${names.join(', ')} would be, ${input.maxUnavailable} may be`,
    },
  ];
}

/** The plan as lines for people. */
export function describePlan(plan: RestartPlan): readonly string[] {
  const batches = plan.batches.map((batch, index) => {
    const nodes = batch.nodes.map((node) => {
      const zone = node.zone === undefined ? '' : ` (zone ${node.zone})`;
      return `${node.name}${zone}: ${node.reasons.map((reason) => reason.text).join('; ')}`;
    });
    const turn = batch.turn === 'repair' ? ' (repair)' : batch.turn === 'leader' ? ' (leader)' : '';
    const bakes = batch.bakeSeconds === undefined ? '' : `; then nothing for ${batch.bakeSeconds} s while it must stay good`;
    return `batch ${index + 1} of ${plan.batches.length}${turn}: ${nodes.join(' | ')}${bakes}`;
  });
  return [
    ...batches,
    ...plan.skipped.map((node) => `skipped: ${node.name}: ${node.evidence}`),
    plan.rollsItself === true ? 'the service takes its own machines one after the other'
      : `at least ${plan.quorum} ${plan.quorum === 1 ? 'node stays' : 'nodes stay'} available`,
    ...plan.overrides.length === 0 ? [] : [`gates switched off: ${plan.overrides.join(', ')}`],
  ];
}

function planFindings(input: PlanInput, quorum: number): readonly Finding[] {
  const count = input.nodes.length;
  const names = input.nodes.map((node) => node.name);
  const found: Finding[] = [];
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  if (repeated.length > 0) {
    found.push(finding(RESTART_RULES.NODES_UNIQUE, 'nodes', { message: 'names a node more than once', got: repeated }));
  }
  if (input.order !== undefined && [...input.order].sort().join('\n') !== [...names].sort().join('\n')) {
    found.push(finding(RESTART_RULES.ORDER_COMPLETE, 'order', { message: `must name each of ${names.join(', ')} once`, got: input.order }));
  }
  return count === 0 ? found : [...found, ...quorumFindings(input, quorum, count)];
}

function quorumFindings(input: PlanInput, quorum: number, count: number): readonly Finding[] {
  const overridden = (input.overrides ?? []).includes('quorum');
  if (quorum >= count && !overridden) {
    return [finding(RESTART_RULES.QUORUM_POSSIBLE, 'quorum', { message: `must be below the number of nodes, ${count}`, got: quorum })];
  }
  const spare = count - quorum;
  if (input.maxUnavailable > spare && !overridden) {
    const message = `must be at most ${spare}: of ${count} nodes ${quorum} must stay available`;
    return [finding(RESTART_RULES.MAX_UNAVAILABLE, 'maxUnavailable', { message, got: input.maxUnavailable })];
  }
  if (input.maxUnavailable >= count && !servesAllTheWhile(input)) {
    return [finding(RESTART_RULES.DOWNTIME, 'nodes', { message: 'leaves no node available during the restart', got: count })];
  }
  return [];
}

function servesAllTheWhile({ nodes }: PlanInput): boolean {
  return nodes.length > 0 && nodes.every(({ driver }) => rollsItself(driver));
}

function ordered(input: PlanInput): readonly PlanNode[] {
  const order = input.order;
  if (order === undefined) {
    return input.nodes;
  }
  const place = (node: PlanNode) => (order.includes(node.name) ? order.indexOf(node.name) : order.length);
  return [...input.nodes].sort((a, b) => place(a) - place(b));
}

function reasonsOf(input: PlanInput, node: PlanNode): readonly RestartReason[] {
  return input.observed === undefined ? NOT_LOOKED : input.observed[node.name]?.reasons ?? NOT_LOOKED;
}

/** Cuts nodes into batches that stay within one zone; single nodes keep their order whatever the zone. */
function chunks(nodes: readonly PlanNode[], size: number): readonly (readonly PlanNode[])[] {
  const zones = size === 1 ? [nodes] : [...groupByZone(nodes).values()];
  return zones.flatMap((members) => {
    const count = Math.ceil(members.length / size);
    return Array.from({ length: count }, (_, index) => members.slice(index * size, (index + 1) * size));
  });
}

function groupByZone(nodes: readonly PlanNode[]): Map<string | undefined, PlanNode[]> {
  const zones = new Map<string | undefined, PlanNode[]>();
  for (const node of nodes) {
    zones.set(node.zone, [...zones.get(node.zone) ?? [], node]);
  }
  return zones;
}
