import { ProbeResult } from '../engine/ports';
import { Metadata, Partition } from '../kafka-wire/cluster-messages';
import { Quorum, Voter } from '../kafka-wire/quorum-messages';
import { GateFact } from '../plan';

/*
 * What the answers of a cluster mean for its nodes. The rules are those of Strimzi's KafkaAvailability and KafkaQuorumCheck, and hold for
 * several nodes at once.
 */

export const IN_SYNC = 'in-sync';
export const CONTROLLER_QUORUM = 'controller-quorum';

/** How many partitions a text names before it counts the rest. */
const NAMED = 5;

/** What several brokers say, taken together: whoever is in sync is so for all of them, since any of them may be behind. */
export function mergeMetadata(views: readonly Metadata[]): Metadata {
  const merged = new Map<string, Partition>();
  for (const partition of views.flatMap((view) => view.partitions)) {
    const key = `${partition.topic}\n${partition.index}`;
    const other = merged.get(key);
    merged.set(key, other === undefined ? partition : mergePartition(other, partition));
  }
  const [first, ...others] = views;
  return {
    brokers: (first?.brokers ?? []).filter((id) => others.every((view) => view.brokers.includes(id))),
    partitions: [...merged.values()],
    untold: views.flatMap((view) => view.untold),
  };
}

function mergePartition(one: Partition, other: Partition): Partition {
  return {
    ...one,
    leader: other.leader === -1 ? -1 : one.leader,
    replicas: [...new Set([...one.replicas, ...other.replicas])],
    inSync: one.inSync.filter((id) => other.inSync.includes(id)),
    offline: [...new Set([...one.offline, ...other.offline])],
  };
}

/** What stands against taking nodes down, partition by partition. */
export interface InSyncInput {
  /** For people: the nodes that go down. */
  readonly names: string;
  /** Their ids. */
  readonly ids: readonly number[];
  readonly partitions: readonly Partition[];
  /** `min.insync.replicas` by topic, as it holds. */
  readonly leastInSync: ReadonlyMap<string, number>;
}

type Verdict = 'unknown' | 'never' | 'hopeless' | 'blocking' | 'good';

/** What one partition says to the nodes going down. */
function verdictOf({ topic, replicas, inSync }: Partition, ids: readonly number[], leastInSync: ReadonlyMap<string, number>): Verdict {
  const least = leastInSync.get(topic);
  if (least === undefined) {
    return 'unknown';
  }
  if (replicas.length <= least) {
    // It could never be safe to restart such a node, nor would waiting help; the restart may be what mends it.
    return 'never';
  }
  if (without(replicas, ids).length < least) {
    return 'hopeless';
  }
  // Too few in sync blocks a node that is not in sync itself too: it may be the next one to catch up.
  return inSync.length < least || without(inSync, ids).length < least ? 'blocking' : 'good';
}

/** Whether every partition stays writable for producers that want all replicas in sync. */
export function inSyncFact({ names, ids, partitions, leastInSync }: InSyncInput): GateFact {
  const found: Record<Verdict, Partition[]> = { unknown: [], never: [], hopeless: [], blocking: [], good: [] };
  partitions.filter(({ replicas }) => replicas.some((id) => ids.includes(id)))
    .forEach((partition) => found[verdictOf(partition, ids, leastInSync)].push(partition));
  const { unknown, never, hopeless, blocking, good } = found;
  const ignored = never.length === 0 ? '' : `; not waited for, since min.insync.replicas leaves no replica to spare: ${list(never.map(nameOf))}`;
  const told = (some: readonly Partition[]) => list(some.map((partition) => describe(partition, leastInSync.get(partition.topic)!)));
  if (unknown.length > 0) {
    return fact(false, false, `min.insync.replicas is not told for ${list(unknown.map(({ topic }) => topic))}${ignored}`);
  }
  if (hopeless.length > 0) {
    return fact(false, true, `${names} hold too many replicas of one partition to go down together: ${told(hopeless)}${ignored}`);
  }
  if (blocking.length > 0) {
    return fact(false, false, `partitions cannot spare ${names} now: ${told(blocking)}${ignored}`);
  }
  return fact(true, false, `${good.length} partitions on ${names} have enough other replicas in sync${ignored}`);
}

function nameOf({ topic, index }: Partition): string {
  return `${topic}-${index}`;
}

