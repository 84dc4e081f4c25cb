import { SimulatedNode } from './simulated-node';

/** What the cluster is allowed and supposed to do. */
export interface Terms {
  readonly fingerprint: string;
  /** Our lines as they should stand in every file. */
  readonly ours: string;
  readonly maxUnavailable: number;
  /** Whether nobody may go down while another one is not in sync. */
  readonly asksBrokers: boolean;
  /** Whether nobody may follow a node that judges tokens badly. */
  readonly triesTokens: boolean;
  /** How long what an engine has seen may have been true before it acts on it, in milliseconds. */
  readonly sight: number;
}

/**
 * Watches the nodes from outside and knows nothing of the engine: what it promises, held against what really happens.
 */
export class Observer {
  readonly violations: string[] = [];
  private readonly downSince = new Map<SimulatedNode, number>();
  private readonly upSince = new Map<SimulatedNode, number>();
  private readonly behindSince = new Map<SimulatedNode, number>();
  private readonly misjudgingSince = new Map<SimulatedNode, number>();
  private readonly provenSince = new Map<SimulatedNode, number>();
  private readonly turns = new Set<string>();
  private readonly working = new Map<number, number>();

  constructor(private readonly nodes: readonly SimulatedNode[], private readonly terms: Terms, private readonly now: () => number) {}

  /** Looks at every node; called whenever anything may have changed. */
  look(): void {
    const now = this.now();
    for (const node of this.nodes) {
      remember(this.downSince, node, !node.answers(now), now);
      remember(this.upSince, node, node.answers(now), now);
      remember(this.behindSince, node, !node.inSync(now), now);
      const proven = node.provablyRuns(this.terms.fingerprint, this.terms.ours, now);
      // Of a node that does not prove what it runs nobody knows that it is the new settings that it judges by.
      remember(this.misjudgingSince, node, proven && !node.judgesWell(), now);
      const judged = !this.terms.triesTokens || node.judgesWell();
      remember(this.provenSince, node, judged && proven, now);
      const lost = node.lost();
      if (lost.length > 0) {
        this.report(`${node.name} has lost ${lost.join(', ')}, which is not ours`);
      }
    }
  }

  /** An engine takes a node down; `begunAt` is when it decided to. */
  takesDown(engine: number, node: SimulatedNode, begunAt: number): void {
    this.look();
    const turn = `engine ${engine}, ${node.name}, ${begunAt}`;
    if (this.turns.has(turn)) {
      this.report(`engine ${engine} takes down ${node.name} twice in one turn`);
    }
    this.turns.add(turn);
    const before = begunAt - this.terms.sight;
    const proven = this.provenSince.get(node);
    if (proven !== undefined && proven < before && node.disturbedAt < before) {
      this.report(`engine ${engine} takes down ${node.name}, which provably ran what it should for ${(begunAt - proven) / 1000} s`);
    }
    const misjudging = this.nodes.filter((other) => other !== node && (this.misjudgingSince.get(other) ?? Infinity) < before);
    if (this.terms.triesTokens && node.judgesWell() && misjudging.length > 0) {
      this.report(`engine ${engine} takes down ${node.name} although ${misjudging[0].name} runs the new settings and judges tokens badly`);
    }
    if ((this.upSince.get(node) ?? Infinity) >= before) {
      return;
    }
    const behind = this.nodes.filter((other) => other !== node && (this.behindSince.get(other) ?? Infinity) < before);
    if (this.terms.asksBrokers && behind.length > 0) {
      this.report(`engine ${engine} takes down ${node.name} although ${behind[0].name} is not in sync`);
    }
    const down = this.nodes.filter((other) => other !== node && (this.downSince.get(other) ?? Infinity) < before);
    if (down.length + 1 > this.terms.maxUnavailable) {
      this.report(`engine ${engine} takes down ${node.name} while ${down.map(({ name }) => name).join(', ')} is down, ${this.terms.maxUnavailable} may be`);
    }
  }

  /** A node of a later group goes down although others of an earlier one still wait for their turn. */
  takesDownEarly(engine: number, node: SimulatedNode, waiting: readonly SimulatedNode[]): void {
    if (waiting.length > 0) {
      this.report(`engine ${engine} takes down ${node.name} before ${waiting.map(({ name }) => name).join(', ')} of an earlier group`);
    }
  }

  /** A leader goes down although others still wait for their turn. */
  takesDownLeader(engine: number, node: SimulatedNode, waiting: readonly SimulatedNode[]): void {
    if (waiting.length > 0) {
      this.report(`engine ${engine} takes down the leader ${node.name} before ${waiting.map(({ name }) => name).join(', ')}`);
    }
  }

  /** An engine changes something. Whoever goes on after another has begun works at the same time as that one. */
  works(engine: number, what: string): void {
    const began = this.working.get(engine) ?? this.now();
    this.working.set(engine, began);
    for (const [other, otherBegan] of this.working) {
      if (otherBegan > began) {
        this.report(`engine ${engine} does "${what}" although engine ${other} is at work since ${otherBegan / 1000} s`);
      }
    }
  }

  /** An engine has ended or has been killed: it does nothing any more. */
  rests(engine: number): void {
    this.working.delete(engine);
  }

  /** An engine says that all is well. */
  saysGood(engine: number): void {
    this.look();
    for (const node of this.nodes) {
      if (!node.holds(this.terms.ours) || (node.process !== undefined && !node.hasLoaded(this.terms.ours))) {
        this.report(`engine ${engine} says that all is well, yet ${node.name} does not run what it should`);
      }
    }
  }

  report(violation: string): void {
    if (this.violations.length < 20) {
      this.violations.push(`at ${this.now() / 1000} s: ${violation}`);
    }
  }
}

function remember(since: Map<SimulatedNode, number>, node: SimulatedNode, holds: boolean, now: number): void {
  if (!holds) {
    since.delete(node);
  } else if (!since.has(node)) {
    since.set(node, now);
  }
}
