import { Observer } from './observer';
import { Random } from './random';
import { Scheduler } from './scheduler';
import { SimulatedNode } from './simulated-node';
import { EngineInput } from '../../../src/restart/engine/cluster';
import { runEngine } from '../../../src/restart/engine/engine';
import { Clock, ClusterView, JournalEntry, LoginResult, NodeDriver, NodePorts, NodeRole, Ports, StepOutcome } from '../../../src/restart/engine/ports';
import { RunReport } from '../../../src/restart/engine/report';
import { fingerprintOf } from '../../../src/restart/fingerprint';
import { LeaseHost, MajorityLease } from '../../../src/restart/leases/majority-lease';
import { readSpec, RestartSpecInput } from '../../../src/restart/spec';
import { FILE, fakeBroker } from '../support/fake-broker';

export const OLD_OURS = 'oauth.audience=a\noauth.level=1\n';
export const NEW_OURS = 'oauth.audience=a\noauth.level=2\n';

/** How likely which fault is, each time it could happen. */
export interface Faults {
  /** A call takes seconds instead of milliseconds. */
  readonly slowCall: number;
  /** A look at a node fails. */
  readonly failingCall: number;
  /** A command hangs until the driver gives up. */
  readonly hangingCommand: number;
  /** Commands that an engine has begun end with it when it is killed. */
  readonly commandsDieToo: number;
  /** The engine is put to sleep for up to a minute and a half, as a machine that is suspended. */
  readonly stall: number;
}

export const NO_FAULTS: Faults = { slowCall: 0, failingCall: 0, hangingCommand: 0, commandsDieToo: 0, stall: 0 };

/** When an engine is killed: at its n-th effect, before or after it. */
export interface Kill {
  readonly effect: number;
  readonly when: 'before' | 'after';
}

/** Changes an engine's ports, as a planted bug does. */
export type Tamper = (ports: Ports, cluster: SimulatedCluster) => Ports;

/** One run of the engine. */
export class EngineRun {
  effects = 0;
  dead = false;
  /** Until then it stands still altogether. */
  frozenUntil = 0;
  report: RunReport | undefined;
  error: unknown;
  /** When it decided to work on a node. */
  readonly begunAt = new Map<string, number>();

  constructor(readonly number: number, readonly kill: Kill | undefined) {}

  get over(): boolean {
    return this.dead || this.report !== undefined || this.error !== undefined;
  }
}

/** What a cluster is like. */
export interface Layout {
  readonly nodes: number;
  readonly leader?: boolean;
  readonly maxUnavailable?: number;
  readonly deliver?: 'before-restart' | 'while-stopped';
  /** The brokers are asked who leads and who is in sync. */
  readonly asksBrokers?: boolean;
  /** The last nodes are of a second group, which follows the first. */
  readonly laterGroup?: number;
  /** Tokens are tried on restarted nodes. */
  readonly triesTokens?: boolean;
  /** How many nodes do not tell when their process started. */
  readonly unobservable?: number;
  readonly more?: Partial<RestartSpecInput>;
}

/** A token whose claims and signature nobody looks at here. */
const GOOD_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl';

const LONGEST_CALL = 4000;
const COMMAND_SECONDS = 30;
const LEASE_SECONDS = 30;

/** A cluster, its time and its engines, all from one seed. */
export class SimulatedCluster {
  readonly scheduler = new Scheduler();
  readonly random: Random;
  readonly nodes: readonly SimulatedNode[];
  readonly observer: Observer;
  readonly engines: EngineRun[] = [];
  faults: Faults = NO_FAULTS;
  journal: JournalEntry[] = [];
  ours = NEW_OURS;
  /** What happened, for whoever looks into a seed. */
  readonly trace: string[] = [];

  constructor(seed: number, readonly layout: Layout) {
    this.random = new Random(seed);
    const now = this.scheduler.now();
    this.nodes = Array.from({ length: layout.nodes }, (_, index) => new SimulatedNode(`n${index + 1}`, now, [`keep=${index + 1}`]));
    for (const node of this.nodes) {
      node.write(node.path, `${node.foreign.join('\n')}\n${OLD_OURS}`, now - 500_000);
      node.start(now - 400_000, 0);
    }
    this.nodes.slice(0, layout.unobservable ?? 0).forEach((node) => { node.observable = false; });
    this.nodes.slice(layout.nodes - (layout.laterGroup ?? 0)).forEach((node) => { node.group = 1; });
    if (layout.asksBrokers === true) {
      this.nodes.forEach((node) => { node.syncTakes = this.random.between(0, 20_000); });
    }
    if (layout.leader === true) {
      this.random.pick(this.nodes).leads = true;
    }
    this.observer = new Observer(this.nodes, {
      fingerprint: fingerprintOf({ files: { [FILE]: this.ours }, secretVersions: {} }),
      ours: this.ours,
      maxUnavailable: layout.maxUnavailable ?? 1,
      asksBrokers: layout.asksBrokers === true,
      triesTokens: layout.triesTokens === true,
      sight: 8 * LONGEST_CALL,
    }, () => this.scheduler.now());
  }

