import { Random } from './random';
import { EngineRun, Faults, Layout, NO_FAULTS, SimulatedCluster, Tamper } from './simulated-cluster';

/*
 * A whole story from one seed: engines that are killed, nodes that crash, disks that fill up, clocks that step, journals that get lost,
 * a second engine at a random moment; and in the end, when the trouble is over, a run that must bring every node to where it belongs.
 */

const MINUTE = 60_000;

export interface Story {
  readonly seed: number;
  readonly layout: Layout;
  readonly engines: number;
  readonly effects: number;
  readonly violations: readonly string[];
  readonly trace: readonly string[];
}

function layoutOf(random: Random): Layout {
  // Most clusters are small; some are not.
  const nodes = random.chance(0.85) ? random.between(3, 7) : random.chance(0.8) ? random.between(8, 20) : random.between(21, 100);
  const spare = nodes - (Math.floor(nodes / 2) + 1);
  const maxUnavailable = random.chance(0.7) ? 1 : random.between(1, spare);
  const asksBrokers = maxUnavailable === 1 && random.chance(0.5);
  return {
    nodes,
    leader: random.chance(0.5),
    maxUnavailable,
    deliver: random.chance(0.3) ? 'while-stopped' : 'before-restart',
    asksBrokers,
    laterGroup: asksBrokers && random.chance(0.5) ? random.between(1, nodes - 1) : 0,
    triesTokens: random.chance(0.5),
    unobservable: random.chance(0.15) ? random.between(1, 2) : 0,
    more: {
      checks: random.between(1, 3),
      settleSeconds: random.chance(0.2) ? 20 : 0,
      canarySeconds: random.chance(0.2) ? 30 : 0,
      restoreOnFailure: random.chance(0.3),
    },
  };
}

function faultsOf(random: Random): Faults {
  const perhaps = (most: number) => (random.chance(0.5) ? random.next() * most : 0);
  return {
    slowCall: perhaps(0.2), failingCall: perhaps(0.05), hangingCommand: perhaps(0.1), commandsDieToo: random.pick([0, 0.5, 1]), stall: perhaps(0.1),
  };
}

/** How long trouble may lie ahead when a run begins. */
function horizonOf(cluster: SimulatedCluster): number {
  return cluster.nodes.length * 20_000;
}

/** Something bad that happens to one node. */
function befall(cluster: SimulatedCluster, random: Random): void {
  const node = random.pick(cluster.nodes);
  const { now } = cluster;
  node.disturbedAt = now;
  switch (random.between(1, 5)) {
    case 1:
      node.process = undefined;
      break;
    case 2:
      node.bootId++;
      node.bootedAt = now;
      node.process = undefined;
      break;
    case 3:
      node.diskFullUntil = now + random.between(1, 5) * MINUTE;
      break;
    case 4:
      node.flapsUntil = now + random.between(5, 50) * 1000;
      break;
    default:
      node.wallOffset += random.between(-3600, 3600) * 1000;
  }
  if (node.process === undefined && random.chance(0.7)) {
    cluster.scheduler.after(random.between(1, 90) * 1000, () => {
      node.disturbedAt = cluster.now;
      cluster.bringUp(node);
    });
  }
  cluster.note(`${node.name}: ${node.process === undefined ? 'is down' : 'is disturbed'}`);
  cluster.observer.look();
}

function loseJournal(cluster: SimulatedCluster, random: Random): void {
  cluster.journal = random.chance(0.5) ? [] : cluster.journal.slice(0, random.between(0, cluster.journal.length));
}

/** Somebody else changes the lines that are not ours, while no engine works. */
function editOthers(cluster: SimulatedCluster, random: Random): void {
  const node = random.pick(cluster.nodes);
  node.foreign = [...node.foreign, `more=${random.between(1, 1000)}`];
  node.write(node.path, `${node.foreign.join('\n')}\n${node.text.split('\n').filter((line) => line.startsWith('oauth.')).join('\n')}\n`, cluster.now);
}

async function troubledRun(cluster: SimulatedCluster, random: Random, tamper: Tamper | undefined): Promise<void> {
  const kill = random.chance(0.6)
    ? { effect: random.between(1, 8 * cluster.nodes.length), when: random.pick(['before', 'after'] as const) }
    : undefined;
  const engines: EngineRun[] = [cluster.start(kill, tamper)];
  const horizon = horizonOf(cluster);
  for (let count = random.between(0, 3); count > 0; count--) {
    cluster.scheduler.after(random.between(0, horizon), () => befall(cluster, random));
  }
  if (random.chance(0.4)) {
    cluster.scheduler.after(random.between(0, horizon), () => engines.push(cluster.start(undefined, tamper)));
  }
  await cluster.finish(...engines);
  // A second engine may have come while the first was at work, or may come after it.
  await cluster.finish(...engines);
}

/** Tells the story of a seed; the tamper plants a bug into every engine. */
export async function tell(seed: number, tamper?: Tamper): Promise<Story> {
  const random = new Random(seed);
  const layout = layoutOf(random);
  const cluster = new SimulatedCluster(seed, layout);
  // New settings with which brokers start and then judge tokens badly, until somebody mends what is wrong with them.
  if (random.chance(0.2)) {
    cluster.nodes.forEach((node) => { node.misjudgesWith = cluster.ours; });
  }
  for (let runs = random.between(1, 3); runs > 0; runs--) {
    cluster.faults = faultsOf(random);
    await troubledRun(cluster, random, tamper);
    if (random.chance(0.3)) {
      loseJournal(cluster, random);
    }
    if (random.chance(0.3)) {
      editOthers(cluster, random);
    }
  }
  await recover(cluster, tamper);
  return {
    seed, layout,
    engines: cluster.engines.length,
    effects: cluster.engines.reduce((sum, engine) => sum + engine.effects, 0),
    violations: cluster.observer.violations,
    trace: cluster.trace,
  };
}

/** The trouble is over: engines left over end, and one more run must bring every node to where it belongs. */
async function recover(cluster: SimulatedCluster, tamper: Tamper | undefined): Promise<void> {
  cluster.faults = NO_FAULTS;
  const rest = 10 * MINUTE + horizonOf(cluster);
  let calm = false;
  cluster.scheduler.after(rest, () => { calm = true; });
  await cluster.scheduler.runUntil(() => calm, { milliseconds: 2 * rest, events: 400_000 });
  await cluster.finish(...cluster.engines);
  cluster.nodes.forEach((node) => { node.misjudgesWith = undefined; });
  const last = cluster.start(undefined, tamper);
  await cluster.finish(last);
  if (last.report?.outcome !== 'good') {
    cluster.observer.report(`the last run, without any trouble, ends with ${JSON.stringify(last.report?.text ?? String(last.error))}`);
  }
  for (const engine of cluster.engines) {
    if (engine.error !== undefined) {
      cluster.observer.report(`engine ${engine.number} failed: ${String(engine.error)}`);
    } else if (engine.report !== undefined && engine.report.text === '') {
      cluster.observer.report(`engine ${engine.number} does not say why it ended`);
    }
  }
}
