import { describeFinding, Finding } from '../../rules/rule';
import { describeLeasePlace } from '../lease-facts';
import { Batch, describePlan, GateFact, planRestart } from '../plan';
import { carefulPorts } from './careful-driver';
import { Cluster, EngineInput, LookFailed } from './cluster';
import { describeEvidence } from './describe-evidence';
import { describeFacts, lookAtGates } from './gates';
import { Ending, judgeChange, judgeInput } from './judge-before';
import { Ports } from './ports';
import { NodeReport, RunReport } from './report';
import { NodeOutcome, rollNode } from './roll-node';
import { Smoke } from './smoke';
import { StepFailure } from './step-failure';

/**
 * Brings every node to its fingerprint: in order, one batch at a time, up to the first node that does not come back.
 *
 * Nothing here trusts memory. What a node runs is proved on the node, so the run can be cut short at any instant and
 * begun again: no node is left out and none restarts that provably runs what it should.
 */
export async function runEngine(input: EngineInput, ports: Ports): Promise<RunReport> {
  return new Run(input, ports).run();
}

class Run {
  private readonly cluster: Cluster;
  private readonly reports = new Map<string, NodeReport>();
  private readonly notices: Finding[] = [];
  private readonly deadline: number;
  private readonly ports: Ports;
  private readonly smoke: Smoke;
  /** Nodes that run what they should and have judged no token yet, since they judge none in their role. */
  private readonly withoutProof = new Set<string>();
  private total = 0;

  constructor(private readonly input: EngineInput, ports: Ports) {
    this.ports = carefulPorts(input.spec, ports);
    this.cluster = new Cluster(input, this.ports);
    this.smoke = new Smoke(input.spec, input.broker, this.ports);
    this.deadline = ports.clock.now() + input.spec.timeouts.runSeconds * 1000;
  }

  async run(): Promise<RunReport> {
    const bad = judgeInput(this.input, this.cluster);
    this.notices.push(...bad.notices);
    if (bad.ending !== undefined) {
      return this.report(bad.ending);
    }
    if (this.input.dryRun) {
      return this.report(await this.lookAndPlan());
    }
    const refused = await this.takeLease();
    if (refused !== undefined) {
      return this.report(refused);
    }
    const over = new AbortController();
    const beating = this.keepAlive(over.signal);
    try {
      return this.report(await this.lookAndPlan() ?? await this.roll());
    } finally {
      over.abort();
      await beating;
      await this.ports.lease.release();
    }
  }

  /** Shows that this run lives, also while a command or a wait takes long. */
  private async keepAlive(over: AbortSignal): Promise<void> {
    const { clock, lease } = this.ports;
    while (Number.isFinite(lease.beatEvery) && !over.aborted) {
      await clock.sleep(lease.beatEvery, over);
      if (!over.aborted) {
        await lease.heartbeat();
      }
    }
  }

  private async takeLease(): Promise<Ending | undefined> {
    const { clock, lease, output } = this.ports;
    const end = clock.now() + this.input.spec.lock.waitSeconds * 1000;
    for (;;) {
      const answer = await lease.acquire();
      if (answer.held) {
        return undefined;
      }
      if (clock.now() >= end || this.ports.stopRequested() !== undefined) {
        const trouble = answer.unclear === true ? 'the lease cannot be taken' : 'another run holds the lease';
        return { outcome: 'refused', text: `no node was touched: ${trouble}: ${answer.owner}` };
      }
      output.tell({ event: 'gate', text: `waiting for the lease: ${answer.owner}` });
      await clock.sleep(1000);
    }
  }

  /** Everything that is judged before node 1. */
  private async lookAndPlan(): Promise<Ending | undefined> {
    const { cluster } = this;
    try {
      await cluster.inspectAll();
    } catch (error) {
      return { outcome: 'refused', text: `no node was touched: a node cannot be looked at: ${lookFailure(error)}` };
    }
    await cluster.refresh();
    await this.waitForDone();
    const pending = cluster.names.filter((name) => cluster.pending(name).length > 0);
    this.total = pending.length;
    const plan = planRestart(cluster.planInput());
    const { spec } = this.input;
    [...describePlan(plan), ...this.longest(plan.batches), describeLeasePlace(spec), ...describeEvidence(spec, this.ports)]
      .forEach((text) => this.ports.output.tell({ event: 'plan', text }));
    plan.skipped.forEach((node) => this.reports.set(node.name, { name: node.name, result: 'skipped', detail: node.evidence }));
    const refused = await judgeChange({ ...this.input, cluster, ports: this.ports, smoke: this.smoke }, pending);
    await this.tellBlocking(plan.batches[0]);
    return refused;
  }

