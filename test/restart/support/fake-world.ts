import { FILE } from './fake-broker';
import { markerPath, parseMarker } from '../../../src/restart/engine/marker';
import {
  BootTime, ClusterView, EvidenceLevel, FoundFile, JournalEntry, LeaseAnswer, LoginResult, NodeDriver, NodePorts, Ports, ProcessState, Progress,
  StepOutcome,
} from '../../../src/restart/engine/ports';
import { readSpec, RestartSpec, RestartSpecInput } from '../../../src/restart/spec';

/** The engine was killed: nothing that it does reaches the world any more. */
export class Killed extends Error {}

interface Process {
  readonly startSeconds: number;
  readonly loaded: string;
  readonly healthyAt: number;
}

/** One simulated node. */
export class FakeNode {
  readonly files = new Map<string, FoundFile>();
  process: Process | undefined;
  restarts = 0;
  leader: boolean | undefined;
  /** Texts with which the node does not become healthy. */
  brokenWith: string | undefined;
  /** How long a start takes. */
  startSeconds = 5;
  /** Whether commands claim success and do nothing. */
  deaf = false;
  observable = true;
  evidence: EvidenceLevel = 'node';
  drains = false;
  /** What its service says of a fingerprint. */
  service: (fingerprint: string) => { readonly proved: boolean; readonly detail: string };
  /** Says what becomes of a login with a token, by what the process has loaded. */
  judges: ((token: string, loaded: string) => LoginResult['outcome']) | undefined;
  /** Steps that are refused before they begin. */
  busyFor = 0;

  constructor(readonly name: string) {
    this.service = () => ({ proved: false, detail: 'the service says nothing' });
  }

  get path(): string {
    return `/etc/${this.name}/${FILE}`;
  }

  get text(): string {
    return this.files.get(this.path)?.text ?? '';
  }
}

/** When the engine dies: at the n-th change of the world, before or after it happens. */
export interface Kill {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/** Nodes, time and everything else the engine needs, simulated; survives the engine. */
export class FakeWorld {
  /** Nodes that run a text, healthy, with a file that is older than the process and no marker. */
  static running(names: readonly string[], text: string): FakeWorld {
    const world = new FakeWorld(names);
    for (const node of world.nodes) {
      node.files.set(node.path, { text, changedAt: world.milliseconds - 200_000 });
      node.process = { startSeconds: world.milliseconds / 1000 - 100, loaded: text, healthyAt: 0 };
    }
    return world;
  }

  readonly nodes: readonly FakeNode[];
  readonly journal: JournalEntry[] = [];
  readonly told: Progress[] = [];
  /** Changes of the world by the present engine. */
  effects: string[] = [];
  /** The most nodes that were ever down at the same time. */
  mostDown = 0;
  leaseHeldBy: string | undefined;
  leaseLost = false;
  stopReason: string | undefined;
  token: string | undefined;
  /** Tokens for the smoke test, by the path of their source. */
  tokens: { [path: string]: string | undefined } = {};
  cluster: ClusterView | undefined;
  bootId = 'boot-1';
  private milliseconds = 1_000_000;
  private kill: Kill | undefined;
  private dead = false;

  constructor(names: readonly string[]) {
    this.nodes = names.map((name) => new FakeNode(name));
  }

  node(name: string): FakeNode {
    return this.nodes.find((node) => node.name === name)!;
  }

  now(): number {
    return this.milliseconds;
  }

  spec(more: Partial<RestartSpecInput> = {}): RestartSpec {
    const read = readSpec({
      schemaVersion: 1,
      broker: { kind: 'fake', path: 'Stack/Fake' },
      nodes: this.nodes.map((node) => ({
        name: node.name,
        files: { [FILE]: node.path },
        driver: { kind: 'command', restart: ['restart'], stop: ['stop'], start: ['start'], pidFile: `/run/${node.name}.pid` },
        probes: [{ kind: 'tcp', host: node.name, port: 1 }],
      })),
      stateDirectory: 'state',
      ...more,
    });
    if (read.spec === undefined) {
      throw new Error(read.problems.join('; '));
    }
    return read.spec;
  }

  isHealthy(node: FakeNode): boolean {
    return node.process !== undefined && this.milliseconds >= node.process.healthyAt && node.process.loaded !== node.brokenWith;
  }

  /** Whether a node provably runs a text, by the simulation's own knowledge. */
  provablyRuns(node: FakeNode, fingerprint: string, text: string): boolean {
    const marker = parseMarker(node.files.get(markerPath(node.name, { [FILE]: node.path })!)?.text);
    return marker?.state === 'delivered' && marker.fingerprint === fingerprint && node.text === text
      && node.process !== undefined && node.process.loaded === text && node.process.startSeconds > marker.bootSeconds!;
  }