  get now(): number {
    return this.scheduler.now();
  }

  /** Starts an engine, which dies as told. */
  start(kill?: Kill, tamper: Tamper = (ports) => ports, input: Partial<EngineInput> = {}): EngineRun {
    const engine = new EngineRun(this.engines.length + 1, kill);
    this.engines.push(engine);
    const spec = this.spec();
    const given: EngineInput = { spec, files: { [FILE]: this.ours }, broker: fakeBroker, dryRun: false, ...input };
    runEngine(given, tamper(this.ports(engine), this)).then((report) => {
      engine.report = report;
      this.note(`engine ${engine.number} ends: ${report.outcome}: ${report.text}`);
      this.end(engine);
      if (report.outcome === 'good') {
        this.observer.saysGood(engine.number);
      }
    }, (error: unknown) => {
      engine.error = error;
      this.end(engine);
    });
    return engine;
  }

  /** Lets time pass until the engines are over; a run without end is a violation. */
  async finish(...engines: readonly EngineRun[]): Promise<void> {
    const stuck = await this.scheduler.runUntil(() => engines.every((engine) => engine.over), { milliseconds: 12 * 3600_000, events: 400_000 });
    if (stuck !== undefined) {
      this.observer.report(`an engine neither ends nor says why: ${stuck}`);
      engines.forEach((engine) => this.killNow(engine));
    }
  }

  killNow(engine: EngineRun): void {
    engine.dead = true;
    this.note(`engine ${engine.number} is killed`);
    this.end(engine);
  }

  /** Notes what happens. */
  note(text: string): void {
    this.trace.push(`${(this.now / 1000).toFixed(3)} ${text}`);
  }

  /** Starts the broker of a node as its supervisor or a person would. */
  bringUp(node: SimulatedNode): void {
    if (node.process === undefined) {
      node.start(this.now, 2000);
      this.wakeObserver(2000);
    }
  }

  spec() {
    const { layout } = this;
    const read = readSpec({
      schemaVersion: 1,
      broker: { kind: 'fake', path: 'Stack/Fake' },
      nodes: this.nodes.map((node) => ({
        name: node.name,
        files: { [FILE]: node.path },
        driver: {
          kind: 'command', restart: ['restart'], stop: ['stop'], start: ['start'], pidFile: node.observable ? `/run/${node.name}.pid` : undefined,
        },
        probes: [{ kind: 'tcp', host: node.name, port: 1 }],
        logins: layout.triesTokens === true ? [{ kind: 'mqtt', host: node.name, port: 1 }] : [],
      })),
      smoke: layout.triesTokens === true ? { accepted: { kind: 'file', path: '/token' } } : undefined,
      stateDirectory: 'state',
      maxUnavailable: layout.maxUnavailable ?? 1,
      deliver: layout.deliver ?? 'before-restart',
      timeouts: { commandSeconds: COMMAND_SECONDS, readySeconds: 60, recoverySeconds: 120 },
      ...layout.more,
    });
    if (read.spec === undefined) {
      throw new Error(read.problems.join('; '));
    }
    return read.spec;
  }

  private end(engine: EngineRun): void {
    this.observer.rests(engine.number);
  }

  private ports(engine: EngineRun): Ports {
    const nodes = new Map(this.nodes.map((node) => [node.name, this.nodePorts(engine, node)]));
    const clock = this.clock(engine);
    return {
      clock,
      journal: {
        read: async () => {
          await this.alive(engine, 1);
          return [...this.journal];
        },
        append: async (entry) => {
          // Putting the earlier files back on a node that has failed is a turn of its own.
          if (entry.step !== 'done') {
            engine.begunAt.set(entry.node, this.now);
          }
          await this.effect(engine, `journal ${entry.node} ${entry.step}`, 1, () => this.journal.push(entry));
        },
      },
      lease: this.lease(engine, clock),
      output: { tell: ({ node, text }) => this.note(`engine ${engine.number}: ${node ?? ''} ${text}`) },
      keys: { readJson: async () => ({ problem: 'cannot connect (ECONNREFUSED)' }) },
      token: async () => undefined,
      tokenFrom: async () => ({ token: GOOD_TOKEN }),
      cluster: this.layout.asksBrokers === true ? this.view(engine) : undefined,
      node: (name) => nodes.get(name)!,
      stopRequested: () => undefined,
    };
  }

