import { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MosquittoCluster } from './mosquitto-cluster';
import { MosquittoObserver } from './mosquitto-observer';
import { rendered, synthesizeStack, Synthesized } from './mosquitto-stack';
import { endOf, Ended, ENGINE_VEHICLE, Vehicle } from './mosquitto-vehicle';
import { violations } from './mosquitto-verdict';
import { leaseHolder, runs } from './orphans';
import { Random } from '../simulation/random';

/** What is done to a run at a random instant. */
export type Trouble = 'engine killed' | 'node killed' | 'engine and node killed' | 'output closed' | 'second run' | 'terraform killed';

/** What came of one trial. */
export interface Trial {
  readonly seed: number;
  readonly trouble: Trouble;
  /** Milliseconds after the start of the run at which it happened. */
  readonly at: number;
  /** Whether the run was still going on then. */
  readonly hit: boolean;
  /** How many runs it took until all was well. */
  readonly runs: number;
  /** How often a node that ran was taken down. */
  readonly restarts: number;
  readonly violations: readonly string[];
}

/** A run that is to be disturbed. */
interface Disturbed {
  readonly stack: Synthesized;
  readonly first: ChildProcess;
  /** Whether it has not ended yet. */
  readonly going: boolean;
  readonly random: Random;
  readonly killed: { node: string; at: number }[];
}

const LONGEST_RUN_MILLISECONDS = 60_000;
const MOST_RUNS = 12;

/** Trials on one cluster, one after the other; each brings another version of the settings to the nodes. */
export class MosquittoTrials {
  private version = 0;
  private usual = 2000;

  constructor(
    private readonly cluster: MosquittoCluster, private readonly observer: MosquittoObserver,
    private readonly bundle: string, private readonly vehicle: Vehicle,
  ) {}

  /** The first settings, without trouble; tells how long a run takes. */
  async begin(): Promise<void> {
    await this.synthesizeAndRun();
    const begun = Date.now();
    await this.synthesizeAndRun();
    this.usual = Date.now() - begun;
  }

  private async synthesizeAndRun(): Promise<void> {
    const ended = await endOf(this.vehicle.launch(this.synthesize()));
    if (ended.code !== 0) {
      throw new Error(`the first run failed:\n${ended.printed}`);
    }
  }

  /** One change of settings with trouble on its way, then again and again until all is well. */
  async run(seed: number, troubles: readonly Trouble[]): Promise<Trial> {
    // Neighbouring seeds shall begin differently.
    const random = new Random(Math.imul(seed, 0x9e3779b1));
    const trouble = random.pick(troubles);
    const at = Math.floor(random.next() * this.usual);
    const stack = this.synthesize();
    const from = Date.now();
    const killed: { node: string; at: number }[] = [];
    const problems: string[] = [];
    const first = this.vehicle.launch(stack);
    const end = this.within(endOf(first), first);
    await sleep(at);
    const going = first.exitCode === null && first.signalCode === null;
    const { hit, second } = this.disturb(trouble, { stack, first, going, random, killed });
    // Terraform itself ends when its output is closed (SIGPIPE), the engine does not.
    const ownEnd = (ended: Ended) => trouble.startsWith('engine') || trouble === 'terraform killed' || (trouble === 'output closed' && ended.signal === 'SIGPIPE');
    const ended = await end;
    problems.push(...hit && ownEnd(ended) ? [] : silent(ended), ...second === undefined ? [] : silent(await second));
    let [count, code] = [1, ended.code];
    // It is always run once more: a node that was killed late has to come back, and nodes that are done have to be left alone. After an
    // apply that went well Terraform has nothing to do, so then the engine is run by hand.
    for (; count < MOST_RUNS && (code !== 0 || count === 1); count++) {
      await this.workerGone(stack);
      const again = (code === 0 ? ENGINE_VEHICLE : this.vehicle).launch(stack);
      const repeated = await this.within(endOf(again), again);
      problems.push(...silent(repeated));
      code = repeated.code;
    }
    const wanted = createHash('sha256').update(rendered(stack, 'jwt.json')).digest('hex');
    await sleep(50);
    const { commands } = this.cluster;
    problems.push(...violations({ from, wanted, commands, sights: this.observer.sights, killed }), ...await this.notDone(code, stack));
    const restarts = commands.filter((command) => command.at >= from && command.action === 'stop' && command.wasUp).length;
    return { seed, trouble, at, hit, runs: count, restarts, violations: problems };
  }

  private synthesize(): Synthesized {
    this.version += 1;
    return synthesizeStack(this.cluster, this.bundle, { version: this.version, broker: { acceptLockout: true } });
  }

  private disturb(trouble: Trouble, run: Disturbed): { readonly hit: boolean; readonly second?: Promise<Ended> } {
    const { stack, first, going, random, killed } = run;
    // Under Terraform the engine that works is a process of its own, which the lease names.
    const worker = leaseHolder(stack.state) ?? first.pid!;
    if (trouble.endsWith('node killed')) {
      const node = random.pick(this.cluster.nodes);
      killed.push({ node: node.name, at: Date.now() });
      node.kill('SIGKILL');
    }
    if (trouble === 'second run') {
      const second = this.vehicle.launch(stack);
      return { hit: going, second: this.within(endOf(second), second) };
    }
    if (trouble === 'output closed') {
      first.stdout!.destroy();
      first.stderr!.destroy();
    }
    if (trouble === 'terraform killed') {
      first.kill('SIGKILL');
    }
    if (trouble.startsWith('engine') && runs(worker)) {
      process.kill(worker, 'SIGKILL');
    }
    return { hit: going };
  }

  /** Fails a run that does not come to its end. */
  private async within(end: Promise<Ended>, run: ChildProcess): Promise<Ended> {
    const timer = setTimeout(() => run.kill('SIGKILL'), LONGEST_RUN_MILLISECONDS);
    const ended = await end;
    clearTimeout(timer);
    return ended;
  }

  /** A worker whose Terraform was killed finishes the node in hand; until then the lease is its own, and a run says so. */
  private async workerGone(stack: Synthesized): Promise<void> {
    const end = Date.now() + 2000;
    for (let holder = leaseHolder(stack.state); holder !== undefined && runs(holder) && Date.now() < end; holder = leaseHolder(stack.state)) {
      await sleep(50);
    }
  }

  private async notDone(code: number | null, stack: Synthesized): Promise<readonly string[]> {
    const jwt = rendered(stack, 'jwt.json');
    const nodes = await Promise.all(this.cluster.nodes.map(async (node) => {
      const wrong = [
        ...await node.answers() ? [] : ['does not answer'],
        ...node.read('jwt.json') === jwt ? [] : ['does not have the settings'],
        ...node.loaded.jwt === jwt ? [] : ['has not loaded the settings'],
      ];
      return wrong.map((text) => `${node.name} ${text} at the end`);
    }));
    return [...code === 0 ? [] : [`the last of ${MOST_RUNS} runs ended with ${code}`], ...nodes.flat()];
  }
}

/** A run that neither ends well nor says why; Terraform's own lock keeps a second apply away before the engine's lease does. */
function silent(ended: Ended): readonly string[] {
  const said = /(refused|stopped|undetermined): \S|Error acquiring the state lock/.test(ended.printed);
  return ended.code === 0 || said ? [] : [`a run ended with ${ended.code ?? ended.signal} and does not say why: ${ended.printed.slice(-500)}`];
}