  private longest(batches: readonly Batch[]): readonly string[] {
    const { timeouts, settleSeconds, deliver } = this.input.spec;
    const commands = deliver === 'while-stopped' ? 3 : 1;
    const each = commands * timeouts.commandSeconds + timeouts.readySeconds + settleSeconds;
    const seconds = batches.reduce((sum, batch) => sum + each + (batch.bakeSeconds ?? 0), 0);
    return batches.length === 0 ? [] : [`takes at most ${Math.ceil(seconds / 60)} min, waiting at gates not counted`];
  }

  /** In a dry run, what would keep the first batch waiting if it were to restart now. */
  private async tellBlocking(first: Batch | undefined): Promise<void> {
    if (this.input.dryRun && first !== undefined) {
      const { shut } = await lookAtGates(first, this.cluster, this.ports, this.input.spec);
      shut.forEach((fact) => this.ports.output.tell({
        event: 'plan', text: `blocking now (${fact.gate}${fact.unsatisfiable ? ', waiting cannot help' : ''}): ${fact.text}`,
      }));
    }
  }

  /**
   * Gives nodes that run what they should the time to become healthy; one that does not is restarted as well.
   *
   * It is down already, so that takes nothing away; and the nodes after it wait until it is back.
   */
  private async waitForDone(): Promise<void> {
    const { cluster, ports } = this;
    const down = () => cluster.names.filter((name) => cluster.pending(name).length === 0 && !cluster.isHealthy(name));
    const end = ports.clock.now() + this.input.spec.timeouts.readySeconds * 1000;
    while (!this.input.dryRun && down().length > 0 && ports.clock.now() < end && ports.stopRequested() === undefined) {
      await this.pause(`waiting for ${down().map((name) => `${name} (${cluster.healthDetail(name)})`).join(', ')}`);
    }
    down().forEach((name) => cluster.repair(name));
  }

  private async roll(): Promise<Ending | undefined> {
    try {
      return await this.rollAll();
    } catch (error) {
      return { outcome: 'stopped', text: `a node cannot be looked at: ${lookFailure(error)}` };
    }
  }

  private async rollAll(): Promise<Ending | undefined> {
    // Also where no node restarts: what the cluster takes as a whole may be all that has changed.
    const prepared = await this.ports.cluster?.prepare?.(this.input.files);
    if (prepared !== undefined) {
      this.ports.output.tell({ event: prepared.ok ? 'notice' : 'problem', text: prepared.detail });
    }
    if (prepared?.ok === false) {
      return { outcome: 'stopped', text: `no node was restarted: ${prepared.detail}` };
    }
    for (let position = 1; ; ) {
      const ending = this.timeToStop();
      if (ending !== undefined && this.pendingNames().length > 0) {
        return ending;
      }
      const { batch, ending: blocked } = await this.passGates();
      if (batch === undefined) {
        return blocked;
      }
      if (await this.leaveOutSettled(batch)) {
        continue;
      }
      const failed = await this.rollBatch(batch, position);
      if (failed !== undefined) {
        return failed;
      }
      position += batch.nodes.length;
      await this.cluster.refresh();
      const unproved = await this.proveLater();
      if (unproved !== undefined) {
        return unproved;
      }
    }
  }

  /** Takes nodes out of the plan that provably run what they should by now; whether there were any. */
  private async leaveOutSettled(batch: Batch): Promise<boolean> {
    const settled = await this.cluster.inspectAgain(batch.nodes.map((node) => node.name));
    for (const { name, evidence } of settled) {
      this.reports.set(name, { name, result: 'skipped', detail: evidence });
      this.ports.output.tell({ event: 'node', node: name, phase: 'skipped', text: `needs no restart any more: ${evidence}` });
    }
    return settled.length > 0;
  }

  private async rollBatch(batch: Batch, position: number): Promise<Ending | undefined> {
    if (!await this.ports.lease.heartbeat()) {
      return { outcome: 'stopped', text: 'the lease is lost: another run has taken it, or its folder cannot be written any more' };
    }
    const outcomes = await Promise.all(batch.nodes.map(async ({ name }, index) => {
      const { spec } = this.input;
      const outcome = await rollNode({
        spec, ports: this.ports, desired: this.cluster.desired.get(name)!, smoke: this.smoke, bakeSeconds: batch.bakeSeconds,
        mayNotGoDown: () => this.mayNotGoDown(batch, name),
        position: position + index, of: this.total,
      });
      this.note(name, outcome, position + index);
      return outcome.ok ? [] : [name];
    }));
    const failed = outcomes.flat();
    return failed.length === 0 ? undefined : { outcome: 'stopped', text: `${failed.join(', ')} did not become healthy; the nodes after it are untouched` };
  }

  /** Looks at the gates once for a node that would go down again. */
  private async mayNotGoDown(batch: Batch, name: string): Promise<string | undefined> {
    await this.cluster.refresh();
    const alone: Batch = { turn: 'ordinary', nodes: batch.nodes.filter((node) => node.name === name) };
    const { shut } = await lookAtGates(alone, this.cluster, this.ports, this.input.spec);
    return shut.length === 0 ? undefined : describeFacts(shut);
  }