  /** A clock that runs a little faster or slower than others; the engine's sleep may be longer than it asked for. */
  private clock(engine: EngineRun): Clock {
    const rate = 0.95 + this.random.next() * 0.1;
    return {
      now: () => this.now * rate,
      date: () => new Date(1_800_000_000_000 + this.now),
      sleep: async (milliseconds, signal) => {
        if (this.random.chance(this.faults.stall)) {
          engine.frozenUntil = this.now + this.random.between(1, 90) * 1000;
        }
        await new Promise<void>((resolve) => {
          const end = () => {
            signal?.removeEventListener('abort', end);
            resolve();
          };
          signal?.addEventListener('abort', end);
          this.scheduler.after(milliseconds / rate, end);
        });
        await this.alive(engine, 0);
      },
    };
  }

  /** The lease that a majority of the nodes' hosts keeps. */
  private lease(engine: EngineRun, clock: Clock): MajorityLease {
    const hosts = this.nodes.map((node): LeaseHost => {
      const reach = async <T>(act: () => T): Promise<T> => {
        await this.alive(engine, this.delay());
        if (this.fails()) {
          throw new Error('cannot be reached');
        }
        return act();
      };
      return {
        name: node.name,
        read: () => reach(() => node.lease),
        replace: (expected, next) => reach(() => {
          if (this.now < node.diskFullUntil || JSON.stringify(expected) !== JSON.stringify(node.lease)) {
            return false;
          }
          node.lease = next;
          return true;
        }),
      };
    });
    return new MajorityLease(hosts, clock, { owner: `engine ${engine.number}`, ttl: LEASE_SECONDS * 1000 });
  }

  /** What the brokers say of their cluster; whoever cannot be asked says nothing. */
  private view(engine: EngineRun): ClusterView {
    const ask = async <T>(answer: () => T, none: T): Promise<T> => {
      await this.alive(engine, this.delay());
      return this.fails() ? none : answer();
    };
    const fact = (holds: boolean, text: string) => [{ gate: 'in-sync', holds, unsatisfiable: false, text }];
    return {
      roles: () => ask(() => new Map(this.nodes.map((node): [string, NodeRole] => [node.name, { group: node.group, leads: node.leads, text: '' }])), new Map()),
      safety: (names) => ask(() => {
        const behind = this.nodes.filter((node) => !names.includes(node.name) && !node.inSync(this.now));
        return fact(behind.length === 0, `${behind.map((node) => node.name).join(', ')} is not in sync`);
      }, fact(false, 'the brokers cannot be asked')),
      rejoined: (name) => ask(() => {
        const healthy = this.nodes.find((node) => node.name === name)!.inSync(this.now);
        return { healthy, detail: healthy ? 'in sync' : 'catching up' };
      }, { healthy: false, detail: 'the brokers cannot be asked' }),
    };
  }

  /** A login, whose verdict is what the process makes of its settings. */
  private async login(engine: EngineRun, node: SimulatedNode, token: string): Promise<LoginResult> {
    await this.alive(engine, this.delay());
    if (!node.answers(this.now) || this.fails()) {
      return { outcome: 'unclear', detail: 'nobody answered' };
    }
    return node.judgesWell() === (token === GOOD_TOKEN) ? { outcome: 'accepted', detail: '' } : { outcome: 'refused', detail: '' };
  }

  private nodePorts(engine: EngineRun, node: SimulatedNode): NodePorts {
    const driver: NodeDriver = {
      evidence: node.observable ? 'node' : 'journal',
      files: {
        read: (path) => this.look(engine, () => node.files.get(path)),
        replace: (path, text) => this.effect(engine, `write ${path}`, this.delay(), () => {
          if (this.now < node.diskFullUntil) {
            throw new Error('ENOSPC: no space left on device');
          }
          node.write(path, text, this.now);
        }),
      },
      bootTime: () => this.look(engine, () => node.bootTime(this.now)),
      process: async () => {
        await this.alive(engine, this.delay());
        return this.fails() ? { state: 'unknown', detail: 'the look failed' } : node.seen(this.now);
      },
      leads: async () => {
        await this.alive(engine, this.delay());
        return this.layout.leader === true && !this.fails() ? node.leads : undefined;
      },
      restart: () => this.command(engine, node, ['stop', 'start']),
      stop: () => this.command(engine, node, ['stop']),
      start: () => this.command(engine, node, ['start']),
      logTail: async () => '',
    };
    const check = async (timeoutSeconds: number) => {
      await this.alive(engine, this.delay());
      const flaps = this.now < node.flapsUntil && this.random.chance(0.5);
      const healthy = node.answers(this.now) && !flaps;
      if (!healthy) {
        node.disturbedAt = flaps ? this.now : node.disturbedAt;
        await this.alive(engine, this.random.chance(0.5) ? timeoutSeconds * 1000 : 0);
      }
      return { healthy, detail: healthy ? 'connected' : 'refused' };
    };
    return { driver, probes: [{ target: `tcp ${node.name}:1`, check }], logins: [{ target: `login ${node.name}`, login: (token) => this.login(engine, node, token) }] };
  }