function fact(holds: boolean, unsatisfiable: boolean, text: string): GateFact {
  return { gate: IN_SYNC, holds, unsatisfiable, text };
}

function describe(partition: Partition, least: number): string {
  const { replicas, inSync } = partition;
  return `${nameOf(partition)} (in sync ${inSync.join(' ') || 'none'} of ${replicas.join(' ')}, min.insync.replicas ${least})`;
}

/** Voters that have all that the leader had a moment ago. */
export function caughtUp({ leader, voters }: Quorum, fetchTimeoutSeconds: number): readonly Voter[] {
  const now = voters.find((voter) => voter.id === leader)?.caughtUpAt;
  return voters.filter(({ id, caughtUpAt }) => id === leader
    || (now !== undefined && caughtUpAt !== undefined && now - caughtUpAt <= fetchTimeoutSeconds * 1000));
}

/** Whether enough controllers remain; undefined where none of the nodes votes. */
export function quorumFact(names: string, ids: readonly number[], quorum: Quorum, fetchTimeoutSeconds: number): GateFact | undefined {
  const { leader, voters } = quorum;
  const others = voters.filter((voter) => !ids.includes(voter.id));
  if (others.length === voters.length) {
    return undefined;
  }
  if (voters.length === 1) {
    return { gate: CONTROLLER_QUORUM, holds: true, unsatisfiable: false, text: `${names} is the only controller; nothing is led while it restarts` };
  }
  // Of two there is no majority to spare; the other one alone cannot elect a leader, yet it has everything to go on with.
  const needed = voters.length === 2 ? 1 : Math.floor((voters.length + 2) / 2);
  const good = caughtUp(quorum, fetchTimeoutSeconds).filter((voter) => others.includes(voter));
  const behind = others.filter((voter) => !good.includes(voter)).map((voter) => voter.id);
  return {
    gate: CONTROLLER_QUORUM,
    holds: leader >= 0 && good.length >= needed,
    unsatisfiable: others.length < needed,
    text: `${good.length} of ${voters.length} controllers remain caught up without ${names}, ${needed} are needed`
      + `${behind.length === 0 ? '' : `; behind: ${behind.join(', ')}`}${leader < 0 ? '; no controller is active' : ''}`,
  };
}

/**
 * Whether a broker is back in full: the others count it, and each of its replicas is in sync again.
 *
 * Replicas that cannot catch up, since their partition has no leader or their disk has failed, are told and not waited for.
 */
export function brokerRejoined(id: number, { brokers, partitions }: Metadata): ProbeResult {
  if (!brokers.includes(id)) {
    return { healthy: false, detail: `broker ${id} is not counted among those that are up (${brokers.join(', ') || 'none'})` };
  }
  const ours = partitions.filter((partition) => partition.replicas.includes(id));
  const out = ours.filter((partition) => !partition.inSync.includes(id));
  const isStuck = ({ leader, offline }: Partition) => leader === -1 || offline.includes(id);
  const stuck = out.filter(isStuck);
  const behind = out.filter((partition) => !isStuck(partition));
  const told = stuck.length === 0 ? '' : `; cannot catch up, without a leader or a disk: ${list(stuck.map(nameOf))}`;
  return behind.length === 0
    ? { healthy: true, detail: `in sync with ${ours.length - stuck.length} partitions${told}` }
    : { healthy: false, detail: `not in sync yet with ${behind.length} of ${ours.length} partitions: ${list(behind.map(nameOf))}${told}` };
}

/** Whether a controller follows its leader again, or leads. */
export function controllerRejoined(id: number, quorum: Quorum, fetchTimeoutSeconds: number): ProbeResult {
  if (quorum.leader === id) {
    return { healthy: true, detail: 'active controller' };
  }
  const good = caughtUp(quorum, fetchTimeoutSeconds).some((voter) => voter.id === id);
  return { healthy: good, detail: good ? `follows controller ${quorum.leader}` : `has not caught up with controller ${quorum.leader}` };
}

function without(ids: readonly number[], gone: readonly number[]): readonly number[] {
  return ids.filter((id) => !gone.includes(id));
}

/** The first few of a list and how many there are besides. */
function list(members: readonly string[]): string {
  const unique = [...new Set(members)];
  const rest = unique.length - NAMED;
  return `${unique.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