  private note(name: string, { ok, ...rest }: NodeOutcome, position: number): void {
    this.reports.set(name, { name, result: ok ? 'done' : 'failed', ...rest });
    this.ports.output.tell({
      event: ok ? 'node' : 'problem', node: name, phase: ok ? 'done' : 'failed', text: rest.detail,
      position, of: this.total, elapsedSeconds: rest.seconds,
    });
    if (ok) {
      this.cluster.finish(name);
    }
    if (rest.login === 'follows') {
      this.withoutProof.add(name);
    }
  }

  /** Tries tokens on nodes that judge them by now, such as a follower that became the leader when the leader restarted. */
  private async proveLater(): Promise<Ending | undefined> {
    for (const name of this.withoutProof) {
      if (!await this.smoke.decidesLogins(name)) {
        continue;
      }
      this.withoutProof.delete(name);
      const report = this.reports.get(name)!;
      try {
        const { state, detail } = await this.smoke.check(name);
        this.reports.set(name, { ...report, login: state, detail: `${report.detail}; since it leads: ${detail}` });
      } catch (error) {
        if (!(error instanceof StepFailure)) {
          throw error;
        }
        this.reports.set(name, { ...report, result: 'failed', detail: error.message });
        return { outcome: 'stopped', text: `${name} leads now and does not judge tokens as it must; the nodes after it are untouched` };
      }
    }
    return undefined;
  }

  /**
   * Waits until the next batch may go down, or at the end until all nodes are healthy.
   *
   * Which one is next is asked at every look: while the gates of one are shut another node may go down, which then comes first, or the leader move.
   */
  private async passGates(): Promise<{ readonly batch?: Batch; readonly ending?: Ending }> {
    const { ports } = this;
    const end = ports.clock.now() + this.input.spec.timeouts.recoverySeconds * 1000;
    const told = new Set<string>();
    for (;;) {
      const batch = planRestart(this.cluster.planInput()).batches[0];
      const { shut, overridden } = await lookAtGates(batch, this.cluster, ports, this.input.spec);
      overridden.filter((fact) => !told.has(fact.text)).forEach((fact) => {
        told.add(fact.text);
        ports.output.tell({ event: 'notice', text: `gate ${fact.gate} is switched off: ${fact.text}` });
      });
      if (shut.length === 0) {
        return { batch };
      }
      const ending = this.whyNotToWait(shut, end);
      if (ending !== undefined) {
        return { ending };
      }
      await this.pause(describeFacts(shut));
    }
  }

  private whyNotToWait(shut: readonly GateFact[], end: number): Ending | undefined {
    const text = describeFacts(shut);
    if (shut.some((fact) => fact.unsatisfiable)) {
      return { outcome: 'stopped', text: `waiting cannot help: ${text}` };
    }
    if (this.ports.clock.now() >= end) {
      return { outcome: 'stopped', text: `a gate stayed shut for ${this.input.spec.timeouts.recoverySeconds} s: ${text}` };
    }
    return this.timeToStop();
  }

  private async pause(text: string): Promise<void> {
    this.ports.output.tell({ event: 'gate', text });
    await this.ports.clock.sleep(this.input.spec.checkIntervalSeconds * 1000);
    await this.ports.lease.heartbeat();
    await this.cluster.refresh();
  }

  private timeToStop(): Ending | undefined {
    const asked = this.ports.stopRequested();
    if (asked !== undefined) {
      return { outcome: 'stopped', text: `stopped after the node in hand: ${asked}` };
    }
    if (this.ports.clock.now() >= this.deadline) {
      return { outcome: 'stopped', text: `the run took longer than ${this.input.spec.timeouts.runSeconds} s` };
    }
    return undefined;
  }

  private pendingNames(): readonly string[] {
    return this.cluster.names.filter((name) => this.cluster.pending(name).length > 0);
  }

  private report(ending: Ending | undefined): RunReport {
    const findings = [...ending?.findings ?? [], ...this.notices];
    findings.forEach((found) => this.ports.output.tell({ event: found.level === 'error' ? 'problem' : 'notice', rule: found.rule, text: describeFinding(found) }));
    const nodes = this.cluster.names.map((name): NodeReport => this.reports.get(name) ?? {
      name, result: 'untouched', detail: this.cluster.pending(name).map((reason) => reason.text).join('; ') || 'not looked at',
    });
    const done = nodes.filter((node) => node.result === 'done').length;
    const good = this.input.dryRun ? `${this.total} of ${nodes.length} nodes would restart` : `${done} of ${nodes.length} nodes restarted, all healthy`;
    const { overrides } = this.input.spec;
    return { outcome: ending?.outcome ?? 'good', text: ending?.text ?? good, findings, nodes, ...overrides.length === 0 ? {} : { overrides } };
  }
}

/** Why a node could not be looked at; any other error is a fault of ours and goes on its way. */
function lookFailure(error: unknown): string {
  if (error instanceof LookFailed) {
    return error.message;
  }
  throw error;
}