  /** A command of a driver: a process of its own, which may outlive the engine. */
  private async command(engine: EngineRun, node: SimulatedNode, steps: readonly ('stop' | 'start')[]): Promise<StepOutcome> {
    const begunAt = engine.begunAt.get(node.name) ?? this.now;
    if (this.random.chance(this.faults.hangingCommand)) {
      node.disturbedAt = this.now;
      await this.alive(engine, COMMAND_SECONDS * 1000);
      return { ok: false, detail: 'timed out' };
    }
    const diesToo = this.random.chance(this.faults.commandsDieToo);
    for (const step of steps) {
      await this.effect(engine, `${step} ${node.name}`, this.random.between(50, 1500), () => {
        if (step === 'stop') {
          this.observer.takesDown(engine.number, node, begunAt);
          this.watchOrder(engine, node);
          node.stop(this.now, this.layout.deliver === 'while-stopped');
          return;
        }
        const takes = this.random.between(500, 8000);
        node.start(this.now, takes);
        this.wakeObserver(takes);
      }, !diesToo);
    }
    return { ok: true, detail: 'exit code 0' };
  }

  /**
   * The leader's turn comes last in its group, and groups follow each other. A node that is down, or that faults keep busy, is no reason to
   * wait; and one that an earlier run has left half-way comes first, whatever it is.
   */
  private watchOrder(engine: EngineRun, node: SimulatedNode): void {
    const before = this.journal.filter((entry) => entry.node === node.name).at(-2);
    if (!node.answers(this.now) || !this.quiet(node) || (before !== undefined && before.step !== 'done')) {
      return;
    }
    const waiting = this.nodes.filter((other) => other !== node && this.quiet(other) && !other.hasLoaded(this.ours));
    if (node.leads) {
      this.observer.takesDownLeader(engine.number, node, waiting.filter((other) => other.group === node.group));
    }
    this.observer.takesDownEarly(engine.number, node, waiting.filter((other) => other.group < node.group));
  }

  private quiet(node: SimulatedNode): boolean {
    return this.faults === NO_FAULTS && node.disturbedAt === -Infinity;
  }

  /** Time in which the engine may die; once dead it never comes back. */
  private async alive(engine: EngineRun, milliseconds: number): Promise<void> {
    await this.scheduler.pass(milliseconds);
    while (this.now < engine.frozenUntil) {
      await this.scheduler.pass(engine.frozenUntil - this.now);
    }
    if (engine.dead) {
      await new Promise(() => undefined);
    }
  }

  private async look<T>(engine: EngineRun, see: () => T): Promise<T> {
    await this.alive(engine, this.delay());
    if (this.fails()) {
      throw new Error('the connection was lost');
    }
    return see();
  }

  /** A change of the world, with the engine's death before or after it; `outlives` where it goes on without the engine. */
  private async effect(engine: EngineRun, name: string, takes: number, apply: () => void, outlives = false): Promise<void> {
    engine.effects++;
    this.note(`engine ${engine.number}: begins ${name}`);
    const hit = engine.kill?.effect === engine.effects ? engine.kill : undefined;
    if (hit?.when === 'before') {
      this.killNow(engine);
    }
    await this.scheduler.pass(takes);
    if (!engine.dead || (outlives && hit === undefined)) {
      // The journal is the engine's own: it orders work and proves nothing, so that whoever writes to it disturbs nobody.
      if (!engine.dead && !name.startsWith('journal')) {
        this.observer.works(engine.number, name);
      }
      try {
        apply();
      } finally {
        this.observer.look();
      }
    }
    if (hit?.when === 'after') {
      this.killNow(engine);
    }
    // A command that outlives its engine goes on to its next step.
    if (engine.dead && !outlives) {
      await new Promise(() => undefined);
    }
  }

  private wakeObserver(milliseconds: number): void {
    this.scheduler.after(milliseconds, () => this.observer.look());
  }

  private fails(): boolean {
    return this.random.chance(this.faults.failingCall);
  }

  private delay(): number {
    return this.random.chance(this.faults.slowCall) ? this.random.between(100, LONGEST_CALL) : this.random.between(1, 20);
  }
}
