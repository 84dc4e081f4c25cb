import { NodeCommand } from './mosquitto-cluster';
import { Sight, wasDown } from './mosquitto-observer';

/** What happened around one change of settings, as seen from outside. */
export interface Seen {
  /** When the change began, in milliseconds since 1970. */
  readonly from: number;
  /** SHA-256 of the jwt.json that every node should run at the end. */
  readonly wanted: string;
  /** What was asked of the nodes, in the order of time, from the beginning of the cluster. */
  readonly commands: readonly NodeCommand[];
  readonly sights: readonly Sight[];
  /** Which nodes were killed on purpose, and when. */
  readonly killed: readonly { readonly node: string; readonly at: number }[];
}

/** How long an engine may act on what it saw before a node was killed on purpose. */
const SIGHT_MILLISECONDS = 1000;
/** The number of a process whose parent has died (proc(5)). */
const ORPHANED = 1;

/** Everything that broke a promise. */
export function violations(seen: Seen): readonly string[] {
  const stops = seen.commands.filter((command) => command.at >= seen.from && command.action === 'stop' && command.wasUp);
  return [
    ...stops.flatMap((stop) => [...tooManyDown(stop, seen), ...restartedForNothing(stop, seen)]),
    ...sharedLease(seen),
    ...seen.sights.flatMap(({ at, lost }) => (lost === undefined || at < seen.from ? [] : [lost])),
  ];
}

/** A node is taken down while another one is: one that was killed a moment ago is forgiven. */
function tooManyDown(stop: NodeCommand, { sights, killed }: Seen): readonly string[] {
  const nodes = Object.keys(sights.find(({ up }) => up !== undefined)?.up ?? {});
  return nodes.filter((node) => node !== stop.node && wasDown(sights, node, stop.at))
    .filter((node) => !killed.some((kill) => kill.node === node && kill.at <= stop.at && stop.at - kill.at < SIGHT_MILLISECONDS))
    .map((node) => `${stop.node} is taken down while ${node} is down`);
}

/** A node is restarted although its process has loaded what it should and started after the marker. */
function restartedForNothing(stop: NodeCommand, { wanted }: Seen): readonly string[] {
  return stop.loaded === wanted && stop.youngerThanMarker ? [`${stop.node} is taken down though it provably ran what it should`] : [];
}

/** An engine asks for something after another has begun to. */
function sharedLease({ commands, from }: Seen): readonly string[] {
  const askers = commands.filter(({ at, asker }) => at >= from && asker !== ORPHANED).map(({ asker }) => asker);
  const turns = askers.filter((asker, index) => asker !== askers[index - 1]);
  return turns.length === new Set(turns).size ? [] : [`engines work at the same time: ${turns.join(', ')}`];
}