  /** Ports for a new engine, which dies as told. */
  ports(kill?: Kill): Ports {
    this.kill = kill;
    this.dead = false;
    this.effects = [];
    return {
      clock: {
        now: () => this.milliseconds,
        date: () => new Date(this.milliseconds),
        sleep: async (milliseconds) => {
          this.alive();
          this.milliseconds += milliseconds;
        },
      },
      journal: {
        read: async () => this.journal,
        append: async (entry) => this.change(`journal ${entry.node} ${entry.step}`, () => this.journal.push(entry)),
      },
      lease: {
        acquire: async () => this.acquire(),
        holds: true,
        // Time passes here only while the engine sleeps, so that nothing can happen beside it.
        beatEvery: Infinity,
        heartbeat: async () => !this.leaseLost,
        release: async () => this.alive(),
      },
      output: { tell: (progress) => this.told.push(progress) },
      keys: { readJson: async () => ({ problem: 'cannot connect (ECONNREFUSED)' }) },
      token: async () => this.token,
      tokenFrom: async (source) => {
        const token = source.kind === 'file' ? this.tokens[source.path] : undefined;
        return token === undefined ? { problem: 'no such file' } : { token };
      },
      cluster: this.cluster,
      node: (name) => this.portsOf(this.node(name)),
      stopRequested: () => this.stopReason,
    };
  }

  restart(node: FakeNode): void {
    node.restarts++;
    this.start(node);
  }

  private acquire(): LeaseAnswer {
    this.alive();
    return this.leaseHeldBy === undefined ? { held: true } : { held: false, owner: this.leaseHeldBy };
  }

  private portsOf(node: FakeNode): NodePorts {
    const driver: NodeDriver = {
      evidence: node.evidence,
      ...node.drains ? {
        drain: async () => this.change(`drain ${node.name}`, () => undefined) ?? this.outcome(),
        undrain: async () => this.change(`undrain ${node.name}`, () => undefined) ?? this.outcome(),
      } : {},
      ...node.evidence === 'service' ? { runs: async (fingerprint: string) => this.look(() => node.service(fingerprint)) } : {},
      files: {
        read: async (path) => this.look(() => node.files.get(path)),
        replace: async (path, text) => this.change(`write ${path}`, () => node.files.set(path, { text, changedAt: this.milliseconds })),
      },
      bootTime: async () => this.look((): BootTime => ({ machineId: node.name, bootId: this.bootId, bootSeconds: this.milliseconds / 1000 })),
      process: async () => this.look(() => this.stateOf(node)),
      leads: async () => this.look(() => node.leader),
      restart: async () => {
        if (node.busyFor > 0) {
          node.busyFor--;
          return { ok: false, begun: false, detail: 'busy' };
        }
        this.change(`kill ${node.name}`, () => this.takeDown(node));
        this.change(`start ${node.name}`, () => this.restart(node));
        return this.outcome();
      },
      stop: async () => this.change(`stop ${node.name}`, () => this.takeDown(node)) ?? this.outcome(),
      start: async () => this.change(`start ${node.name}`, () => this.restart(node)) ?? this.outcome(),
      logTail: async () => `log of ${node.name}`,
    };
    const check = async () => this.look(() => ({ healthy: this.isHealthy(node), detail: this.isHealthy(node) ? 'connected' : 'refused' }));
    return { driver, probes: [{ target: `tcp ${node.name}:1`, check }], logins: node.judges === undefined ? [] : [{
      target: `login ${node.name}`, login: async (token) => this.look(() => this.login(node, token)),
    }] };
  }

  private login(node: FakeNode, token: string): LoginResult {
    const outcome = this.isHealthy(node) ? node.judges!(token, node.process!.loaded) : 'unclear';
    return { outcome, detail: `said ${outcome}` };
  }

  private stateOf(node: FakeNode): ProcessState {
    if (!node.observable) {
      return { state: 'unknown', detail: 'not observable' };
    }
    if (node.process === undefined) {
      return { state: 'stopped', detail: 'no process' };
    }
    const { startSeconds } = node.process;
    return { state: 'running', detail: 'process 1', machineId: node.name, bootId: this.bootId, startSeconds, startedAt: startSeconds * 1000 };
  }

  private outcome(): StepOutcome {
    return { ok: true, detail: 'exit code 0' };
  }

  private takeDown(node: FakeNode): void {
    if (!node.deaf) {
      node.process = undefined;
      this.mostDown = Math.max(this.mostDown, this.nodes.filter((candidate) => !this.isHealthy(candidate)).length);
    }
  }

  private start(node: FakeNode): void {
    if (!node.deaf) {
      node.process = { startSeconds: this.milliseconds / 1000, loaded: node.text, healthyAt: this.milliseconds + node.startSeconds * 1000 };
    }
  }

  private alive(): void {
    if (this.dead) {
      throw new Killed();
    }
  }

  private look<T>(see: () => T): T {
    this.alive();
    return see();
  }

  private change(name: string, apply: () => unknown): undefined {
    this.alive();
    this.effects.push(name);
    const hit = this.kill?.at === this.effects.length;
    if (hit && this.kill?.when === 'before') {
      this.dead = true;
      throw new Killed();
    }
    apply();
    if (hit) {
      this.dead = true;
      throw new Killed();
    }
    return undefined;
  }
}
